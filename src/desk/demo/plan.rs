//! Which orders come in, when, from whom, and what becomes of them.

use super::books::{Books, Customer, Trade};
use super::chance::Chance;
use super::shift::{self, Shift};
use crate::domain::{Day, Moment, Qty};

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// All the way, as far as the days reach.
    Through,
    /// Never handed in.
    Draft,
    /// Something is missing.
    Gap(Gap, Missing),
    /// An opinion stays out.
    StuckReview,
    /// The director has not decided.
    StuckDirector,
    /// Sent back, not taken up again yet.
    Returned,
    /// Sent back, corrected and handed in again.
    Reworked,
    /// Refused by the director.
    Rejected,
    /// Called off before anything moved.
    Cancelled,
    /// Stopped before it leaves.
    Held,
    /// Packed and not yet dispatched.
    Packed,
    /// Dispatched and not signed for.
    Unsigned,
    /// Sent in parts, the rest outstanding.
    Partial,
    /// Of goods that have run out.
    Waiting,
    /// Signed for and not billed yet.
    NotInvoiced,
    /// Partly refused at the door.
    AtDoor,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// The quantity of a line.
    Quantity,
    /// Goods that nothing answers to.
    Goods,
    /// Who orders.
    Customer,
    /// By when.
    NeedDate,
}

/// How an incomplete order goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Still open; this many calls were not answered.
    Open(u8),
    /// Completed by telephone.
    Fixed,
    /// Given up.
    Void,
}

/// An order to come.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) customer: usize,
    pub(super) entered: Moment,
    /// Working days before the end of the story.
    pub(super) age: usize,
    pub(super) channel: &'static str,
    pub(super) kind: &'static str,
    pub(super) need: Day,
    /// Product and quantity.
    pub(super) lines: Vec<(usize, Qty)>,
    /// Percent of the list price that was promised by word of mouth for the first line.
    pub(super) deal: Option<i64>,
    pub(super) fate: Fate,
    pub(super) warehouse: &'static str,
}

/// How many orders get a fate of their own, between which ages.
const FATES: &[(Fate, usize, usize, usize)] = &[
    (Fate::Gap(Gap::Open(0), Missing::NeedDate), 1, 1, 2),
    (Fate::Gap(Gap::Open(0), Missing::Quantity), 2, 1, 2),
    (Fate::Gap(Gap::Open(1), Missing::Quantity), 2, 1, 4),
    (Fate::Gap(Gap::Open(1), Missing::Goods), 2, 2, 5),
    (Fate::Gap(Gap::Open(2), Missing::NeedDate), 2, 3, 6),
    (Fate::Gap(Gap::Open(3), Missing::Goods), 1, 4, 8),
    (Fate::Gap(Gap::Open(3), Missing::Quantity), 2, 4, 8),
    (Fate::Gap(Gap::Open(0), Missing::Customer), 2, 1, 4),
    (Fate::Draft, 7, 1, 3),
    (Fate::StuckDirector, 8, 1, 4),
    (Fate::Returned, 6, 2, 6),
    (Fate::StuckReview, 12, 1, 5),
    (Fate::Packed, 6, 3, 6),
    (Fate::Unsigned, 10, 5, 15),
    (Fate::Held, 7, 4, 16),
    (Fate::Partial, 12, 4, 20),
    (Fate::Waiting, 12, 4, 24),
    (Fate::NotInvoiced, 5, 8, 20),
    (Fate::AtDoor, 4, 14, 45),
    (Fate::Reworked, 14, 8, 60),
    (Fate::Rejected, 4, 6, 55),
    (Fate::Cancelled, 11, 5, 58),
    (Fate::Gap(Gap::Fixed, Missing::Quantity), 5, 7, 60),
    (Fate::Gap(Gap::Fixed, Missing::NeedDate), 5, 7, 60),
    (Fate::Gap(Gap::Fixed, Missing::Goods), 4, 7, 60),
    (Fate::Gap(Gap::Void, Missing::Goods), 3, 9, 50),
    (Fate::Gap(Gap::Void, Missing::Quantity), 3, 9, 50),
];

/// Plans every order between the opening of the office and its last working day.
pub(super) fn orders(books: &Books, shift: &Shift, days: &[Day], short: &[usize]) -> Vec<Plan> {
    let mut dice = Chance::new(3);
    let mut plans = Vec::new();
    for (n, day) in days.iter().enumerate() {
        let age = days.len() - n;
        let count = match age {
            1..=5 => 17,
            _ => dice.between(3, 6),
        };
        for _ in 0..count {
            plans.push(order(books, shift, *day, age, &mut dice));
        }
    }
    plans.sort_by_key(|plan| plan.entered);
    deal_fates(books, &mut plans, &mut dice);
    for plan in &mut plans {
        if plan.fate == Fate::Waiting {
            run_short(books, plan, short, &mut dice);
        }
        match plan.fate {
            Fate::Gap(_, Missing::Customer) => plan.channel = "wechat",
            // Only what is made for a day cannot do without one.
            Fate::Gap(_, Missing::NeedDate) => {
                plan.kind = match books.customers[plan.customer].buys {
                    Trade::Clothing => "futures",
                    _ => "bulk",
                };
            }
            _ => {}
        }
    }
    plans
}

fn order(books: &Books, shift: &Shift, day: Day, age: usize, dice: &mut Chance) -> Plan {
    let customer = buyer(books, age, dice);
    let who = &books.customers[customer];
    let minute = dice.between(shift::OPEN + 2, shift::SHUT - 25);
    let kind = kind(who, dice);
    let wait = match kind {
        "futures" | "bulk" => dice.between(15, 35),
        "sample" => dice.between(5, 8),
        _ => dice.between(4, 11),
    };
    let deal = match (who.buys, dice.between(1, 40)) {
        (Trade::Hardware | Trade::Drinks, 1..=4) => Some(95),
        (Trade::Hardware | Trade::Drinks, 5) => Some(75),
        _ => None,
    };
    Plan {
        customer,
        entered: shift::at(day, minute, dice.between(0, 59)),
        age,
        channel: channel(who, dice),
        kind,
        need: shift.after(day, wait),
        lines: lines(books, who, kind, dice),
        deal,
        fate: Fate::Through,
        warehouse: who.buys.warehouse(),
    }
}

/// Someone who orders on this day; who does not pay has ordered early and seldom since.
fn buyer(books: &Books, age: usize, dice: &mut Chance) -> usize {
    let trade = match dice.between(1, 100) {
        1..=25 => Trade::Platform,
        26..=50 => Trade::Clothing,
        51..=75 => Trade::Hardware,
        _ => Trade::Drinks,
    };
    loop {
        let found = dice.index(books.customers.len());
        let who = &books.customers[found];
        let welcome = match who.pays {
            super::books::Pays::Bad => age > 45 || dice.one_in(12),
            _ => who.kind != "person" || dice.one_in(4),
        };
        if who.buys == trade && welcome {
            return found;
        }
    }
}

fn channel(who: &Customer, dice: &mut Chance) -> &'static str {
    match (who.buys, who.kind.as_str()) {
        (Trade::Platform, _) if who.code == "JDSHOP" => "jd",
        (Trade::Platform, _) => "taobao",
        (Trade::Clothing, "franchise") => {
            dice.pick::<&str>(&["franchise", "franchise", "wechat", "phone"])
        }
        (_, "company") => dice.pick::<&str>(&["phone", "fax", "email", "email", "wechat", "sales"]),
        _ => dice.pick::<&str>(&["phone", "wechat", "wechat", "counter"]),
    }
}

fn kind(who: &Customer, dice: &mut Chance) -> &'static str {
    match (who.buys, who.kind.as_str(), dice.between(1, 20)) {
        (Trade::Clothing, "franchise", 1..=12) => "replenish",
        (Trade::Clothing, "franchise", 13..=15) => "futures",
        (Trade::Clothing, "franchise", 16) => "topup",
        (Trade::Hardware, "company", 1..=2) => "bulk",
        (Trade::Hardware | Trade::Drinks, "company", 3) => "sample",
        _ => "spot",
    }
}

fn lines(books: &Books, who: &Customer, kind: &str, dice: &mut Chance) -> Vec<(usize, Qty)> {
    let goods: Vec<usize> = (0..books.products.len())
        .filter(|p| offers(books, who.buys, *p))
        .collect();
    let big = matches!(who.kind.as_str(), "company");
    let count = match who.buys {
        Trade::Platform => dice.between(1, 2),
        _ if kind == "sample" => dice.between(1, 3),
        _ if big => dice.between(3, 12),
        _ => dice.between(2, 7),
    };
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < usize::try_from(count).unwrap_or(1) {
        let first = *dice.pick(&goods);
        // A clothing order takes the sizes of a colour together.
        let style = &books.products[first].style;
        let together = who.buys == Trade::Clothing && !style.is_empty();
        let wave = goods.iter().filter(|p| {
            **p == first || (together && books.products[**p].style == *style && dice.one_in(2))
        });
        let wave: Vec<usize> = wave
            .copied()
            .filter(|p| !chosen.contains(p))
            .take(8)
            .collect();
        chosen.extend(wave);
    }
    chosen
        .into_iter()
        .map(|product| (product, quantity(books, who, kind, product, dice)))
        .collect()
}

/// Whether goods are sold in this trade; the platforms sell drinks and plain clothing.
pub(super) fn offers(books: &Books, trade: Trade, product: usize) -> bool {
    let goods = &books.products[product];
    match trade {
        Trade::Platform => match goods.trade {
            Trade::Drinks => goods.unit == "箱" && goods.price.0 < 1_300_000,
            Trade::Clothing => matches!(
                goods.style.as_str(),
                "8801" | "8802" | "8877" | "9100" | "9101"
            ),
            _ => false,
        },
        _ => goods.trade == trade,
    }
}

fn quantity(books: &Books, who: &Customer, kind: &str, product: usize, dice: &mut Chance) -> Qty {
    let goods = &books.products[product];
    let cheap = goods.price.0 < 60_000; // under 6 元
    let steps = match (who.buys, who.kind.as_str()) {
        (Trade::Platform, _) => dice.between(1, 2),
        _ if kind == "sample" => dice.between(1, 2),
        (Trade::Clothing, "franchise") => {
            dice.between(2, 9) * if kind == "futures" { 2 } else { 1 }
        }
        (Trade::Clothing, _) | (_, "person") => dice.between(1, 3),
        (_, "shop") => dice.between(1, 6),
        (_, _) if cheap => dice.between(5, 60) * 2,
        (Trade::Hardware, _) => dice.between(2, 20) * if kind == "bulk" { 5 } else { 1 },
        _ => dice.between(1, 16) * 5 / 2 + 1,
    };
    Qty(goods.step.0 * steps)
}

fn deal_fates(books: &Books, plans: &mut [Plan], dice: &mut Chance) {
    for (fate, count, from, to) in FATES {
        for _ in 0..*count {
            let fits: Vec<usize> = (0..plans.len())
                .filter(|n| {
                    let plan = &plans[*n];
                    let who = &books.customers[plan.customer];
                    let platform = who.buys == Trade::Platform;
                    plan.fate == Fate::Through
                        && (*from..=*to).contains(&plan.age)
                        && fits(*fate, plan, who, platform)
                })
                .collect();
            if !fits.is_empty() {
                let chosen = *dice.pick(&fits);
                plans[chosen].fate = *fate;
            }
        }
    }
}

fn fits(fate: Fate, plan: &Plan, who: &Customer, platform: bool) -> bool {
    let soon = matches!(plan.kind, "spot" | "replenish" | "topup");
    let plain = who.pays != super::books::Pays::Bad;
    match fate {
        Fate::Cancelled | Fate::Unsigned | Fate::Packed => soon && plain,
        Fate::Partial => {
            !platform && soon && plain && plan.lines.len() > 1 && who.policy.is_empty()
        }
        Fate::Waiting | Fate::Held => !platform && soon && plain,
        Fate::NotInvoiced | Fate::AtDoor => soon && plain && !who.is_prepaid(),
        Fate::StuckDirector | Fate::Returned | Fate::Rejected | Fate::Reworked => {
            !platform && who.kind != "person" && plan.lines.len() > 2
        }
        _ => !platform,
    }
}

/// Puts goods that have run out on an order that is to wait for them.
fn run_short(books: &Books, plan: &mut Plan, short: &[usize], dice: &mut Chance) {
    let trade = books.customers[plan.customer].buys;
    let candidates: Vec<usize> = short
        .iter()
        .copied()
        .filter(|p| books.products[*p].trade == trade)
        .collect();
    if candidates.is_empty() {
        return;
    }
    let product = *dice.pick(&candidates);
    plan.lines.retain(|(p, _)| !short.contains(p));
    plan.lines.truncate(5);
    let qty = Qty(books.products[product].step.0 * dice.between(8, 30));
    plan.lines.push((product, qty));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::day::day;

    #[test]
    fn every_fate_finds_its_orders() {
        let (books, shift) = (Books::read(), Shift::new(Calendar::default()));
        for today in ["2026-01-05", "2026-05-10", "2026-11-26"].map(day) {
            let days = shift.workdays(today.plus_days(-92), today);
            check(&orders(&books, &shift, &days, &[]));
        }
    }

    fn check(plans: &[Plan]) {
        assert!((330..=400).contains(&plans.len()), "{}", plans.len());
        for (fate, count, ..) in FATES {
            let there = plans.iter().filter(|plan| plan.fate == *fate).count();
            assert!(there >= *count, "{fate:?}: {there} of {count}");
        }
        let platform = |p: &&Plan| matches!(p.channel, "taobao" | "jd");
        assert!(plans.iter().filter(platform).count() > 50);
        for plan in plans {
            assert!(!plan.lines.is_empty());
            assert!(plan.need > plan.entered.day());
        }
    }
}
