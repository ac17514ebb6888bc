//! Effort and confidence as people write them.

use tip_syntax::scan;

/// A t-shirt size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// Extra small.
    Xs,
    /// Small.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large.
    Xl,
}

impl Size {
    /// Every size, smallest first.
    pub const ALL: [Self; 5] = [Self::Xs, Self::S, Self::M, Self::L, Self::Xl];

    /// Returns the letters for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Xs => "XS",
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
            Self::Xl => "XL",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "xs" | "trivial" | "tiny" | "minimal" => Self::Xs,
            "s" | "small" | "low" | "simple" | "easy" => Self::S,
            "m" | "medium" | "moderate" => Self::M,
            "l" | "large" | "high" | "complex" | "hard" => Self::L,
            "xl" | "xxl" | "huge" | "epic" => Self::Xl,
            _ => return None,
        })
    }
}

/// How much work something is: a size, a time, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// The size; of a range the larger one.
    pub size: Option<Size>,
    /// The least and the most working minutes, a day taken as 8 hours and a week as 5 days.
    pub minutes: Option<(u32, u32)>,
}

impl Effort {
    /// Reads an effort: `M`, `S-M`, `Medium`, `2-3 hours`, `~1.5 days`, `S (2h)`.
    pub fn parse(text: &str) -> Option<Self> {
        // `[XS/S/M/L]` is the template's own enumeration, not an estimate.
        if text.trim_start().starts_with('[') && text.contains('/') {
            return None;
        }
        let minutes = parse_minutes(text);
        let mut size = None;
        for word in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(4)
        {
            match Size::parse(word) {
                Some(found) => size = size.max(Some(found)),
                None if size.is_some() => break,
                None if word.bytes().all(|b| b.is_ascii_digit()) => break,
                None => {}
            }
        }
        (size.is_some() || minutes.is_some()).then_some(Self { size, minutes })
    }

    /// Returns how it is written shortest: `M`, `2-3h`, `1d`.
    pub fn short(self) -> String {
        match (self.size, self.minutes) {
            (Some(size), _) => size.word().to_owned(),
            (None, Some((least, most))) => {
                let unit = |minutes: u32| match minutes {
                    0..60 => format!("{minutes}m"),
                    60..480 => format!("{}h", f64::from(minutes) / 60.0),
                    _ => format!("{}d", f64::from(minutes) / 480.0),
                };
                if least == most {
                    unit(most)
                } else {
                    format!("{}-{}", unit(least), unit(most))
                }
            }
            (None, None) => String::new(),
        }
    }
}

/// Reads the first number, or range of numbers, that a unit of time follows.
fn parse_minutes(text: &str) -> Option<(u32, u32)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || (at > 0 && bytes[at - 1].is_ascii_alphanumeric()) {
            at += 1;
            continue;
        }
        let (first, after) = decimal(text, at);
        let rest = text[after..].trim_start();
        let range = rest
            .strip_prefix(['-', '–', '—'])
            .or_else(|| rest.strip_prefix("to "))
            .map(str::trim_start)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let (second, unit) = match range {
            Some(rest) => {
                let (second, after) = decimal(rest, 0);
                (second, &rest[after..])
            }
            None => (first, rest),
        };
        let word = scan::word(unit.trim_start_matches([' ', '-', '+'])).to_ascii_lowercase();
        let factor = match word.as_str() {
            "m" | "min" | "mins" | "minute" | "minutes" => 1.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 60.0,
            "d" | "day" | "days" => 480.0,
            "w" | "wk" | "wks" | "week" | "weeks" => 2400.0,
            "month" | "months" => 9600.0,
            _ => {
                at = after.max(at + 1);
                continue;
            }
        };
        #[expect(clippy::cast_sign_loss, reason = "digits make no negative number")]
        let minutes = |value: f64| (value * factor).round().min(f64::from(u32::MAX)) as u32;
        return Some((minutes(first.min(second)), minutes(first.max(second))));
    }
    None
}

fn decimal(text: &str, from: usize) -> (f64, usize) {
    let len = text[from..]
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let number = text[from..from + len].trim_end_matches('.');
    (number.parse().unwrap_or(0.0), from + number.len().max(1))
}

/// How sure the author is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Little is known.
    Low,
    /// Some risk remains.
    Medium,
    /// Well understood.
    High,
}

impl Confidence {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
        }
    }

    /// Reads a confidence: a word, or a percentage.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = scan::normalized(text);
        let word = folded.split(' ').next().unwrap_or_default();
        match word {
            "high" | "very" => Some(Self::High),
            "medium" | "moderate" | "med" => Some(Self::Medium),
            "low" => Some(Self::Low),
            number => number
                .parse::<u32>()
                .ok()
                .filter(|_| text.contains('%'))
                .map(|percent| match percent {
                    0..50 => Self::Low,
                    50..80 => Self::Medium,
                    _ => Self::High,
                }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, size: Option<Size>, minutes: Option<(u32, u32)>) {
        let effort = Effort::parse(text).unwrap_or_default();
        assert_eq!((effort.size, effort.minutes), (size, minutes), "{text}");
    }

    #[test]
    fn sizes_words_and_times_are_read() {
        check("M", Some(Size::M), None);
        check("S-M", Some(Size::M), None);
        check("**M** (Moderate)", Some(Size::M), None);
        check("Medium", Some(Size::M), None);
        check("2-3 hours", None, Some((120, 180)));
        check("~1.5 days", None, Some((720, 720)));
        check("S (30 min)", Some(Size::S), Some((30, 30)));
        check("1 – 2 weeks", None, Some((2400, 4800)));
        check("about 200 lines", None, None);
        check("[XS/S/M/L]", None, None);
    }

    #[test]
    fn confidence_is_a_word_or_a_percentage() {
        assert_eq!(
            Confidence::parse("High (patterns known)"),
            Some(Confidence::High)
        );
        assert_eq!(Confidence::parse("70%"), Some(Confidence::Medium));
        assert_eq!(Confidence::parse("tbd"), None);
    }
}
