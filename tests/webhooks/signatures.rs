//! Signatures were computed with Python's `hmac` from the documented rules; the first one is the documentation's own.

use http::StatusCode;
use signalwire_rest::webhooks::{
    AiSwaigToolWebhook, BasicAuth, CompatSmsStatusCallback, CompatVoiceStatusCallback, Event, InboundCall,
    InboundMessage, Proof, SwaigSignatureRequest, TenDlcStatusCallback, Verifier, WEBHOOKS, WebhookError,
};

use super::{KEY, form, json, request, verifier, verify};

const SHA1: &str = "X-SignalWire-Signature";
const SHA256: &str = "x-signalwire-sha256-signature";
const TWILIO: &str = "X-Twilio-Signature";

const URL: &str = "https://example.ngrok.io/webhook";
const BODY: &str = r#"{"event":"call.state","params":{"call_id":"abc-123","state":"answered"}}"#;
const RIGHT: &str = "c3c08c1fefaf9ee198a100d5906765a6f394bf0f";
const RIGHT_256: &str = "2a29f8a92b11df39da80c3b185fd62173d49c294184da585ff951eae4433571c";
const INVALID: WebhookError = WebhookError::InvalidSignature { header: SHA1 };
const MISSING: WebhookError = WebhookError::MissingSignature { header: SHA1 };

#[test]
fn the_documented_vector_is_right() {
    assert_eq!(verify::<InboundCall>(&verifier(), &json(URL, &[(SHA1, RIGHT)], BODY)), Ok(Proof::Sha1));
    // The name of a migrated application, and names in other capitals.
    assert_eq!(verify::<InboundCall>(&verifier(), &json(URL, &[(TWILIO, RIGHT)], BODY)), Ok(Proof::Sha1));
    let lower = json(URL, &[("x-signalwire-signature", RIGHT)], BODY);
    assert_eq!(verify::<InboundCall>(&verifier(), &lower), Ok(Proof::Sha1));
}

#[test]
fn with_both_hashes_both_have_to_be_right() {
    let both = |sha1: &str, sha256: &str| {
        verify::<InboundCall>(&verifier(), &json(URL, &[(SHA1, sha1), (SHA256, sha256)], BODY))
    };
    assert_eq!(both(RIGHT, RIGHT_256), Ok(Proof::Sha256));
    assert_eq!(both(RIGHT_256, RIGHT_256), Err(INVALID));
    assert!(both(RIGHT, &RIGHT_256.replace('2', "3")).is_err());
    assert!(both(RIGHT, RIGHT).is_err());
    let alone = json(URL, &[(SHA256, RIGHT_256)], BODY);
    assert_eq!(verify::<InboundCall>(&verifier(), &alone), Ok(Proof::Sha256));
    // A message has SHA-1 alone.
    assert_eq!(verify::<InboundMessage>(&verifier(), &alone), Err(MISSING));
}

#[test]
fn what_changed_on_the_way_is_refused() {
    let verify = |request| verify::<InboundCall>(&verifier(), &request);
    assert_eq!(verify(json(URL, &[(SHA1, RIGHT)], &BODY.replace("abc", "abd"))), Err(INVALID));
    assert_eq!(verify(json(URL, &[(SHA1, RIGHT)], &format!("{BODY}\n"))), Err(INVALID));
    assert_eq!(verify(json(&format!("{URL}/"), &[(SHA1, RIGHT)], BODY)), Err(INVALID));
    assert_eq!(verify(json(&format!("{URL}?a=b"), &[(SHA1, RIGHT)], BODY)), Err(INVALID));
    assert_eq!(verify(json(&URL.replace("https", "http"), &[(SHA1, RIGHT)], BODY)), Err(INVALID));
    // The rule of standard ports is one of forms.
    assert_eq!(verify(json("https://example.ngrok.io:443/webhook", &[(SHA1, RIGHT)], BODY)), Err(INVALID));
    for wrong in [
        &RIGHT[1..],
        &RIGHT.to_uppercase(),
        "0",
        "=",
        "c3c08c1fefaf9ee198a100d5906765a6f394bf0f00",
        RIGHT_256,
    ] {
        assert_eq!(verify(json(URL, &[(SHA1, wrong)], BODY)), Err(INVALID), "{wrong}");
    }
    // A second signature does not hide behind a right one.
    assert_eq!(verify(json(URL, &[(SHA1, RIGHT), (SHA1, "00")], BODY)), Err(INVALID));
}

#[test]
fn an_absent_or_empty_signature_is_missing() {
    assert_eq!(verify::<InboundCall>(&verifier(), &json(URL, &[], BODY)), Err(MISSING));
    assert_eq!(verify::<InboundCall>(&verifier(), &json(URL, &[(SHA1, "")], BODY)), Err(MISSING));
    assert_eq!(verify::<CompatSmsStatusCallback>(&verifier(), &form(URL, &[], "A=b")), Err(MISSING));
    assert_eq!(MISSING.status(), StatusCode::FORBIDDEN);
}

#[test]
fn while_a_key_is_rotated_both_do() {
    let rotating = Verifier::with_keys([KEY, "PSKrotated"]).unwrap();
    let new = json(URL, &[(SHA1, "edc2a4c6ef75dbb9fb4303e23496e7d4b89999da")], BODY);
    assert_eq!(verify::<InboundCall>(&rotating, &new), Ok(Proof::Sha1));
    assert_eq!(verify::<InboundCall>(&rotating, &json(URL, &[(SHA1, RIGHT)], BODY)), Ok(Proof::Sha1));
    assert_eq!(verify::<InboundCall>(&verifier(), &new), Err(INVALID));
    assert_eq!(verify::<InboundCall>(&verifier().key("PSKrotated").unwrap(), &new), Ok(Proof::Sha1));
}

#[test]
fn an_empty_key_is_an_error_of_the_program() {
    let is_refused = |verifier: Result<Verifier, WebhookError>| matches!(verifier, Err(WebhookError::Configuration(what)) if what.contains("key is empty"));
    assert!(is_refused(Verifier::new("")));
    assert!(is_refused(Verifier::new("  ")));
    assert!(is_refused(Verifier::with_keys([KEY, ""])));
    assert!(is_refused(Verifier::with_keys(Vec::<String>::new())));
    assert!(is_refused(verifier().key("")));
}

#[test]
fn behind_a_proxy_the_configured_url_counts() {
    let inside = |uri: &str| json(uri, &[("host", "10.0.0.7:8080"), (SHA1, RIGHT)], BODY);
    assert_eq!(verify::<InboundCall>(&verifier(), &inside("/webhook")), Err(INVALID));
    for public in [URL, "https://example.ngrok.io", "https://example.ngrok.io/"] {
        let verifier = verifier().public_url(public).unwrap();
        assert_eq!(verify::<InboundCall>(&verifier, &inside("/webhook")), Ok(Proof::Sha1), "{public}");
        let absolute = inside("http://10.0.0.7:8080/webhook");
        assert_eq!(verify::<InboundCall>(&verifier, &absolute), Ok(Proof::Sha1), "{public}");
        // What the program reads of the query has to be signed.
        assert_eq!(verify::<InboundCall>(&verifier, &inside("/webhook?tenant=1")), Err(INVALID), "{public}");
    }
    let whole = verifier().public_url(URL).unwrap();
    assert_eq!(verify::<InboundCall>(&whole, &inside("/internal/hook")), Ok(Proof::Sha1));
    let origin = verifier().public_url("https://example.ngrok.io").unwrap();
    assert_eq!(verify::<InboundCall>(&origin, &inside("/internal/hook")), Err(INVALID));
}

#[test]
fn port_and_query_are_part_of_the_url() {
    let signed = [(SHA1, "d8928f4fae7e8570231b3f641e7560a856e9b246")];
    let request = json("/webhook?tenant=7&x=%20", &signed, BODY);
    let of = |url: &str| verify::<InboundCall>(&verifier().public_url(url).unwrap(), &request);
    assert_eq!(of("https://example.ngrok.io:8443"), Ok(Proof::Sha1));
    assert_eq!(of("https://example.ngrok.io:8443/webhook?tenant=7&x=%20"), Ok(Proof::Sha1));
    assert_eq!(of("https://example.ngrok.io"), Err(INVALID));
    // A framework that takes the query away leaves that of the configuration.
    let bare = json("/webhook", &signed, BODY);
    let configured = verifier().public_url("https://example.ngrok.io:8443/webhook?tenant=7&x=%20").unwrap();
    assert_eq!(verify::<InboundCall>(&configured, &bare), Ok(Proof::Sha1));
}

#[test]
fn the_host_of_a_request_is_its_url_unless_another_is_configured() {
    let request = |host| json("/webhook", &[("host", host), (SHA1, RIGHT)], BODY);
    assert_eq!(verify::<InboundCall>(&verifier(), &request("example.ngrok.io")), Ok(Proof::Sha1));
    assert_eq!(verify::<InboundCall>(&verifier(), &request("example.org")), Err(INVALID));
    let nowhere = json("/webhook", &[(SHA1, RIGHT)], BODY);
    assert_eq!(verify::<InboundCall>(&verifier(), &nowhere), Err(WebhookError::UnknownUrl));
}

#[test]
fn user_info_is_signed_for_messages_and_not_for_calls() {
    let configured = verifier().public_url("https://u:p@example.ngrok.io/webhook").unwrap();
    let with = json("/webhook", &[(SHA1, "61526bbb74f3db069f9748d943f39b1a2672f0ed")], BODY);
    let without = json("/webhook", &[(SHA1, RIGHT)], BODY);
    assert_eq!(verify::<InboundCall>(&configured, &without), Ok(Proof::Sha1));
    assert_eq!(verify::<InboundCall>(&configured, &with), Err(INVALID));
    assert_eq!(verify::<InboundMessage>(&configured, &with), Ok(Proof::Sha1));
    assert_eq!(verify::<InboundMessage>(&configured, &without), Err(INVALID));
    // Where the documentation says neither, both do.
    assert_eq!(verify::<TenDlcStatusCallback>(&configured, &with), Ok(Proof::Sha1));
    assert_eq!(verify::<TenDlcStatusCallback>(&configured, &without), Ok(Proof::Sha1));
}

const FORM: &str = "MessageSid=SM1&MessageStatus=delivered&Body=Gr%C3%BC%C3%9Fe+%26+mehr&From=%2B15550001&To=%2B15550002\
                    &AccountSid=AC1&NumMedia=0&NumSegments=1&Tag=b&Tag=a&Empty=";

#[test]
fn a_form_is_signed_by_its_sorted_parameters() {
    let of = |url: &str, signature: &str, body: &str| {
        verify::<CompatSmsStatusCallback>(&verifier(), &form(url, &[(SHA1, signature)], body))
    };
    let right = "kfnG4EQHCZ/HFm8ffU58WJUlXy4=";
    assert_eq!(of("https://example.com/sms", right, FORM), Ok(Proof::Sha1));
    // The order of other names does not matter, that of a repeated one does.
    let moved = format!("Empty=&{}", FORM.replace("&Empty=", "").replace('+', "%20"));
    assert_eq!(of("https://example.com/sms", right, &moved), Ok(Proof::Sha1));
    assert_eq!(
        of("https://example.com/sms", right, &FORM.replace("Tag=b&Tag=a", "Tag=a&Tag=b")),
        Err(INVALID)
    );
    assert_eq!(of("https://example.com/sms", right, &FORM.replace("delivered", "failed")), Err(INVALID));
    let order = "b=1&A=2&a=3&B=4";
    assert_eq!(of("https://example.com/o", "E6G/gVSCvfrwHGDzKdeUVqXWjWo=", order), Ok(Proof::Sha1));
}

#[test]
fn a_standard_port_may_be_written_or_not() {
    let of = |url: &str, signature: &str| {
        verify::<CompatSmsStatusCallback>(&verifier(), &form(url, &[(SHA1, signature)], FORM))
    };
    let (bare, with) = ("kfnG4EQHCZ/HFm8ffU58WJUlXy4=", "SxRxKdQOqgbTfzZzZuKqcTKY4ns=");
    for url in ["https://example.com/sms", "https://example.com:443/sms"] {
        assert_eq!(of(url, bare), Ok(Proof::Sha1));
        assert_eq!(of(url, with), Ok(Proof::Sha1));
    }
    assert_eq!(of("http://example.com/sms?x=1", "wUhv9ztII4aDcFiQekbeI9ROWVM="), Ok(Proof::Sha1));
    assert_eq!(of("https://example.com:8443/sms", "WYbpOGfbpsSFxBxFYAKh7JLPAIY="), Ok(Proof::Sha1));
    assert_eq!(of("https://example.com:8443/sms", bare), Err(INVALID));
    assert_eq!(of("https://example.com/sms", "WYbpOGfbpsSFxBxFYAKh7JLPAIY="), Err(INVALID));
    assert_eq!(of("https://example.com:80/sms", bare), Err(INVALID));
}

#[test]
fn a_json_body_is_in_the_url_of_a_form_scheme_by_its_hash() {
    let hash = "0a7caa013601d68787af70e4fc9a5b07257b0796a5e6743d4804c07dabfe5849";
    let body = r#"{"CallSid":"CA1","AccountSid":"AC1"}"#;
    let of = |url: &str, signature: &str, body: &str| {
        verify::<CompatVoiceStatusCallback>(&verifier(), &json(url, &[(SHA1, signature)], body))
    };
    let url = format!("https://example.com/voice?a=b&bodySHA256={hash}");
    assert_eq!(of(&url, "gwPeRYAS4yBZ+3soGIc00nOmkas=", body), Ok(Proof::Sha1));
    assert_eq!(of(&url, "gwPeRYAS4yBZ+3soGIc00nOmkas=", &body.replace("CA1", "CA2")), Err(INVALID));
    // A right signature of a URL with the hash of another body, and of one with none.
    let other = format!("https://example.com/voice?a=b&bodySHA256={}", "0".repeat(64));
    assert_eq!(of(&other, "M5dlCDh6s1XbNisTEev6ubov4EQ=", body), Err(INVALID));
    assert_eq!(of("https://example.com/voice", "M777ujo9EwLEasOZtkHSIjxZ4qE=", body), Err(INVALID));
}

#[test]
fn a_webhook_sent_with_get_is_signed_by_its_url() {
    let url = "https://example.com/voice?CallSid=CA9&CallStatus=ringing";
    let get = http::Request::get(url).header(SHA1, "jwcPLIEF4mLgkGFGpgog/SiBNcc=").body(Vec::new()).unwrap();
    let call: CompatVoiceStatusCallback = verifier().verify_and_parse(&get).unwrap();
    assert_eq!((call.call_sid.as_str(), call.call_status.to_string().as_str()), ("CA9", "ringing"));
}

#[test]
fn what_is_not_signed_needs_basic_auth_or_consent() {
    let call = |headers: &[(&str, &str)]| json(URL, headers, BODY);
    let unsigned = verify::<AiSwaigToolWebhook>(&verifier(), &call(&[]));
    assert_eq!(unsigned, Err(WebhookError::NotSigned { webhook: "ai_swaig_tool_webhook" }));
    assert!(unsigned.unwrap_err().to_string().contains("basic_auth"));
    let consent = verifier().accept_unsigned();
    assert_eq!(verify::<AiSwaigToolWebhook>(&consent, &call(&[])), Ok(Proof::Nothing));
    // `me:se:cret`, and `me:other`.
    let guarded = verifier().basic_auth("me", "se:cret").unwrap();
    let authorized = call(&[("authorization", "Basic bWU6c2U6Y3JldA==")]);
    assert_eq!(verify::<AiSwaigToolWebhook>(&guarded, &authorized), Ok(Proof::BasicAuth));
    for wrong in ["Basic bWU6b3RoZXI=", "Basic", "Basic !", "Bearer bWU6c2U6Y3JldA==", ""] {
        let refused = verify::<AiSwaigToolWebhook>(&guarded, &call(&[("authorization", wrong)]));
        assert_eq!(refused, Err(WebhookError::Unauthorized), "{wrong}");
    }
    assert_eq!(
        WebhookError::Unauthorized.response().headers()["www-authenticate"],
        "Basic realm=\"webhooks\""
    );
    // A signature that is there is verified.
    assert_eq!(verify::<AiSwaigToolWebhook>(&verifier(), &call(&[(SHA1, RIGHT)])), Ok(Proof::Sha1));
    assert_eq!(verify::<AiSwaigToolWebhook>(&consent, &call(&[(SHA1, "00")])), Err(INVALID));
    // What is signed stays so.
    assert_eq!(
        verify::<InboundCall>(&consent.basic_auth("me", "se:cret").unwrap(), &authorized),
        Err(MISSING)
    );
    assert_eq!(verify::<SwaigSignatureRequest>(&guarded, &authorized), Err(MISSING));
}

#[test]
fn credentials_become_part_of_a_url() {
    let auth = BasicAuth::new("me", "p@ss:word").unwrap();
    let url = auth.in_url("https://example.com/tools?a=b").unwrap();
    assert_eq!(url, "https://me:p%40ss%3Aword@example.com/tools?a=b");
    assert!(auth.in_url("tools").is_err());
    assert!(BasicAuth::new("me", "").is_err());
    assert!(BasicAuth::new("m:e", "x").is_err());
}

#[test]
fn any_event_needs_a_signature() {
    assert_eq!(verify::<Event>(&verifier(), &json(URL, &[(SHA1, RIGHT)], BODY)), Ok(Proof::Sha1));
    let sms = form("https://example.com/sms", &[(SHA1, "kfnG4EQHCZ/HFm8ffU58WJUlXy4=")], FORM);
    assert_eq!(verify::<Event>(&verifier(), &sms), Ok(Proof::Sha1));
    assert_eq!(verify::<Event>(&verifier().accept_unsigned(), &json(URL, &[], BODY)), Err(MISSING));
    assert_eq!(verify::<Event>(&verifier(), &json(URL, &[(SHA1, "00")], BODY)), Err(INVALID));
}

#[test]
fn errors_and_debug_show_no_secret() {
    let verifier =
        verifier().public_url("https://u:hunter2@example.com").unwrap().basic_auth("me", "hunter3").unwrap();
    let error = verify::<InboundCall>(&verifier, &json("/webhook", &[(SHA1, RIGHT)], BODY)).unwrap_err();
    let refused = Verifier::new(KEY).unwrap().public_url("PSKnot-a-url").unwrap_err();
    let shown =
        format!("{verifier:?} {error} {error:?} {refused} {:?}", BasicAuth::new("me", "hunter4").unwrap());
    for secret in [KEY, "hunter", RIGHT, "PSKnot"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn public_urls_are_absolute() {
    for wrong in ["", "example.com", "/hook", "ftp://example.com", "https://", "https://example.com/#top"] {
        assert!(matches!(verifier().public_url(wrong), Err(WebhookError::Configuration(_))), "{wrong}");
    }
}

#[test]
fn every_webhook_is_described() {
    assert_eq!(WEBHOOKS.len(), 19);
    let signed = WEBHOOKS.iter().filter(|webhook| webhook.is_signed()).count();
    assert_eq!(signed, 12);
    assert!(WEBHOOKS.iter().all(|webhook| !webhook.encodings.is_empty() && !webhook.signatures.is_empty()));
}

#[test]
fn a_body_of_an_unknown_type_is_no_form() {
    let url = "https://example.com/sms";
    let signed = request(url, "text/plain", &[(SHA1, "kfnG4EQHCZ/HFm8ffU58WJUlXy4=")], FORM);
    assert_eq!(verify::<CompatSmsStatusCallback>(&verifier(), &signed), Err(INVALID));
}
