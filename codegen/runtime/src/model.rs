//! What the generated types are made of: how an object, an open enum and a union are read from JSON and written back.
//!
//! Generated code implements three small traits ([`Object`], [`OpenEnum`], [`Union`]) with plain tables and `match`es;
//! the serde machinery is written once, here, and the macros [`impl_object!`](crate::impl_object),
//! [`impl_open_enum!`](crate::impl_open_enum) and [`impl_union!`](crate::impl_union) tie the two together. That keeps
//! a type at a fraction of the compile time of a derived `Deserialize`, and makes the promises of the crate hold for
//! every type alike: what is unknown survives, and what was read is written back with nothing lost.

mod buffered;
mod extra;
mod listed;
mod object;
mod open_enum;
mod patch;
mod text;
mod union;

pub use buffered::Buffered;
pub use extra::Extra;
pub use listed::MaybeArray;
pub use object::{Field, Object, Reader, Writer, deserialize_object, serialize_object};
pub use open_enum::{OpenEnum, deserialize_open_enum};
pub use patch::Patch;
pub use text::{Timestamp, Uuid};
pub use union::{Discriminator, Shape, Union, deserialize_union};

/// Any JSON value.
pub use serde_json::Value;

/// A JSON object whose keys are not known beforehand.
pub type Map<T> = std::collections::BTreeMap<String, T>;
