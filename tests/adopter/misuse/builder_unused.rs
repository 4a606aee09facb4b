// expect: unused return value
#![deny(unused_must_use)]
use signalwire_rest::types::QueueUpdate;

fn main() {
    QueueUpdate::new().max_size(3);
}
