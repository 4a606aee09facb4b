//! A comparison as text, for whoever reads it: a terminal, a pull request, a program, a browser.
//!
//! Every format is pure: the same [`Diff`] gives the same bytes, and nothing is printed or read here. Whatever comes
//! from the documents is a stranger's text, so each format escapes it for where it will be shown.

mod counts;
mod excerpt;
mod github;
mod html;
mod json;
mod log;
mod markdown;
mod phrases;
#[cfg(test)]
mod sample;
mod text;

use codegen::diff::finding::{Diff, Finding, Judgement, Verdict};

pub use log::{Release, print as print_log};

/// How to print a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people at a terminal, to standard error.
    #[default]
    Text,
    /// A comment for a pull request, to standard output.
    Markdown,
    /// Workflow commands of GitHub, to standard output.
    Github,
    /// One JSON document, to standard output; `xtask/src/diff/schema.json` describes it.
    Json,
    /// One page for a browser, to standard output.
    Html,
}

/// Which verdicts to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum View {
    /// What it means for programs that speak to the server.
    Wire,
    /// What it means for programs that are compiled against the crate.
    Rust,
    /// Both of them.
    #[default]
    Both,
}

/// The whole comparison in one format, with a line break at its end unless there is nothing to say.
///
/// Text holds the colours of a terminal: print it through `anstream`, which drops them everywhere else.
pub fn print(diff: &Diff, format: Format, view: View) -> String {
    match format {
        Format::Text => text::print(diff, view),
        Format::Markdown => markdown::print(diff, view),
        Format::Github => github::print(diff, view),
        Format::Json => json::print(diff, view),
        Format::Html => html::print(diff, view),
    }
}

impl Format {
    /// Whether it is for machines, and so belongs on standard output alone.
    pub fn is_for_machines(self) -> bool {
        self != Self::Text
    }
}

impl View {
    /// Whether verdicts of the wire are looked at.
    fn has_wire(self) -> bool {
        self != Self::Rust
    }

    /// Whether verdicts for Rust code are looked at.
    fn has_rust(self) -> bool {
        self != Self::Wire
    }

    /// The judgements to show, each with the name of what it is about.
    fn judgements(self, finding: &Finding) -> impl Iterator<Item = (&'static str, &Judgement)> {
        let wire = self.has_wire().then_some(("wire", &finding.wire));
        wire.into_iter().chain(self.has_rust().then_some(("Rust", &finding.rust)))
    }

    /// The gravest of the verdicts that are looked at.
    fn verdict(self, finding: &Finding) -> Verdict {
        match self {
            Self::Wire => finding.wire.verdict,
            Self::Rust => finding.rust.verdict,
            Self::Both => finding.worst(),
        }
    }
}

#[cfg(test)]
mod tests;
