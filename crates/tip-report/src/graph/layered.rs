//! A layered layout of a directed graph.
//!
//! K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system structures", IEEE Transactions on
//! Systems, Man, and Cybernetics 11(2), 1981: layers by the longest way, long edges cut into short ones, crossings made fewer by
//! sweeps that put each node at the median of its neighbors (P. Eades and N. Wormald, "Edge crossings in drawings of bipartite graphs",
//! Algorithmica 11, 1994), positions by neighbors that pull.

use tip_forecast::Network;

/// Where nodes and edges lie, in units of a node's width and height with its gap.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The middle of each node: its position in the layer, and the layer.
    pub(super) nodes: Vec<(f64, usize)>,
    /// The points that each edge passes, from its first node to its last.
    pub(super) edges: Vec<Vec<(f64, usize)>>,
    /// The widest extent.
    pub(super) width: f64,
    /// The number of layers.
    pub(super) layers: usize,
}

/// How often the order within layers is improved.
const SWEEPS: usize = 12;

/// How often neighbors pull.
const PULLS: usize = 24;

/// What a point of a long edge takes of a node's width.
const THIN: f64 = 0.25;

/// Lays out a network with these edges, all of which it holds.
pub(super) fn layout(network: &Network, edges: &[(u32, u32)]) -> Layout {
    let count = network.len();
    if count == 0 {
        return Layout::default();
    }
    let mut layer = vec![0_usize; count];
    for &at in network.order() {
        let before = network.before(at).iter();
        let above = before.map(|it| layer[*it as usize] + 1).max();
        layer[at as usize] = above.unwrap_or(0);
    }
    // What waits for nothing stands right above what waits for it.
    for &at in network.order().iter().rev() {
        if network.before(at).is_empty() {
            let after = network.after(at).iter();
            let below = after.map(|it| layer[*it as usize]).min();
            layer[at as usize] = below.map_or(0, |it| it - 1);
        }
    }
    let mut graph = Points::new(layer, edges);
    graph.order();
    graph.place();
    let least = graph.x.iter().copied().fold(f64::INFINITY, f64::min) - 0.5;
    let most = graph.x.iter().copied().fold(f64::NEG_INFINITY, f64::max) + 0.5;
    let point = |at: usize| (graph.x[at] - least, graph.layer[at]);
    Layout {
        nodes: (0..count).map(point).collect(),
        edges: graph
            .ways
            .iter()
            .map(|way| way.iter().map(|at| point(*at)).collect())
            .collect(),
        width: most - least,
        layers: graph.rows.len(),
    }
}

/// Nodes, and the points at which long edges cross layers.
struct Points {
    layer: Vec<usize>,
    is_node: usize,
    ways: Vec<Vec<usize>>,
    up: Vec<Vec<usize>>,
    down: Vec<Vec<usize>>,
    rows: Vec<Vec<usize>>,
    x: Vec<f64>,
}

impl Points {
    fn new(mut layer: Vec<usize>, edges: &[(u32, u32)]) -> Self {
        let is_node = layer.len();
        let mut ways = Vec::new();
        for (from, to) in edges {
            let (from, to) = (*from as usize, *to as usize);
            let mut way = vec![from];
            for between in layer[from] + 1..layer[to] {
                way.push(layer.len());
                layer.push(between);
            }
            way.push(to);
            ways.push(way);
        }
        let mut rows = vec![Vec::new(); layer.iter().max().map_or(0, |it| it + 1)];
        for (at, layer) in layer.iter().enumerate() {
            rows[*layer].push(at);
        }
        let mut up = vec![Vec::new(); layer.len()];
        let mut down = vec![Vec::new(); layer.len()];
        for pair in ways.iter().flat_map(|way| way.windows(2)) {
            down[pair[0]].push(pair[1]);
            up[pair[1]].push(pair[0]);
        }
        Self {
            x: vec![0.0; layer.len()],
            layer,
            is_node,
            ways,
            up,
            down,
            rows,
        }
    }

    /// Puts each point at the median of its neighbors in the layer before, downwards and upwards in turn, and keeps the best order.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            let downwards = sweep % 2 == 0;
            let mut place = vec![0_usize; self.layer.len()];
            for row in &self.rows {
                for (at, point) in row.iter().enumerate() {
                    place[*point] = at;
                }
            }
            let count = self.rows.len();
            for step in 0..count {
                let at = if downwards { step } else { count - 1 - step };
                let neighbors = if downwards { &self.up } else { &self.down };
                let mut row: Vec<(f64, usize, usize)> = self.rows[at]
                    .iter()
                    .map(|point| {
                        let own = place[*point];
                        (median(&neighbors[*point], &place, own), own, *point)
                    })
                    .collect();
                row.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                self.rows[at] = row.into_iter().map(|it| it.2).collect();
                for (own, point) in self.rows[at].iter().enumerate() {
                    place[*point] = own;
                }
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
    }

    /// Counts how often edges between neighboring layers cross.
    fn crossings(&self) -> usize {
        let mut place = vec![0_usize; self.layer.len()];
        for row in &self.rows {
            for (at, point) in row.iter().enumerate() {
                place[*point] = at;
            }
        }
        let mut crossings = 0;
        for row in &self.rows {
            let mut ends: Vec<(usize, usize)> = row
                .iter()
                .flat_map(|it| self.down[*it].iter().map(|to| (place[*it], place[*to])))
                .collect();
            ends.sort_unstable();
            for (at, end) in ends.iter().enumerate() {
                crossings += ends[..at].iter().filter(|it| it.1 > end.1).count();
            }
        }
        crossings
    }

    /// Returns the least distance of the middles of two points side by side.
    fn distance(&self, a: usize, b: usize) -> f64 {
        let half = |it: usize| if it < self.is_node { 0.5 } else { THIN / 2.0 };
        half(a) + half(b)
    }

    /// Moves points towards the middle of their neighbors as far as those beside them allow.
    fn place(&mut self) {
        for row in &self.rows {
            let mut x = 0.0;
            for (at, point) in row.iter().enumerate() {
                if at > 0 {
                    x += self.distance(row[at - 1], *point);
                }
                self.x[*point] = x;
            }
            let middle = x / 2.0;
            for point in row {
                self.x[*point] -= middle;
            }
        }
        for pull in 0..PULLS {
            let downwards = pull % 2 == 0;
            let count = self.rows.len();
            for step in 0..count {
                let at = if downwards { step } else { count - 1 - step };
                self.pull(at, downwards);
            }
        }
    }

    fn pull(&mut self, row: usize, downwards: bool) {
        let row = self.rows[row].clone();
        let wanted: Vec<f64> = row
            .iter()
            .map(|point| {
                let near = if downwards { &self.up } else { &self.down };
                let near = &near[*point];
                if near.is_empty() {
                    return self.x[*point];
                }
                let sum: f64 = near.iter().map(|it| self.x[*it]).sum();
                #[expect(clippy::cast_precision_loss, reason = "nodes have few neighbors")]
                let count = near.len() as f64;
                sum / count
            })
            .collect();
        // Points that would overlap form a block that lies where its members want to be on average.
        let mut blocks: Vec<(f64, Vec<usize>)> = Vec::new();
        for (at, point) in row.iter().enumerate() {
            blocks.push((wanted[at], vec![*point]));
            while blocks.len() > 1 {
                let last = &blocks[blocks.len() - 1];
                let before = &blocks[blocks.len() - 2];
                let right = before.0 + self.span(&before.1);
                let gap = self.distance(before.1[before.1.len() - 1], last.1[0]);
                if right + gap <= last.0 + 1e-9 {
                    break;
                }
                let Some((last_x, last)) = blocks.pop() else {
                    break;
                };
                let Some((before_x, before)) = blocks.pop() else {
                    break;
                };
                let offset = self.span(&before) + gap;
                #[expect(clippy::cast_precision_loss, reason = "a layer has few nodes")]
                let (a, b) = (before.len() as f64, last.len() as f64);
                let x = (before_x * a + (last_x - offset) * b) / (a + b);
                let mut members = before;
                members.extend(last);
                blocks.push((x, members));
            }
        }
        for (start, members) in blocks {
            let mut x = start;
            for (at, point) in members.iter().enumerate() {
                if at > 0 {
                    x += self.distance(members[at - 1], *point);
                }
                self.x[*point] = x;
            }
        }
    }

    fn span(&self, members: &[usize]) -> f64 {
        let pairs = members.windows(2);
        pairs.map(|pair| self.distance(pair[0], pair[1])).sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a layer has few nodes")]
fn median(neighbors: &[usize], place: &[usize], own: usize) -> f64 {
    let mut places: Vec<usize> = neighbors.iter().map(|it| place[*it]).collect();
    places.sort_unstable();
    match places.len() {
        0 => own as f64,
        len if len % 2 == 1 => places[len / 2] as f64,
        len => (places[len / 2 - 1] + places[len / 2]) as f64 / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn laid_out(count: usize, edges: &[(u32, u32)]) -> Layout {
        let layout = layout(&Network::new(count, edges), edges);
        for (at, (x, row)) in layout.nodes.iter().enumerate() {
            for (other_x, other_row) in &layout.nodes[..at] {
                let apart = row != other_row || (x - other_x).abs() >= 1.0 - 1e-6;
                assert!(apart, "{:?}", layout.nodes);
            }
        }
        layout
    }

    #[test]
    fn edges_lead_down_and_nodes_do_not_overlap() {
        let edges = [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3), (4, 3)];
        let layout = laid_out(5, &edges);
        let rows: Vec<_> = layout.nodes.iter().map(|it| it.1).collect();
        assert_eq!(rows, [0, 1, 1, 2, 1]);
        // A long edge passes the layer between.
        assert_eq!(layout.edges[4].len(), 3);
    }

    #[test]
    fn edges_that_need_not_cross_do_not() {
        let edges = [(0, 5), (1, 4), (2, 3)];
        let layout = laid_out(6, &edges);
        let straight = layout
            .edges
            .iter()
            .all(|way| (way[0].0 - way[1].0).abs() < 1e-6);
        assert!(straight, "{:?}", layout.edges);
    }

    #[test]
    fn a_wide_and_deep_graph_has_an_end() {
        let edges: Vec<(u32, u32)> = (0..200_u32)
            .flat_map(|at| [(at, at + 1 + at % 7), (at, at + 1 + at % 13)])
            .collect();
        assert_eq!(laid_out(220, &edges).nodes.len(), 220);
        assert_eq!(layout(&Network::new(0, &[]), &[]).layers, 0);
    }
}
