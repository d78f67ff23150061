//! What the schedule is made from: every line that is not delivered, and all goods there are or
//! will be.

use super::{Db, Result};
use crate::domain::ids::{LineId, OrderId, ProductId, SupplyId, WarehouseId};
use crate::domain::party::{DeliveryPolicy, Grade};
use crate::domain::{Day, Moment, Qty};

record! {
    /// A line in force that the customer has not got whole.
    pub struct OpenLine {
        /// Line.
        pub id: LineId,
        /// Its order.
        pub order_id: OrderId,
        /// The order's number.
        pub order: String,
        /// Line number.
        pub line: i64,
        /// Customer code.
        pub customer: Option<String>,
        /// Their grade.
        pub grade: Option<Grade>,
        /// Product.
        pub product_id: ProductId,
        /// Promised for.
        pub promise_on: Option<Day>,
        /// The order's day.
        pub ordered_on: Day,
        /// When it was entered.
        pub entered_at: Moment,
        /// Served before all without one.
        pub bump: i64,
        /// Neither packed nor shipped.
        pub to_pack: Qty,
        /// Of it reserved.
        pub reserved: Qty,
        /// Packed and not yet gone.
        pub packed: Qty,
        /// Under way.
        pub under_way: Qty,
        /// The warehouse its order names.
        pub site: Option<WarehouseId>,
        /// How it may leave.
        pub policy: DeliveryPolicy,
    }
}

record! {
    /// Goods of a product in a warehouse from a day on.
    pub struct Goods {
        /// Product.
        pub product_id: ProductId,
        /// Warehouse.
        pub warehouse_id: WarehouseId,
        /// From this day on; none = now.
        pub day: Option<Day>,
        /// How much.
        pub qty: Qty,
        /// The supply it comes by, if it is one.
        pub supply: Option<SupplyId>,
    }
}

record! {
    /// Where goods are reserved for a line.
    pub struct Kept {
        /// Line.
        pub line_id: LineId,
        /// Warehouse.
        pub warehouse_id: WarehouseId,
    }
}

record! {
    /// When the last goods of a line that are under way should be there.
    pub struct Coming {
        /// Line.
        pub line_id: LineId,
        /// The day; none where a shipment has none.
        pub expected: Option<Day>,
        /// The day the last of them left.
        pub left: Day,
        /// Whether all of them have arrived and wait for a signature alone.
        pub arrived: bool,
    }
}

/// Every line in force that is not delivered.
///
/// The index is named, or the planner would take the one of all lines ever sold.
pub fn open_lines(db: &Db) -> Result<Vec<OpenLine>> {
    let sql = "SELECT l.id, l.order_id, o.number AS \"order\", l.line, c.code AS customer, c.grade,
                   l.product_id, l.promise_on, o.ordered_on, o.entered_at, l.bump,
                   max(0, l.qty - l.cancelled - l.packed - l.shipped) AS to_pack,
                   l.reserved, l.packed,
                   max(0, l.shipped - l.signed - l.refused) AS under_way,
                   o.warehouse_id AS site,
                   coalesce(l.delivery_policy, o.delivery_policy, c.delivery_policy, 'any') AS policy
               FROM order_line l INDEXED BY line_undelivered
               JOIN sales_order o ON o.id = l.order_id
               LEFT JOIN customer c ON c.id = o.customer_id
               WHERE l.in_force = 1 AND l.qty > l.cancelled + l.signed + l.refused AND l.removed = 0
                 AND l.product_id IS NOT NULL";
    db.all(sql, [])
}

/// What is free, what is on its way between warehouses, and what is confirmed to come.
pub fn goods(db: &Db) -> Result<Vec<Goods>> {
    let sql = "SELECT product_id, warehouse_id, NULL AS day, on_hand - reserved - packed AS qty,
                   NULL AS supply
               FROM stock_level WHERE on_hand > reserved + packed
               UNION ALL
               SELECT product_id, to_id, expected_on, qty - arrived - lost, NULL
               FROM stock_transfer WHERE qty > arrived + lost
               UNION ALL
               SELECT product_id, warehouse_id, due_on, qty - received, id
               FROM supply WHERE received < qty AND confirmed = 1";
    db.all(sql, [])
}

/// Where goods are reserved for whom.
pub fn kept(db: &Db) -> Result<Vec<Kept>> {
    db.all("SELECT line_id, warehouse_id FROM reservation", [])
}

/// What is under way, by line. The states are those of the index, word for word.
pub fn coming(db: &Db) -> Result<Vec<Coming>> {
    let sql = "SELECT x.line_id,
                   CASE WHEN count(s.expected_on) = count(*) THEN max(s.expected_on) END AS expected,
                   max(date(s.dispatched_at)) AS left, min(s.arrived_at IS NOT NULL) AS arrived
               FROM shipment s INDEXED BY shipment_under_way
               JOIN shipment_line x ON x.shipment_id = s.id
               WHERE s.state IN ('packed', 'dispatched') AND s.state = 'dispatched' GROUP BY x.line_id";
    db.all(sql, [])
}
