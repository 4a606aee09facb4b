//! Sends a text message and follows its state in the log.

use std::time::Duration;

use signalwire_rest::Client;
use signalwire_rest::types::SmsMessageCreate;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(to), Some(from)) = (arguments.next(), arguments.next()) else {
        return Err("give the number to write to, and your own".into());
    };
    let states = run(&Client::from_env()?, &to, &from, Duration::from_secs(2)).await?;
    println!("{}", states.join(" -> "));
    Ok(())
}

/// Sends a message and returns the states that it was seen in.
pub async fn run(
    client: &Client,
    to: &str,
    from: &str,
    wait: Duration,
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let message = SmsMessageCreate::new(to, from).body("Your table is ready.");
    let sent = client.messaging().messages().send(message.into()).await?;
    let mut states = vec![sent.status.to_string()];
    for _ in 0..5 {
        tokio::time::sleep(wait).await;
        match client.messaging().logs().get(&sent.id).await {
            Ok(log) => states.push(log.status.to_string()),
            // The log may lag behind.
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error.into()),
        }
    }
    states.dedup();
    Ok(states)
}
