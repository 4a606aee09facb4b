//! Operations: method, path, parameters, body and response.

use std::collections::BTreeMap;

use super::types::Null;
use super::{Comparer, Kind, Site};
use crate::plan::{self, ResponseFormat};
use crate::second_reader::lower::other_success;
use crate::second_reader::read::{Class, Encoding, Operation, Place};

impl<'a> Comparer<'a> {
    pub(super) fn operations(&mut self) {
        let reading = self.reading;
        let mut by_path: BTreeMap<String, &'a Operation> = reading
            .operations
            .iter()
            .map(|operation| (format!("{} {}", operation.method, operation.path), operation))
            .collect();
        for ours in &self.plan.operations {
            let at = format!("{} {}", ours.method, ours.path);
            match by_path.remove(&at) {
                Some(theirs) => {
                    self.result.operations += 1;
                    self.parameters(ours, theirs, &at);
                    self.body(ours, theirs, &at);
                    self.response(ours, theirs, &at);
                    self.other_successes(ours, &mut by_path, &at);
                }
                None => self.differ(Kind::Operation, Site { at: &at, part: None }, "it", "nothing"),
            }
        }
        for at in by_path.keys() {
            self.differ(Kind::Operation, Site { at, part: None }, "nothing", "it");
        }
    }

    /// Cookies are given up in the document for progenitor.
    fn parameters(&mut self, ours: &'a plan::Operation, theirs: &'a Operation, at: &str) {
        for parameter in &ours.parameters {
            let site = Site { at, part: Some(&parameter.wire) };
            let Some(place) = place(parameter.place) else { continue };
            let same_name = || theirs.parameters.iter().filter(|other| other.wire == parameter.wire);
            let Some(other) = same_name().find(|other| other.place == place).or_else(|| same_name().next())
            else {
                self.differ(Kind::Parameter, site, word(place), "nothing");
                continue;
            };
            if other.place != place {
                self.differ(Kind::Place, site, word(place), word(other.place));
            }
            if other.required != parameter.required {
                self.differ(Kind::Optionality, site, needed(parameter.required), needed(other.required));
            }
            self.types(&parameter.ty, &other.class, Null::Unseen, site);
        }
        for other in &theirs.parameters {
            if !ours.parameters.iter().any(|parameter| parameter.wire == other.wire) {
                let site = Site { at, part: Some(&other.wire) };
                self.differ(Kind::Parameter, site, "nothing", word(other.place));
            }
        }
    }

    fn body(&mut self, ours: &'a plan::Operation, theirs: &'a Operation, at: &str) {
        let site = Site { at, part: Some("body") };
        match (&ours.body, &theirs.body) {
            (None, None) => {}
            (Some(ours), Some(theirs)) => {
                let expected = match ours.encoding {
                    plan::Encoding::Json => Encoding::Json,
                    plan::Encoding::Form => Encoding::Form,
                    plan::Encoding::Bytes(_) | plan::Encoding::Text(_) | plan::Encoding::Multipart(_) => {
                        Encoding::Raw
                    }
                };
                match expected == theirs.encoding {
                    false => self.differ(Kind::Body, site, written(expected), written(theirs.encoding)),
                    // Bytes have no type, and progenitor takes parts for bytes.
                    true if expected == Encoding::Raw => self.unread(&ours.ty),
                    true => self.types(&ours.ty, &theirs.class, Null::of(&ours.ty), site),
                }
            }
            (Some(_), None) => self.differ(Kind::Body, site, "a body", "none"),
            (None, Some(_)) => self.differ(Kind::Body, site, "none", "a body"),
        }
    }

    fn response(&mut self, ours: &'a plan::Operation, theirs: &'a Operation, at: &str) {
        let site = Site { at, part: Some("response") };
        if let Some(streamed) = &ours.response.streamed {
            self.unread(&streamed.ty);
        }
        match (ours.response.format, &theirs.response) {
            (ResponseFormat::Empty, Class::Nothing)
            | (ResponseFormat::Text | ResponseFormat::Bytes, Class::Bytes) => {}
            (ResponseFormat::Json, class) if !matches!(class, Class::Nothing | Class::Bytes) => {
                self.types(&ours.response.ty, class, Null::of(&ours.response.ty), site);
            }
            // Items that come one by one are bytes to progenitor.
            (ResponseFormat::Events | ResponseFormat::JsonLines, Class::Bytes) => {
                self.unread(&ours.response.ty);
            }
            (ResponseFormat::ByStatus, class) => self.statuses(&ours.response.ty, class, site),
            (kind, class) => self.differ(Kind::Type, site, format!("{kind:?}"), format!("{class:?}")),
        }
    }

    /// progenitor is given the first success with a body here, and the others as operations of their own.
    fn statuses(&mut self, ours: &'a plan::Type, class: &'a Class, site: Site<'_>) {
        let statuses = self.documented(ours);
        match (statuses.iter().find(|status| status.format != ResponseFormat::Empty), class) {
            (Some(status), Class::Bytes) if status.format != ResponseFormat::Json => {}
            (Some(status), class) if !matches!(class, Class::Nothing | Class::Bytes) => {
                self.types(&status.ty, class, Null::of(&status.ty), site);
            }
            (status, class) => self.differ(Kind::Type, site, format!("{status:?}"), format!("{class:?}")),
        }
    }

    fn other_successes(
        &mut self,
        ours: &'a plan::Operation,
        theirs: &mut BTreeMap<String, &'a Operation>,
        at: &str,
    ) {
        for status in self.documented(&ours.response.ty) {
            let Some(other) = theirs.remove(&other_success(at, &status.status)) else { continue };
            let site = Site { at, part: Some(&status.status) };
            self.types(&status.ty, &other.response, Null::of(&status.ty), site);
        }
    }

    /// The successes of an operation that has several; none of any other type.
    fn documented(&mut self, ty: &'a plan::Type) -> &'a [plan::StatusDecl] {
        let decl = ty.named().and_then(|name| self.plan.types.get(name));
        match decl.map(|decl| (&decl.kind, decl)) {
            Some((plan::Kind::Responses(statuses), decl)) => {
                self.reached.entry(&decl.name).or_default();
                statuses
            }
            _ => &[],
        }
    }

    /// Marks what only the document could tell progenitor, and its lowering gives up.
    fn unread(&mut self, ty: &'a plan::Type) {
        let mut pending: Vec<&'a str> = ty.named().into_iter().collect();
        while let Some(name) = pending.pop() {
            let Some(decl) = self.plan.types.get(name) else { continue };
            if self.reached.contains_key(decl.name.as_str()) {
                continue;
            }
            self.reached.insert(&decl.name, 0);
            pending.extend(decl.mentions().into_iter().filter_map(plan::Type::named));
        }
    }
}

fn place(place: plan::Place) -> Option<Place> {
    match place {
        plan::Place::Path => Some(Place::Path),
        plan::Place::Query => Some(Place::Query),
        plan::Place::Header => Some(Place::Header),
        plan::Place::Cookie => None,
    }
}

fn word(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    }
}

pub(super) fn needed(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

fn written(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Json => "JSON",
        Encoding::Form => "a form",
        Encoding::Raw => "bytes",
    }
}
