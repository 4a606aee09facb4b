//! Finds a phone number in an area, buys it, and lets a script answer its calls.
//!
//! `cargo run -p tests --example buy_a_number` buys a real number: it costs money.

use signalwire_rest::types::{
    PhoneNumber, PhoneNumberCallHandlerChoice, PhoneNumberCreate, PhoneNumberUpdate,
};
use signalwire_rest::{Client, ErrorCode};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let number = run(&Client::from_env()?, "512").await?;
    println!("{} is yours", number.number);
    Ok(())
}

/// Buys the first number in this area code.
pub async fn run(client: &Client, areacode: &str) -> Result<PhoneNumber, Box<dyn std::error::Error>> {
    let numbers = client.phone_numbers();
    let found = numbers.search().areacode(areacode).max_results(1).await?;
    let found = found.data.into_iter().flatten().next().map(|number| number.number);
    let found = found.ok_or("no number is for sale in this area")?;
    let bought = match numbers.create(PhoneNumberCreate::new(found)).await {
        Err(error) if error.codes().contains(&ErrorCode::InsufficientBalance) => {
            return Err("the project has no balance left".into());
        }
        other => other?,
    };
    let update = PhoneNumberUpdate::new()
        .name("Front desk")
        .call_handler(PhoneNumberCallHandlerChoice::RelayScript)
        .call_relay_script_url("https://example.com/answer.swml");
    Ok(numbers.update(&bought.id, update).await?)
}
