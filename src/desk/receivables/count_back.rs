//! The count behind days sales outstanding, for its query and for the measures (`rules.md §13`).

use serde::Serialize;

use crate::desk::failure::Outcome;
use crate::domain::dso::{self, MonthOfSales};
use crate::domain::ledger::Account;
use crate::domain::{Day, Money};
use crate::store::{Db, ledger, sales};

/// The days of a month in the measure: in its formula every whole month counts the same.
pub const MONTH_DAYS: i64 = 30;

/// Months of sales that are looked at; a debt older than ten years is no question of turnover.
const MONTHS: usize = 120;

/// A month of the count.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Month.
    pub month: String,
    /// First day that counts.
    pub from: Day,
    /// Last day that counts.
    pub to: Day,
    /// Sold in it.
    pub sales: Money,
    /// The days it counts for.
    pub days: i64,
    /// How much of what is owed it took.
    pub taken: Money,
}

/// What a count comes to.
#[derive(Debug)]
pub struct Counted {
    /// Days to one decimal; none where nothing was ever sold.
    pub value: Option<String>,
    /// What is owed.
    pub receivable: Money,
    /// What of it no month covers.
    pub beyond: Money,
    /// The months, the latest first.
    pub months: Vec<Row>,
}

/// Counts back from a day over the months since `from`, of one receivable account or of all; 0 days for
/// those of the calendar.
pub fn count(
    db: &Db,
    account: Option<&str>,
    (from, as_of): (Option<Day>, Day),
    days: i64,
) -> Outcome<Counted> {
    let receivable = owed(db, account, as_of)?;
    let first = sales::first_day(db)?.max(from);
    let months = months(db, account, (first, as_of), days, receivable)?;
    let counted: Vec<MonthOfSales> = months
        .iter()
        .map(|month| MonthOfSales {
            sales: month.sales,
            days: month.days,
        })
        .collect();
    let told = dso::count_back(receivable, &counted);
    let known = !months.is_empty() || receivable <= Money::ZERO;
    let months = months
        .into_iter()
        .zip(told.taken)
        .map(|(month, taken)| Row { taken, ..month })
        .collect();
    let sold = first.is_some_and(|first| first <= as_of);
    Ok(Counted {
        value: (known && sold).then(|| dso::in_days(told.tenths)),
        receivable,
        beyond: told.beyond,
        months,
    })
}

/// The measure of a day, with what it is made of.
#[derive(Debug)]
pub struct DsoAt {
    /// Days to one decimal; none where nothing was ever sold.
    pub value: Option<String>,
    /// What is owed.
    pub receivable: Money,
    /// The sales of the months that were counted.
    pub sales: Money,
}

/// The measure at the end of a day, of all customers or of one.
pub fn at(db: &Db, customer: Option<&str>, as_of: Day) -> Outcome<DsoAt> {
    let account = customer.map(|code| Account::Receivable(code.to_owned()).to_string());
    let told = count(db, account.as_deref(), (None, as_of), MONTH_DAYS)?;
    let sales = told.months.iter().map(|month| month.sales);
    Ok(DsoAt {
        value: told.value,
        receivable: told.receivable,
        sales: sales.fold(Money::ZERO, |sum, sales| Money(sum.0 + sales.0)),
    })
}

fn owed(db: &Db, account: Option<&str>, day: Day) -> Outcome<Money> {
    Ok(match account {
        Some(code) => ledger::balance_on(db, code, day)?,
        None if ledger::anything_after(db, day)? => sales::receivable(db, day)?,
        None => sales::receivable_now(db)?,
    })
}

/// The months back from a day until their sales cover what is owed, the latest first.
///
/// A month that has only begun counts the days it has had.
fn months(
    db: &Db,
    account: Option<&str>,
    (first, as_of): (Option<Day>, Day),
    days: i64,
    owed: Money,
) -> Outcome<Vec<Row>> {
    let mut found = Vec::new();
    let Some(first) = first else {
        return Ok(found);
    };
    let mut left = owed;
    let mut to = as_of;
    while to >= first && left > Money::ZERO && found.len() < MONTHS {
        let from = to.with_day_clamped(1);
        let whole = to == to.last_of_month();
        let had = to.days_since(from) + 1;
        let sales = sales::billed(db, account, from.max(first), to)?;
        found.push(Row {
            month: to.month(),
            from: from.max(first),
            to,
            sales,
            days: match days {
                0 => had,
                days if whole => days,
                days => had.min(days),
            },
            taken: Money::ZERO,
        });
        left = left.sub(sales.at_least_zero())?;
        to = from.plus_days(-1);
    }
    Ok(found)
}
