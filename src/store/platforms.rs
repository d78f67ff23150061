//! What the platforms say of their orders.

use super::{Db, Result, Tx};
use crate::domain::ids::{BatchId, OrderId};
use crate::domain::{Moment, Money};

record! {
    /// What a platform says of an order.
    pub struct PlatformRow {
        /// Platform.
        pub platform: String,
        /// Code of the customer these orders belong to.
        pub shop: String,
        /// The platform's number.
        pub outside_id: String,
        /// Channel.
        pub channel: String,
        /// Our order.
        pub order_id: Option<OrderId>,
        /// The batch that brought it first.
        pub batch_id: Option<BatchId>,
        /// Its state among ours.
        pub status: String,
        /// The platform's own word.
        pub status_text: String,
        /// What was given back.
        pub refund: Option<Money>,
        /// Carrier.
        pub carrier: String,
        /// Waybill.
        pub waybill: String,
        /// Buyer, receiver and address; empty where they are masked.
        pub whom: String,
        /// By when the platform has promised the buyer that it leaves.
        pub ship_by: Option<Moment>,
        /// What is out of the common with it, separated by commas.
        pub marks: String,
        /// Values of the order, once they came.
        pub head: Option<String>,
        /// Its goods, once they came.
        pub lines: Option<String>,
        /// Why it did not pass by itself.
        pub stays: String,
    }
}

impl PlatformRow {
    /// Whether it has this mark.
    pub fn is_marked(&self, mark: &str) -> bool {
        self.marks.split(',').any(|own| own == mark)
    }
}

/// What the platform said of an order so far.
pub fn order(db: &Db, platform: &str, shop: &str, outside_id: &str) -> Result<Option<PlatformRow>> {
    let sql = "SELECT * FROM platform_order WHERE platform = ?1 AND shop = ?2 AND outside_id = ?3";
    db.opt(sql, [platform, shop, outside_id])
}

/// What a platform says of an order of ours, if it came from one.
pub fn of_order(db: &Db, order: OrderId) -> Result<Option<PlatformRow>> {
    db.opt("SELECT * FROM platform_order WHERE order_id = ?1", [order])
}

/// Keeps what the platform says now.
pub fn save(tx: &Tx<'_>, p: &PlatformRow) -> Result<()> {
    let sql = "INSERT INTO platform_order (platform, shop, outside_id, channel, order_id, batch_id, status,
                   status_text, refund, carrier, waybill, whom, ship_by, marks, head, lines, stays)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
               ON CONFLICT DO UPDATE SET order_id = excluded.order_id, status = excluded.status,
                   status_text = excluded.status_text, refund = excluded.refund,
                   carrier = excluded.carrier, waybill = excluded.waybill, whom = excluded.whom,
                   ship_by = excluded.ship_by, marks = excluded.marks, head = excluded.head,
                   lines = excluded.lines, stays = excluded.stays";
    let params = rusqlite::params![
        p.platform,
        p.shop,
        p.outside_id,
        p.channel,
        p.order_id,
        p.batch_id,
        p.status,
        p.status_text,
        p.refund,
        p.carrier,
        p.waybill,
        p.whom,
        p.ship_by,
        p.marks,
        p.head,
        p.lines,
        p.stays,
    ];
    tx.exec(sql, params).map(drop)
}

/// Writes why an order did not pass by itself: a list of codes as JSON.
pub fn set_stays(tx: &Tx<'_>, order: OrderId, stays: &str) -> Result<()> {
    let sql = "UPDATE platform_order SET stays = ?2 WHERE order_id = ?1";
    tx.exec(sql, (order, stays)).map(drop)
}

/// Orders of which nothing is ours to send, of this state, by when they should leave.
pub fn unmade(db: &Db, status: &str, limit: i64, skip: i64) -> Result<Vec<PlatformRow>> {
    let sql = "SELECT * FROM platform_order WHERE order_id IS NULL AND status = ?1 ORDER BY ship_by LIMIT ?2 OFFSET ?3";
    db.all(sql, (status, limit, skip))
}

/// Orders of ours that their platform still wants sent, behind a key.
pub fn still_to_send(
    db: &Db,
    platform: Option<&str>,
    after: [&str; 3],
    limit: i64,
) -> Result<Vec<PlatformRow>> {
    let sql = "SELECT * FROM platform_order
               WHERE (platform, shop, outside_id) > (?1, ?2, ?3) AND (?4 IS NULL OR platform = ?4)
                 AND order_id IS NOT NULL AND status IN ('to_ship', 'part_shipped')
               ORDER BY platform, shop, outside_id LIMIT ?5";
    let [own, shop, id] = after;
    db.all(sql, (own, shop, id, platform, limit))
}

/// Forgets what the platform said of an order that was taken back, so that its file can come again.
pub fn forget(tx: &Tx<'_>, order: OrderId) -> Result<()> {
    tx.exec("DELETE FROM goods_wanted WHERE order_id = ?1", [order])?;
    tx.exec("DELETE FROM platform_order WHERE order_id = ?1", [order])
        .map(drop)
}

/// Forgets what a batch brought of which nothing became an order of ours.
pub fn forget_unmade(tx: &Tx<'_>, batch: BatchId) -> Result<()> {
    let sql = "DELETE FROM platform_order WHERE batch_id = ?1 AND order_id IS NULL";
    tx.exec(sql, [batch]).map(drop)
}

/// Other orders of ours, not yet handed in, that go from the same shop to the same person and place.
pub fn going_together(db: &Db, p: &PlatformRow, not: OrderId) -> Result<Vec<String>> {
    if p.whom.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT o.number FROM platform_order p JOIN sales_order o ON o.id = p.order_id
               WHERE p.shop = ?1 AND p.whom = ?2 AND p.whom <> '' AND p.order_id IS NOT NULL AND o.id <> ?3
                 AND o.state IN ('draft', 'incomplete', 'returned') ORDER BY o.id LIMIT 20";
    db.values(sql, (&p.shop, &p.whom, not))
}
