//! `stock.quarantine`, `stock.release_quarantine`: goods that quality holds back, and second choice
//! (`rules.md §6`). They are in the house but in neither on hand nor free.

use serde_json::{Value, json};

use super::spot::{Spot, answer, book};
use super::{above_zero, movement, reserve, whole_steps};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::quality::{Fate, Quality};
use crate::domain::{Qty, Refusal};

payload! {
    /// Holds goods back until quality has decided. What is reserved goes last, from the lowest rank;
    /// packed goods are unpacked first.
    pub struct StockQuarantine {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// Warehouse.
        #[serde(deserialize_with = "fields::code")]
        pub warehouse: String,
        /// How much.
        pub qty: Qty,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
    }
}

payload! {
    /// Decides about goods that were held back. Good ones serve waiting lines by rank.
    pub struct StockReleaseQuarantine {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// Warehouse.
        #[serde(deserialize_with = "fields::code")]
        pub warehouse: String,
        /// How much.
        pub qty: Qty,
        /// What they are (default good).
        pub to: Option<Fate>,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
    }
}

/// Holds back.
pub fn quarantine(cx: &mut Cx<'_>, p: &StockQuarantine) -> Outcome<Value> {
    let spot = spot(cx, (&p.product, &p.warehouse), p.qty, &p.reason)?;
    let lost = movement::lose(cx, &spot, p.qty, ("quarantine", "", &p.reason))?;
    let because = ("quarantine", "", p.reason.as_str());
    book(cx, &spot, Quality::Held, p.qty, because)?;
    let mut told = answer(cx, &spot)?;
    told["unreserved"] = json!(lost);
    Ok(told)
}

/// Decides.
pub fn release(cx: &mut Cx<'_>, p: &StockReleaseQuarantine) -> Outcome<Value> {
    let spot = spot(cx, (&p.product, &p.warehouse), p.qty, &p.reason)?;
    let to = p.to.unwrap_or(Fate::Good);
    let why = if to == Fate::Scrap {
        "scrap"
    } else {
        "release"
    };
    let because = (why, "", p.reason.as_str());
    book(cx, &spot, Quality::Held, p.qty.negated(), because)?;
    let mut served = Vec::new();
    match to {
        Fate::Good => {
            movement::book(cx, &spot.product, &spot.warehouse, p.qty, because)?;
            served = reserve::serve_waiting(cx, &spot.product, &spot.warehouse, p.qty)?;
        }
        Fate::Second => book(cx, &spot, Quality::Second, p.qty, because)?,
        Fate::Scrap => {}
    }
    let mut told = answer(cx, &spot)?;
    told["reserved"] = json!(served);
    Ok(told)
}

fn spot(
    cx: &mut Cx<'_>,
    (product, warehouse): (&str, &str),
    qty: Qty,
    reason: &str,
) -> Outcome<Spot> {
    let spot = Spot::of(cx, product, warehouse)?;
    above_zero("qty", qty)?;
    whole_steps(&spot.product, qty)?;
    if reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    Ok(spot)
}
