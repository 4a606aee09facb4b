//! Revisions of the repository, read through git: no checkout is touched.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use codegen::load::Files;

/// The branches that a change may have left, the likeliest first.
const MAIN_BRANCHES: [&str; 5] = ["origin/HEAD", "origin/main", "main", "origin/master", "master"];

/// A repository of git, from a directory inside of it.
#[derive(Clone, Debug)]
pub struct Repository {
    directory: PathBuf,
}

/// What is compared with what.
#[derive(Clone, Debug)]
pub struct Revisions {
    /// Where they are.
    pub repository: Repository,
    /// The commit of the base.
    pub base: String,
    /// What the user called it.
    pub base_label: String,
    /// The head as the user called it; none for the working tree.
    pub head: Option<String>,
}

/// A tag of a release.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its name, such as `v0.2.0`.
    pub name: String,
    /// The commit.
    pub commit: String,
    /// The day on which it was set.
    pub day: String,
}

impl Revisions {
    /// The head as git names it.
    pub fn head_name(&self) -> &str {
        self.head.as_deref().unwrap_or("HEAD")
    }

    /// Whether a file differs between the two.
    pub fn changed(&self, path: &str) -> Result<bool, String> {
        let mut arguments = vec!["diff", "--name-only", self.base.as_str()];
        arguments.extend(self.head.as_deref());
        arguments.extend(["--", path]);
        self.repository.git(&arguments).map(|listed| !listed.is_empty())
    }
}

impl Repository {
    /// The repository around a directory.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    /// The folder that the paths of its files begin in.
    pub fn top(&self) -> Result<Self, String> {
        self.git(&["rev-parse", "--show-toplevel"]).map(Self::at)
    }

    /// Where it is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// `BASE`, `BASE..HEAD`, or nothing: where the working tree left the main branch.
    pub fn range(&self, text: Option<&str>) -> Result<Revisions, String> {
        let range = |base, base_label: &str, head: Option<&str>| Revisions {
            repository: self.clone(),
            base,
            base_label: base_label.to_owned(),
            head: head.map(str::to_owned),
        };
        let Some(text) = text else {
            let branch = self.main_branch()?;
            let base = self.merge_base("HEAD", &branch)?;
            return Ok(range(base, &format!("{branch} (where this left it)"), None));
        };
        match text.split_once("..") {
            // Three dots: from where the head left the base.
            Some((base, head)) if head.starts_with('.') => {
                let head = named(head.trim_start_matches('.'));
                let commit = self.merge_base(&self.commit(named(base))?, &self.commit(head)?)?;
                Ok(range(commit, base, Some(head)))
            }
            Some((base, head)) => {
                let (base, head) = (named(base), named(head));
                self.commit(head)?;
                Ok(range(self.commit(base)?, base, Some(head)))
            }
            None => Ok(range(self.commit(text)?, text, None)),
        }
    }

    /// The commit that a revision names.
    pub fn commit(&self, revision: &str) -> Result<String, String> {
        let wanted = format!("{revision}^{{commit}}");
        self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
            .map_err(|_| format!("`{revision}` names no revision of this repository"))
    }

    /// The last tag `v...` that a revision descends from.
    pub fn last_release(&self, revision: &str) -> Result<Option<String>, String> {
        self.commit("HEAD")?;
        Ok(self.git(&["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", revision]).ok())
    }

    /// The tags `v...` that a revision descends from and that descend from another one, the oldest first.
    pub fn releases(&self, base: &str, head: &str) -> Result<Vec<Tag>, String> {
        const FORMAT: &str =
            "--format=%(refname:short)%09%(objectname)%09%(*objectname)%09%(creatordate:short)";
        let listed = self.git(&["for-each-ref", "--sort=version:refname", FORMAT, "refs/tags/v[0-9]*"])?;
        let tag = |line: &str| {
            let mut fields = line.split('\t').map(str::to_owned);
            let (name, object, peeled, day) =
                (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
            // A tag with a message is an object of its own.
            Some(Tag { name, commit: if peeled.is_empty() { object } else { peeled }, day })
        };
        let tags: Vec<Tag> = listed.lines().filter_map(tag).collect();
        let commits = self.git(&["rev-list", "--topo-order", "--reverse", &format!("{base}..{head}")])?;
        // Of several tags of one commit, the highest version counts.
        let of = |commit: &str| tags.iter().rfind(|tag| tag.commit == commit).cloned();
        Ok(commits.lines().filter_map(of).collect())
    }

    /// Git says nothing at all where there is no such commit.
    fn merge_base(&self, one: &str, other: &str) -> Result<String, String> {
        self.git(&["merge-base", one, other]).map_err(|why| {
            format!(
                "{one} and {other} have no commit in common here; in a shallow clone, `git fetch --unshallow` fetches it {why}"
            )
            .trim_end()
            .to_owned()
        })
    }

    fn main_branch(&self) -> Result<String, String> {
        let found = MAIN_BRANCHES.into_iter().find(|branch| self.commit(branch).is_ok());
        found.map(str::to_owned).ok_or_else(|| {
            "there is no main branch to compare with: name a revision, as in `cargo xtask diff HEAD~1`"
                .to_owned()
        })
    }

    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.command(arguments).output().map_err(|error| cannot_run(&error).to_string())?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned()),
            false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.directory).args(arguments);
        command
    }
}

/// As in git, an empty side of a range is `HEAD`.
fn named(revision: &str) -> &str {
    if revision.is_empty() { "HEAD" } else { revision }
}

fn cannot_run(error: &io::Error) -> io::Error {
    io::Error::other(format!("cannot run git: {error}"))
}

/// The files of one revision, by their path from the directory of the repository.
#[derive(Debug)]
pub struct GitFiles {
    repository: Repository,
    revision: String,
    /// One process that reads all of them: a process for each takes longer than all the rest of a comparison.
    reader: Mutex<Option<Reader>>,
}

/// `git cat-file --batch`, which reads names and writes what they name.
#[derive(Debug)]
struct Reader {
    process: Child,
    names: ChildStdin,
    contents: BufReader<ChildStdout>,
}

impl GitFiles {
    /// The files as they are in a revision.
    pub fn at(repository: &Repository, revision: &str) -> Self {
        Self { repository: repository.clone(), revision: revision.to_owned(), reader: Mutex::default() }
    }

    /// The text of a file, when the revision has it.
    pub fn text(&self, path: &str) -> Option<String> {
        self.read(path).ok()
    }
}

impl Files for GitFiles {
    fn read(&self, path: &str) -> io::Result<String> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = match &mut *reader {
            Some(reader) => reader,
            none => none.insert(Reader::start(&self.repository)?),
        };
        // `./` makes the path relative to the directory, which may be a part of a larger repository.
        let bytes = reader.read(&format!("{}:./{path}", self.revision))?;
        let missing = || io::Error::new(ErrorKind::NotFound, format!("{} has no such file", self.revision));
        codegen::load::decode(bytes.ok_or_else(missing)?)
    }
}

impl Reader {
    fn start(repository: &Repository) -> io::Result<Self> {
        let mut command = repository.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| cannot_run(&error))?;
        let (names, contents) = (process.stdin.take(), process.stdout.take());
        let (names, contents) = names.zip(contents).ok_or_else(|| io::Error::other("git has no pipes"))?;
        Ok(Self { process, names, contents: BufReader::new(contents) })
    }

    /// What a name stands for; `None` where that is no file.
    fn read(&mut self, name: &str) -> io::Result<Option<Vec<u8>>> {
        // A name with a line break would be two.
        if name.contains('\n') {
            return Ok(None);
        }
        writeln!(self.names, "{name}")?;
        self.names.flush()?;
        let mut head = String::new();
        self.contents.read_line(&mut head)?;
        // `<object> <kind> <size>`, or `<name> missing`.
        let mut words = head.trim_end().rsplit(' ');
        let (size, kind) = (words.next().and_then(|size| size.parse::<usize>().ok()), words.next());
        let Some(size) = size else { return Ok(None) };
        // A line break ends the content.
        let mut bytes = vec![0; size + 1];
        self.contents.read_exact(&mut bytes)?;
        bytes.truncate(size);
        Ok((kind == Some("blob")).then_some(bytes))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It ends by itself with its input; nobody needs what it still has to say.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
