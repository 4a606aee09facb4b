//! Methods of the client: each sends one operation.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Expr, ExprCall, ExprIf, ExprMethodCall, FnArg, ImplItemFn, Lit, Meta, Pat, ReturnType, Type};

use super::classes::{arguments, class};
use super::items::split;
use super::{Body, Class, Encoding, Operation, Parameter, Place};
use crate::bundle::METHODS;

/// Reads the methods of an `impl Client`; those that send nothing are not `async`.
pub(super) fn read(tokens: TokenStream, operations: &mut Vec<Operation>) -> Result<(), String> {
    for item in split(tokens).into_iter().filter(|item| item.is("fn")) {
        let method: ImplItemFn = item.parse()?;
        if method.sig.asyncness.is_some() {
            let name = method.sig.ident.to_string();
            operations.push(operation(&method).ok_or(format!("the method {name} is not built as expected"))?);
        }
    }
    Ok(())
}

fn operation(method: &ImplItemFn) -> Option<Operation> {
    let mut request = Request::default();
    request.visit_block(&method.block);
    let verb = request.verb?.to_uppercase();
    let path = template(&documentation(method), &verb, &request.format?)?;
    let in_path = names(&path).zip(&request.path);
    let in_path = in_path.map(|(wire, argument)| (argument.clone(), (wire.to_owned(), Place::Path)));
    let mut places: BTreeMap<String, (String, Place)> = request.places;
    places.extend(in_path);
    let mut body = None;
    let mut parameters = Vec::new();
    for (name, ty) in inputs(method) {
        match places.remove(&name) {
            Some((wire, place)) => {
                let optional = generic(ty, "Option");
                let (required, class) = (optional.is_none(), class(optional.unwrap_or(ty)));
                parameters.push(Parameter { wire, place, class, required });
            }
            None => body = Some(Body { encoding: request.encoding?, class: class(ty) }),
        }
    }
    let response = success(&method.sig.output)?;
    // Every place has its argument.
    places.is_empty().then_some(Operation { method: verb, path, parameters, body, response })
}

/// The arguments but for `self`.
fn inputs(method: &ImplItemFn) -> impl Iterator<Item = (String, &Type)> {
    method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(pattern) => Some((pattern.ident.to_string(), &*typed.ty)),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

/// `Result<ResponseValue<T>, Error<E>>`.
fn success(output: &ReturnType) -> Option<Class> {
    let ReturnType::Type(_, result) = output else { return None };
    let value = generic(generic(result, "Result")?, "ResponseValue")?;
    let is_stream = matches!(value, Type::Path(path) if path.path.is_ident("ByteStream"));
    Some(if is_stream { Class::Bytes } else { class(value) })
}

/// The first argument of a generic type that is called by its plain name.
fn generic<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    match ty {
        Type::Path(path) if path.path.segments.first()?.ident == name => {
            arguments(&path.path).first().copied()
        }
        _ => None,
    }
}

fn documentation(method: &ImplItemFn) -> String {
    let lines = method.attrs.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => literal(&pair.value),
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The path with its names, which only the documentation has; the format in the code identifies the line.
fn template(documentation: &str, verb: &str, format: &str) -> Option<String> {
    let start = format!("Sends a `{verb}` request to `");
    let mut paths = documentation.lines().filter_map(|line| line.strip_prefix(&start)?.strip_suffix('`'));
    paths.find(|path| format!("{{}}{}", without_names(path)) == format).map(str::to_owned)
}

fn without_names(path: &str) -> String {
    let mut in_name = false;
    path.chars()
        .filter(|sign| {
            let keep = !in_name || *sign == '}';
            in_name = *sign == '{' || (in_name && *sign != '}');
            keep
        })
        .collect()
}

/// The names in the braces of a path.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// What the body of a method does with its arguments.
#[derive(Default)]
struct Request {
    verb: Option<String>,
    /// The format of the URL: the base and the path, with `{}` for each value.
    format: Option<String>,
    /// The arguments that go into the path, in its order.
    path: Vec<String>,
    /// The names on the wire and places of all others, by argument.
    places: BTreeMap<String, (String, Place)>,
    encoding: Option<Encoding>,
    /// Inside `if let Some(name) = argument`: the name, and the argument.
    bound: Option<(String, String)>,
}

impl<'ast> Visit<'ast> for Request {
    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        if !found.path.is_ident("format") || self.format.is_some() {
            return;
        }
        let tokens: Vec<TokenTree> = found.tokens.clone().into_iter().collect();
        if let Some(TokenTree::Literal(format)) = tokens.first() {
            self.format = syn::parse_str::<syn::LitStr>(&format.to_string()).ok().map(|text| text.value());
        }
        // Each value is `encode_path(&name.to_string())`.
        let values = tokens.iter().filter_map(|token| match token {
            TokenTree::Group(group) => group.stream().into_iter().find_map(|token| match token {
                TokenTree::Ident(ident) => Some(ident.to_string()),
                _ => None,
            }),
            _ => None,
        });
        self.path = values.collect();
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let name = call.method.to_string();
        match name.as_str() {
            verb if METHODS.contains(&verb) && is_field(&call.receiver, "client") => {
                self.verb = Some(name);
            }
            "json" => self.encoding = Some(Encoding::Json),
            "form_urlencoded" => self.encoding = Some(Encoding::Form),
            "body" => self.encoding = Some(Encoding::Raw),
            "append" => self.header(call),
            _ => {}
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let is_query = matches!(&*call.func, Expr::Path(path)
            if path.path.segments.iter().any(|segment| segment.ident == "QueryParam"));
        if let (true, Some(wire), Some(argument)) =
            (is_query, call.args.first().and_then(literal), call.args.get(1).and_then(ident))
        {
            self.places.insert(argument, (wire, Place::Query));
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_if(&mut self, found: &'ast ExprIf) {
        if let Expr::Let(pattern) = &*found.cond
            && let Pat::TupleStruct(some) = &*pattern.pat
            && let Some(Pat::Ident(inner)) = some.elems.first()
            && let Some(argument) = ident(&pattern.expr)
        {
            self.bound = Some((inner.ident.to_string(), argument));
        }
        syn::visit::visit_expr_if(self, found);
        self.bound = None;
    }
}

impl Request {
    /// `header_map.append("name", argument.to_string().try_into()?)`.
    fn header(&mut self, call: &ExprMethodCall) {
        let (Some(wire), Some(argument)) =
            (call.args.first().and_then(literal), call.args.get(1).and_then(ident))
        else {
            return;
        };
        let argument = match &self.bound {
            Some((inner, outer)) if *inner == argument => outer.clone(),
            _ => argument,
        };
        self.places.insert(argument, (wire, Place::Header));
    }
}

fn is_field(expression: &Expr, name: &str) -> bool {
    matches!(expression, Expr::Field(field) if matches!(&field.member, syn::Member::Named(member) if member == name))
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(found) => match &found.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The variable that an expression is about.
fn ident(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(reference) => ident(&reference.expr),
        Expr::MethodCall(call) => ident(&call.receiver),
        Expr::Try(tried) => ident(&tried.expr),
        _ => None,
    }
}
