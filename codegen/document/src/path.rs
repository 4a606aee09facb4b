//! Templates of paths.

/// The names of the parameters of a path template, each once and in their order; `None` when it is malformed.
pub fn template_names(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = path.strip_prefix('/')?;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if before.contains('}') || name.is_empty() || name.contains(['{', '/']) {
            return None;
        }
        if !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    (!rest.contains('}')).then_some(names)
}

/// A path with the names of its parameters taken out: `/things/{}`. Paths that a server cannot tell from each other have
/// the same.
pub fn anonymous(path: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for sign in path.chars() {
        match sign {
            '{' | '}' => {
                inside = sign == '{';
                plain.push(sign);
            }
            _ if inside => {}
            _ => plain.push(sign),
        }
    }
    plain
}
