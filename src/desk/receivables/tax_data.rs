//! What the tax office wants of an invoice: its kind, the buyer's tax number, its own number.

use serde_json::{Value, json};

use super::find_invoice;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::{fields, settings};
use crate::domain::invoice::InvoiceKind;
use crate::domain::{Code, Refusal, tax_id};
use crate::store::Db;
use crate::store::customers::Customer;
use crate::store::invoices;

payload! {
    /// Notes the number that the tax office's program gave an invoice; a later one takes its place.
    pub struct InvoiceNumber {
        /// Invoice.
        #[serde(deserialize_with = "fields::code")]
        pub invoice: String,
        /// Twenty digits of a digital invoice; eight of a paper one, or with its code before it.
        #[serde(deserialize_with = "fields::code")]
        pub tax_number: String,
    }
}

/// The kind of an invoice: the one asked for, else the usual one of the office.
pub fn kind(db: &Db, asked: Option<InvoiceKind>) -> Outcome<InvoiceKind> {
    let usual = settings::INVOICE_KIND.text(db)?;
    Ok(asked.unwrap_or_else(|| usual.parse().unwrap_or(InvoiceKind::Ordinary)))
}

/// Refuses a special invoice for a buyer without a sound tax number: its tax could not be deducted.
pub fn test_buyer(kind: InvoiceKind, customer: &Customer) -> Result<(), Refusal> {
    if kind != InvoiceKind::Special || tax_id::is_valid(&customer.tax_id) {
        return Ok(());
    }
    Err(Refusal::new(Code::InvoiceTaxData)
        .fact("customer", &customer.code)
        .fact("tax_id", &customer.tax_id))
}

/// Refuses a number that is none of its kind, or that another invoice has.
pub fn test_number(db: &Db, kind: InvoiceKind, number: &str) -> Outcome<()> {
    if !kind.takes_number(number) {
        let wanted = match kind {
            InvoiceKind::Digital => "20 digits",
            InvoiceKind::Special | InvoiceKind::Ordinary => "8 digits, or 18 or 20 with the code",
        };
        return Err(Refusal::bad_field("tax_number", wanted).into());
    }
    if let Some(other) = invoices::of_tax_number(db, number)? {
        return Err(Refusal::new(Code::AlreadyThere)
            .fact("kind", "tax_number")
            .fact("what", format!("{number} ({other})"))
            .into());
    }
    Ok(())
}

/// Notes a number.
pub fn number(cx: &mut Cx<'_>, p: &InvoiceNumber) -> Outcome<Value> {
    let invoice = find_invoice(cx.tx, &p.invoice)?;
    test_number(cx.tx, invoice.kind, &p.tax_number)?;
    invoices::note_tax_number(cx.tx, invoice.id, &p.tax_number, cx.actor.id, cx.at)?;
    cx.about(&invoice.number);
    cx.changed(Aggregate::Ledger);
    let facts = json!({ "invoice": invoice.number, "tax_number": p.tax_number });
    cx.note_order(invoice.order_id, "invoice.numbered", facts);
    Ok(json!({
        "invoice": invoice.number, "kind": invoice.kind, "tax_number": p.tax_number,
        "before": invoice.tax_number,
    }))
}
