// expect: no variant or associated item named `Requierd`
use signalwire_rest::types::SipEncryption;

fn main() {
    let _ = SipEncryption::Requierd;
}
