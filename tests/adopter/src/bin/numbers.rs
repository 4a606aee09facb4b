//! A blocking script: the phone numbers of a project, and a queue for the calls to them.

use signalwire_rest::types::QueueCreate;
use signalwire_rest::{Client, Error};

fn main() {
    if let Err(error) = Client::from_env().and_then(|client| run(&client)) {
        eprintln!("{}", error.report());
        std::process::exit(1);
    }
}

pub fn run(client: &Client) -> Result<(), Error> {
    for number in client.phone_numbers().list().items().wait() {
        println!("{}", number?.number);
    }
    let queue = client.queues().create(QueueCreate::new().name("support")).wait()?;
    println!("{queue:?}");
    Ok(())
}
