//! `ask orders`: orders newest first, narrowed as wished.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::order::{Channel, Kind, State};
use crate::domain::{Day, Refusal, text};
use crate::store::boards::{self, OrderFilter, OrderRow};
use crate::store::{self, Db, search};

payload! {
    /// Orders newest first.
    pub struct OrdersQuery {
        /// Only in this state.
        pub state: Option<State>,
        /// Only of this customer.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Only with this product.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub product: Option<String>,
        /// Only by this channel.
        pub channel: Option<Channel>,
        /// Only of this kind.
        pub kind: Option<Kind>,
        /// From this day on.
        pub from: Option<Day>,
        /// Up to this day.
        pub to: Option<Day>,
        /// Number tail, customer's number, or customer by code, name or initials.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// Only late ones (yes), or only those that are not (no).
        #[serde(default, deserialize_with = "fields::flag")]
        pub late: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// A row of the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OrderListRow {
    /// The order.
    #[serde(flatten)]
    pub row: OrderRow,
    /// none, part, shipped or signed.
    pub fulfilment: String,
    /// none, part or invoiced.
    pub billing: String,
}

impl From<OrderRow> for OrderListRow {
    fn from(row: OrderRow) -> Self {
        let (closed, far) = (row.head.state == State::Closed, &row.progress);
        let fulfilment = match () {
            () if closed => "signed",
            () if far.shipped.is_zero() => "none",
            () if far.shipped < far.wanted => "part",
            () if far.signed < far.shipped => "shipped",
            () => "signed",
        };
        let billing = match () {
            () if closed => "invoiced",
            () if far.invoiced.is_zero() => "none",
            () if far.invoiced < far.wanted => "part",
            () => "invoiced",
        };
        Self {
            row,
            fulfilment: fulfilment.to_owned(),
            billing: billing.to_owned(),
        }
    }
}

/// Customers that a text in the filter may mean at most.
const CUSTOMERS_MOST: i64 = 200;

/// Answers with a page of orders.
pub fn orders(qx: &Qx<'_>, q: &OrdersQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let customer = q
        .customer
        .as_deref()
        .map(|code| find::customer(qx.db, code))
        .transpose()?;
    let product = q
        .product
        .as_deref()
        .map(|code| find::product(qx.db, code))
        .transpose()?;
    let mut filter = OrderFilter {
        state: q.state,
        customer: customer.map(|c| c.id),
        customers: None,
        product: product.map(|p| p.id),
        channel: q.channel,
        kind: q.kind,
        from: q.from,
        to: q.to,
        late: q.late,
        after: q.after.as_deref().map(cursor).transpose()?,
    };
    let typed = q
        .text
        .as_deref()
        .map(text::narrow)
        .filter(|typed| !typed.is_empty());
    if let Some(typed) = &typed {
        if filter.after.is_none() {
            let exact = by_number(qx, typed, limit)?;
            if !exact.is_empty() {
                let rows: Vec<_> = exact.into_iter().map(OrderListRow::from).collect();
                return Ok(serde_json::json!({ "rows": rows, "next": Value::Null }));
            }
        }
        let found = search::customers(qx.db, &search::words(typed), None, CUSTOMERS_MOST)?;
        filter.customers = Some(found.into_iter().map(|hit| hit.id).collect());
    }
    let mut rows = boards::orders(qx.db, &filter, qx.today, limit)?;
    without_cancelled(qx.db, &mut rows)?;
    let rows: Vec<_> = rows.into_iter().map(OrderListRow::from).collect();
    Ok(page::page(&rows, limit, |r| {
        format!("{}:{}", r.row.head.ordered_on, r.row.head.id.0)
    }))
}

/// A number, or the end of one, with the hyphen before its last four digits, which nobody dictates.
fn hyphened(number: &str) -> String {
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let plain = digits.len() > 4 && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain {
        return number.to_owned();
    }
    let (front, last) = number.split_at(number.len() - 4);
    format!("{front}-{last}")
}

/// Orders that a text names outright: by number, its tail, or the customer's number.
pub(super) fn by_number(qx: &Qx<'_>, typed: &str, limit: i64) -> Outcome<Vec<OrderRow>> {
    let number = hyphened(&typed.to_uppercase());
    if let Some(row) = boards::order_row(qx.db, &number, qx.today)? {
        let mut rows = vec![row];
        without_cancelled(qx.db, &mut rows)?;
        return Ok(rows);
    }
    let is_tail = typed.len() <= 13 && typed.chars().all(|c| c.is_ascii_digit() || c == '-');
    let mut rows = if is_tail {
        boards::orders_by_tail(qx.db, &number, qx.today, limit)?
    } else {
        Vec::new()
    };
    for row in boards::orders_by_ref(qx.db, typed, qx.today, limit)? {
        if rows.iter().all(|known| known.head.order != row.head.order) {
            rows.push(row);
        }
    }
    without_cancelled(qx.db, &mut rows)?;
    Ok(rows)
}

/// Takes what was called off out of the amounts, as in the totals of an order.
pub fn without_cancelled(db: &Db, rows: &mut [OrderRow]) -> Outcome<()> {
    for row in rows
        .iter_mut()
        .filter(|row| !row.progress.cancelled.is_zero())
    {
        let lines = store::orders::lines(db, row.head.id)?;
        row.head.gross = Some(super::order::totals(&lines)?.gross);
    }
    Ok(())
}

fn cursor(after: &str) -> Result<(Day, i64), Refusal> {
    let bad = || Refusal::bad_field("after", "the `next` of a page");
    let (day, id) = after.split_once(':').ok_or_else(bad)?;
    Ok((
        day.parse().map_err(|_| bad())?,
        id.parse().map_err(|_| bad())?,
    ))
}
