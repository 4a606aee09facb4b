//! Edits of YAML as people write it: lines in blocks, and lists and mappings in brackets on one line.
//!
//! Edits are told by the places of the values that the loader read, so that all other text stays as it is. A place that
//! is written in another way than these is given up: every method answers `None` then.

use codegen::node::Node;
use codegen::source::{FileId, Location};

/// The text of one file, and what is to be changed in it.
pub(super) struct Editor {
    file: FileId,
    text: Vec<char>,
    /// Where each line starts.
    lines: Vec<usize>,
    edits: Vec<Edit>,
}

/// Some signs replaced by others.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

impl Editor {
    pub fn new(file: FileId, text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        let breaks = text.iter().enumerate().filter(|(_, sign)| **sign == '\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Self { file, text, lines, edits: Vec::new() }
    }

    /// The text with every edit made.
    pub fn finish(mut self) -> String {
        self.edits.sort_by_key(|edit| edit.start);
        let mut merged: Vec<Edit> = Vec::new();
        for edit in self.edits {
            // Neighbours may both take the comma between them along.
            match merged.last_mut().filter(|last| edit.start < last.end) {
                Some(last) => {
                    last.end = last.end.max(edit.end);
                    last.text.push_str(&edit.text);
                }
                None => merged.push(edit),
            }
        }
        for edit in merged.into_iter().rev() {
            self.text.splice(edit.start..edit.end, edit.text.chars());
        }
        self.text.into_iter().collect()
    }

    /// A key more at the start of a mapping.
    pub fn insert_key(&mut self, mapping: &Node, entry: &str) -> Option<()> {
        let at = self.offset(mapping.at)?;
        let is_empty = mapping.as_object()?.is_empty();
        match self.text.get(at)? {
            '{' if is_empty => self.push(at + 1, at + 1, entry.to_owned()),
            '{' => self.push(at + 1, at + 1, format!("{entry}, ")),
            _ => self.push(at, at, format!("{entry}\n{}", self.indent(mapping.at))),
        }
    }

    /// Items more at the start of a list.
    pub fn insert_items(&mut self, list: &Node, items: &[String]) -> Option<()> {
        let first = list.as_array()?.first()?;
        let at = self.offset(list.at)?;
        if self.text.get(at) == Some(&'[') {
            return self.push(at + 1, at + 1, format!("{}, ", items.join(", ")));
        }
        // The dash of the first item, wherever the list itself is said to start.
        let first = self.offset(first.at)?;
        let dash = (self.line_start(first)..first).rev().find(|at| self.text[*at] == '-')?;
        let indent: String = std::iter::repeat_n(' ', dash - self.line_start(dash)).collect();
        let text: String = items.iter().map(|item| format!("- {item}\n{indent}")).collect();
        self.push(dash, dash, text)
    }

    /// Another text for a scalar.
    pub fn replace_scalar(&mut self, node: &Node, text: &str) -> Option<()> {
        let (start, end) = self.scalar_range(node)?;
        self.push(start, end, text.to_owned())
    }

    /// The text of a scalar, without quotes.
    pub fn scalar(&self, node: &Node) -> Option<String> {
        let (start, end) = self.scalar_range(node)?;
        let text: String = self.text[start..end].iter().collect();
        Some(text.trim_matches(['\'', '"']).to_owned())
    }

    /// A reference that may be null: it moves into `allOf`, and `nullable` stands beside that.
    pub fn replace_reference(&mut self, site: &Node, reference: &str) -> Option<()> {
        let at = self.offset(site.at)?;
        let (_, end) = self.scalar_range(site.get("$ref")?)?;
        match self.text.get(at)? {
            '{' => {
                let close = (end..self.text.len()).find(|at| self.text[*at] == '}')?;
                self.push(at, close + 1, format!("{{nullable: true, allOf: [{reference}]}}"))
            }
            _ => self.push(at, end, format!("nullable: true\n{}allOf: [{reference}]", self.indent(site.at))),
        }
    }

    /// An entry of a mapping, with another one in its place.
    pub fn replace_entry(&mut self, mapping: &Node, key: &str, entry: &str) -> Option<()> {
        let key_at = self.offset(mapping.entry(key)?.key_at)?;
        let (_, end) = self.scalar_range(mapping.get(key)?)?;
        self.push(key_at, end, entry.to_owned())
    }

    /// An entry of a mapping less.
    pub fn remove_key(&mut self, mapping: &Node, key: &str) -> Option<()> {
        let entry = mapping.entry(key)?;
        let (at, start) = (self.offset(mapping.at)?, self.offset(entry.key_at)?);
        match self.text.get(at)? {
            '{' => self.remove_part(at, start),
            _ => self.remove_lines(start),
        }
    }

    /// An item of a list less.
    pub fn remove_item(&mut self, list: &Node, item: &Node) -> Option<()> {
        let (at, start) = (self.offset(list.at)?, self.offset(item.at)?);
        match self.text.get(at)? {
            '[' => self.remove_part(at, start),
            _ => {
                let line = self.line_start(start);
                let end = self.next_line(start);
                self.push(line, end, String::new())
            }
        }
    }

    /// A part within brackets, with the comma that it does not need any more.
    fn remove_part(&mut self, open: usize, start: usize) -> Option<()> {
        let end = self.end_of_part(start)?;
        if self.text.get(end) == Some(&',') {
            let next = (end + 1..self.text.len()).find(|at| !self.text[*at].is_whitespace())?;
            return self.push(start, next, String::new());
        }
        let comma = (open..start).rev().find(|at| !self.text[*at].is_whitespace())?;
        let begin = if self.text[comma] == ',' { comma } else { start };
        self.push(begin, end, String::new())
    }

    /// The comma or bracket that ends a part within brackets.
    fn end_of_part(&self, start: usize) -> Option<usize> {
        let (mut depth, mut quote) = (0_u32, None);
        for at in start..self.text.len() {
            match (self.text[at], quote) {
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
        // What shares its line with a dash cannot be removed by whole lines.
        if self.text[line..start].iter().any(|sign| *sign != ' ') {
            return None;
        }
        let indent = start - line;
        let mut end = self.next_line(start);
        while end < self.text.len() && self.is_inside(end, indent) {
            end = self.next_line(end);
        }
        self.push(line, end, String::new())
    }

    /// Whether a line belongs to the entry that starts `indent` signs in.
    fn is_inside(&self, line: usize, indent: usize) -> bool {
        let end = self.next_line(line);
        let first = (line..end).find(|at| !self.text[*at].is_whitespace());
        first.is_some_and(|first| first - line > indent || first - line == indent && self.text[first] == '-')
    }

    /// Where a scalar of one line starts and ends.
    fn scalar_range(&self, node: &Node) -> Option<(usize, usize)> {
        let start = self.offset(node.at)?;
        let quote = self.text.get(start).copied().filter(|sign| matches!(sign, '\'' | '"'));
        let end = match quote {
            Some(quote) => (start + 1..self.text.len()).find(|at| self.text[*at] == quote)? + 1,
            None => {
                (start..self.text.len()).find(|at| matches!(self.text[*at], ',' | '}' | ']' | '\n' | '#'))?
            }
        };
        let end = (start..end).rev().find(|at| !self.text[*at].is_whitespace())? + 1;
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
        let line = *self.lines.get(at.line.checked_sub(1)? as usize)?;
        let offset = line + at.column.checked_sub(1)? as usize;
        (offset < self.text.len()).then_some(offset)
    }

    /// As many blanks as stand before a place, whatever else stands there.
    fn indent(&self, at: Location) -> String {
        " ".repeat(at.column.saturating_sub(1) as usize)
    }

    fn line_start(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|start| *start <= at);
        self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0)
    }

    fn next_line(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|start| *start <= at);
        self.lines.get(line).copied().unwrap_or(self.text.len())
    }
}
