//! Draws the head in two columns. An empty field shows in brackets what it stands for: the customer's own
//! address and terms.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::Look;
use crate::ui::widgets::{Entry, Field, Kind, field_draw};

use crate::words::Lang;

use super::facts::Facts;
use super::head;
use super::lines;
use super::sheet::{Gap, Sheet};

/// Rows it takes.
pub const ROWS: u16 = 6;
/// Cells of a label and the sign behind it, the same in both languages.
const LABEL: u16 = 11;

/// Draws the head; `typing` if one of its fields has the focus.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    sheet: &Sheet,
    facts: &Facts,
    typing: bool,
    look: &Look,
) {
    let half = area.width / 2;
    let gaps = sheet.open_gaps();
    for (n, entry) in sheet.form.entries().iter().enumerate() {
        let row = u16::try_from(n / 2).unwrap_or(u16::MAX);
        let left = n % 2 == 0;
        let place = Rect {
            x: area.x + if left { 0 } else { half },
            y: area.y.saturating_add(row),
            width: if left {
                half.saturating_sub(2)
            } else {
                area.width - half
            },
            height: 1,
        };
        let focused = typing && n == sheet.form.at();
        draw_entry(
            frame,
            place.intersection(area),
            entry,
            (sheet, facts, &gaps),
            focused,
            look,
        );
    }
}

fn draw_entry(
    frame: &mut Frame<'_>,
    area: Rect,
    entry: &Entry,
    (sheet, facts, gaps): (&Sheet, &Facts, &[Gap]),
    focused: bool,
    look: &Look,
) {
    if area.width <= LABEL {
        return;
    }
    let gap = gaps
        .iter()
        .find(|gap| gap.line.is_none() && gap.code == entry.id);
    let empty = entry.field.is_empty();
    let sign = match () {
        () if entry.field.fault().is_some() => "!",
        () if empty && gap.is_some_and(|gap| gap.blocking) => "!",
        () if empty && gap.is_some() => "?",
        () if entry.needed && empty && !head::may_stay_empty(entry.id) => "*",
        () => " ",
    };
    let label = look.pad((entry.label)(look.lang), usize::from(LABEL) - 2);
    let head = Rect {
        width: LABEL,
        ..area
    };
    frame.render_widget(
        Line::styled(format!("{label}{sign} "), look.theme.dim()),
        head,
    );
    let value = Rect {
        x: area.x + LABEL,
        width: area.width - LABEL,
        ..area
    };
    let word = head::table(entry.id).and_then(|table| {
        table
            .iter()
            .find(|(code, _, _)| *code == entry.field.value())
    });
    let word = word.map(|(_, zh, en)| look.lang.pick(zh, en).to_owned());
    let sound = entry.id == "terms" && !empty && entry.field.fault().is_none();
    let word = word.or_else(|| sound.then(|| look.lang.terms(entry.field.value())));
    // While it is typed in, it stands there as typed.
    if let Some(word) = word.filter(|_| !focused || entry.field.is_selected()) {
        let mut field = Field::new(Kind::Text).with(&word);
        field.focus();
        field_draw::draw(frame, value, &field, focused, look);
        return;
    }
    field_draw::draw(frame, value, &entry.field, focused, look);
    let beside = beside(entry, sheet, facts, look.lang);
    let used = look.width(entry.field.value());
    let skip = u16::try_from(if empty { 1 } else { used + 2 }).unwrap_or(u16::MAX);
    if !beside.is_empty() && value.width > skip {
        let place = Rect {
            x: value.x + skip,
            width: value.width - skip,
            ..value
        };
        let shown = look.ruler.shown(&beside);
        let shown = look
            .ruler
            .shorten(&shown, usize::from(place.width))
            .into_owned();
        frame.render_widget(Line::styled(shown, look.theme.dim()), place);
    }
}

/// The customer's name beside the code; in brackets what an empty field stands for.
fn beside(entry: &Entry, sheet: &Sheet, facts: &Facts, lang: Lang) -> String {
    if entry.id == "customer" {
        let buyer = facts.buyer(sheet.form.value("customer"));
        return buyer.map(|buyer| buyer.name.clone()).unwrap_or_default();
    }
    stands_for(entry, sheet, facts, lang).map_or_else(String::new, |value| format!("({value})"))
}

/// What an empty field stands for.
pub fn stands_for(entry: &Entry, sheet: &Sheet, facts: &Facts, lang: Lang) -> Option<String> {
    if !entry.field.is_empty() {
        return None;
    }
    let buyer = facts.buyer(sheet.form.value("customer"));
    let value = match entry.id {
        "terms" => buyer.map(|buyer| lang.terms(&buyer.terms)),
        "tolerance" => Some(lines::shared_tolerance(&sheet.grid)),
        "ship_to" => buyer.map(|buyer| buyer.address.clone()),
        _ => None,
    };
    value.filter(|value| !value.is_empty())
}
