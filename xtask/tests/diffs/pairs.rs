//! Pairs of documents: `<name>.base.yaml` and `<name>.head.yaml`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::expectation::Expectation;

/// Two documents to compare.
pub struct Pair {
    pub directory: PathBuf,
    pub name: String,
}

impl Pair {
    pub fn base(&self) -> String {
        format!("{}.base.yaml", self.name)
    }

    pub fn head(&self) -> String {
        format!("{}.head.yaml", self.name)
    }

    /// What the comments at the top of the head declare.
    pub fn expectation(&self) -> Expectation {
        let text = fs::read_to_string(self.directory.join(self.head())).unwrap();
        Expectation::parse(&text).unwrap_or_else(|| {
            panic!("{} must begin with `# forward: …` and `# back: …`", self.head());
        })
    }

    /// Both documents.
    pub fn documents(&self) -> [serde_yaml::Mapping; 2] {
        [self.base(), self.head()].map(|file| {
            let text = fs::read_to_string(self.directory.join(file)).unwrap();
            serde_yaml::from_str(&text).unwrap()
        })
    }
}

/// All pairs of a directory below `tests/diffs`, sorted by name.
pub fn all(kind: &str) -> Vec<Pair> {
    let directory = directory(kind);
    let entries = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> =
        entries.filter_map(|name| name.to_str()?.strip_suffix(".base.yaml").map(str::to_owned)).collect();
    names.sort();
    assert!(!names.is_empty(), "{} holds no pairs", directory.display());
    names.into_iter().map(|name| Pair { directory: directory.clone(), name }).collect()
}

/// A directory below `tests/diffs`.
pub fn directory(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/diffs").join(kind)
}
