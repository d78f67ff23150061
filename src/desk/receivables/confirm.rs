//! `statement.confirm` and `ask statements`: what customers answer to their statements.

use serde_json::{Value, json};

use super::query;
use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::ledger::Account;
use crate::domain::{Day, Money, Refusal};
use crate::store::ledger;
use crate::store::statements::{self, NewReply};

payload! {
    /// Writes down what a customer answered to a statement: the balance it knows, and why it differs.
    pub struct StatementConfirm {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// Last day of the statement.
        pub to: Day,
        /// The balance the customer confirms or claims.
        pub balance: Money,
        /// Who answered, by name.
        #[serde(deserialize_with = "fields::clean")]
        pub confirmed_by: String,
        /// The customer's balance less ours, as a check; worked out if left out.
        pub difference: Option<Money>,
        /// What explains a difference; wanted where there is one.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
    }
}

payload! {
    /// Answers to statements, newest first, with the difference of each.
    pub struct StatementsQuery {
        /// One customer only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// For statements up to this day or later.
        pub from: Option<Day>,
        /// For statements up to this day or earlier.
        pub to: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Writes an answer down, beside our balance of that day.
pub fn confirm(cx: &mut Cx<'_>, p: &StatementConfirm) -> Outcome<Value> {
    if p.confirmed_by.is_empty() {
        return Err(Refusal::bad_field("confirmed_by", "a name").into());
    }
    if p.to > cx.today {
        return Err(Refusal::bad_field("to", "a day that has come").into());
    }
    let customer = find::customer(cx.tx, &p.customer)?;
    let account = Account::Receivable(customer.code.clone()).to_string();
    let ours = ledger::balance_on(cx.tx, &account, p.to)?;
    let difference = p.balance.sub(ours)?;
    if p.difference.is_some_and(|told| told != difference) {
        let why = format!("{difference}: ours is {ours}");
        return Err(Refusal::bad_field("difference", why).into());
    }
    let text = p.text.as_deref().unwrap_or_default();
    if !difference.is_zero() && text.is_empty() {
        let why = format!("what explains {difference}: ours is {ours}");
        return Err(Refusal::bad_field("text", why).into());
    }
    let id = statements::reply(
        cx.tx,
        &NewReply {
            customer: customer.id,
            to: p.to,
            ours,
            theirs: p.balance,
            confirmed_by: &p.confirmed_by,
            text,
            who: cx.actor.id,
            at: cx.at,
        },
    )?;
    cx.about(&customer.code);
    cx.changed(Aggregate::Ledger);
    let told = json!({
        "customer": customer.code, "to": p.to, "ours": ours, "balance": p.balance,
        "difference": difference, "confirmed_by": p.confirmed_by, "text": text,
    });
    cx.note_customer(customer.id, "statement.confirmed", told.clone());
    let mut answer = told;
    answer["confirmation"] = json!(id);
    Ok(answer)
}

/// Answers with what customers have confirmed.
pub fn statements(qx: &Qx<'_>, q: &StatementsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let whose = query::whose(qx.db, q.customer.as_deref())?;
    let before = page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX);
    let rows = statements::replies(qx.db, whose, (q.from, q.to), before, limit)?;
    Ok(page::page(&rows, limit, |row| row.id.to_string()))
}
