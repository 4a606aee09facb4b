//! What is compared with what: revisions of git, files and standard input, in any combination.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread;

use codegen::diff::{Approvals, Revision};
use codegen::load::{DiskFiles, Files};

use super::git::{GitFiles, Repository, Revisions};
use super::{Arguments, Failure, approve};
use crate::lint::Reading;
use crate::project;

/// The name of the file of approvals.
const APPROVALS: &str = "approvals.toml";
/// How standard input is named.
const INPUT: &str = "-";
/// The stack of a thread that reads a document; its memory is only taken when it is touched.
const STACK: usize = 512 * 1024 * 1024;

/// What is compared with what.
pub struct Subjects {
    /// What was.
    pub base: Revision,
    /// What is looked at.
    pub head: Revision,
    /// The approvals as they were in the base.
    pub approved_before: Approvals,
    /// The file of approvals.
    pub approvals: PathBuf,
    /// The revisions, when they are revisions of this repository.
    pub revisions: Option<Revisions>,
}

/// The document that revisions are taken of.
pub struct Home {
    /// The directory that the path of the document begins in.
    pub repository: Repository,
    /// The path of the document.
    pub document: String,
    /// Whether it is this repository's own specification.
    pub is_own: bool,
}

/// A document, not yet read.
enum Source {
    /// On disk; of the working tree.
    Disk { directory: PathBuf, path: String, label: String },
    /// Of a revision.
    Committed { repository: Repository, commit: String, path: String, label: String },
    /// From standard input.
    Input,
}

/// Finds and reads both sides.
pub fn subjects(arguments: &Arguments) -> Result<Subjects, Failure> {
    let (base, head, revisions) = match (&arguments.base, &arguments.head) {
        (Some(base), Some(head)) => {
            if base == INPUT && head == INPUT {
                return Err(Failure::Message("standard input can be one side only".to_owned()));
            }
            (source(base, arguments)?, source(head, arguments)?, None)
        }
        _ => of_revisions(arguments)?,
    };
    let (old, new) = both(|| base.read(arguments.reading), || head.read(arguments.reading))?;
    Ok(Subjects {
        base: old,
        head: new,
        approved_before: base.approved(),
        approvals: arguments.approvals.clone().unwrap_or_else(|| head.approvals()),
        revisions,
    })
}

/// The document that revisions are taken of: the one that is named, or this repository's own.
pub fn home(arguments: &Arguments) -> Result<Home, Failure> {
    match &arguments.spec {
        None => {
            let root = project::here().ok_or_else(|| {
                Failure::Message(
                    "there is no specification of this project here: name the document of a revision with \
                     `--spec FILE`, or as `REVISION:FILE`"
                        .to_owned(),
                )
            })?;
            Ok(Home { repository: Repository::at(root), document: project::SPEC.to_owned(), is_own: true })
        }
        Some(path) => {
            let text = |path: &Path| {
                let text = path.to_str().map(|text| text.replace('\\', "/"));
                text.ok_or_else(|| Failure::Message("the path is not UTF-8".to_owned()))
            };
            // Git knows paths from where it is called.
            let (directory, document) = match (path.is_absolute(), path.parent(), path.file_name()) {
                (true, Some(parent), Some(name)) => (parent.to_owned(), text(Path::new(name))?),
                _ => (PathBuf::from("."), text(path)?),
            };
            Ok(Home { repository: Repository::at(directory), document, is_own: false })
        }
    }
}

impl Home {
    /// The document as it is in the working tree.
    pub fn in_working_tree(&self, reading: Reading) -> Result<Revision, Failure> {
        self.working_tree().read(reading)
    }

    /// The document as it was in a revision, with the approvals beside it.
    pub fn in_revision(&self, commit: &str, label: &str) -> (Result<Revision, Failure>, Approvals) {
        let source = self.committed(commit.to_owned(), label);
        (source.read(Reading::default()), source.approved())
    }

    /// The approvals beside the document in the working tree.
    pub fn approvals_of_working_tree(&self) -> Result<Approvals, String> {
        approve::read(&self.working_tree().approvals())
    }

    fn working_tree(&self) -> Source {
        Source::Disk {
            directory: self.repository.directory().to_owned(),
            path: self.document.clone(),
            label: "the working tree".to_owned(),
        }
    }

    fn committed(&self, commit: String, label: &str) -> Source {
        Source::Committed {
            repository: self.repository.clone(),
            commit,
            path: self.document.clone(),
            label: label.to_owned(),
        }
    }
}

fn of_revisions(arguments: &Arguments) -> Result<(Source, Source, Option<Revisions>), Failure> {
    let home = home(arguments)?;
    let revisions = home.repository.range(arguments.revisions.as_deref()).map_err(Failure::Message)?;
    let base = home.committed(revisions.base.clone(), &revisions.base_label);
    let head = match &revisions.head {
        Some(head) => home.committed(head.clone(), head),
        None => home.working_tree(),
    };
    // Versions and the changelog are looked after where they are known to follow the specification.
    Ok((base, head, home.is_own.then_some(revisions)))
}

/// Standard input, a file, `REVISION:FILE`, or a revision.
fn source(name: &str, arguments: &Arguments) -> Result<Source, Failure> {
    if name == INPUT {
        return Ok(Source::Input);
    }
    let path = Path::new(name);
    if path.exists() && !path.is_dir() {
        return Ok(Source::Disk { directory: PathBuf::new(), path: name.to_owned(), label: name.to_owned() });
    }
    let unknown = || {
        Failure::Message(format!(
            "`{name}` is neither a file nor a revision of git: name a file, a revision such as `main`, \
             `REVISION:FILE`, or `-` for standard input"
        ))
    };
    let here = Repository::at(".");
    if let Some((revision, path)) = name.split_once(':') {
        let commit = here.commit(revision).map_err(|_| unknown())?;
        // As in git, a path begins at the top of the repository unless it says otherwise.
        let (repository, path) = match path.starts_with('.') {
            true => (here, path),
            false => (here.top().map_err(Failure::Message)?, path),
        };
        return Ok(Source::Committed { repository, commit, path: path.to_owned(), label: name.to_owned() });
    }
    here.commit(name).map_err(|_| unknown())?;
    let home = home(arguments)?;
    let commit = home.repository.commit(name).map_err(Failure::Message)?;
    Ok(home.committed(commit, name))
}

impl Source {
    fn read(&self, reading: Reading) -> Result<Revision, Failure> {
        let read = |files: &dyn Files, path: &str, label: &str| {
            Revision::read(files, path, label).map_err(Failure::Problems)
        };
        match self {
            Self::Disk { directory, path, label } => read(&reading.files(directory.clone()), path, label),
            Self::Committed { repository, commit, path, label } => {
                read(&GitFiles::at(repository, commit), path, label)
            }
            Self::Input => {
                let input = Input::read_all(reading)
                    .map_err(|error| Failure::Message(format!("cannot read standard input: {error}")))?;
                read(&input, INPUT, "standard input")
            }
        }
    }

    /// The file of approvals beside the document, in the working tree.
    fn approvals(&self) -> PathBuf {
        match self {
            Self::Disk { directory, path, .. } => directory.join(path).with_file_name(APPROVALS),
            Self::Committed { repository, path, .. } => {
                repository.directory().join(path).with_file_name(APPROVALS)
            }
            Self::Input => PathBuf::from(APPROVALS),
        }
    }

    /// The approvals beside the document of a revision. A file of today's has none of another time.
    fn approved(&self) -> Approvals {
        let Self::Committed { repository, commit, path, .. } = self else { return Approvals::default() };
        let file = Path::new(path).with_file_name(APPROVALS);
        let text = GitFiles::at(repository, commit).text(&file.to_string_lossy());
        text.and_then(|text| Approvals::parse(&text).ok()).unwrap_or_default()
    }
}

/// Does two things at once; the first fails first.
fn both<T: Send>(
    first: impl FnOnce() -> Result<T, Failure> + Send,
    second: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<(T, T), Failure> {
    thread::scope(|scope| {
        let builder = || thread::Builder::new().stack_size(STACK);
        let no_thread = |error: io::Error| Failure::Message(format!("cannot start a thread: {error}"));
        let first = builder().spawn_scoped(scope, first).map_err(no_thread)?;
        let second = builder().spawn_scoped(scope, second).map_err(no_thread)?;
        let joined = |handle: thread::ScopedJoinHandle<'_, Result<T, Failure>>| {
            handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        let (first, second) = (joined(first), joined(second));
        Ok((first?, second?))
    })
}

/// A document from standard input, and the files below the working directory that it refers to.
struct Input {
    text: String,
    files: DiskFiles,
    allows_outside: bool,
}

impl Input {
    fn read_all(reading: Reading) -> io::Result<Self> {
        let mut bytes = Vec::new();
        // One byte more than allowed distinguishes a document that is too large from one that just fits.
        io::stdin().lock().take(reading.max_bytes().saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > reading.max_bytes() {
            return Err(io::Error::new(
                ErrorKind::FileTooLarge,
                "it is too large; `--max-size MIB` allows more",
            ));
        }
        let text = String::from_utf8(bytes).map_err(|_| io::Error::other("it is no UTF-8 text"))?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Ok(Self { text, files: reading.files(PathBuf::new()), allows_outside: reading.allow_outside })
    }
}

impl Files for Input {
    fn read(&self, path: &str) -> io::Result<String> {
        match path {
            INPUT => Ok(self.text.clone()),
            _ => self.files.read(path),
        }
    }

    fn read_reference(&self, path: &str, _: &str) -> io::Result<String> {
        if path != INPUT && !self.allows_outside {
            let (file, folder) = (Path::new(path).canonicalize()?, Path::new(".").canonicalize()?);
            if !file.starts_with(folder) || !file.is_file() {
                let why = "it is outside of the working directory, or no regular file";
                return Err(io::Error::new(ErrorKind::PermissionDenied, why));
            }
        }
        self.read(path)
    }
}
