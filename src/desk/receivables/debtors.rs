//! `ask debtors` and `ask receivable_trend`: who owes what, and how it came to that.

use serde_json::{Value, json};

use super::collection;
use crate::desk::boards::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::collection::DunningStage;
use crate::domain::ledger::Account;
use crate::domain::role::named;
use crate::domain::text;
use crate::domain::{Day, Refusal};
use crate::store::debtors::{self, DebtorsBy};
use crate::store::{contacts, ledger, sales};

named! {
    /// By what the list of debtors is sorted.
    DebtorOrder {
        /// The most overdue first.
        Overdue = "overdue",
        /// The most owed first.
        Owed = "owed",
        /// By code.
        Code = "code",
    }
}

payload! {
    /// Customers by what they owe and what of it is overdue, with stage and last promise.
    pub struct DebtorsQuery {
        /// Only those whose code, name, initials or phone tail answer to this; then also those that owe nothing.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// overdue (the usual), owed or code.
        pub by: Option<DebtorOrder>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// A customer's receivable at the end of each of the last months, what was billed and what paid.
    pub struct ReceivableTrendQuery {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// How many months (default 6, at most 36).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub months: Option<i64>,
    }
}

/// Answers with debtors.
pub fn debtors(qx: &Qx<'_>, q: &DebtorsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let skip = page::after_id(q.after.as_deref())?.unwrap_or(0).max(0);
    let by = match q.by.unwrap_or(DebtorOrder::Overdue) {
        DebtorOrder::Overdue => DebtorsBy::Overdue,
        DebtorOrder::Owed => DebtorsBy::Owed,
        DebtorOrder::Code => DebtorsBy::Code,
    };
    let text = text::narrow(q.text.as_deref().unwrap_or_default());
    let found = debtors::list(qx.db, text.trim(), by, qx.today, (skip, limit))?;
    let days = collection::dunning_days(qx.db)?;
    let full = i64::try_from(found.len()).is_ok_and(|n| n >= limit);
    let next = full.then(|| skip.saturating_add(limit).to_string());
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let promise = contacts::last_promise(qx.db, &row.customer)?;
        let late = |due: Day| qx.today.days_since(due);
        let stage = row.first_due.map(|due| DunningStage::of(late(due), days));
        let mut told = json!(row);
        told["oldest_days"] = json!(row.oldest.map_or(0, late));
        told["stage"] = json!(stage);
        told["promised"] = json!(promise.as_ref().map(|p| p.amount));
        told["promised_on"] = json!(promise.as_ref().map(|p| p.on));
        rows.push(told);
    }
    Ok(json!({ "rows": rows, "next": next }))
}

/// Answers with a customer's months, the latest last.
pub fn trend(qx: &Qx<'_>, q: &ReceivableTrendQuery) -> Outcome<Value> {
    let months @ 1..=36 = q.months.unwrap_or(6) else {
        return Err(Refusal::bad_field("months", "1 to 36").into());
    };
    let customer = find::customer(qx.db, &q.customer)?;
    let account = Account::Receivable(customer.code.clone()).to_string();
    let mut rows = Vec::new();
    let mut to = qx.today;
    for _ in 0..months {
        let from = to.with_day_clamped(1);
        let before = ledger::balance_on(qx.db, &account, from.plus_days(-1))?;
        let balance = ledger::balance_on(qx.db, &account, to)?;
        let billed = sales::billed(qx.db, Some(&account), from, to)?;
        let paid = before.add(billed)?.sub(balance)?;
        rows.push(json!({
            "month": to.month(), "billed": billed, "paid": paid, "balance": balance,
        }));
        to = from.plus_days(-1);
    }
    rows.reverse();
    Ok(json!({ "customer": customer.code, "rows": rows, "next": Value::Null }))
}
