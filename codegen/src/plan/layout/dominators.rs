//! Which node of a graph every path to another leads through.

/// The immediate dominator of each node that can be reached from node 0, which dominates itself: the nearest node that is on
/// every path from node 0. `None` for a node that cannot be reached.
///
/// After Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
pub(super) fn immediate(edges: &[Vec<usize>]) -> Vec<Option<usize>> {
    let order = reverse_postorder(edges);
    let mut rank = vec![usize::MAX; edges.len()];
    order.iter().enumerate().for_each(|(index, node)| rank[*node] = index);
    let mut predecessors: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for from in &order {
        edges[*from].iter().for_each(|to| predecessors[*to].push(*from));
    }
    let mut dominators: Vec<Option<usize>> = vec![None; edges.len()];
    if let Some(root) = dominators.first_mut() {
        *root = Some(0);
    }
    let mut changed = true;
    while changed {
        changed = false;
        for node in order.iter().skip(1) {
            let known = predecessors[*node].iter().copied().filter(|from| dominators[*from].is_some());
            let nearest = known.reduce(|a, b| intersect(&dominators, &rank, a, b));
            if dominators[*node] != nearest {
                dominators[*node] = nearest;
                changed = true;
            }
        }
    }
    dominators
}

/// The nearest node that dominates both.
fn intersect(dominators: &[Option<usize>], rank: &[usize], mut a: usize, mut b: usize) -> usize {
    while a != b {
        let (later, earlier) = if rank[a] > rank[b] { (a, b) } else { (b, a) };
        a = dominators[later].unwrap_or(0);
        b = earlier;
    }
    a
}

fn reverse_postorder(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut met = vec![false; edges.len()];
    let mut order = Vec::new();
    let mut stack = vec![(0, false)];
    while let Some((node, is_left)) = stack.pop() {
        if is_left {
            order.push(node);
        } else if !std::mem::replace(&mut met[node], true) {
            stack.push((node, true));
            stack.extend(edges[node].iter().rev().map(|to| (*to, false)));
        }
    }
    order.reverse();
    order
}

#[cfg(test)]
mod tests {
    use super::immediate;

    #[test]
    fn what_two_ways_lead_to_is_dominated_by_where_they_part() {
        // 0 -> 1 -> {2, 3} -> 4 -> 5; 6 is out of reach.
        let edges = vec![vec![1], vec![2, 3], vec![4], vec![4], vec![5, 1], vec![], vec![5]];
        assert_eq!(immediate(&edges), [Some(0), Some(0), Some(1), Some(1), Some(1), Some(4), None]);
    }
}
