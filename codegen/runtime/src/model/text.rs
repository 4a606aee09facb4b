//! Text with a documented format: kept exactly as it came, and read as what it should be when asked.
//!
//! A server that sends an odd id or date must not make the whole response unreadable, so nothing is checked on arrival.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Model, Slot, View};

/// A UUID as text, such as `"83b7a1ab-f2b5-4bb3-8fb1-7b2a5a3a3a3a"`.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(String);

impl Uuid {
    /// The UUID, when the text is one.
    pub fn to_uuid(&self) -> Option<uuid::Uuid> {
        self.0.parse().ok()
    }
}

impl From<uuid::Uuid> for Uuid {
    fn from(value: uuid::Uuid) -> Self {
        Self(value.hyphenated().to_string())
    }
}

impl From<uuid::Uuid> for super::Patch<Uuid> {
    fn from(value: uuid::Uuid) -> Self {
        Self::Value(value.into())
    }
}

/// A moment as text: ISO 8601 in UTC, such as `"2026-11-21T10:00:00Z"`, or RFC 2822, such as
/// `"Sat, 21 Nov 2026 10:00:00 +0000"`. The documentation of a field says which.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// The moment, when the text is a date and time of RFC 3339 or RFC 2822.
    pub fn to_utc(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        let moment = chrono::DateTime::parse_from_rfc3339(&self.0);
        let moment = moment.or_else(|_| chrono::DateTime::parse_from_rfc2822(&self.0)).ok()?;
        Some(moment.with_timezone(&chrono::Utc))
    }

    /// A moment as RFC 2822 text.
    pub fn rfc2822(moment: chrono::DateTime<chrono::Utc>) -> Self {
        Self(moment.to_rfc2822())
    }
}

impl From<chrono::DateTime<chrono::Utc>> for Timestamp {
    fn from(value: chrono::DateTime<chrono::Utc>) -> Self {
        Self(value.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }
}

impl From<chrono::DateTime<chrono::Utc>> for super::Patch<Timestamp> {
    fn from(value: chrono::DateTime<chrono::Utc>) -> Self {
        Self::Value(value.into())
    }
}

/// What both kinds of text share.
macro_rules! text {
    ($name:ident) => {
        impl $name {
            /// The text as it came or as it will be sent.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&$name> for $name {
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl From<&str> for super::Patch<$name> {
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }

        impl From<String> for super::Patch<$name> {
            fn from(text: String) -> Self {
                Self::Value(text.into())
            }
        }

        impl From<&$name> for super::Patch<$name> {
            fn from(value: &$name) -> Self {
                Self::Value(value.clone())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl Model for $name {
            fn fresh() -> Self {
                Self::default()
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::Text(&mut self.0)
            }

            fn view(&self) -> View<'_> {
                View::Text(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }
    };
}

text!(Uuid);
text!(Timestamp);
