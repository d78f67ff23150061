//! The lines of an order: with prices for the judge, with progress for the follower.

use ratatui::text::Line;
use serde_json::Value;

use super::Page;
use super::read::{day, rows, text};
use crate::ui::base::Tone;
use crate::words::entry::MISSED;
use crate::words::order_card::PRICE_ORIGINS;
use crate::words::papers::STATES;

/// Cells of the name at least; below that columns are left out.
const NAME_LEAST: usize = 14;

/// Cells of the promise, the margin in percent and in money; the last to be left out comes first.
const FURTHER: [usize; 3] = [7, 7, 11];

/// The columns behind the amount that there is room for.
struct Further {
    percent: bool,
    promise: bool,
    margin: bool,
}

impl Further {
    fn fitting(mut room: usize, earns: bool) -> Self {
        let mut fits = |wanted: bool, cells: usize| {
            let fits = wanted && room > cells;
            room -= if fits { cells + 1 } else { 0 };
            fits
        };
        Self {
            percent: fits(earns, FURTHER[0]),
            promise: fits(true, FURTHER[1]),
            margin: fits(earns, FURTHER[2]),
        }
    }

    fn shown(&self) -> impl Iterator<Item = (usize, usize)> {
        let all = [self.promise, self.margin, self.percent];
        let cells = [FURTHER[1], FURTHER[2], FURTHER[0]];
        (0..3).filter(move |n| all[*n]).map(move |n| (n, cells[n]))
    }

    fn cells(&self) -> usize {
        self.shown().map(|(_, cells)| cells + 1).sum()
    }
}

/// The lines with price, origin, what they earn, and what stands against them.
pub fn priced(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    // Number, mark, quantity, price, origin, amount and their gaps.
    let fixed = 3 + 3 + 8 + 9 + 8 + 11 + 6;
    let room = page.cells.saturating_sub(fixed + NAME_LEAST);
    let earned = rows(&order["margin"], "lines");
    let earns = earned.iter().any(|line| !line["cost"].is_null());
    let further = Further::fitting(room, earns);
    let name = page.cells.saturating_sub(fixed + further.cells());
    let row = |page: &Page<'_>, cells: [&str; 7], last: [&str; 3]| {
        let look = page.look;
        let mut text = format!(
            "{} {} {} {} {} {} {}",
            look.pad_left(cells[0], 3),
            look.pad(cells[1], 2),
            look.pad(cells[2], name),
            look.pad_left(cells[3], 8),
            look.pad_left(cells[4], 9),
            look.pad(cells[5], 8),
            look.pad_left(cells[6], 11),
        );
        for (n, cells) in further.shown() {
            text = format!("{text} {}", look.pad_left(last[n], cells));
        }
        text
    };
    let titles = [
        lang.card_col_no(),
        "",
        lang.card_col_product(),
        lang.card_col_qty(),
        lang.card_col_price(),
        lang.card_col_from(),
        lang.card_col_amount(),
    ];
    let last = [
        lang.card_col_promise(),
        lang.card_col_margin(),
        lang.card_col_percent(),
    ];
    let heading = row(page, titles, last);
    page.title(&heading);
    for (n, line) in rows(order, "lines").iter().enumerate() {
        let (tone, sign) = mark(order, line, lang);
        let earns = earned.get(n).unwrap_or(&Value::Null);
        let (cells, last) = priced_cells(line, earns, sign, lang);
        let told = row(
            page,
            std::array::from_fn(|n| cells[n].as_str()),
            std::array::from_fn(|n| last[n].as_str()),
        );
        page.lines
            .push(Line::styled(told, page.look.theme.tone(tone)));
        if !line["resolved"].is_null() && line["resolved"] != line["unit_price"] {
            let (price, resolved) = (text(line, "unit_price"), text(line, "resolved"));
            let told = lang.card_hand(&price, &resolved, &text(line, "price_reason"));
            page.say(Tone::Warn, &told);
        }
    }
    promotions(page, order);
}

/// What promotions give, and those that had no money left.
fn promotions(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    for promotion in rows(order, "promotions") {
        let name = text(promotion, "name");
        let why = text(promotion, "why");
        if why.is_empty() {
            let lines: Vec<_> = rows(promotion, "lines")
                .iter()
                .map(|line| text(line, "line"))
                .collect();
            let told = lang.card_promotion(&name, &text(promotion, "saving"), &lines.join(", "));
            page.say(Tone::Good, &told);
        } else {
            page.say(
                Tone::Plain,
                &lang.card_promotion_missed(&name, &lang.word(MISSED, &why)),
            );
        }
    }
}

/// What the columns of a line hold: the usual ones, and promise, margin and its percent.
fn priced_cells(
    line: &Value,
    earns: &Value,
    sign: &str,
    lang: crate::words::Lang,
) -> ([String; 7], [String; 3]) {
    let from = text(line, "price_from");
    // `customer:K001`: the kind of list is enough here.
    let origin = lang.word(PRICE_ORIGINS, from.split(':').next().unwrap_or_default());
    let cells = [
        text(line, "line"),
        sign.to_owned(),
        named(line),
        quantity(line),
        text(line, "price"),
        origin,
        text(line, "amount"),
    ];
    let last = [
        day(&text(line, "promise")),
        text(earns, "margin"),
        text(earns, "percent"),
    ];
    (cells, last)
}

/// Product code and what it is called.
fn named(line: &Value) -> String {
    let (code, name, spec) = (
        text(line, "product"),
        text(line, "name"),
        text(line, "spec"),
    );
    let name = if name == code { String::new() } else { name };
    [code, name, spec]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn quantity(line: &Value) -> String {
    format!("{}{}", text(line, "ordered"), text(line, "unit"))
}

/// The worst a check says of this line, as a word.
fn mark(order: &Value, line: &Value, lang: crate::words::Lang) -> (Tone, &'static str) {
    let about = |level: &str| {
        rows(order, "checks").iter().any(|check| {
            check["level"] == level
                && !line["line"].is_null()
                && check["facts"]["line"] == line["line"]
        })
    };
    match () {
        () if about("block") => (Tone::Bad, lang.card_wrong()),
        () if about("warn") => (Tone::Warn, lang.card_told()),
        () => (Tone::Plain, ""),
    }
}

/// The lines with how far each has come.
pub fn progress(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    let columns = [
        "ordered", "reserved", "packed", "shipped", "signed", "invoiced",
    ];
    let titles = [
        lang.card_col_ordered(),
        lang.card_col_reserved(),
        lang.card_col_packed(),
        lang.card_col_shipped(),
        lang.card_col_signed(),
        lang.card_col_invoiced(),
    ];
    let (number, each) = (3, 7);
    let name = page
        .cells
        .saturating_sub(number + columns.len() * (each + 1) + 1);
    let row = |page: &Page<'_>, no: &str, what: &str, cells: &[&str]| {
        let mut told = format!(
            "{} {}",
            page.look.pad_left(no, number),
            page.look.pad(what, name)
        );
        for cell in cells {
            told = format!("{told} {}", page.look.pad_left(cell, each));
        }
        told
    };
    let heading = row(page, lang.card_col_no(), lang.card_col_product(), &titles);
    page.title(&heading);
    for line in rows(order, "lines") {
        let cells: Vec<String> = columns
            .iter()
            .map(|column| quiet(text(line, column)))
            .collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let told = row(page, &text(line, "line"), &named(line), &cells);
        page.lines.push(Line::from(told));
    }
}

/// Nothing yet is a dot: the eye finds what moved.
fn quiet(qty: String) -> String {
    if qty == "0" { ".".to_owned() } else { qty }
}

/// The shipments: where each is, with whom, and when it should arrive.
pub fn shipments(page: &mut Page<'_>, order: &Value) {
    let lang = page.look.lang;
    for shipment in rows(order, "shipments")
        .iter()
        .filter(|row| row["state"] != "unpacked")
    {
        let signed = shipment["state"] == "signed";
        let expected = day(&text(shipment, "expected"));
        let expected = if expected.is_empty() || signed {
            String::new()
        } else {
            lang.card_expected(&expected)
        };
        let late = !signed && super::read::is_over(&text(shipment, "expected"), page.now);
        let parts = [
            text(shipment, "shipment"),
            lang.word(STATES, &text(shipment, "state")),
            text(shipment, "carrier"),
            text(shipment, "waybill"),
            day(&text(shipment, "dispatched_at")),
            expected,
            if late {
                lang.card_late().to_owned()
            } else {
                String::new()
            },
            day(&text(shipment, "signed_at")),
            text(shipment, "signer"),
        ];
        let told: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        page.say(if late { Tone::Warn } else { Tone::Plain }, &told.join(" "));
    }
}
