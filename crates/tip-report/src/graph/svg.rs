//! A graph as SVG: layers from top to bottom, a frame around each plan.

use tip_forecast::{LinkSource, Network};

use super::GraphView;
use super::layered::layout;
use crate::layout::{short_title, wrap};
use crate::picture::{Anchor, CALM, CRITICAL, DONE, FAINT, Font, GRID, INK, LINE, Picture, Stroke};

const WIDTH: f64 = 176.0;
/// A title takes up to two lines.
const HEIGHT: f64 = 46.0 + LINE;
const GAP_X: f64 = 20.0;
const GAP_Y: f64 = 36.0;
const MARGIN: f64 = 16.0;
const FRAME: f64 = 16.0;
/// The width at which the next group begins a new row.
const PAGE: f64 = 1180.0;
/// The columns of text that fit in a node.
const COLUMNS: usize = 23;

/// Something laid out within its own frame: phases that hang together.
struct Group {
    /// The middle of each node at the top, with its phase.
    nodes: Vec<(usize, f64, f64)>,
    /// The points of each edge, with how it is known.
    edges: Vec<(Vec<(f64, f64)>, LinkSource)>,
    width: f64,
    height: f64,
}

/// Renders a graph. What was only assumed is dashed, and so are names between plans.
pub fn svg(view: &GraphView<'_>) -> String {
    let graph = view.graph;
    let mut picture = Picture::default();
    let mut frames = Vec::new();
    let mut middle = vec![(0.0, 0.0); graph.phases.len()];
    let (mut x, mut y, mut row) = (MARGIN, MARGIN, 0.0_f64);
    let mut right = 0.0_f64;
    let mut drawn = Vec::new();
    for plan in &graph.plans {
        let groups = groups(view, plan.phases.clone());
        let (placed, width, height) = pack(groups);
        let width = (width + 2.0 * FRAME).max(WIDTH + 2.0 * FRAME);
        let height = height + FRAME + 2.0 * LINE + 10.0;
        if x > MARGIN && x + width > PAGE {
            x = MARGIN;
            y += row + 2.0 * MARGIN;
            row = 0.0;
        }
        for (group, dx, dy) in placed {
            let (dx, dy) = (x + FRAME + dx, y + 2.0 * LINE + 6.0 + dy);
            for (phase, node_x, node_y) in &group.nodes {
                middle[*phase] = (node_x + dx, node_y + dy);
            }
            drawn.push((group, dx, dy));
        }
        frames.push((x, y, width, height));
        x += width + 2.0 * MARGIN;
        row = row.max(height);
        right = right.max(x);
    }
    for (plan, (x, y, width, height)) in graph.plans.iter().zip(&frames) {
        let stroke = Stroke::plain(GRID, 1.0);
        picture.rectangle((*x, *y), (*width, *height), "#f6f8fa", Some(stroke), "");
        let title = plan
            .title
            .as_deref()
            .map_or(plan.name.as_str(), short_title);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a frame is a few thousand pixels wide"
        )]
        let columns = ((width - FRAME) / 7.6) as usize;
        picture.text(
            (x + FRAME, y + 22.0),
            title,
            columns,
            Font::plain(INK).bold(),
        );
        if plan.phases.is_empty() {
            picture.text(
                (x + FRAME, y + 22.0 + LINE),
                "no phases",
                20,
                Font::plain(FAINT),
            );
        }
    }
    plan_links(view, &mut picture, &frames);
    for (group, dx, dy) in &drawn {
        for (points, source) in &group.edges {
            let points: Vec<_> = points.iter().map(|(x, y)| (x + dx, y + dy)).collect();
            picture.curve(&points, edge(*source));
        }
    }
    for link in view.links() {
        if graph.phases[link.from].plan != graph.phases[link.to].plan {
            let (from, to) = (middle[link.from], middle[link.to]);
            picture.curve(&[(from.0, from.1 + HEIGHT), to], edge(link.source));
        }
    }
    // What closes a cycle leads back up.
    for (from, to) in graph.network(view.as_written).left_out() {
        let (from, to) = (middle[*from as usize], middle[*to as usize]);
        let (x0, y0, x1, y1) = (
            from.0 + WIDTH / 2.0,
            from.1 + HEIGHT / 2.0,
            to.0 + WIDTH / 2.0,
            to.1 + HEIGHT / 2.0,
        );
        let side = x0.max(x1) + GAP_X * 0.8;
        picture.line(
            &[(x0, y0), (side, y0), (side, y1), (x1, y1)],
            Stroke {
                color: CRITICAL,
                ..edge(LinkSource::Written)
            },
        );
    }
    for (phase, at) in middle.iter().enumerate() {
        node(view, phase, *at, &mut picture);
    }
    let bottom = y + row + MARGIN;
    if view.links().any(|it| it.source == LinkSource::Order) {
        let text = "Dashed: no dependency is written, so the order of the text decides";
        picture.text((MARGIN, bottom + 8.0), text, 120, Font::plain(FAINT));
    }
    picture.finish(
        right.max(480.0) - MARGIN,
        bottom + 20.0,
        "Graph of phases and plans",
    )
}

fn edge(source: LinkSource) -> Stroke {
    Stroke {
        color: FAINT,
        width: 1.3,
        dashed: source == LinkSource::Order,
        arrow: true,
    }
}

fn node(view: &GraphView<'_>, phase: usize, (x, y): (f64, f64), picture: &mut Picture) {
    let it = &view.graph.phases[phase];
    let over = it.state.is_over();
    let (fill, line, ink) = match (over, it.state) {
        (true, _) => ("#eef0f2", DONE, FAINT),
        (_, tip_plan::UnitState::InProgress) => ("#fff4d6", "#c99a1e", INK),
        _ => ("#ffffff", CALM, INK),
    };
    let title = format!("{} {}, {}", it.handle, it.title, it.state.word());
    let left = x - WIDTH / 2.0;
    picture.rectangle(
        (left, y),
        (WIDTH, HEIGHT),
        fill,
        Some(Stroke::plain(line, 1.2)),
        &title,
    );
    let font = Font::plain(FAINT);
    picture.text((left + 9.0, y + 17.0), &it.handle, 12, font);
    let mut tail = view.effort(phase).unwrap_or_default();
    if over {
        tail = format!("{tail} ✓");
    }
    picture.text(
        (left + WIDTH - 9.0, y + 17.0),
        &tail,
        10,
        font.anchored(Anchor::End),
    );
    let mut lines = wrap(&it.title, COLUMNS).into_iter();
    let first = lines.next().unwrap_or_default();
    let rest = lines.collect::<Vec<_>>().join(" ");
    let lines = [(first, 34.0), (rest, 34.0 + LINE)];
    for (line, down) in lines.iter().filter(|it| !it.0.is_empty()) {
        picture.text((left + 9.0, y + down), line, COLUMNS, Font::plain(ink));
    }
}

/// Lines between frames that name each other, from the nearest sides.
fn plan_links(view: &GraphView<'_>, picture: &mut Picture, frames: &[(f64, f64, f64, f64)]) {
    let has = |from: usize, to: usize| {
        view.links().any(|it| {
            view.graph.phases[it.from].plan == to && view.graph.phases[it.to].plan == from
        })
    };
    for link in &view.graph.plan_links {
        // What waits is drawn from phase to phase.
        if has(link.from, link.to) {
            continue;
        }
        let (a, b) = (frames[link.from], frames[link.to]);
        let beside = (a.1 - b.1).abs() < 1.0;
        let points = if beside && a.0 < b.0 {
            [(a.0 + a.2, a.1 + 17.0), (b.0, b.1 + 17.0)]
        } else if beside {
            [(a.0, a.1 + 17.0), (b.0 + b.2, b.1 + 17.0)]
        } else if a.1 < b.1 {
            [(a.0 + 40.0, a.1 + a.3), (b.0 + 40.0, b.1)]
        } else {
            [(a.0 + 40.0, a.1), (b.0 + 40.0, b.1 + b.3)]
        };
        let stroke = Stroke {
            color: FAINT,
            width: if link.waits { 2.0 } else { 1.0 },
            dashed: !link.waits,
            arrow: true,
        };
        picture.line(&points, stroke);
    }
}

/// Returns the groups of phases of a plan that hang together, each laid out.
fn groups(view: &GraphView<'_>, phases: std::ops::Range<usize>) -> Vec<Group> {
    let base = phases.start;
    let count = phases.len();
    let mut links: Vec<(u32, u32, LinkSource)> = Vec::new();
    for link in view.links() {
        if phases.contains(&link.from) && phases.contains(&link.to) {
            links.push((
                (link.from - base) as u32,
                (link.to - base) as u32,
                link.source,
            ));
        }
    }
    let arcs: Vec<(u32, u32)> = links.iter().map(|it| (it.0, it.1)).collect();
    let whole = Network::new(count, &arcs);
    links.retain(|it| !whole.left_out().contains(&(it.0, it.1)));
    // Phases that hang together have one root.
    let mut root: Vec<usize> = (0..count).collect();
    for (from, to, _) in &links {
        let (a, b) = (
            find(&mut root, *from as usize),
            find(&mut root, *to as usize),
        );
        root[a.max(b)] = a.min(b);
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for at in 0..count {
        let first = find(&mut root, at);
        members[first].push(at);
    }
    members.retain(|it| !it.is_empty());
    let groups = members.iter().map(|members| {
        let mut place = vec![u32::MAX; count];
        for (at, member) in members.iter().enumerate() {
            place[*member] = at as u32;
        }
        let inner = links.iter().filter(|it| place[it.0 as usize] != u32::MAX);
        let inner: Vec<_> = inner
            .map(|it| (place[it.0 as usize], place[it.1 as usize], it.2))
            .collect();
        group(base, members, &inner)
    });
    groups.collect()
}

#[expect(clippy::cast_precision_loss, reason = "layers are few")]
fn group(base: usize, members: &[usize], links: &[(u32, u32, LinkSource)]) -> Group {
    let arcs: Vec<(u32, u32)> = links.iter().map(|it| (it.0, it.1)).collect();
    let laid = layout(&Network::new(members.len(), &arcs), &arcs);
    let x = |x: f64| x * (WIDTH + GAP_X);
    let y = |layer: usize| layer as f64 * (HEIGHT + GAP_Y);
    let nodes = members.iter().zip(&laid.nodes);
    let edges = laid.edges.iter().zip(links).map(|(way, link)| {
        let last = way.len() - 1;
        let mut points = Vec::new();
        for (at, (px, layer)) in way.iter().enumerate() {
            match at {
                0 => points.push((x(*px), y(*layer) + HEIGHT)),
                _ if at == last => points.push((x(*px), y(*layer))),
                _ => {
                    points.push((x(*px), y(*layer)));
                    points.push((x(*px), y(*layer) + HEIGHT));
                }
            }
        }
        (points, link.2)
    });
    Group {
        nodes: nodes
            .map(|(member, (px, layer))| (base + member, x(*px), y(*layer)))
            .collect(),
        edges: edges.collect(),
        width: x(laid.width),
        height: y(laid.layers) - GAP_Y,
    }
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

/// Puts groups side by side in rows, and returns each with its place, the width and the height of all.
fn pack(groups: Vec<Group>) -> (Vec<(Group, f64, f64)>, f64, f64) {
    let (mut x, mut y, mut row, mut width) = (0.0, 0.0, 0.0_f64, 0.0_f64);
    let mut out = Vec::new();
    for group in groups {
        if x > 0.0 && x + group.width > PAGE - 2.0 * FRAME {
            x = 0.0;
            y += row + GAP_Y / 2.0;
            row = 0.0;
        }
        row = row.max(group.height);
        let place = (x, y);
        x += group.width;
        width = width.max(x);
        out.push((group, place.0, place.1));
    }
    (out, width, y + row)
}
