//! `supply.expect`: goods that are on their way, by purchase or production.

use serde_json::{Value, json};

use super::{above_zero, whole_steps};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::domain::ids::SupplyId;
use crate::domain::{Day, Qty};
use crate::store::stock::{self, Supply};

payload! {
    /// Announces goods. The same paper, product and warehouse are written anew as long as nothing
    /// of them has come in.
    pub struct SupplyExpect {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// Where they come in.
        #[serde(deserialize_with = "fields::code")]
        pub warehouse: String,
        /// How much.
        pub qty: Qty,
        /// By when.
        pub date: Day,
        /// Whether it may be promised on.
        pub confirmed: bool,
        /// Number of the paper they come by; `stock.receive` names it again.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub r#ref: Option<String>,
    }
}

/// Announces goods.
pub fn expect(cx: &mut Cx<'_>, p: &SupplyExpect) -> Outcome<Value> {
    let product = find::product(cx.tx, &p.product)?;
    let warehouse = find::warehouse(cx.tx, &p.warehouse)?;
    cx.about(&product.code);
    above_zero("qty", p.qty)?;
    whole_steps(&product, p.qty)?;
    let paper = p.r#ref.clone().unwrap_or_default();
    let mut row = Supply {
        id: SupplyId(0),
        product_id: product.id,
        warehouse_id: warehouse.id,
        qty: p.qty,
        received: Qty::ZERO,
        due_on: p.date,
        confirmed: p.confirmed,
        paper,
        version: 1,
    };
    let untouched = untouched(cx, &row)?;
    match untouched {
        Some(id) => {
            row.id = id;
            stock::expect_anew(cx.tx, &row)?;
        }
        None => row.id = stock::expect(cx.tx, &row)?,
    }
    cx.changed(Aggregate::Stock);
    Ok(json!({ "supply": row.id }))
}

/// The row of the same paper of which nothing has come in.
fn untouched(cx: &Cx<'_>, row: &Supply) -> Outcome<Option<SupplyId>> {
    if row.paper.is_empty() {
        return Ok(None);
    }
    let rows = stock::open_supply(cx.tx, row.product_id, row.warehouse_id, &row.paper)?;
    let untouched = rows.iter().find(|r| r.received.is_zero());
    Ok(untouched.map(|r| r.id))
}
