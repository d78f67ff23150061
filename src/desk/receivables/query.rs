//! What can be asked about money: credit, ageing, ledger, trial balance, lists.
//!
//! Plain functions over an open file; `ask` gives them their keys.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::credit::{self, Standing};
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::domain::ids::CustomerId;
use crate::domain::ledger::{Account, Bucket};
use crate::domain::{Day, Money, Refusal};
use crate::store::Db;
use crate::store::ageing;
use crate::store::credit_notes::{self, CreditNote};
use crate::store::customers;
use crate::store::invoices::{self, Invoice};
use crate::store::ledger::{self, Transfer, Window};
use crate::store::open_items;
use crate::store::receipts::{self, Receipt};

/// A page of rows, and where the next begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// What to give as `after` for the next page; none on the last one.
    pub next: Option<String>,
}

/// A customer's open items by age.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeingRow {
    /// Customer.
    pub customer: String,
    /// Not yet due 未到期.
    pub not_due: Money,
    /// 1 to 30 days overdue.
    pub d1_30: Money,
    /// 31 to 60 days overdue.
    pub d31_60: Money,
    /// 61 to 90 days overdue.
    pub d61_90: Money,
    /// 91 to 180 days overdue.
    pub d91_180: Money,
    /// More than 180 days overdue.
    pub over_180: Money,
    /// Receipts and credit notes applied to nothing, below zero.
    pub unapplied: Money,
    /// All of these together: what the control account says.
    pub balance: Money,
    /// What of the columns before it is in dispute.
    pub disputed: Money,
    /// Deposits 预收, outside the balance.
    pub deposits: Money,
}

/// The ageing of a page of customers, and of all.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ageing {
    /// The rows.
    pub rows: Vec<AgeingRow>,
    /// All customers together, or the one asked for.
    pub total: AgeingRow,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// An account in the trial balance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TrialRow {
    /// Its code.
    pub account: String,
    /// What stands on it in debit.
    pub debit: Money,
    /// What stands on it in credit.
    pub credit: Money,
}

/// The trial balance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TrialBalance {
    /// The rows.
    pub rows: Vec<TrialRow>,
    /// All debits and all credits: the same.
    pub total: TrialRow,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// Where a customer stands with credit; on a past day by what counted from that day or before.
///
/// Of a past day the money is told as it was; orders, whose quantities carry no dates, as they are.
pub fn credit(db: &Db, customer: &str, as_of: Option<Day>, today: Day) -> Outcome<Value> {
    let found = find::customer(db, customer)?;
    let day = as_of.unwrap_or(today);
    let mut standing = credit::standing(db, found.id, day)?;
    if as_of.is_some() && ledger::anything_after(db, day)? {
        set_back(db, &mut standing, found.payer_id.unwrap_or(found.id), day)?;
    }
    Ok(credit::told(&standing)?)
}

/// Puts the money of a standing back to what it was at the end of a past day.
fn set_back(db: &Db, standing: &mut Standing, payer: CustomerId, day: Day) -> Outcome<()> {
    let e = &mut standing.exposure;
    (e.ar_open, e.unapplied, e.uncleared) = (Money::ZERO, Money::ZERO, Money::ZERO);
    (standing.overdue_amount, standing.oldest_overdue_days) = (Money::ZERO, 0);
    for member in customers::payer_group(db, payer)? {
        let money = ageing::unapplied(db, Some(member), Some(day))?;
        let money_and_notes = money.receipts.add(money.deposits)?.add(money.notes)?;
        e.unapplied = e.unapplied.add(money_and_notes)?;
        e.uncleared = e.uncleared.add(money.uncleared)?;
        for item in open_items::invoices(db, Some(member), day, true)? {
            e.ar_open = e.ar_open.add(item.open)?;
            let late = day.days_since(item.due_on);
            if late > 0 && !item.disputed {
                standing.overdue_amount = standing.overdue_amount.add(item.open)?;
                standing.oldest_overdue_days = standing.oldest_overdue_days.max(late);
            }
        }
    }
    Ok(())
}

/// The ageing of one customer or of all, by code; as of today from the open items kept beside the
/// facts, as of a past day from the facts that counted then.
pub fn ageing(
    db: &Db,
    as_of: Day,
    customer: Option<&str>,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Ageing> {
    // The caches tell the day whenever nothing counts from later.
    let on = ledger::anything_after(db, as_of)?.then_some(as_of);
    if let Some(code) = customer {
        let found = find::customer(db, code)?;
        let row = aged(db, &found.code, Some(found.id), on, as_of)?;
        return Ok(Ageing {
            rows: vec![row.clone()],
            total: row,
            next: None,
        });
    }
    let mut rows = Vec::new();
    let mut last = after.unwrap_or_default().to_owned();
    let mut next = None;
    'pages: loop {
        let page = ageing::debtors(db, on, &last, limit)?;
        let full = i64::try_from(page.len()).is_ok_and(|n| n >= limit);
        for debtor in page {
            if i64::try_from(rows.len()).is_ok_and(|n| n >= limit) {
                next = Some(last);
                break 'pages;
            }
            let row = aged(db, &debtor.code, Some(debtor.id), on, as_of)?;
            if !is_empty(&row) {
                rows.push(row);
            }
            last = debtor.code;
        }
        if !full {
            break;
        }
    }
    let total = aged(db, "", None, on, as_of)?;
    Ok(Ageing { rows, total, next })
}

fn is_empty(row: &AgeingRow) -> bool {
    let blank = AgeingRow {
        customer: row.customer.clone(),
        ..AgeingRow::default()
    };
    *row == blank
}

fn aged(
    db: &Db,
    code: &str,
    customer: Option<CustomerId>,
    on: Option<Day>,
    as_of: Day,
) -> Outcome<AgeingRow> {
    let mut row = AgeingRow {
        customer: code.to_owned(),
        ..AgeingRow::default()
    };
    for item in ageing::dues(db, customer, on)? {
        let column = match Bucket::of(as_of, item.due_on) {
            Bucket::NotDue => &mut row.not_due,
            Bucket::D1To30 => &mut row.d1_30,
            Bucket::D31To60 => &mut row.d31_60,
            Bucket::D61To90 => &mut row.d61_90,
            Bucket::D91To180 => &mut row.d91_180,
            Bucket::Over180 => &mut row.over_180,
        };
        *column = column.add(item.open)?;
        row.balance = row.balance.add(item.open)?;
    }
    let money = ageing::unapplied(db, customer, on)?;
    row.unapplied = money.receipts.add(money.notes)?.negated();
    row.balance = row.balance.add(row.unapplied)?;
    row.deposits = money.deposits;
    row.disputed = ageing::disputed(db, customer, on, as_of)?;
    Ok(row)
}

/// The transfers of an account, of a customer's two accounts, or of all, by effective day.
pub fn ledger(
    db: &Db,
    account: Option<&str>,
    customer: Option<&str>,
    window: (Option<Day>, Option<Day>),
    after: Option<&str>,
    limit: i64,
) -> Outcome<Page<Transfer>> {
    let mut codes: Option<Vec<String>> = None;
    if let Some(code) = customer {
        let code = find::customer(db, code)?.code;
        let both = [Account::Receivable(code.clone()), Account::Deposit(code)];
        codes = Some(both.iter().map(ToString::to_string).collect());
    }
    if let Some(code) = account {
        let known: Account = code
            .parse()
            .map_err(|_| Refusal::bad_field("account", "an account such as receivable:C1"))?;
        let known = known.to_string();
        // With a customer as well: the account if it is one of that customer's.
        let theirs = codes.is_none_or(|codes| codes.contains(&known));
        codes = Some(if theirs { vec![known] } else { Vec::new() });
    }
    let after = after.map(place).transpose()?;
    let window = Window {
        from: window.0,
        to: window.1,
        after,
        limit: limit.saturating_add(1),
    };
    let rows = ledger::transfers(db, codes.as_deref(), window)?;
    Ok(paged(rows, limit, |t| {
        format!("{}/{}", t.effective_on, t.id)
    }))
}

/// Reads the place of a transfer in the ledger: its effective day and its row.
pub(super) fn place(text: &str) -> Result<(Day, i64), Refusal> {
    let read = || -> Option<(Day, i64)> {
        let (day, id) = text.split_once('/')?;
        Some((day.parse().ok()?, id.parse().ok()?))
    };
    read().ok_or_else(|| Refusal::bad_field("after", "what the last page gave as next"))
}

/// Cuts a page out of rows of which one more than the limit was read.
fn paged<T>(mut rows: Vec<T>, limit: i64, place: impl Fn(&T) -> String) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(place);
    Page { rows, next }
}

/// Every account with something on it, and the sums of both sides.
pub fn trial_balance(
    db: &Db,
    as_of: Option<Day>,
    after: Option<&str>,
    limit: i64,
) -> Outcome<TrialBalance> {
    let on = match as_of {
        Some(day) if ledger::anything_after(db, day)? => Some(day),
        _ => None,
    };
    let mut rows = Vec::new();
    let (mut debit, mut credit) = (Money::ZERO, Money::ZERO);
    for row in ledger::balances(db, on)? {
        let row = TrialRow {
            account: row.account,
            debit: row.balance.at_least_zero(),
            credit: row.balance.negated().at_least_zero(),
        };
        debit = debit.add(row.debit)?;
        credit = credit.add(row.credit)?;
        if after.is_none_or(|after| row.account.as_str() > after) {
            rows.push(row);
        }
    }
    let page = paged(rows, limit, |row| row.account.clone());
    Ok(TrialBalance {
        rows: page.rows,
        total: TrialRow {
            account: String::new(),
            debit,
            credit,
        },
        next: page.next,
    })
}

fn row_after(after: Option<&str>) -> Result<i64, Refusal> {
    let read = after.map_or(Ok(0), str::parse);
    read.map_err(|_| Refusal::bad_field("after", "what the last page gave as next"))
}

pub(super) fn whose(db: &Db, customer: Option<&str>) -> Outcome<Option<CustomerId>> {
    customer
        .map(|code| find::customer(db, code).map(|found| found.id))
        .transpose()
}

/// Invoices of a customer or of all, those with something open or all.
pub fn invoices(
    db: &Db,
    customer: Option<&str>,
    open_only: bool,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Page<Invoice>> {
    let (id, after) = (whose(db, customer)?, row_after(after)?);
    let rows = invoices::list(db, id, open_only, after, limit.saturating_add(1))?;
    Ok(paged(rows, limit, |row| row.id.0.to_string()))
}

/// Receipts of a customer or of all, those with something open or all.
pub fn receipts(
    db: &Db,
    customer: Option<&str>,
    open_only: bool,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Page<Receipt>> {
    let (id, after) = (whose(db, customer)?, row_after(after)?);
    let rows = receipts::list(db, id, open_only, after, limit.saturating_add(1))?;
    Ok(paged(rows, limit, |row| row.id.0.to_string()))
}

/// Credit notes of a customer, of an invoice or of all, those with something open or all.
pub fn credit_notes(
    db: &Db,
    customer: Option<&str>,
    invoice: Option<&str>,
    open_only: bool,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Page<CreditNote>> {
    let (id, after) = (whose(db, customer)?, row_after(after)?);
    let invoice = invoice
        .map(|number| super::find_invoice(db, number))
        .transpose()?;
    let of = invoice.map(|invoice| invoice.id);
    let limit_and_one = limit.saturating_add(1);
    let rows = credit_notes::list(db, id, of, open_only, after, limit_and_one)?;
    Ok(paged(rows, limit, |row| row.id.0.to_string()))
}
