//! What can be promised by which day (`rules.md §6`): available to promise, ATP.
//!
//! What lives here: the formula over facts the caller has gathered for one product and warehouse.
//! What never does: reservations; looking at a promise reserves nothing.

use std::collections::BTreeMap;

use super::day::Day;
use super::number::{BOUND, Qty};

/// How much can be promised from each day on.
///
/// Invariant: never below zero, and it never falls from one day to a later one, because what is
/// free today is already kept back for every later commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atp {
    steps: Vec<(Day, Qty)>,
}

impl Atp {
    /// Works out `ATP(d) = max(0, min over t ≥ d of A(t))` (`rules.md §6`).
    ///
    /// `free` is what is on hand beyond reserved and packed. Receipts and commitments dated before
    /// today count at today: late goods may still come and late promises are still owed.
    pub fn new(today: Day, free: Qty, receipts: &[(Day, Qty)], commitments: &[(Day, Qty)]) -> Self {
        let mut moved: BTreeMap<Day, i128> = BTreeMap::from([(today, i128::from(free.0))]);
        for (day, qty) in receipts {
            *moved.entry(today.max(*day)).or_default() += i128::from(qty.0);
        }
        for (day, qty) in commitments {
            *moved.entry(today.max(*day)).or_default() -= i128::from(qty.0);
        }
        let mut levels: Vec<(Day, i128)> = moved.into_iter().collect();
        let mut level = 0;
        for (_, value) in &mut levels {
            level += *value;
            *value = level;
        }
        let mut least = i128::MAX;
        for (_, value) in levels.iter_mut().rev() {
            least = least.min(*value);
            *value = least;
        }
        let mut steps: Vec<(Day, Qty)> = levels
            .into_iter()
            .map(|(day, value)| (day, bounded(value)))
            .collect();
        steps.dedup_by_key(|(_, qty)| *qty);
        Self { steps }
    }

    /// The days on which the value changes, the first of them today, and the value from then on.
    pub fn steps(&self) -> &[(Day, Qty)] {
        &self.steps
    }

    /// How much can be promised by this day; nothing before today.
    pub fn on(&self, day: Day) -> Qty {
        let passed = self.steps.partition_point(|(from, _)| *from <= day);
        passed
            .checked_sub(1)
            .and_then(|i| self.steps.get(i))
            .map_or(Qty::ZERO, |(_, qty)| *qty)
    }

    /// Finds the first day by which so much can be promised, if stock and supply ever cover it.
    pub fn earliest(&self, qty: Qty) -> Option<Day> {
        let short = self.steps.partition_point(|(_, can)| *can < qty);
        self.steps.get(short).map(|(day, _)| *day)
    }

    /// Promises a line: its need date if covered by then, else the first day it is.
    ///
    /// `None` sends the caller to lead time and capacity.
    pub fn promise(&self, qty: Qty, need: Day) -> Option<Day> {
        self.earliest(qty).map(|day| day.max(need))
    }
}

/// A level brought into the bounds of a quantity; below zero there is nothing to promise.
fn bounded(level: i128) -> Qty {
    Qty(i64::try_from(level.clamp(0, i128::from(BOUND))).unwrap_or(BOUND))
}

#[cfg(test)]
mod tests;
