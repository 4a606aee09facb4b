//! How large an `allOf` becomes when its parts are written out, as progenitor does.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Lowering, items};

/// The most parts, and the most alternatives, that are merged.
const LIMIT: usize = 256;

/// The size of a schema that is written out.
#[derive(Clone, Copy)]
struct Size {
    /// Schemas in it.
    parts: usize,
    /// Alternatives that it is multiplied out to.
    alternatives: usize,
}

impl Size {
    const ONE: Self = Self { parts: 1, alternatives: 1 };
    /// What has no end.
    const ENDLESS: Self = Self { parts: usize::MAX, alternatives: usize::MAX };

    fn and(self, other: Self) -> Self {
        Self {
            parts: self.parts.saturating_add(other.parts),
            alternatives: self.alternatives.saturating_mul(other.alternatives),
        }
    }
}

impl<'a> Lowering<'a> {
    /// Whether a composition is too large, or part of itself.
    pub(super) fn is_too_large(&self, node: &'a Value) -> bool {
        let size = self.size(node, &mut BTreeMap::new());
        size.parts > LIMIT || size.alternatives > LIMIT
    }

    /// Each shared part is measured once. `known` has `None` for what is being measured.
    fn size(&self, node: &'a Value, known: &mut BTreeMap<*const Value, Option<Size>>) -> Size {
        let node = self.followed(node);
        match known.get(&std::ptr::from_ref(node)) {
            Some(Some(size)) => return *size,
            Some(None) => return Size::ENDLESS,
            None => {}
        }
        known.insert(std::ptr::from_ref(node), None);
        let alternatives = items(node, "oneOf").chain(items(node, "anyOf")).count().max(1);
        let mut size = Size { alternatives, ..Size::ONE };
        for part in items(node, "allOf") {
            size = size.and(self.size(part, known));
        }
        known.insert(std::ptr::from_ref(node), Some(size));
        size
    }
}
