//! The lifecycle of a SIP credential, printing each call as one would write it.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser;
use signalwire_rest::types::{SipCredentialCreate, SipCredentialUpdate, SipEncryption};
use signalwire_rest::{Client, Patch};
use simulator::Simulator;

/// Runs the lifecycle of a SIP credential: against the simulator, or live.
#[derive(Parser)]
struct Arguments {
    /// Use the Space of the environment.
    #[arg(long)]
    live: bool,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Outcome {
    if arguments.live {
        let client = Client::from_env()?;
        return if arguments.yes || agreed()? { live(&client).await } else { Ok(()) };
    }
    let running = Simulator::start().await?;
    println!("// The simulator listens on {}.", running.url());
    let client = Client::builder()
        .base_url(running.url())
        .allow_plain_http(true)
        .project("99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10")
        .token("PTexample")
        .build()?;
    live(&client).await
}

fn agreed() -> Outcome<bool> {
    if !std::io::stdin().is_terminal() {
        return Err("nobody is there to ask; pass --yes".into());
    }
    eprint!("This makes and removes a SIP credential in your real Space. Go on? [y/N] ");
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim().eq_ignore_ascii_case("y"))
}

async fn live(client: &Client) -> Outcome {
    let sip = client.fabric().sip_endpoints();

    say(
        "sip.create(SipCredentialCreate::new(\"c3p0\", \"yavin-or-bust\").caller_id(\"C-3PO\").encryption(SipEncryption::Required))",
    );
    let made = sip
        .create(
            SipCredentialCreate::new("c3p0", "yavin-or-bust")
                .caller_id("C-3PO")
                .encryption(SipEncryption::Required),
        )
        .await?;
    println!("   id {}, username {}, encryption {}", made.id(), made.username(), made.encryption());

    say("sip.get(made.id()).with_response()");
    let got = sip.get(made.id()).with_response().await?;
    println!("   {}, caller id {}", got.status(), got.body().caller_id().unwrap_or("none"));

    say("sip.update(made.id(), SipCredentialUpdate::new().caller_id(Patch::Null))");
    let changed = sip.update(made.id(), SipCredentialUpdate::new().caller_id(Patch::Null)).await?;
    println!("   caller id {}", changed.caller_id().unwrap_or("none"));

    say("sip.list().items()");
    let mut all = sip.list().items();
    while let Some(credential) = all.try_next().await? {
        println!("   {}", credential.username());
    }

    say("sip.delete(made.id())");
    sip.delete(made.id()).await?;

    say("sip.get(made.id())");
    match sip.get(made.id()).await {
        Err(error) if error.is_not_found() => println!("   {error}"),
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("the SIP credential is still there".into()),
    }
    Ok(())
}

fn say(call: &str) {
    println!("\n{call}.await?");
}
