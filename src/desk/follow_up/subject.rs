//! The paper that a task or an exception is about, found by its number.

use serde_json::Value;

use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::domain::Refusal;
use crate::domain::ids::{CustomerId, OrderId};
use crate::store::orders::Order;
use crate::store::{self, Db};

/// A paper by its number, with the order and the customer behind it.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its number, or the code of a master.
    pub number: String,
    /// Its order.
    pub order: Option<OrderId>,
    /// Its customer.
    pub customer: Option<CustomerId>,
}

impl Subject {
    /// An order.
    pub fn of_order(order: &Order) -> Self {
        subject(&order.number, Some(order.id), order.customer_id)
    }

    /// Notes what happened on the timeline of the order, else of the customer.
    pub fn note(&self, cx: &mut Cx<'_>, what: &'static str, facts: Value) {
        if let Some(order) = self.order {
            cx.note_order(order, what, facts);
        } else if let Some(customer) = self.customer {
            cx.note_customer(customer, what, facts);
        }
    }
}

/// Finds a paper: order, shipment, invoice, receipt, return, complaint, customer, product.
pub fn find(db: &Db, number: &str) -> Outcome<Subject> {
    let found = order_of(db, number)?;
    if let Some(order) = found {
        let customer = store::orders::by_id(db, order)?.customer_id;
        return Ok(subject(number, Some(order), customer));
    }
    if let Some(receipt) = store::receipts::by_number(db, number)? {
        return Ok(subject(number, receipt.order_id, Some(receipt.customer_id)));
    }
    if let Some(complaint) = store::complaints::by_number(db, number)? {
        let customer = Some(complaint.customer_id);
        return Ok(subject(number, complaint.order_id, customer));
    }
    if let Some(customer) = store::customers::by_code(db, number)? {
        return Ok(subject(number, None, Some(customer.id)));
    }
    if store::products::by_code(db, number)?.is_some() {
        return Ok(subject(number, None, None));
    }
    Err(Refusal::not_found("document", number).into())
}

fn subject(number: &str, order: Option<OrderId>, customer: Option<CustomerId>) -> Subject {
    Subject {
        number: number.to_owned(),
        order,
        customer,
    }
}

/// The order behind an order, a shipment, an invoice or a return.
fn order_of(db: &Db, number: &str) -> Outcome<Option<OrderId>> {
    if let Some(order) = store::orders::by_number(db, number)? {
        return Ok(Some(order.id));
    }
    if let Some(shipment) = store::shipments::by_number(db, number)? {
        return Ok(Some(shipment.order_id));
    }
    if let Some(invoice) = store::invoices::by_number(db, number)? {
        return Ok(Some(invoice.order_id));
    }
    Ok(store::returns::by_number(db, number)?.map(|found| found.order_id))
}
