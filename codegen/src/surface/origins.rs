//! Which places of the document each item was made from.
//!
//! Every item has its most specific places first: a field that of its property, a method those of its operation,
//! of what it takes, and so on. What belongs to no operation and no type has the places that the client as a whole is
//! made from.

use std::collections::{BTreeMap, BTreeSet};

use super::{Declared, Item, Surface, operation_of};
use crate::emit::module_name;
use crate::names::{type_name, value_name};
use crate::plan::{FieldDecl, Kind, Operation, Plan, Source, TypeDecl, VariantDecl, WEBHOOKS};

/// What the client as a whole is made from.
const CLIENT: [&str; 4] = ["/components/securitySchemes", "/security", "/servers", "/info"];

/// What is known of a crate to tell what its items were made from.
#[derive(Debug)]
pub struct Origins<'p> {
    plan: &'p Plan,
    /// The namespaces by the paths of their modules.
    spaces: BTreeMap<String, &'p [String]>,
    /// The operations by the paths of the types that stand for them.
    requests: BTreeMap<String, &'p Operation>,
}

impl<'p> Origins<'p> {
    /// The origins of the items of a crate that was planned so.
    pub fn of(plan: &'p Plan, surface: &Surface) -> Self {
        let spaces = plan.namespaces.keys().map(|path| {
            let module = path.iter().map(|name| format!("{}::", module_name(name))).collect::<String>();
            (module, path.as_slice())
        });
        let mut origins = Self { plan, spaces: spaces.collect(), requests: BTreeMap::new() };
        for item in surface.items.values() {
            for declared in &item.declared {
                if let Declared::Function(signature) = declared
                    && let Some(marker) = signature.output.as_deref().and_then(operation_of)
                    && let Some(operation) = origins.operation(item)
                {
                    origins.requests.insert(format!("{}{marker}", item.module), operation);
                }
            }
        }
        origins
    }

    /// The places that an item was made from, as JSON pointers.
    pub fn pointers(&self, item: &Item) -> BTreeSet<String> {
        self.places(item).into_iter().collect()
    }

    fn places(&self, item: &Item) -> Vec<String> {
        if let Some(name) = item.path.strip_prefix("feature ") {
            let webhooks = self.webhooks().filter(|_| name == WEBHOOKS);
            return webhooks.chain(["/x-features".to_owned()]).collect();
        }
        let in_module = || item.module == format!("{}::", self.plan.webhooks.module);
        if !self.plan.webhooks.is_empty() && (item.path == "conformance::WEBHOOKS" || in_module()) {
            return self.webhooks().collect();
        }
        let holder = item.holder.as_deref().unwrap_or(&item.path);
        if item.module.is_empty() && (holder == "ErrorCode" || item.path.ends_with("ErrorCode")) {
            return self.plan.api.error_codes.iter().flat_map(|decl| self.of_type(decl, item)).collect();
        }
        if item.module == "types::" {
            let name = holder.strip_prefix("types::").unwrap_or(holder);
            let decl = self.plan.types.get(name).or_else(|| {
                // The required fields of a type have a struct of their own.
                self.plan.types.get(&name[..name.rfind("Required")?])
            });
            return decl.map(|decl| self.of_type(decl, item)).unwrap_or_default();
        }
        if let Some(operation) = self.requests.get(holder) {
            return self.of_request(operation, item);
        }
        if let Some(operation) = self.operation(item) {
            return of_call(operation);
        }
        match self.spaces.get(&item.module) {
            // An accessor leads to a namespace; everything else is of this one.
            Some(path) => self.below(path, member(item)),
            None if item.holder.is_some() => {
                let below = self.below(&[], member(item));
                if below.is_empty() { client() } else { below }
            }
            None => client(),
        }
    }

    fn webhooks(&self) -> impl Iterator<Item = String> {
        self.plan.webhooks.all.iter().map(|webhook| webhook.pointer.clone())
    }

    /// The operation that a method of a namespace calls.
    fn operation(&self, item: &Item) -> Option<&'p Operation> {
        let path = self.spaces.get(&item.module)?;
        let is_own = item.holder.as_deref() == Some(&format!("{}{}", item.module, type_name(path.last()?)));
        let name = member(item).filter(|_| is_own)?;
        let space = self.plan.namespaces.get(*path)?;
        let method = space.methods.iter().find(|method| method.name == name)?;
        self.plan.operations.get(method.operation)
    }

    /// The operations of the namespace below a path that is called so, or of all below the path.
    fn below(&self, path: &[String], child: Option<&str>) -> Vec<String> {
        let calls = |operation: &Operation, fits: &dyn Fn(&[String]) -> bool| {
            let commands = operation.commands.iter().map(|command| &command.call);
            operation.calls.iter().chain(commands).any(|call| {
                let names: Vec<String> = call.namespace.iter().map(|segment| segment.name.clone()).collect();
                names.starts_with(path) && fits(&names[path.len()..])
            })
        };
        let of = |fits: &dyn Fn(&[String]) -> bool| -> Vec<String> {
            let operations = self.plan.operations.iter().filter(|operation| calls(operation, fits));
            operations.map(|operation| operation.pointer.clone()).collect()
        };
        match child {
            Some(child) => of(&|rest| rest.first().is_some_and(|name| name == child)),
            None => of(&|_| true),
        }
    }

    /// A setter stands for a parameter, or for a field of the body; everything else for the call.
    fn of_request(&self, operation: &Operation, item: &Item) -> Vec<String> {
        let Some(name) = member(item) else { return of_call(operation) };
        let parameter = operation.parameters.iter().find(|parameter| parameter.name == name);
        let body = operation.commands.iter().filter_map(|command| self.plan.types.get(&command.variant));
        let fields = body.flat_map(|decl| self.fields(decl, name));
        let own: Vec<String> =
            parameter.map(|parameter| parameter.pointer.clone()).into_iter().chain(fields).collect();
        if own.is_empty() { of_call(operation) } else { own }
    }

    fn of_type(&self, decl: &TypeDecl, item: &Item) -> Vec<String> {
        let whole = || vec![decl.pointer.clone()];
        let Some(name) = member(item) else { return self.of_declaration(decl, item) };
        if name == "new" {
            let required = decl.fields().iter().filter(|field| field.required);
            return whole().into_iter().chain(required.map(|field| field.pointer.clone())).collect();
        }
        if let Some(shortcut) = decl.shortcuts.iter().find(|shortcut| shortcut.name == name) {
            return whole().into_iter().chain([shortcut.pointer.clone()]).collect();
        }
        let own = match &decl.kind {
            Kind::Object(_) => self.fields(decl, name),
            Kind::Enum(values) => {
                let values = values.iter().filter(|value| value.name == name);
                values.map(|value| value.pointer.clone()).collect()
            }
            Kind::Union(union) => {
                let is_variant = |variant: &str| variant == name || name.contains(&value_name(variant));
                let variants = union.variants.iter().filter(|variant| is_variant(&variant.name));
                let own = variants.map(|variant| variant.pointer.clone());
                let made = union.constructors.iter().filter(|constructor| constructor.name == name);
                let made = made.filter_map(|constructor| union.variants.get(constructor.variant));
                let made = made.flat_map(|variant| self.of_variant(variant));
                own.chain(self.fields(decl, name)).chain(made).collect()
            }
            Kind::Responses(statuses) => {
                let statuses = statuses.iter().filter(|status| status.name == name);
                statuses.map(|status| status.pointer.clone()).collect()
            }
        };
        if own.is_empty() { whole() } else { own }
    }

    /// A type, or what it implements. An update is made of a response where their fields agree.
    fn of_declaration(&self, decl: &TypeDecl, item: &Item) -> Vec<String> {
        let is_made = item.declared.iter().any(|declared| matches!(declared, Declared::Trait(_)));
        let conversions = self.plan.updates.get(&decl.name).filter(|_| is_made).into_iter().flatten();
        let sources = conversions.filter(|(response, _)| item.path.ends_with(&format!("From<&{response}>")));
        let owners = sources.flat_map(|(response, conversion)| match &conversion.source {
            Source::Fields(fields) => fields.iter().map(|field| &field.owner).chain([response]).collect(),
            Source::Variants(variants) => {
                variants.iter().map(|(_, ty)| ty).chain([response]).collect::<Vec<_>>()
            }
        });
        let owners = owners.filter_map(|name| Some(self.plan.types.get(name)?.pointer.clone()));
        let mut pointers: Vec<String> = owners.chain([decl.pointer.clone()]).collect();
        pointers.sort();
        pointers.dedup();
        pointers
    }

    /// A constructor of a union is made from the variant and what it requires.
    fn of_variant(&self, variant: &VariantDecl) -> Vec<String> {
        let decl = variant.ty.named().and_then(|name| self.plan.types.get(name));
        let fields = decl.into_iter().flat_map(TypeDecl::fields).filter(|field| field.required);
        let value = fields.clone().filter_map(|field| self.plan.types.get(field.ty.named()?));
        let value = value.map(|decl| decl.pointer.clone());
        let own = [variant.pointer.clone()].into_iter().chain(decl.map(|decl| decl.pointer.clone()));
        own.chain(fields.map(|field| field.pointer.clone())).chain(value).collect()
    }

    /// The properties that a field, or the setter or getter of one, stands for: several where it is read from whichever
    /// variant there is.
    fn fields(&self, decl: &TypeDecl, member: &str) -> Vec<String> {
        let is_field = |field: &&FieldDecl| field.name == member || value_name(&field.wire) == member;
        match &decl.kind {
            Kind::Union(union) => {
                let variants = union.variants.iter().filter_map(|variant| variant.ty.named());
                let objects = variants.filter_map(|name| self.plan.types.get(name));
                let fields = objects.flat_map(|decl| decl.fields().iter().filter(is_field));
                fields.map(|field| field.pointer.clone()).collect()
            }
            _ => decl.fields().iter().filter(is_field).map(|field| field.pointer.clone()).collect(),
        }
    }
}

/// The name that an item has within its holder.
fn member(item: &Item) -> Option<&str> {
    let rest = item.path.strip_prefix(item.holder.as_deref()?)?;
    let is_member = rest.starts_with("::") || rest.starts_with('.');
    is_member.then(|| rest.trim_start_matches([':', '.']))
}

/// A call is made from its operation and from the parameters that it takes as arguments; whether it pages is said for all.
fn of_call(operation: &Operation) -> Vec<String> {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let parameters = required.map(|parameter| parameter.pointer.clone());
    [operation.pointer.clone(), "/x-pagination".to_owned()].into_iter().chain(parameters).collect()
}

fn client() -> Vec<String> {
    CLIENT.iter().map(|pointer| (*pointer).to_owned()).collect()
}
