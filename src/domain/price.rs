//! Which price a line gets, and which other prices lost and why (`rules.md §5`).
//!
//! What lives here: the choice among rules the caller has already matched to customer, channel and
//! product. What never does: promotions and floors, which come after it.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::number::{Percent, Price, Qty};
use super::role::named;

named! {
    /// Whose list a price stands in, the strongest first.
    Scope {
        /// Agreed in a contract.
        Contract = "contract",
        /// The customer's own list.
        Customer = "customer",
        /// The list of the sales channel.
        Channel = "channel",
        /// The list for everybody.
        Base = "base",
    }
}

named! {
    /// What goods a price is for, the most specific first.
    Target {
        /// One article.
        Sku = "sku",
        /// All colours and sizes of a style.
        Style = "style",
        /// A family of goods.
        Family = "family",
        /// Everything.
        All = "all",
    }
}

named! {
    /// Why a rule did not give the price.
    Lost {
        /// It starts after the order date.
        NotYet = "not_yet",
        /// It ended before the order date.
        Expired = "expired",
        /// The order has less than its smallest quantity.
        QuantityTooSmall = "quantity_too_small",
        /// A stronger list has a price.
        LowerScope = "lower_scope",
        /// A more specific target has a price.
        LessSpecific = "less_specific",
        /// A larger quantity break has been reached.
        SmallerBreak = "smaller_break",
        /// Another rule started later.
        Earlier = "earlier",
        /// All else is equal and the other was entered first.
        HigherId = "higher_id",
    }
}

/// What a rule gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum PriceValue {
    /// A price of its own.
    #[serde(rename = "price")]
    Price(Price),
    /// A discount off the list price.
    #[serde(rename = "discount_percent")]
    Discount(Percent),
}

/// A row of a price list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PriceRule {
    /// The row.
    pub id: i64,
    /// Whose list.
    pub scope: Scope,
    /// What goods.
    pub target: Target,
    /// The quantity of the article in the order from which it holds.
    pub min_qty: Qty,
    /// What it gives.
    pub value: PriceValue,
    /// The first day it holds.
    pub from: Day,
    /// The last day it holds; none if it is open.
    pub to: Option<Day>,
}

/// The price of a line and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Resolved {
    /// The unit price before the discount.
    pub price: Price,
    /// The discount; it applies to quantity × price, unrounded (`rules.md §1`).
    pub discount: Percent,
    /// The rule that gave it; none is the list price.
    pub winner: Option<i64>,
    /// The rules that lost, the nearest to winning first.
    pub tried: Vec<(i64, Lost)>,
}

/// What decides among rules in force: the least wins (`rules.md §5`).
type Rank = (Scope, Target, Reverse<Qty>, Reverse<Day>, i64);

impl PriceRule {
    fn rank(&self) -> Rank {
        (
            self.scope,
            self.target,
            Reverse(self.min_qty),
            Reverse(self.from),
            self.id,
        )
    }

    /// Why the rule is out of the race whatever the others are, if it is.
    fn out(&self, qty: Qty, on: Day) -> Option<Lost> {
        if on < self.from {
            Some(Lost::NotYet)
        } else if self.to.is_some_and(|last| last < on) {
            Some(Lost::Expired)
        } else if qty < self.min_qty {
            Some(Lost::QuantityTooSmall)
        } else {
            None
        }
    }

    /// Why the rule lost to `winner`, both being in force.
    fn lost_to(&self, winner: &Self) -> Lost {
        if self.scope != winner.scope {
            Lost::LowerScope
        } else if self.target != winner.target {
            Lost::LessSpecific
        } else if self.min_qty != winner.min_qty {
            Lost::SmallerBreak
        } else if self.from != winner.from {
            Lost::Earlier
        } else {
            Lost::HigherId
        }
    }
}

/// Chooses the price of an article among the rules that match it (`rules.md §5`).
///
/// `qty_of_sku_in_order` is the sum over the order, so that a split line does not lose a break.
/// Invariant: the order of `rules` never matters; ids are unique.
pub fn resolve(rules: &[PriceRule], list: Price, qty_of_sku_in_order: Qty, on: Day) -> Resolved {
    let mut ranked: Vec<&PriceRule> = rules.iter().collect();
    ranked.sort_unstable_by_key(|rule| rule.rank());
    let winner = ranked
        .iter()
        .copied()
        .find(|rule| rule.out(qty_of_sku_in_order, on).is_none());
    let (price, discount) = match winner.map(|rule| rule.value) {
        None => (list, Percent::ZERO),
        Some(PriceValue::Price(price)) => (price, Percent::ZERO),
        Some(PriceValue::Discount(discount)) => (list, discount),
    };
    let winner_id = winner.map(|rule| rule.id);
    let tried = ranked
        .iter()
        .filter(|rule| Some(rule.id) != winner_id)
        .filter_map(|rule| {
            let lost = rule
                .out(qty_of_sku_in_order, on)
                .or_else(|| winner.map(|winner| rule.lost_to(winner)))?;
            Some((rule.id, lost))
        })
        .collect();
    Resolved {
        price,
        discount,
        winner: winner_id,
        tried,
    }
}

#[cfg(test)]
mod tests;
