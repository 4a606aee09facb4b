//! The URL that was signed: the configured one, or what the request says, in the forms that a sender may have used.

use http::{HeaderMap, Uri, header};

use super::{Encoding, Signature, WebhookError};

/// The URL under which the API reaches a program.
#[derive(Clone)]
pub(super) struct PublicUrl(String);

impl PublicUrl {
    pub(super) fn parse(text: &str) -> Result<Self, WebhookError> {
        let refused = |why: &str| Err(WebhookError::Configuration(format!("the public URL {why}")));
        let Ok(url) = url::Url::parse(text) else { return refused("is not an absolute URL") };
        match url.scheme() {
            "http" | "https" if url.fragment().is_some() => refused("has a fragment, which is never sent"),
            "http" | "https" if url.has_host() => Ok(Self(text.trim().to_owned())),
            _ => refused("does not begin with http:// or https://"),
        }
    }

    /// The URL of a request. The configured path counts, unless there is none; the query is that of the request, if it has
    /// one, since that is what the program reads.
    fn of(&self, request: &Uri) -> String {
        let (base, own_query) = match self.0.split_once('?') {
            Some((base, query)) => (base, Some(query)),
            None => (self.0.as_str(), None),
        };
        let authority = base.find("://").map_or(0, |at| at + 3);
        let path = base[authority..].find('/').map_or(base.len(), |at| authority + at);
        let has_path = base.len() > path + 1;
        let mut url = match has_path || request.path().len() <= 1 {
            true => base.to_owned(),
            false => format!("{}{}", &base[..path], request.path()),
        };
        if let Some(query) = request.query().or(own_query) {
            url.push('?');
            url.push_str(query);
        }
        url
    }
}

/// Every URL that may have been signed for a request.
pub(super) fn candidates(
    signature: &Signature,
    public: Option<&PublicUrl>,
    request: &Uri,
    headers: &HeaderMap,
) -> Vec<String> {
    let bases = match public {
        Some(public) => vec![public.of(request)],
        None => of_request(request, headers),
    };
    let mut urls: Vec<String> = Vec::new();
    for base in bases {
        let bare = without_user_info(&base);
        let spelled = match signature.user_info {
            Some(true) => vec![base],
            Some(false) => vec![bare],
            None => vec![base, bare],
        };
        for url in spelled {
            let other = (signature.encoding == Encoding::Form).then(|| with_other_port(&url)).flatten();
            urls.extend(other);
            urls.push(url);
        }
    }
    urls.sort();
    urls.dedup();
    urls
}

/// What a request says of its URL: all of it, or the host, of which the scheme is not known.
fn of_request(request: &Uri, headers: &HeaderMap) -> Vec<String> {
    if request.scheme().is_some() && request.authority().is_some() {
        return vec![request.to_string()];
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::trim);
    let Some(host) = host.filter(|host| !host.is_empty()) else { return Vec::new() };
    let target = request.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    ["https", "http"].map(|scheme| format!("{scheme}://{host}{target}")).to_vec()
}

/// Where the authority of a URL begins and ends.
fn authority(url: &str) -> (usize, usize) {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    (start, end)
}

fn without_user_info(url: &str) -> String {
    let (start, end) = authority(url);
    match url[start..end].rfind('@') {
        Some(at) => format!("{}{}", &url[..start], &url[start + at + 1..]),
        None => url.to_owned(),
    }
}

/// The same URL with the standard port of its scheme, or without it. Any other port has to match.
fn with_other_port(url: &str) -> Option<String> {
    let (start, end) = authority(url);
    let port = match url[..start].to_ascii_lowercase().as_str() {
        "https://" => ":443",
        "http://" => ":80",
        _ => return None,
    };
    let (before, rest) = url.split_at(end);
    let host = before[start..].rsplit('@').next().unwrap_or_default();
    match before.strip_suffix(port) {
        Some(bare) => Some(format!("{bare}{rest}")),
        // An address of IPv6 has colons of its own, in brackets.
        None if host.rsplit(']').next().unwrap_or_default().contains(':') => None,
        None => Some(format!("{before}{port}{rest}")),
    }
}
