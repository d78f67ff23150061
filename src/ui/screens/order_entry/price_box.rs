//! A box with the price of a line: which rule gives it, which lost and why, the last deals.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Ctx, Effect, Look, Tone};
use crate::ui::widgets::popup;
use crate::words::codes::PRICE_LOST;
use crate::words::entry::ORIGINS;

use super::{OrderEntry, Over, lines};

/// Rules that are shown at most: the nearest to winning come first.
const RULES: usize = 6;

/// Columns of the box.
const COLUMNS: u16 = 70;

impl OrderEntry {
    /// Opens the box for the goods of a line, though their card may be on its way; else for the line
    /// that is spoken of.
    pub(super) fn prices_of_line(&mut self, line: usize, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let code = self.sheet.grid.value(line, "code").to_owned();
        if code.is_empty() || self.facts.is_unknown(&code) || !self.knows_buyer() {
            self.show_prices(ctx, out);
        } else {
            self.over = Over::Prices(code);
        }
    }

    fn knows_buyer(&self) -> bool {
        let customer = self.sheet.form.value("customer");
        self.facts.buyer(customer).is_some()
    }

    /// Opens the box for the line that is spoken of.
    pub(super) fn show_prices(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        let known = self.knows_buyer();
        let code = self.line_spoken_of().map(|line| line.cells[0].value());
        if let Some(code) = code.filter(|_| known).map(str::to_owned) {
            self.over = Over::Prices(code);
        } else {
            let said = lang.entry_prices_of_what().to_owned();
            out.push(Effect::Tell(Tone::Warn, said));
        }
    }

    /// Draws the box.
    pub(super) fn draw_prices(&self, frame: &mut Frame<'_>, area: Rect, code: &str, look: &Look) {
        let rows = self.price_rows(code, look);
        let height = u16::try_from(rows.len() + 2).unwrap_or(area.height);
        let name = self.facts.card(code).map_or("", |card| card.name.as_str());
        let title = look.lang.entry_prices_title(code, name);
        let place = popup::centred(area, COLUMNS, height);
        let inner = popup::open(frame, place, &title, look);
        for ((text, tone), row) in rows.iter().zip(inner.rows()) {
            let text = look.pad(text, usize::from(inner.width));
            let style = tone.map_or(look.theme.dim(), |tone| look.theme.tone(tone));
            frame.render_widget(Line::styled(text, style), row);
        }
    }

    /// What stands in it: rows with their tone, none for what is said softly.
    fn price_rows(&self, code: &str, look: &Look) -> Vec<(String, Option<Tone>)> {
        let lang = look.lang;
        let sums = lines::sums(&self.sheet.grid);
        let key = lines::price_key(self.sheet.terms(), code, sums.get(code).copied());
        let Some(rule) = self.facts.price(&key) else {
            return vec![(lang.entry_prices_wait().to_owned(), None)];
        };
        let origin = |from: &str| {
            let (list, whose) = from.split_once(':').unwrap_or((from, ""));
            format!("{} {whose}", lang.word(ORIGINS, list))
                .trim()
                .to_owned()
        };
        let won = lang.entry_by_rule(&rule.price.to_string(), &origin(&rule.from));
        let mut rows = vec![(won, Some(Tone::Good))];
        if !rule.floor.is_empty() {
            rows.push((lang.entry_prices_floor(&rule.floor), Some(Tone::Plain)));
        }
        if !rule.tried.is_empty() {
            rows.push((lang.entry_prices_tried().to_owned(), None));
        }
        for [from, gives, lost] in rule.tried.iter().take(RULES) {
            let why = lang.word(PRICE_LOST, lost);
            rows.push((
                format!("  {} {gives}  {why}", origin(from)),
                Some(Tone::Plain),
            ));
        }
        let none = if rule.deals.is_empty() {
            lang.entry_prices_no_deals()
        } else {
            lang.entry_prices_deals()
        };
        rows.push((none.to_owned(), None));
        for deal in &rule.deals {
            let told = format!(
                "  {}  {} x {}  {}",
                deal.day,
                look.pad_left(&deal.qty, 8),
                look.pad_left(&deal.price, 10),
                deal.order
            );
            rows.push((told, Some(Tone::Plain)));
        }
        rows
    }
}
