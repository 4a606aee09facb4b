// expect: `compat` needs the feature `compat` of `signalwire-rest`
fn main() {
    signalwire_rest::Client::from_env().unwrap().compat();
}
