//! `account_code.save`, `ask account_codes` and `ask vouchers`: transfers for the accountant's own
//! program, with its account codes.

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::{Day, Refusal};
use crate::store::account_codes;
use crate::store::ledger::Window;
use crate::store::{Result as Stored, Tx};

/// Transfers of a page: an export is for a program, which wants a month in one file.
const PAGE: i64 = 100_000;

/// Our accounts in the standard chart of Chinese enterprises 企业会计准则.
const STANDARD: &[(&str, &str, &str)] = &[
    ("receivable", "1122", "应收账款"),
    ("deposit", "2203", "预收账款"),
    ("carrier", "1221", "其他应收款"),
    ("revenue", "6001", "主营业务收入"),
    ("vat_out", "22210106", "应交税费-应交增值税-销项税额"),
    ("bank", "1002", "银行存款"),
    ("cash", "1001", "库存现金"),
    ("card", "1012", "其他货币资金"),
    ("notes", "1121", "应收票据"),
    ("discount", "6603", "财务费用"),
    ("bad_debt", "6702", "信用减值损失"),
];

/// Writes the standard codes into a new office.
pub fn seed(tx: &Tx<'_>) -> Stored<()> {
    for (account, code, name) in STANDARD {
        account_codes::save(tx, account, code, name)?;
    }
    Ok(())
}

payload! {
    /// Says what one of our accounts is called in the accountant's program.
    pub struct AccountCodeSave {
        /// Our account, without a customer or carrier: receivable, deposit, carrier, revenue, vat_out, bank, cash, card, notes, discount or bad_debt.
        #[serde(deserialize_with = "fields::code")]
        pub account: String,
        /// Its code there.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// Its name there; as it was if left out.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub name: Option<String>,
    }
}

payload! {
    /// What our accounts are called in the accountant's program.
    pub struct AccountCodesQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Transfers for the accountant's program, by day: a row for each side, debit first.
    pub struct VouchersQuery {
        /// From this day on.
        pub from: Option<Day>,
        /// Up to this day.
        pub to: Option<Day>,
        /// Transfers of a page, of two rows each (default 100,000, which is the most).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Saves a code.
pub fn save(cx: &mut Cx<'_>, p: &AccountCodeSave) -> Outcome<Value> {
    let known = account_codes::all(cx.tx)?;
    let before = known.iter().find(|row| row.account == p.account);
    let standard = STANDARD.iter().find(|(account, ..)| *account == p.account);
    let Some((_, _, usual)) = standard else {
        let accounts: Vec<_> = STANDARD.iter().map(|(account, ..)| *account).collect();
        return Err(Refusal::not_found("account", &p.account)
            .fact("known", accounts)
            .into());
    };
    let name = p.name.as_deref().or(before.map(|row| row.name.as_str()));
    let name = name.unwrap_or(usual);
    account_codes::save(cx.tx, &p.account, &p.code, name)?;
    cx.about(&p.account);
    cx.changed(Aggregate::Office);
    Ok(json!({ "account": p.account, "code": p.code, "name": name }))
}

/// Answers with every code.
pub fn codes(qx: &Qx<'_>, q: &AccountCodesQuery) -> Outcome<Value> {
    let rows = account_codes::all(qx.db)?;
    Ok(page::of_short(&rows, q.limit, q.after.as_deref())?)
}

/// Answers with transfers.
pub fn vouchers(qx: &Qx<'_>, q: &VouchersQuery) -> Outcome<Value> {
    let limit @ 1..=PAGE = q.limit.unwrap_or(PAGE) else {
        return Err(Refusal::bad_field("limit", "1 to 100000").into());
    };
    if matches!((q.from, q.to), (Some(from), Some(to)) if to < from) {
        return Err(Refusal::bad_field("to", "not before from").into());
    }
    let after = q.after.as_deref().map(super::query::place).transpose()?;
    let window = Window {
        from: q.from,
        to: q.to,
        after,
        limit: limit.saturating_add(1),
    };
    let mut rows = account_codes::sides(qx.db, window)?;
    let shown = usize::try_from(limit.saturating_mul(2)).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| format!("{}/{}", row.date, row.id));
    Ok(json!({ "rows": rows, "next": next }))
}
