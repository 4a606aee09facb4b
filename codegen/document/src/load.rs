//! The one reader: from a root file to a [`FileSet`] of every file it refers to.
//!
//! Reads through [`Files`], so that a working tree, a git revision and a test read alike. Refuses what is not a
//! local file, and bounds the size of what it reads. Checks nothing beyond syntax and the existence of files.

mod files;
pub mod reference;
mod yaml;

pub use files::{DiskFiles, Files, MAX_FILE_BYTES, MemoryFiles, decode};
pub use reference::{Reference, join};

use std::collections::{BTreeMap, VecDeque};
use std::io::ErrorKind;

use crate::node::{Node, Value};
use crate::problem::{Problem, Report, Severity};
use crate::source::{FileId, Location, Sources};
use crate::structure;

/// A root file and everything reachable from it, each parsed once.
#[derive(Clone, Debug)]
pub struct FileSet {
    /// The text of the files.
    pub sources: Sources,
    /// The trees of the files, by the number of the file.
    pub trees: Vec<Node>,
    /// Number of each file by its path.
    pub ids: BTreeMap<String, FileId>,
}

impl FileSet {
    /// The root file's tree.
    pub fn root(&self) -> &Node {
        &self.trees[0]
    }

    /// The tree of a file.
    pub fn tree(&self, file: FileId) -> &Node {
        &self.trees[usize::from(file.0)]
    }
}

/// Loads the document that starts at `root`, a path that `files` understands.
pub fn load(files: &dyn Files, root: &str) -> Result<FileSet, Report> {
    let (set, problems) = load_all(files, root)?;
    if problems.is_empty() { Ok(set) } else { Err(Report::new(set.sources, problems)) }
}

/// Loads the document that starts at `root`, with what is wrong with the files that it refers to.
///
/// # Errors
///
/// When the root itself cannot be read, or is no document of OpenAPI 3.
pub(crate) fn load_all(files: &dyn Files, root: &str) -> Result<(FileSet, Vec<Problem>), Report> {
    let mut loader = Loader {
        files,
        root,
        sources: Sources::default(),
        trees: Vec::new(),
        ids: BTreeMap::new(),
        queue: VecDeque::new(),
        problems: Vec::new(),
    };
    loader.read(root, None);
    if loader.problems.iter().any(|problem| problem.severity == Severity::Unreadable) {
        return Err(Report::new(loader.sources, loader.problems));
    }
    // What it refers to would only be in the way of saying so.
    if let Some(problem) = loader.trees.first().and_then(structure::not_openapi) {
        return Err(Report::new(loader.sources, vec![problem]));
    }
    while let Some((path, at)) = loader.queue.pop_front() {
        loader.read(&path, Some(at));
    }
    let Loader { sources, trees, ids, problems, .. } = loader;
    Ok((FileSet { sources, trees, ids }, problems))
}

struct Loader<'a> {
    files: &'a dyn Files,
    root: &'a str,
    sources: Sources,
    trees: Vec<Node>,
    ids: BTreeMap<String, FileId>,
    queue: VecDeque<(String, Location)>,
    problems: Vec<Problem>,
}

impl Loader<'_> {
    fn read(&mut self, path: &str, asked_at: Option<Location>) {
        if self.ids.contains_key(path) {
            return;
        }
        let read = match asked_at {
            None => self.files.read(path),
            Some(_) => self.files.read_reference(path, self.root),
        };
        let text = match read {
            Ok(text) => text,
            Err(error) => return self.problems.push(unreadable(path, &error, asked_at)),
        };
        let file = self.sources.add(path.to_owned(), text.clone());
        self.ids.insert(path.to_owned(), file);
        match parse(path, &text, file) {
            Ok(tree) => {
                self.queue_references(&tree, path);
                self.trees.push(tree);
            }
            Err(problem) => {
                self.trees.push(Node::new(Value::Null, Location::default()));
                self.problems.push(problem);
            }
        }
    }

    fn queue_references(&mut self, tree: &Node, path: &str) {
        for (text, at) in reference::of_tree(tree) {
            match Reference::parse(text, path) {
                Ok(reference) => self.queue.push_back((reference.file, at)),
                Err(why) => self.problems.push(why.problem(text, at)),
            }
        }
    }
}

/// The tree of one file: YAML or JSON, except that Markdown is one long text.
fn parse(path: &str, text: &str, file: FileId) -> Result<Node, Problem> {
    if path.ends_with(".md") {
        return Ok(Node::string(text, Location { file, line: 1, column: 1 }));
    }
    yaml::parse(text, file)
}

fn unreadable(path: &str, error: &std::io::Error, asked_at: Option<Location>) -> Problem {
    let help = match asked_at {
        _ if error.kind() == ErrorKind::FileTooLarge => {
            "split the document, or allow larger files with `--max-size MIB`"
        }
        Some(_) if error.kind() == ErrorKind::PermissionDenied => {
            "copy the file to the document's folder, or add `--allow-outside` if you trust the document"
        }
        Some(_) => "correct the path in the `$ref` (it is relative to the file it stands in) or add the file",
        None => "name a readable OpenAPI document with `--spec`",
    };
    Problem::unreadable("unreadable-file", asked_at, format!("cannot read {path}: {error}"), help)
}
