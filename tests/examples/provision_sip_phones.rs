//! Makes a SIP credential for each line of a list of phones, and leaves alone what is there already.

use std::collections::BTreeSet;

use signalwire_rest::Client;
use signalwire_rest::types::{SipCredentialCreate, SipEncryption};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = std::io::read_to_string(std::io::stdin())?;
    let made = run(&Client::from_env()?, &list).await?;
    println!("{made} phones provisioned");
    Ok(())
}

/// Reads lines such as `desk-1,secret,+15551234567`, and returns how many credentials were made.
pub async fn run(client: &Client, list: &str) -> Result<usize, Box<dyn std::error::Error>> {
    let endpoints = client.fabric().sip_endpoints();
    let mut known = BTreeSet::new();
    let mut existing = endpoints.list().items();
    while let Some(endpoint) = existing.try_next().await? {
        known.insert(endpoint.username().to_owned());
    }
    let mut made = 0;
    for line in list.lines().filter(|line| !line.trim().is_empty()) {
        let [username, password, caller_id] = line.split(',').collect::<Vec<_>>()[..] else {
            return Err(format!("`{line}` is not `username,password,caller id`").into());
        };
        if known.contains(username) {
            continue;
        }
        let create = SipCredentialCreate::new(username, password)
            .caller_id(caller_id)
            .encryption(SipEncryption::Required);
        endpoints.create(create).await?;
        made += 1;
    }
    Ok(made)
}
