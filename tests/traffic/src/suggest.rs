//! The change to the specification that would make a finding go away, as a patch for `git apply`.
//!
//! A suggestion is a start: replace its placeholder descriptions by the meaning. Where only a person knows what to write,
//! or the value may not be shown, there is a sentence instead of a patch.

mod edit;
mod scalar;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use document::node::Node;
use document::source::FileId;
use document::{Document, Place};

use crate::Traffic;
use crate::finding::{Change, Finding, Key, Kind, Rule};
use edit::{Editor, Text};

/// The suggestion for one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to do, in a sentence.
    pub note: String,
    /// The patch; empty if there is none.
    pub diff: String,
}

/// A file of the specification with a suggestion written into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Its path.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// Makes suggestions for the findings of a run. Each file of the specification is parsed once.
#[derive(Debug)]
pub struct Suggester<'d> {
    document: &'d Document,
    texts: RefCell<BTreeMap<FileId, Rc<Text>>>,
}

impl<'d> Suggester<'d> {
    /// For the findings of this run.
    pub fn new(traffic: &Traffic<'d>) -> Self {
        Self { document: traffic.document(), texts: RefCell::default() }
    }

    /// What is suggested for a finding.
    pub fn suggestion(&self, key: &Key, finding: &Finding<'_>) -> Option<Suggestion> {
        let note = note(key, finding)?;
        let difference = self.editor(key, finding).map(|editor| {
            let path = self.document.sources.path(editor.file());
            editor.difference(path)
        });
        Some(Suggestion { note, diff: difference.unwrap_or_default() })
    }

    /// The file that the suggestion is written into, with it; none where there is no text to suggest.
    pub fn edited(&self, key: &Key, finding: &Finding<'_>) -> Option<Edited> {
        let editor = self.editor(key, finding)?;
        Some(Edited { path: self.document.sources.path(editor.file()).to_owned(), text: editor.finish() })
    }

    fn editor(&self, key: &Key, finding: &Finding<'_>) -> Option<Editor> {
        let node = self.changed(key, finding)?;
        let file = node.at.file;
        let mut editor = Editor::new(file, self.text(file)?);
        self.write(&mut editor, node, key, finding)?;
        Some(editor)
    }

    fn text(&self, file: FileId) -> Option<Rc<Text>> {
        if let Some(known) = self.texts.borrow().get(&file) {
            return Some(Rc::clone(known));
        }
        let text = Rc::new(Text::new(&self.document.sources.iter().nth(usize::from(file.0))?.text));
        self.texts.borrow_mut().insert(file, Rc::clone(&text));
        Some(text)
    }

    /// New text: that of a schema, an operation, a parameter or a body.
    fn changed(&self, key: &Key, finding: &Finding<'_>) -> Option<&'d Node> {
        let place = match &finding.change {
            Change::None => return None,
            Change::AddProperty { schema, .. }
            | Change::AddValues { schema }
            | Change::AllowNull { schema }
            | Change::AllowType { schema }
            | Change::NotRequired { schema, .. }
            | Change::Drop { schema, .. } => schema.place(),
            Change::Optional { place } | Change::AddResponseBody { place } => place,
            Change::AddStatus { operation, .. }
            | Change::AddParameter { operation, .. }
            | Change::AddRequestBody { operation } => &operation.place,
            Change::AddOperation { .. } => return self.item_or_paths(key),
        };
        self.node(place)
    }

    fn node(&self, place: &Place) -> Option<&'d Node> {
        self.document.node(&place.pointer)
    }

    fn item_or_paths(&self, key: &Key) -> Option<&'d Node> {
        let paths = self.document.node("/paths")?;
        Some(paths.get(&key.template).unwrap_or(paths))
    }

    fn write(&self, editor: &mut Editor, node: &Node, key: &Key, finding: &Finding<'_>) -> Option<()> {
        let kinds = &finding.kinds;
        match &finding.change {
            Change::None => None,
            Change::AddProperty { name, .. } | Change::AddParameter { name, .. } if name.contains('{') => {
                None
            }
            Change::AddProperty { name, .. } => {
                let entry = format!("{}: {}", scalar::key(name), schema_of(kinds));
                editor.insert_key(node.get("properties")?, &entry)
            }
            Change::AddValues { .. } => {
                let values: Vec<String> = finding.values.iter().map(|value| scalar::text(value)).collect();
                (!values.is_empty()).then(|| editor.insert_items(node.get("enum")?, &values))?
            }
            Change::AllowNull { .. } => allow_null(editor, node),
            Change::AllowType { .. } => allow_type(editor, node, kinds),
            Change::NotRequired { name, .. } => not_required(editor, node, name),
            Change::Optional { .. } => editor.replace_scalar(node.get("required")?, "false"),
            Change::Drop { keyword, .. } => {
                let flag = match *keyword {
                    "minimum" => "exclusiveMinimum",
                    "maximum" => "exclusiveMaximum",
                    _ => "",
                };
                if node.get(flag).is_some() {
                    editor.remove_key(node, flag)?;
                }
                editor.remove_key(node, keyword)
            }
            Change::AddStatus { status, .. } => {
                editor.insert_key(node.get("responses")?, &format!("'{status}': {}", response(kinds)))
            }
            Change::AddParameter { name, .. } => {
                let ty = ty_of(kinds).unwrap_or_else(|| "type: string".to_owned());
                let name = scalar::text(name);
                let text =
                    format!("{{name: {name}, in: query, description: {DESCRIPTION}, schema: {{{ty}}}}}");
                match node.get("parameters") {
                    Some(list) => editor.insert_items(list, &[text]),
                    None => editor.insert_key(node, &format!("parameters: [{text}]")),
                }
            }
            Change::AddResponseBody { .. } => editor.insert_key(node, &content(kinds)),
            Change::AddRequestBody { .. } => editor.insert_key(
                node,
                &format!("requestBody: {{description: {DESCRIPTION}, {}}}", content(kinds)),
            ),
            Change::AddOperation { status } => {
                let operation = operation(key, *status, kinds);
                match key.rule {
                    Rule::UnknownMethod => editor.insert_key(node, &operation),
                    _ => editor.insert_key(node, &format!("{}: {{{operation}}}", template(key))),
                }
            }
        }
    }
}

const DESCRIPTION: &str = "Seen in traffic; describe it.";

fn note(key: &Key, finding: &Finding<'_>) -> Option<String> {
    let name = key.path.rsplit(['.', ' ']).next().unwrap_or_default();
    let note = match key.rule {
        Rule::UnreadableLine | Rule::MalformedBody => return None,
        Rule::UnknownPath => {
            "add the path, transcribed from its page; the recording only shows that it is there".to_owned()
        }
        Rule::UnknownMethod => {
            format!("add `{}` to the path, transcribed from its page", key.method.to_lowercase())
        }
        Rule::UndocumentedStatus => "document the status".to_owned(),
        Rule::UndocumentedParameter => format!("add the parameter `{name}`"),
        Rule::MissingParameter => format!("the parameter `{name}` is not required after all"),
        Rule::UndocumentedBody => "document the body".to_owned(),
        Rule::MissingBody if matches!(finding.change, Change::Optional { .. }) => {
            "the body is not required after all".to_owned()
        }
        Rule::MissingBody => {
            "no schema stands for an empty body: give it a status without `content`".to_owned()
        }
        Rule::UndocumentedField => format!("add the property `{name}`"),
        Rule::MissingField => format!("`{name}` is not required after all"),
        Rule::UnknownEnumValue if finding.values.is_empty() => {
            "add the value; it may be private and is not shown".to_owned()
        }
        Rule::UnknownEnumValue => "add what was seen to the enum".to_owned(),
        Rule::UnknownVariant => "add a type for this value of the discriminator".to_owned(),
        Rule::UndocumentedNull => "allow null".to_owned(),
        Rule::TypeMismatch => format!(
            "allow {} as well; if the documented type never comes, put it in its place",
            kinds(finding)
        ),
        Rule::Format | Rule::Bounds => "it does not apply to every value: remove it".to_owned(),
        Rule::Undecodable | Rule::Lost => {
            "the specification allows the value: the generator is to be fixed".to_owned()
        }
    };
    Some(note)
}

fn kinds(finding: &Finding<'_>) -> String {
    finding.kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" and ")
}

/// The schema of values of these kinds.
fn schema_of(kinds: &BTreeSet<Kind>) -> String {
    let ty = ty_of(kinds).map(|ty| format!("{ty}, ")).unwrap_or_default();
    let null = if kinds.contains(&Kind::Null) { "nullable: true, " } else { "" };
    format!("{{{ty}{null}description: {DESCRIPTION}}}")
}

/// The type of values of these kinds, when it is one.
fn ty_of(kinds: &BTreeSet<Kind>) -> Option<String> {
    let kinds: Vec<Kind> = kinds.iter().copied().filter(|kind| *kind != Kind::Null).collect();
    let text = match kinds.as_slice() {
        [Kind::Array] => "type: array, items: {}",
        [Kind::Object] => "type: object, additionalProperties: true",
        [Kind::Integer, Kind::Number] => "type: number",
        [only] => return Some(format!("type: {}", only.name())),
        _ => return None,
    };
    Some(text.to_owned())
}

fn content(kinds: &BTreeSet<Kind>) -> String {
    format!("content: {{application/json: {{schema: {}}}}}", schema_of(kinds))
}

fn response(kinds: &BTreeSet<Kind>) -> String {
    match kinds.is_empty() {
        true => format!("{{description: {DESCRIPTION}}}"),
        false => format!("{{description: {DESCRIPTION}, {}}}", content(kinds)),
    }
}

/// An operation as far as a recording shows it.
fn operation(key: &Key, status: u16, kinds: &BTreeSet<Kind>) -> String {
    let method = key.method.to_lowercase();
    let words = key.template.split(['/', '-', '.', '{', '}']).filter(|word| !word.is_empty());
    let id: Vec<&str> = std::iter::once(method.as_str()).chain(words).collect();
    let names = template_names(key);
    let parameters: Vec<String> = names
        .iter()
        .map(|name| format!("{{name: {name}, in: path, required: true, description: {DESCRIPTION}, schema: {{type: string}}}}"))
        .collect();
    let parameters = match parameters.is_empty() {
        true => String::new(),
        false => format!("parameters: [{}], ", parameters.join(", ")),
    };
    format!(
        "{method}: {{operationId: {}, summary: {DESCRIPTION}, {parameters}responses: {{'{status}': {}}}}}",
        id.join("_"),
        response(kinds)
    )
}

/// The template, with names for its parameters.
fn template(key: &Key) -> String {
    let mut number = 0;
    let parts = key.template.split('/').map(|part| match is_unnamed(part) {
        true => {
            number += 1;
            format!("{{{}}}", parameter_name(number))
        }
        false => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn template_names(key: &Key) -> Vec<String> {
    let unnamed = key.template.split('/').filter(|part| is_unnamed(part)).count();
    let named = key.template.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let named = named.filter(|name| !name.starts_with("...")).map(str::to_owned);
    named.chain((1..=unnamed).map(parameter_name)).collect()
}

/// Whether a part of a template is a placeholder for something that is not shown.
fn is_unnamed(part: &str) -> bool {
    part.starts_with("{...")
}

fn parameter_name(number: usize) -> String {
    if number == 1 { "id".to_owned() } else { format!("id{number}") }
}

fn allow_null(editor: &mut Editor, site: &Node) -> Option<()> {
    match (site.get("$ref"), site.get("nullable")) {
        // Nothing may stand beside a reference.
        (Some(target), _) => {
            editor.replace_reference(site, &format!("{{$ref: '{}'}}", editor.scalar(target)?))
        }
        (None, Some(flag)) => editor.replace_scalar(flag, "true"),
        (None, None) => editor.insert_key(site, "nullable: true"),
    }
}

/// Keywords that belong to one type.
const OF_TYPE: [&str; 14] = [
    "type",
    "format",
    "enum",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "example",
    "default",
    "x-enum-descriptions",
];

/// One more variant of a union; anything else becomes a union of what it was and what was seen.
fn allow_type(editor: &mut Editor, schema: &Node, kinds: &BTreeSet<Kind>) -> Option<()> {
    let seen: Vec<String> =
        kinds.iter().filter_map(|kind| Some(format!("{{{}}}", ty_of(&BTreeSet::from([*kind]))?))).collect();
    if let Some(variants) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
        return editor.insert_items(variants, &seen);
    }
    if schema.get_str("type") == Some("integer") && kinds.iter().all(|kind| *kind == Kind::Number) {
        editor.replace_scalar(schema.get("type")?, "number")?;
        return schema.get("format").map_or(Some(()), |_| editor.remove_key(schema, "format"));
    }
    if matches!(schema.get_str("type"), None | Some("object" | "array")) {
        return editor.wrap(schema, "oneOf", &seen);
    }
    let mut own = Vec::new();
    for (keyword, node) in OF_TYPE.iter().filter_map(|keyword| Some((*keyword, schema.get(keyword)?))) {
        if !matches!(keyword, "example" | "default" | "x-enum-descriptions") {
            own.push(format!("{keyword}: {}", scalar::flow(&node.to_json())));
        }
        // The first is where the union goes.
        if keyword != "type" {
            editor.remove_key(schema, keyword)?;
        }
    }
    let variants = format!("oneOf: [{{{}}}, {}]", own.join(", "), seen.join(", "));
    editor.replace_entry(schema, "type", &variants)
}

fn not_required(editor: &mut Editor, schema: &Node, name: &str) -> Option<()> {
    let required: Vec<&Node> = schema.items("required").collect();
    match required.as_slice() {
        [_] => editor.remove_key(schema, "required"),
        several => editor
            .remove_item(schema.get("required")?, several.iter().find(|item| item.as_str() == Some(name))?),
    }
}
