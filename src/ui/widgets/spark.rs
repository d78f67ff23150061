//! A small chart of promised stock over time, drawn with signs that every terminal has.
//!
//! Why not block characters: they are of ambiguous width.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Look, Tone};

/// The chart as lines, from the top: `#` stock, `-` the ground, `!` below nothing.
pub fn bars(values: &[i64], height: usize) -> Vec<String> {
    let most = values.iter().copied().max().unwrap_or(0).max(1);
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
        assert_eq!(bars(&[], 2), ["", "", ""]);
        assert_eq!(bars(&[i64::MAX, i64::MIN], 1), ["# ", "-!"]);
    }
}
