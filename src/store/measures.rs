//! The facts that the measures are worked out from (`rules.md §13`): row by row, so that a long period
//! needs no more memory than a short one.

use rusqlite::named_params;

use super::{Db, Result, StoreError};
use crate::domain::ids::{InvoiceId, LineId, OrderId, ProductId, ShipmentId};
use crate::domain::order::{CancelReason, Channel};
use crate::domain::{Day, Moment, Money, Qty};

record! {
    /// A line of goods of an order that was promised.
    pub struct PromisedLine {
        /// Row.
        pub line_id: LineId,
        /// Its number.
        pub line: i64,
        /// Row of its order.
        pub order_id: OrderId,
        /// Number of its order.
        pub order_number: String,
        /// The promise that counts.
        pub base: Day,
        /// Ordered.
        pub qty: Qty,
        /// Approved price of all of it before tax.
        pub net: Money,
        /// Row of the product.
        pub product_id: ProductId,
        /// Product code.
        pub product: String,
        /// Customer code.
        pub customer: Option<String>,
        /// How the order came in.
        pub channel: Channel,
        /// Login of who keyed it.
        pub clerk: String,
        /// When it was written down.
        pub entered_at: Moment,
        /// When it was approved last.
        pub approved_at: Option<Moment>,
        /// Something of it was called off once.
        pub called_off: bool,
    }
}

record! {
    /// A part of a line that left.
    pub struct Part {
        /// The line.
        pub line_id: LineId,
        /// The shipment.
        pub shipment_id: ShipmentId,
        /// How much.
        pub qty: Qty,
        /// Of it refused at the door.
        pub refused: Qty,
        /// When it left.
        pub dispatched_at: Moment,
        /// When it was signed for.
        pub signed_at: Option<Moment>,
    }
}

record! {
    /// A part of a line that was called off.
    pub struct CalledOff {
        /// The line.
        pub line_id: LineId,
        /// How much; below zero takes it back.
        pub qty: Qty,
        /// Why.
        pub reason: CancelReason,
        /// When.
        pub at: Moment,
    }
}

record! {
    /// An order on its way into force.
    pub struct Entry {
        /// Row.
        pub order_id: OrderId,
        /// Number.
        pub order_number: String,
        /// Customer code.
        pub customer: Option<String>,
        /// How it came in.
        pub channel: Channel,
        /// Login of who keyed it.
        pub clerk: String,
        /// It was handed in.
        pub submitted: bool,
        /// It was no order.
        pub void: bool,
        /// It was called off whole.
        pub cancelled: bool,
        /// It came into force.
        pub approved: bool,
        /// It lacked something once.
        pub incomplete: bool,
        /// It was sent back once.
        pub returned: bool,
        /// It went into another order.
        pub merged: bool,
    }
}

record! {
    /// A line of which something left in a period.
    pub struct ShippedLine {
        /// Its number.
        pub line: i64,
        /// Number of its order.
        pub order_number: String,
        /// Product code.
        pub product: Option<String>,
        /// Customer code.
        pub customer: Option<String>,
        /// How the order came in.
        pub channel: Channel,
        /// Login of who keyed it.
        pub clerk: String,
        /// Left in the period.
        pub shipped: Qty,
        /// Left before it.
        pub before: Qty,
        /// Came back of the line, up to now.
        pub returned: Qty,
    }
}

record! {
    /// A survey or a complaint.
    pub struct Voice {
        /// Row of its order.
        pub order_id: Option<OrderId>,
        /// Number of its order.
        pub order_number: Option<String>,
        /// Customer code.
        pub customer: Option<String>,
        /// How the order came in.
        pub channel: Option<Channel>,
        /// Login of who keyed it.
        pub clerk: Option<String>,
        /// The score of a survey, the severity of a complaint.
        pub score: i64,
    }
}

record! {
    /// A step of an order on its way into force.
    pub struct WayStep {
        /// When.
        pub at: Moment,
        /// What happened.
        pub what: String,
        /// The state it left the order in, where it says.
        pub state: Option<String>,
    }
}

/// Gives the goods of every order with a promise base in a period, order by order.
pub fn promised_lines<E: From<StoreError>>(
    db: &Db,
    (from, to): (Day, Day),
    take: impl FnMut(PromisedLine) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let sql = include_str!("sql/measure_lines.sql");
    db.each(sql, named_params! { ":from": from, ":until": to }, take)
}

/// What left of an order up to a day, in the order in which it left.
pub fn parts(db: &Db, order: OrderId, as_of: Day) -> Result<Vec<Part>> {
    let sql = "SELECT s.line_id, s.shipment_id, s.qty, s.refused, h.dispatched_at,
                   CASE WHEN h.signed_at < ?2 THEN h.signed_at END AS signed_at
               FROM shipment h JOIN shipment_line s ON s.shipment_id = h.id
               WHERE h.order_id = ?1 AND h.dispatched_at < ?2 ORDER BY h.dispatched_at, h.id";
    db.all(sql, (order, as_of.plus_days(1)))
}

/// What was called off of an order up to a day.
pub fn called_off(db: &Db, order: OrderId, as_of: Day) -> Result<Vec<CalledOff>> {
    let sql = "SELECT c.line_id, c.qty, c.reason, c.at
               FROM order_line l CROSS JOIN cancellation c ON c.line_id = l.id
               WHERE l.order_id = ?1 AND c.at < ?2";
    db.all(sql, (order, as_of.plus_days(1)))
}

/// What keeps an order that was signed whole from being perfect, as known on a day.
pub fn blemish(db: &Db, order: OrderId, signed: Day, as_of: Day) -> Result<Option<String>> {
    let sql = include_str!("sql/measure_blemish.sql");
    let params = named_params! {
        ":order": order, ":known": as_of.plus_days(1), ":thirty": signed.plus_days(31),
    };
    Ok(db.value(sql, params)?.flatten())
}

/// The way of an order into force.
pub fn way(db: &Db, order: OrderId) -> Result<Vec<WayStep>> {
    let sql = "SELECT a.at, h.what, json_extract(h.facts, '$.state') AS state
               FROM happening h JOIN audit a ON a.seq = h.seq
               WHERE h.order_id = ?1 AND h.what IN ('order.entered', 'order.edited',
                   'order.submitted', 'order.returned', 'order.approved') ORDER BY h.id";
    db.all(sql, [order])
}

/// Gives the orders of a period, as known on a day.
pub fn entries<E: From<StoreError>>(
    db: &Db,
    (from, to): (Day, Day),
    as_of: Day,
    take: impl FnMut(Entry) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let sql = include_str!("sql/measure_entries.sql");
    let params = named_params! { ":from": from, ":until": to, ":known": as_of.plus_days(1) };
    db.each(sql, params, take)
}

/// Gives the lines of which something left in a period, with what came back up to a day.
pub fn shipped_lines<E: From<StoreError>>(
    db: &Db,
    (from, to): (Day, Day),
    as_of: Day,
    take: impl FnMut(ShippedLine) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let sql = include_str!("sql/measure_shipped.sql");
    let params = named_params! {
        ":from": from, ":until": to.plus_days(1), ":known": as_of.plus_days(1),
    };
    db.each(sql, params, take)
}

/// The surveys of a period, the newest first.
pub fn surveys<E: From<StoreError>>(
    db: &Db,
    (from, to): (Day, Day),
    take: impl FnMut(Voice) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let sql = "SELECT o.id AS order_id, o.number AS order_number, c.code AS customer, o.channel,
                   k.login AS clerk, s.score
               FROM survey s INDEXED BY survey_at JOIN sales_order o ON o.id = s.order_id
               JOIN staff k ON k.id = o.keyed_by LEFT JOIN customer c ON c.id = o.customer_id
               WHERE s.at >= ?1 AND s.at < ?2 ORDER BY s.at DESC";
    db.each(sql, (from, to.plus_days(1)), take)
}

/// The complaints of a period, the newest first.
pub fn complaints<E: From<StoreError>>(
    db: &Db,
    (from, to): (Day, Day),
    take: impl FnMut(Voice) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let sql = "SELECT o.id AS order_id, o.number AS order_number, c.code AS customer, o.channel,
                   k.login AS clerk, s.severity AS score
               FROM complaint s INDEXED BY complaint_opened JOIN customer c ON c.id = s.customer_id
               LEFT JOIN sales_order o ON o.id = s.order_id LEFT JOIN staff k ON k.id = o.keyed_by
               WHERE s.opened_at >= ?1 AND s.opened_at < ?2 ORDER BY s.opened_at DESC";
    db.each(sql, (from, to.plus_days(1)), take)
}

/// The products of an order.
pub fn products(db: &Db, order: OrderId) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT p.code FROM order_line l JOIN product p ON p.id = l.product_id
               WHERE l.order_id = ?1 AND l.removed = 0 ORDER BY p.code";
    db.values(sql, [order])
}

/// The number of the order that an invoice bills.
pub fn billed_order(db: &Db, invoice: InvoiceId) -> Result<Option<String>> {
    let sql =
        "SELECT o.number FROM invoice i JOIN sales_order o ON o.id = i.order_id WHERE i.id = ?1";
    db.value(sql, [invoice])
}

record! {
    /// Whose an order or a line of it is, and of which goods.
    pub struct Named {
        /// Customer code.
        pub customer: Option<String>,
        /// Customer's name.
        pub customer_name: Option<String>,
        /// Product code of the line.
        pub product: Option<String>,
        /// The product's name, or what was said where no product answers to it.
        pub goods: Option<String>,
    }
}

/// The names of an order or of a line of it.
pub fn named(db: &Db, order: &str, line: Option<i64>) -> Result<Option<Named>> {
    let sql = "SELECT c.code AS customer, c.name AS customer_name, p.code AS product,
                      coalesce(p.name, nullif(l.goods, '')) AS goods
               FROM sales_order o
               LEFT JOIN customer c ON c.id = o.customer_id
               LEFT JOIN order_line l ON l.order_id = o.id AND l.line = ?2
               LEFT JOIN product p ON p.id = l.product_id
               WHERE o.number = ?1";
    db.opt(sql, rusqlite::params![order, line])
}
