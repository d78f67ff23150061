//! Promotions: which apply to an order, what each takes off a line, what is given free
//! (`rules.md §5`).
//!
//! What lives here: the choice and the sums, from nothing each time. What never does: whose a
//! promotion is (customer, channel, day) and what is left of its money; the caller knows both.

use std::collections::BTreeMap;

use super::number::{Money, Percent, Price, Qty, divide_half_up};
use super::refusal::Refusal;
use super::role::named;
use super::split::by_largest_remainder;

named! {
    /// What a promotion gives.
    PromotionKind {
        /// Percent off the chosen lines.
        PercentOff = "percent_off",
        /// An amount off the chosen lines together 满减.
        AmountOff = "amount_off",
        /// Goods free of charge 赠品.
        Gift = "gift",
        /// For so many bought so many free of the same product 买赠.
        BuyGet = "buy_get",
        /// A unit price of its own, where it is the lower one.
        FixedPrice = "fixed_price",
    }
}

named! {
    /// Why a promotion that is reached does not apply.
    Missed {
        /// Its whole saving does not fit what is left of its budget.
        Budget = "budget",
        /// Nor what is left for the customer.
        Cap = "cap",
    }
}

/// What a promotion gives, with its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reward {
    /// Percent off.
    PercentOff(Percent),
    /// An amount off, once an order.
    AmountOff(Money),
    /// Goods free of charge, once an order; worth their list price.
    Gift {
        /// Product code.
        product: String,
        /// How many.
        qty: Qty,
        /// What one is worth.
        list_price: Price,
    },
    /// For each `buy` of a product in the order `get` of it free, in whole steps of the product.
    BuyGet {
        /// For so many.
        buy: Qty,
        /// So many free.
        get: Qty,
    },
    /// A unit price; lines that are cheaper keep theirs.
    FixedPrice(Price),
}

/// A promotion that is in force for the buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    /// Its code.
    pub code: String,
    /// From this quantity of the chosen lines on.
    pub min_qty: Qty,
    /// From this gross of the chosen lines on, before any promotion.
    pub min_amount: Money,
    /// The products it chooses.
    pub products: Vec<String>,
    /// The families it chooses; with no product and no family it chooses every line.
    pub families: Vec<String>,
    /// What it gives.
    pub reward: Reward,
    /// Whether it stands alone among its like.
    pub exclusive: bool,
    /// 1 comes first.
    pub priority: i64,
    /// What is left of its budget; none is without end.
    pub budget_left: Option<Money>,
    /// What is left of it for this customer; none is without end.
    pub cap_left: Option<Money>,
}

/// A line as promotions see it: priced by the rules, not free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Product code.
    pub product: String,
    /// Its family.
    pub family: Option<String>,
    /// Quantity.
    pub qty: Qty,
    /// Unit price by the price rules.
    pub price: Price,
    /// The discount on it by the price rules.
    pub discount: Percent,
    /// What a free one is worth.
    pub list_price: Price,
    /// Quantities are multiples of this.
    pub step: Qty,
    /// A price by hand pins the line: it neither counts for a promotion nor gets one.
    pub pinned: bool,
}

/// What a promotion takes off one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Place of the line among the items.
    pub item: usize,
    /// What it takes off.
    pub off: Money,
}

/// Goods that come free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Free {
    /// Product code.
    pub product: String,
    /// How many.
    pub qty: Qty,
    /// What they are worth at list price.
    pub worth: Money,
}

/// A promotion that applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its code.
    pub code: String,
    /// All that it saves: what it takes off and what it gives.
    pub saving: Money,
    /// What it takes off which line.
    pub shares: Vec<Share>,
    /// What it gives.
    pub free: Vec<Free>,
}

/// What promotions make of an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Those that apply, in the order in which they do.
    pub applied: Vec<Applied>,
    /// Those that are reached and lack money, by priority and code.
    pub missed: Vec<(String, Missed)>,
}

/// Works the promotions of an order out (`rules.md §5`).
///
/// Of the exclusive ones that one with the greatest saving comes first, on the full price; of
/// equal ones the first by priority and code. The stackable ones follow by priority and code, each
/// on the price the ones before have left. A promotion applies whole or not at all: its saving has
/// to fit what is left of its money.
///
/// Invariant: the order of `promotions` never matters; codes are unique.
pub fn apply(items: &[Item], promotions: &[Promotion]) -> Result<Outcome, Refusal> {
    let mut full = Vec::with_capacity(items.len());
    for item in items {
        full.push(item.qty.gross(item.price, item.discount)?);
    }
    let mut left = full.clone();
    let mut ranked: Vec<&Promotion> = promotions.iter().collect();
    ranked.sort_unstable_by_key(|promotion| promotion.rank());
    let mut outcome = Outcome::default();
    let mut best: Option<Applied> = None;
    for promotion in ranked.iter().filter(|promotion| promotion.exclusive) {
        let won = promotion.work_out(items, &full, &left)?;
        if let Some(applied) = outcome.affordable(promotion, won)
            && best.as_ref().is_none_or(|b| applied.saving > b.saving)
        {
            best = Some(applied);
        }
    }
    outcome.take(best, &mut left)?;
    for promotion in ranked.iter().filter(|promotion| !promotion.exclusive) {
        let won = promotion.work_out(items, &full, &left)?;
        let applied = outcome.affordable(promotion, won);
        outcome.take(applied, &mut left)?;
    }
    Ok(outcome)
}

impl Outcome {
    /// Lets through what there is money for, and notes what there is none for.
    fn affordable(&mut self, promotion: &Promotion, won: Option<Applied>) -> Option<Applied> {
        let applied = won?;
        match promotion.lacks(applied.saving) {
            None => Some(applied),
            Some(why) => {
                self.missed.push((applied.code, why));
                None
            }
        }
    }

    fn take(&mut self, applied: Option<Applied>, left: &mut [Money]) -> Result<(), Refusal> {
        let Some(applied) = applied else {
            return Ok(());
        };
        for share in &applied.shares {
            left[share.item] = left[share.item].sub(share.off)?;
        }
        self.applied.push(applied);
        Ok(())
    }
}

impl Promotion {
    fn rank(&self) -> (i64, &str) {
        (self.priority, &self.code)
    }

    /// What there is too little of for this saving.
    pub fn lacks(&self, saving: Money) -> Option<Missed> {
        let beyond = |left: Option<Money>| left.is_some_and(|left| saving > left);
        if beyond(self.budget_left) {
            Some(Missed::Budget)
        } else if beyond(self.cap_left) {
            Some(Missed::Cap)
        } else {
            None
        }
    }

    fn chooses(&self, item: &Item) -> bool {
        let every = self.products.is_empty() && self.families.is_empty();
        let family = item.family.as_ref();
        !item.pinned
            && (every
                || self.products.contains(&item.product)
                || family.is_some_and(|family| self.families.contains(family)))
    }

    /// What it gives on the prices that are left, if its thresholds are reached.
    fn work_out(
        &self,
        items: &[Item],
        full: &[Money],
        left: &[Money],
    ) -> Result<Option<Applied>, Refusal> {
        let chosen: Vec<usize> = (0..items.len())
            .filter(|&at| self.chooses(&items[at]))
            .collect();
        let qty = Qty::sum(chosen.iter().map(|&at| items[at].qty))?;
        let amount = Money::sum(chosen.iter().map(|&at| full[at]))?;
        if chosen.is_empty() || qty < self.min_qty || amount < self.min_amount {
            return Ok(None);
        }
        let (mut shares, mut free) = (Vec::new(), Vec::new());
        let remains = Money::sum(chosen.iter().map(|&at| left[at]))?;
        match &self.reward {
            // What is paid is rounded, as everywhere; what is saved is the rest.
            Reward::PercentOff(percent) => {
                let paid = remains.percent(Percent(10_000 - percent.0))?;
                shares = spread(remains.sub(paid)?, &chosen, left)?;
            }
            Reward::AmountOff(off) => shares = spread((*off).min(remains), &chosen, left)?,
            Reward::FixedPrice(price) => {
                for &at in &chosen {
                    let off = left[at].sub(items[at].qty.gross(*price, Percent::ZERO)?)?;
                    shares.push(Share { item: at, off });
                }
            }
            Reward::Gift {
                product,
                qty,
                list_price,
            } => free.push(Free {
                product: product.clone(),
                qty: *qty,
                worth: qty.gross(*list_price, Percent::ZERO)?,
            }),
            Reward::BuyGet { buy, get } => free = bought_and_got(*buy, *get, &chosen, items)?,
        }
        shares.retain(|share| share.off.count() > 0);
        let off = Money::sum(shares.iter().map(|share| share.off))?;
        let worth = Money::sum(free.iter().map(|free| free.worth))?;
        let applied = Applied {
            code: self.code.clone(),
            saving: off.add(worth)?,
            shares,
            free,
        };
        Ok(Some(applied).filter(|a| !a.shares.is_empty() || !a.free.is_empty()))
    }
}

/// Spreads an amount over the chosen lines by what is left of them: no line falls below zero.
fn spread(off: Money, chosen: &[usize], left: &[Money]) -> Result<Vec<Share>, Refusal> {
    let weights: Vec<i64> = chosen.iter().map(|&at| left[at].count()).collect();
    let parts = by_largest_remainder(off, &weights)?;
    let shares = chosen.iter().zip(parts);
    Ok(shares.map(|(&item, off)| Share { item, off }).collect())
}

/// Free goods for what was bought of each product, in the order of the lines.
fn bought_and_got(
    buy: Qty,
    get: Qty,
    chosen: &[usize],
    items: &[Item],
) -> Result<Vec<Free>, Refusal> {
    let mut bought: BTreeMap<&str, (usize, Qty)> = BTreeMap::new();
    for &at in chosen {
        let (_, sum) = bought.entry(&items[at].product).or_insert((at, Qty::ZERO));
        *sum = sum.add(items[at].qty)?;
    }
    let mut firsts: Vec<(usize, Qty)> = bought.into_values().collect();
    firsts.sort_unstable();
    let mut all = Vec::new();
    for (at, sum) in firsts {
        let item = &items[at];
        let times = sum.count() / buy.count().max(1);
        let due = Qty::narrow(i128::from(times) * i128::from(get.count()))?;
        let qty = Qty(due.0 - due.0 % item.step.count().max(1));
        if !qty.is_zero() {
            all.push(Free {
                product: item.product.clone(),
                qty,
                worth: qty.gross(item.list_price, Percent::ZERO)?,
            });
        }
    }
    Ok(all)
}

/// The unit price really paid after a line's share of promotions, to its own four decimals; for
/// comparing and showing alone.
pub fn unit_paid(qty: Qty, price: Price, discount: Percent, off: Money) -> Result<Price, Refusal> {
    if qty.count() <= 0 {
        return Price::narrow(divide_half_up(
            i128::from(price.0) * i128::from(10_000 - discount.0),
            10_000,
        ));
    }
    // qty 10^-3, price 10^-4, discount 10^-4 make 10^-11; money is 10^-2.
    let exact = i128::from(qty.0) * i128::from(price.0) * i128::from(10_000 - discount.0)
        - i128::from(off.0) * 1_000_000_000;
    Price::narrow(divide_half_up(exact, i128::from(qty.0) * 10_000))
}

#[cfg(test)]
mod tests;
