//! The choice between what the clerk typed and what somebody else saved meanwhile.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::{Value, json};

use crate::ui::base::{Action, Ctx, Effect, Input, Look, Query, ScreenKind, Tone};
use crate::ui::widgets::order_card::read::is_editable;
use crate::ui::widgets::{Dialog, popup, scroll};
use crate::words::Lang;
use crate::words::papers::STATES;

use super::clash::{Clash, Place, Row, told};
use super::facts::text;
use super::marks::who_and_when;
use super::sheet::Sheet;
use super::update::bad;
use super::{Choice, OrderEntry, Over, Waiting};

/// Rows shown at once.
const SHOWN: usize = 9;
/// Cells for what a row is about.
const LABEL: usize = 14;
/// Changes of the other told in one sentence.
const TOLD: usize = 2;

impl OrderEntry {
    /// The office has the order in another version: it is asked for.
    pub(super) fn ask_theirs(&mut self, facts: &Value, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let order = text(facts, "document");
        if let Ok(query) = Query::parse("order", json!({ "order": order })) {
            let ticket = ctx.ticket();
            out.push(Effect::Ask(ticket, query));
            let who = who_and_when(facts, ctx.today());
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
        if !is_editable(&text(order, "state")) {
            self.ask_out_of_reach(order, who, ctx);
            return;
        }
        let office = Sheet::from_order(order).draft();
        let clash = Clash::of(&self.sheet.baseline, &self.sheet.draft(), office, who);
        if clash.rows.is_empty() {
            let draft = self.agree(&clash, ctx, out);
            let said = match self.taken_told(&clash, lang) {
                said if draft => lang.entry_clash_how(&said),
                none if none.is_empty() => lang.entry_clash_same(who),
                said => lang.entry_clash_merged(who, &said),
            };
            out.push(Effect::Tell(Tone::Warn, said));
        } else {
            self.over = Over::Clash(Box::new(clash));
        }
    }

    /// Somebody else has handed the order in, or ended it: what was typed cannot go into it.
    fn ask_out_of_reach(&mut self, order: &Value, who: &str, ctx: &Ctx<'_>) {
        let lang = ctx.look.lang;
        let number = text(order, "order");
        let state = lang.word(STATES, &text(order, "state"));
        let choices = vec![
            lang.entry_gone_look(&number),
            lang.entry_gone_new().to_owned(),
            lang.entry_gone_discard().to_owned(),
        ];
        let dialog = Dialog::new(lang.entry_gone(who, &number, &state), choices, 0);
        self.over = Over::Choice(dialog, Choice::OutOfReach);
    }

    /// Looks at the order and keeps what was typed parked, makes a new order of it, or drops it.
    pub(super) fn go_on_out_of_reach(&mut self, n: usize, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        match n {
            0 => {
                let order = self.sheet.saved.as_ref().map(|saved| saved.order.clone());
                self.put_aside(ctx);
                self.lay_down(Sheet::default());
                let said = lang.entry_set_aside(self.shelf.len());
                out.push(Effect::Tell(Tone::Plain, said));
                self.keep(out);
                out.extend(order.map(|order| Effect::OpenAt(ScreenKind::Timeline, order)));
            }
            1 => {
                self.sheet.begin_anew();
                out.push(Effect::Tell(
                    Tone::Plain,
                    lang.entry_gone_now_new().to_owned(),
                ));
                self.keep(out);
            }
            _ => self.ask_discard(ctx, out),
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
                let draft = self.agree(clash, ctx, out);
                let lang = ctx.look.lang;
                let said = match self.taken_told(clash, lang) {
                    said if draft => lang.entry_clash_how(&said),
                    none if none.is_empty() => lang.entry_clash_chosen().to_owned(),
                    said => lang.entry_clash_done(&said),
                };
                out.push(Effect::Tell(Tone::Good, said));
                return false;
            }
            _ => {}
        }
        true
    }

    /// Goes on with what was agreed on, over the office's version; tells whether a draft was to be saved,
    /// which is asked again then.
    fn agree(&mut self, clash: &Clash, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        self.sheet.take_over(&clash.draft(), &clash.office);
        self.then = None;
        self.know_buyer();
        self.ask_buyer(ctx, out);
        self.ask(ctx, out);
        self.keep(out);
        let draft = std::mem::take(&mut self.draft_wished);
        if draft {
            self.offer_to_save(false, ctx.look.lang);
        }
        draft
    }

    /// What a place of the draft is called.
    fn label(&self, place: &Place, lang: Lang) -> String {
        match place {
            Place::Head(id) => self.sheet.form.label(id, lang).to_owned(),
            Place::Line(code, _) => code.clone(),
        }
    }

    /// Whether nobody typed it: the office filled in what was left empty from the customer's card.
    fn is_filled_in(&self, row: &Row) -> bool {
        let buyer = self.facts.buyer(self.sheet.form.value("customer").trim());
        let usual = match &row.place {
            Place::Head(id) if id == "ship_to" => buyer.map(|buyer| buyer.address.as_str()),
            Place::Head(id) if id == "terms" => buyer.map(|buyer| buyer.terms.as_str()),
            _ => None,
        };
        row.was == "" && usual.is_some_and(|usual| row.theirs == usual)
    }

    /// What only the other changed, lines before the head, as one sentence has room for it.
    fn taken_told(&self, clash: &Clash, lang: Lang) -> String {
        let tell = |row: &&Row| format!("{} {}", self.label(&row.place, lang), row.change(lang));
        let news = |row: &&Row| !self.is_filled_in(row);
        let mut rows: Vec<&Row> = clash.taken.iter().filter(news).collect();
        rows.sort_by_key(|row| matches!(row.place, Place::Head(_)));
        let mut told: Vec<_> = rows.iter().take(TOLD).map(tell).collect();
        if rows.len() > TOLD {
            told.push(lang.entry_more(rows.len() - TOLD));
        }
        told.join(lang.pick("、", ", "))
    }

    /// Draws the choice.
    pub(super) fn draw_clash(&self, frame: &mut Frame<'_>, area: Rect, clash: &Clash, look: &Look) {
        let lang = look.lang;
        let shown = scroll::window(clash.at, SHOWN, clash.rows.len());
        let height = u16::try_from(shown.len() + 4).unwrap_or(area.height);
        let place = popup::centred(area, 78, height);
        let inner = popup::open(frame, place, &lang.entry_clash_title(&clash.who), look);
        let cells = usize::from(inner.width);
        let half = (cells - LABEL - 4) / 2;
        let mut places = inner.rows();
        let row_of = |label: &str, mine: &str, theirs: &str| {
            let parts = [
                look.pad(label, LABEL),
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
            let pointer = if n == clash.at { '>' } else { ' ' };
            let label = format!("{pointer}{}", self.label(&row.place, lang));
            let sign = |on: bool| if on { "* " } else { "  " };
            let mine = format!(
                "{}{}",
                sign(row.take_theirs == Some(false)),
                told(&row.mine, lang)
            );
            let theirs = format!(
                "{}{}",
                sign(row.take_theirs == Some(true)),
                row.change(lang)
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
