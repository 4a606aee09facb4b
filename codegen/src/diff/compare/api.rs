//! What holds for the whole API: servers, ways to sign in, and what is written about it.

use std::collections::{BTreeMap, BTreeSet};

use document::extensions::Scopes;
use document::security::{Requirement, SecurityScheme};
use document::{Document, Operation, Server};

use super::docs::Layers;
use super::{Comparison, Context, Place, sorted_text};
use crate::diff::finding::Subject;
use crate::diff::rules::operations::api::{
    DOCS_ONLY, SCOPES_CHANGED, SCOPES_RELAXED, SCOPES_TIGHTENED, SECURITY_ADDED, SECURITY_ALTERNATIVE_ADDED,
    SECURITY_ALTERNATIVE_REMOVED, SECURITY_CHANGED, SECURITY_DROPPED, SERVER_ADDED, SERVER_CHANGED,
    SERVER_REMOVED,
};
use crate::diff::schema_ref::SchemaRef;

impl Comparison<'_> {
    pub(super) fn api(&mut self) {
        let (base, head) = (self.base, self.head);
        self.servers(&base.servers, &head.servers, &self.root_place("servers"));
        self.security(&base.security, &head.security, &self.root_place("security"));
        self.schemes();
        self.about();
        self.error_codes();
        let root = Place {
            name: "document".to_owned(),
            location: String::new(),
            base: Some(String::new()),
            head: Some(String::new()),
            ..self.root_place("")
        };
        self.extensions(&Layers::of(base, ""), &Layers::of(head, ""), &root);
    }

    /// The place of a keyword of the root.
    fn root_place(&self, key: &str) -> Place {
        let at = |document: &Document| {
            let root = document.node("").map(|root| root.at).unwrap_or_default();
            document.key_at("", key).unwrap_or(root)
        };
        Place {
            subject: Subject::Api,
            name: key.to_owned(),
            location: key.to_owned(),
            base_at: at(self.base),
            head_at: at(self.head),
            base: Some(format!("/{key}")),
            head: Some(format!("/{key}")),
        }
    }

    pub(super) fn servers(&mut self, base: &[Server], head: &[Server], place: &Place) {
        let urls = |servers: &[Server]| servers.iter().map(address).collect::<Vec<String>>();
        let (was, is) = (urls(base), urls(head));
        if was.first() != is.first() {
            return self.found(&SERVER_CHANGED, place, Some(was.join(", ")), Some(is.join(", ")));
        }
        for url in was.iter().filter(|url| !is.contains(url)) {
            self.found(&SERVER_REMOVED, place, Some(url.clone()), None);
        }
        for url in is.iter().filter(|url| !was.contains(url)) {
            self.found(&SERVER_ADDED, place, None, Some(url.clone()));
        }
    }

    pub(super) fn operation_security(&mut self, base: &Operation, head: &Operation, place: &Place) {
        // Where neither says anything of its own, the API's own security holds, which is compared once.
        if base.has_own_security || head.has_own_security {
            let below =
                |pointer: &Option<String>| pointer.as_ref().map(|pointer| format!("{pointer}/security"));
            let at = Place { base: below(&place.base), head: below(&place.head), ..place.part("security") };
            self.security(&base.security, &head.security, &at);
        }
    }

    /// Whoever meets an alternative of today goes on unless every alternative of tomorrow asks for more.
    fn security(&mut self, old: &[Requirement], new: &[Requirement], place: &Place) {
        let (was, is) = (alternatives(old), alternatives(new));
        let met = |given: &BTreeSet<Alternative>, asked: &BTreeSet<Alternative>| {
            given.iter().all(|given| asked.iter().any(|asked| is_met(asked, given)))
        };
        let rule = match (is_open(&was), is_open(&is)) {
            _ if was == is => return,
            (true, true) => return,
            (true, false) => &SECURITY_ADDED,
            (false, true) => &SECURITY_DROPPED,
            (false, false) => match (met(&was, &is), met(&is, &was)) {
                (true, true) => return,
                (true, false) => &SECURITY_ALTERNATIVE_ADDED,
                (false, true) => &SECURITY_ALTERNATIVE_REMOVED,
                (false, false) => &SECURITY_CHANGED,
            },
        };
        let words = |requirements: &[Requirement]| {
            let sorted = alternatives(requirements);
            let each = sorted.iter().map(|alternative| sorted_text(&serde_json::json!(alternative)));
            Some(each.collect::<Vec<_>>().join(" or "))
        };
        self.found(rule, place, words(old), words(new));
    }

    /// A token of today goes on unless more is asked of it.
    pub(super) fn scopes(&mut self, base: &Operation, head: &Operation, place: &Place) {
        let (was, is) = (base.scopes.clone().unwrap_or_default(), head.scopes.clone().unwrap_or_default());
        let rule = match (suffices(&was, &is), suffices(&is, &was)) {
            (true, true) => return,
            (true, false) => &SCOPES_RELAXED,
            (false, true) => &SCOPES_TIGHTENED,
            (false, false) => &SCOPES_CHANGED,
        };
        let words = |scopes: &Scopes| match scopes {
            Scopes::None => None,
            Scopes::AnyOf(names) => Some(format!("any of {}", names.join(", "))),
            Scopes::AllOf(names) => Some(format!("all of {}", names.join(", "))),
        };
        self.found(rule, &place.part("x-scopes"), words(&was), words(&is));
    }

    /// A scheme that came or went is seen where it is demanded.
    fn schemes(&mut self) {
        let (base, head) = (self.base, self.head);
        for old in &base.schemes {
            let Some(new) = head.scheme(&old.name) else { continue };
            let place = Place {
                subject: Subject::Api,
                name: old.name.clone(),
                location: format!("securitySchemes/{}", old.name),
                base_at: old.place.key_at,
                head_at: new.place.key_at,
                base: Some(old.place.pointer.clone()),
                head: Some(new.place.pointer.clone()),
            };
            let facts = |scheme: &SecurityScheme| sorted_text(&scheme.facts).to_lowercase();
            if facts(old) != facts(new) {
                let words = |document: &Document, scheme: &SecurityScheme| {
                    document.node(&scheme.place.pointer).map(|node| sorted_text(&node.to_json()))
                };
                self.found(&SECURITY_CHANGED, &place, words(base, old), words(head, new));
            }
            let layers = (Layers::of(base, &old.place.pointer), Layers::of(head, &new.place.pointer));
            self.docs(&layers.0, &layers.1, &place);
            self.extensions(&layers.0, &layers.1, &place);
        }
    }

    /// The codes of errors come with responses, whatever the operation.
    fn error_codes(&mut self) {
        let (Some(base), Some(head)) = (codes(self.base), codes(self.head)) else { return };
        self.schema(&base, &head, Context::Response, false);
    }

    /// Anything of which every word is for people, but for the version, which is looked at by itself.
    fn about(&mut self) {
        let texts = |document: &Document| -> BTreeMap<&str, String> {
            document.tree().about().into_iter().map(|(key, value)| (key, sorted_text(&value))).collect()
        };
        let (was, is) = (texts(self.base), texts(self.head));
        let keys: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
        for key in keys {
            let (was, is) = (was.get(key).cloned(), is.get(key).cloned());
            if was != is {
                self.found(&DOCS_ONLY, &self.root_place(key), was, is);
            }
        }
    }
}

fn codes(document: &Document) -> Option<SchemaRef<'_>> {
    let schema = document.schema(document.error_codes?);
    SchemaRef::component(document, schema.target().component()?)
}

/// Schemes that must all be met, each with its scopes; their order means nothing.
type Alternative = BTreeMap<String, BTreeSet<String>>;

fn alternatives(requirements: &[Requirement]) -> BTreeSet<Alternative> {
    let each = requirements.iter().map(|requirement| {
        requirement.iter().map(|(name, scopes)| (name.clone(), scopes.iter().cloned().collect())).collect()
    });
    each.collect()
}

/// Whether every token that has what the one asks for has what the other asks for.
fn suffices(given: &Scopes, asked: &Scopes) -> bool {
    match (given, asked) {
        (_, Scopes::None) => true,
        (Scopes::None, _) => false,
        (Scopes::AnyOf(given), Scopes::AnyOf(asked)) => given.iter().all(|scope| asked.contains(scope)),
        (Scopes::AnyOf(given), Scopes::AllOf(asked)) => {
            given.iter().all(|scope| asked.iter().all(|other| other == scope))
        }
        (Scopes::AllOf(given), Scopes::AnyOf(asked)) => given.iter().any(|scope| asked.contains(scope)),
        (Scopes::AllOf(given), Scopes::AllOf(asked)) => asked.iter().all(|scope| given.contains(scope)),
    }
}

/// Whether calls without credentials go through.
fn is_open(alternatives: &BTreeSet<Alternative>) -> bool {
    alternatives.is_empty() || alternatives.iter().any(BTreeMap::is_empty)
}

/// Whether what is given meets all that is asked.
fn is_met(asked: &Alternative, given: &Alternative) -> bool {
    asked.iter().all(|(name, scopes)| given.get(name).is_some_and(|held| scopes.is_subset(held)))
}

/// The address of a server with the defaults of its variables.
fn address(server: &Server) -> String {
    let variables = server.data.variables.iter().flatten().map(|(name, variable)| {
        format!(" {{{name}}}={}", serde_json::Value::from(variable.default.as_str()))
    });
    format!("{}{}", server.data.url.trim_end_matches('/'), variables.collect::<String>())
}
