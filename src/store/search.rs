//! Searching masters and papers by code, name, initials, tails.

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
        /// As with customers; 5 in the specification alone.
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

/// The condition that every word of the search occurs in code, name or initials, or in what else is given.
fn every_word(words: &[String], or: &str) -> String {
    let one = |i: usize| {
        let or = or.replace("?1", &format!("?{}", i + 1));
        format!(
            "(code LIKE ?{0} || '%' ESCAPE '\\' OR py LIKE '%' || ?{0} || '%' ESCAPE '\\'
              OR name LIKE '%' || ?{0} || '%' ESCAPE '\\'{or})",
            i + 1
        )
    };
    (0..words.len()).map(one).collect::<Vec<_>>().join(" AND ")
}

/// Or in the specification, which tells `苏打水 柠檬` from its sisters. A word in letters alone would bring what
/// nobody meant between two keys.
fn or_in_spec(words: &[String]) -> &'static str {
    match words {
        [one] if one.is_ascii() => "",
        _ => " OR spec LIKE '%' || ?1 || '%' ESCAPE '\\'",
    }
}

const RANK: &str =
    "CASE WHEN code LIKE ?1 ESCAPE '\\' THEN 0 WHEN code LIKE ?1 || '%' ESCAPE '\\' THEN 1
    WHEN py LIKE ?1 || '%' ESCAPE '\\' OR py LIKE '%|' || ?1 || '%' ESCAPE '\\' THEN 2
    WHEN name LIKE ?1 || '%' ESCAPE '\\' THEN 3 ELSE 4 END";

/// Customers whose code, name or initials hold every word, best first; nothing typed lists all.
/// `after` is rank and code of the last one of the page before.
pub fn customers(
    db: &Db,
    words: &[String],
    after: Option<(i64, &str)>,
    limit: i64,
) -> Result<Vec<CustomerHit>> {
    let (rank, code) = after.unwrap_or((-1, ""));
    if words.is_empty() {
        let sql = "SELECT id, code, name, phone, terms, 4 AS rank FROM customer
                   WHERE code > ?1 ORDER BY code LIMIT ?2";
        return db.all(sql, (code, limit));
    }
    let mut params: Vec<_> = words.iter().map(|word| literal(word)).collect();
    let matching = every_word(words, "");
    params.push(code.to_owned());
    let last = params.len();
    let sql = format!(
        "SELECT id, code, name, phone, terms, {RANK} AS rank FROM customer
         WHERE {matching} AND ({RANK}, code) > ({rank}, ?{last}) ORDER BY rank, code LIMIT {limit}"
    );
    db.all(&sql, rusqlite::params_from_iter(&params))
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

/// Where a page of products begins: behind this code, found as often as this among what was bought lately.
struct Behind<'a> {
    rank: i64,
    times: i64,
    code: &'a str,
}

/// Products, likewise, those on sale alone; a style number finds all its colours and sizes. What the
/// customer has bought lately comes first among equals. `after` is rank and code of the last one.
pub fn products(
    db: &Db,
    words: &[String],
    buyer: Option<CustomerId>,
    after: Option<(i64, &str)>,
    limit: i64,
) -> Result<Vec<ProductHit>> {
    let times = match (buyer, after) {
        (Some(buyer), Some((_, code))) => times_bought(db, buyer, code)?,
        _ => 0,
    };
    let behind = after.map(|(rank, code)| Behind { rank, times, code });
    if words.is_empty() {
        return products_by_code(db, buyer, behind.as_ref(), limit);
    }
    let mut params: Vec<rusqlite::types::Value> =
        words.iter().map(|word| literal(word).into()).collect();
    let style = "style LIKE ?1 || '%' ESCAPE '\\'";
    let in_spec = or_in_spec(words);
    let every = every_word(words, in_spec);
    let matching = if words.len() == 1 {
        format!("(({every}) OR {style})")
    } else {
        every
    };
    // Where nothing else is looked at the name need not be looked over again.
    let by_name = if in_spec.is_empty() {
        RANK.to_owned()
    } else {
        let named = every_word(&words[..1], "");
        format!("CASE WHEN {named} OR {style} THEN {RANK} ELSE 5 END")
    };
    let rank = format!("CASE WHEN style LIKE ?1 ESCAPE '\\' THEN 1 ELSE {by_name} END");
    let (lately, join, often) = match buyer {
        Some(buyer) => {
            params.push(buyer.0.into());
            let join = "LEFT JOIN lately ON lately.product_id = product.id";
            (lately(params.len()), join, "-coalesce(lately.times, 0),")
        }
        None => (String::new(), "", ""),
    };
    let further = behind.map_or_else(String::new, |last| {
        params.push(last.code.to_owned().into());
        let times = buyer.map_or_else(String::new, |_| format!("-{},", last.times));
        let nth = params.len();
        format!(
            "AND ({rank}, {often} code) > ({}, {times} ?{nth})",
            last.rank
        )
    });
    let sql = format!(
        "{lately} SELECT {COLUMNS}, {rank} AS rank FROM product {join}
         WHERE on_sale = 1 AND {matching} {further} ORDER BY rank, {often} code LIMIT {limit}"
    );
    db.all(&sql, rusqlite::params_from_iter(params))
}

/// How often the customer has bought the product of this code lately.
fn times_bought(db: &Db, buyer: CustomerId, code: &str) -> Result<i64> {
    let sql = format!(
        "{} SELECT times FROM lately WHERE product_id = (SELECT id FROM product WHERE code = ?2)",
        lately(1)
    );
    Ok(db.value(&sql, (buyer, code))?.unwrap_or(0))
}

/// What the customer has bought lately, the most frequent first, then all others by code.
fn products_by_code(
    db: &Db,
    buyer: Option<CustomerId>,
    behind: Option<&Behind<'_>>,
    limit: i64,
) -> Result<Vec<ProductHit>> {
    let mut code = behind.map_or("", |last| last.code);
    let Some(buyer) = buyer else {
        let sql = format!(
            "SELECT {COLUMNS}, 4 AS rank FROM product WHERE on_sale = 1 AND code > ?1
             ORDER BY code LIMIT ?2"
        );
        return db.all(&sql, (code, limit));
    };
    let mut found: Vec<ProductHit> = Vec::new();
    let times = behind.map_or(i64::MAX, |last| last.times);
    if times > 0 {
        let sql = format!(
            "{} SELECT {COLUMNS}, 4 AS rank FROM lately JOIN product ON product.id = lately.product_id
             WHERE on_sale = 1 AND (lately.times < ?2 OR lately.times = ?2 AND code > ?3)
             ORDER BY lately.times DESC, code LIMIT ?4",
            lately(1)
        );
        found = db.all(&sql, (buyer, times, code, limit))?;
        code = "";
    }
    let room = limit.saturating_sub(i64::try_from(found.len()).unwrap_or(limit));
    if room > 0 {
        let sql = format!(
            "{} SELECT {COLUMNS}, 4 AS rank FROM product
             WHERE on_sale = 1 AND id NOT IN (SELECT product_id FROM lately) AND code > ?2
             ORDER BY code LIMIT ?3",
            lately(1)
        );
        let others: Vec<ProductHit> = db.all(&sql, (buyer, code, room))?;
        found.extend(others);
    }
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

/// Every colour and size of a style that is on sale, by colour; `after` is the code of the last one.
pub fn products_of_style(
    db: &Db,
    style: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<ProductHit>> {
    let place = "coalesce(colour, ''), coalesce(size, ''), code";
    let sql = format!(
        "SELECT {COLUMNS}, 1 AS rank FROM product WHERE style = ?1 AND on_sale = 1
             AND (?2 IS NULL OR ({place}) > (SELECT {place} FROM product WHERE code = ?2))
         ORDER BY {place} LIMIT ?3"
    );
    db.all(&sql, (style, after, limit))
}

/// The product with exactly this barcode or code, whatever else matches.
pub fn product_by_barcode(db: &Db, barcode: &str, limit: i64) -> Result<Vec<ProductHit>> {
    let sql = format!(
        "SELECT {COLUMNS}, 0 AS rank FROM product
         WHERE barcode = ?1 AND barcode IS NOT NULL ORDER BY code LIMIT ?2"
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
