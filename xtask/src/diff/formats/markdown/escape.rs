//! A stranger's text in Markdown: nothing of it is markup, nobody is mentioned, nothing is linked.

use crate::diff::formats::excerpt::{line, visible};

/// Keeps what stands before and after it from being read as one word, and is not seen.
const JOINER: &str = "&#8288;";

/// A text as part of a sentence, in one line.
///
/// Mentions and references are made from the text of the finished page, where escapes are gone. They are kept apart.
pub fn prose(text: &str) -> String {
    escaped(text, |sign, next| match (sign, next) {
        ('@' | '#', Some(next)) if next.is_alphanumeric() => JOINER,
        _ => "",
    })
}

/// A text as code, in one line, wherever Markdown or HTML may stand: GitHub looks for no mentions in code.
pub fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text, |_, _| ""))
}

/// The text in one line, each sign that could be markup as a reference to it: such a reference never is markup.
fn escaped(text: &str, behind: impl Fn(char, Option<char>) -> &'static str) -> String {
    let text = line(text);
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let after = signs.peek().copied();
        match is_markup(before, sign, after) {
            true => escaped.push_str(&reference(sign)),
            false => escaped.push(sign),
        }
        escaped.push_str(behind(sign, after));
        before = Some(sign);
    }
    escaped
}

fn is_markup(before: Option<char>, sign: char, after: Option<char>) -> bool {
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    match sign {
        '&' | '<' | '>' | '`' | '*' | '[' | ']' | '\\' | '|' | '~' | '#' | '@' | '$' => true,
        // Within a word it is never emphasis.
        '_' => !is_word(before) || !is_word(after),
        // Without these, an address is not linked.
        ':' => after == Some('/'),
        '.' => before == Some('w'),
        _ => false,
    }
}

fn reference(sign: char) -> String {
    match sign {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        _ => format!("&#{};", u32::from(sign)),
    }
}

/// A block of code in lines that start with `- ` and `+ `, which GitHub colours.
pub fn diff(before: Option<&str>, after: Option<&str>) -> String {
    let lines = |sign: &str, text: &str| -> String {
        let text = visible(text);
        text.trim_end_matches('\n').split('\n').map(|line| format!("{sign} {line}\n")).collect()
    };
    let body = before.map_or_else(String::new, |text| lines("-", text))
        + &after.map_or_else(String::new, |text| lines("+", text));
    let fence = "`".repeat((longest_run(&body) + 1).max(3));
    format!("{fence}diff\n{body}{fence}\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|sign| sign != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_prose_is_markup() {
        assert_eq!(prose("a|b *c* <d>\n`e`"), "a&#124;b &#42;c&#42; &lt;d&gt; ↵ &#96;e&#96;");
        assert_eq!(prose("https://www.e.example"), "https&#58;//www&#46;e.example");
        assert_eq!(prose("_a_ caller_id a::b"), "&#95;a&#95; caller_id a::b");
    }

    #[test]
    fn nobody_is_mentioned() {
        assert_eq!(prose("@octocat"), "&#64;&#8288;octocat");
        assert_eq!(prose("see #12, a @ b"), "see &#35;&#8288;12, a &#64; b");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(diff(Some("```\nx"), None), "````diff\n- ```\n- x\n````\n");
        assert_eq!(diff(None, Some("x")), "```diff\n+ x\n```\n");
    }
}
