//! Searching masters and papers by code, name, initials, tails.

use std::collections::BTreeSet;

use super::{Db, Result};
use crate::domain::ids::{CustomerId, ProductId};
use crate::domain::{Price, Qty, text};

record! {
    /// A customer found.
    pub struct CustomerHit {
        /// Row.
        pub id: CustomerId,
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
        /// Telephone.
        pub phone: String,
        /// Terms.
        pub terms: String,
        /// 0 exact code, 1 code begins, 2 initials begin, 3 name begins, 4 somewhere inside.
        pub rank: i64,
    }
}

record! {
    /// A product found.
    pub struct ProductHit {
        /// Row.
        pub id: ProductId,
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
        /// Specification.
        pub spec: String,
        /// Unit.
        pub unit: String,
        /// List price; kept back from whoever may not see prices.
        pub list_price: Option<Price>,
        /// Style number 款号, for goods in colours and sizes.
        pub style: Option<String>,
        /// Colour of the style.
        pub colour: Option<String>,
        /// Size of the style.
        pub size: Option<String>,
        /// Pieces in a pack.
        pub pack: Option<Qty>,
        /// Free over all warehouses.
        pub free: Qty,
        /// As with customers.
        pub rank: i64,
    }
}

record! {
    /// A paper found.
    pub struct PaperHit {
        /// shipment, invoice, receipt.
        pub kind: String,
        /// Number.
        pub code: String,
        /// What it says beside it.
        pub name: String,
        /// Its order, if it has one.
        pub order: Option<String>,
    }
}

/// Words of a search that are looked for; nobody types more, and each is a condition.
const WORDS: usize = 20;

/// The words of a search, small letters.
pub fn words(typed: &str) -> Vec<String> {
    text::narrow(typed)
        .to_lowercase()
        .split_whitespace()
        .take(WORDS)
        .map(str::to_owned)
        .collect()
}

/// Marks `%`, `_` and `\` in what a person typed as themselves.
pub(super) fn literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

/// The condition that every word of the search occurs in code, name or initials.
fn every_word(words: &[String]) -> String {
    let one = |i: usize| {
        format!(
            "(code LIKE ?{0} || '%' ESCAPE '\\' OR py LIKE '%' || ?{0} || '%' ESCAPE '\\'
              OR name LIKE '%' || ?{0} || '%' ESCAPE '\\')",
            i + 1
        )
    };
    (0..words.len()).map(one).collect::<Vec<_>>().join(" AND ")
}

const RANK: &str =
    "CASE WHEN code LIKE ?1 ESCAPE '\\' THEN 0 WHEN code LIKE ?1 || '%' ESCAPE '\\' THEN 1
    WHEN py LIKE ?1 || '%' ESCAPE '\\' OR py LIKE '%|' || ?1 || '%' ESCAPE '\\' THEN 2
    WHEN name LIKE ?1 || '%' ESCAPE '\\' THEN 3 ELSE 4 END";

/// Customers whose code, name or initials hold every word, best first; nothing typed lists all.
pub fn customers(db: &Db, words: &[String], limit: i64) -> Result<Vec<CustomerHit>> {
    if words.is_empty() {
        let sql =
            "SELECT id, code, name, phone, terms, 4 AS rank FROM customer ORDER BY code LIMIT ?1";
        return db.all(sql, [limit]);
    }
    let words: Vec<_> = words.iter().map(|word| literal(word)).collect();
    let sql = format!(
        "SELECT id, code, name, phone, terms, {RANK} AS rank FROM customer
         WHERE {} ORDER BY rank, code LIMIT {limit}",
        every_word(&words)
    );
    db.all(&sql, rusqlite::params_from_iter(&words))
}

/// Customers whose telephone ends in these digits.
pub fn customers_by_phone(db: &Db, digits: &str, limit: i64) -> Result<Vec<CustomerHit>> {
    let tail = &digits[digits.len().saturating_sub(4)..];
    let sql = "SELECT id, code, name, phone, terms, 1 AS rank FROM customer
               WHERE phone_tail = ?1 AND phone_tail <> '' ORDER BY code LIMIT ?2";
    db.all(sql, (tail, limit))
}

const COLUMNS: &str = "id, code, name, spec, unit, list_price, style, colour, size, pack,
    (SELECT coalesce(sum(on_hand - reserved - packed), 0) FROM stock_level s
     WHERE s.product_id = product.id) AS free";

/// Products, likewise, those on sale alone; a style number finds all its colours and sizes. What the
/// customer has bought lately comes first among equals.
pub fn products(
    db: &Db,
    words: &[String],
    buyer: Option<CustomerId>,
    limit: i64,
) -> Result<Vec<ProductHit>> {
    if words.is_empty() {
        return products_by_code(db, buyer, limit);
    }
    let mut params: Vec<rusqlite::types::Value> =
        words.iter().map(|word| literal(word).into()).collect();
    let style = "style LIKE ?1 || '%' ESCAPE '\\'";
    let matching = if words.len() == 1 {
        format!("(({}) OR {style})", every_word(words))
    } else {
        every_word(words)
    };
    let (lately, bought) = match buyer {
        Some(buyer) => {
            params.push(buyer.0.into());
            (lately(params.len()), "coalesce(lately.times, 0) DESC,")
        }
        None => (String::new(), ""),
    };
    let join = if buyer.is_some() {
        "LEFT JOIN lately ON lately.product_id = product.id"
    } else {
        ""
    };
    let sql = format!(
        "{lately} SELECT {COLUMNS}, CASE WHEN style LIKE ?1 ESCAPE '\\' THEN 1 ELSE {RANK} END AS rank FROM product {join}
         WHERE on_sale = 1 AND {matching} ORDER BY rank, {bought} code LIMIT {limit}"
    );
    db.all(&sql, rusqlite::params_from_iter(params))
}

/// What the customer has bought lately, the most frequent first, then all others by code.
fn products_by_code(db: &Db, buyer: Option<CustomerId>, limit: i64) -> Result<Vec<ProductHit>> {
    let mut found: Vec<ProductHit> = Vec::new();
    if let Some(buyer) = buyer {
        let sql = format!(
            "{} SELECT {COLUMNS}, 4 AS rank FROM lately JOIN product ON product.id = lately.product_id
             WHERE on_sale = 1 ORDER BY lately.times DESC, code LIMIT ?2",
            lately(1)
        );
        found = db.all(&sql, (buyer, limit))?;
    }
    let sql = format!(
        "SELECT {COLUMNS}, 4 AS rank FROM product WHERE on_sale = 1 ORDER BY code LIMIT ?1"
    );
    let others: Vec<ProductHit> = db.all(&sql, [limit])?;
    let bought: BTreeSet<ProductId> = found.iter().map(|hit| hit.id).collect();
    found.extend(others.into_iter().filter(|hit| !bought.contains(&hit.id)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// How often the customer's last orders held each product; their number bounds the work.
fn lately(customer: usize) -> String {
    format!(
        "WITH lately AS MATERIALIZED (
             SELECT l.product_id, count(*) AS times FROM (
                 SELECT id FROM sales_order WHERE customer_id = ?{customer}
                 ORDER BY ordered_on DESC, id DESC LIMIT {LATELY}) o
             JOIN order_line l ON l.order_id = o.id WHERE l.product_id IS NOT NULL
             GROUP BY l.product_id)"
    )
}

/// Orders of a customer that tell what he buys.
const LATELY: i64 = 50;

/// Every colour and size of a style that is on sale, by colour.
pub fn products_of_style(db: &Db, style: &str, limit: i64) -> Result<Vec<ProductHit>> {
    let sql = format!(
        "SELECT {COLUMNS}, 1 AS rank FROM product
         WHERE style = ?1 AND on_sale = 1 ORDER BY colour, size, code LIMIT ?2"
    );
    db.all(&sql, (style, limit))
}

/// The product with exactly this barcode or code, whatever else matches.
pub fn product_by_barcode(db: &Db, barcode: &str, limit: i64) -> Result<Vec<ProductHit>> {
    let sql = format!(
        "SELECT {COLUMNS}, 0 AS rank FROM product
         WHERE barcode = ?1 AND barcode IS NOT NULL LIMIT ?2"
    );
    db.all(&sql, (barcode, limit))
}

/// Shipments, invoices, receipts and credit notes with exactly this number, or this waybill.
pub fn papers(db: &Db, text: &str, limit: i64) -> Result<Vec<PaperHit>> {
    let sql =
        "SELECT 'shipment' AS kind, s.number AS code, s.waybill AS name, o.number AS \"order\"
                   FROM shipment s JOIN sales_order o ON o.id = s.order_id WHERE s.number = ?1
               UNION ALL
               SELECT 'waybill', s.waybill, s.number, o.number
                   FROM shipment s JOIN sales_order o ON o.id = s.order_id
                   WHERE s.waybill >= ?1 AND s.waybill < ?1 || '~' AND s.waybill <> ''
               UNION ALL
               SELECT 'invoice', i.number, c.name, o.number FROM invoice i
                   JOIN sales_order o ON o.id = i.order_id JOIN customer c ON c.id = i.customer_id
                   WHERE i.number = ?1
               UNION ALL
               SELECT 'receipt', r.number, c.name, o.number FROM receipt r
                   JOIN customer c ON c.id = r.customer_id
                   LEFT JOIN sales_order o ON o.id = r.order_id WHERE r.number = ?1
               UNION ALL
               SELECT 'credit_note', n.number, c.name, o.number FROM credit_note n
                   JOIN invoice i ON i.id = n.invoice_id JOIN sales_order o ON o.id = i.order_id
                   JOIN customer c ON c.id = n.customer_id WHERE n.number = ?1
               LIMIT ?2";
    db.all(sql, (text, limit))
}
