//! Stock: movements, levels, reservations, expected supply.
//!
//! Levels and the counters of lines are kept by triggers (`schema.sql`); nothing here writes them.

use rusqlite::named_params;

use super::orders::Line;
use super::{Db, Result, Tx};
use crate::domain::ids::{LineId, ProductId, StaffId, SupplyId, WarehouseId};
use crate::domain::quality::Quality;
use crate::domain::{Day, Qty};

record! {
    /// What there is of a product in a warehouse.
    pub struct Level {
        /// Product.
        pub product_id: ProductId,
        /// Warehouse.
        pub warehouse_id: WarehouseId,
        /// In the house.
        pub on_hand: Qty,
        /// Of it kept for lines.
        pub reserved: Qty,
        /// Of it packed and not yet gone.
        pub packed: Qty,
    }
}

impl Level {
    /// What nobody has a claim to (`rules.md §6`).
    pub fn free(&self) -> Qty {
        Qty(self.on_hand.0 - self.reserved.0 - self.packed.0).at_least_zero()
    }
}

record! {
    /// Goods kept for a line.
    pub struct Reservation {
        /// Line.
        pub line_id: LineId,
        /// Warehouse.
        pub warehouse_id: WarehouseId,
        /// Product.
        pub product_id: ProductId,
        /// How much.
        pub qty: Qty,
        /// Last day it is kept.
        pub expires_on: Day,
    }
}

record! {
    /// Goods that are expected.
    pub struct Supply {
        /// Row.
        pub id: SupplyId,
        /// Product.
        pub product_id: ProductId,
        /// Warehouse.
        pub warehouse_id: WarehouseId,
        /// How much.
        pub qty: Qty,
        /// Of it in.
        pub received: Qty,
        /// By when.
        pub due_on: Day,
        /// Whether it may be promised on.
        pub confirmed: bool,
        /// Number of the paper it comes by.
        pub paper: String,
        /// Counts the changes of this row.
        pub version: i64,
    }
}

record! {
    /// A quantity on a day.
    pub struct Dated {
        /// Day.
        pub day: Day,
        /// Quantity.
        pub qty: Qty,
    }
}

record! {
    /// A row of the stock list.
    pub struct StockRow {
        /// Product code.
        pub product: String,
        /// Product name.
        pub name: String,
        /// Warehouse code; none where the product lies nowhere.
        pub warehouse: Option<String>,
        /// In the house.
        pub on_hand: Qty,
        /// Of it kept for lines.
        pub reserved: Qty,
        /// Of it packed and not yet gone.
        pub packed: Qty,
        /// On its way from another warehouse.
        pub in_transit: Qty,
        /// Held back by quality; in neither on hand nor free.
        pub quarantined: Qty,
        /// Second choice; in neither on hand nor free.
        pub second: Qty,
        /// Expected and not yet in, confirmed or not.
        pub expected: Qty,
        /// What nobody has a claim to.
        pub free: Qty,
        /// Rows of product and warehouse, to go on after.
        pub key: String,
    }
}

/// Goods in or out.
#[derive(Debug)]
pub struct Movement<'a> {
    /// Product.
    pub product: ProductId,
    /// Warehouse.
    pub warehouse: WarehouseId,
    /// In above zero, out below.
    pub qty: Qty,
    /// A word of `movement.why`.
    pub why: &'static str,
    /// The paper behind it.
    pub document: &'a str,
    /// What was said about it.
    pub note: &'a str,
    /// Booking day.
    pub on: Day,
    /// By whom.
    pub who: StaffId,
}

/// The order in which lines are served (`rules.md §6`): bumped by hand, grade, promise, age, number.
/// A line without a promise is owed today. Wants `c`, `l`, `o` and the parameter `:today`.
const RANK: &str =
    "l.bump = 0, l.bump, coalesce(c.grade, 'D'), coalesce(l.promise_on, :today), o.ordered_on,
    o.entered_at, length(o.number), o.number, l.line";

/// Moves goods.
pub fn move_goods(tx: &Tx<'_>, m: &Movement<'_>) -> Result<()> {
    let sql = "INSERT INTO movement (product_id, warehouse_id, qty, why, document, note, moved_on,
                   staff_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let params = (
        m.product,
        m.warehouse,
        m.qty,
        m.why,
        m.document,
        m.note,
        m.on,
        m.who,
    );
    tx.exec(sql, params).map(drop)
}

/// Moves goods that are not good ones.
pub fn move_aside(tx: &Tx<'_>, quality: Quality, m: &Movement<'_>) -> Result<()> {
    let sql = "INSERT INTO movement (product_id, warehouse_id, qty, why, quality, document, note,
                   moved_on, staff_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let params = (
        m.product,
        m.warehouse,
        m.qty,
        m.why,
        quality,
        m.document,
        m.note,
        m.on,
        m.who,
    );
    tx.exec(sql, params).map(drop)
}

/// What stands apart of a product in a warehouse.
pub fn aside(db: &Db, product: ProductId, warehouse: WarehouseId, quality: Quality) -> Result<Qty> {
    let sql = "SELECT qty FROM stock_aside
               WHERE product_id = ?1 AND warehouse_id = ?2 AND quality = ?3";
    let found = db.value(sql, (product, warehouse, quality))?;
    Ok(found.unwrap_or(Qty::ZERO))
}

/// What there is of a product in a warehouse.
pub fn level(db: &Db, product: ProductId, warehouse: WarehouseId) -> Result<Level> {
    let sql = "SELECT * FROM stock_level WHERE product_id = ?1 AND warehouse_id = ?2";
    let found = db.opt(sql, (product, warehouse))?;
    Ok(found.unwrap_or(Level {
        product_id: product,
        warehouse_id: warehouse,
        on_hand: Qty::ZERO,
        reserved: Qty::ZERO,
        packed: Qty::ZERO,
    }))
}

/// What there is of a product, warehouse by warehouse, the first made first.
pub fn levels(db: &Db, product: ProductId) -> Result<Vec<Level>> {
    let sql = "SELECT * FROM stock_level WHERE product_id = ?1 ORDER BY warehouse_id";
    db.all(sql, [product])
}

/// Keeps goods for a line, beside what is kept for it already.
pub fn reserve(tx: &Tx<'_>, r: &Reservation) -> Result<()> {
    let sql = "INSERT INTO reservation (line_id, warehouse_id, product_id, qty, expires_on)
               VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT DO UPDATE SET qty = qty + excluded.qty, expires_on = excluded.expires_on";
    let params = (r.line_id, r.warehouse_id, r.product_id, r.qty, r.expires_on);
    tx.exec(sql, params).map(drop)
}

/// Gives back part of what is kept for a line in a warehouse; the row goes with the last of it.
pub fn unreserve(tx: &Tx<'_>, line: LineId, warehouse: WarehouseId, qty: Qty) -> Result<()> {
    let sql = "DELETE FROM reservation WHERE line_id = ?1 AND warehouse_id = ?2 AND qty <= ?3";
    if tx.exec(sql, (line, warehouse, qty))? == 0 {
        let sql = "UPDATE reservation SET qty = qty - ?3 WHERE line_id = ?1 AND warehouse_id = ?2";
        tx.exec(sql, (line, warehouse, qty))?;
    }
    Ok(())
}

/// What is kept for a line, the first made warehouse first.
pub fn reservations(db: &Db, line: LineId) -> Result<Vec<Reservation>> {
    let sql = "SELECT * FROM reservation WHERE line_id = ?1 ORDER BY warehouse_id";
    db.all(sql, [line])
}

/// What is kept of a product in a warehouse, the first served first.
pub fn reserved_by_rank(
    db: &Db,
    product: ProductId,
    warehouse: WarehouseId,
    today: Day,
) -> Result<Vec<Reservation>> {
    let sql = format!(
        "SELECT r.* FROM reservation r JOIN order_line l ON l.id = r.line_id
         JOIN sales_order o ON o.id = l.order_id LEFT JOIN customer c ON c.id = o.customer_id
         WHERE r.product_id = :product AND r.warehouse_id = :warehouse ORDER BY {RANK}"
    );
    let params = named_params! { ":product": product, ":warehouse": warehouse, ":today": today };
    db.all(&sql, params)
}

/// What was kept up to a day before this one.
pub fn expired(db: &Db, today: Day) -> Result<Vec<Reservation>> {
    let sql = "SELECT * FROM reservation WHERE expires_on < ?1 ORDER BY line_id, warehouse_id";
    db.all(sql, [today])
}

/// The lines in force that wait for a product and may be served from this warehouse, by rank.
///
/// The index is named, here and below: the planner would take the one of all lines ever sold.
pub fn waiting_by_rank(
    db: &Db,
    product: ProductId,
    warehouse: WarehouseId,
    today: Day,
) -> Result<Vec<Line>> {
    let sql = format!(
        "SELECT l.* FROM order_line l INDEXED BY line_waiting
         JOIN sales_order o ON o.id = l.order_id
         LEFT JOIN customer c ON c.id = o.customer_id
         WHERE l.product_id = :product AND l.in_force = 1
           AND l.qty > l.cancelled + l.reserved + l.packed + l.shipped AND l.removed = 0
           AND coalesce(o.warehouse_id, :warehouse) = :warehouse ORDER BY {RANK}"
    );
    let params = named_params! { ":product": product, ":warehouse": warehouse, ":today": today };
    db.all(&sql, params)
}

/// What lines in force wait for, by promise (`rules.md §6`, commitments). For one warehouse, the
/// lines of orders that name another are left out.
pub fn commitments(
    db: &Db,
    product: ProductId,
    warehouse: Option<WarehouseId>,
    today: Day,
) -> Result<Vec<Dated>> {
    let sql = "SELECT iif(promise_on = '', ?3, promise_on) AS day, sum(qty) AS qty FROM waiting
               WHERE product_id = ?1 AND (?2 IS NULL OR warehouse_id IN (0, ?2))
               GROUP BY promise_on ORDER BY promise_on";
    db.all(sql, (product, warehouse, today))
}

/// What is expected for sure, by day: confirmed supply and goods on their way between warehouses.
pub fn confirmed_supply(
    db: &Db,
    product: ProductId,
    warehouse: Option<WarehouseId>,
) -> Result<Vec<Dated>> {
    let sql = "SELECT day, sum(qty) AS qty FROM (
                   SELECT due_on AS day, qty - received AS qty FROM supply
                   WHERE product_id = ?1 AND received < qty AND confirmed = 1
                     AND (?2 IS NULL OR warehouse_id = ?2)
                   UNION ALL
                   SELECT expected_on, qty - arrived - lost FROM stock_transfer
                   WHERE product_id = ?1 AND qty > arrived + lost AND (?2 IS NULL OR to_id = ?2))
               GROUP BY day ORDER BY day";
    db.all(sql, (product, warehouse))
}

/// The open supply of a paper, the first due first.
pub fn open_supply(
    db: &Db,
    product: ProductId,
    warehouse: WarehouseId,
    paper: &str,
) -> Result<Vec<Supply>> {
    let sql = "SELECT *, ref AS paper FROM supply
               WHERE product_id = ?1 AND warehouse_id = ?2 AND ref = ?3
                 AND received < qty ORDER BY due_on, id";
    db.all(sql, (product, warehouse, paper))
}

/// Adds expected goods.
pub fn expect(tx: &Tx<'_>, s: &Supply) -> Result<SupplyId> {
    let sql = "INSERT INTO supply (product_id, warehouse_id, qty, due_on, confirmed, ref)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let params = (
        s.product_id,
        s.warehouse_id,
        s.qty,
        s.due_on,
        s.confirmed,
        &s.paper,
    );
    tx.insert(sql, params).map(SupplyId)
}

/// Writes expected goods anew.
pub fn expect_anew(tx: &Tx<'_>, s: &Supply) -> Result<()> {
    let sql = "UPDATE supply SET qty = ?2, due_on = ?3, confirmed = ?4, version = version + 1
               WHERE id = ?1";
    tx.exec(sql, (s.id, s.qty, s.due_on, s.confirmed)).map(drop)
}

/// Counts expected goods as come in.
pub fn supply_came(tx: &Tx<'_>, id: SupplyId, qty: Qty) -> Result<()> {
    let sql = "UPDATE supply SET received = received + ?2, version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, qty)).map(drop)
}

/// Rows of product and warehouse that hold or expect something, by code, after a row's `key`.
pub fn list(
    db: &Db,
    product: Option<ProductId>,
    warehouse: Option<WarehouseId>,
    after: Option<(ProductId, WarehouseId)>,
    limit: i64,
) -> Result<Vec<StockRow>> {
    let (after_product, after_warehouse) = after.unzip();
    let params = named_params! {
        ":product": product, ":warehouse": warehouse, ":limit": limit,
        ":after_product": after_product, ":after_warehouse": after_warehouse,
    };
    db.all(include_str!("sql/stock_list.sql"), params)
}

#[cfg(test)]
mod tests;
