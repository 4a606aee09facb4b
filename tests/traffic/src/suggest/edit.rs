//! Edits of YAML as people write it: lines in blocks, and lists and mappings in brackets on one line.
//!
//! Edits are given by the places of the values that the loader read, so that all other text stays as it is. For
//! any other style of YAML every method returns `None`.

use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;

use document::node::Node;
use document::source::{FileId, Location};
use similar::TextDiff;

/// The characters of a file.
#[derive(Debug)]
pub(super) struct Text {
    signs: Vec<char>,
    /// Where each line starts.
    lines: Vec<usize>,
}

impl Text {
    pub fn new(text: &str) -> Self {
        let signs: Vec<char> = text.chars().collect();
        let breaks = signs.iter().enumerate().filter(|(_, sign)| **sign == '\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Self { signs, lines }
    }

    /// The line of a character, counted from zero.
    fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Where a line starts; the end of the text beyond the last.
    fn start_of(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or(self.signs.len())
    }
}

/// The text of one file, and what is to be changed in it.
pub(super) struct Editor {
    file: FileId,
    text: Rc<Text>,
    edits: Vec<Edit>,
}

/// Replaces a range of characters.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

impl Editor {
    pub fn new(file: FileId, text: Rc<Text>) -> Self {
        Self { file, text, edits: Vec::new() }
    }

    /// The file that is edited.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The whole text with every edit made.
    pub fn finish(mut self) -> String {
        self.merge();
        self.written(0..self.text.signs.len())
    }

    /// The edits as a patch for `git apply`. Only the lines around them are read.
    pub fn difference(mut self, path: &str) -> String {
        const CONTEXT: usize = 2;
        self.merge();
        let (Some(first), Some(last)) = (self.edits.first(), self.edits.last()) else { return String::new() };
        let first = self.text.line_of(first.start).saturating_sub(CONTEXT);
        let range = self.text.start_of(first)..self.text.start_of(self.text.line_of(last.end) + CONTEXT + 1);
        let old: String = self.text.signs[range.clone()].iter().collect();
        let new = self.written(range);
        let diff = TextDiff::from_lines(&old, &new);
        let mut shown = format!("--- a/{path}\n+++ b/{path}\n");
        for group in diff.grouped_ops(CONTEXT) {
            let (Some(start), Some(end)) = (group.first(), group.last()) else { continue };
            let old = lines(first, start.old_range().start..end.old_range().end);
            let new = lines(first, start.new_range().start..end.new_range().end);
            // Writing to a string does not fail.
            let _ = writeln!(shown, "@@ -{old} +{new} @@");
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let end = if change.missing_newline() { "\n\\ No newline at end of file\n" } else { "" };
                let _ = write!(shown, "{}{}{end}", change.tag(), change.value());
            }
        }
        shown
    }

    /// In order, and without overlaps: neighbours may both take the comma between them along.
    fn merge(&mut self) {
        self.edits.sort_by_key(|edit| edit.start);
        let mut merged: Vec<Edit> = Vec::new();
        for edit in std::mem::take(&mut self.edits) {
            match merged.last_mut().filter(|last| edit.start < last.end) {
                Some(last) => {
                    last.end = last.end.max(edit.end);
                    last.text.push_str(&edit.text);
                }
                None => merged.push(edit),
            }
        }
        self.edits = merged;
    }

    /// A part of the text that has all edits in it, as it is after them.
    fn written(&self, range: Range<usize>) -> String {
        let (mut text, mut at) = (String::new(), range.start);
        for edit in &self.edits {
            text.extend(&self.text.signs[at..edit.start]);
            text.push_str(&edit.text);
            at = edit.end;
        }
        text.extend(&self.text.signs[at..range.end]);
        text
    }

    /// Adds a key at the start of a mapping.
    pub fn insert_key(&mut self, mapping: &Node, entry: &str) -> Option<()> {
        let at = self.offset(mapping.at)?;
        let is_empty = mapping.as_object()?.is_empty();
        match self.text.signs.get(at)? {
            '{' if is_empty => self.push(at + 1, at + 1, entry.to_owned()),
            '{' => self.push(at + 1, at + 1, format!("{entry}, ")),
            _ => self.push(at, at, format!("{entry}\n{}", self.indent(mapping.at))),
        }
    }

    /// Adds items at the start of a list.
    pub fn insert_items(&mut self, list: &Node, items: &[String]) -> Option<()> {
        let first = list.as_array()?.first()?;
        let at = self.offset(list.at)?;
        if self.text.signs.get(at) == Some(&'[') {
            return self.push(at + 1, at + 1, format!("{}, ", items.join(", ")));
        }
        // The dash of the first item, wherever the loader places the start of the list.
        let first = self.offset(first.at)?;
        let dash = (self.line_start(first)..first).rev().find(|at| self.text.signs[*at] == '-')?;
        let indent: String = std::iter::repeat_n(' ', dash - self.line_start(dash)).collect();
        let text: String = items.iter().map(|item| format!("- {item}\n{indent}")).collect();
        self.push(dash, dash, text)
    }

    /// Replaces the text of a scalar.
    pub fn replace_scalar(&mut self, node: &Node, text: &str) -> Option<()> {
        let (start, end) = self.scalar_range(node)?;
        self.push(start, end, text.to_owned())
    }

    /// The text of a scalar, without quotes.
    pub fn scalar(&self, node: &Node) -> Option<String> {
        let (start, end) = self.scalar_range(node)?;
        let text: String = self.text.signs[start..end].iter().collect();
        Some(text.trim_matches(['\'', '"']).to_owned())
    }

    /// A reference that may be null: it moves into `allOf`, and `nullable` stands beside that.
    pub fn replace_reference(&mut self, site: &Node, reference: &str) -> Option<()> {
        let at = self.offset(site.at)?;
        let (_, end) = self.scalar_range(site.get("$ref")?)?;
        match self.text.signs.get(at)? {
            '{' => {
                let close = (end..self.text.signs.len()).find(|at| self.text.signs[*at] == '}')?;
                self.push(at, close + 1, format!("{{nullable: true, allOf: [{reference}]}}"))
            }
            _ => self.push(at, end, format!("nullable: true\n{}allOf: [{reference}]", self.indent(site.at))),
        }
    }

    /// A mapping that becomes the first item of a list, under a key of another mapping in its place.
    pub fn wrap(&mut self, mapping: &Node, key: &str, others: &[String]) -> Option<()> {
        let at = self.offset(mapping.at)?;
        if self.text.signs.get(at)? == &'{' {
            let end = self.closing(at)? + 1;
            self.push(at, at, format!("{{{key}: ["))?;
            return self.push(end, end, format!(", {}]}}", others.join(", ")));
        }
        let column = at - self.line_start(at);
        let indent = " ".repeat(column);
        self.push(at, at, format!("{key}:\n{indent}  - "))?;
        let mut line = self.next_line(at);
        let mut end = line;
        while line < self.text.signs.len() && self.is_below(line, column) {
            let next = self.next_line(line);
            if !self.is_blank(line) {
                self.push(line, line, "    ".to_owned())?;
                end = next;
            }
            line = next;
        }
        let is_cut = self.text.signs.get(end.checked_sub(1)?) != Some(&'\n');
        let others: String = others.iter().map(|other| format!("{indent}  - {other}\n")).collect();
        self.push(end, end, format!("{}{others}", if is_cut { "\n" } else { "" }))
    }

    /// The closing bracket.
    fn closing(&self, open: usize) -> Option<usize> {
        let mut at = open + 1;
        loop {
            at = self.end_of_part(at)?;
            match self.text.signs.get(at)? {
                ',' => at += 1,
                _ => return Some(at),
            }
        }
    }

    /// Whether a line belongs to a block with this indentation.
    fn is_below(&self, line: usize, column: usize) -> bool {
        let end = self.next_line(line);
        let first = (line..end).find(|at| !self.text.signs[*at].is_whitespace());
        first.is_none_or(|first| first - line >= column)
    }

    fn is_blank(&self, line: usize) -> bool {
        self.text.signs[line..self.next_line(line)].iter().all(|sign| sign.is_whitespace())
    }

    /// Replaces an entry of a mapping.
    pub fn replace_entry(&mut self, mapping: &Node, key: &str, entry: &str) -> Option<()> {
        let key_at = self.offset(mapping.entry(key)?.key_at)?;
        let (_, end) = self.scalar_range(mapping.get(key)?)?;
        self.push(key_at, end, entry.to_owned())
    }

    /// Removes an entry of a mapping.
    pub fn remove_key(&mut self, mapping: &Node, key: &str) -> Option<()> {
        let entry = mapping.entry(key)?;
        let (at, start) = (self.offset(mapping.at)?, self.offset(entry.key_at)?);
        match self.text.signs.get(at)? {
            '{' => self.remove_part(at, start),
            _ => self.remove_lines(start),
        }
    }

    /// Removes an item of a list.
    pub fn remove_item(&mut self, list: &Node, item: &Node) -> Option<()> {
        let (at, start) = (self.offset(list.at)?, self.offset(item.at)?);
        match self.text.signs.get(at)? {
            '[' => self.remove_part(at, start),
            _ => {
                let line = self.line_start(start);
                let end = self.next_line(start);
                self.push(line, end, String::new())
            }
        }
    }

    /// A part within brackets, with the comma that becomes superfluous.
    fn remove_part(&mut self, open: usize, start: usize) -> Option<()> {
        let end = self.end_of_part(start)?;
        if self.text.signs.get(end) == Some(&',') {
            let next = (end + 1..self.text.signs.len()).find(|at| !self.text.signs[*at].is_whitespace())?;
            return self.push(start, next, String::new());
        }
        let comma = (open..start).rev().find(|at| !self.text.signs[*at].is_whitespace())?;
        let begin = if self.text.signs[comma] == ',' { comma } else { start };
        self.push(begin, end, String::new())
    }

    /// The comma or bracket that ends a part within brackets.
    fn end_of_part(&self, start: usize) -> Option<usize> {
        let (mut depth, mut quote) = (0_u32, None);
        for at in start..self.text.signs.len() {
            match (self.text.signs[at], quote) {
                (sign, Some(open)) if sign == open => quote = None,
                (_, Some(_)) => {}
                (sign @ ('\'' | '"'), None) => quote = Some(sign),
                ('{' | '[', None) => depth += 1,
                ('}' | ']' | ',', None) if depth == 0 => return Some(at),
                ('}' | ']', None) => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// The lines of an entry: up to the next line that is not further in.
    fn remove_lines(&mut self, start: usize) -> Option<()> {
        let line = self.line_start(start);
        // An entry that shares its line with a dash cannot be removed by whole lines.
        if self.text.signs[line..start].iter().any(|sign| *sign != ' ') {
            return None;
        }
        let indent = start - line;
        let mut end = self.next_line(start);
        while end < self.text.signs.len() && self.is_inside(end, indent) {
            end = self.next_line(end);
        }
        self.push(line, end, String::new())
    }

    /// Whether a line belongs to the entry with this indentation.
    fn is_inside(&self, line: usize, indent: usize) -> bool {
        let end = self.next_line(line);
        let first = (line..end).find(|at| !self.text.signs[*at].is_whitespace());
        first.is_some_and(|first| {
            first - line > indent || first - line == indent && self.text.signs[first] == '-'
        })
    }

    /// Where a scalar of one line starts and ends.
    fn scalar_range(&self, node: &Node) -> Option<(usize, usize)> {
        let start = self.offset(node.at)?;
        let quote = self.text.signs.get(start).copied().filter(|sign| matches!(sign, '\'' | '"'));
        let end = match quote {
            Some(quote) => (start + 1..self.text.signs.len()).find(|at| self.text.signs[*at] == quote)? + 1,
            None => (start..self.text.signs.len())
                .find(|at| matches!(self.text.signs[*at], ',' | '}' | ']' | '\n' | '#'))?,
        };
        let end = (start..end).rev().find(|at| !self.text.signs[*at].is_whitespace())? + 1;
        Some((start, end))
    }

    fn push(&mut self, start: usize, end: usize, text: String) -> Option<()> {
        self.edits.push(Edit { start, end, text });
        Some(())
    }

    fn offset(&self, at: Location) -> Option<usize> {
        if at.file != self.file {
            return None;
        }
        let line = *self.text.lines.get(at.line.checked_sub(1)? as usize)?;
        let offset = line + at.column.checked_sub(1)? as usize;
        (offset < self.text.signs.len()).then_some(offset)
    }

    /// As many blanks as there are characters before a place on its line.
    fn indent(&self, at: Location) -> String {
        " ".repeat(at.column.saturating_sub(1) as usize)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.start_of(self.text.line_of(at))
    }

    fn next_line(&self, at: usize) -> usize {
        self.text.start_of(self.text.line_of(at) + 1)
    }
}

/// Lines of a part that starts at a line, as the head of a hunk gives them.
fn lines(first: usize, range: Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", first + range.start),
        1 => (first + range.start + 1).to_string(),
        count => format!("{},{count}", first + range.start + 1),
    }
}
