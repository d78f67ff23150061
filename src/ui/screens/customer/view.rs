//! Draws the customer card.

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use super::Customer;
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::order_card::Page;
use crate::ui::widgets::order_card::read::{day, is_over, rows, text};
use crate::words::after_sale::{AFTER_STATES, WANTS};
use crate::words::papers::CONTACTS;

impl Customer {
    /// Code, name and telephone, as papers about the customer show them.
    pub(super) fn label(&self) -> String {
        label(&self.card)
    }

    /// Draws everything.
    pub(super) fn draw_all(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let mut page = Page::new(look, area.width.into(), self.now);
        if self.card.is_null() {
            page.say(Tone::Plain, look.lang.card_loading());
        } else {
            head(&mut page, &self.card);
            complaints(&mut page, &self.card);
            returns(&mut page, &self.card);
            contacts(&mut page, &self.card);
        }
        let height = usize::from(area.height);
        self.drawn.set((height, page.lines.len()));
        let range = self.scroll.range(height, page.lines.len());
        for (line, place) in page.lines[range].iter().zip(area.rows()) {
            frame.render_widget(line, place);
        }
        if let Some(open) = self.hand.open() {
            open.draw(frame, area, look);
        }
    }
}

fn label(card: &Value) -> String {
    ["code", "name", "phone"]
        .iter()
        .map(|name| text(card, name))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("  ")
}

fn head(page: &mut Page<'_>, card: &Value) {
    let lang = page.look.lang;
    page.title(&label(card));
    let filled = |name: &str| Some(text(card, name)).filter(|text| !text.is_empty());
    page.flow(&[
        filled("grade")
            .map(|g| lang.customer_grade(&g))
            .unwrap_or_default(),
        lang.card_terms(&lang.terms(&text(card, "terms"))),
        filled("credit_limit")
            .map(|l| lang.customer_limit(&l))
            .unwrap_or_default(),
        filled("salesperson")
            .map(|s| lang.card_owner(&s))
            .unwrap_or_default(),
        filled("address")
            .map(|a| lang.card_ship_to(&a))
            .unwrap_or_default(),
    ]);
    let csat = &card["csat"];
    if let Some(surveys) = csat["surveys"].as_i64().filter(|n| *n > 0) {
        page.flow(&[lang.customer_csat(surveys, &text(csat, "mean"), &text(csat, "csat"))]);
    }
}

fn complaints(page: &mut Page<'_>, card: &Value) {
    let lang = page.look.lang;
    let found = rows(card, "complaints");
    page.title(&lang.customer_complaints(found.len()));
    for row in found {
        let open = row["state"] == "open";
        let late = open && is_over(&text(row, "due"), page.now);
        let told = format!(
            "{} {} {} {}: {}",
            day(&text(row, "opened_at")),
            text(row, "complaint"),
            lang.follow_severity(&text(row, "severity")),
            lang.word(AFTER_STATES, &text(row, "state")),
            text(row, "text"),
        );
        page.say(if late { Tone::Warn } else { Tone::Plain }, &told);
        let last = rows(row, "answers")
            .last()
            .map(|answer| text(answer, "text"));
        let said = if open {
            last
        } else {
            Some(text(row, "remedy"))
        };
        if let Some(said) = said.filter(|said| !said.is_empty()) {
            page.say(Tone::Plain, &format!("  -> {said}"));
        }
    }
}

fn returns(page: &mut Page<'_>, card: &Value) {
    let lang = page.look.lang;
    let found = rows(card, "returns");
    page.title(&lang.customer_returns(found.len()));
    for row in found {
        let goods: Vec<_> = rows(row, "lines")
            .iter()
            .map(|line| format!("{} x {}", text(line, "name"), text(line, "agreed")))
            .collect();
        let told = format!(
            "{} {} {} {} {}",
            day(&text(row, "opened_at")),
            text(row, "return"),
            lang.word(WANTS, &text(row, "want")),
            lang.word(AFTER_STATES, &text(row, "state")),
            goods.join(lang.pick("、", ", ")),
        );
        page.say(Tone::Plain, &told);
    }
}

fn contacts(page: &mut Page<'_>, card: &Value) {
    let lang = page.look.lang;
    let found = rows(card, "contacts");
    page.title(&lang.customer_contacts(found.len()));
    for row in found {
        let told = format!(
            "{} {} {}/{} {} {}",
            day(&text(row, "at")),
            text(row, "who"),
            lang.word(CONTACTS, &text(row, "way")),
            lang.word(CONTACTS, &text(row, "outcome")),
            text(row, "order"),
            text(row, "text"),
        );
        page.say(Tone::Plain, told.trim_end());
    }
}
