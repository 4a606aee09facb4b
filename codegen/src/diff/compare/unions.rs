//! Unions: their alternatives by name, then by shape, and what tells them apart. Their order means nothing.

use super::operations::closure;
use super::schemas::place;
use super::{Comparison, Context, Place, text};
use crate::diff::site::{Site, describe};
use crate::node::Node;

impl<'a> Comparison<'a> {
    pub(super) fn unions(&mut self, old: &Site<'a>, new: &Site<'a>, context: Context) {
        let at = place(old, new);
        let (mut was, mut is) = (arms(old), arms(new));
        for same in [same_name, same_shape, possibly_renamed] {
            for (old, new) in matching(&mut was, &mut is, same) {
                self.schema(&old, &new, context.inside(), true);
            }
        }
        // The last of a kind on either side is the same alternative changed.
        if let ([old_arm], [new_arm]) = (was.as_slice(), is.as_slice())
            && old_arm.named().is_none()
            && new_arm.named().is_none()
        {
            let (old_arm, new_arm) = (was.remove(0), is.remove(0));
            self.schema(&old_arm, &new_arm, context.inside(), true);
        }
        let told = |site: &Site<'_>| site.node.get("discriminator").is_some();
        let (add, del) = match told(old) && told(new) {
            true => ("oneof-add-told", "oneof-del-told"),
            false => ("oneof-add", "oneof-del"),
        };
        let inside = if told(old) && told(new) { context.inside() } else { context };
        for arm in &was {
            let place = at.part(&format!("arms/{}", describe(arm.node)));
            let brings = closure(self.base, arm.node);
            self.found_with(&inside.rule(del), &place, Some(describe(arm.node)), None, brings);
        }
        for arm in &is {
            let place = Place { head_at: arm.at, ..at.part(&format!("arms/{}", describe(arm.node))) };
            let brings = closure(self.head, arm.node);
            self.found_with(&inside.rule(add), &place, None, Some(describe(arm.node)), brings);
        }
        self.discriminators(old.node, new.node, &at, context.inside());
        let any = |site: &Site<'_>| site.node.get("anyOf").is_some();
        if any(old) != any(new) {
            let word = |site: &Site<'_>| Some(if any(site) { "anyOf" } else { "oneOf" }.to_owned());
            self.found(&context.rule("oneof-anyof"), &at, word(old), word(new));
        }
    }

    fn discriminators(&mut self, old: &Node, new: &Node, place: &Place, context: Context) {
        let at = place.part("discriminator");
        match (old.get("discriminator"), new.get("discriminator")) {
            (None, None) => {}
            (None, Some(is)) => self.found(&context.rule("discriminator-added"), &at, None, Some(text(is))),
            (Some(was), None) => {
                self.found(&context.rule("discriminator-removed"), &at, Some(text(was)), None);
            }
            (Some(was), Some(is)) => {
                // A value that came or went with its alternative is told by that.
                let arms: Vec<String> = [old, new].iter().flat_map(|node| targets(node)).collect();
                let both = |target: &str| arms.iter().filter(|arm| *arm == target).count() == 2;
                let kept = |discriminator: &Node| {
                    let mut mapping: Vec<(String, String)> = discriminator
                        .entries("mapping")
                        .filter_map(|(value, entry)| {
                            Some((value.to_owned(), entry.node.as_str()?.to_owned()))
                        })
                        .filter(|(_, target)| both(target))
                        .collect();
                    mapping.sort();
                    (discriminator.get_str("propertyName").map(str::to_owned), mapping)
                };
                if kept(was) != kept(is) {
                    self.found(&context.rule("discriminator"), &at, Some(text(was)), Some(text(is)));
                }
            }
        }
    }
}

fn targets(union: &Node) -> Vec<String> {
    let arms = ["oneOf", "anyOf"].into_iter().flat_map(|key| union.items(key));
    arms.filter_map(Node::reference).map(str::to_owned).collect()
}

fn arms<'a>(union: &Site<'a>) -> Vec<Site<'a>> {
    let nodes = ["oneOf", "anyOf"].into_iter().flat_map(|key| union.node.items(key).collect::<Vec<_>>());
    nodes
        .map(|arm| {
            union.inside(arm, arm.at, &format!("arms/{}", describe(arm)), &format!(" ({})", describe(arm)))
        })
        .collect()
}

/// Takes out of both lists what belongs together.
fn matching<'a>(
    was: &mut Vec<Site<'a>>,
    is: &mut Vec<Site<'a>>,
    same: fn(&Site<'a>, &Site<'a>) -> bool,
) -> Vec<(Site<'a>, Site<'a>)> {
    let mut found = Vec::new();
    was.retain(|old| match is.iter().position(|new| same(old, new)) {
        Some(index) => {
            found.push((old.clone(), is.remove(index)));
            false
        }
        None => true,
    });
    found
}

fn same_name(old: &Site<'_>, new: &Site<'_>) -> bool {
    old.named().is_some() && old.named() == new.named()
}

fn same_shape(old: &Site<'_>, new: &Site<'_>) -> bool {
    describe(old.unwrap().0.node) == describe(new.unwrap().0.node)
}

/// A name that only the base has and one that only the head has, of schemas of which each field is in the other.
fn possibly_renamed(old: &Site<'_>, new: &Site<'_>) -> bool {
    let (Some(was), Some(is)) = (old.named(), new.named()) else { return false };
    let fields = |site: &Site<'_>| -> Vec<String> {
        site.unwrap().0.node.entries("properties").map(|(name, _)| name.to_owned()).collect()
    };
    let (a, b) = (fields(old), fields(new));
    let shared = a.iter().filter(|name| b.contains(name)).count();
    Site::component(new.root, was).is_none()
        && Site::component(old.root, is).is_none()
        && shared * 2 > a.len().max(b.len())
}
