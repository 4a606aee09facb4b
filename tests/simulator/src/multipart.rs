//! `multipart/form-data`: the parts as fields of the types in the schema.

use std::convert::Infallible;

use axum::body::Bytes;
use document::Schema;
use document::media::MediaKind;
use document::schema::Kind;
use futures_util::{FutureExt as _, future, stream};
use multer::{Field, Multipart};
use serde_json::{Map, Value};

use crate::parameters::typed;

/// The fields of a body; `None` if it is malformed.
pub(crate) fn fields(schema: Option<Schema<'_>>, media_type: &str, bytes: &[u8]) -> Option<Value> {
    let boundary = multer::parse_boundary(media_type).ok()?;
    let bytes = Bytes::copy_from_slice(bytes);
    let whole = stream::once(future::ready(Ok::<_, Infallible>(bytes)));
    // The body is in memory, so nothing is waited for.
    read(Multipart::new(whole, boundary), schema).now_or_never()?
}

async fn read(mut multipart: Multipart<'static>, schema: Option<Schema<'_>>) -> Option<Value> {
    let composition = schema.map(|schema| schema.unwrap().core.composition()).unwrap_or_default();
    let mut fields = Map::new();
    while let Some(part) = multipart.next_field().await.ok()? {
        let name = part.name()?.to_owned();
        let property = composition.property(&name).map(|property| property.unwrap().core);
        match property.filter(|property| property.kind() == Kind::Array) {
            Some(list) => {
                let item = value(part, list.items().map(|items| items.unwrap().core)).await?;
                if let Value::Array(items) = fields.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
                    items.push(item);
                }
            }
            None => {
                fields.insert(name, value(part, property).await?);
            }
        }
    }
    Some(Value::Object(fields))
}

async fn value(part: Field<'static>, schema: Option<Schema<'_>>) -> Option<Value> {
    let kind = part.content_type().map(|media_type| MediaKind::of(media_type.essence_str()));
    let bytes = part.bytes().await.ok()?;
    match kind.is_some_and(MediaKind::is_json) {
        true => serde_json::from_slice(&bytes).ok(),
        false => Some(typed(schema, &String::from_utf8_lossy(&bytes))),
    }
}
