//! Draws the panel beside the lines on a wide screen: customer and credit, the line, the total,
//! what is missing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Look, Tone};
use crate::words::entry::ORIGINS;

use super::pieces::{Piece, draw_pieces};
use super::{OrderEntry, lines};

/// Steps of availability that are shown.
const STEPS: usize = 6;

/// Rows of the panel, each of pieces or a label with a number to the right.
enum Row {
    Title(&'static str),
    Pieces(Vec<Piece>),
    Pair(String, String),
    Blank,
}

impl OrderEntry {
    /// Draws the panel.
    pub(super) fn draw_panel(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let mut rows = self.customer_rows(look);
        rows.extend(self.line_rows(look));
        rows.extend(self.promotion_rows(look));
        rows.extend(self.total_rows(look));
        if !self.sheet.open_gaps().is_empty() {
            rows.push(Row::Title(look.lang.entry_side_gaps()));
            let told = self.gaps_told(look.lang);
            for gap in told.split(look.lang.pick("、", ", ")) {
                rows.push(Row::Pieces(vec![(
                    gap.to_owned(),
                    look.theme.tone(Tone::Warn),
                )]));
            }
        }
        for (row, place) in rows.iter().zip(area.rows()) {
            draw_row(frame, place, row, look);
        }
    }

    fn customer_rows(&self, look: &Look) -> Vec<Row> {
        let lang = look.lang;
        let code = self.sheet.form.value("customer");
        let mut rows = vec![Row::Title(lang.entry_side_customer())];
        if let Some(buyer) = self.facts.buyer(code) {
            let plain = look.theme.plain();
            let grade = (buyer.grade.clone(), look.theme.dim());
            rows.push(Row::Pieces(vec![(buyer.name.clone(), plain), grade]));
            rows.push(Row::Pieces(vec![
                (buyer.phone.clone(), plain),
                (lang.terms(&buyer.terms), look.theme.dim()),
            ]));
        }
        if let Some(credit) = self.facts.credit(code) {
            let none = || lang.entry_unlimited().to_owned();
            let limit = credit.limit.map_or_else(none, |limit| limit.to_string());
            let left = credit.available.map_or_else(none, |left| left.to_string());
            rows.push(Row::Pair(lang.entry_side_limit().to_owned(), limit));
            let exposure = credit.exposure.to_string();
            let (label, used) = match exposure.strip_prefix('-') {
                Some(ahead) => (lang.entry_side_ahead(), ahead),
                None => (lang.entry_side_used(), exposure.as_str()),
            };
            rows.push(Row::Pair(label.to_owned(), used.to_owned()));
            rows.push(Row::Pair(lang.entry_side_left().to_owned(), left));
            rows.extend(
                self.credit_warnings(look)
                    .into_iter()
                    .map(|piece| Row::Pieces(vec![piece])),
            );
        }
        rows.push(Row::Blank);
        rows
    }

    fn line_rows(&self, look: &Look) -> Vec<Row> {
        let lang = look.lang;
        let theme = look.theme;
        let mut rows = vec![Row::Title(lang.entry_side_line())];
        let line = self.line_spoken_of();
        let sums = lines::sums(&self.sheet.grid);
        let seen = line.map(|line| lines::seen(line, &self.facts, self.sheet.terms(), &sums));
        if let Some((seen, card)) = seen.as_ref().and_then(|seen| Some((seen, seen.card?))) {
            rows.push(Row::Pieces(vec![(card.name.clone(), theme.plain())]));
            let step = card.step.map(|step| lang.entry_step(&step.to_string()));
            let step = step.unwrap_or_default();
            rows.push(Row::Pieces(vec![
                (card.spec.clone(), theme.plain()),
                (step, theme.dim()),
            ]));
            if let Some(price) = seen.price {
                rows.push(Row::Pair(
                    lang.word(ORIGINS, seen.origin),
                    price.to_string(),
                ));
            }
            if let Some(deal) = seen.rule.and_then(|rule| rule.deals.first()) {
                let text = lang.entry_last_deal(&deal.day, &deal.qty, &deal.price);
                rows.push(Row::Pieces(vec![(text, theme.dim())]));
            }
            if let Some(promise) = seen.promise {
                let text =
                    lang.entry_line_free(&promise.free.to_string(), &promise.on_hand.to_string());
                rows.push(Row::Pieces(vec![(text, theme.plain())]));
                if let Some(day) = promise.earliest {
                    let text =
                        lang.entry_line_earliest(&day.to_string(), lang.entry_by(&promise.by));
                    rows.push(Row::Pieces(vec![(text, theme.plain())]));
                }
                for (day, qty) in promise.steps.iter().take(STEPS) {
                    rows.push(Row::Pair(format!("  {day}"), qty.clone()));
                }
            }
        }
        let reason = line.map_or("", |line| line.cells[3].value());
        if !reason.is_empty() {
            rows.push(Row::Pieces(vec![(
                lang.entry_reason_given(reason),
                theme.dim(),
            )]));
        }
        rows.push(Row::Blank);
        rows
    }

    fn promotion_rows(&self, look: &Look) -> Vec<Row> {
        let told = self.promotions_told(look.lang);
        if told.is_empty() {
            return Vec::new();
        }
        let mut rows = vec![Row::Title(look.lang.entry_side_promotions())];
        rows.extend(
            told.into_iter()
                .map(|(name, saving)| Row::Pair(name, saving)),
        );
        rows.push(Row::Blank);
        rows
    }

    fn total_rows(&self, look: &Look) -> Vec<Row> {
        let lang = look.lang;
        let all = self.estimate();
        vec![
            Row::Title(lang.entry_side_totals()),
            Row::Pair(
                lang.entry_side_net().to_owned(),
                all.amounts.net.to_string(),
            ),
            Row::Pair(
                lang.entry_side_tax().to_owned(),
                all.amounts.tax.to_string(),
            ),
            Row::Pair(
                lang.entry_side_gross().to_owned(),
                all.amounts.gross.to_string(),
            ),
            Row::Blank,
        ]
    }
}

fn draw_row(frame: &mut Frame<'_>, area: Rect, row: &Row, look: &Look) {
    match row {
        Row::Blank => {}
        Row::Title(title) => {
            let rest = usize::from(area.width).saturating_sub(look.width(title) + 1);
            let text = format!("{title} {}", look.rule().repeat(rest));
            frame.render_widget(Line::styled(text, look.theme.title()), area);
        }
        Row::Pieces(pieces) => draw_pieces(frame, area, pieces, look),
        Row::Pair(label, number) => {
            let cells = usize::from(area.width);
            let right = look.width(number).min(cells);
            let left = look.pad(label, cells.saturating_sub(right + 1));
            let text = format!("{left} {}", look.pad_left(number, right));
            frame.render_widget(Line::raw(text), area);
        }
    }
}
