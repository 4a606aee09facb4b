//! Signatures, as the document describes them (`x-signature`).
//!
//! Written for itself: it shares no code with what verifies signatures, so that each is evidence for the other.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use document::Operation;
use document::extensions::{Signature, SignatureScheme};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::Sha256;

/// What is sent.
pub(super) struct Message<'m> {
    /// The URL that the program gave.
    pub url: &'m str,
    pub body: &'m [u8],
    /// Names and values of the form, if it is one.
    pub parameters: Option<&'m [(String, String)]>,
}

/// The headers with the signatures of a webhook; none if it is not signed.
pub(super) fn headers(webhook: &Operation, key: &str, message: &Message<'_>) -> Vec<(String, String)> {
    let Some(signature) = webhook.signature.as_ref().and_then(|written| written.signature.as_ref()) else {
        return Vec::new();
    };
    if signature.scheme == SignatureScheme::None {
        return Vec::new();
    }
    let signed = signed(signature, message);
    let sha1 = Hmac::<Sha1>::new_from_slice(key.as_bytes()).map(|mac| mac.chain_update(&signed).finalize());
    let sha256 =
        Hmac::<Sha256>::new_from_slice(key.as_bytes()).map(|mac| mac.chain_update(&signed).finalize());
    let sha1 = sha1.map(|mac| written(signature, &mac.into_bytes())).unwrap_or_default();
    let sha256 = sha256.map(|mac| written(signature, &mac.into_bytes())).unwrap_or_default();
    let named = |names: &[String], text: &str| -> Vec<(String, String)> {
        names.iter().map(|name| (name.clone(), text.to_owned())).collect()
    };
    [named(&signature.sha1, &sha1), named(&signature.sha256, &sha256)].concat()
}

fn signed(signature: &Signature, message: &Message<'_>) -> Vec<u8> {
    let mut signed = match signature.user_info {
        Some(false) => without_user_info(message.url).into_bytes(),
        _ => message.url.as_bytes().to_vec(),
    };
    match (signature.scheme, message.parameters) {
        (SignatureScheme::Form, Some(parameters)) => {
            let mut sorted: Vec<&(String, String)> = parameters.iter().collect();
            sorted.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
            for (name, value) in sorted {
                signed.extend_from_slice(name.as_bytes());
                signed.extend_from_slice(value.as_bytes());
            }
        }
        // With a body that is no form, the URL has its hash.
        (SignatureScheme::Form, None) => {}
        _ => signed.extend_from_slice(message.body),
    }
    signed
}

fn without_user_info(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    match rest[..end].rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://{host}{}", &rest[end..]),
        None => url.to_owned(),
    }
}

fn written(signature: &Signature, mac: &[u8]) -> String {
    match signature.scheme {
        SignatureScheme::Form => STANDARD.encode(mac),
        _ => mac.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
