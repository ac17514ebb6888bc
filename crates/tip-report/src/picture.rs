//! Pictures as SVG: a few shapes, safe text, and the colors that all pictures share.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use crate::escape;
use crate::layout::fit;

/// The color of the background.
pub(crate) const PAPER: &str = "#ffffff";
/// The color of text.
pub(crate) const INK: &str = "#1f2328";
/// The color of text that matters less.
pub(crate) const FAINT: &str = "#59636e";
/// The color of lines in the background.
pub(crate) const GRID: &str = "#d1d9e0";
/// The color of what is not critical.
pub(crate) const CALM: &str = "#54a0e0";
/// The color of what is critical.
pub(crate) const CRITICAL: &str = "#d1472f";
/// The color of what is done.
pub(crate) const DONE: &str = "#9aa4ae";

/// The color of how often something came up.
pub(crate) const OFTEN: &str = "#b6d4f0";

/// The colors of pictures on a dark page, each for one of the above.
const DARK: [(&str, &str); 8] = [
    (PAPER, "#15191f"),
    (INK, "#e6e9ee"),
    (FAINT, "#a7b0bb"),
    (GRID, "#38414c"),
    (CALM, "#6bb1ee"),
    (CRITICAL, "#ff8a73"),
    (DONE, "#7d8791"),
    (OFTEN, "#28496b"),
];

/// Returns the style that gives pictures within a page the colors of a dark one.
pub(crate) fn dark_style() -> String {
    let mut style = String::new();
    for (light, dark) in DARK {
        let _ = write!(
            style,
            "svg [fill=\"{light}\"]{{fill:{dark}}}svg [stroke=\"{light}\"]{{stroke:{dark}}}"
        );
    }
    style
}

/// The height of a line of text.
pub(crate) const LINE: f64 = 16.0;

/// What one column of text takes, at 12 pixels without serifs.
pub(crate) const COLUMN: f64 = 7.0;

/// A picture.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    body: String,
    arrows: bool,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke {
    pub(crate) color: &'static str,
    pub(crate) width: f64,
    pub(crate) dashed: bool,
    pub(crate) arrow: bool,
}

impl Stroke {
    pub(crate) const fn plain(color: &'static str, width: f64) -> Self {
        Self {
            color,
            width,
            dashed: false,
            arrow: false,
        }
    }
}

/// Where text begins or ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Font {
    pub(crate) color: &'static str,
    pub(crate) bold: bool,
    pub(crate) anchor: Anchor,
}

impl Font {
    pub(crate) const fn plain(color: &'static str) -> Self {
        Self {
            color,
            bold: false,
            anchor: Anchor::Start,
        }
    }

    pub(crate) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(crate) const fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// Writes a number of a picture: a tenth of a pixel is fine enough.
pub(crate) fn number(value: f64) -> impl Display {
    let rounded = (value * 10.0).round() / 10.0;
    // A negative zero would show.
    rounded + 0.0
}

impl Picture {
    /// Writes a rectangle with round corners; `title` is what a pointer over it is told.
    pub(crate) fn rectangle(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        fill: &str,
        stroke: Option<Stroke>,
        title: &str,
    ) {
        let _ = write!(
            self.body,
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{fill}""#,
            number(x),
            number(y),
            number(width),
            number(height)
        );
        if let Some(stroke) = stroke {
            self.stroke(stroke);
        }
        if title.is_empty() {
            self.body.push_str("/>\n");
        } else {
            let title = escape::line(title);
            let _ = writeln!(self.body, "><title>{}</title></rect>", escape::xml(&title));
        }
    }

    /// Writes a line through points.
    pub(crate) fn line(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        let mut path = String::new();
        for (at, (x, y)) in points.iter().enumerate() {
            let command = if at == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{command}{} {}", number(*x), number(*y));
        }
        self.path(&path, stroke);
    }

    /// Writes a curve that leaves and arrives vertically through points.
    pub(crate) fn curve(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        let mut path = String::new();
        for pair in points.windows(2) {
            let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
            if path.is_empty() {
                let _ = write!(path, "M{} {}", number(x0), number(y0));
            }
            let middle = number(f64::midpoint(y0, y1)).to_string();
            let _ = write!(
                path,
                "C{} {middle} {} {middle} {} {}",
                number(x0),
                number(x1),
                number(x1),
                number(y1)
            );
        }
        self.path(&path, stroke);
    }

    /// Writes a path with this data, open and not filled.
    pub(crate) fn path(&mut self, data: &str, stroke: Stroke) {
        let _ = write!(self.body, r#"<path d="{data}" fill="none""#);
        self.stroke(stroke);
        self.body.push_str("/>\n");
    }

    /// Writes an area within points.
    pub(crate) fn area(&mut self, points: &[(f64, f64)], fill: &str) {
        self.body.push_str(r#"<path d=""#);
        for (at, (x, y)) in points.iter().enumerate() {
            let command = if at == 0 { 'M' } else { 'L' };
            let _ = write!(self.body, "{command}{} {}", number(*x), number(*y));
        }
        let _ = writeln!(self.body, r#"Z" fill="{fill}"/>"#);
    }

    /// Writes text of at most so many columns; what is cut shows when a pointer is over it.
    pub(crate) fn text(&mut self, (x, y): (f64, f64), text: &str, columns: usize, font: Font) {
        let text = escape::line(text);
        let shown = fit(&text, columns);
        let anchor = match font.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let weight = if font.bold {
            r#" font-weight="600""#
        } else {
            ""
        };
        let _ = write!(
            self.body,
            r#"<text x="{}" y="{}" fill="{}"{anchor}{weight}>{}"#,
            number(x),
            number(y),
            font.color,
            escape::xml(&shown)
        );
        if matches!(shown, Cow::Owned(_)) {
            let _ = write!(self.body, "<title>{}</title>", escape::xml(&text));
        }
        self.body.push_str("</text>\n");
    }

    fn stroke(&mut self, stroke: Stroke) {
        let _ = write!(
            self.body,
            r#" stroke="{}" stroke-width="{}""#,
            stroke.color,
            number(stroke.width)
        );
        if stroke.dashed {
            self.body.push_str(r#" stroke-dasharray="4 3""#);
        }
        if stroke.arrow {
            self.arrows = true;
            let _ = write!(
                self.body,
                r#" marker-end="url(#{})""#,
                arrow_of(stroke.color)
            );
        }
    }

    /// Returns the whole picture; `title` says to who cannot see it what it shows.
    pub(crate) fn finish(self, width: f64, height: f64, title: &str) -> String {
        let (wide, high) = (number(width.ceil()), number(height.ceil()));
        let attributes =
            format!("xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" ");
        self.svg(&attributes, width, height, title)
    }

    /// Returns the picture as a part of a page, which decides how large it is.
    pub(crate) fn finish_in_page(self, width: f64, height: f64, title: &str) -> String {
        self.svg("", width, height, title)
    }

    fn svg(self, attributes: &str, width: f64, height: f64, title: &str) -> String {
        let (width, height) = (number(width.ceil()), number(height.ceil()));
        let title = escape::line(title);
        let title = escape::xml(&title);
        let mut out = format!(
            "<svg {attributes}viewBox=\"0 0 {width} {height}\" \
             role=\"img\" font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\" font-size=\"12\">\n<title>{title}</title>\n"
        );
        // Names of arrows would come twice where a page holds two pictures.
        if self.arrows {
            out.push_str("<defs>\n");
            for color in [FAINT, CRITICAL] {
                let _ = writeln!(
                    out,
                    "<marker id=\"{}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
                     <path d=\"M0 0.5L7.5 4L0 7.5z\" fill=\"{color}\"/></marker>",
                    arrow_of(color)
                );
            }
            out.push_str("</defs>\n");
        }
        let _ = writeln!(
            out,
            "<rect width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>"
        );
        out.push_str(&self.body);
        out.push_str("</svg>\n");
        out
    }
}

fn arrow_of(color: &str) -> &'static str {
    if color == CRITICAL {
        "critical"
    } else {
        "arrow"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plan_says_stays_text() {
        let mut picture = Picture::default();
        let evil = "</text><script>alert(1)</script> & \u{1b}[2J";
        picture.text((0.0, 1.25), evil, 80, Font::plain(INK));
        picture.rectangle((0.0, 0.0), (1.0, 1.0), CALM, None, evil);
        let svg = picture.finish(10.0, 10.0, evil);
        assert!(!svg.contains("<script"), "{svg}");
        assert!(!svg.contains('\u{1b}'), "{svg}");
        assert_eq!(svg.matches("&lt;script&gt;").count(), 3, "{svg}");
    }
}
