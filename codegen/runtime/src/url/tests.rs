#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use proptest::prelude::*;

use super::*;

#[test]
fn a_space_is_a_name_or_a_host() {
    let expand = |space| expand_server("https://{space}.signalwire.com", &[("space", space)]);
    assert_eq!(expand("acme").unwrap(), "https://acme.signalwire.com");
    assert_eq!(expand("acme.signalwire.com").unwrap(), "https://acme.signalwire.com");
    for wrong in [
        "",
        "evil.com/",
        "user@evil.com",
        "a b",
        "evil.com?x=",
        "evil.com#",
        ".signalwire.com",
        "a..b",
        "x:1",
    ] {
        assert_eq!(expand(wrong).unwrap_err().kind(), ErrorKind::Configuration, "{wrong:?}");
    }
}

#[test]
fn a_variable_in_the_path_may_have_segments() {
    let expand = |path| expand_server("https://a.com:{port}/{path}/x", &[("port", "8443"), ("path", path)]);
    assert_eq!(expand("v1/api").unwrap(), "https://a.com:8443/v1/api/x");
    assert_eq!(expand("").unwrap(), "https://a.com:8443//x");
    for wrong in ["..", "a/../b", "a?b", "a#b", "a b"] {
        assert_eq!(expand(wrong).unwrap_err().kind(), ErrorKind::Configuration, "{wrong:?}");
    }
}

#[test]
fn ids_that_would_name_another_path_are_refused() {
    for wrong in ["", ".", ".."] {
        let error = fill_path("/a/{id}/b", &[Written::Plain(wrong.to_owned())]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("`id`"), "{error}");
    }
    assert_eq!(
        fill_path("/a/{id}", &[Written::Plain("x/../y?z#%2e".to_owned())]).unwrap(),
        "/a/x%2F..%2Fy%3Fz%23%252e"
    );
}

#[test]
fn a_name_that_comes_again_has_the_same_value() {
    let values = ["1", "2"].map(|value| Written::Plain(value.to_owned()));
    assert_eq!(fill_path("/{a}/x-{b}/{a}/{b}", &values).unwrap(), "/1/x-2/1/2");
    assert!(fill_path("/{a}/{b}/{a}/{c}", &values).is_err());
}

#[test]
fn base_urls_without_tls_or_with_credentials_are_refused() {
    assert!(base("https://example.com", false).is_ok());
    assert!(base("http://127.0.0.1:1", true).is_ok());
    for (wrong, allow) in [
        ("http://127.0.0.1:1", false),
        ("", true),
        ("ftp://a", true),
        ("https://u:p@a.com", true),
        ("https://a.com?x", true),
        ("nonsense", true),
    ] {
        let error = base(wrong, allow).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{wrong:?}");
        assert!(!error.to_string().contains("u:p"), "{error}");
    }
}

#[test]
fn links_stay_on_the_origin() {
    let from = Url::parse("https://api.example.com/list?page=1").unwrap();
    let good = [
        "https://api.example.com/list?page=2",
        "/list?page=2",
        "?page=2",
        "//api.example.com/list?page=2",
        "https://api.example.com:443/list?page=2",
    ];
    for link in good {
        assert_eq!(follow(link, &from).unwrap().as_str(), "https://api.example.com/list?page=2", "{link}");
    }
    let bad = [
        "https://evil.com/",
        "//evil.com/",
        "http://api.example.com/",
        "https://api.example.com:444/",
        "https://u@api.example.com/",
        "https://u:p@api.example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://api.example.com.evil.com/",
        "\\\\evil.com\\x",
        "/\\evil.com/",
        "/\t/evil.com/",
        "https://api.example.com./",
        "blob:https://api.example.com/x",
        "https://api.example.com@evil.com/",
        "//[::1]/",
    ];
    for link in bad {
        assert!(follow(link, &from).is_none(), "{link}");
    }
}

proptest! {
    #[test]
    fn any_id_is_one_segment_that_decodes_to_itself(id in ".{1,40}") {
        prop_assume!(id != "." && id != "..");
        let path = fill_path("/a/{id}/b", &[Written::Plain(id.clone())]).unwrap();
        let text = request(&Url::parse("https://example.com/base").unwrap(), &path, "").unwrap();
        let url = Url::parse(&text).unwrap();
        prop_assert_eq!(url.as_str(), &text);
        let segments: Vec<&str> = url.path_segments().unwrap().collect();
        prop_assert_eq!(segments.len(), 4);
        let decoded = percent_encoding::percent_decode_str(segments[2]).decode_utf8().unwrap();
        prop_assert_eq!(decoded.as_ref(), id.as_str());
        prop_assert!(url.query().is_none() && url.fragment().is_none());
    }

    #[test]
    fn any_query_comes_back_as_it_was(pairs in prop::collection::vec((".{0,20}", ".{0,20}"), 0..5)) {
        let plain = |(name, value): &(String, String)| (name.clone(), Written::Plain(value.clone()));
        let parts: Vec<(String, Written)> = pairs.iter().map(plain).collect();
        let text = request(&Url::parse("https://example.com").unwrap(), "/a", &query(&parts)).unwrap();
        let url = Url::parse(&text).unwrap();
        prop_assert_eq!(url.as_str(), &text);
        let back: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(back, pairs);
    }

    #[test]
    fn no_link_ever_leaves_the_origin(link in ".{0,60}", host in "(https?:)?[/\\\\]{0,3}[a-z@:.]{0,20}") {
        let from = Url::parse("https://api.example.com/list").unwrap();
        for text in [link.clone(), format!("{host}{link}")] {
            if let Some(url) = follow(&text, &from) {
                prop_assert_eq!(url.origin(), from.origin());
                prop_assert!(url.username().is_empty());
            }
        }
    }

    #[test]
    fn any_path_is_sent_as_parsing_writes_it(path in "/[a-c/.%2eE:@?#\\\\ é~-]{0,20}", base in "(/[a-z]{1,3})?") {
        let base = Url::parse(&format!("https://example.com{base}")).unwrap();
        if let Ok(text) = request(&base, &path, "") {
            prop_assert_eq!(Url::parse(&text).unwrap().to_string(), text.clone());
            prop_assert!(text.starts_with("https://example.com/"));
        }
    }
}
