//! Somebody else changed the order meanwhile: what only one of the two changed is kept, what both
//! changed is chosen field by field (`reliability.md` R19).

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::{Value, json};

use crate::ui::base::{Action, Ctx, Effect, Input, Look, Tone};
use crate::ui::widgets::{popup, scroll};
use crate::words::Lang;

use super::facts::text;
use super::sheet::Sheet;
use super::update::bad;
use super::{OrderEntry, Over, Waiting};

/// Rows shown at once.
const SHOWN: usize = 9;

/// What both changed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    place: Place,
    mine: Value,
    theirs: Value,
    /// Chosen: theirs or mine.
    take_theirs: Option<bool>,
}

/// Where a value stands in a draft.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Head(String),
    /// A line by its goods, and which of several with the same.
    Line(String, usize),
}

/// The choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    who: String,
    rows: Vec<Row>,
    at: usize,
    /// The draft as it is to be, but for the rows.
    merged: BTreeMap<Place, Value>,
    /// The draft of the office, with number and version.
    office: Value,
    /// The order of the lines.
    order: Vec<Place>,
}

/// The values of a draft by place; lines in their order.
fn places(draft: &Value) -> (BTreeMap<Place, Value>, Vec<Place>) {
    let mut all = BTreeMap::new();
    let mut order = Vec::new();
    for (id, value) in draft["head"].as_object().into_iter().flatten() {
        all.insert(Place::Head(id.clone()), value.clone());
    }
    for line in draft["lines"].as_array().into_iter().flatten() {
        let code = line[0].as_str().unwrap_or_default().to_owned();
        let same = order
            .iter()
            .filter(|place| matches!(place, Place::Line(c, _) if *c == code));
        let place = Place::Line(code.clone(), same.count());
        order.push(place.clone());
        all.insert(place, line.clone());
    }
    (all, order)
}

impl Clash {
    /// Puts mine and the office's together over what the office had before.
    fn of(base: &Value, mine: &Value, office: Value, who: &str) -> Self {
        let ((base, _), (mine, my_order), (theirs, their_order)) =
            (places(base), places(mine), places(&office));
        let mut order = their_order;
        order.extend(
            my_order
                .into_iter()
                .filter(|place| !theirs.contains_key(place)),
        );
        let mut merged = BTreeMap::new();
        let mut rows = Vec::new();
        let none = Value::Null;
        let every = mine.keys().chain(theirs.keys());
        let every: std::collections::BTreeSet<_> = every.cloned().collect();
        for place in every {
            let of = |all: &BTreeMap<Place, Value>| all.get(&place).unwrap_or(&none).clone();
            let (was, my, their) = (of(&base), of(&mine), of(&theirs));
            let value = match () {
                () if my == their || their == was => my,
                () if my == was => their,
                () => {
                    rows.push(Row {
                        place: place.clone(),
                        mine: my.clone(),
                        theirs: their,
                        take_theirs: None,
                    });
                    my
                }
            };
            merged.insert(place, value);
        }
        Self {
            who: who.to_owned(),
            rows,
            at: 0,
            merged,
            office,
            order,
        }
    }

    /// The draft that was agreed on; the order's number and version are the office's.
    fn draft(&self) -> Value {
        let mut all = self.merged.clone();
        for row in &self.rows {
            if row.take_theirs == Some(true) {
                all.insert(row.place.clone(), row.theirs.clone());
            }
        }
        let mut draft = self.office.clone();
        for (place, value) in &all {
            if let Place::Head(id) = place {
                draft["head"][id] = value.clone();
            }
        }
        let lines = self.order.iter().filter_map(|place| all.get(place));
        draft["lines"] = lines.filter(|line| line.is_array()).cloned().collect();
        draft
    }

    fn open_rows(&self) -> usize {
        let open = |row: &&Row| row.take_theirs.is_none();
        self.rows.iter().filter(open).count()
    }

    fn choose(&mut self, theirs: bool) {
        if let Some(row) = self.rows.get_mut(self.at) {
            row.take_theirs = Some(theirs);
        }
        self.at = (self.at + 1).min(self.rows.len().saturating_sub(1));
    }
}

/// How a value of a draft is told; lines as quantity and price.
fn told(value: &Value, lang: Lang) -> String {
    match value {
        Value::Array(cells) => {
            let cell = |n: usize| cells.get(n).and_then(Value::as_str).unwrap_or_default();
            let price = cell(2);
            let gift = if cell(5).is_empty() { "" } else { " *" };
            match price {
                "" => format!("x {}{gift}", cell(1)),
                price => format!("x {} @ {price}{gift}", cell(1)),
            }
        }
        Value::String(text) if !text.is_empty() => text.clone(),
        _ => lang.entry_clash_none().to_owned(),
    }
}

impl OrderEntry {
    /// The office has the order in another version: it is asked for.
    pub(super) fn ask_theirs(
        &mut self,
        order: &str,
        who: String,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        if let Ok(query) = crate::ui::base::Query::parse("order", json!({ "order": order })) {
            let ticket = ctx.ticket();
            out.push(Effect::Ask(ticket, query));
            self.waiting = Some((ticket, Waiting::Theirs(who)));
        }
    }

    /// The office's version is here.
    pub(super) fn theirs_found(
        &mut self,
        order: &Value,
        who: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let lang = ctx.look.lang;
        if !matches!(
            text(order, "state").as_str(),
            "draft" | "incomplete" | "returned"
        ) {
            // Out of reach here; what was typed stays as an order of its own.
            self.loaded(order, ctx, out);
            return;
        }
        let office = Sheet::from_order(order).draft();
        let clash = Clash::of(&self.sheet.baseline, &self.sheet.draft(), office, who);
        if clash.rows.is_empty() {
            self.agree(&clash, ctx, out);
            out.push(Effect::Tell(Tone::Warn, lang.entry_clash_merged(who)));
        } else {
            self.over = Over::Clash(Box::new(clash));
        }
    }

    /// A key for the choice; tells whether it stays open.
    pub(super) fn clash_key(
        &mut self,
        clash: &mut Clash,
        input: &Input,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) -> bool {
        let Input::Press(press) = input else {
            return true;
        };
        match (press.digit(), press.action) {
            (Some(1), _) => clash.choose(false),
            (Some(2), _) => clash.choose(true),
            (_, Some(Action::Up)) => clash.at = clash.at.saturating_sub(1),
            (_, Some(Action::Down)) => clash.at = (clash.at + 1).min(clash.rows.len() - 1),
            (_, Some(Action::Back)) => return false,
            (_, Some(Action::Accept | Action::Submit)) => {
                if let Some(open) = clash.rows.iter().position(|row| row.take_theirs.is_none()) {
                    clash.at = open;
                    out.push(bad(ctx.look.lang.entry_clash_open(clash.open_rows())));
                    return true;
                }
                self.agree(clash, ctx, out);
                let said = ctx.look.lang.entry_clash_done().to_owned();
                out.push(Effect::Tell(Tone::Good, said));
                return false;
            }
            _ => {}
        }
        true
    }

    /// Goes on with what was agreed on, over the office's version.
    fn agree(&mut self, clash: &Clash, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let note = std::mem::take(&mut self.sheet.note);
        let mut sheet = Sheet::from_draft(&clash.draft());
        sheet.baseline = clash.office.clone();
        if !note.is_empty() {
            sheet.note = note;
        }
        let focus = self.focus;
        self.lay_down(sheet);
        self.focus = focus;
        self.know_buyer();
        self.ask_buyer(ctx, out);
        self.ask(ctx, out);
        self.keep(out);
    }

    /// Draws the choice.
    pub(super) fn draw_clash(&self, frame: &mut Frame<'_>, area: Rect, clash: &Clash, look: &Look) {
        let lang = look.lang;
        let shown = scroll::window(clash.at, SHOWN, clash.rows.len());
        let height = u16::try_from(shown.len() + 4).unwrap_or(area.height);
        let place = popup::centred(area, 78, height);
        let inner = popup::open(frame, place, &lang.entry_clash_title(&clash.who), look);
        let cells = usize::from(inner.width);
        let half = (cells - 24) / 2;
        let mut places = inner.rows();
        let row_of = |label: &str, mine: &str, theirs: &str| {
            let parts = [
                look.pad(label, 20),
                look.pad(mine, half),
                look.pad(theirs, half),
            ];
            look.pad(&parts.join("  "), cells)
        };
        if let Some(row) = places.next() {
            let head = row_of("", lang.entry_clash_mine(), lang.entry_clash_theirs());
            frame.render_widget(Line::styled(head, look.theme.title()), row);
        }
        for n in shown {
            let (Some(row), Some(place)) = (clash.rows.get(n), places.next()) else {
                break;
            };
            let label = match &row.place {
                Place::Head(id) => {
                    let entry = self
                        .sheet
                        .form
                        .entries()
                        .iter()
                        .find(|entry| entry.id == id);
                    entry.map_or(id.clone(), |entry| (entry.label)(lang).to_owned())
                }
                Place::Line(code, _) => code.clone(),
            };
            let sign = |on: bool| if on { "> " } else { "  " };
            let mine = format!(
                "{}{}",
                sign(row.take_theirs == Some(false)),
                told(&row.mine, lang)
            );
            let theirs = format!(
                "{}{}",
                sign(row.take_theirs == Some(true)),
                told(&row.theirs, lang)
            );
            let style = if n == clash.at {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            frame.render_widget(Line::styled(row_of(&label, &mine, &theirs), style), place);
        }
        if let Some(row) = places.next() {
            let keys = look.pad(lang.entry_clash_keys(), cells);
            frame.render_widget(Line::styled(keys, look.theme.dim()), row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(remark: &str, lines: &[(&str, &str)]) -> Value {
        let lines: Vec<_> = lines
            .iter()
            .map(|(code, qty)| json!([code, qty, "", ""]))
            .collect();
        json!({ "head": { "remark": remark, "terms": "net:30" }, "lines": lines })
    }

    #[test]
    fn what_one_of_the_two_changed_is_kept() {
        let base = draft("", &[("A", "1"), ("B", "2")]);
        let mine = draft("", &[("A", "5"), ("B", "2"), ("C", "9")]);
        let theirs = draft("急", &[("A", "1")]);
        let clash = Clash::of(&base, &mine, theirs, "anna");
        assert_eq!(clash.rows, []);
        assert_eq!(clash.draft(), draft("急", &[("A", "5"), ("C", "9")]));
    }

    #[test]
    fn what_both_changed_is_chosen() {
        let base = draft("", &[("A", "1"), ("A", "7")]);
        let mine = draft("送货前来电", &[("A", "5"), ("A", "7")]);
        let theirs = draft("急", &[("A", "6"), ("A", "8")]);
        let mut clash = Clash::of(&base, &mine, theirs, "anna");
        assert_eq!(clash.open_rows(), 2);
        clash.choose(true);
        clash.choose(false);
        assert_eq!(clash.draft(), draft("急", &[("A", "5"), ("A", "8")]));
    }
}
