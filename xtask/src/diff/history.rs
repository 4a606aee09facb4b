//! `--log`: what changed from release to release, for a changelog.

use codegen::diff::{Approvals, Date, Revision, day, diff};

use super::formats::{self, Release};
use super::git::Tag;
use super::subjects::{Home, home};
use super::{Arguments, Failure, paths, put, today};
use crate::project;

/// What the changes that have no tag yet stand under.
const UNRELEASED: &str = "Unreleased";

/// A time at which the document is looked at.
struct Point {
    name: String,
    day: Option<String>,
    /// Why there is no document, where there is none.
    document: Result<Revision, Failure>,
    approvals: Approvals,
}

/// Prints what changed in each release of the range, the last first.
pub fn show(arguments: &Arguments) -> Result<(), Failure> {
    let points = points(arguments)?;
    let mut releases = points
        .windows(2)
        .map(|pair| release(&pair[0], &pair[1], arguments))
        .collect::<Result<Vec<_>, Failure>>()?;
    // Nothing is waiting for a release.
    let is_idle = |release: &Release| release.outcome.as_ref().is_ok_and(|diff| diff.is_empty());
    if releases.last().is_some_and(|last| last.name == UNRELEASED && is_idle(last)) {
        releases.pop();
    }
    releases.reverse();
    put(&formats::print_log(&releases, arguments.format, arguments.view), arguments.format);
    Ok(())
}

/// The base, each tag after it, and the head where that is none of them.
fn points(arguments: &Arguments) -> Result<Vec<Point>, Failure> {
    let home = home(arguments)?;
    let range = home.repository.range(arguments.revisions.as_deref()).map_err(Failure::Message)?;
    let tags = home.repository.releases(&range.base, range.head_name()).map_err(Failure::Message)?;
    let head = home.repository.commit(range.head_name()).map_err(Failure::Message)?;
    let is_tagged = range.head.is_some() && tags.last().is_some_and(|tag| tag.commit == head);
    let base = Tag { name: range.base_label.clone(), commit: range.base.clone(), day: String::new() };
    let mut points: Vec<Point> = [base].into_iter().chain(tags).map(|tag| committed(&home, tag)).collect();
    if !is_tagged {
        let unreleased = Tag { name: UNRELEASED.to_owned(), commit: head, day: String::new() };
        points.push(match range.head {
            Some(_) => committed(&home, unreleased),
            None => Point {
                name: unreleased.name,
                day: None,
                document: home.in_working_tree(arguments.reading),
                approvals: home.approvals_of_working_tree().map_err(Failure::Message)?,
            },
        });
    }
    Ok(points)
}

fn committed(home: &Home, tag: Tag) -> Point {
    let (document, approvals) = home.in_revision(&tag.commit, &tag.name);
    let day = (!tag.day.is_empty()).then_some(tag.day);
    Point { name: tag.name, day, document, approvals }
}

fn release(was: &Point, is: &Point, arguments: &Arguments) -> Result<Release, Failure> {
    let outcome = match (&was.document, &is.document) {
        (Ok(old), Ok(new)) => {
            let mut diff = diff(old, new, &project::own_options(), arguments.policy.clients());
            // An approval counts if it did when the release was made.
            is.approvals.apply(&mut diff, &was.approvals, on(is)?);
            if let Some(glob) = &arguments.paths {
                paths::keep(&mut diff, glob).map_err(Failure::Message)?;
            }
            Ok(diff)
        }
        (Err(why), _) => Err(unreadable(was, why)),
        (_, Err(why)) => Err(unreadable(is, why)),
    };
    Ok(Release { name: is.name.clone(), day: is.day.clone(), base: was.name.clone(), outcome })
}

fn on(point: &Point) -> Result<Date, Failure> {
    match &point.day {
        Some(text) => day(text).map_err(Failure::Message),
        None => today(),
    }
}

/// A document that cannot be read at one time is no reason to leave out all others.
fn unreadable(point: &Point, why: &Failure) -> String {
    let why = match why {
        Failure::Message(why) => why.clone(),
        Failure::Problems(report) => {
            report.problems.first().map(|problem| problem.message.clone()).unwrap_or_default()
        }
    };
    format!("the specification of {} cannot be read: {why}", point.name)
}
