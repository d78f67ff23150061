//! `ask returns`: what comes back, and where it stands.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::domain::after_sale::{Fault, ReturnReason, ReturnState, Want};
use crate::domain::ids::{CustomerId, OrderId};
use crate::domain::{Moment, Qty, Refusal};
use crate::store::returns::{self, Filter, Return, ReturnReceipt};
use crate::store::{self, Db};

payload! {
    /// Returns, newest first.
    pub struct ReturnsQuery {
        /// One return.
        #[serde(default, rename = "return", deserialize_with = "fields::code_opt")]
        pub of_return: Option<String>,
        /// Of this order.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Of this customer.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// In this state: open, approved, received, settled, dropped.
        pub state: Option<ReturnState>,
        /// Only those that wait for something.
        #[serde(default, deserialize_with = "fields::flag")]
        #[cfg_attr(test, schemars(with = "Option<bool>"))]
        pub open: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// A line of a return.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReturnLineView {
    /// Line of the order.
    pub line: i64,
    /// Product code, if known.
    pub product: Option<String>,
    /// Product name.
    pub name: String,
    /// Agreed.
    pub agreed: Qty,
    /// Why; nothing where it came unasked.
    pub reason: Option<ReturnReason>,
    /// In words.
    pub note: String,
    /// Come so far.
    pub received: Qty,
    /// Of it not billed when it came.
    pub unbilled: Qty,
}

/// A return.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReturnView {
    /// Number.
    pub r#return: String,
    /// Where it stands.
    pub state: ReturnState,
    /// Version.
    pub version: i64,
    /// Its order.
    pub order: String,
    /// Customer code.
    pub customer: Option<String>,
    /// Customer name.
    pub customer_name: Option<String>,
    /// Telephone at hand.
    pub phone: Option<String>,
    /// What the customer wants.
    pub want: Want,
    /// Whose fault it was.
    pub fault: Fault,
    /// The platform's own number of the case.
    pub platform_ref: String,
    /// The shipment that was refused at the door.
    pub shipment: Option<String>,
    /// The order made in exchange.
    pub exchange: Option<String>,
    /// Credit notes that took back what had been billed.
    pub credit_notes: Vec<String>,
    /// Login of who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: Moment,
    /// In its state since.
    pub since: Moment,
    /// When the next step is due.
    pub due: Moment,
    /// Why it was given up.
    pub drop_reason: String,
    /// What was agreed and what came.
    pub lines: Vec<ReturnLineView>,
    /// What came, one row a condition.
    pub received: Vec<ReturnReceipt>,
    /// Row, the cursor.
    #[serde(skip)]
    id: i64,
}

/// Answers with a page of returns.
pub fn returns(qx: &Qx<'_>, q: &ReturnsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    if let Some(number) = &q.of_return {
        let found = returns::by_number(qx.db, number)?;
        let found = found.ok_or_else(|| Refusal::not_found("return", number))?;
        return Ok(page::page(&[view(qx.db, &found)?], 2, |_| String::new()));
    }
    let order = q.order.as_deref().map(|n| load::order(qx.db, n));
    let customer = q
        .customer
        .as_deref()
        .map(|code| find::customer(qx.db, code));
    let filter = Filter {
        order: order.transpose()?.map(|order| order.id),
        customer: customer.transpose()?.map(|customer| customer.id),
        state: q.state,
        open_only: q.open.unwrap_or(false),
        before: page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX),
    };
    let mut rows = Vec::new();
    for found in returns::list(qx.db, &filter, limit)? {
        rows.push(view(qx.db, &found)?);
    }
    Ok(page::page(&rows, limit, |row| row.id.to_string()))
}

/// The returns of an order that wait for something, newest first.
pub fn of_order(db: &Db, order: OrderId) -> Outcome<Vec<ReturnView>> {
    let filter = Filter {
        order: Some(order),
        open_only: true,
        before: i64::MAX,
        ..Filter::default()
    };
    let found = returns::list(db, &filter, page::USUAL)?;
    found.iter().map(|found| view(db, found)).collect()
}

/// The last returns of a customer, newest first.
pub fn of_customer(db: &Db, customer: CustomerId, limit: i64) -> Outcome<Vec<ReturnView>> {
    let filter = Filter {
        customer: Some(customer),
        before: i64::MAX,
        ..Filter::default()
    };
    let found = returns::list(db, &filter, limit)?;
    found.iter().map(|found| view(db, found)).collect()
}

fn view(db: &Db, r: &Return) -> Outcome<ReturnView> {
    let customer = r.customer_id.map(|id| store::customers::by_id(db, id));
    let customer = customer.transpose()?;
    let shipment = r.shipment_id.map(|id| store::shipments::by_id(db, id));
    let exchange = r.exchange_id.map(|id| store::orders::by_id(db, id));
    let mut lines = Vec::new();
    for line in returns::lines(db, r.id)? {
        let product = line.product_id.map(|id| store::products::by_id(db, id));
        let product = product.transpose()?;
        lines.push(ReturnLineView {
            line: line.line,
            name: product.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
            product: product.map(|p| p.code),
            agreed: line.agreed,
            reason: line.reason,
            note: line.note,
            received: line.received,
            unbilled: line.unbilled,
        });
    }
    Ok(ReturnView {
        r#return: r.number.clone(),
        state: r.state,
        version: r.version,
        order: store::orders::by_id(db, r.order_id)?.number,
        customer: customer.as_ref().map(|c| c.code.clone()),
        customer_name: customer.as_ref().map(|c| c.name.clone()),
        phone: customer.map(|c| c.phone),
        want: r.want,
        fault: r.fault,
        platform_ref: r.platform_ref.clone(),
        shipment: shipment.transpose()?.map(|s| s.number),
        exchange: exchange.transpose()?.map(|o| o.number),
        credit_notes: returns::notes(db, r.id)?,
        opened_by: store::office::staff(db, r.opened_by)?.login,
        opened_at: r.opened_at,
        since: r.moved_at,
        due: r.due_at,
        drop_reason: r.drop_reason.clone(),
        lines,
        received: returns::receipts(db, r.id)?,
        id: r.id.0,
    })
}
