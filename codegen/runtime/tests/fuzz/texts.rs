//! Small texts that are read: checkpoints of lists, dates, ids, and templates of servers.

use proptest::prelude::*;
use signalwire_rest_runtime::{Checkpoint, Timestamp, Uuid, expand_server};

proptest! {
    #[test]
    fn a_checkpoint_is_what_it_was_written_from(offset in any::<usize>(), link in prop::option::of("[!-~é]{1,30}")) {
        let text = link.as_ref().map_or(offset.to_string(), |link| format!("{offset} {link}"));
        let checkpoint: Checkpoint = text.parse().unwrap();
        prop_assert_eq!((checkpoint.offset(), checkpoint.link()), (offset, link.as_deref()));
        prop_assert_eq!(checkpoint.to_string(), text);
    }

    #[test]
    fn any_text_is_kept(text in ".{0,40}") {
        // Read, or refused with an error; a panic would end the test.
        let _ = text.parse::<Checkpoint>();
        for value in [serde_json::Value::from(&*text), serde_json::json!("2026-11-21T10:00:00Z")] {
            let time: Timestamp = serde_json::from_value(value.clone()).unwrap();
            let id: Uuid = serde_json::from_value(value.clone()).unwrap();
            let _ = (time.to_utc(), id.to_uuid());
            prop_assert_eq!((serde_json::to_value(&time).unwrap(), serde_json::to_value(&id).unwrap()), (value.clone(), value));
        }
    }

    #[test]
    fn no_variable_of_a_server_changes_anything_else(
        host in "[a-z{}./:@?#%\\\\é]{0,10}",
        path in "[a-z{}./:@?#%\\\\é]{0,10}",
    ) {
        let template = "https://{host}.example.com/{path}/v1";
        if let Ok(url) = expand_server(template, &[("host", &host), ("path", &path)]) {
            prop_assert!(url.starts_with("https://") && url.ends_with("/v1"), "{url}");
            let parsed = url::Url::parse(&url).unwrap();
            prop_assert!(parsed.host_str().is_some_and(|host| host.ends_with(".example.com")), "{url}");
            prop_assert!(parsed.username().is_empty() && parsed.query().is_none() && parsed.fragment().is_none(), "{url}");
            prop_assert!(parsed.path().ends_with("/v1"), "{url}");
        }
    }
}
