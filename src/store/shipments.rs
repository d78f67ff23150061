//! Shipments and what is in them.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{CarrierId, LineId, OrderId, ProductId, ShipmentId, StaffId, WarehouseId};
use crate::domain::order::ShipmentState;
use crate::domain::{Day, Moment, Money, Qty};

record! {
    /// A shipment's row.
    pub struct Shipment {
        /// Row.
        pub id: ShipmentId,
        /// Number.
        pub number: String,
        /// Its order.
        pub order_id: OrderId,
        /// Where it leaves from.
        pub warehouse_id: WarehouseId,
        /// Where it stands.
        pub state: ShipmentState,
        /// Counts the commands that wrote it.
        pub version: i64,
        /// Packed with a blind count.
        pub counted: bool,
        /// When it was packed.
        pub packed_at: Moment,
        /// By whom.
        pub packed_by: StaffId,
        /// Carrier.
        pub carrier_id: Option<CarrierId>,
        /// Waybill number, bare.
        pub waybill: String,
        /// Route.
        pub route: String,
        /// Calendar days under way.
        pub transit_days: Option<i64>,
        /// What the carriage costs.
        pub freight: Option<Money>,
        /// What the carrier collects.
        pub cod: Money,
        /// When it left.
        pub dispatched_at: Option<Moment>,
        /// When it should arrive.
        pub expected_on: Option<Day>,
        /// When it was at the customer's.
        pub arrived_at: Option<Moment>,
        /// When it was signed for.
        pub signed_at: Option<Moment>,
        /// By whom.
        pub signer: String,
        /// When the signed slip came back.
        pub slip_on: Option<Day>,
    }
}

record! {
    /// A line of a shipment.
    pub struct ShipmentLine {
        /// The order's line.
        pub line_id: LineId,
        /// Its number in the order.
        pub line: i64,
        /// Product.
        pub product_id: ProductId,
        /// How much.
        pub qty: Qty,
        /// Of it refused at the door.
        pub refused: Qty,
    }
}

/// The shipment with this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Shipment>> {
    db.opt("SELECT * FROM shipment WHERE number = ?1", [number])
}

/// The shipment of this row.
pub fn by_id(db: &Db, id: ShipmentId) -> Result<Shipment> {
    db.one("SELECT * FROM shipment WHERE id = ?1", [id])
}

/// The shipments of an order, oldest first.
pub fn of_order(db: &Db, order: OrderId) -> Result<Vec<Shipment>> {
    db.all(
        "SELECT * FROM shipment WHERE order_id = ?1 ORDER BY id",
        [order],
    )
}

/// The shipment that goes by this waybill of this carrier.
pub fn by_waybill(db: &Db, carrier: CarrierId, waybill: &str) -> Result<Option<Shipment>> {
    let sql =
        "SELECT * FROM shipment WHERE waybill = ?1 AND carrier_id = ?2 AND waybill <> '' LIMIT 1";
    db.opt(sql, (waybill, carrier))
}

/// Every shipment that goes by this waybill, whichever the carrier.
pub fn all_by_waybill(db: &Db, waybill: &str) -> Result<Vec<Shipment>> {
    let sql = "SELECT * FROM shipment WHERE waybill = ?1 AND waybill <> ''";
    db.all(sql, [waybill])
}

/// What is in a shipment, by line.
pub fn lines(db: &Db, shipment: ShipmentId) -> Result<Vec<ShipmentLine>> {
    let sql = "SELECT s.line_id, l.line, l.product_id, s.qty, s.refused
               FROM shipment_line s JOIN order_line l ON l.id = s.line_id
               WHERE s.shipment_id = ?1 ORDER BY l.line";
    db.all(sql, [shipment])
}

/// Adds a packed shipment, still empty.
pub fn insert(
    tx: &Tx<'_>,
    number: &str,
    order: OrderId,
    warehouse: WarehouseId,
    counted: bool,
    (who, at): (StaffId, Moment),
) -> Result<ShipmentId> {
    let sql = "INSERT INTO shipment (number, order_id, warehouse_id, state, counted, packed_at,
                   packed_by) VALUES (?1, ?2, ?3, 'packed', ?4, ?5, ?6)";
    tx.insert(sql, (number, order, warehouse, counted, at, who))
        .map(ShipmentId)
}

/// Puts goods into a packed shipment.
///
/// Invariant: they are free when this runs, that is, their reservation has been given back.
pub fn add_line(tx: &Tx<'_>, shipment: ShipmentId, line: LineId, qty: Qty) -> Result<()> {
    let sql = "INSERT INTO shipment_line (shipment_id, line_id, qty) VALUES (?1, ?2, ?3)";
    tx.exec(sql, (shipment, line, qty)).map(drop)
}

/// Takes a packed shipment apart.
pub fn unpack(tx: &Tx<'_>, id: ShipmentId) -> Result<()> {
    let sql = "UPDATE shipment SET state = 'unpacked', version = version + 1 WHERE id = ?1";
    tx.exec(sql, [id]).map(drop)
}

/// Lets a packed shipment go, with what the row says of its way.
///
/// Invariant: comes before the movements out, or the level would hold more packed than on hand.
pub fn dispatch(tx: &Tx<'_>, s: &Shipment) -> Result<()> {
    let sql = "UPDATE shipment SET state = 'dispatched', version = version + 1,
                   carrier_id = :carrier, waybill = :waybill, route = :route,
                   transit_days = :transit_days, freight = :freight, cod = :cod,
                   dispatched_at = :at, expected_on = :expected
               WHERE id = :id";
    let params = named_params! {
        ":id": s.id, ":carrier": s.carrier_id, ":waybill": s.waybill, ":route": s.route,
        ":transit_days": s.transit_days, ":freight": s.freight, ":cod": s.cod,
        ":at": s.dispatched_at, ":expected": s.expected_on,
    };
    tx.exec(sql, params).map(drop)
}

/// Writes down the arrival at the customer's.
pub fn arrive(tx: &Tx<'_>, id: ShipmentId, at: Moment) -> Result<()> {
    let sql = "UPDATE shipment SET version = version + 1, arrived_at = ?2 WHERE id = ?1";
    tx.exec(sql, (id, at)).map(drop)
}

/// Ticks the signed slip off.
pub fn slip(tx: &Tx<'_>, id: ShipmentId, on: Day) -> Result<()> {
    let sql = "UPDATE shipment SET version = version + 1, slip_on = ?2 WHERE id = ?1";
    tx.exec(sql, (id, on)).map(drop)
}

record! {
    /// A shipment that was signed for and whose slip is not back.
    pub struct SlipRow {
        /// Number.
        pub shipment: String,
        /// Its order.
        #[serde(rename = "order")]
        pub order_number: String,
        /// Customer code.
        pub customer: Option<String>,
        /// Customer name.
        pub customer_name: Option<String>,
        /// Carrier code.
        pub carrier: Option<String>,
        /// Waybill number.
        pub waybill: String,
        /// When it was signed for.
        pub signed_at: Moment,
        /// By whom.
        pub signer: String,
        /// Counts the commands that wrote it.
        pub version: i64,
    }
}

/// Signed shipments whose slip is not back, the longest signed first.
pub fn slips(db: &Db, carrier: Option<CarrierId>, skip: i64, limit: i64) -> Result<Vec<SlipRow>> {
    let sql = "SELECT s.number AS shipment, o.number AS order_number, c.code AS customer,
                   c.name AS customer_name, k.code AS carrier, s.waybill, s.signed_at, s.signer,
                   s.version
               FROM shipment s INDEXED BY shipment_slip
               JOIN sales_order o ON o.id = s.order_id
               LEFT JOIN customer c ON c.id = o.customer_id
               LEFT JOIN carrier k ON k.id = s.carrier_id
               WHERE s.state = 'signed' AND s.slip_on IS NULL
                 AND (?1 IS NULL OR s.carrier_id = ?1)
               ORDER BY s.signed_at, s.id LIMIT ?3 OFFSET ?2";
    db.all(sql, (carrier, skip, limit))
}

/// Writes what was refused at the door; comes before [`sign`], whose trigger counts it.
pub fn refuse(tx: &Tx<'_>, shipment: ShipmentId, line: LineId, qty: Qty) -> Result<()> {
    let sql = "UPDATE shipment_line SET refused = ?3 WHERE shipment_id = ?1 AND line_id = ?2";
    tx.exec(sql, (shipment, line, qty)).map(drop)
}

/// Writes down the signature.
pub fn sign(tx: &Tx<'_>, id: ShipmentId, at: Moment, signer: &str) -> Result<()> {
    let sql = "UPDATE shipment SET state = 'signed', version = version + 1, signed_at = ?2,
                   signer = ?3 WHERE id = ?1";
    tx.exec(sql, (id, at, signer)).map(drop)
}
