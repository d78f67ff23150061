//! `ask find`: anything by code, name, initials, number tail, phone tail or waybill, best first.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::mask;
use crate::desk::query::Qx;
use crate::domain::order::State;
use crate::domain::text;
use crate::store::links::{self, LinkKind};
use crate::store::search;

payload! {
    /// Anything that answers to a text, best first.
    pub struct FindQuery {
        /// What was typed.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
        /// Hits at most (default 50, and 20 of a kind).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
    }
}

/// Something found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Hit {
    /// order, customer, product, shipment, waybill, invoice, receipt or credit_note.
    pub kind: String,
    /// Its code or number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What else tells it apart.
    pub detail: String,
    /// The order it leads to, if it leads to one.
    pub order: Option<String>,
    /// 0 is best.
    pub rank: i64,
}

/// Hits of one kind at most where nobody says how many are wanted, so that no kind crowds out the others.
const EACH: i64 = 20;

/// Whether there may be more hits than these: all that are given at once, or all of a kind.
pub fn may_be_more(hits: &[Hit]) -> bool {
    let kinds = ["order", "customer", "product"];
    let each = usize::try_from(EACH).unwrap_or(usize::MAX);
    let all = usize::try_from(page::USUAL).unwrap_or(usize::MAX);
    let of = |kind: &str| hits.iter().filter(|hit| hit.kind == kind).count();
    let papers = hits.len() - kinds.iter().map(|kind| of(kind)).sum::<usize>();
    hits.len() >= all || papers >= each || kinds.iter().any(|kind| of(kind) >= each)
}

/// Answers with hits of every kind.
pub fn find(qx: &Qx<'_>, q: &FindQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let typed = text::narrow(&q.text);
    if typed.is_empty() {
        return Ok(json!({ "rows": [], "next": Value::Null }));
    }
    let sees_prices = mask::sees_prices(qx.db, qx.actor)?;
    let each = q.limit.unwrap_or(EACH).max(EACH);
    let mut hits = orders(qx, &typed, sees_prices, each)?;
    hits.extend(papers(qx, &typed, each)?);
    hits.extend(parties(qx, &typed, each)?);
    hits.extend(goods(qx, &typed, sees_prices, each)?);
    hits.sort_by_key(|hit| hit.rank);
    hits.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(json!({ "rows": hits, "next": Value::Null }))
}

fn orders(qx: &Qx<'_>, typed: &str, sees_prices: bool, each: i64) -> Outcome<Vec<Hit>> {
    let rows = super::orders::by_number(qx, typed, each)?;
    let typed = typed.to_uppercase();
    // A number or its tail names the order; the customer's own number may be anybody's.
    let exact = |number: &str| i64::from(!number.to_uppercase().ends_with(&typed));
    let hit = |row: crate::store::boards::OrderRow| {
        let row = row.head;
        let gross = row.gross.filter(|_| sees_prices);
        let gross = gross.map_or_else(String::new, |gross| gross.to_string());
        let mut detail = format!("{} {} {gross}", row.state, row.ordered_on)
            .trim_end()
            .to_owned();
        if let Some(into) = merged_into(qx, &row)? {
            detail.push_str(" -> ");
            detail.push_str(&into);
        }
        Ok(Hit {
            kind: "order".to_owned(),
            rank: exact(&row.order),
            name: row.customer_name.unwrap_or_default(),
            detail,
            order: Some(row.order.clone()),
            code: row.order,
        })
    };
    rows.into_iter().map(hit).collect()
}

/// The order that a void one went into.
fn merged_into(qx: &Qx<'_>, row: &crate::store::boards::OrderHead) -> Outcome<Option<String>> {
    if row.state != State::Void {
        return Ok(None);
    }
    let mut linked = links::of(qx.db, row.id)?.into_iter();
    let into = linked.find(|link| link.ahead && link.kind == LinkKind::Merged);
    Ok(into.map(|link| link.order))
}

fn papers(qx: &Qx<'_>, typed: &str, each: i64) -> Outcome<Vec<Hit>> {
    let rows = search::papers(qx.db, &typed.to_uppercase(), each)?;
    let hit = |row: search::PaperHit| Hit {
        kind: row.kind,
        rank: 0,
        name: row.name,
        detail: row.order.clone().unwrap_or_default(),
        order: row.order,
        code: row.code,
    };
    Ok(rows.into_iter().map(hit).collect())
}

fn parties(qx: &Qx<'_>, typed: &str, each: i64) -> Outcome<Vec<Hit>> {
    let mut rows = search::customers(qx.db, &search::words(typed), None, each)?;
    let digits = typed.chars().all(|c| c.is_ascii_digit());
    if digits && typed.len() >= 4 {
        let phones = search::customers_by_phone(qx.db, typed, each)?;
        let fresh: Vec<_> = phones
            .into_iter()
            .filter(|p| rows.iter().all(|r| r.id != p.id))
            .collect();
        rows.extend(fresh.into_iter().filter(|hit| {
            let digits: String = hit.phone.chars().filter(char::is_ascii_digit).collect();
            digits.ends_with(typed)
        }));
    }
    let hit = |row: search::CustomerHit| Hit {
        kind: "customer".to_owned(),
        rank: row.rank,
        code: row.code,
        name: row.name,
        detail: row.phone,
        order: None,
    };
    Ok(rows.into_iter().map(hit).collect())
}

fn goods(qx: &Qx<'_>, typed: &str, sees_prices: bool, each: i64) -> Outcome<Vec<Hit>> {
    let mut rows = search::product_by_barcode(qx.db, typed, each)?;
    for row in search::products(qx.db, &search::words(typed), None, None, each)? {
        if rows.iter().all(|r| r.id != row.id) {
            rows.push(row);
        }
    }
    let hit = |row: search::ProductHit| Hit {
        kind: "product".to_owned(),
        rank: row.rank,
        code: row.code,
        name: row.name,
        detail: match row.list_price.filter(|_| sees_prices) {
            Some(price) => format!("{} {price} {}", row.spec, row.unit),
            None => format!("{} {}", row.spec, row.unit),
        }
        .trim()
        .to_owned(),
        order: None,
    };
    Ok(rows.into_iter().map(hit).collect())
}
