//! Returns: what was agreed, what came, in which condition (`schema.sql`, after the sale).

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::after_sale::{Condition, Fault, ReturnReason, ReturnState, Want};
use crate::domain::ids::{
    CreditNoteId, CustomerId, LineId, OrderId, ProductId, ReturnId, ShipmentId, StaffId,
    WarehouseId,
};
use crate::domain::{Moment, Qty};

record! {
    /// A return's row.
    pub struct Return {
        /// Row.
        pub id: ReturnId,
        /// Number.
        pub number: String,
        /// The order whose goods come back.
        pub order_id: OrderId,
        /// Its customer.
        pub customer_id: Option<CustomerId>,
        /// The shipment that was refused at the door, if that made it.
        pub shipment_id: Option<ShipmentId>,
        /// Where it stands.
        pub state: ReturnState,
        /// Counts the commands that wrote it.
        pub version: i64,
        /// What the customer wants.
        pub want: Want,
        /// Whose fault it was.
        pub fault: Fault,
        /// The platform's own number of the case.
        pub platform_ref: String,
        /// The order that was made in exchange.
        pub exchange_id: Option<OrderId>,
        /// Who opened it.
        pub opened_by: StaffId,
        /// When.
        pub opened_at: Moment,
        /// When the state last changed.
        pub moved_at: Moment,
        /// When the next step is due.
        pub due_at: Moment,
        /// Who agreed.
        pub approved_by: Option<StaffId>,
        /// Why it was given up.
        pub drop_reason: String,
    }
}

record! {
    /// A line of a return: agreed, come, or both.
    pub struct ReturnLine {
        /// The order's line.
        pub line_id: LineId,
        /// Its number in the order.
        pub line: i64,
        /// Product.
        pub product_id: Option<ProductId>,
        /// Agreed.
        pub agreed: Qty,
        /// Why.
        pub reason: Option<ReturnReason>,
        /// What was said about it.
        pub note: String,
        /// Come so far.
        pub received: Qty,
        /// Of it not invoiced when it came.
        pub unbilled: Qty,
    }
}

record! {
    /// Goods that came back.
    pub struct ReturnReceipt {
        /// The order's line.
        pub line: i64,
        /// How much.
        pub qty: Qty,
        /// How.
        pub condition: Condition,
        /// Code of the warehouse.
        pub warehouse: String,
        /// When.
        pub at: Moment,
    }
}

/// Goods that come back now.
#[derive(Debug)]
pub struct NewReceipt {
    /// The return.
    pub of: ReturnId,
    /// The order's line.
    pub line: LineId,
    /// How much.
    pub qty: Qty,
    /// Of it not invoiced yet.
    pub unbilled: Qty,
    /// How.
    pub condition: Condition,
    /// Where to.
    pub warehouse: WarehouseId,
    /// By whom.
    pub who: StaffId,
    /// When.
    pub at: Moment,
}

/// The return with this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Return>> {
    db.opt("SELECT * FROM sales_return WHERE number = ?1", [number])
}

/// The return of this row.
pub fn by_id(db: &Db, id: ReturnId) -> Result<Return> {
    db.one("SELECT * FROM sales_return WHERE id = ?1", [id])
}

/// Adds a return, still without lines.
pub fn insert(tx: &Tx<'_>, r: &Return) -> Result<ReturnId> {
    let sql = "INSERT INTO sales_return (number, order_id, customer_id, shipment_id, state, want,
                   fault, platform_ref, opened_by, opened_at, moved_at, due_at, approved_by)
               VALUES (:number, :order, :customer, :shipment, :state, :want, :fault, :platform_ref,
                   :by, :at, :at, :due, :approved_by)";
    let params = named_params! {
        ":number": r.number, ":order": r.order_id, ":customer": r.customer_id,
        ":shipment": r.shipment_id, ":state": r.state, ":want": r.want, ":fault": r.fault,
        ":platform_ref": r.platform_ref, ":by": r.opened_by, ":at": r.opened_at, ":due": r.due_at,
        ":approved_by": r.approved_by,
    };
    tx.insert(sql, params).map(ReturnId)
}

/// Writes what was agreed to come back of a line.
pub fn agree(
    tx: &Tx<'_>,
    id: ReturnId,
    line: LineId,
    qty: Qty,
    reason: ReturnReason,
    note: &str,
) -> Result<()> {
    let sql = "INSERT INTO return_line (return_id, line_id, qty, reason, note)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.exec(sql, (id, line, qty, reason, note)).map(drop)
}

/// Writes what came back; a trigger counts it on the line.
pub fn receive(tx: &Tx<'_>, r: &NewReceipt) -> Result<()> {
    let sql = "INSERT INTO return_receipt (return_id, line_id, qty, unbilled, condition,
                   warehouse_id, staff_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let params = (
        r.of,
        r.line,
        r.qty,
        r.unbilled,
        r.condition,
        r.warehouse,
        r.who,
        r.at,
    );
    tx.exec(sql, params).map(drop)
}

/// Moves a return on; `due` is when its next step is due.
pub fn set_state(
    tx: &Tx<'_>,
    id: ReturnId,
    state: ReturnState,
    (at, due): (Moment, Moment),
) -> Result<()> {
    let sql = "UPDATE sales_return SET state = ?2, moved_at = ?3, due_at = ?4,
                   version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, state, at, due)).map(drop)
}

/// Writes who agreed to it.
pub fn approved_by(tx: &Tx<'_>, id: ReturnId, who: StaffId) -> Result<()> {
    let sql = "UPDATE sales_return SET approved_by = ?2 WHERE id = ?1";
    tx.exec(sql, (id, who)).map(drop)
}

/// Ends a return, settled or dropped.
pub fn end(
    tx: &Tx<'_>,
    id: ReturnId,
    state: ReturnState,
    (who, at): (StaffId, Moment),
    reason: &str,
) -> Result<()> {
    let sql = "UPDATE sales_return SET state = ?2, moved_at = ?4, ended_by = ?3, ended_at = ?4,
                   drop_reason = ?5, version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, state, who, at, reason)).map(drop)
}

/// Names the order that was made in exchange.
pub fn set_exchange(tx: &Tx<'_>, id: ReturnId, order: OrderId) -> Result<()> {
    let sql = "UPDATE sales_return SET exchange_id = ?2, version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, order)).map(drop)
}

/// The lines of a return, agreed or come, by number.
pub fn lines(db: &Db, id: ReturnId) -> Result<Vec<ReturnLine>> {
    db.all(include_str!("sql/return_lines.sql"), [id])
}

/// What came back, oldest first.
pub fn receipts(db: &Db, id: ReturnId) -> Result<Vec<ReturnReceipt>> {
    let sql = "SELECT l.line, r.qty, r.condition, w.code AS warehouse, r.at
               FROM return_receipt r JOIN order_line l ON l.id = r.line_id
               JOIN warehouse w ON w.id = r.warehouse_id WHERE r.return_id = ?1 ORDER BY r.id";
    db.all(sql, [id])
}

/// What the returns of a line claim, but for one return: agreed while they are open and more if
/// more came, what came once they are settled. What was mended went back to the customer.
pub fn claimed(db: &Db, line: LineId, but: Option<ReturnId>) -> Result<Qty> {
    let claimed = db.value(include_str!("sql/return_claims.sql"), (line, but))?;
    Ok(claimed.unwrap_or_default())
}

/// Keeps that a credit note took back what this return had been billed.
pub fn credited_by(tx: &Tx<'_>, id: ReturnId, note: CreditNoteId) -> Result<()> {
    let sql = "INSERT INTO return_note (note_id, return_id) VALUES (?1, ?2)";
    tx.exec(sql, (note, id)).map(drop)
}

/// What the notes of a return have taken back of a line.
pub fn credited(db: &Db, id: ReturnId, line: LineId) -> Result<Qty> {
    let sql = "SELECT coalesce(sum(l.qty), 0) FROM return_note n
               JOIN credit_note_line l ON l.note_id = n.note_id
               WHERE n.return_id = ?1 AND l.line_id = ?2";
    Ok(db.value(sql, (id, line))?.unwrap_or_default())
}

/// The numbers of the notes of a return, oldest first.
pub fn notes(db: &Db, id: ReturnId) -> Result<Vec<String>> {
    let sql = "SELECT c.number FROM return_note n JOIN credit_note c ON c.id = n.note_id
               WHERE n.return_id = ?1 ORDER BY c.id";
    db.values(sql, [id])
}

/// Whether a return of goods refused at the door of this order is not settled.
pub fn waits_at_door(db: &Db, order: OrderId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sales_return WHERE order_id = ?1
                   AND shipment_id IS NOT NULL AND ended_at IS NULL)";
    Ok(db.value(sql, [order])?.unwrap_or(false))
}

/// The return that an exchange order waits for: its goods are not in the house.
pub fn awaited_by(db: &Db, exchange: OrderId) -> Result<Option<Return>> {
    let sql = "SELECT * FROM sales_return WHERE exchange_id = ?1 AND state IN ('open', 'approved')
               ORDER BY id LIMIT 1";
    db.opt(sql, [exchange])
}

/// What a list of returns is narrowed to.
#[derive(Debug, Default)]
pub struct Filter {
    /// Of this order.
    pub order: Option<OrderId>,
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// In this state.
    pub state: Option<ReturnState>,
    /// Not ended.
    pub open_only: bool,
    /// Before this row.
    pub before: i64,
}

/// Returns, newest first.
pub fn list(db: &Db, f: &Filter, limit: i64) -> Result<Vec<Return>> {
    let by = match (f.order, f.customer) {
        (Some(_), _) => "order_id = :order AND (:customer IS NULL OR customer_id = :customer)",
        (None, Some(_)) => "customer_id = :customer AND :order IS NULL",
        (None, None) => ":order IS NULL AND :customer IS NULL",
    };
    let open = if f.open_only { "ended_at IS NULL" } else { "1" };
    let sql = format!(
        "SELECT * FROM sales_return WHERE {by} AND {open} AND (:state IS NULL OR state = :state)
             AND id < :before ORDER BY id DESC LIMIT :limit"
    );
    let params = named_params! {
        ":order": f.order, ":customer": f.customer, ":state": f.state, ":before": f.before,
        ":limit": limit,
    };
    db.all(&sql, params)
}
