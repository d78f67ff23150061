//! `ask timeline` and `ask contacts`: what happened to an order, what was said with a customer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::domain::{Moment, Refusal};
use crate::store::{audit, contacts};

payload! {
    /// Every fact, message and money movement of an order, oldest first.
    pub struct TimelineQuery {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Something that happened. `words` makes its text from `what` and `facts`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TimelineRow {
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: String,
    /// What, by name.
    pub what: String,
    /// Its facts.
    pub facts: Value,
    /// Row, the cursor.
    #[serde(skip)]
    id: i64,
}

/// Answers with a page of the timeline.
pub fn timeline(qx: &Qx<'_>, q: &TimelineQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let order = load::order(qx.db, &q.order)?;
    let after = page::after_id(q.after.as_deref())?.unwrap_or(0);
    let rows = audit::timeline(qx.db, order.id, after, limit)?;
    let row = |h: audit::Happening| TimelineRow {
        at: h.at,
        who: h.who,
        what: h.what,
        facts: serde_json::from_str(&h.facts).unwrap_or_default(),
        id: h.id,
    };
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    Ok(page::page(&rows, limit, |row| row.id.to_string()))
}

payload! {
    /// Contacts about an order or with a customer, newest first.
    pub struct ContactsQuery {
        /// Order.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Customer.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a page of contacts.
pub fn contacts(qx: &Qx<'_>, q: &ContactsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let before = page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX);
    let rows = match (&q.order, &q.customer) {
        (Some(number), _) => contacts::of_order(qx.db, load::order(qx.db, number)?.id, limit)?,
        (None, Some(code)) => {
            let customer = find::customer(qx.db, code)?;
            contacts::of_customer(qx.db, customer.id, before, limit)?
        }
        (None, None) => return Err(Refusal::bad_field("order", "an order or a customer").into()),
    };
    Ok(page::page(&rows, limit, |row| row.id.to_string()))
}
