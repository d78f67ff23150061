//! Holds that go by themselves once what raised them is gone: only those whose code says so
//! (`rules.md §3`).

use super::breach::{self, Breach};
use super::credit::{self, Standing};
use super::stop_shipping;
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::orders::hold;
use crate::desk::orders::hold_code::COLLECTION;
use crate::domain::ids::CustomerId;
use crate::store::holds::{self, Hold};
use crate::store::{self, Db, customers, receipts};

/// A hold that went.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Cleared {
    /// Order.
    pub order: String,
    /// Code.
    pub code: String,
}

/// Lifts what has gone by itself on the orders of a customer's payer; `because` is the paper, or the
/// day of the nightly run, that is written down as the reason.
pub fn of_group(cx: &mut Cx<'_>, customer: CustomerId, because: &str) -> Outcome<Vec<Cleared>> {
    let payer = breach::payer_of(cx.tx, customer)?;
    let mut waiting = Vec::new();
    for member in customers::payer_group(cx.tx, payer)? {
        waiting.extend(holds::clearing_of(cx.tx, member)?);
    }
    let mut cleared = Vec::new();
    if waiting.is_empty() {
        return Ok(cleared);
    }
    let standing = credit::standing(cx.tx, payer, cx.today)?;
    let breaches = breach::open(cx.tx, payer, cx.today)?;
    let stopped = stop_shipping::reached(cx.tx, payer, cx.today)?.is_some();
    for held in waiting {
        let gone = if held.code == COLLECTION {
            !stopped
        } else {
            is_gone(cx.tx, &held, &standing, &breaches)?
        };
        if gone {
            hold::lift(cx, &held, because)?;
            store::orders::touch(cx.tx, held.order_id)?;
            cleared.push(Cleared {
                order: store::orders::by_id(cx.tx, held.order_id)?.number,
                code: held.code,
            });
        }
    }
    Ok(cleared)
}

/// Whether what raised a hold is gone; of a code that nothing here knows, never.
fn is_gone(db: &Db, held: &Hold, standing: &Standing, breaches: &[Breach]) -> Outcome<bool> {
    Ok(match held.code.as_str() {
        "credit" => credit::standing_refusal(standing).is_none(),
        "overdue" => credit::overdue_refusal(standing).is_none(),
        "payment" => {
            let order = store::orders::by_id(db, held.order_id)?;
            receipts::cleared_for(db, order.id)? >= order.gross
        }
        breach::CHEQUE | breach::PROMISE => !breaches
            .iter()
            .any(|b| b.code == held.code && (!held.by_rule || b.reason == held.reason)),
        _ => false,
    })
}
