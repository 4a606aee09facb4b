//! A stranger's text, made safe to look at and short enough for a line.

/// Where a line goes on, when a text is shown in one.
const LINE_BREAK: &str = " ↵ ";

/// The text with everything spelled out that would not be seen, or would change how the rest is seen: control
/// characters, such as a terminal's escapes, and marks that turn the direction of writing.
///
/// Line breaks and tabs stay.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        match is_treacherous(sign) {
            true => shown.extend(sign.escape_default()),
            false => shown.push(sign),
        }
    }
    shown
}

fn is_treacherous(sign: char) -> bool {
    match sign {
        '\n' | '\t' => false,
        // Joiners are part of how some languages are written, and of emoji.
        '\u{200c}' | '\u{200d}' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' => true,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => sign.is_control(),
    }
}

/// The visible text in one line.
pub fn line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    visible(&lines.join(LINE_BREAK)).replace('\t', " ")
}

/// The visible text in one line of at most so many characters.
pub fn short(text: &str, most: usize) -> String {
    cut(&line(text), most)
}

/// The beginning of a text, at most so many characters.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// Two values in a line each, cut such that the place where they begin to differ can be seen.
pub fn short_pair(before: &str, after: &str, most: usize) -> (String, String) {
    let (before, after) = (line(before), line(after));
    let same = before.chars().zip(after.chars()).take_while(|(before, after)| before == after).count();
    let longest = before.chars().count().max(after.chars().count());
    // What leads up to the difference is kept only as far as it helps to recognize the place.
    let start = if longest <= most { 0 } else { same.saturating_sub(most / 3) };
    (cut_from(&before, start, most), cut_from(&after, start, most))
}

/// The same for values of which one may not be there.
pub fn short_values(
    before: Option<&str>,
    after: Option<&str>,
    most: usize,
) -> (Option<String>, Option<String>) {
    match (before, after) {
        (Some(before), Some(after)) => {
            let (before, after) = short_pair(before, after, most);
            (Some(before), Some(after))
        }
        _ => (before.map(|before| short(before, most)), after.map(|after| short(after, most))),
    }
}

fn cut_from(text: &str, start: usize, most: usize) -> String {
    match start {
        0 => cut(text, most),
        _ => cut(&['…'].into_iter().chain(text.chars().skip(start)).collect::<String>(), most),
    }
}

/// The beginning of a visible text of several lines, and how many characters were left out.
pub fn block(text: &str, most: usize) -> (String, usize) {
    let shown = visible(text);
    let left_out = shown.chars().count().saturating_sub(most);
    (shown.chars().take(most).collect(), left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides_and_nothing_speaks_to_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\rc\u{202e}d"), "a\\u{1b}[31mb\\rc\\u{202e}d");
        assert_eq!(visible("two\nlines\tand 👩\u{200d}🚒 é"), "two\nlines\tand 👩\u{200d}🚒 é");
    }

    #[test]
    fn several_lines_become_one() {
        assert_eq!(line("type: string\n\n  format: uri\n"), "type: string ↵ format: uri");
        assert_eq!(line("a\r\nb"), "a ↵ b");
    }

    #[test]
    fn a_long_text_is_cut_by_characters() {
        assert_eq!(short("ääääää", 4), "äää…");
        assert_eq!(short("ääää", 4), "ääää");
    }

    #[test]
    fn the_difference_of_two_long_values_is_shown() {
        let common = "x".repeat(500);
        let (before, after) = short_pair(&format!("{common} old"), &format!("{common} new"), 60);
        assert!(before.starts_with('…') && before.ends_with("x old"), "{before}");
        assert!(after.starts_with('…') && after.ends_with("x new"), "{after}");
        assert_eq!(short_pair("short", "shorter", 60), ("short".to_owned(), "shorter".to_owned()));
    }

    #[test]
    fn a_block_says_how_much_is_missing() {
        assert_eq!(block("ab\ncd", 4), ("ab\nc".to_owned(), 1));
        assert_eq!(block("ab", 4), ("ab".to_owned(), 0));
    }
}
