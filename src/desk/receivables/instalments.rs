//! Invoices that fall due in parts: what is agreed when one is posted.

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::domain::{Day, Money, Refusal};

/// More parts than anybody agrees on; the file takes no more.
const MOST: usize = 60;

payload! {
    /// A part of an invoice that falls due by itself.
    pub struct InstalmentIn {
        /// When it falls due.
        pub due: Day,
        /// How much; left out on the last one: the rest.
        pub amount: Option<Money>,
    }
}

/// The instalments of an invoice of this gross, each with its amount; none if none are asked for.
///
/// Refused with `bad_field` unless they fall due one after the other, not before the invoice, and add
/// up to its gross. The last one may leave its amount out and takes the rest.
pub fn test(
    due: Option<Day>,
    wanted: &[InstalmentIn],
    day: Day,
    gross: Money,
) -> Outcome<Vec<(Day, Money)>> {
    let bad = |hint: &str| Err(Refusal::bad_field("instalments", hint).into());
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    if due.is_some() {
        return bad("either due or instalments");
    }
    if wanted.len() > MOST {
        return bad("at most 60");
    }
    let rising = wanted.windows(2).all(|pair| pair[0].due < pair[1].due);
    if !rising || wanted[0].due < day {
        return bad("one due date after the other, none before the invoice's date");
    }
    let mut left = gross;
    let mut found = Vec::new();
    for (at, part) in wanted.iter().enumerate() {
        let amount = match part.amount {
            Some(amount) => amount,
            None if at + 1 == wanted.len() => left,
            None => return bad("only the last one may leave its amount out"),
        };
        if amount <= Money::ZERO || amount > left {
            return bad("amounts above zero that add up to the gross");
        }
        left = left.sub(amount)?;
        found.push((part.due, amount));
    }
    if !left.is_zero() {
        return bad("amounts that add up to the gross");
    }
    Ok(found)
}

/// The instalments as an answer tells them.
pub fn told(instalments: &[(Day, Money)]) -> Value {
    let row = |(due, amount): &(Day, Money)| json!({ "due": due, "amount": amount });
    instalments.iter().map(row).collect()
}
