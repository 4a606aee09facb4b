//! A place in a list, to go on from later.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorKind};

/// A place in a list: the link of a page, and how many of its items are done.
///
/// It is text wherever it is kept: `Display` writes it, `FromStr` reads it, and serde does both. A link may contain the host
/// and opaque tokens of the API, and no credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// None for the first page.
    link: Option<String>,
    offset: usize,
}

impl Checkpoint {
    pub(super) fn new(link: Option<String>, offset: usize) -> Self {
        Self { link, offset }
    }

    /// Counts an item as done.
    pub(super) fn pass(&mut self) {
        self.offset += 1;
    }

    /// Returns the link of the page; `None` for the first page.
    pub fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// Returns how many items of the page are done.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.link {
            Some(link) => write!(f, "{} {link}", self.offset),
            None => write!(f, "{}", self.offset),
        }
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (offset, link) = match text.trim().split_once(' ') {
            Some((offset, link)) => (offset, Some(link.to_owned())),
            None => (text.trim(), None),
        };
        match offset.parse() {
            Ok(offset) => Ok(Self { link, offset }),
            Err(_) => Err(Error::new(ErrorKind::InvalidRequest, "the text is no checkpoint of a list")),
        }
    }
}

impl Serialize for Checkpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Checkpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
