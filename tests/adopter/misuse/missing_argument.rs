// expect: argument #2
use signalwire_rest::types::SipCredentialCreate;

fn main() {
    let _ = SipCredentialCreate::new("c3p0");
}
