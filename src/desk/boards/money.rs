//! `ask credit`, `ageing`, `ledger`, `trial_balance`, `statement`, `invoices`, `receipts`,
//! `credit_notes`.

use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::desk::receivables::query;
use crate::desk::receivables::statement::{self, StatementBy};
use crate::domain::{Day, Refusal};

payload! {
    /// A customer's credit: limit, exposure and its parts, what is overdue.
    pub struct CreditQuery {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// As it was at the end of this day (default now); what orders will bring still is as of now.
        pub as_of: Option<Day>,
    }
}

payload! {
    /// Open items by age, by customer.
    pub struct AgeingQuery {
        /// As it was at the end of this day (default today).
        pub as_of: Option<Day>,
        /// One customer only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Transfers of the ledger, oldest first.
    pub struct LedgerQuery {
        /// One account only, e.g. receivable:C1, bank.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub account: Option<String>,
        /// One customer's accounts only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// From this day on.
        pub from: Option<Day>,
        /// Up to this day.
        pub to: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Every account with its balance.
    pub struct TrialBalanceQuery {
        /// As it was at the end of this day (default now).
        pub as_of: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// A customer's statement 对账单 of a period.
    pub struct StatementQuery {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// First day.
        pub from: Day,
        /// Last day.
        pub to: Day,
        /// document (the usual), detail (invoices by their goods) or open (what is open at the end).
        pub by: Option<StatementBy>,
    }
}

payload! {
    /// Invoices, by row.
    pub struct InvoicesQuery {
        /// One customer only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Only with something open.
        #[serde(default, deserialize_with = "fields::flag")]
        pub open: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Receipts, by row.
    pub struct ReceiptsQuery {
        /// One customer only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Only with something open.
        #[serde(default, deserialize_with = "fields::flag")]
        pub open: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Credit notes, by row.
    pub struct CreditNotesQuery {
        /// One customer only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// One invoice only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub invoice: Option<String>,
        /// Only with something that stands against no invoice.
        #[serde(default, deserialize_with = "fields::flag")]
        pub open: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a customer's credit.
pub fn credit(qx: &Qx<'_>, q: &CreditQuery) -> Outcome<Value> {
    query::credit(qx.db, &q.customer, q.as_of, qx.today)
}

/// Answers with open items by age.
pub fn ageing(qx: &Qx<'_>, q: &AgeingQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let as_of = q.as_of.unwrap_or(qx.today);
    let found = query::ageing(
        qx.db,
        as_of,
        q.customer.as_deref(),
        q.after.as_deref(),
        limit,
    )?;
    Ok(json!(found))
}

/// Answers with transfers.
pub fn ledger(qx: &Qx<'_>, q: &LedgerQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let (account, customer) = (q.account.as_deref(), q.customer.as_deref());
    let after = q.after.as_deref();
    let found = query::ledger(qx.db, account, customer, (q.from, q.to), after, limit)?;
    Ok(json!(found))
}

/// Answers with every account.
pub fn trial_balance(qx: &Qx<'_>, q: &TrialBalanceQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    Ok(json!(query::trial_balance(
        qx.db,
        q.as_of,
        q.after.as_deref(),
        limit
    )?))
}

/// Answers with a statement.
pub fn statement(qx: &Qx<'_>, q: &StatementQuery) -> Outcome<Value> {
    if q.to < q.from {
        return Err(Refusal::bad_field("to", "not before from").into());
    }
    let by = q.by.unwrap_or(StatementBy::Document);
    let told = statement::statement(qx.db, &q.customer, q.from, q.to, by)?;
    Ok(json!(told))
}

/// Answers with invoices.
pub fn invoices(qx: &Qx<'_>, q: &InvoicesQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let open = q.open == Some(true);
    let found = query::invoices(
        qx.db,
        q.customer.as_deref(),
        open,
        q.after.as_deref(),
        limit,
    )?;
    Ok(json!(found))
}

/// Answers with receipts.
pub fn receipts(qx: &Qx<'_>, q: &ReceiptsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let open = q.open == Some(true);
    let found = query::receipts(
        qx.db,
        q.customer.as_deref(),
        open,
        q.after.as_deref(),
        limit,
    )?;
    Ok(json!(found))
}

/// Answers with credit notes.
pub fn credit_notes(qx: &Qx<'_>, q: &CreditNotesQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let found = query::credit_notes(
        qx.db,
        q.customer.as_deref(),
        q.invoice.as_deref(),
        q.open == Some(true),
        q.after.as_deref(),
        limit,
    )?;
    Ok(json!(found))
}
