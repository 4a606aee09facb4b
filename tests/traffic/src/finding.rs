//! Findings, each of them once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use document::source::Location;
use document::{Direction, Operation, Place, Schema};
use serde_json::Value;

/// What a finding is about. The names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A line or entry that is no exchange.
    UnreadableLine,
    /// A path that the document does not have.
    UnknownPath,
    /// A path that the document has, with another method.
    UnknownMethod,
    /// A status that the operation does not document.
    UndocumentedStatus,
    /// A query parameter that the operation does not document.
    UndocumentedParameter,
    /// A missing required parameter.
    MissingParameter,
    /// A body where none is documented.
    UndocumentedBody,
    /// No body where one is documented.
    MissingBody,
    /// A body whose media type is JSON and whose content is not.
    MalformedBody,
    /// A field that the document does not name.
    UndocumentedField,
    /// A missing required field.
    MissingField,
    /// A value that an enum does not list.
    UnknownEnumValue,
    /// A value of a discriminator that names none of the types.
    UnknownVariant,
    /// A `null` where none is documented.
    UndocumentedNull,
    /// A value of another type.
    TypeMismatch,
    /// Text that violates the documented format.
    Format,
    /// A value that violates a documented bound or pattern.
    Bounds,
    /// The generated type cannot be read from it, although the document allows it.
    Undecodable,
    /// The generated type was read and written, and something is lost or changed.
    Lost,
}

impl Rule {
    /// The name of the rule.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnreadableLine => "unreadable-line",
            Self::UnknownPath => "unknown-path",
            Self::UnknownMethod => "unknown-method",
            Self::UndocumentedStatus => "undocumented-status",
            Self::UndocumentedParameter => "undocumented-parameter",
            Self::MissingParameter => "missing-parameter",
            Self::UndocumentedBody => "undocumented-body",
            Self::MissingBody => "missing-body",
            Self::MalformedBody => "malformed-body",
            Self::UndocumentedField => "undocumented-field",
            Self::MissingField => "missing-field",
            Self::UnknownEnumValue => "unknown-enum-value",
            Self::UnknownVariant => "unknown-variant",
            Self::UndocumentedNull => "undocumented-null",
            Self::TypeMismatch => "type-mismatch",
            Self::Format => "format",
            Self::Bounds => "bounds",
            Self::Undecodable => "undecodable",
            Self::Lost => "lost",
        }
    }

    /// How far a value is from its schema because of this: of several variants, the nearest applies.
    pub(crate) fn weight(self) -> u32 {
        match self {
            // Names say more than types.
            Self::MissingField | Self::UndocumentedField => 15,
            Self::TypeMismatch | Self::UndocumentedNull => 10,
            Self::UnknownEnumValue => 4,
            _ => 1,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The part of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Method, path or status.
    Exchange,
    /// A path parameter.
    Path,
    /// A query parameter.
    Query,
    /// The request body.
    Request,
    /// The body of the response with this status.
    Response(u16),
}

impl Part {
    /// The direction of its values.
    pub(crate) fn direction(self) -> Direction {
        match self {
            Self::Response(_) => Direction::Response,
            _ => Direction::Request,
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exchange => f.write_str("exchange"),
            Self::Path => f.write_str("path parameter"),
            Self::Query => f.write_str("query parameter"),
            Self::Request => f.write_str("request"),
            Self::Response(status) => write!(f, "response {status}"),
        }
    }
}

/// What kind of JSON value something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Null,
    Bool,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Bool,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    /// The type of OpenAPI; `null` is none.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// What has to be written where, for `--suggest`.
#[derive(Clone, Debug)]
pub(crate) enum Change<'d> {
    None,
    /// A property of this schema.
    AddProperty {
        schema: Schema<'d>,
        name: String,
    },
    /// Values of this schema's enum.
    AddValues {
        schema: Schema<'d>,
    },
    /// `nullable` where this schema is written or referred to.
    AllowNull {
        schema: Schema<'d>,
    },
    /// Another type beside the one there is.
    AllowType {
        schema: Schema<'d>,
    },
    /// Removes a name from `required`.
    NotRequired {
        schema: Schema<'d>,
        name: String,
    },
    /// `required` of a parameter or body turned off.
    Optional {
        place: &'d Place,
    },
    /// Removes a keyword.
    Drop {
        schema: Schema<'d>,
        keyword: &'static str,
    },
    /// Adds a status.
    AddStatus {
        operation: &'d Operation,
        status: u16,
    },
    /// An operation that has responded with this status.
    AddOperation {
        status: u16,
    },
    /// Adds a query parameter.
    AddParameter {
        operation: &'d Operation,
        name: String,
    },
    /// A body for a request that has none.
    AddRequestBody {
        operation: &'d Operation,
    },
    /// A body for a response that has none.
    AddResponseBody {
        place: &'d Place,
    },
}

/// One thing that one exchange shows.
#[derive(Clone, Debug)]
pub(crate) struct Observation<'d> {
    pub rule: Rule,
    pub part: Part,
    /// The place in the part, as [`crate::path::Path`] writes it.
    pub path: String,
    pub at: Option<Location>,
    pub expected: String,
    pub example: String,
    /// The value itself, where it may be shown.
    pub value: Option<String>,
    pub kind: Option<Kind>,
    pub change: Change<'d>,
    /// The generated type cannot be read because of it.
    pub breaks: bool,
}

impl Observation<'_> {
    pub fn new(rule: Rule, part: Part, path: &str, at: Option<Location>) -> Self {
        Self {
            rule,
            part,
            path: path.to_owned(),
            at,
            expected: String::new(),
            example: String::new(),
            value: None,
            kind: None,
            change: Change::None,
            breaks: false,
        }
    }
}

/// Where an exchange was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: Rc<str>,
    /// The line, or the number of the entry; both count from one.
    pub number: u64,
    /// Whether it is the number of an entry.
    pub entry: bool,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            true => write!(f, "{} entry {}", self.file, self.number),
            false => write!(f, "{}:{}", self.file, self.number),
        }
    }
}

/// The identity of a finding. The order is that of the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Path template of the operation; of an unknown one, the path without its ids.
    pub template: String,
    /// The method.
    pub method: String,
    /// The part of the exchange.
    pub part: Part,
    /// The place in it.
    pub path: String,
    /// What is found there.
    pub rule: Rule,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding<'d> {
    /// Id of the operation; empty when there is none.
    pub operation: String,
    /// The number of exchanges with it.
    pub count: u64,
    /// Where it was first seen.
    pub first: Origin,
    /// Further places, for lines that cannot be read: each is to be looked at.
    pub further: Vec<Origin>,
    /// The line of the document to look at.
    pub at: Option<Location>,
    /// What the document declares instead.
    pub expected: String,
    /// Values that were seen, masked.
    pub examples: BTreeSet<String>,
    /// Whether the generated type cannot be read because of it.
    pub breaks: bool,
    pub(crate) kinds: BTreeSet<Kind>,
    pub(crate) values: BTreeSet<String>,
    pub(crate) change: Change<'d>,
}

/// Beyond this many examples or values of one finding, no more are kept.
const MAX_EXAMPLES: usize = 8;
/// Beyond this many places of lines that cannot be read, they are only counted.
const MAX_PLACES: usize = 50;
/// Beyond this many findings, new ones are only counted: the memory of a run is bounded.
const MAX_FINDINGS: usize = 10_000;

/// All findings.
#[derive(Debug, Default)]
pub struct Findings<'d> {
    all: BTreeMap<Key, Finding<'d>>,
    /// How many observations were of findings beyond the limit.
    pub beyond: u64,
}

impl<'d> Findings<'d> {
    /// Every finding, in the order of the report.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Finding<'d>)> {
        self.all.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn add(
        &mut self,
        template: &str,
        method: &str,
        operation: &str,
        seen: Observation<'d>,
        origin: &Origin,
    ) {
        let (template, method) = (template.to_owned(), method.to_owned());
        let key = Key { template, method, part: seen.part, path: seen.path, rule: seen.rule };
        if self.all.len() >= MAX_FINDINGS && !self.all.contains_key(&key) {
            self.beyond += 1;
            return;
        }
        let finding = self.all.entry(key).or_insert_with(|| Finding {
            operation: operation.to_owned(),
            count: 0,
            first: origin.clone(),
            further: Vec::new(),
            at: seen.at,
            expected: seen.expected,
            examples: BTreeSet::new(),
            breaks: false,
            kinds: BTreeSet::new(),
            values: BTreeSet::new(),
            change: seen.change,
        });
        finding.count += 1;
        finding.breaks |= seen.breaks;
        finding.kinds.extend(seen.kind);
        if finding.count > 1 && seen.rule == Rule::UnreadableLine && finding.further.len() < MAX_PLACES {
            finding.further.push(origin.clone());
        }
        if finding.examples.len() < MAX_EXAMPLES && !seen.example.is_empty() {
            finding.examples.insert(seen.example);
        }
        if finding.values.len() < MAX_EXAMPLES {
            finding.values.extend(seen.value);
        }
    }
}
