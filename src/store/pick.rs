//! What lies where, what is to be fetched, and what could be had instead.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{OrderId, ProductId, WarehouseId};
use crate::domain::{Day, Price, Qty};

record! {
    /// Goods to fetch for a line.
    pub struct PickRow {
        /// Warehouse code.
        pub warehouse: String,
        /// Where in it they lie; empty if nobody has said.
        pub location: String,
        /// Product code.
        pub product: String,
        /// Product name.
        pub name: String,
        /// Specification.
        pub spec: String,
        /// Unit.
        pub unit: String,
        /// How much.
        pub qty: Qty,
        /// For which order.
        #[serde(rename = "order")]
        pub order_number: String,
        /// Its line.
        pub line: i64,
        /// Customer name.
        pub customer_name: Option<String>,
        /// Promised for.
        pub promise: Option<Day>,
    }
}

record! {
    /// Goods that could be had instead.
    pub struct Substitute {
        /// Product code.
        pub product: String,
        /// Product name.
        pub name: String,
        /// Specification.
        pub spec: String,
        /// Unit.
        pub unit: String,
        /// List price.
        pub list_price: Price,
        /// Free over all warehouses.
        pub free: Qty,
        /// Of the same style, not of the family alone.
        pub same_style: bool,
    }
}

/// Which goods are to be fetched.
#[derive(Debug, Default)]
pub struct PickFilter {
    /// For one order.
    pub order: Option<OrderId>,
    /// In one warehouse.
    pub warehouse: Option<WarehouseId>,
    /// Promised up to this day.
    pub until: Option<Day>,
}

/// Says where a product lies in a warehouse; an empty location forgets it.
pub fn locate(
    tx: &Tx<'_>,
    product: ProductId,
    warehouse: WarehouseId,
    location: &str,
) -> Result<()> {
    if location.is_empty() {
        let sql = "DELETE FROM stock_place WHERE product_id = ?1 AND warehouse_id = ?2";
        return tx.exec(sql, (product, warehouse)).map(drop);
    }
    let sql = "INSERT INTO stock_place (product_id, warehouse_id, location) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET location = excluded.location";
    tx.exec(sql, (product, warehouse, location)).map(drop)
}

/// What is reserved and waits to be packed, by location.
pub fn list(db: &Db, filter: &PickFilter, skip: i64, limit: i64) -> Result<Vec<PickRow>> {
    let params = named_params! {
        ":order": filter.order, ":warehouse": filter.warehouse, ":until": filter.until,
        ":skip": skip, ":limit": limit,
    };
    db.all(include_str!("sql/pick_list.sql"), params)
}

/// What could be had instead of a product, the nearest first.
pub fn substitutes(db: &Db, product: ProductId, qty: Qty, limit: i64) -> Result<Vec<Substitute>> {
    let params = named_params! { ":product": product, ":qty": qty, ":limit": limit };
    db.all(include_str!("sql/substitutes.sql"), params)
}
