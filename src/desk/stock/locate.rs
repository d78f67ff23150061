//! `stock.locate`: where a product lies in a warehouse, for the pick list.

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::domain::Refusal;
use crate::store::pick;

payload! {
    /// Says where a product lies in a warehouse.
    pub struct StockLocate {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// Warehouse.
        #[serde(deserialize_with = "fields::code")]
        pub warehouse: String,
        /// Aisle, rack, shelf, as written on it; the pick list is sorted by it. Empty forgets it.
        #[serde(deserialize_with = "fields::clean")]
        pub location: String,
    }
}

/// The longest location.
const LONGEST: usize = 32;

/// Writes the location.
pub fn locate(cx: &mut Cx<'_>, p: &StockLocate) -> Outcome<Value> {
    let product = find::product(cx.tx, &p.product)?;
    let warehouse = find::warehouse(cx.tx, &p.warehouse)?;
    if p.location.chars().count() > LONGEST {
        return Err(Refusal::bad_field("location", "at most 32 characters").into());
    }
    cx.about(&product.code);
    pick::locate(cx.tx, product.id, warehouse.id, &p.location)?;
    cx.changed(Aggregate::Stock);
    Ok(json!({
        "product": product.code, "warehouse": warehouse.code, "location": p.location,
    }))
}
