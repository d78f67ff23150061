//! A small chart of promised stock over time, drawn with signs that every terminal has.
//!
//! Why not block characters: they are of ambiguous width.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Look, Tone};

/// The chart as lines, from the top: `#` stock, `-` the ground, `!` below nothing.
pub fn bars(values: &[i64], height: usize) -> Vec<String> {
    bars_of(values, values.iter().copied().max().unwrap_or(0), height)
}

/// The same where `most` fills the chart.
fn bars_of(values: &[i64], most: i64, height: usize) -> Vec<String> {
    let most = most.max(1);
    let full = i64::try_from(height).unwrap_or(i64::MAX);
    let mut lines = Vec::with_capacity(height + 1);
    for level in (1..=full).rev() {
        // A bar reaches a level when it fills the larger half of it.
        let filled = |v: &i64| {
            i128::from(*v) * i128::from(full) * 2 > i128::from(most) * i128::from(2 * level - 2)
        };
        lines.push(
            values
                .iter()
                .map(|v| if *v > 0 && filled(v) { '#' } else { ' ' })
                .collect(),
        );
    }
    lines.push(
        values
            .iter()
            .map(|v| if *v < 0 { '!' } else { '-' })
            .collect(),
    );
    lines
}

/// The chart with so many cells a value, a gap between two, filled by `most`.
pub fn wide(values: &[i64], most: i64, height: usize, cells: usize) -> Vec<String> {
    let stretch = |sign: char| match sign {
        '#' => format!(" {}", "#".repeat(cells.saturating_sub(1))),
        other => other.to_string().repeat(cells),
    };
    let lines = bars_of(values, most, height).into_iter();
    lines
        .map(|line| line.chars().map(stretch).collect())
        .collect()
}

/// Values in a row, a sign each: the tenth of `most` that it is, `#` all of it, `.` no value.
pub fn row(values: &[Option<i64>], most: i64) -> String {
    let sign = |value: &Option<i64>| match value {
        None => '.',
        Some(value) if *value >= most => '#',
        Some(value) => {
            let tenth = i128::from((*value).max(0)) * 10 / i128::from(most.max(1));
            u32::try_from(tenth)
                .ok()
                .and_then(|tenth| char::from_digit(tenth, 10))
                .unwrap_or('#')
        }
    };
    values.iter().map(sign).collect()
}

/// Draws the chart from the left end of `area`, a column a value.
pub fn draw(frame: &mut Frame<'_>, area: Rect, values: &[i64], look: &Look) {
    if !look.charts() {
        return;
    }
    let height = usize::from(area.height).saturating_sub(1);
    let shown = &values[..values.len().min(area.width.into())];
    let short = shown.iter().any(|v| *v < 0);
    for (text, row) in bars(shown, height).into_iter().zip(area.rows()) {
        let tone = if short && text.contains('!') {
            Tone::Bad
        } else {
            Tone::Plain
        };
        frame.render_widget(Line::styled(text, look.theme.tone(tone)), row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_for_their_values() {
        assert_eq!(bars(&[10, 5, 1, 0, -3], 2), ["#    ", "###  ", "----!"]);
        assert_eq!(
            wide(&[20, 0, -3], 40, 2, 3),
            ["         ", " ##      ", "------!!!"]
        );
        assert_eq!(bars(&[], 2), ["", "", ""]);
        assert_eq!(bars(&[i64::MAX, i64::MIN], 1), ["# ", "-!"]);
    }
    #[test]
    fn a_row_has_a_sign_for_each_value() {
        let values = [
            None,
            Some(0),
            Some(999),
            Some(9_999),
            Some(10_000),
            Some(-5),
        ];
        assert_eq!(row(&values, 10_000), ".009#0");
        assert_eq!(row(&[Some(0), Some(i64::MAX)], 0), "##");
    }
}
