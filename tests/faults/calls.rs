//! One call of each method, and of the first and the later pages of a list.

use signalwire_rest::types::*;
use signalwire_rest::{Client, Error, Pages};
use simulator::Simulator;

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    First,
    Later,
}

impl Call {
    pub const ALL: [Self; 7] =
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::First, Self::Later];

    pub fn parse(name: &str) -> Self {
        let named = Self::ALL.into_iter().find(|call| format!("{call:?}").eq_ignore_ascii_case(name));
        named.unwrap_or_else(|| panic!("there is no call {name}"))
    }

    pub fn operation(self) -> &'static str {
        match self {
            Self::Get => "get_sip_credential",
            Self::Post => "create_sip_credential",
            Self::Put => "update_sip_credential",
            Self::Patch => "update_sip_gateway",
            Self::Delete => "delete_sip_credential",
            Self::First | Self::Later => "list_sip_addresses",
        }
    }
}

/// The ids of the records that the calls use.
#[derive(Clone, Debug)]
pub struct Things {
    credential: String,
    gateway: String,
}

impl Things {
    /// A credential, a gateway, and two addresses for two pages.
    pub fn seed(running: &Simulator) -> Self {
        let seed =
            |collection: &str| running.seed(&format!("/api/fabric/{collection}"), serde_json::json!({}));
        seed("sip_addresses");
        seed("sip_addresses");
        Self { credential: seed("resources/sip_endpoints"), gateway: seed("resources/sip_gateways") }
    }
}

/// Makes a call; `before` runs immediately before the call itself.
pub async fn make(client: &Client, call: Call, things: &Things, before: impl FnOnce()) -> Result<(), Error> {
    let fabric = client.fabric();
    let sip = fabric.sip_endpoints();
    let mut pages = fabric.sip_addresses().list().page_size(1).pages();
    if call == Call::Later {
        pages.try_next().await.unwrap();
    }
    before();
    match call {
        Call::Get => sip.get(&things.credential).await.map(drop),
        Call::Post => sip.create(SipCredentialCreate::new("a", "b")).await.map(drop),
        Call::Put => sip.update(&things.credential, SipCredentialUpdate::new()).await.map(drop),
        Call::Patch => fabric.sip_gateways().update(&things.gateway, SipGatewayUpdate::new()).await.map(drop),
        Call::Delete => sip.delete(&things.credential).await,
        Call::First => pages.try_next().await.map(drop),
        Call::Later => rest(pages).await,
    }
}

/// Reads all remaining pages. A list ends with its first error.
async fn rest(mut pages: Pages<SipAddressList>) -> Result<(), Error> {
    let outcome = loop {
        match pages.try_next().await {
            Ok(Some(_)) => {}
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    assert!(pages.try_next().await.unwrap().is_none(), "a list ends with its first error");
    outcome
}
