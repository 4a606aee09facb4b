// expect: a request is sent only when it is awaited
#![deny(unused_must_use)]

fn main() {
    signalwire_rest::Client::from_env().unwrap().queues().delete("q1");
}
