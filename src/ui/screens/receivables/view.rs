//! Draws the receivables screen: customers above, the card of one below; or its open items.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde_json::Value;

use super::Receivables;
use crate::domain::Money;
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::order_card::Page;
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::{Row, list_draw, sheet_draw};
use crate::words::Lang;
use crate::words::money::STAGES;

/// Rows of the card.
const CARD: u16 = 9;
/// The columns of the ageing and the sign of each in a bar.
const AGES: [(&str, char); 6] = [
    ("not_due", '-'),
    ("d1_30", '1'),
    ("d31_60", '2'),
    ("d61_90", '3'),
    ("d91_180", '4'),
    ("over_180", '5'),
];
/// Cells of a bar.
const BAR: i64 = 12;

/// The rows of the list in words.
pub(super) fn rows(found: &[Value], look: &Look) -> Vec<Row> {
    found.iter().map(|row| in_words(row, look)).collect()
}

fn in_words(row: &Value, look: &Look) -> Row {
    let lang = look.lang;
    let late = text(row, "oldest_days");
    let overdue = text(row, "overdue");
    let stage = text(row, "stage");
    Row {
        id: text(row, "customer"),
        cells: vec![
            text(row, "customer"),
            text(row, "name"),
            text(row, "balance"),
            if overdue == "0.00" {
                String::new()
            } else {
                overdue.clone()
            },
            if late == "0" { String::new() } else { late },
            if look.charts() {
                bar(row)
            } else {
                oldest(row, lang)
            },
            if stage.is_empty() {
                String::new()
            } else {
                lang.word(STAGES, &stage)
            },
            text(row, "promised"),
        ],
        tone: if overdue == "0.00" {
            Tone::Plain
        } else {
            Tone::Warn
        },
    }
}

/// What is open in each column of the ageing.
fn ages(row: &Value) -> [(i64, &'static str, char); 6] {
    AGES.map(|(name, sign)| {
        let amount = text(row, name).parse::<Money>().map_or(0, Money::count);
        (amount.max(0), name, sign)
    })
}

/// For those who hear the screen: the oldest column with something open, and its share of all.
fn oldest(row: &Value, lang: Lang) -> String {
    let parts = ages(row);
    let all: i128 = parts.iter().map(|(part, ..)| i128::from(*part)).sum();
    let last = parts.iter().rev().find(|(part, ..)| *part > 0);
    last.map_or_else(String::new, |(part, name, _)| {
        // What is open at all is one percent at least.
        let share = (i128::from(*part) * 100 / all).max(1);
        format!("{} {share}%", lang.money_age(name))
    })
}

/// What is open by age, in twelve cells: `-` not due, `1` to `5` ever older.
///
/// Whatever is open shows in one cell at least; the widest column gives what the others take.
fn bar(row: &Value) -> String {
    let parts = ages(row);
    let all: i64 = parts.iter().map(|(part, ..)| part).sum();
    if all == 0 {
        return String::new();
    }
    let mut cells =
        parts.map(
            |(part, ..)| match i128::from(part) * i128::from(BAR) / i128::from(all) {
                0 if part > 0 => 1,
                cells => i64::try_from(cells).unwrap_or(0),
            },
        );
    let widest = (0..cells.len()).max_by_key(|n| parts[*n].0).unwrap_or(0);
    let others: i64 = cells.iter().sum::<i64>() - cells[widest];
    cells[widest] = (BAR - others).max(1);
    let signs = parts.iter().zip(cells);
    signs
        .map(|((_, _, sign), cells)| sign.to_string().repeat(usize::try_from(cells).unwrap_or(0)))
        .collect()
}

impl Receivables {
    pub(super) fn show(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let card = if area.height > CARD + 6 { CARD } else { 0 };
        let above = Rect {
            height: area.height - card,
            ..area
        };
        let below = Rect {
            y: above.bottom(),
            height: card,
            ..area
        };
        if let Some(paper) = &self.paper {
            paper.draw(frame, area, look);
        } else if let Some(items) = &self.items {
            if let Some(applying) = &items.applying {
                applying.draw(frame, area, look);
            } else {
                self.drawn.set(list_draw::page(above.height).into());
                let mut shown = items.list.clone();
                shown.reword(items.rows(self.today, look.lang));
                list_draw::draw(frame, above, &shown, true, look);
                self.card(frame, below, look.lang.money_items_hint(), look);
            }
        } else {
            self.drawn.set(list_draw::page(above.height).into());
            let mut shown = self.list.clone();
            shown.reword(rows(&self.found, look));
            list_draw::draw(frame, above, &shown, true, look);
            self.card(frame, below, look.lang.money_list_hint(), look);
        }
        if let Some(dialog) = &self.choosing {
            dialog.draw(frame, area, look);
        }
        if let Some(open) = &self.sheet {
            sheet_draw::draw(frame, area, &open.sheet, look);
        }
        if let Some(open) = self.hand.open() {
            open.draw(frame, area, look);
        }
    }

    /// The customer: terms and limit, exposure in its buckets, ageing, promise, the last months.
    fn card(&self, frame: &mut Frame<'_>, area: Rect, hint: &str, look: &Look) {
        let Some(row) = self.row().filter(|_| area.height > 0) else {
            return;
        };
        let lang = look.lang;
        let mut page = Page::new(look, area.width.into(), None);
        let name = format!("{} {}", text(row, "customer"), text(row, "name"));
        page.title(&look.heading(&name, area.width.into()));
        page.flow(&[
            text(row, "phone"),
            lang.terms(&text(row, "terms")),
            text(row, "grade"),
            self.promise(row, lang),
        ]);
        let credit = &self.card.credit;
        if !credit.is_null() && self.card.customer == text(row, "customer") {
            Self::credit(&mut page, credit, lang);
        }
        page.flow(&AGES.map(|(name, sign)| {
            let amount = text(row, name);
            lang.money_age_part(lang.money_age(name), &sign.to_string(), &amount)
        }));
        let parts = ["disputed", "unapplied", "deposits"].map(|name| {
            let amount = text(row, name);
            match (amount.as_str(), name) {
                ("0.00" | "", _) => String::new(),
                (amount, "disputed") => lang.money_part_disputed(amount),
                (amount, "unapplied") => lang.money_part_unapplied(amount),
                (amount, _) => lang.money_part_deposits(amount),
            }
        });
        page.flow(&parts);
        self.trend(&mut page, lang);
        page.lines.truncate(usize::from(area.height) - 1);
        while page.lines.len() + 1 < usize::from(area.height) {
            page.lines.push(Line::default());
        }
        let hint = look.pad(hint, area.width.into());
        page.lines.push(Line::styled(hint, look.theme.dim()));
        for (line, place) in page.lines.iter().zip(area.rows()) {
            frame.render_widget(line, place);
        }
    }

    fn promise(&self, row: &Value, lang: Lang) -> String {
        let (amount, day) = (text(row, "promised"), text(row, "promised_on"));
        match day.parse::<crate::domain::Day>() {
            Err(_) => String::new(),
            Ok(on) if on < self.today => lang.money_promise_over(&amount, &day),
            Ok(_) => lang.money_promise(&amount, &day),
        }
    }

    /// `占用 702.00 = 应收 435.60 + 已发未开 45.20 + 已批未发 271.20 - 未核销 50.00`, limit and rest.
    fn credit(page: &mut Page<'_>, credit: &Value, lang: Lang) {
        let limit = match &credit["limit"] {
            Value::Null => lang.money_unlimited().to_owned(),
            _ => text(credit, "limit"),
        };
        let available = text(credit, "available");
        page.flow(&[
            lang.money_limit(&limit),
            lang.credit_used(&text(credit, "exposure")),
            if available.is_empty() {
                String::new()
            } else {
                lang.money_available(&available)
            },
        ]);
        let part = |name: &str| text(credit, name);
        let uncleared = part("uncleared");
        page.flow(&[
            lang.money_bucket_open(&part("ar_open")),
            lang.money_bucket_shipped(&part("shipped_not_invoiced")),
            lang.money_bucket_approved(&part("approved_not_shipped")),
            lang.money_bucket_unapplied(&part("unapplied")),
            if uncleared == "0.00" {
                String::new()
            } else {
                lang.money_bucket_uncleared(&uncleared)
            },
        ]);
    }

    /// What was owed at the end of each of the last months.
    fn trend(&self, page: &mut Page<'_>, lang: Lang) {
        let months = read::rows(&self.card.trend, "rows");
        if months.is_empty()
            || self.customer().map(|(code, _)| code).as_ref() != Some(&self.card.customer)
        {
            return;
        }
        let mut parts = vec![lang.money_trend().to_owned()];
        parts.extend(months.iter().map(|month| {
            let name = text(month, "month");
            let short = name.get(5..).unwrap_or(&name);
            format!("{short}:{}", text(month, "balance"))
        }));
        page.flow(&parts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bar_shows_every_age_that_is_there() {
        let row = json!({ "not_due": "990.00", "d1_30": "5.00", "d31_60": "0.00", "d61_90": "0.00",
            "d91_180": "0.00", "over_180": "5.00" });
        assert_eq!(bar(&row), "----------15");
        let row = json!({ "not_due": "0.00", "d1_30": "50.00", "d31_60": "50.00" });
        assert_eq!(bar(&row), "111111222222");
        assert_eq!(bar(&json!({})), "");
        assert_eq!(oldest(&row, Lang::Zh), "31-60 50%");
        assert_eq!(oldest(&json!({}), Lang::Zh), "");
        let row = json!({ "not_due": "9999.00" });
        assert_eq!(oldest(&row, Lang::En), "not due 100%");
    }
}
