//! A bounced cheque or a broken promise to pay that was not made good (`rules.md §4`).
//!
//! It holds the orders of the payer that have not left: at the bounce, when an order comes into
//! force, in the nightly run. An order that no hold has reached yet is stopped at its dispatch.
//! Once somebody has released the hold that it raised, it stops that order no more.

use std::collections::BTreeMap;

use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::orders::hold;
use crate::domain::check::{Check, Control};
use crate::domain::ids::CustomerId;
use crate::domain::terms::Terms;
use crate::domain::{Code, Day, Money, Refusal};
use crate::store::orders::Order;
use crate::store::{Db, breaches, checks, customers, holds};

/// The hold of a bounced cheque.
pub const CHEQUE: &str = "cheque";
/// The hold of a broken promise.
pub const PROMISE: &str = "promise";

/// Something that a payer has to make good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The code of the hold it raises.
    pub code: &'static str,
    /// The receipt, or the day and amount that were promised.
    pub reason: String,
    /// The day it happened.
    pub on: Day,
    /// How much has to come to make it good.
    pub amount: Money,
}

/// Who pays for a customer.
pub fn payer_of(db: &Db, customer: CustomerId) -> Outcome<CustomerId> {
    let customer = customers::by_id(db, customer)?;
    Ok(customer.payer_id.unwrap_or(customer.id))
}

/// What is not made good in the group of a payer, the oldest first by customer.
///
/// Made good is: as much cleared money has come since, or nothing billed is open any more; for a
/// promise about one invoice also, that this invoice is settled.
pub fn open(db: &Db, payer: CustomerId, today: Day) -> Outcome<Vec<Breach>> {
    let group = customers::payer_group(db, payer)?;
    let mut paid = Paid::new(db, &group);
    let mut found = Vec::new();
    for member in &group {
        for cheque in breaches::bounced(db, *member)? {
            found.push(Breach {
                code: CHEQUE,
                reason: cheque.number,
                on: cheque.since,
                amount: cheque.amount,
            });
        }
        for promise in breaches::promises(db, *member, today)? {
            let settled = match promise.invoice_id {
                None => false,
                Some(invoice) => !breaches::is_open(db, invoice)?,
            };
            let amount = promise.promise_amount;
            if !settled && paid.since(promise.made_on)? < amount {
                found.push(Breach {
                    code: PROMISE,
                    reason: format!("{} {amount}", promise.promise_on),
                    on: promise.promise_on,
                    amount,
                });
            }
        }
    }
    if found.is_empty() || !owe(db, &group)? {
        return Ok(Vec::new());
    }
    let mut still = Vec::new();
    for breach in found {
        let good = breach.code == CHEQUE && paid.since(breach.on)? >= breach.amount;
        if !good {
            still.push(breach);
        }
    }
    Ok(still)
}

fn owe(db: &Db, group: &[CustomerId]) -> Outcome<bool> {
    for member in group {
        if breaches::owes(db, *member)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a group has paid since a day, added up once for each: cheques may have bounced for years, and
/// every dispatch asks.
struct Paid<'a> {
    db: &'a Db,
    group: &'a [CustomerId],
    since: BTreeMap<Day, Money>,
}

impl<'a> Paid<'a> {
    fn new(db: &'a Db, group: &'a [CustomerId]) -> Self {
        Self {
            db,
            group,
            since: BTreeMap::new(),
        }
    }

    fn since(&mut self, day: Day) -> Outcome<Money> {
        if let Some(paid) = self.since.get(&day) {
            return Ok(*paid);
        }
        let mut paid = Money::ZERO;
        for member in self.group {
            paid = paid.add(breaches::paid_since(self.db, *member, day)?)?;
        }
        self.since.insert(day, paid);
        Ok(paid)
    }
}

/// Holds an order for each breach of its payer that has not held it before; gives the codes.
pub fn hold_order(cx: &mut Cx<'_>, order: &Order) -> Outcome<Vec<&'static str>> {
    let mut placed = Vec::new();
    for breach in against(cx.tx, order, cx.today)? {
        if hold::raise(cx, order, breach.code, &breach.reason)? {
            placed.push(breach.code);
        }
    }
    Ok(placed)
}

/// The refusal of a dispatch, for a breach that has not held the order yet because no nightly run
/// came by.
pub fn refusal(db: &Db, order: &Order, today: Day) -> Outcome<Option<Refusal>> {
    let found = against(db, order, today)?.into_iter().next();
    Ok(found.map(|breach| {
        Refusal::new(Code::CreditOverdue)
            .fact("cause", breach.code)
            .fact("what", &breach.reason)
            .fact("overdue", breach.amount)
            .fact("oldest_days", today.days_since(breach.on))
    }))
}

/// The breaches that count against an order: none where the money comes first, or where the office
/// does not block what is overdue, or where the order was held for it before.
fn against(db: &Db, order: &Order, today: Day) -> Outcome<Vec<Breach>> {
    let prepaid = matches!(order.terms.parse(), Ok(Terms::Prepaid));
    let Some(customer) = order.customer_id.filter(|_| !prepaid) else {
        return Ok(Vec::new());
    };
    if !blocks(db, Check::Overdue)? {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for breach in open(db, payer_of(db, customer)?, today)? {
        if !holds::ever(db, order.id, breach.code, &breach.reason)? {
            found.push(breach);
        }
    }
    Ok(found)
}

/// Whether the office stops what fails this check.
pub fn blocks(db: &Db, check: Check) -> Outcome<bool> {
    let rules = checks::rules(db)?;
    Ok(rules
        .iter()
        .any(|rule| rule.code == check && rule.control == Control::Block))
}
