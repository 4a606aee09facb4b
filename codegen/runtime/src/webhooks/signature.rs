//! Signatures: what is signed, and whether one is right.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::digest::CtOutput;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, header};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::{Encoding, Signature, WebhookError, form};
use crate::Secret;

/// The parameter of the URL that has the hash of a JSON body, where the scheme is made for forms.
const BODY_HASH: &str = "bodySHA256";

/// A hash function of an HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
}

/// A signature that a request has.
pub(super) struct Given<'r> {
    header: &'static str,
    hash: Hash,
    text: Vec<&'r [u8]>,
}

impl Signature {
    /// The signatures that a request has: the first header of each hash. None of them may be wrong.
    pub(super) fn given<'r>(&self, headers: &'r HeaderMap) -> Vec<Given<'r>> {
        let of = |names: &[&'static str], hash: Hash| {
            let header = names.iter().copied().find(|name| headers.contains_key(*name))?;
            let text = headers.get_all(header).iter().map(http::HeaderValue::as_bytes).collect();
            Some(Given { header, hash, text })
        };
        of(self.sha256, Hash::Sha256).into_iter().chain(of(self.sha1, Hash::Sha1)).collect()
    }

    /// The header that has the signature of a usual request.
    pub(super) fn usual_header(&self) -> &'static str {
        self.sha1.first().or(self.sha256.first()).copied().unwrap_or_default()
    }

    /// Whether one of the keys gives a signature for one of the URLs; the strongest hash that did.
    pub(super) fn verify(
        &self,
        given: &[Given<'_>],
        keys: &[Secret],
        urls: &[String],
        request: &super::IncomingParts<'_>,
    ) -> Result<Hash, WebhookError> {
        let messages: Vec<Vec<u8>> =
            urls.iter().filter_map(|url| self.message(url, request.headers, request.body)).collect();
        for Given { header, hash, text } in given {
            if text.iter().any(|text| text.is_empty()) {
                return Err(WebhookError::MissingSignature { header });
            }
            let is_right = |text: &[u8]| {
                let pairs = keys.iter().flat_map(|key| messages.iter().map(move |message| (key, message)));
                // Every pair is computed: the time says nothing of which key it was.
                pairs.fold(false, |found, (key, message)| found | self.is_right(*hash, key, message, text))
            };
            if !text.iter().all(|text| is_right(text)) {
                return Err(WebhookError::InvalidSignature { header });
            }
        }
        let strongest = given.first().map(|given| given.hash);
        strongest.ok_or(WebhookError::MissingSignature { header: self.usual_header() })
    }

    /// What is signed; `None` where no signature can be right.
    fn message(&self, url: &str, headers: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
        let mut message = url.as_bytes().to_vec();
        match self.encoding {
            Encoding::Json => message.extend_from_slice(body),
            Encoding::Form if body.is_empty() => has_body_hash(url, body).unwrap_or(true).then_some(())?,
            Encoding::Form if is_form(headers, url) => {
                let mut parameters = form::parameters(body);
                // Stable: repeated names stay in the order of the form.
                parameters.sort_by(|a, b| a.0.cmp(&b.0));
                for (name, value) in parameters {
                    message.extend_from_slice(&name);
                    message.extend_from_slice(&value);
                }
            }
            Encoding::Form => has_body_hash(url, body)?.then_some(())?,
        }
        Some(message)
    }

    /// Compares in constant time.
    fn is_right(&self, hash: Hash, key: &Secret, message: &[u8], given: &[u8]) -> bool {
        let decoded = match self.encoding {
            Encoding::Json => from_hex(given),
            Encoding::Form => STANDARD.decode(given).ok(),
        };
        let (key, given) = (key.expose().as_bytes(), decoded.unwrap_or_default());
        match hash {
            Hash::Sha1 => Hmac::<Sha1>::new_from_slice(key)
                .is_ok_and(|mac| mac.chain_update(message).verify_slice(&given).is_ok()),
            Hash::Sha256 => Hmac::<Sha256>::new_from_slice(key)
                .is_ok_and(|mac| mac.chain_update(message).verify_slice(&given).is_ok()),
        }
    }
}

/// Whether a body is a form. One whose type is not given is a form unless the URL has the hash of something else.
pub(super) fn is_form(headers: &HeaderMap, url: &str) -> bool {
    match headers.get(header::CONTENT_TYPE) {
        None => query_value(url, BODY_HASH).is_none(),
        Some(value) => is_form_type(value.as_bytes()),
    }
}

/// Whether this is the media type of a form.
pub(super) fn is_form_type(value: &[u8]) -> bool {
    const FORM: &[u8] = b"application/x-www-form-urlencoded";
    let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
    value[..end].trim_ascii().eq_ignore_ascii_case(FORM)
}

/// Whether the hash in a URL is that of the body; `None` where there is none.
fn has_body_hash(url: &str, body: &[u8]) -> Option<bool> {
    let given = query_value(url, BODY_HASH)?;
    let given = from_hex(given.to_ascii_lowercase().as_bytes()).unwrap_or_default();
    let Ok(given) = <[u8; 32]>::try_from(given) else { return Some(false) };
    let given = CtOutput::<Sha256>::new(given.into());
    Some(given == CtOutput::new(Sha256::digest(body)))
}

/// The value of a parameter of a URL's query.
fn query_value<'u>(url: &'u str, name: &str) -> Option<Cow<'u, str>> {
    let (_, query) = url.split_once('?')?;
    let found =
        form::parameters(query.as_bytes()).into_iter().find(|(other, _)| other.as_ref() == name.as_bytes());
    found.map(|(_, value)| Cow::Owned(String::from_utf8_lossy(&value).into_owned()))
}

/// Hexadecimal in lower case, as signatures are written.
fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    rest.is_empty().then(|| bytes.collect())?
}
