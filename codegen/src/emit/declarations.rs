//! The Rust type of every field and variant, as progenitor declares it.
//!
//! The plan's objects and unions are put to progenitor as plain OpenAPI schemas, stripped of all that its own rules
//! would turn into stricter types (bounds, patterns, defaults, closed enums, nullability). It answers with structs;
//! their field types are read back with syn, renamed from its paths (`::std::vec::Vec`) to the short names that the
//! generated modules import, and handed out by type and position. Where a recursive type needs a `Box`, it has one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};
use syn::visit_mut::VisitMut;

use crate::plan::{Kind, Plan, Type, TypeDecl};
use crate::problem::{Problem, Severity};

/// The field or variant types of each declared type, in the order of the plan.
pub type Declared = BTreeMap<String, Vec<syn::Type>>;

/// Asks progenitor for the declarations.
///
/// # Errors
///
/// When progenitor cannot do what the document wants.
pub fn declare(plan: &Plan) -> Result<Declared, Vec<Problem>> {
    let order: Vec<&TypeDecl> = plan.types.values().collect();
    let numbers = order.iter().enumerate().map(|(number, decl)| (decl.name.as_str(), number)).collect();
    let lowering = Lowering { numbers, wrapped: RefCell::default() };
    let file = run(lowering.document(&order)).map_err(|why| vec![failure(&why)])?;
    let mut structs = structs_of(&file);
    let mut declared = Declared::new();
    for (number, decl) in order.iter().enumerate() {
        let mut types = structs.remove(&placeholder(number)).unwrap_or_default();
        let expected = decl.mentions().len();
        if types.len() != expected {
            let why = format!("{} has {expected} fields, but progenitor declared {}", decl.name, types.len());
            return Err(vec![failure(&why)]);
        }
        let mut rename = Rename { order: &order, wrapped: &lowering.wrapped.borrow() };
        types.iter_mut().for_each(|ty| rename.visit_type_mut(ty));
        declared.insert(decl.name.clone(), types);
    }
    Ok(declared)
}

/// progenitor reports what it cannot do by errors and, in some corners, by panics; neither may reach the user raw.
fn run(document: Value) -> Result<syn::File, String> {
    let spec: openapiv3::OpenAPI = serde_json::from_value(document).map_err(|error| error.to_string())?;
    let generate =
        || progenitor::Generator::default().generate_tokens(&spec).map_err(|error| error.to_string());
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(generate));
    std::panic::set_hook(quiet);
    let tokens = outcome.map_err(|_| "progenitor panicked".to_owned())??;
    syn::parse2(tokens).map_err(|error| error.to_string())
}

fn failure(why: &str) -> Problem {
    Problem {
        rule: "generator-limit",
        severity: Severity::Error,
        at: None,
        message: format!("the types of this document cannot be declared: {why}"),
        mend: "simplify the schema, or report it as a defect of the generator".to_owned(),
    }
}

/// Types go to progenitor by number and fields by position: no rule of naming can change or merge them.
fn placeholder(number: usize) -> String {
    format!("T{number}")
}

struct Lowering<'a> {
    numbers: BTreeMap<&'a str, usize>,
    /// Types that may come wrapped in a list, by the number of the placeholder that stands for the wrapper.
    wrapped: RefCell<Vec<Type>>,
}

/// The placeholder of a wrapper.
fn wrapper(number: usize) -> String {
    format!("W{number}")
}

impl Lowering<'_> {
    fn document(&self, order: &[&TypeDecl]) -> Value {
        let mut schemas: serde_json::Map<String, Value> =
            order.iter().enumerate().map(|(number, decl)| (placeholder(number), self.schema(decl))).collect();
        schemas.insert(
            "Secret".to_owned(),
            json!({ "type": "object", "properties": { "text": { "type": "string" } } }),
        );
        // Lowering a wrapped type may come upon more of them.
        let mut number = 0;
        while let Some(inner) = self.wrapped.borrow().get(number).cloned() {
            let item = self.value(&inner);
            schemas.insert(wrapper(number), json!({ "type": "object", "properties": { "item": item } }));
            number += 1;
        }
        json!({
            "openapi": "3.0.3",
            "info": { "title": "Declarations", "version": "1.0.0" },
            "paths": {},
            "components": { "schemas": schemas },
        })
    }

    fn schema(&self, decl: &TypeDecl) -> Value {
        let types = decl.mentions();
        if matches!(decl.kind, Kind::Enum(_)) {
            // Only its name matters, and of all types an empty struct costs the least.
            return json!({ "type": "object", "additionalProperties": false });
        }
        let names: Vec<String> = (0..types.len()).map(|index| format!("f{index:05}")).collect();
        let properties: serde_json::Map<String, Value> =
            names.iter().cloned().zip(types.iter().map(|ty| self.value(ty))).collect();
        json!({ "type": "object", "properties": properties, "required": names })
    }

    fn value(&self, ty: &Type) -> Value {
        match ty {
            Type::String => json!({ "type": "string" }),
            Type::Secret => json!({ "$ref": "#/components/schemas/Secret" }),
            Type::Uuid => json!({ "type": "string", "format": "uuid" }),
            Type::Timestamp => json!({ "type": "string", "format": "date-time" }),
            Type::Integer => json!({ "type": "integer", "format": "int64" }),
            Type::Number => json!({ "type": "number", "format": "double" }),
            Type::Bool => json!({ "type": "boolean" }),
            Type::Any => json!({}),
            Type::Named(name) => {
                let number = self.numbers.get(name.as_str()).copied().unwrap_or_default();
                json!({ "$ref": format!("#/components/schemas/{}", placeholder(number)) })
            }
            Type::List(item) => json!({ "type": "array", "items": self.value(item) }),
            Type::Map(value) => json!({ "type": "object", "additionalProperties": self.value(value) }),
            Type::MaybeArray(inner) => {
                let mut wrapped = self.wrapped.borrow_mut();
                wrapped.push((**inner).clone());
                json!({ "$ref": format!("#/components/schemas/{}", wrapper(wrapped.len() - 1)) })
            }
            Type::Nullable(inner) => json!({ "nullable": true, "allOf": [self.value(inner)] }),
        }
    }
}

/// Field types of every struct of the `types` module.
fn structs_of(file: &syn::File) -> BTreeMap<String, Vec<syn::Type>> {
    let modules = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content.as_ref(),
        _ => None,
    });
    let items = modules.flat_map(|(_, items)| items);
    let structs = items.filter_map(|item| match item {
        syn::Item::Struct(found) => Some((found.ident.to_string(), field_types(found))),
        _ => None,
    });
    structs.collect()
}

fn field_types(found: &syn::ItemStruct) -> Vec<syn::Type> {
    let mut fields: Vec<_> =
        found.fields.iter().filter_map(|field| Some((field.ident.as_ref()?, &field.ty))).collect();
    fields.sort_by_key(|(name, _)| name.to_string());
    fields.into_iter().map(|(_, ty)| ty.clone()).collect()
}

/// From progenitor's paths to the names that generated modules import.
struct Rename<'a> {
    order: &'a [&'a TypeDecl],
    wrapped: &'a [Type],
}

impl VisitMut for Rename<'_> {
    fn visit_type_mut(&mut self, ty: &mut syn::Type) {
        syn::visit_mut::visit_type_mut(self, ty);
        if let syn::Type::Path(path) = ty
            && let Some(renamed) = self.rename(&path.path)
        {
            *ty = renamed;
        }
    }
}

impl Rename<'_> {
    fn rename(&self, path: &syn::Path) -> Option<syn::Type> {
        let last = path.segments.last()?;
        let name = last.ident.to_string();
        let arguments = arguments(&last.arguments);
        let renamed = match name.as_str() {
            _ if self.wrapped_name(&name).is_some() => {
                let inner = self.wrapped_name(&name)?;
                syn::parse_quote!(MaybeArray<#inner>)
            }
            "DateTime" => syn::parse_quote!(Timestamp),
            "HashMap" | "Map" => {
                let value = arguments.last()?;
                syn::parse_quote!(Map<#value>)
            }
            _ => {
                let ident = self.declared(&name).unwrap_or_else(|| last.ident.clone());
                if arguments.is_empty() {
                    syn::parse_quote!(#ident)
                } else {
                    syn::parse_quote!(#ident<#(#arguments),*>)
                }
            }
        };
        Some(renamed)
    }

    fn wrapped_name(&self, name: &str) -> Option<syn::Ident> {
        let number: usize = name.strip_prefix('W')?.parse().ok()?;
        Some(quote::format_ident!("{}", self.wrapped.get(number)?.named()?))
    }

    fn declared(&self, name: &str) -> Option<syn::Ident> {
        let number: usize = name.strip_prefix('T')?.parse().ok()?;
        let decl = self.order.get(number)?;
        Some(quote::format_ident!("{}", decl.name))
    }
}

fn arguments(arguments: &syn::PathArguments) -> Vec<&syn::GenericArgument> {
    match arguments {
        syn::PathArguments::AngleBracketed(list) => list.args.iter().collect(),
        _ => Vec::new(),
    }
}
