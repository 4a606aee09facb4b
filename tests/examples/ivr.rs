//! A menu for callers, written in SWML, stored as a script.

use signalwire_rest::Client;
use signalwire_rest::types::{
    Swml, SwmlCallingScriptCreate, SwmlDocument, SwmlPromptOptions, SwmlScript, SwmlSwitchOptions,
};

#[tokio::main]
async fn main() -> signalwire_rest::Result<()> {
    let script = run(&Client::from_env()?).await?;
    println!("{}", script.id);
    Ok(())
}

/// Stores the menu.
pub async fn run(client: &Client) -> signalwire_rest::Result<SwmlScript> {
    client.fabric().swml_scripts().create(SwmlCallingScriptCreate::new("Front desk", menu())).await
}

/// Each key leads to a number; everything else to the end of the call.
fn menu() -> SwmlDocument {
    let question = SwmlPromptOptions::new("say:For sales, press 1. For support, press 2.").max_digits(1);
    let keys = [("1", "+15551230001"), ("2", "+15551230002")];
    let cases = keys.map(|(key, number)| (key.to_owned(), vec![Swml::connect(number)]));
    let choice = SwmlSwitchOptions::new("prompt_value", cases.into()).default_([Swml::transfer("goodbye")]);
    SwmlDocument::main([Swml::answer(), Swml::prompt(question), Swml::switch(choice)])
        .section("goodbye", [Swml::play("say:Goodbye."), Swml::hangup()])
}
