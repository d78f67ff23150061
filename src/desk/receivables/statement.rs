//! `ask statement` 对账单: by document, by goods, or by what is open (`practice.md §4`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::domain::chinese_amount::in_capitals;
use crate::domain::ledger::Account;
use crate::domain::role::named;
use crate::domain::{Day, Money, Price, Qty, Refusal};
use crate::store::customers::Customer;
use crate::store::ledger::{self, Entry};
use crate::store::statements::{self, BilledLine, KeptBack};
use crate::store::{Db, open_items};

named! {
    /// How a statement is laid out.
    StatementBy {
        /// A row for each paper, the usual.
        Document = "document",
        /// The same, with invoices and credit notes by their goods.
        Detail = "detail",
        /// What is open at the end, by due date.
        Open = "open",
    }
}

/// A row of a statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatementRow {
    /// When it was so.
    pub date: Day,
    /// The paper.
    pub number: String,
    /// What happened.
    pub text: String,
    /// Code of the goods, by detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Name of the goods, by detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their size or make, by detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec: Option<String>,
    /// Their unit, by detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How much of them, by detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qty: Option<Qty>,
    /// Their unit price, by detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// When it falls due, by open item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// Days overdue at the end, by open item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<i64>,
    /// Whether it is in dispute, by open item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disputed: Option<bool>,
    /// What the customer owes more.
    pub debit: Money,
    /// What the customer owes less.
    pub credit: Money,
    /// What the customer owes after it.
    pub balance: Money,
}

impl StatementRow {
    fn blank(date: Day, number: String, text: &str) -> Self {
        Self {
            date,
            number,
            text: text.to_owned(),
            product: None,
            name: None,
            spec: None,
            unit: None,
            qty: None,
            price: None,
            due: None,
            days_overdue: None,
            disputed: None,
            debit: Money::ZERO,
            credit: Money::ZERO,
            balance: Money::ZERO,
        }
    }
}

/// What a customer owed, what happened, what the customer owes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Statement {
    /// Customer.
    pub customer: String,
    /// Its name.
    pub customer_name: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// How it is laid out.
    pub by: StatementBy,
    /// Owed before the first day.
    pub opening: Money,
    /// What happened; by open item: what is open.
    pub rows: Vec<StatementRow>,
    /// All debits of the period.
    pub debit: Money,
    /// All credits of the period.
    pub credit: Money,
    /// Owed after the last day.
    pub closing: Money,
    /// The same in capitals 大写.
    pub in_words: String,
    /// Paid ahead 预收 after the last day, outside the balance.
    pub deposits: Money,
}

/// A customer's statement of a period.
pub fn statement(
    db: &Db,
    customer: &str,
    from: Day,
    to: Day,
    by: StatementBy,
) -> Outcome<Statement> {
    if to < from {
        return Err(Refusal::bad_field("to", "not before from").into());
    }
    let customer = find::customer(db, customer)?;
    let account = Account::Receivable(customer.code.clone()).to_string();
    let opening = ledger::balance_on(db, &account, from.plus_days(-1))?;
    let entries = ledger::entries(db, &account, from, to)?;
    let debit = Money::sum(entries.iter().map(|entry| entry.debit))?;
    let credit = Money::sum(entries.iter().map(|entry| entry.credit))?;
    let closing = opening.add(debit)?.sub(credit)?;
    let rows = match by {
        StatementBy::Document => running(opening, entries.into_iter().map(by_paper).collect())?,
        StatementBy::Detail => running(opening, detailed(db, &customer, from, to, entries)?)?,
        StatementBy::Open => running(Money::ZERO, open_rows(db, &customer, to, closing)?)?,
    };
    let deposit = Account::Deposit(customer.code.clone()).to_string();
    let deposits = ledger::balance_on(db, &deposit, to)?.negated();
    Ok(Statement {
        customer: customer.code,
        customer_name: customer.name,
        from,
        to,
        by,
        opening,
        rows,
        debit,
        credit,
        closing,
        in_words: in_capitals(closing),
        deposits,
    })
}

/// Fills in what is owed after each row.
fn running(opening: Money, mut rows: Vec<StatementRow>) -> Result<Vec<StatementRow>, Refusal> {
    let mut balance = opening;
    for row in &mut rows {
        balance = balance.add(row.debit)?.sub(row.credit)?;
        row.balance = balance;
    }
    Ok(rows)
}

fn by_paper(entry: Entry) -> StatementRow {
    StatementRow {
        debit: entry.debit,
        credit: entry.credit,
        ..StatementRow::blank(entry.date, entry.number, &entry.text)
    }
}

/// The papers, with the lines of an invoice in its place.
fn detailed(
    db: &Db,
    customer: &Customer,
    from: Day,
    to: Day,
    entries: Vec<Entry>,
) -> Outcome<Vec<StatementRow>> {
    let mut lines: BTreeMap<String, Vec<BilledLine>> = BTreeMap::new();
    for line in statements::billed_lines(db, customer.id, from, to)? {
        lines.entry(line.number.clone()).or_default().push(line);
    }
    for line in statements::credited_lines(db, customer.id, from, to)? {
        lines.entry(line.number.clone()).or_default().push(line);
    }
    let mut kept: BTreeMap<String, Vec<KeptBack>> = BTreeMap::new();
    for charge in statements::kept_back(db, customer.id, from, to)? {
        kept.entry(charge.number.clone()).or_default().push(charge);
    }
    let mut rows = Vec::new();
    for entry in entries {
        let back = entry.text == "credit_note";
        let goods = (back || entry.text == "invoice")
            .then(|| lines.remove(&entry.number))
            .flatten();
        let Some(goods) = goods else {
            rows.push(by_paper(entry));
            continue;
        };
        let sides = |gross| {
            if back {
                (Money::ZERO, gross)
            } else {
                (gross, Money::ZERO)
            }
        };
        rows.extend(goods.into_iter().map(|line| StatementRow {
            product: line.product,
            name: Some(line.name),
            spec: Some(line.spec),
            unit: Some(line.unit),
            qty: Some(line.qty),
            price: Some(line.price),
            debit: sides(line.gross).0,
            credit: sides(line.gross).1,
            ..StatementRow::blank(entry.date, line.number, &entry.text)
        }));
        let kept = kept.remove(&entry.number).filter(|_| back);
        rows.extend(kept.into_iter().flatten().map(|charge| StatementRow {
            debit: charge.gross,
            ..StatementRow::blank(entry.date, charge.number, charge.kind.name())
        }));
    }
    Ok(rows)
}

/// What is open at the end of a day: invoices by due date, then what was paid or credited and stands
/// against none of them, so that the rows add up to the balance.
fn open_rows(db: &Db, customer: &Customer, to: Day, closing: Money) -> Outcome<Vec<StatementRow>> {
    let from_facts = ledger::anything_after(db, to)?;
    let mut rows = Vec::new();
    let mut sum = Money::ZERO;
    for item in open_items::invoices(db, Some(customer.id), to, from_facts)? {
        sum = sum.add(item.open)?;
        rows.push(StatementRow {
            due: Some(item.due_on),
            days_overdue: Some(to.days_since(item.due_on).max(0)),
            disputed: Some(item.disputed),
            debit: item.open,
            ..StatementRow::blank(item.invoiced_on, item.number, "invoice")
        });
    }
    for money in open_items::receipts(db, customer.id, to)? {
        sum = sum.sub(money.open)?;
        rows.push(StatementRow {
            credit: money.open,
            ..StatementRow::blank(money.received_on, money.number, "unapplied")
        });
    }
    let rest = sum.sub(closing)?;
    if !rest.is_zero() {
        rows.push(StatementRow {
            debit: rest.negated().at_least_zero(),
            credit: rest.at_least_zero(),
            ..StatementRow::blank(to, String::new(), "other")
        });
    }
    Ok(rows)
}
