//! `ask cash_forecast`: the money to expect by week (`rules.md §9`; the book of orders, duty F3).
//!
//! Open invoices come on their due day, or on the day that the customer has promised; what is overdue
//! and not promised stands apart, and so does what is in dispute. Approved orders that are not billed
//! yet are the book: their money comes by their terms, counted from the day their goods are promised.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::query;
use crate::desk::boards::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::ids::OrderId;
use crate::domain::terms::{Rest, Terms};
use crate::domain::{Day, Money, Refusal, credit};
use crate::store::open_items::{self, BookLine, OpenItem, Promise};
use crate::store::{Db, ledger};

/// Weeks that are told if nobody says how many.
const USUAL_WEEKS: i64 = 8;

payload! {
    /// The money to expect by week: a row a customer, or for one customer a row a paper.
    pub struct CashForecastQuery {
        /// The day the first week begins with, with what was known at its end (default today).
        pub as_of: Option<Day>,
        /// How many weeks (default 8, at most 26).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub weeks: Option<i64>,
        /// One customer only: its invoices and orders one by one.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Where expected money stands in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Disputed,
    Overdue,
    Week(usize),
    Later,
}

/// One sum that is expected.
#[derive(Debug, Clone)]
struct Expected {
    customer: String,
    customer_name: String,
    number: String,
    /// invoice, or order where nothing is billed yet.
    kind: &'static str,
    due: Day,
    on: Day,
    amount: Money,
    promised: bool,
    place: Place,
}

/// The weeks: the day that each begins with, and the day after the last.
struct Weeks {
    as_of: Day,
    count: usize,
}

impl Weeks {
    fn place(&self, on: Day) -> Place {
        let days = on.days_since(self.as_of);
        if days < 0 {
            return Place::Overdue;
        }
        let week = usize::try_from(days / 7).unwrap_or(usize::MAX);
        if week < self.count {
            Place::Week(week)
        } else {
            Place::Later
        }
    }

    fn from(&self, week: usize) -> Day {
        self.as_of.plus_days(i64::try_from(week * 7).unwrap_or(0))
    }
}

/// Answers with expected money.
pub fn cash_forecast(qx: &Qx<'_>, q: &CashForecastQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let count = match q.weeks.unwrap_or(USUAL_WEEKS) {
        weeks @ 1..=26 => usize::try_from(weeks).unwrap_or(1),
        _ => return Err(Refusal::bad_field("weeks", "1 to 26").into()),
    };
    let as_of = q.as_of.unwrap_or(qx.today);
    let weeks = Weeks { as_of, count };
    let mut all = invoices(qx.db, q.customer.as_deref(), &weeks)?;
    all.extend(book(qx.db, q.customer.as_deref(), &weeks)?);
    let told = by_week(&weeks, &all)?;
    let mut answer = if q.customer.is_some() {
        one_by_one(&weeks, all, limit, q.after.as_deref())?
    } else {
        by_customer(&weeks, &all, limit, q.after.as_deref())?
    };
    answer["as_of"] = json!(as_of);
    answer["weeks"] = json!(told);
    Ok(answer)
}

/// What open invoices bring.
fn invoices(db: &Db, customer: Option<&str>, weeks: &Weeks) -> Outcome<Vec<Expected>> {
    let whose = query::whose(db, customer)?;
    let from_facts = ledger::anything_after(db, weeks.as_of)?;
    let mut items = open_items::invoices(db, whose, weeks.as_of, from_facts)?;
    let mut found = Vec::new();
    for promise in open_items::promises(db, whose, weeks.as_of)? {
        found.extend(taken_by(&mut items, &promise, weeks)?);
    }
    for item in items.iter().filter(|item| !item.open.is_zero()) {
        let place = if item.disputed {
            Place::Disputed
        } else {
            weeks.place(item.due_on)
        };
        found.push(expected(item, item.open, item.due_on, false, place));
    }
    Ok(found)
}

fn expected(item: &OpenItem, amount: Money, on: Day, promised: bool, place: Place) -> Expected {
    Expected {
        customer: item.customer.clone(),
        customer_name: item.customer_name.clone(),
        number: item.number.clone(),
        kind: "invoice",
        due: item.due_on,
        on,
        amount,
        promised,
        place,
    }
}

/// Takes what a promise covers out of the open items: the invoice it is about, or the oldest due.
fn taken_by(
    items: &mut [OpenItem],
    promise: &Promise,
    weeks: &Weeks,
) -> Result<Vec<Expected>, Refusal> {
    let mut left = promise.promise_amount;
    let mut found = Vec::new();
    let meant = items.iter_mut().filter(|item| {
        item.customer_id == promise.customer_id
            && !item.disputed
            && promise.invoice_id.is_none_or(|id| id == item.invoice_id)
    });
    for item in meant {
        let part = item.open.min(left);
        if part <= Money::ZERO {
            continue;
        }
        item.open = item.open.sub(part)?;
        left = left.sub(part)?;
        let place = weeks.place(promise.promise_on);
        found.push(expected(item, part, promise.promise_on, true, place));
    }
    Ok(found)
}

/// What approved orders bring that are not billed yet, less what was paid ahead for them.
fn book(db: &Db, customer: Option<&str>, weeks: &Weeks) -> Outcome<Vec<Expected>> {
    let whose = query::whose(db, customer)?;
    let paid = open_items::paid_ahead(db)?;
    let mut ahead: BTreeMap<OrderId, Money> = paid
        .into_iter()
        .map(|row| (row.order_id, row.open))
        .collect();
    let mut found: Vec<Expected> = Vec::new();
    for line in open_items::book(db, whose)? {
        let (to_ship, to_bill) = credit::line_buckets(
            line.qty,
            line.cancelled,
            line.shipped,
            line.returned,
            line.invoiced,
        );
        let mut amount = line.gross.share(to_ship.add(to_bill)?, line.qty)?;
        if let Some(paid) = ahead.get_mut(&line.order_id) {
            let part = amount.min(*paid);
            *paid = paid.sub(part)?;
            amount = amount.sub(part)?;
        }
        for (on, part) in by_terms(&line, amount, weeks.as_of)? {
            found.push(Expected {
                customer: line.customer.clone(),
                customer_name: line.customer_name.clone(),
                number: line.number.clone(),
                kind: "order",
                due: on,
                on,
                amount: part,
                promised: false,
                place: weeks.place(on),
            });
        }
    }
    Ok(found)
}

/// When the money of a line comes: its invoice is expected on the day its goods are promised.
fn by_terms(line: &BookLine, amount: Money, as_of: Day) -> Result<Vec<(Day, Money)>, Refusal> {
    if amount <= Money::ZERO {
        return Ok(Vec::new());
    }
    let ships = line.expected_on.unwrap_or(as_of).max(as_of);
    let Ok(terms) = line.terms.parse::<Terms>() else {
        return Ok(vec![(ships, amount)]);
    };
    let Terms::Deposit { percent, rest } = terms else {
        return Ok(vec![(terms.due(ships), amount)]);
    };
    let now = amount.percent(percent)?;
    let later = match rest {
        Rest::BeforeGoods => ships,
        Rest::Net(_) => terms.due(ships),
    };
    let parts = [(as_of, now), (later, amount.sub(now)?)];
    Ok(parts
        .into_iter()
        .filter(|(_, part)| !part.is_zero())
        .collect())
}

#[derive(Debug, Default, Serialize)]
struct Week {
    #[serde(rename = "week")]
    column: String,
    from: Option<Day>,
    to: Option<Day>,
    /// From invoices.
    expected: Money,
    /// Of it by a promise.
    promised: Money,
    /// From orders that are not billed yet.
    book: Money,
}

/// All customers together, a row a week, with what is disputed, overdue and later around them.
fn by_week(weeks: &Weeks, all: &[Expected]) -> Result<Vec<Week>, Refusal> {
    let mut rows: BTreeMap<Place, Week> = BTreeMap::new();
    let places = [Place::Disputed, Place::Overdue].into_iter();
    let places = places
        .chain((0..weeks.count).map(Place::Week))
        .chain([Place::Later]);
    for place in places {
        let mut row = Week {
            column: column(place),
            ..Week::default()
        };
        if let Place::Week(n) = place {
            row.from = Some(weeks.from(n));
            row.to = Some(weeks.from(n + 1).plus_days(-1));
        }
        rows.insert(place, row);
    }
    for sum in all {
        let Some(row) = rows.get_mut(&sum.place) else {
            continue;
        };
        if sum.kind == "order" {
            row.book = row.book.add(sum.amount)?;
            continue;
        }
        row.expected = row.expected.add(sum.amount)?;
        if sum.promised {
            row.promised = row.promised.add(sum.amount)?;
        }
    }
    Ok(rows.into_values().collect())
}

fn column(place: Place) -> String {
    match place {
        Place::Disputed => "disputed".to_owned(),
        Place::Overdue => "overdue".to_owned(),
        Place::Week(n) => format!("w{}", n + 1),
        Place::Later => "later".to_owned(),
    }
}

/// A row a customer: overdue, each week and later from invoices; the book apart.
fn by_customer(weeks: &Weeks, all: &[Expected], limit: i64, after: Option<&str>) -> Outcome<Value> {
    let mut customers: BTreeMap<&str, Vec<&Expected>> = BTreeMap::new();
    for sum in all {
        customers.entry(&sum.customer).or_default().push(sum);
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let rest = customers
        .into_iter()
        .filter(|(code, _)| after.is_none_or(|after| *code > after));
    let mut rows = Vec::new();
    let mut next = None;
    for (code, sums) in rest {
        if rows.len() == limit {
            next = rows
                .last()
                .and_then(|row: &Map<String, Value>| row["customer"].as_str())
                .map(str::to_owned);
            break;
        }
        rows.push(row_of(weeks, code, &sums)?);
    }
    Ok(json!({ "rows": rows, "next": next }))
}

fn row_of(weeks: &Weeks, code: &str, sums: &[&Expected]) -> Result<Map<String, Value>, Refusal> {
    let mut cells: BTreeMap<Place, Money> = BTreeMap::new();
    let (mut total, mut promised, mut book) = (Money::ZERO, Money::ZERO, Money::ZERO);
    for sum in sums {
        if sum.kind == "order" {
            book = book.add(sum.amount)?;
            continue;
        }
        let cell = cells.entry(sum.place).or_insert(Money::ZERO);
        *cell = cell.add(sum.amount)?;
        total = total.add(sum.amount)?;
        if sum.promised {
            promised = promised.add(sum.amount)?;
        }
    }
    let cell = |place: Place| json!(cells.get(&place).copied().unwrap_or(Money::ZERO));
    let mut row = Map::new();
    row.insert("customer".to_owned(), json!(code));
    let name = sums.first().map_or("", |sum| &sum.customer_name);
    row.insert("customer_name".to_owned(), json!(name));
    row.insert("overdue".to_owned(), cell(Place::Overdue));
    for n in 0..weeks.count {
        row.insert(column(Place::Week(n)), cell(Place::Week(n)));
    }
    row.insert("later".to_owned(), cell(Place::Later));
    row.insert("disputed".to_owned(), cell(Place::Disputed));
    row.insert("total".to_owned(), json!(total));
    row.insert("promised".to_owned(), json!(promised));
    row.insert("book".to_owned(), json!(book));
    Ok(row)
}

/// A row a sum, the first to come on top.
fn one_by_one(
    weeks: &Weeks,
    mut all: Vec<Expected>,
    limit: i64,
    after: Option<&str>,
) -> Outcome<Value> {
    all.sort_by(|a, b| (a.place, a.on, &a.number).cmp(&(b.place, b.on, &b.number)));
    let skip = page::after_id(after)?.unwrap_or(0).max(0);
    let skip = usize::try_from(skip).unwrap_or(usize::MAX).min(all.len());
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let to = skip.saturating_add(limit).min(all.len());
    let rows: Vec<Value> = all[skip..to]
        .iter()
        .map(|sum| {
            json!({
                "number": sum.number, "kind": sum.kind, "customer": sum.customer,
                "due": sum.due, "expected_on": sum.on, "amount": sum.amount,
                "promised": sum.promised, "week": column(sum.place),
                "late_days": weeks.as_of.days_since(sum.due).max(0),
            })
        })
        .collect();
    let next = (to < all.len()).then(|| to.to_string());
    Ok(json!({ "rows": rows, "next": next }))
}
