//! What may still be called off: nothing of what is packed or gone, whichever row it left on.

use std::collections::BTreeMap;

use crate::domain::ids::ProductId;
use crate::domain::{Code, Qty, Refusal};
use crate::store::orders::{Line, Order};

/// What the rows of each product have open together. A row that took more than it wanted took it
/// from the others of its product (`rules.md §7`: the sku total of the order counts).
#[derive(Debug)]
pub struct StillOpen(BTreeMap<ProductId, i64>);

impl StillOpen {
    /// Adds up the rows of an order.
    pub fn of(lines: &[Line]) -> Self {
        let mut open = BTreeMap::new();
        for line in lines {
            if let Some(product) = line.product_id {
                *open.entry(product).or_default() +=
                    line.wanted().0 - line.packed.0 - line.shipped.0;
            }
        }
        Self(open)
    }

    /// The open quantity of a row, as far as its product has so much open.
    pub fn row(&self, line: &Line) -> Qty {
        let of_product = line.product_id.and_then(|product| self.0.get(&product));
        let most = of_product.copied().unwrap_or(i64::MAX).max(0);
        Qty(line.to_pack().0.min(most))
    }

    /// The same, taken out, so that the next row of the product finds the rest.
    pub fn take(&mut self, line: &Line) -> Qty {
        let taken = self.row(line);
        if let Some(open) = line.product_id.and_then(|product| self.0.get_mut(&product)) {
            *open -= taken.0;
        }
        taken
    }
}

/// The refusal of less than is packed, gone or called off already; `open` is what may still go.
pub fn below_shipped(order: &Order, line: &Line, asked: Qty, open: Qty) -> Refusal {
    Refusal::new(Code::OrderBelowShipped)
        .fact("order", &order.number)
        .fact("line", line.line)
        .fact("asked", asked)
        .fact("open", open)
        .fact("packed", line.packed)
        .fact("shipped", line.shipped)
        .fact("cancelled", line.cancelled)
}
