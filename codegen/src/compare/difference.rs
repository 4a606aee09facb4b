//! A fact on which the two documents differ.

use std::fmt;

use crate::source::Location;

/// A fact on which the two documents differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind of fact it is.
    pub kind: Kind,
    /// What it is a fact of, in our terms: `GET /things`, `GET /things query limit`, `Thing.name`.
    pub at: String,
    /// What our document says; `None` where it says nothing.
    pub ours: Option<String>,
    /// What the reference says; `None` where it says nothing.
    pub reference: Option<String>,
    /// Where it is, or belongs, in our document.
    pub ours_at: Location,
    /// Where it is, or would be, in the reference.
    pub reference_at: Location,
    /// The first operation that leads to it, as `GET /things`; empty where it is about the API.
    pub operation: String,
}

/// What kind of fact differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Only one has the operation or webhook.
    Operation,
    /// Only one has the parameter.
    Parameter,
    /// How a parameter that is a list or an object is written.
    Style,
    /// Only one has the body.
    Body,
    /// Only one documents the status.
    Status,
    /// Only one has the media type.
    MediaType,
    /// Only one has the field.
    Field,
    /// The type of a value.
    Type,
    /// Its format.
    Format,
    /// Whether it must be there.
    Required,
    /// Whether it may be `null`.
    Nullable,
    /// A value of an enum, or the enum as a whole.
    Enum,
    /// The default.
    Default,
    /// A bound: of a number, of a length, of a count, or a pattern.
    Bounds,
    /// Whether it is deprecated.
    Deprecated,
    /// Only one has the variant of a union.
    Variant,
    /// The scopes that a token needs.
    Scopes,
    /// How one signs in.
    Security,
}

impl Kind {
    /// Its name, as it is written in the file of justified differences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Style => "style",
            Self::Body => "body",
            Self::Status => "status",
            Self::MediaType => "media-type",
            Self::Field => "field",
            Self::Type => "type",
            Self::Format => "format",
            Self::Required => "required",
            Self::Nullable => "nullable",
            Self::Enum => "enum",
            Self::Default => "default",
            Self::Bounds => "bounds",
            Self::Deprecated => "deprecated",
            Self::Variant => "variant",
            Self::Scopes => "scopes",
            Self::Security => "security",
        }
    }

    /// Whether the difference is that one document has the thing and the other has not.
    fn is_presence(self) -> bool {
        matches!(
            self,
            Self::Operation
                | Self::Parameter
                | Self::Body
                | Self::Status
                | Self::MediaType
                | Self::Field
                | Self::Variant
        )
    }
}

impl Difference {
    /// How to make our document agree.
    pub fn help(&self) -> String {
        let kind = self.kind.name().replace('-', " ");
        let justify = "or justify the difference in `differences.toml`";
        match (&self.ours, &self.reference) {
            (None, Some(theirs)) if self.kind.is_presence() => {
                format!("transcribe the {kind}: {theirs}; {justify}")
            }
            (None, Some(theirs)) => format!("add the {kind} {theirs}; {justify}"),
            (Some(_), None) => format!("remove it if it is no longer documented, {justify}"),
            (_, Some(theirs)) => format!("write {theirs}, {justify}"),
            (None, None) => justify.to_owned(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |said: &Option<String>| said.clone().unwrap_or_else(|| "nothing".to_owned());
        let (kind, at) = (self.kind.name(), &self.at);
        write!(to, "{kind}: {at}: ours says {}, the reference {}", side(&self.ours), side(&self.reference))
    }
}
