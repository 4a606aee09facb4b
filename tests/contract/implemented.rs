//! What the documentation of a type says that it implements: rustdoc does not list it there.

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::fs;
use std::hash::Hash;
use std::path::Path;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use signalwire_rest::types::*;
use signalwire_rest::{OpenEnum, Page, UnknownValue};

/// Reads a value and writes it again, as every type can.
fn again<T>(value: &T) -> T
where
    T: Clone + Debug + PartialEq + Serialize + DeserializeOwned + Send + Sync + Unpin,
{
    let read: T = serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap();
    assert_eq!(read, value.clone(), "{read:?}");
    read
}

/// Makes an open enum of a text that is documented and of one that is not.
fn texts<T>(known: &str) -> [T; 2]
where
    T: OpenEnum + Debug + Default + Display + Eq + Hash + AsRef<str> + for<'a> From<&'a str> + From<String>,
    T: FromStr<Err = UnknownValue> + PartialEq<str> + for<'a> PartialEq<&'a str>,
{
    assert_eq!(T::from_str(known).unwrap(), T::from(known));
    assert!(T::from_str("quantum").is_err());
    assert_eq!((T::default().as_ref(), T::from(known).to_string().as_str()), ("", known));
    let other = T::from("quantum".to_owned());
    assert!(other == "quantum" && other == *"quantum");
    [T::from(known), other]
}

#[test]
fn types_implement_what_their_pages_say() {
    let update = SipCredentialUpdate::default().username("c3p0");
    assert_eq!(again(&update).username.as_deref(), Some("c3p0"));
    for encryption in texts::<SipEncryption>("required") {
        again(&encryption);
    }
    let method = again(&Swml::play("say:Hello"));
    assert!(matches!(method, Swml::Play(_)), "{method:?}");
    let required = E911AddressInputRequired {
        label: "Cantina".to_owned(),
        first_name: "Wuher".to_owned(),
        last_name: "Eisley".to_owned(),
        street_number: "1".to_owned(),
        street_name: "Main".to_owned(),
        city: "Mos Eisley".to_owned(),
        state: "TX".to_owned(),
        postal_code: "1138".to_owned(),
        country: "US".to_owned(),
    };
    assert_eq!(again(&E911AddressInput::from(required.clone())).label, required.label);
}

#[test]
fn a_page_says_that_it_is_one() {
    fn count(page: impl Page + IntoIterator) -> usize {
        assert_eq!(page.next_link(), Some("/next"));
        page.into_iter().count()
    }
    let page = r#"{"links":{"self":"/","first":"/","next":"/next"},"data":[]}"#;
    assert_eq!(count(serde_json::from_str::<SipCredentialList>(page).unwrap()), 0);
}

#[test]
fn the_page_of_every_type_names_its_traits() {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let pages = pages(&generated.join("src/types"));
    let surface = fs::read_to_string(generated.join("api.txt")).unwrap();
    let mut seen = 0;
    for line in surface.lines() {
        let Some((name, traits)) = line.strip_prefix("types::").and_then(|line| line.split_once(": ")) else {
            continue;
        };
        let (kind, traits) = traits.split_once(": ").unwrap_or((traits, ""));
        if !kind.starts_with("struct") && !kind.starts_with("enum") {
            continue;
        }
        seen += 1;
        for name_of_trait in traits.split(", ") {
            let page = &pages[name];
            // An open enum compares with texts besides.
            let named = [format!("`{name_of_trait}`"), format!("`{name_of_trait}<str>`")];
            assert!(named.iter().any(|named| page.contains(named)), "{name}: {name_of_trait} in {page}");
        }
    }
    assert_eq!(seen, pages.len());
}

/// The documentation of each type in the files of a folder.
fn pages(folder: &Path) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages.extend(self::pages(&path));
            continue;
        }
        for item in syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap().items {
            let (name, attributes) = match item {
                syn::Item::Struct(item) => (item.ident, item.attrs),
                syn::Item::Enum(item) => (item.ident, item.attrs),
                _ => continue,
            };
            let docs = attributes.iter().filter_map(|attribute| match &attribute.meta {
                syn::Meta::NameValue(syn::MetaNameValue { value: syn::Expr::Lit(text), .. }) => {
                    match &text.lit {
                        syn::Lit::Str(text) => Some(text.value()),
                        _ => None,
                    }
                }
                _ => None,
            });
            pages.insert(name.to_string(), docs.collect());
        }
    }
    pages
}
