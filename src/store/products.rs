//! Products and their price rules.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{CustomerId, ProductId};
use crate::domain::{Day, Money, Percent, Price, Qty};

record! {
    /// A product's row.
    pub struct Product {
        /// Row.
        pub id: ProductId,
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
        /// Search text.
        pub py: String,
        /// Specification.
        pub spec: String,
        /// Unit of count.
        pub unit: String,
        /// Quantities are multiples of this.
        pub step: Qty,
        /// VAT rate.
        pub tax_rate: Percent,
        /// Price where no rule says otherwise.
        pub list_price: Price,
        /// Lowest price allowed.
        pub floor_price: Option<Price>,
        /// Cost.
        pub cost: Option<Price>,
        /// Barcode.
        pub barcode: Option<String>,
        /// Family.
        pub family: Option<String>,
        /// Style 款.
        pub style: Option<String>,
        /// Colour 色.
        pub colour: Option<String>,
        /// Size 码.
        pub size: Option<String>,
        /// Pieces in a pack.
        pub pack: Option<Qty>,
        /// Working days to make or get it.
        pub lead_days: Option<i64>,
        /// Percent that may be shipped too much.
        pub tolerance_over: Option<Percent>,
        /// Percent that may be missing.
        pub tolerance_under: Option<Percent>,
        /// Whether it is sold.
        pub on_sale: bool,
        /// Counts the changes of this row.
        pub version: i64,
        /// Grams of one unit, packed.
        pub weight: Option<i64>,
    }
}

/// The product with this code.
pub fn by_code(db: &Db, code: &str) -> Result<Option<Product>> {
    db.opt("SELECT * FROM product WHERE code = ?1", [code])
}

/// The product with this barcode, if exactly one has it.
pub fn by_barcode(db: &Db, barcode: &str) -> Result<Option<Product>> {
    let mut found: Vec<Product> = db.all(
        "SELECT * FROM product WHERE barcode = ?1 LIMIT 2",
        [barcode],
    )?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// The product of this row.
pub fn by_id(db: &Db, id: ProductId) -> Result<Product> {
    db.one("SELECT * FROM product WHERE id = ?1", [id])
}

/// Adds the product, or writes the row of the same code.
pub fn save(tx: &Tx<'_>, p: &Product) -> Result<ProductId> {
    let sql = include_str!("sql/product_save.sql");
    let id = tx.value(
        sql,
        named_params! {
            ":code": p.code, ":name": p.name, ":py": p.py, ":spec": p.spec, ":unit": p.unit,
            ":step": p.step, ":tax_rate": p.tax_rate, ":list_price": p.list_price,
            ":floor_price": p.floor_price, ":cost": p.cost, ":barcode": p.barcode,
            ":family": p.family, ":style": p.style, ":colour": p.colour, ":size": p.size,
            ":pack": p.pack, ":lead_days": p.lead_days, ":tolerance_over": p.tolerance_over,
            ":tolerance_under": p.tolerance_under, ":on_sale": p.on_sale, ":weight": p.weight,
        },
    )?;
    Ok(id.unwrap_or(p.id))
}

record! {
    /// A price rule's row.
    pub struct PriceRow {
        /// Row.
        pub id: i64,
        /// contract, customer, channel or base.
        pub scope: String,
        /// Whose it is.
        pub scope_key: String,
        /// sku, style, family or all.
        pub target: String,
        /// What it is for.
        pub target_key: String,
        /// From this quantity on.
        pub min_qty: Qty,
        /// A price, or
        pub price: Option<Price>,
        /// a discount off the list price.
        pub discount: Option<Percent>,
        /// First day.
        pub from_on: Day,
        /// Last day.
        pub to_on: Option<Day>,
    }
}

/// Writes a price rule; the same scope, target, quantity and start replace each other.
pub fn save_price(tx: &Tx<'_>, row: &PriceRow) -> Result<i64> {
    let sql = "INSERT INTO price_rule (scope, scope_key, target, target_key, min_qty, price,
                   discount, from_on, to_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT DO UPDATE SET price = excluded.price, discount = excluded.discount,
                   to_on = excluded.to_on
               RETURNING id";
    let params = (
        &row.scope,
        &row.scope_key,
        &row.target,
        &row.target_key,
        row.min_qty,
        row.price,
        row.discount,
        row.from_on,
        row.to_on,
    );
    Ok(tx.value(sql, params)?.unwrap_or(row.id))
}

/// The price rule with the same scope, target, quantity and start.
pub fn same_place(db: &Db, row: &PriceRow) -> Result<Option<PriceRow>> {
    let sql = "SELECT * FROM price_rule WHERE scope = ?1 AND scope_key = ?2 AND target = ?3
               AND target_key = ?4 AND min_qty = ?5 AND from_on = ?6";
    let params = (
        &row.scope,
        &row.scope_key,
        &row.target,
        &row.target_key,
        row.min_qty,
        row.from_on,
    );
    db.opt(sql, params)
}

/// Whose prices are asked for, and for what.
#[derive(Debug)]
pub struct PriceKey<'a> {
    /// Scope and key, e.g. ("customer", "C1").
    pub scopes: &'a [(&'static str, String)],
    /// Target and key, e.g. ("sku", "1001").
    pub targets: &'a [(&'static str, String)],
}

/// Every price rule that is for one of these scopes and one of these targets, whatever its dates.
pub fn prices(db: &Db, key: &PriceKey<'_>) -> Result<Vec<PriceRow>> {
    // One look by the index for each pair; the text differs only by how many there are of each.
    let rows = |many: usize, first: usize| {
        let row = |n: usize| format!("({n}, ?{}, ?{})", first + 2 * n, first + 2 * n + 1);
        (0..many).map(row).collect::<Vec<_>>().join(", ")
    };
    let (scopes, targets) = (key.scopes.len(), key.targets.len());
    let sql = include_str!("sql/prices.sql")
        .replace("{scopes}", &rows(scopes, 1))
        .replace("{targets}", &rows(targets, 1 + 2 * scopes));
    let pairs = key.scopes.iter().chain(key.targets);
    let words = pairs.flat_map(|(kind, key)| [*kind, key.as_str()]);
    db.all(&sql, rusqlite::params_from_iter(words))
}

record! {
    /// A price that a customer paid.
    pub struct Deal {
        /// Order.
        pub number: String,
        /// Its day.
        pub ordered_on: Day,
        /// Quantity.
        pub qty: Qty,
        /// Price.
        pub price: Price,
        /// Discount on it.
        pub discount: Percent,
        /// What promotions took off.
        pub promotion_off: Money,
    }
}

/// The last deals of a customer in a product, newest first.
pub fn last_deals(
    db: &Db,
    customer: CustomerId,
    product: ProductId,
    limit: i64,
) -> Result<Vec<Deal>> {
    let sql = "SELECT o.number, o.ordered_on, l.qty, l.price, l.discount, l.promotion_off
               FROM sales_order o JOIN order_line l ON l.order_id = o.id
               WHERE o.customer_id = ?1 AND l.product_id = ?2 AND l.removed = 0 AND l.gift = 0
                 AND o.state IN ('approved', 'closed', 'short_closed')
               ORDER BY o.id DESC LIMIT ?3";
    db.all(sql, (customer, product, limit))
}
