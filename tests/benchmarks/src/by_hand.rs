//! What one would write without the crate: structs with serde's derive, and calls with reqwest.
#![allow(dead_code, reason = "fields are decoded to be compared, not to be used")]

use std::time::Duration;

use reqwest::redirect::Policy;
use serde::{Deserialize, Serialize};

/// A page of a list.
#[derive(Deserialize)]
pub struct Page<T> {
    pub links: Links,
    pub data: Vec<T>,
}

/// Where the other pages are.
#[derive(Deserialize)]
pub struct Links {
    #[serde(rename = "self")]
    pub own: String,
    pub first: String,
    pub next: Option<String>,
    pub prev: Option<String>,
}

/// A legacy SIP endpoint.
#[derive(Deserialize)]
pub struct Endpoint {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
    pub username: String,
    pub caller_id: Option<String>,
    pub send_as: String,
    pub ciphers: Vec<Cipher>,
    pub codecs: Vec<Codec>,
    pub encryption: Encryption,
    pub call_handler: Option<Handler>,
    pub calling_handler_resource_id: Option<String>,
    pub call_request_url: Option<String>,
    pub call_request_method: Option<HttpMethod>,
    pub call_fallback_url: Option<String>,
    pub call_fallback_method: Option<HttpMethod>,
    pub call_status_callback_url: Option<String>,
    pub call_status_callback_method: Option<HttpMethod>,
    pub call_laml_application_id: Option<String>,
    pub call_dialogflow_agent_id: Option<String>,
    pub call_relay_topic: Option<String>,
    pub call_relay_topic_status_callback_url: Option<String>,
    pub call_relay_context: Option<String>,
    pub call_relay_context_status_callback_url: Option<String>,
    pub call_relay_application: Option<String>,
    pub call_video_room_id: Option<String>,
    pub call_relay_script_url: Option<String>,
}

/// A SIP credential as a Fabric resource.
#[derive(Deserialize)]
pub struct Credential {
    pub id: String,
    pub project_id: String,
    pub display_name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub created_at: String,
    pub updated_at: String,
    pub sip_endpoint: Details,
}

/// Its settings.
#[derive(Deserialize)]
pub struct Details {
    pub id: String,
    pub username: String,
    pub caller_id: Option<String>,
    pub send_as: Option<String>,
    pub ciphers: Vec<Cipher>,
    pub codecs: Vec<Codec>,
    pub encryption: Encryption,
    pub call_handler: Handler,
    pub calling_handler_resource_id: Option<String>,
}

/// A credential in both of its documented variants.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum EitherCredential {
    Resource(Box<Credential>),
    Flat(Box<Endpoint>),
}

#[derive(Deserialize, Serialize)]
pub enum Cipher {
    #[serde(rename = "AEAD_AES_256_GCM_8")]
    AeadAes256Gcm8,
    #[serde(rename = "AES_256_CM_HMAC_SHA1_80")]
    Aes256CmHmacSha180,
    #[serde(rename = "AES_CM_128_HMAC_SHA1_80")]
    AesCm128HmacSha180,
    #[serde(rename = "AES_256_CM_HMAC_SHA1_32")]
    Aes256CmHmacSha132,
    #[serde(rename = "AES_CM_128_HMAC_SHA1_32")]
    AesCm128HmacSha132,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Codec {
    Opus,
    G722,
    Pcmu,
    Pcma,
    G729,
    Vp8,
    H264,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    Required,
    Optional,
    Default,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handler {
    Default,
    Passthrough,
    #[serde(rename = "block-pstn")]
    BlockPstn,
    Resource,
    LamlWebhooks,
    LamlApplication,
    Dialogflow,
    RelayTopic,
    RelayContext,
    RelayApplication,
    VideoRoom,
    RelayScript,
    CallFlow,
    AiAgent,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpMethod {
    Get,
    Post,
}

/// A legacy SIP endpoint to be made.
#[derive(Serialize)]
pub struct NewEndpoint {
    pub username: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption: Option<Encryption>,
}

/// A client as one would write it for one's own program.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
}

impl Client {
    pub fn new(base: String) -> Self {
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .redirect(Policy::none())
            .user_agent("by-hand/1.0")
            .no_proxy()
            .build();
        Self { http: http.unwrap(), base }
    }

    pub async fn endpoint(&self, id: &str) -> reqwest::Result<Endpoint> {
        self.get(&format!("{}/api/relay/rest/endpoints/sip/{id}", self.base)).await
    }

    pub async fn create(&self, body: &NewEndpoint) -> reqwest::Result<Endpoint> {
        let request = self.http.post(format!("{}/api/relay/rest/endpoints/sip", self.base)).json(body);
        request
            .basic_auth(super::calls::USER, Some(super::calls::PASSWORD))
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }

    /// Follows the links, and counts the items.
    pub async fn count(&self) -> reqwest::Result<usize> {
        let mut next = Some(format!("{}/api/relay/rest/endpoints/sip", self.base));
        let mut count = 0;
        while let Some(url) = next {
            let page: Page<Endpoint> = self.get(&url).await?;
            for endpoint in page.data {
                std::hint::black_box(endpoint);
                count += 1;
            }
            next = page.links.next;
        }
        Ok(count)
    }

    async fn get<T: for<'de> Deserialize<'de>>(&self, url: &str) -> reqwest::Result<T> {
        let request = self.http.get(url).basic_auth(super::calls::USER, Some(super::calls::PASSWORD));
        request.send().await?.error_for_status()?.json().await
    }
}
