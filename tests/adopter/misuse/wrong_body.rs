// expect: expected `QueueCreate`, found `QueueUpdate`
use signalwire_rest::{Client, types::QueueUpdate};

fn main() {
    let _ = Client::from_env().unwrap().queues().create(QueueUpdate::new());
}
