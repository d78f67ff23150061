//! Payment terms: what they say, when an invoice falls due (`rules.md §9`).
//!
//! What lives here: the terms and their spelling in the contract. What never does: the money that
//! has or has not come in; `credit` and the desk judge that.

use std::fmt;
use std::str::FromStr;

use super::day::Day;
use super::number::Percent;
use super::text::spelled;

/// The longest term in days: ten years, beyond which a number is a slip of the finger.
pub const DAYS_MAX: u32 = 3_650;

/// When and how a customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Terms {
    /// Cleared money before the goods leave.
    Prepaid,
    /// The carrier collects at the door.
    Cod,
    /// A part before anything is reserved.
    Deposit {
        /// The part, above 0 and up to 100 %.
        percent: Percent,
        /// When the other part is due.
        rest: Rest,
    },
    /// So many days after the invoice.
    Net {
        /// The days.
        days: u32,
    },
    /// So many days after the next cut-off 月结.
    Monthly {
        /// Day of the month of the cut-off, 1 to 31; a shorter month cuts off at its end.
        cutoff_day: u32,
        /// The days after it.
        days: u32,
    },
}

/// When the part beyond the deposit is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rest {
    /// Before the goods leave.
    BeforeGoods,
    /// So many days after the invoice.
    Net(u32),
}

/// Tells that a text is no payment terms of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotTerms;

impl Terms {
    /// Finds the day an invoice of this day falls due (`rules.md §9`).
    ///
    /// Terms that want the money before or at the goods are due on the invoice day itself.
    #[must_use]
    pub fn due(self, invoice_day: Day) -> Day {
        match self {
            Self::Prepaid
            | Self::Cod
            | Self::Deposit {
                rest: Rest::BeforeGoods,
                ..
            } => invoice_day,
            Self::Net { days }
            | Self::Deposit {
                rest: Rest::Net(days),
                ..
            } => invoice_day.plus_days(i64::from(days)),
            Self::Monthly { cutoff_day, days } => {
                next_cutoff(invoice_day, cutoff_day).plus_days(i64::from(days))
            }
        }
    }

    /// Whether goods may leave before all the money is in, so that the credit rules apply.
    pub const fn is_credit(self) -> bool {
        matches!(
            self,
            Self::Net { .. }
                | Self::Monthly { .. }
                | Self::Deposit {
                    rest: Rest::Net(_),
                    ..
                }
        )
    }

    /// The part wanted before anything is reserved, where the terms name one.
    pub const fn deposit_percent(self) -> Option<Percent> {
        match self {
            Self::Deposit { percent, .. } => Some(percent),
            _ => None,
        }
    }
}

/// The first cut-off on or after `day`.
fn next_cutoff(day: Day, cutoff_day: u32) -> Day {
    let this_month = day.with_day_clamped(cutoff_day);
    if day <= this_month {
        this_month
    } else {
        // By the first of the month: a clamped day would drag its clamp along.
        day.with_day_clamped(1)
            .plus_months(1)
            .with_day_clamped(cutoff_day)
    }
}

/// Reads a count of plain digits within bounds.
fn count(text: &str, from: u32, to: u32) -> Result<u32, NotTerms> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()); // parse alone would take a plus sign
    let count: u32 = text.parse().map_err(|_| NotTerms)?;
    if plain && (from..=to).contains(&count) {
        Ok(count)
    } else {
        Err(NotTerms)
    }
}

fn deposit(text: &str) -> Result<Terms, NotTerms> {
    let (percent, rest) = match text.split_once('/') {
        None => (text, Rest::BeforeGoods),
        Some((percent, rest)) => {
            let days = rest.strip_prefix("net:").ok_or(NotTerms)?;
            (percent, Rest::Net(count(days, 0, DAYS_MAX)?))
        }
    };
    let percent: Percent = percent.parse().map_err(|_| NotTerms)?;
    if percent <= Percent::ZERO || percent > Percent(10_000) {
        return Err(NotTerms);
    }
    Ok(Terms::Deposit { percent, rest })
}

impl FromStr for Terms {
    type Err = NotTerms;

    fn from_str(text: &str) -> Result<Self, NotTerms> {
        match text.split_once(':') {
            None if text == "prepaid" => Ok(Self::Prepaid),
            None if text == "cod" => Ok(Self::Cod),
            Some(("deposit", how)) => deposit(how),
            Some(("net", days)) => Ok(Self::Net {
                days: count(days, 0, DAYS_MAX)?,
            }),
            Some(("monthly", how)) => {
                let (cutoff_day, days) = how.split_once('+').ok_or(NotTerms)?;
                Ok(Self::Monthly {
                    cutoff_day: count(cutoff_day, 1, 31)?,
                    days: count(days, 0, DAYS_MAX)?,
                })
            }
            _ => Err(NotTerms),
        }
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Prepaid => "prepaid".to_owned(),
            Self::Cod => "cod".to_owned(),
            Self::Deposit { percent, rest } => match rest {
                Rest::BeforeGoods => format!("deposit:{percent}"),
                Rest::Net(days) => format!("deposit:{percent}/net:{days}"),
            },
            Self::Net { days } => format!("net:{days}"),
            Self::Monthly { cutoff_day, days } => format!("monthly:{cutoff_day}+{days}"),
        };
        f.pad(&text)
    }
}

spelled!(
    Terms,
    "payment terms: prepaid, cod, deposit:30, deposit:30/net:30, net:30 or monthly:25+30"
);

#[cfg(test)]
mod tests;
