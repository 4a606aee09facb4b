//! The version that the changes ask for, by the rules of semantic versioning.

use semver::Version;

use super::finding::{Bump, Finding, Level, SurfaceChange, Verdict};

/// What the findings ask of the version that follows `base`, and whether `head` is it.
pub(super) fn required(findings: &[Finding], unexplained: &[SurfaceChange], base: &str, head: &str) -> Bump {
    let of_findings =
        findings.iter().map(|finding| (finding.worst(), format!("{} ({})", finding.title, finding.name)));
    let of_surface = unexplained.iter().map(|change| (change.verdict, change.item.clone()));
    let gravest = of_findings.chain(of_surface).min_by_key(|(verdict, _)| *verdict);
    let (base, head) = (Version::parse(base).ok(), Version::parse(head).ok());
    let Some((verdict, reason)) = gravest else {
        return Bump {
            required: Level::None,
            reason: "nothing changed".to_owned(),
            version: None,
            satisfied: true,
        };
    };
    let required = level(verdict, base.as_ref());
    let version = base.as_ref().map(|base| next(base, required));
    let satisfied = match (&version, &head) {
        (Some(wanted), Some(head)) => head >= wanted,
        _ => required == Level::None,
    };
    Bump { required, reason, version: version.map(|version| version.to_string()), satisfied }
}

impl Bump {
    /// Counts from another version: that of the last release.
    pub fn since(&mut self, released: &str, head: &str) {
        let (Ok(released), Ok(head)) = (Version::parse(released), Version::parse(head)) else { return };
        let wanted = next(&released, self.required);
        self.satisfied = head >= wanted;
        self.version = Some(wanted.to_string());
    }
}

/// Before 1.0 the second number grows for breaking changes, and the third for all others.
fn level(verdict: Verdict, base: Option<&Version>) -> Level {
    let stable = base.is_none_or(|base| base.major > 0);
    match (verdict, stable) {
        (Verdict::Breaking, true) => Level::Major,
        (Verdict::Breaking, false) | (Verdict::Compatible, true) => Level::Minor,
        (Verdict::Compatible, false) => Level::Patch,
        (Verdict::Documentation, _) => Level::None,
    }
}

fn next(base: &Version, level: Level) -> Version {
    match level {
        Level::None => base.clone(),
        Level::Patch => Version::new(base.major, base.minor, base.patch + 1),
        Level::Minor => Version::new(base.major, base.minor + 1, 0),
        Level::Major => Version::new(base.major + 1, 0, 0),
    }
}
