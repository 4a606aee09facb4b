//! What the server remembers: records by collection, newest last.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// One thing that was created.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub id: String,
    /// How many records were created before it.
    pub number: u64,
    /// How often it was changed.
    pub changes: u64,
    /// The properties that requests have set.
    pub fields: Map<String, Value>,
}

impl Record {
    pub(crate) fn new(number: u64, fields: Map<String, Value>) -> Self {
        Self { id: uuid(number, 0), number, changes: 0, fields }
    }

    pub(crate) fn created_at(&self) -> String {
        moment(self.number)
    }

    pub(crate) fn updated_at(&self) -> String {
        moment(self.number + self.changes)
    }

    /// An id of something that belongs to this record.
    pub(crate) fn derived_id(&self, name: &str) -> String {
        let hash = name.bytes().fold(14_695_981_039_346_656_037_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211)
        });
        uuid(self.number, hash | 1)
    }

    /// Applies the fields of a request: absent fields stay, null clears.
    pub(crate) fn merge(&mut self, fields: Map<String, Value>) {
        self.fields.extend(fields);
        self.changes += 1;
    }
}

/// A UUID of version 4 in form, made from two numbers.
fn uuid(number: u64, salt: u64) -> String {
    let mixed = (number.wrapping_add(1)).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt;
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        mixed >> 32,
        (mixed >> 16) & 0xffff,
        mixed & 0xfff,
        (salt >> 52) & 0xfff,
        (number ^ salt) & 0xffff_ffff_ffff
    )
}

/// One second for each record that was created.
fn moment(number: u64) -> String {
    let (minutes, seconds) = (number / 60, number % 60);
    format!("2026-01-31T{:02}:{:02}:{seconds:02}Z", (12 + minutes / 60) % 24, minutes % 60)
}

/// All records that were created and not removed.
#[derive(Debug, Default)]
pub(crate) struct Store {
    collections: BTreeMap<String, IndexMap<String, Record>>,
    made: u64,
}

impl Store {
    /// Creates a record in the collection at this path.
    pub(crate) fn create(&mut self, collection: &str, fields: Map<String, Value>) -> Record {
        let record = self.fresh(fields);
        self.collections.entry(collection.to_owned()).or_default().insert(record.id.clone(), record.clone());
        record
    }

    /// Creates a record that is not stored.
    pub(crate) fn fresh(&mut self, fields: Map<String, Value>) -> Record {
        let record = Record::new(self.made, fields);
        self.made += 1;
        record
    }

    /// Creates the first record of a collection without a create operation.
    pub(crate) fn populate(&mut self, collection: &str) {
        if !self.collections.contains_key(collection) {
            self.create(collection, Map::new());
        }
    }

    /// Creates the record with an id, unless there is one.
    pub(crate) fn ensure(&mut self, collection: &str, id: &str) {
        if self.get(collection, id).is_none() {
            let record = Record { id: id.to_owned(), ..self.fresh(Map::new()) };
            self.collections.entry(collection.to_owned()).or_default().insert(id.to_owned(), record);
        }
    }

    pub(crate) fn get(&self, collection: &str, id: &str) -> Option<&Record> {
        self.collections.get(collection)?.get(id)
    }

    /// The id of the record that has it, or that has it as one of these fields.
    pub(crate) fn find(&self, collection: &str, key: &str, fields: &[String]) -> Option<String> {
        let records = self.collections.get(collection)?;
        let has_it = |record: &&Record| {
            fields.iter().any(|field| record.fields.get(field).and_then(Value::as_str) == Some(key))
        };
        let found = records.get(key).or_else(|| records.values().rev().find(has_it));
        found.map(|record| record.id.clone())
    }

    pub(crate) fn get_mut(&mut self, collection: &str, id: &str) -> Option<&mut Record> {
        self.collections.get_mut(collection)?.get_mut(id)
    }

    pub(crate) fn remove(&mut self, collection: &str, id: &str) -> bool {
        let removed = self.collections.get_mut(collection).and_then(|records| records.shift_remove(id));
        removed.is_some()
    }

    /// The records of a collection, the newest first.
    pub(crate) fn list(&self, collection: &str) -> Vec<Record> {
        self.collections
            .get(collection)
            .into_iter()
            .flat_map(|records| records.values().rev())
            .cloned()
            .collect()
    }

    /// The one record of a path that has no collection.
    pub(crate) fn singleton(&mut self, path: &str) -> &mut Record {
        let made = &mut self.made;
        let records = self.collections.entry(path.to_owned()).or_default();
        records.entry(String::new()).or_insert_with(|| {
            *made += 1;
            Record::new(*made - 1, Map::new())
        })
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
