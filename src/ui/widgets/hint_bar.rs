//! The last line: what works now, by which key.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::ui::base::action::Scope;
use crate::ui::base::{Action, Keymap, Look, ScreenKind};

/// How many there are at most.
pub const SLOTS: usize = 8;
/// The ways out, which stand last.
const ENDS: usize = 2;

/// Chooses what the bar shows: help first, then what the screen wants most, then the ways out.
pub fn choose(keymap: &Keymap, kind: ScreenKind, wanted: &[Action]) -> Vec<Action> {
    let ends: [Action; ENDS] = [Action::Palette, Action::Back];
    let has_key = |action: &Action| !keymap.keys(kind, *action).is_empty();
    let works = wanted
        .iter()
        .copied()
        .filter(|a| a.scope() == Scope::Work && has_key(a))
        .take(SLOTS - 1 - ends.len());
    std::iter::once(Action::Help)
        .chain(works)
        .chain(ends)
        .filter(has_key)
        .collect()
}

/// The bar as one line of at most `cells`. Where it is too long its parts stand closer; what does not
/// fit then is left out, the least wanted first, the ways out never.
pub fn line(
    look: &Look,
    keymap: &Keymap,
    kind: ScreenKind,
    actions: &[Action],
    cells: usize,
) -> Line<'static> {
    let part = |action: &Action| {
        let key = keymap.keys(kind, *action).first()?.to_string();
        Some((key, format!(" {}", kind.hints(*action, look.lang))))
    };
    let mut parts: Vec<_> = actions.iter().filter_map(part).collect();
    let size = |parts: &[(String, String)], gap: usize| {
        let sizes = parts
            .iter()
            .map(|(key, word)| look.width(key) + look.width(word) + gap);
        sizes.sum::<usize>().saturating_sub(gap)
    };
    let gap = if size(&parts, 2) <= cells { 2 } else { 1 };
    while size(&parts, gap) > cells && !parts.is_empty() {
        // Help stands first, the ways out last.
        let least = parts
            .len()
            .saturating_sub(ENDS + 1)
            .max(usize::from(parts.len() > 1));
        parts.remove(least);
    }
    let mut spans = Vec::new();
    for (key, word) in parts {
        let before = if spans.is_empty() { 0 } else { gap };
        spans.push(Span::raw(" ".repeat(before)));
        spans.push(Span::styled(key, look.theme.key()));
        spans.push(Span::raw(word));
    }
    Line::from(spans)
}

/// Draws the bar.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    look: &Look,
    keymap: &Keymap,
    kind: ScreenKind,
    wanted: &[Action],
) {
    let actions = choose(keymap, kind, wanted);
    frame.render_widget(line(look, keymap, kind, &actions, area.width.into()), area);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    /// The widest choice any screen can make: the five longest words of all.
    #[test]
    fn a_bar_that_is_too_long_keeps_help_and_the_ways_out() {
        let keymap = Keymap::built_in();
        for lang in Lang::ALL {
            let look = Look::new(lang);
            let size = |a: &Action| {
                let key = keymap.keys(ScreenKind::OrderEntry, *a).first();
                look.width(&key.map(ToString::to_string).unwrap_or_default())
                    + look.width(a.hint(lang))
            };
            let mut works: Vec<Action> = Action::ALL
                .iter()
                .copied()
                .filter(|a| a.scope() == Scope::Work)
                .collect();
            works.sort_by_key(|a| std::cmp::Reverse(size(a)));
            let actions = choose(&keymap, ScreenKind::OrderEntry, &works);
            assert_eq!(actions.len(), SLOTS);
            for cells in [80, 60, 20, 3] {
                let line = line(&look, &keymap, ScreenKind::OrderEntry, &actions, cells);
                assert!(line.width() <= cells, "{line}");
                let text = line.to_string();
                if cells >= 60 {
                    let ends = ["F1 ", "F10 ", "Esc "];
                    assert!(ends.iter().all(|key| text.contains(key)), "{text}");
                    assert!(line.spans.len() >= 3 * 5, "{text}");
                }
            }
        }
    }
}
