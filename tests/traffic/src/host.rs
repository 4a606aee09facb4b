//! Which hosts are the API: those of the document's servers, those that were named, and this machine.

use document::Document;

/// Hosts that are the API.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    templates: Vec<String>,
    named: Vec<String>,
    /// The prefix of every path of the document.
    pub base: String,
}

impl Hosts {
    /// The hosts of the document's servers.
    pub fn of(document: &Document) -> Self {
        let urls: Vec<&str> = document.servers.iter().map(|server| server.data.url.as_str()).collect();
        let templates = urls.iter().filter_map(|url| host_of(url)).map(str::to_ascii_lowercase).collect();
        let path = urls.first().and_then(|url| match url.split_once("://") {
            Some((_, rest)) => rest.find('/').map(|start| &rest[start..]),
            None => Some(*url),
        });
        let base = path.unwrap_or_default().trim_end_matches('/').to_owned();
        Self { templates, named: Vec::new(), base }
    }

    /// Takes one more host, with or without a port.
    pub fn add(&mut self, host: &str) {
        let host = host_of(host).unwrap_or(host).trim_end_matches('/');
        self.named.push(host.to_ascii_lowercase());
    }

    /// Whether the API is at this host.
    pub fn contain(&self, host: &str, port: Option<u16>) -> bool {
        let host = host.to_ascii_lowercase();
        let with_port = port.map(|port| format!("{host}:{port}"));
        let is_named = self.named.iter().any(|name| *name == host || Some(name) == with_port.as_ref());
        // This machine is where simulators and proxies listen.
        let is_here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]" | "::1");
        let any = self.templates.is_empty() && self.named.is_empty();
        any || is_named || is_here || self.templates.iter().any(|template| fits(template, &host))
    }
}

fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split('/').next()
}

/// A variable is at least one character; a port of the template does not count.
fn fits(template: &str, host: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else {
        return template.split(':').next() == Some(host);
    };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let Some(tail) = host.strip_prefix(before) else { return false };
    (1..=tail.len()).filter(|end| tail.is_char_boundary(*end)).any(|end| fits(after, &tail[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_any_part_of_a_name() {
        let template = "{space}.signalwire.com";
        assert!(fits(template, "acme.signalwire.com") && fits(template, "acme.dev.signalwire.com"));
        assert!(!fits(template, ".signalwire.com") && !fits(template, "signalwire.com"));
        assert!(!fits(template, "acme.signalwire.com.evil.example"));
    }

    #[test]
    fn hosts_are_named_with_or_without_a_port() {
        let mut hosts = Hosts { templates: vec!["{space}.signalwire.com".to_owned()], ..Hosts::default() };
        assert!(!hosts.contain("proxy.example", Some(8080)));
        hosts.add("proxy.example:8080");
        hosts.add("https://other.example/");
        assert!(hosts.contain("PROXY.example", Some(8080)) && hosts.contain("other.example", None));
        assert!(!hosts.contain("proxy.example", None));
    }
}
