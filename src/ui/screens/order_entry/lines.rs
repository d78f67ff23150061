//! The lines of the order: their cells, what they come to, what they say to the desk.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::domain::tax::Amounts;
use crate::domain::{Money, Percent, Price, Qty};
use crate::ui::widgets::grid::GridLine;
use crate::ui::widgets::{Grid, GridColumn, Kind, sum_text};
use crate::words::Lang;

use super::facts::{Card, Facts, PriceKey, Priced, PromiseKey, Promised};
use super::head;

/// The cells: the first three are typed, the others stand behind them.
pub const COLUMNS: &[&str] = &[
    "code",
    "qty",
    "price",
    "reason",
    "need_date",
    "gift",
    "delivery_policy",
    "tolerance_over",
    "tolerance_under",
];

/// Cells that are fields of the line as they stand.
const AS_TYPED: [(usize, &str); 6] = [
    (2, "price"),
    (3, "price_reason"),
    (4, "need_date"),
    (6, "delivery_policy"),
    (7, "tolerance_over"),
    (8, "tolerance_under"),
];

const fn column(
    id: &'static str,
    label: fn(Lang) -> &'static str,
    kind: Kind,
    typed: bool,
    needed: bool,
) -> GridColumn {
    GridColumn {
        id,
        label,
        kind,
        width: 0,
        typed,
        needed,
    }
}

/// A grid with one empty line.
pub fn grid() -> Grid {
    Grid::new(vec![
        column("code", Lang::entry_code, Kind::Code, true, true),
        column("qty", Lang::entry_qty, Kind::Qty, true, true),
        column("price", Lang::entry_price, Kind::Price, true, false),
        column("reason", Lang::entry_price, Kind::Text, false, false),
        column("need_date", Lang::entry_need, Kind::Text, false, false),
        column("gift", Lang::entry_price, Kind::Text, false, false),
        column(
            "delivery_policy",
            Lang::entry_price,
            Kind::Text,
            false,
            false,
        ),
        column(
            "tolerance_over",
            Lang::entry_price,
            Kind::Text,
            false,
            false,
        ),
        column(
            "tolerance_under",
            Lang::entry_price,
            Kind::Text,
            false,
            false,
        ),
    ])
}

/// Whether anything was typed in a line.
pub fn is_filled(line: &GridLine) -> bool {
    line.cells.iter().take(3).any(|cell| !cell.is_empty())
}

/// Whose prices and stock count.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Customer code, empty if none yet.
    pub customer: &'a str,
    /// Channel.
    pub channel: &'a str,
    /// Warehouse, empty for all.
    pub warehouse: &'a str,
}

/// A line with what is known about it.
#[derive(Debug)]
pub struct Seen<'a> {
    /// Its product, if known.
    pub card: Option<&'a Card>,
    /// Its quantity, if understood.
    pub qty: Option<Qty>,
    /// What the rules say.
    pub rule: Option<&'a Priced>,
    /// What can be promised.
    pub promise: Option<&'a Promised>,
    /// The price that counts.
    pub price: Option<Price>,
    /// Where it comes from: contract, customer, channel, base, list, hand, gift.
    pub origin: &'a str,
    /// What it comes to.
    pub amounts: Option<Amounts>,
}

/// What the lines come to, as far as known.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// Lines with something in them.
    pub lines: usize,
    /// Their quantities.
    pub qty: Qty,
    /// Their amounts.
    pub amounts: Amounts,
}

/// How much of each product the lines hold.
pub fn sums(grid: &Grid) -> BTreeMap<&str, Qty> {
    let mut sums: BTreeMap<&str, Qty> = BTreeMap::new();
    for (n, line) in grid.filled() {
        if grid.value(n, "gift").is_empty()
            && let Some(qty) = line.cells[1].qty()
        {
            let sum = sums.entry(line.cells[0].value()).or_default();
            *sum = sum.add(qty).unwrap_or(*sum);
        }
    }
    sums
}

/// The key of a line's price.
pub fn price_key(terms: Terms<'_>, code: &str, sum: Option<Qty>) -> PriceKey {
    let qty = sum.filter(|qty| qty.count() > 0).unwrap_or(Qty::ONE);
    (
        terms.customer.to_owned(),
        terms.channel.to_owned(),
        code.to_owned(),
        qty,
    )
}

/// The key of a line's promise.
pub fn promise_key(terms: Terms<'_>, code: &str, qty: Option<Qty>) -> PromiseKey {
    let qty = qty.filter(|qty| qty.count() > 0).unwrap_or(Qty::ONE);
    (code.to_owned(), qty, terms.warehouse.to_owned())
}

/// Looks at a line with all that is known.
pub fn seen<'a>(
    line: &GridLine,
    facts: &'a Facts,
    terms: Terms<'_>,
    sums: &BTreeMap<&str, Qty>,
) -> Seen<'a> {
    let [code, qty, typed] = [0, 1, 2].map(|n| &line.cells[n]);
    let code = code.value();
    let card = facts.card(code);
    let qty = qty.qty();
    let rule = facts.price(&price_key(terms, code, sums.get(code).copied()));
    let promise = facts.promise(&promise_key(terms, code, qty));
    let gift = !line.cells[5].is_empty();
    let by_rule = rule
        .map(|rule| rule.price)
        .or_else(|| card.and_then(|card| card.list_price));
    let hand = typed.price().filter(|typed| Some(*typed) != by_rule);
    let origin = match (gift, hand, rule) {
        (true, _, _) => "gift",
        (_, Some(_), _) => "hand",
        (_, None, Some(rule)) => rule.from.split(':').next().unwrap_or(""),
        (_, None, None) if card.is_some() => "list",
        _ => "",
    };
    let price = if gift {
        Some(Price::ZERO)
    } else {
        hand.or(by_rule)
    };
    let gross = qty.zip(price).and_then(|(qty, price)| {
        match rule.filter(|_| !gift && hand.is_none()) {
            // The discount applies to the exact product, so the rounded price is not used.
            Some(rule) => qty.gross(rule.unit_price, rule.discount),
            None => qty.gross(price, Percent::ZERO),
        }
        .ok()
    });
    let rate = card.and_then(|card| card.tax_rate).unwrap_or_default();
    Seen {
        card,
        qty,
        rule,
        promise,
        price,
        origin,
        amounts: gross.and_then(|gross: Money| Amounts::of_gross(gross, rate).ok()),
    }
}

/// What the lines come to; `quoted` tells what the office says of a line.
pub fn estimate(
    grid: &Grid,
    facts: &Facts,
    terms: Terms<'_>,
    quoted: impl Fn(usize) -> Option<Amounts>,
) -> Estimate {
    let sums = sums(grid);
    let mut all = Estimate::default();
    let filled = grid.lines().iter().enumerate();
    for (n, line) in filled.filter(|(_, line)| is_filled(line)) {
        let seen = seen(line, facts, terms, &sums);
        all.lines += 1;
        // What is of no goods yet is no quantity either.
        let qty = seen.qty.filter(|_| seen.card.is_some()).unwrap_or_default();
        all.qty = all.qty.add(qty).unwrap_or(all.qty);
        let amounts = quoted(n).or(seen.amounts.filter(|_| seen.card.is_some()));
        let amounts = amounts.unwrap_or_default();
        all.amounts = all.amounts.add(amounts).unwrap_or(all.amounts);
    }
    all
}

/// What is wrong with a line on its face: the cell and a sentence.
pub fn fault(line: &GridLine, card: Option<&Card>, lang: Lang) -> Option<(&'static str, String)> {
    let [typed, price] = [1, 2].map(|cell| line.cells[cell].value());
    if let Some(card) = card
        && !typed.is_empty()
        && line.cells[1].qty().is_none()
    {
        return Some(("qty", lang.entry_unit_unclear(typed, &card.unit)));
    }
    if let Some(card) = card
        && !price.is_empty()
        && line.cells[2].price().is_none()
    {
        let said = if price.ends_with('?') && !price.contains('/') {
            lang.entry_price_or_not(price.trim_end_matches('?'), typed)
        } else {
            lang.entry_price_unclear(price.trim_end_matches('?'), &card.unit)
        };
        return Some(("price", said));
    }
    let qty = line.cells[1].qty()?;
    if qty.count() <= 0 {
        return Some(("qty", lang.entry_not_above_zero().to_owned()));
    }
    let step = card?.step?;
    (!qty.is_multiple_of(step)).then(|| ("qty", lang.entry_not_a_step(&step.to_string())))
}

/// A quantity or price as the desk spells it, from what was typed; `None` if it is no number.
pub fn number(typed: &str, kind: Kind) -> Option<String> {
    let scale = if kind == Kind::Price { 4 } else { 3 };
    let text = sum_text::read(typed, scale).ok()?.to_string();
    match kind {
        Kind::Price => text.parse::<Price>().ok().map(|price| price.to_string()),
        _ => text.parse::<Qty>().ok().map(|qty| qty.to_string()),
    }
}

/// The lines as fields of `order.enter`, and the place in the grid of each.
pub fn wish(grid: &Grid) -> (Vec<Value>, Vec<usize>) {
    let mut wishes = Vec::new();
    let mut places = Vec::new();
    for (n, line) in grid
        .lines()
        .iter()
        .enumerate()
        .filter(|(_, line)| is_filled(line))
    {
        let text = |cell: usize| Some(line.cells[cell].value()).filter(|text| !text.is_empty());
        // Of goods that nobody knows yet, `20箱` is no number: it stays with the words.
        let unread = |cell: usize| {
            text(cell).filter(|_| {
                cell == 1 && line.cells[1].qty().is_none()
                    || cell == 2 && line.cells[2].price().is_none()
            })
        };
        let words: Vec<&str> = [text(0), unread(1), unread(2)]
            .into_iter()
            .flatten()
            .collect();
        let qty = text(1).filter(|_| unread(1).is_none());
        let mut wish = json!({ "product": Some(words.join(" ")).filter(|words| !words.is_empty()), "qty": qty });
        for (cell, name) in AS_TYPED {
            if let Some(text) = text(cell).filter(|_| unread(cell).is_none()) {
                wish[name] = json!(text);
            }
        }
        if text(5).is_some() {
            wish["gift"] = json!(true);
        }
        wishes.push(wish);
        places.push(n);
    }
    (wishes, places)
}

/// Gives the tolerance of the head to every line; nothing typed leaves each its own.
pub fn tolerate(wishes: &mut [Value], typed: &str) {
    let Some([over, under]) = head::tolerance(typed) else {
        return;
    };
    for wish in wishes {
        for (name, percent) in [("tolerance_over", &over), ("tolerance_under", &under)] {
            if let Some(percent) = percent {
                wish[name] = json!(percent);
            }
        }
    }
}

/// What all lines share of tolerance, as it is typed; empty where they differ or have none.
pub fn shared_tolerance(grid: &Grid) -> String {
    let mut lines = grid.lines().iter().filter(|line| is_filled(line));
    let of = |line: &GridLine| head::tolerance_text(line.cells[7].value(), line.cells[8].value());
    let first = lines.next().map(of).unwrap_or_default();
    if lines.all(|line| of(line) == first) {
        first
    } else {
        String::new()
    }
}

/// The cells of all lines with something in them, for keeping and loading.
pub fn cells(grid: &Grid) -> Vec<Vec<String>> {
    let lines = grid.lines().iter().filter(|line| is_filled(line));
    lines.map(GridLine::values).collect()
}

/// Puts lines in place of all that are there, an empty one behind them.
pub fn load(grid: &mut Grid, mut lines: Vec<Vec<String>>) {
    lines.push(Vec::new());
    for cells in &mut lines {
        cells.resize(COLUMNS.len(), String::new()); // a draft of an older program has fewer
    }
    let last = lines.len() - 1;
    grid.load(lines.into_iter().map(|cells| (None, cells)).collect());
    grid.go(last, 0);
}
