//! Types, class by class.

use std::collections::{BTreeMap, BTreeSet};

use super::operations::needed;
use super::{Comparer, Kind, Seen, Site};
use crate::plan::{FieldDecl, Kind as Declared, Type, TypeDecl, ValueDecl};
use crate::second_reader::read::{Class, Declaration, Field};

/// What we read about `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Null {
    /// It can be `null`.
    Allowed,
    /// It cannot.
    Forbidden,
    /// It may be absent, and progenitor does not distinguish the two.
    Unseen,
}

impl Null {
    /// Of a value that is no field.
    pub(super) fn of(ty: &Type) -> Self {
        if matches!(ty, Type::Nullable(_)) { Self::Allowed } else { Self::Forbidden }
    }

    fn of_field(field: &FieldDecl) -> Self {
        match (field.required, field.nullable) {
            (false, _) => Self::Unseen,
            (true, true) => Self::Allowed,
            (true, false) => Self::of(&field.ty),
        }
    }
}

impl<'a> Comparer<'a> {
    /// Compares a type of the plan with one of progenitor's.
    pub(super) fn types(&mut self, ours: &'a Type, theirs: &'a Class, null: Null, site: Site<'_>) {
        let ours = plain(ours);
        let seen = self.seen(theirs);
        let variants = self.variants(seen);
        // Any value can be `null` anyhow.
        let is_any = *ours == Type::Any || *seen.class == Class::Any;
        let nullable = seen.nullable || variants.as_ref().is_some_and(|variants| variants.nullable);
        if null != Null::Unseen && !is_any && nullable != (null == Null::Allowed) {
            let word = |nullable: bool| if nullable { "nullable" } else { "never null" };
            self.differ(Kind::Nullability, site, word(null == Null::Allowed), word(nullable));
        }
        if let Some(name) = ours.named().filter(|_| matches!(ours, Type::Named(_) | Type::MaybeArray(_))) {
            self.reached.entry(name_of(self.plan, name)).or_default();
        }
        match (ours, seen.class) {
            (Type::List(ours), Class::List(theirs)) | (Type::Map(ours), Class::Map(theirs)) => {
                self.types(ours, theirs, Null::of(ours), site);
            }
            (Type::Named(name), _) => self.named(name, seen, site),
            _ if is_of_class(ours, seen) => {}
            _ if variants.as_ref().is_some_and(|variants| self.is_written_out(ours, &variants.all)) => {
                if let (Type::MaybeArray(inner), Some(variants)) = (ours, variants) {
                    for theirs in variants.all {
                        self.item(inner, theirs, site);
                    }
                }
            }
            _ => self.class_differs(ours, seen, site),
        }
    }

    /// The object, or the list of them, that a `MaybeArray` stands for.
    fn item(&mut self, ours: &'a Type, theirs: &'a Class, site: Site<'_>) {
        match self.seen(theirs).class {
            Class::List(item) => self.types(ours, item, Null::Forbidden, site),
            class => self.types(ours, class, Null::Forbidden, site),
        }
    }

    fn named(&mut self, name: &'a str, seen: Seen<'a>, site: Site<'_>) {
        let Some(decl) = self.plan.types.get(name) else {
            return self.class_differs(&Type::Any, seen, site);
        };
        let Some((theirs, declaration)) = seen.declared else {
            return self.class_differs(&Type::Named(name.to_owned()), seen, site);
        };
        if !self.compared.insert((&decl.name, theirs)) {
            return;
        }
        match (&decl.kind, declaration) {
            (Declared::Object(ours), Declaration::Object(theirs)) => self.fields(decl, ours, theirs),
            (Declared::Enum(ours), Declaration::Enum(theirs)) => self.values(decl, ours, theirs),
            (Declared::Enum(ours), Declaration::Union(_)) => match self.texts(seen) {
                Some(theirs) => self.values(decl, ours, &theirs),
                None => self.class_differs(&Type::Named(name.to_owned()), seen, site),
            },
            (Declared::Union(ours), Declaration::Union(_)) => self.union(decl, ours, seen),
            _ => self.class_differs(&Type::Named(name.to_owned()), seen, site),
        }
    }

    fn fields(&mut self, decl: &'a TypeDecl, ours: &'a [FieldDecl], theirs: &'a BTreeMap<String, Field>) {
        let mut in_both = 0;
        for field in ours {
            let site = Site { at: &decl.name, part: Some(&field.wire) };
            let Some(other) = theirs.get(&field.wire) else {
                self.differ(Kind::Field, site, "a field", "none");
                continue;
            };
            in_both += 1;
            if other.required != field.required {
                self.differ(Kind::Optionality, site, needed(field.required), needed(other.required));
            }
            if let Some(text) = &field.constant {
                self.constant(text, other, site);
            }
            self.types(&field.ty, &other.class, Null::of_field(field), site);
        }
        for wire in theirs.keys().filter(|wire| !ours.iter().any(|field| field.wire == **wire)) {
            self.differ(Kind::Field, Site { at: &decl.name, part: Some(wire) }, "none", "a field");
        }
        self.reached.insert(&decl.name, in_both);
    }

    /// The only text that a field can have.
    fn constant(&mut self, ours: &str, theirs: &'a Field, site: Site<'_>) {
        if let Some((_, Declaration::Enum(texts))) = self.seen(&theirs.class).declared
            && !texts.contains(ours)
        {
            self.differ(Kind::Values, site, ours, list(texts));
        }
    }

    fn values(&mut self, decl: &TypeDecl, ours: &[ValueDecl], theirs: &BTreeSet<String>) {
        let ours: BTreeSet<String> = ours.iter().map(|value| value.wire.clone()).collect();
        if ours != *theirs {
            let only = |these: &BTreeSet<String>, those| {
                let found: BTreeSet<String> = these.difference(those).cloned().collect();
                if found.is_empty() { "no text of its own".to_owned() } else { list(&found) }
            };
            let site = Site { at: &decl.name, part: None };
            self.differ(Kind::Values, site, only(&ours, theirs), only(theirs, &ours));
        }
    }

    pub(super) fn class_differs(&mut self, ours: &Type, seen: Seen<'a>, site: Site<'_>) {
        self.differ(Kind::Type, site, self.describe(ours), describe_class(seen));
    }

    fn describe(&self, ours: &Type) -> String {
        let Type::Named(name) = ours else { return format!("{ours:?}") };
        let kind = match self.plan.types.get(name).map(|decl| &decl.kind) {
            Some(Declared::Object(_)) => "the object",
            Some(Declared::Enum(_)) => "the enum",
            Some(Declared::Union(_)) => "the union",
            Some(Declared::Responses(_)) => "the responses",
            None => "the unknown type",
        };
        format!("{kind} {name}")
    }
}

/// Whether a type is of the class that progenitor has, where neither is made of others.
pub(super) fn is_of_class(ours: &Type, seen: Seen<'_>) -> bool {
    match (ours, seen.class) {
        (Type::String | Type::Secret, Class::Text)
        | (Type::Uuid, Class::Uuid)
        | (Type::Timestamp, Class::Timestamp)
        | (Type::Integer, Class::Integer)
        | (Type::Number, Class::Number)
        | (Type::Bool, Class::Bool)
        | (Type::Any, Class::Any) => true,
        // One text alone is no enum to us.
        (Type::String, Class::Named(_)) => {
            matches!(seen.declared, Some((_, Declaration::Enum(texts))) if texts.len() == 1)
        }
        // An object without fields can have any.
        (Type::Map(_), Class::Named(_)) => {
            matches!(seen.declared, Some((_, Declaration::Object(fields))) if fields.is_empty())
        }
        _ => false,
    }
}

/// A type without its `null`.
pub(super) fn plain(mut ty: &Type) -> &Type {
    while let Type::Nullable(inner) = ty {
        ty = inner;
    }
    ty
}

fn name_of<'a>(plan: &'a crate::plan::Plan, name: &'a str) -> &'a str {
    plan.types.get_key_value(name).map_or(name, |(name, _)| name)
}

fn describe_class(seen: Seen<'_>) -> String {
    match seen.declared {
        Some((name, Declaration::Object(_))) => format!("the object {name}"),
        Some((name, Declaration::Enum(_))) => format!("the enum {name}"),
        Some((name, Declaration::Union(_))) => format!("the union {name}"),
        _ => format!("{:?}", seen.class),
    }
}

fn list(texts: &BTreeSet<String>) -> String {
    texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ")
}
