//! Stock: what comes in and is counted, what is kept for whom, what can be promised.

pub mod aside;
pub mod capacity;
pub mod forecast;
pub mod locate;
pub mod movement;
pub mod order_promise;
pub mod promise;
pub mod query;
pub mod reserve;
pub mod schedule;
mod spot;
pub mod supply;
pub mod transfer;

use crate::domain::{Code, Qty, Refusal};
use crate::store::products::Product;

/// Refuses a quantity that is not above zero.
pub fn above_zero(field: &str, qty: Qty) -> Result<(), Refusal> {
    if qty > Qty::ZERO {
        Ok(())
    } else {
        Err(Refusal::bad_field(field, "above 0"))
    }
}

/// Refuses a quantity that is no multiple of the product's step; it is never rounded
/// (`rules.md §1`).
pub fn whole_steps(product: &Product, qty: Qty) -> Result<(), Refusal> {
    if qty.is_multiple_of(product.step) {
        return Ok(());
    }
    Err(Refusal::new(Code::QtyNotAStep)
        .fact("product", &product.code)
        .fact("qty", qty)
        .fact("step", product.step))
}

#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;
