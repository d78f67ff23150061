//! `ask dso`: how many days of sales are owed, by count-back (`rules.md §13`).

use serde_json::{Value, json};

use super::count_back;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::ledger::Account;
use crate::domain::{Day, Refusal};

payload! {
    /// Days sales outstanding by count-back, of all customers or of one.
    pub struct DsoQuery {
        /// As it was at the end of this day (default today).
        pub as_of: Option<Day>,
        /// The same, as the end of a period.
        pub to: Option<Day>,
        /// Sales before this day are not counted.
        pub from: Option<Day>,
        /// Days that a whole month counts for (default 30); 0 for those of the calendar.
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub days: Option<i64>,
        /// One customer only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
    }
}

/// Answers with the days and the months they are made of; null where nothing was ever sold.
pub fn dso(qx: &Qx<'_>, q: &DsoQuery) -> Outcome<Value> {
    let days = q.days.unwrap_or(count_back::MONTH_DAYS);
    if days != 0 && !(1..=31).contains(&days) {
        return Err(Refusal::bad_field("days", "0, or 1 to 31").into());
    }
    let as_of = q.as_of.or(q.to).unwrap_or(qx.today);
    if q.from.is_some_and(|from| from > as_of) {
        return Err(Refusal::bad_field("from", "not after the last day").into());
    }
    let customer = q.customer.as_deref();
    let account = match customer {
        None => None,
        Some(code) => Some(Account::Receivable(find::customer(qx.db, code)?.code).to_string()),
    };
    let told = count_back::count(qx.db, account.as_deref(), (q.from, as_of), days)?;
    Ok(json!({
        "name": "dso", "as_of": as_of, "customer": customer, "receivable": told.receivable,
        "value": told.value, "beyond": told.beyond, "formula": "count_back", "rows": told.months,
        "next": Value::Null,
    }))
}
