// expect: missing fields `city`, `country`
use signalwire_rest::types::E911AddressInputRequired;

fn main() {
    let _ = E911AddressInputRequired { label: "office".to_owned() };
}
