//! TLS as the features of this crate choose it.

use super::network::{Settings, wrong};
use crate::error::Error;

/// Whether this build has TLS.
const HAS_TLS: bool = cfg!(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"));

/// Refuses settings that need TLS which this build does not have.
pub(super) fn check(settings: &Settings) -> Result<(), Error> {
    let needs_tls = !settings.is_plain || !settings.root_certificates.is_empty();
    if needs_tls && !HAS_TLS {
        return Err(wrong("no TLS: enable `rustls` or `native-tls`"));
    }
    provider()
}

/// Installs the cryptography of ring, unless the program has installed another one.
#[cfg(all(feature = "rustls-ring", not(any(feature = "rustls", feature = "native-tls"))))]
fn provider() -> Result<(), Error> {
    if rustls_crate::crypto::CryptoProvider::get_default().is_none() {
        // Only another thread could have been faster.
        let _ = rustls_crate::crypto::ring::default_provider().install_default();
    }
    Ok(())
}

/// rustls would panic without cryptography.
#[cfg(all(
    feature = "rustls-no-provider",
    not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))
))]
fn provider() -> Result<(), Error> {
    match rustls_crate::crypto::CryptoProvider::get_default() {
        Some(_) => Ok(()),
        None => Err(wrong(
            "rustls has no cryptography: install one with `rustls::crypto::CryptoProvider::install_default`, or enable \
             `rustls` or `rustls-ring`",
        )),
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls", not(feature = "rustls-no-provider")))]
fn provider() -> Result<(), Error> {
    Ok(())
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
pub(super) fn trust(
    builder: reqwest::ClientBuilder,
    settings: &Settings,
) -> Result<reqwest::ClientBuilder, Error> {
    let certificates = &settings.root_certificates;
    let has_proxy = settings.proxy.is_some() || settings.proxy_from_env;
    if settings.is_plain && !has_proxy && certificates.is_empty() {
        // Reading the system's certificates takes longer than everything else, and none is needed.
        return Ok(builder.tls_certs_only([]));
    }
    certificates.iter().try_fold(builder, |builder, pem| {
        let certificates =
            reqwest::Certificate::from_pem_bundle(pem).map_err(|_| wrong("a root certificate is not PEM"))?;
        if certificates.is_empty() {
            return Err(wrong("a root certificate is not PEM"));
        }
        Ok(certificates.into_iter().fold(builder, reqwest::ClientBuilder::add_root_certificate))
    })
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
pub(super) fn trust(builder: reqwest::ClientBuilder, _: &Settings) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder)
}
