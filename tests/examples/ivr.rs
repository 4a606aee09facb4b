//! A menu for callers, written in SWML, stored as a script.

use serde_json::json;
use signalwire_rest::Client;
use signalwire_rest::types::{SwmlCallingScriptCreate, SwmlDocument, SwmlScript};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let script = run(&Client::from_env()?).await?;
    println!("{}", script.id);
    Ok(())
}

/// Stores the menu.
pub async fn run(client: &Client) -> Result<SwmlScript, Box<dyn std::error::Error>> {
    let script = SwmlCallingScriptCreate::new("Front desk", menu()?);
    Ok(client.fabric().swml_scripts().create(script.into()).await?)
}

/// A document may as well be read from JSON, where it is kept as a file: what is misspelled in it is kept, not lost.
fn menu() -> serde_json::Result<SwmlDocument> {
    serde_json::from_value(json!({
        "version": "1.0.0",
        "sections": {
            "main": [
                { "answer": {} },
                { "prompt": { "play": "say:For sales, press 1. For support, press 2.", "max_digits": 1 } },
                {
                    "switch": {
                        "variable": "prompt_value",
                        "case": {
                            "1": [{ "connect": { "to": "+15551230001" } }],
                            "2": [{ "connect": { "to": "+15551230002" } }],
                        },
                        "default": [{ "play": { "url": "say:Goodbye." } }, { "hangup": {} }],
                    }
                },
            ]
        }
    }))
}
