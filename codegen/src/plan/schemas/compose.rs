//! `allOf`, `oneOf` and `anyOf`.

use std::collections::{BTreeMap, BTreeSet};

use super::objects::{Properties, is_object};
use super::{Kind, Resolved, Schemas, Type, component_name};
use crate::discriminator::{self, Discriminated};
use crate::names::{Taken, type_name, variant_name};
use crate::node::{Node, Value};
use crate::plan::{UnionDecl, VariantDecl};

/// The arms of a `oneOf` or `anyOf` that say something about the type.
pub(super) fn arms(node: &Node) -> Option<Vec<&Node>> {
    let list = node.get("oneOf").or_else(|| node.get("anyOf"))?.as_array()?;
    let arms: Vec<&Node> = list.iter().filter(|arm| says_type(arm)).collect();
    // Arms that only say which fields go together (`required`) leave the type to the rest of the schema.
    (!arms.is_empty() && !is_object(node)).then_some(arms)
}

/// Whether a part says more than which fields go together.
pub(crate) fn says_type(arm: &Node) -> bool {
    let keywords =
        ["$ref", "type", "properties", "enum", "oneOf", "anyOf", "allOf", "items", "additionalProperties"];
    keywords.iter().any(|keyword| arm.get(keyword).is_some())
}

fn is_null(arm: &Node) -> bool {
    let only_null =
        |node: &Node| node.as_array().is_some_and(|v| v.len() == 1 && matches!(v[0].value, Value::Null));
    arm.get_str("type") == Some("null") || arm.get("enum").is_some_and(only_null)
}

/// Whether a schema, met again while it is being resolved, is going to be a union with a name.
pub(super) fn is_union(schemas: &Schemas<'_>, node: &Node) -> bool {
    let Some(arms) = arms(node) else { return false };
    let objects = arms.iter().filter(|arm| {
        let target = component_name(arm).and_then(|name| schemas.named_node(&name));
        target.map_or_else(|| is_object(arm), |(_, node)| is_object(node) || node.get("allOf").is_some())
    });
    arms.len() > 1 && objects.count() > 1 || arms.len() > 1 && !arms.iter().any(|arm| is_null(arm))
}

impl<'a> Schemas<'a> {
    pub(super) fn all_of(&mut self, node: &'a Node, parts: &'a [Node], hint: &str) -> Resolved {
        let telling: Vec<&'a Node> = parts.iter().filter(|part| says_type(part)).collect();
        if let ([only], false) = (telling.as_slice(), is_object(node)) {
            return self.resolve(only, hint);
        }
        let mut properties = Properties::default();
        match self.gather(node, &mut properties, 0) {
            true if properties.nodes.is_empty() => Resolved::plain(Type::Map(Box::new(Type::Any))),
            true => Resolved::plain(self.object_of(node, properties, hint)),
            false => Resolved::plain(Type::Any),
        }
    }

    pub(super) fn composes_object(&self, node: &'a Node) -> bool {
        let parts = node.get("allOf").and_then(Node::as_array).map_or(0, Vec::len);
        parts > 0 && (parts > 1 || is_object(node)) && self.gather(node, &mut Properties::default(), 0)
    }

    /// Collects the properties of every part; false when a part is no object.
    fn gather(&self, node: &'a Node, properties: &mut Properties<'a>, depth: usize) -> bool {
        let node = self.target(node);
        if depth > 32 || arms(node).is_some() || node.get("enum").is_some() {
            return false;
        }
        let parts = node.get("allOf").and_then(Node::as_array).into_iter().flatten();
        let mut all_objects = true;
        for part in parts {
            all_objects &= self.gather(part, properties, depth + 1);
        }
        properties.add(node);
        all_objects && matches!(node.get_str("type"), None | Some("object"))
    }

    pub(super) fn union(&mut self, node: &'a Node, arms: Vec<&'a Node>, hint: &str) -> Resolved {
        let nullable = arms.iter().any(|arm| is_null(arm));
        let arms: Vec<&'a Node> = arms.into_iter().filter(|arm| !is_null(arm)).collect();
        let mut resolved = match arms.as_slice() {
            [] => Resolved::plain(Type::Any),
            [only] => self.resolve(only, hint),
            _ => self.several(node, &arms, hint),
        };
        resolved.nullable |= nullable;
        resolved
    }

    fn several(&mut self, node: &'a Node, arms: &[&'a Node], hint: &str) -> Resolved {
        if let Some(merged) = self.merged_texts(node, arms, hint) {
            return Resolved::plain(merged);
        }
        let mut nullable = false;
        let mut variants: Vec<(Type, Option<String>, Option<&'a Node>)> = Vec::new();
        for (index, arm) in arms.iter().enumerate() {
            let resolved = self.resolve(arm, &format!("{hint}Variant{}", index + 1));
            nullable |= resolved.nullable;
            if !variants.iter().any(|(ty, ..)| *ty == resolved.ty) {
                variants.push((resolved.ty, component_name(arm), Some(arm)));
            }
        }
        let types: Vec<&Type> = variants.iter().map(|(ty, ..)| ty).collect();
        let ty = match types.as_slice() {
            [only] => (*only).clone(),
            [Type::Integer, Type::Number] | [Type::Number, Type::Integer] => Type::Number,
            [one, Type::List(many)] | [Type::List(many), one]
                if **one == **many && self.is_named_object(one) =>
            {
                Type::MaybeArray(many.clone())
            }
            _ if types.contains(&&Type::Any) => Type::Any,
            _ => self.declare_union(node, &variants, hint),
        };
        Resolved { nullable, ..Resolved::plain(ty) }
    }

    fn is_named_object(&self, ty: &Type) -> bool {
        let Type::Named(name) = ty else { return false };
        self.types.get(name).is_some_and(|decl| matches!(decl.kind, Kind::Object(_)))
    }

    /// Texts and enums of texts together are one open enum of all the values, or plain text when none are listed.
    fn merged_texts(&mut self, node: &'a Node, arms: &[&'a Node], hint: &str) -> Option<Type> {
        let targets: Vec<&'a Node> = arms.iter().map(|arm| self.target(arm)).collect();
        let is_text = |node: &&'a Node| node.get_str("type") == Some("string") && !node.get_flag("nullable");
        let formats = targets
            .iter()
            .any(|target| matches!(target.get_str("format"), Some("uuid" | "date-time" | "password")));
        if formats || !targets.iter().all(is_text) {
            return None;
        }
        let listed: Vec<(&Node, &str)> = targets.iter().flat_map(|target| super::texts(target)).collect();
        match listed.len() {
            0 | 1 => Some(Type::String),
            _ => Some(self.declare(node, hint, Kind::Enum(super::values(&listed)))),
        }
    }

    fn declare_union(
        &mut self,
        node: &'a Node,
        variants: &[(Type, Option<String>, Option<&'a Node>)],
        hint: &str,
    ) -> Type {
        let view = node.get("x-view").map(|view| {
            let entry = |(name, entry): (&String, &crate::node::Entry)| {
                Some((self.names.get(name.as_str())?.clone(), entry.node.as_str()?.to_owned()))
            };
            view.as_object().into_iter().flatten().filter_map(entry).collect::<BTreeMap<_, _>>()
        });
        let declared = self.declare(
            node,
            hint,
            Kind::Union(UnionDecl { variants: Vec::new(), discriminator: None, view: None }),
        );
        let Type::Named(name) = &declared else { return declared };
        let names = variant_names(variants, hint);
        let mut order: Vec<usize> = (0..variants.len()).collect();
        order.sort_by(|a, b| names[*a].cmp(&names[*b]));
        let ordered: Vec<_> = order.iter().map(|index| &variants[*index]).collect();
        let union = UnionDecl {
            discriminator: self.discriminator(node, &ordered),
            variants: order
                .iter()
                .map(|i| VariantDecl { name: names[*i].clone(), ty: variants[*i].0.clone() })
                .collect(),
            view,
        };
        if let Some(decl) = self.types.get_mut(name) {
            decl.kind = Kind::Union(union);
        }
        declared
    }

    /// Each text of the discriminator's field with the variant it stands for.
    fn discriminator(
        &self,
        node: &'a Node,
        variants: &[&(Type, Option<String>, Option<&'a Node>)],
    ) -> Option<(String, Vec<(String, usize)>)> {
        let Discriminated { property, shapes } = discriminator::read(self.root, node)?;
        let position =
            |schema: &str| variants.iter().position(|(_, name, _)| name.as_deref() == Some(schema));
        let mapping = shapes.into_iter().filter_map(|shape| Some((shape.text, position(&shape.schema)?)));
        Some((property.to_owned(), mapping.collect()))
    }
}

/// Names variants after their types, less the words with which the names of the union and of all its types begin.
fn variant_names(variants: &[(Type, Option<String>, Option<&Node>)], union: &str) -> Vec<String> {
    let whole: Vec<String> = variants.iter().map(|(ty, ..)| type_word(ty)).collect();
    let typed = whole.iter().zip(variants).filter(|(_, (ty, ..))| ty.named().is_some());
    let shared = typed.fold(union, |shared, (name, _)| shared_words(shared, name));
    let short = whole.iter().map(|name| name.strip_prefix(shared).unwrap_or(name));
    let is_clear = short.clone().collect::<BTreeSet<_>>().len() == whole.len();
    let mut taken = Taken::with(["Unknown"]);
    match is_clear {
        true => short.map(|name| taken.claim(variant_name(name))).collect(),
        false => whole.iter().map(|name| taken.claim(variant_name(name))).collect(),
    }
}

/// The words of the first name with which the second begins; something is left of the second.
fn shared_words<'n>(shared: &'n str, name: &str) -> &'n str {
    let same = shared.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let goes_on =
        |text: &str, at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let is_end = |at: usize| goes_on(name, at) && (at == shared.len() || goes_on(shared, at));
    (0..=same).rev().find(|at| is_end(*at)).and_then(|end| shared.get(..end)).unwrap_or_default()
}

fn type_word(ty: &Type) -> String {
    match ty {
        Type::String => "Text".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Uuid => "Uuid".to_owned(),
        Type::Timestamp => "Timestamp".to_owned(),
        Type::Integer => "Integer".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::Bool => "Bool".to_owned(),
        Type::Any => "Any".to_owned(),
        Type::Named(name) => type_name(name),
        Type::List(inner) => format!("{}List", type_word(inner)),
        Type::Map(inner) => format!("{}Map", type_word(inner)),
        Type::MaybeArray(inner) | Type::Nullable(inner) => type_word(inner),
    }
}
