//! Revisions of the repository, read through git: no checkout is touched.

use std::io;
use std::process::Command;

use codegen::load::Files;

use crate::project;

/// The branches that a change may have left, the likeliest first.
const MAIN_BRANCHES: [&str; 5] = ["origin/HEAD", "origin/main", "main", "origin/master", "master"];

/// What is compared with what.
#[derive(Clone, Debug)]
pub struct Revisions {
    /// The commit of the base.
    pub base: String,
    /// What the user called it.
    pub base_label: String,
    /// The commit of the head; none for the working tree.
    pub head: Option<String>,
}

impl Revisions {
    /// `BASE`, `BASE..HEAD`, or nothing: where the working tree left the main branch.
    pub fn parse(text: Option<&str>) -> Result<Self, String> {
        let Some(text) = text else {
            let branch = main_branch()?;
            let base = merge_base("HEAD", &branch)?;
            return Ok(Self { base, base_label: format!("{branch} (where this left it)"), head: None });
        };
        match text.split_once("..") {
            // Three dots: from where the head left the base.
            Some((base, head)) if head.starts_with('.') => {
                let head = named(head.trim_start_matches('.'));
                let commit = merge_base(&commit(named(base))?, &commit(head)?)?;
                Ok(Self { base: commit, base_label: base.to_owned(), head: Some(head.to_owned()) })
            }
            Some((base, head)) => {
                commit(named(head))?;
                let base = named(base);
                Ok(Self {
                    base: commit(base)?,
                    base_label: base.to_owned(),
                    head: Some(named(head).to_owned()),
                })
            }
            None => Ok(Self { base: commit(text)?, base_label: text.to_owned(), head: None }),
        }
    }

    /// The head as git names it.
    pub fn head_name(&self) -> &str {
        self.head.as_deref().unwrap_or("HEAD")
    }
}

/// As in git, an empty side of a range is `HEAD`.
fn named(revision: &str) -> &str {
    if revision.is_empty() { "HEAD" } else { revision }
}

fn commit(revision: &str) -> Result<String, String> {
    let wanted = format!("{revision}^{{commit}}");
    git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
        .map_err(|_| format!("`{revision}` names no revision of this repository"))
}

/// Git says nothing at all where there is no such commit.
fn merge_base(one: &str, other: &str) -> Result<String, String> {
    git(&["merge-base", one, other]).map_err(|why| {
        format!(
            "{one} and {other} have no commit in common here; in a shallow clone, `git fetch --unshallow` fetches it {why}"
        )
        .trim_end()
        .to_owned()
    })
}

fn main_branch() -> Result<String, String> {
    let found = MAIN_BRANCHES.into_iter().find(|branch| commit(branch).is_ok());
    found.map(str::to_owned).ok_or_else(|| {
        "there is no main branch to compare with: name a revision, as in `cargo xtask diff HEAD~1`".to_owned()
    })
}

/// The last tag `v...` that a revision descends from.
pub fn last_release(revision: &str) -> Result<Option<String>, String> {
    commit("HEAD")?;
    Ok(git(&["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", revision]).ok())
}

/// Whether a file differs between the two.
pub fn changed(revisions: &Revisions, path: &str) -> Result<bool, String> {
    let mut arguments = vec!["diff", "--name-only", revisions.base.as_str()];
    arguments.extend(revisions.head.as_deref());
    arguments.extend(["--", path]);
    git(&arguments).map(|listed| !listed.is_empty())
}

fn git(arguments: &[&str]) -> Result<String, String> {
    let text = bytes(arguments).map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&text).trim_end().to_owned())
}

fn bytes(arguments: &[&str]) -> io::Result<Vec<u8>> {
    let output = Command::new("git").arg("-C").arg(project::root()).args(arguments).output();
    let output = output.map_err(|error| io::Error::other(format!("cannot run git: {error}")))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
    }
}

/// The files of one revision, by their path within the repository.
#[derive(Clone, Debug)]
pub struct GitFiles {
    revision: String,
}

impl GitFiles {
    /// The files as they are in a revision.
    pub fn at(revision: &str) -> Self {
        Self { revision: revision.to_owned() }
    }

    /// The text of a file, when the revision has it.
    pub fn text(&self, path: &str) -> Option<String> {
        self.read(path).ok()
    }
}

impl Files for GitFiles {
    fn read(&self, path: &str) -> io::Result<String> {
        // `./` makes the path relative to this project, which may be a part of a larger repository.
        let bytes = bytes(&["cat-file", "blob", &format!("{}:./{path}", self.revision)])?;
        codegen::load::decode(bytes)
    }
}
