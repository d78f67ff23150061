//! `contact.log`: every word with a customer, and when to try again.

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::domain::ids::CustomerId;
use crate::domain::role::named;
use crate::domain::{Day, Moment, Money, Refusal};
use crate::store::contacts::{self, Contact};
use crate::store::{self, customers};

named! {
    /// By which way.
    Way {
        /// Telephone.
        Phone = "phone",
        /// WeChat.
        Wechat = "wechat",
        /// E-mail.
        Email = "email",
        /// In person.
        Visit = "visit",
        /// Fax.
        Fax = "fax",
    }
}

named! {
    /// How it went.
    OutcomeOfCall {
        /// Spoken to.
        Reached = "reached",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// Would not talk, or said no.
        Refused = "refused",
        /// Promised money or an answer.
        Promised = "promised",
        /// Not this customer's number.
        WrongNumber = "wrong_number",
    }
}

payload! {
    /// Logs a contact with a customer. With `next_at` the row leaves the worklist until then.
    pub struct ContactLog {
        /// Customer; may be left out where the order or invoice names one.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Order it was about.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Invoice it was about.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub invoice: Option<String>,
        /// By which way.
        pub way: Way,
        /// How it went.
        pub outcome: OutcomeOfCall,
        /// In words.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// When to try again.
        pub next_at: Option<Moment>,
        /// A promise of payment.
        pub promise: Option<Promise>,
        /// The order's version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// A promise of payment.
    pub struct Promise {
        /// By when.
        pub date: Day,
        /// How much.
        pub amount: Money,
    }
}

/// Writes the contact.
pub fn log(cx: &mut Cx<'_>, p: &ContactLog) -> Outcome<Value> {
    let order = match &p.order {
        Some(number) => Some(load::order_for(cx, number, p.version)?),
        None => None,
    };
    let invoice = match &p.invoice {
        Some(number) => {
            let found = store::invoices::by_number(cx.tx, number)?;
            Some(found.ok_or_else(|| Refusal::not_found("invoice", number))?)
        }
        None => None,
    };
    let named = p
        .customer
        .as_deref()
        .map(|code| find::customer(cx.tx, code))
        .transpose()?;
    let papers = [
        order.as_ref().and_then(|o| o.customer_id),
        invoice.as_ref().map(|i| i.customer_id),
    ];
    let customer = named.map(|c| c.id).or(papers[0]).or(papers[1]);
    refuse_other_customer(customer, &papers)?;
    if customer.is_none() && order.is_none() {
        return Err(Refusal::bad_field("customer", "a customer, an order or an invoice").into());
    }
    if p.promise
        .as_ref()
        .is_some_and(|promise| promise.amount.count() <= 0)
    {
        return Err(Refusal::bad_field("promise.amount", "above 0").into());
    }
    if p.next_at.is_some_and(|next| next < cx.at) {
        return Err(Refusal::bad_field("next_at", "not in the past").into());
    }
    let contact = Contact {
        id: 0,
        customer_id: customer,
        order_id: order
            .as_ref()
            .map(|o| o.id)
            .or(invoice.as_ref().map(|i| i.order_id)),
        invoice_id: invoice.as_ref().map(|i| i.id),
        way: p.way.to_string(),
        outcome: p.outcome.to_string(),
        text: p.text.clone().unwrap_or_default(),
        next_at: p.next_at,
        promise_on: p.promise.as_ref().map(|promise| promise.date),
        promise_amount: p.promise.as_ref().map(|promise| promise.amount),
        staff_id: cx.actor.id,
        at: cx.at,
    };
    let id = contacts::log(cx.tx, &contact)?;
    cx.changed(Aggregate::Contact);
    let facts = json!({
        "way": p.way, "outcome": p.outcome, "text": contact.text, "next_at": p.next_at,
        "promise": p.promise,
    });
    if let Some(order) = contact.order_id {
        cx.note_order(order, "contact.logged", facts);
    } else if let Some(customer) = customer {
        let code = customers::by_id(cx.tx, customer)?.code;
        cx.about(&code);
        cx.note_customer(customer, "contact.logged", facts);
    }
    Ok(json!({ "contact": id, "outcome": p.outcome, "next_at": p.next_at }))
}

/// A contact about a paper is with that paper's customer.
fn refuse_other_customer(
    customer: Option<CustomerId>,
    papers: &[Option<CustomerId>],
) -> Result<(), Refusal> {
    let differs = |paper: &CustomerId| customer.is_some_and(|customer| customer != *paper);
    if papers.iter().flatten().any(differs) {
        return Err(Refusal::bad_field("customer", "the customer of the paper"));
    }
    Ok(())
}
