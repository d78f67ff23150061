//! What waits for whom on its way to the customer: to be packed, sent, to arrive, to be signed, for
//! its slip. Each list runs along an index of what is open, so that age does not slow it.

use super::{Db, Result};
use crate::domain::ids::{CarrierId, OrderId, WarehouseId};
use crate::domain::{Day, Moment, Qty};

record! {
    /// A row of the list.
    pub struct WaitingRow {
        /// The shipment; none while nothing is packed.
        pub shipment: Option<String>,
        /// Its order.
        pub order_number: String,
        /// Customer code.
        pub customer: Option<String>,
        /// Customer name.
        pub customer_name: Option<String>,
        /// The customer's telephone.
        pub phone: Option<String>,
        /// Warehouse code.
        pub warehouse: Option<String>,
        /// Carrier code.
        pub carrier: Option<String>,
        /// Waybill.
        pub waybill: Option<String>,
        /// How much, over all goods.
        pub qty: Qty,
        /// Since when it waits.
        pub since: Option<Moment>,
        /// When it should have happened.
        pub due: Option<Day>,
    }
}

/// Narrows the lists.
#[derive(Debug, Clone, Copy, Default)]
pub struct WaitingFilter {
    /// One order.
    pub order: Option<OrderId>,
    /// One warehouse.
    pub warehouse: Option<WarehouseId>,
    /// One carrier.
    pub carrier: Option<CarrierId>,
}

const SHIPMENT: &str = "SELECT s.number AS shipment, o.number AS order_number, c.code AS customer,
    c.name AS customer_name, c.phone AS phone, w.code AS warehouse, k.code AS carrier,
    nullif(s.waybill, '') AS waybill,
    (SELECT sum(l.qty) FROM shipment_line l WHERE l.shipment_id = s.id) AS qty";
const JOINS: &str =
    "JOIN sales_order o ON o.id = s.order_id JOIN warehouse w ON w.id = s.warehouse_id
    LEFT JOIN customer c ON c.id = o.customer_id LEFT JOIN carrier k ON k.id = s.carrier_id";
// The planner takes a partial index only where its own condition stands in the statement.
const FILTER: &str = "(?1 IS NULL OR o.id = ?1) AND (?2 IS NULL OR s.warehouse_id = ?2)
    AND (?3 IS NULL OR s.carrier_id = ?3)";

fn page(
    db: &Db,
    sql: &str,
    filter: WaitingFilter,
    skip: i64,
    limit: i64,
) -> Result<Vec<WaitingRow>> {
    db.all(
        sql,
        (filter.order, filter.warehouse, filter.carrier, limit, skip),
    )
}

/// Orders whose goods are kept and not packed, the nearest promise first.
pub fn to_pack(db: &Db, filter: WaitingFilter, skip: i64, limit: i64) -> Result<Vec<WaitingRow>> {
    let sql = "SELECT NULL AS shipment, o.number AS order_number, c.code AS customer,
            c.name AS customer_name, c.phone AS phone, w.code AS warehouse, NULL AS carrier,
            NULL AS waybill, sum(l.reserved) AS qty, o.approved_at AS since, min(l.promise_on) AS due
        FROM order_line l INDEXED BY line_reserved
        CROSS JOIN sales_order o ON o.id = l.order_id
        LEFT JOIN warehouse w ON w.id = o.warehouse_id LEFT JOIN customer c ON c.id = o.customer_id
        WHERE l.reserved > 0 AND o.state = 'approved' AND (?1 IS NULL OR o.id = ?1)
          AND (?2 IS NULL OR EXISTS (SELECT 1 FROM reservation r
                                     WHERE r.line_id = l.id AND r.warehouse_id = ?2))
          AND ?3 IS NULL
        GROUP BY l.order_id ORDER BY due IS NULL, due, l.order_id LIMIT ?4 OFFSET ?5";
    page(db, sql, filter, skip, limit)
}

/// Packed and not sent, the longest packed first.
pub fn to_dispatch(
    db: &Db,
    filter: WaitingFilter,
    skip: i64,
    limit: i64,
) -> Result<Vec<WaitingRow>> {
    let sql = format!(
        "{SHIPMENT}, s.packed_at AS since,
            (SELECT min(l.promise_on) FROM order_line l WHERE l.order_id = o.id) AS due
         FROM shipment s INDEXED BY shipment_under_way {JOINS}
         WHERE s.state IN ('packed', 'dispatched') AND s.state = 'packed' AND {FILTER} ORDER BY s.packed_at, s.id LIMIT ?4 OFFSET ?5"
    );
    page(db, &sql, filter, skip, limit)
}

/// On the road, or at the customer's and not signed for; what should be there soonest first.
pub fn under_way(
    db: &Db,
    arrived: bool,
    filter: WaitingFilter,
    skip: i64,
    limit: i64,
) -> Result<Vec<WaitingRow>> {
    let (since, there) = if arrived {
        ("s.arrived_at", "NOT NULL")
    } else {
        ("s.dispatched_at", "NULL")
    };
    let sql = format!(
        "{SHIPMENT}, {since} AS since, s.expected_on AS due
         FROM shipment s INDEXED BY shipment_under_way {JOINS}
         WHERE s.state IN ('packed', 'dispatched') AND s.state = 'dispatched' AND s.arrived_at IS {there} AND {FILTER}
         ORDER BY s.expected_on, s.id LIMIT ?4 OFFSET ?5"
    );
    page(db, &sql, filter, skip, limit)
}

/// Signed, and the signed slip 回单 is not back; the longest signed first.
pub fn slips_out(db: &Db, filter: WaitingFilter, skip: i64, limit: i64) -> Result<Vec<WaitingRow>> {
    let sql = format!(
        "{SHIPMENT}, s.signed_at AS since, NULL AS due
         FROM shipment s INDEXED BY shipment_slip {JOINS}
         WHERE s.state = 'signed' AND s.slip_on IS NULL AND {FILTER}
         ORDER BY s.signed_at, s.id LIMIT ?4 OFFSET ?5"
    );
    page(db, &sql, filter, skip, limit)
}
