// expect: the item is gated behind the `test` feature
use signalwire_rest::MockTransport;

fn main() {
    let _ = MockTransport::new();
}
