//! Building URLs so that no value can change where a request goes, and following links without leaving the origin.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::error::{Error, ErrorKind};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What `allowReserved` encodes: a reserved character stays, unless it would end the value.
const ENDS_VALUE: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Percent-encodes a value that may contain reserved characters.
pub(crate) fn encode_reserved(value: &str) -> String {
    utf8_percent_encode(value, ENDS_VALUE).to_string()
}

/// Percent-encodes a value for a path or a query.
pub(crate) fn encode(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// A value as it was given, or as its style writes it.
#[derive(Clone)]
pub(crate) enum Written {
    Plain(String),
    Encoded(String),
}

impl Written {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Encoded(text) => text,
        }
    }
}

/// Fills the `{…}` of a template, in order; a name that comes again has the same value.
///
/// An empty value, `.` and `..` would name another path: they are errors.
pub(crate) fn fill_path(template: &str, values: &[Written]) -> Result<String, Error> {
    let mut filled = String::with_capacity(template.len() + 64);
    let mut names: Vec<&str> = Vec::with_capacity(values.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let index = names.iter().position(|known| *known == name).unwrap_or(names.len());
        if index == names.len() {
            names.push(name);
        }
        let value =
            values.get(index).ok_or_else(|| invalid(format!("no value for the path parameter `{name}`")))?;
        filled.push_str(before);
        match value {
            Written::Plain(value) => filled.push_str(&encode(path_value(name, value)?)),
            Written::Encoded(value) => filled.push_str(path_value(name, value)?),
        }
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn path_value<'v>(name: &str, value: &'v str) -> Result<&'v str, Error> {
    match value {
        "" => Err(invalid(format!("the path parameter `{name}` is empty"))),
        "." | ".." => {
            Err(invalid(format!("the path parameter `{name}` is `{value}`, which would name another path")))
        }
        _ => Ok(value),
    }
}

/// Joins the parts of a query: names with their values, and pairs that are encoded already.
pub(crate) fn query(parts: &[(String, Written)]) -> String {
    let mut text = String::new();
    for (name, value) in parts {
        let joint = if text.is_empty() { "" } else { "&" };
        // Writing to a string cannot fail.
        let _ = match value {
            Written::Plain(value) => write!(text, "{joint}{}={}", encode(name), encode(value)),
            Written::Encoded(pair) => write!(text, "{joint}{pair}"),
        };
    }
    text
}

/// Parses the base URL of a client: `https`, or `http` if allowed, without credentials.
pub(crate) fn base(text: &str, allow_plain_http: bool) -> Result<Url, Error> {
    let wrong = |why: &str| Error::new(ErrorKind::Configuration, format!("the base URL {why}"));
    if text.is_empty() {
        return Err(wrong("is not set"));
    }
    let url = Url::parse(text).map_err(|_| wrong("is not a URL"))?;
    match url.scheme() {
        "https" => {}
        "http" if allow_plain_http => {}
        "http" => {
            return Err(wrong("has no TLS; `allow_plain_http` permits it, for a simulator on this machine"));
        }
        _ => return Err(wrong("does not begin with https:// or http://")),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("contains a user or a password; use the settings for those"));
    }
    if url.query().is_some() || url.fragment().is_some() || url.host_str().is_none_or(str::is_empty) {
        return Err(wrong("is more than a host and a path"));
    }
    Ok(url)
}

/// Returns the URL of a call: base, path and query.
///
/// A path that parsing would not change, as nearly every one, is not parsed: the HTTP library will do so.
pub(crate) fn request(base: &Url, path: &str, query: &str) -> Result<String, Error> {
    let mut text = base.as_str().trim_end_matches('/').to_owned();
    text.push_str(path);
    if !query.is_empty() {
        text.push(if path.contains('?') { '&' } else { '?' });
        text.push_str(query);
    }
    if is_plain(path) {
        return Ok(text);
    }
    let url = Url::parse(&text).map_err(|_| invalid("the path is not one of a URL"))?;
    if !same_origin(&url, base) || !url.username().is_empty() {
        return Err(invalid("the path leads to another host"));
    }
    Ok(url.into())
}

/// Whether parsing would not change a path, so that it stays on the host: it has no dot segments, and nothing to encode
/// or decode.
fn is_plain(path: &str) -> bool {
    let simple = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~:@!$&()*+,;=".contains(&byte);
    path.starts_with('/') && path.bytes().all(simple) && !path.contains("/.") && !path.contains("//")
}

/// Resolves a link against a URL; `None` when it leaves the origin or is not a URL.
pub(crate) fn follow(link: &str, from: &Url) -> Option<Url> {
    let mut url = from.join(link).ok()?;
    url.set_fragment(None);
    let clean = url.username().is_empty() && url.password().is_none();
    // A URL such as `blob:https://host/` has the origin of the one in it.
    (clean && url.scheme() == from.scheme() && same_origin(&url, from)).then_some(url)
}

/// The same for the text of a URL.
pub(crate) fn follow_from(link: &str, from: &str) -> Option<String> {
    follow(link, &Url::parse(from).ok()?).map(String::from)
}

/// Whether scheme, host and port are the same.
pub(crate) fn same_origin(a: &Url, b: &Url) -> bool {
    a.origin() == b.origin() && a.origin().is_tuple()
}

/// Expands the variables of a server's URL, such as `https://{space}.signalwire.com`.
///
/// A value in the host may already end with what follows its variable there: `example` and `example.signalwire.com` mean
/// the same. Only the characters of host names are accepted in it, so that no value can name another host; a value in the
/// path may have several segments.
///
/// # Errors
///
/// Returns an error when a value is missing or contains anything but letters, digits, hyphens and dots, and in the path
/// underscores, tildes and slashes.
pub fn expand_server(template: &str, variables: &[(&str, &str)]) -> Result<String, Error> {
    let mut url = template.to_owned();
    for (name, value) in variables {
        let placeholder = format!("{{{name}}}");
        // A variable may occur more than once.
        while let Some((before, after)) = url.split_once(&placeholder) {
            let is_set = !value.is_empty();
            let is_host = !before.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
            let value = if is_host { host_value(value, after) } else { path_part(value) };
            let value = value.ok_or_else(|| wrong_variable(name, is_set, is_host))?;
            url = format!("{before}{value}{after}");
        }
    }
    Ok(url)
}

/// The value of a variable in the host, before `after`.
fn host_value<'v>(value: &'v str, after: &str) -> Option<&'v str> {
    let host_rest = after.split(['/', ':', '?']).next().unwrap_or_default();
    let bare = value.strip_suffix(host_rest).filter(|_| !host_rest.is_empty()).unwrap_or(value);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let is_whole = !bare.is_empty()
        && bare.chars().all(is_name)
        && !bare.starts_with(['.', '-'])
        && !bare.contains("..");
    is_whole.then_some(bare)
}

/// The value of a variable in the path. None is as good as any.
fn path_part(value: &str) -> Option<&str> {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/');
    let value = value.trim_matches('/');
    let is_segment = |segment: &str| !matches!(segment, "." | "..");
    (value.chars().all(is_sign) && value.split('/').all(is_segment)).then_some(value)
}

fn wrong_variable(name: &str, is_set: bool, is_host: bool) -> Error {
    let what = match (is_set, is_host) {
        (false, _) => "is not set, neither on the builder nor in the environment",
        (true, true) => "is not a host name",
        (true, false) => "is not a path",
    };
    Error::new(ErrorKind::Configuration, format!("`{name}` {what}"))
}

/// Returns the URL of a server that an operation has for itself: absolute, or relative to the client's own.
pub(crate) fn own_server(server: &str, base: &Url, allows_plain_http: bool) -> Result<Url, Error> {
    match server.contains("://") {
        true => self::base(server, allows_plain_http),
        false => base.join(server).map_err(|_| invalid("the server of the operation is not a URL")),
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests;
