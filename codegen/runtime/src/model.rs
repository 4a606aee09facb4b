//! What the generated types are made of: how objects, open enums and unions are read from JSON and written back.
//!
//! A type says what it is made of: the macros [`impl_object!`](crate::impl_object),
//! [`impl_open_enum!`](crate::impl_open_enum), [`impl_union!`](crate::impl_union) and
//! [`impl_responses!`](crate::impl_responses) make it a [`Model`], which hands out a
//! [`Slot`] to be read into and a [`View`] to be written from. Everything else is done here, by one engine that knows no
//! type: `read` fills slots, `write` writes views. So a type costs little to compile, and the promises of the crate hold
//! for every type alike: what is unknown survives, and what was read is written back with nothing lost.

mod binary;
mod buffered;
mod compare;
mod copy;
mod exact;
mod extra;
mod fields;
mod file;
#[cfg(feature = "webhooks")]
mod lenient;
mod limits;
mod maybe_array;
mod object;
mod open_enum;
mod patch;
mod places;
mod raw;
mod read;
mod responses;
mod shape;
mod show;
mod slot;
mod straight;
mod text;
mod union;
mod value_macros;
mod write;

pub use binary::Bytes;
pub use compare::equal;
pub use copy::{copy, copy_fields};
pub use extra::Extra;
pub use file::FilePart;
pub use maybe_array::MaybeArray;
pub use object::{Declaration, Field, FieldReader, FieldWriter, Object, Presence, Table};
pub use open_enum::{OpenEnum, UnknownValue};
#[doc(hidden)]
pub use open_enum::{Texts, owned, parse_known};
pub use patch::Patch;
pub use read::deserialize;
pub use responses::Responses;
pub use show::fmt_model;
pub use slot::{Entries, FromText, List, Model, Nullable, ObjectOrList, Slot, View};
pub use text::{Timestamp, Uuid};
pub use union::{Union, Variants};
pub use write::serialize;

#[cfg(feature = "record")]
pub(crate) use exact::Marks;
#[cfg(feature = "webhooks")]
pub(crate) use exact::value as value_of_json;
pub(crate) use exact::value_with_texts;
pub(crate) use file::{BoxReader, Source};
#[cfg(feature = "webhooks")]
pub(crate) use lenient::{Mismatch, read_leniently};
pub(crate) use read::{read, read_straight, reset};
pub(crate) use write::{to_json, to_value};

/// Any JSON value.
pub use serde_json::Value;

/// A JSON object whose keys are not known beforehand.
pub type Map<T> = std::collections::BTreeMap<String, T>;
