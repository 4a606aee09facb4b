//! Where a webhook goes: a program on this machine, and nowhere else.

use url::{Host, Url};

/// Whether a text is `http://` and a host of this machine, to which webhooks can be sent.
pub(crate) fn is_loopback_origin(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| is_loopback(&url))
}

/// The URL that is called in place of another: itself on this machine, else the same path of the named program.
pub(super) fn of(url: &Url, program: Option<&str>) -> Result<Url, String> {
    if is_loopback(url) {
        return Ok(url.clone());
    }
    let named = program.and_then(|program| Url::parse(program).ok());
    let Some(mut target) = named else {
        return Err("webhooks are only sent to this machine: name the program with `--webhooks`".to_owned());
    };
    target.set_path(url.path());
    target.set_query(url.query());
    Ok(target)
}

fn is_loopback(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    };
    url.scheme() == "http" && is_here
}
