//! What goods of a platform's shop, or of a customer's sheets, are among ours; and what waits to be said.

use super::{Db, Result, Tx};
use crate::domain::ids::{OrderId, ProductId, StaffId};
use crate::domain::{Moment, Qty};

record! {
    /// What some goods of theirs are.
    pub struct GoodsMap {
        /// Row.
        pub id: i64,
        /// Platform, or `sheet`.
        pub platform: String,
        /// Code of the customer whose orders they come on.
        pub shop: String,
        /// Their number of the goods, else what they are called.
        pub item: String,
        /// Colour, size and the like, as they write it.
        pub sku: String,
        /// What they are called there.
        pub title: String,
        /// Who said it.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
    }
}

record! {
    /// A part of what one of theirs is.
    pub struct MapPart {
        /// Product.
        pub product_id: ProductId,
        /// Its code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// How many of it one of theirs is.
        pub qty: Qty,
    }
}

record! {
    /// Goods of an order of ours that wait to be mapped.
    pub struct Wanted {
        /// Order.
        pub order_id: OrderId,
        /// As our order's line names them.
        pub goods: String,
    }
}

record! {
    /// Goods that wait to be mapped, all orders together.
    pub struct Unmapped {
        /// Platform, or `sheet`.
        pub platform: String,
        /// Code of the customer whose orders they come on.
        pub shop: String,
        /// Their number of the goods, else what they are called.
        pub item: String,
        /// Colour, size and the like.
        pub sku: String,
        /// As our orders' lines name them.
        pub goods: String,
        /// The shop's own code, which no product has.
        pub code: String,
        /// Orders that wait for it.
        pub orders: i64,
        /// The first of them to leave, where a platform has promised.
        pub ship_by: Option<Moment>,
    }
}

/// Platform, shop, item and sku.
pub type Key<'a> = [&'a str; 4];

/// What these goods are, if somebody has said so.
pub fn map(db: &Db, key: Key<'_>) -> Result<Option<GoodsMap>> {
    let sql =
        "SELECT * FROM goods_map WHERE platform = ?1 AND shop = ?2 AND item = ?3 AND sku = ?4";
    db.opt(sql, key)
}

/// The parts of what one of theirs is.
pub fn parts(db: &Db, map: i64) -> Result<Vec<MapPart>> {
    let sql = "SELECT m.product_id, p.code, p.name, m.qty FROM goods_map_part m JOIN product p ON p.id = m.product_id
               WHERE m.map_id = ?1 ORDER BY m.seq";
    db.all(sql, [map])
}

/// Says what goods of theirs are, in place of what was said before.
pub fn save(tx: &Tx<'_>, m: &GoodsMap, parts: &[(ProductId, Qty)]) -> Result<()> {
    forget(tx, [&m.platform, &m.shop, &m.item, &m.sku])?;
    let sql = "INSERT INTO goods_map (platform, shop, item, sku, title, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let params = (
        &m.platform,
        &m.shop,
        &m.item,
        &m.sku,
        &m.title,
        m.staff_id,
        m.at,
    );
    let id = tx.insert(sql, params)?;
    for (seq, (product, qty)) in (1_i64..).zip(parts) {
        let sql =
            "INSERT INTO goods_map_part (map_id, seq, product_id, qty) VALUES (?1, ?2, ?3, ?4)";
        tx.exec(sql, (id, seq, product, qty))?;
    }
    Ok(())
}

/// Forgets what goods of theirs are; says whether anybody had said it.
pub fn forget(tx: &Tx<'_>, key: Key<'_>) -> Result<bool> {
    let sql = "DELETE FROM goods_map_part WHERE map_id IN (SELECT id FROM goods_map
               WHERE platform = ?1 AND shop = ?2 AND item = ?3 AND sku = ?4)";
    tx.exec(sql, key)?;
    let sql = "DELETE FROM goods_map WHERE platform = ?1 AND shop = ?2 AND item = ?3 AND sku = ?4";
    Ok(tx.exec(sql, key)? > 0)
}

/// A page of what is known, by platform and shop, behind a row.
pub fn maps(
    db: &Db,
    platform: Option<&str>,
    shop: Option<&str>,
    after: i64,
    limit: i64,
) -> Result<Vec<GoodsMap>> {
    let sql = "SELECT * FROM goods_map WHERE id > ?3 AND (?1 IS NULL OR platform = ?1) AND (?2 IS NULL OR shop = ?2)
               ORDER BY id LIMIT ?4";
    db.all(sql, (platform, shop, after, limit))
}

/// Goods of an order of ours wait to be mapped.
pub fn want(tx: &Tx<'_>, key: Key<'_>, order: OrderId, goods: &str, code: &str) -> Result<()> {
    let sql =
        "INSERT OR REPLACE INTO goods_wanted (platform, shop, item, sku, order_id, goods, code)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let [platform, shop, item, sku] = key;
    tx.exec(sql, (platform, shop, item, sku, order, goods, code))
        .map(drop)
}

/// The orders that wait for these goods, the first to leave first.
pub fn wanted(db: &Db, key: Key<'_>, limit: i64) -> Result<Vec<Wanted>> {
    let sql = "SELECT w.order_id, w.goods FROM goods_wanted w LEFT JOIN platform_order p ON p.order_id = w.order_id
               WHERE w.platform = ?1 AND w.shop = ?2 AND w.item = ?3 AND w.sku = ?4
               ORDER BY p.ship_by IS NULL, p.ship_by, w.order_id LIMIT ?5";
    let [platform, shop, item, sku] = key;
    db.all(sql, (platform, shop, item, sku, limit))
}

/// How many orders wait for these goods.
pub fn count(db: &Db, key: Key<'_>) -> Result<i64> {
    let sql = "SELECT count(*) FROM goods_wanted WHERE platform = ?1 AND shop = ?2 AND item = ?3 AND sku = ?4";
    Ok(db.value(sql, key)?.unwrap_or(0))
}

/// These goods of an order wait no more.
pub fn got(tx: &Tx<'_>, key: Key<'_>, order: OrderId) -> Result<()> {
    let sql = "DELETE FROM goods_wanted WHERE platform = ?1 AND shop = ?2 AND item = ?3 AND sku = ?4 AND order_id = ?5";
    let [platform, shop, item, sku] = key;
    tx.exec(sql, (platform, shop, item, sku, order)).map(drop)
}

/// Names of an order's goods that wait to be mapped.
pub fn waiting_of(db: &Db, order: OrderId) -> Result<Vec<String>> {
    db.values(
        "SELECT goods FROM goods_wanted WHERE order_id = ?1",
        [order],
    )
}

/// What waits to be mapped, behind a key, goods by goods: only orders that somebody still writes and that
/// still have such a line count.
pub fn unmapped(db: &Db, after: Key<'_>, limit: i64) -> Result<Vec<Unmapped>> {
    let sql =
        "SELECT w.platform, w.shop, w.item, w.sku, min(w.goods) AS goods, max(w.code) AS code,
                   count(*) AS orders, min(p.ship_by) AS ship_by
               FROM goods_wanted w JOIN sales_order o ON o.id = w.order_id
                   LEFT JOIN platform_order p ON p.order_id = w.order_id
               WHERE (w.platform, w.shop, w.item, w.sku) > (?1, ?2, ?3, ?4)
                 AND o.state IN ('draft', 'incomplete', 'returned')
                 AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.removed = 0
                     AND l.product_id IS NULL AND l.goods = w.goods)
               GROUP BY w.platform, w.shop, w.item, w.sku
               ORDER BY w.platform, w.shop, w.item, w.sku LIMIT ?5";
    let [platform, shop, item, sku] = after;
    db.all(sql, (platform, shop, item, sku, limit))
}
