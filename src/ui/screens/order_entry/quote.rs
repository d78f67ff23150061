//! What the office would make of the lines: promotions, free goods, the amounts after them.
//!
//! Invariant: only the answer to the last question counts, and only while the lines are as they were
//! asked about.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::tax::Amounts;
use crate::ui::base::{Reply, Ticket};

use super::facts::text;

/// The last question and the last answer.
#[derive(Debug, Default)]
pub struct Quotes {
    /// What was asked last.
    key: String,
    /// The office has changed since.
    stale: bool,
    /// Who answers it, and the place in the grid of each line.
    asked: Option<(Ticket, Vec<usize>)>,
    have: Option<Quote>,
}

/// An answer.
#[derive(Debug, Default)]
pub struct Quote {
    amounts: BTreeMap<usize, Amounts>,
    /// The promotions that are reached.
    pub promotions: Vec<Reached>,
    /// Free goods that come with them.
    pub free: Vec<String>,
}

/// A promotion that the lines reach.
#[derive(Debug)]
pub struct Reached {
    /// Its name.
    pub name: String,
    /// What it saves.
    pub saving: String,
    /// Whether it gives goods and no money.
    pub in_goods: bool,
    /// Why it does not apply, if it does not: budget or cap.
    pub why: String,
}

impl Quotes {
    /// Whether these keys are to be asked about: others than last time, or in an office that has
    /// changed. An answer to other keys counts no more.
    pub fn wants(&mut self, key: &str) -> bool {
        if key == self.key && !self.stale {
            return false;
        }
        if key != self.key {
            self.have = None;
        }
        key.clone_into(&mut self.key);
        self.stale = false;
        true
    }

    /// Who answers, and the place in the grid of each line that was asked about.
    pub fn asked(&mut self, ticket: Ticket, places: Vec<usize>) {
        self.asked = Some((ticket, places));
    }

    /// The answer, if it is here.
    pub fn have(&self) -> Option<&Quote> {
        self.have.as_ref()
    }

    /// The office has changed: what is shown stays until the answer is here.
    pub fn age(&mut self) {
        self.stale = true;
    }

    /// Takes an answer; tells whether it was asked here.
    pub fn take(&mut self, ticket: Ticket, reply: &Reply) -> bool {
        if self
            .asked
            .as_ref()
            .is_none_or(|(asked, _)| *asked != ticket)
        {
            return false;
        }
        if let Some((_, places)) = self.asked.take() {
            self.have = reply.as_ref().ok().map(|value| read(value, &places));
        }
        true
    }
}

impl Quote {
    /// What the line at this place comes to.
    pub fn amounts(&self, place: usize) -> Option<Amounts> {
        self.amounts.get(&place).copied()
    }
}

fn read(value: &Value, places: &[usize]) -> Quote {
    let mut quote = Quote::default();
    for (n, line) in rows(value, "lines").iter().enumerate() {
        match places.get(n) {
            Some(place) => {
                let [net, tax, gross] = ["net", "tax", "amount"]
                    .map(|name| text(line, name).parse().unwrap_or_default());
                quote.amounts.insert(*place, Amounts { net, tax, gross });
            }
            None => quote.free.push(format!(
                "{} {} {}{}",
                text(line, "product"),
                text(line, "name"),
                text(line, "qty"),
                text(line, "unit"),
            )),
        }
    }
    quote.promotions = rows(value, "promotions")
        .iter()
        .map(|row| Reached {
            name: text(row, "name"),
            saving: text(row, "saving"),
            in_goods: row["kind"] == "gift" || row["kind"] == "buy_get",
            why: text(row, "why"),
        })
        .collect();
    quote
}

fn rows<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}
