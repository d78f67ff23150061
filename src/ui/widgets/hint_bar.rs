//! The last line: what works now, by which key.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::ui::base::action::Scope;
use crate::ui::base::{Action, Keymap, Look, ScreenKind};

/// How many there are at most.
pub const SLOTS: usize = 8;

/// Chooses what the bar shows: help first, then what the screen wants most, then the ways out.
pub fn choose(keymap: &Keymap, kind: ScreenKind, wanted: &[Action]) -> Vec<Action> {
    let ends = [Action::Palette, Action::Back];
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

/// The bar as one line of at most `cells`; what does not fit whole is left out.
pub fn line(
    look: &Look,
    keymap: &Keymap,
    kind: ScreenKind,
    actions: &[Action],
    cells: usize,
) -> Line<'static> {
    let mut spans = Vec::new();
    let mut used = 0;
    for action in actions {
        let Some(key) = keymap.keys(kind, *action).first().map(|key| key.short()) else {
            continue;
        };
        let word = format!(" {}", kind.hints(*action, look.lang));
        let gap = if used == 0 { 0 } else { 2 };
        let size = gap + look.width(&key) + look.width(&word);
        if used + size > cells {
            continue;
        }
        used += size;
        spans.push(Span::raw(" ".repeat(gap)));
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
    fn eight_slots_fit_eighty_columns_in_both_languages() {
        let keymap = Keymap::built_in();
        for lang in Lang::ALL {
            let look = Look::new(lang);
            let size = |a: &Action| {
                let key = keymap
                    .keys(ScreenKind::OrderEntry, *a)
                    .first()
                    .map(|k| k.short());
                look.width(&key.unwrap_or_default()) + look.width(a.hint(lang))
            };
            let mut works: Vec<Action> = Action::ALL
                .iter()
                .copied()
                .filter(|a| a.scope() == Scope::Work)
                .collect();
            works.sort_by_key(|a| std::cmp::Reverse(size(a)));
            let actions = choose(&keymap, ScreenKind::OrderEntry, &works);
            assert_eq!(actions.len(), SLOTS);
            let line = line(&look, &keymap, ScreenKind::OrderEntry, &actions, 80);
            assert_eq!(line.spans.len(), 3 * SLOTS, "{line}");
            assert!(line.width() <= 80, "{line}");
        }
    }
}
