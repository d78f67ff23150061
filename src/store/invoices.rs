//! Invoices, what is open on them, and what a shipment has to bill. Invoices are insert only.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{CustomerId, InvoiceId, LineId, OrderId, ShipmentId, StaffId};
use crate::domain::invoice::InvoiceKind;
use crate::domain::order::ShipmentState;
use crate::domain::tax::Amounts;
use crate::domain::{Day, Moment, Money, Qty};

record! {
    /// An invoice with what is open on it.
    pub struct Invoice {
        /// Row.
        pub id: InvoiceId,
        /// Number.
        pub number: String,
        /// Its order.
        pub order_id: OrderId,
        /// Number of its order.
        pub order_number: String,
        /// The shipment it bills, if it bills just one.
        pub shipment_id: Option<ShipmentId>,
        /// Who owes it.
        pub customer_id: CustomerId,
        /// Code of who owes it.
        pub customer: String,
        /// Net.
        pub net: Money,
        /// Tax.
        pub tax: Money,
        /// Gross.
        pub gross: Money,
        /// When the desk knew.
        pub booked_on: Day,
        /// Its date.
        pub invoiced_on: Day,
        /// When it falls due; of instalments the first that is open, or the last.
        pub due_on: Day,
        /// What is still to pay.
        pub open: Money,
        /// What of it falls due on that day; all of it unless there are instalments.
        pub due_open: Money,
        /// Which instalment that is; 0 if the invoice falls due as a whole.
        pub part: i64,
        /// How many instalments there are.
        pub parts: i64,
        /// Kind of tax invoice.
        pub kind: InvoiceKind,
        /// The number that the tax office's program gave it; empty until it is known.
        pub tax_number: String,
        /// Whether the customer disputes it.
        pub disputed: bool,
        /// Counts what was written about it.
        pub version: i64,
    }
}

/// An invoice to be written.
#[derive(Debug, Clone)]
pub struct NewInvoice {
    /// Number.
    pub number: String,
    /// Its order.
    pub order: OrderId,
    /// The shipment it bills, if it bills just one.
    pub shipment: Option<ShipmentId>,
    /// Who owes it.
    pub customer: CustomerId,
    /// Kind of tax invoice.
    pub kind: InvoiceKind,
    /// Its amounts.
    pub amounts: Amounts,
    /// When the desk knows.
    pub booked_on: Day,
    /// Its date.
    pub invoiced_on: Day,
    /// When it falls due, or the last of its instalments.
    pub due_on: Day,
    /// Who posts it.
    pub who: StaffId,
}

record! {
    /// A shipment as far as an invoice asks.
    pub struct Billable {
        /// Row.
        pub id: ShipmentId,
        /// Number.
        pub number: String,
        /// Its order.
        pub order_id: OrderId,
        /// Where it stands.
        pub state: ShipmentState,
        /// Counts the commands that wrote it.
        pub version: i64,
    }
}

record! {
    /// A line of a shipment as far as an invoice asks.
    pub struct BillableLine {
        /// The order's line.
        pub line_id: LineId,
        /// What went and was not refused, less what this shipment's invoices have billed.
        pub qty: Qty,
    }
}

record! {
    /// What invoices have billed of a line.
    pub struct Billed {
        /// Net.
        pub net: Money,
        /// Tax.
        pub tax: Money,
        /// Gross.
        pub gross: Money,
    }
}

const INVOICE: &str =
    "SELECT i.id, i.number, i.order_id, s.number AS order_number, i.shipment_id, i.customer_id,
         c.code AS customer, i.net, i.tax, i.gross, i.booked_on, i.invoiced_on,
         coalesce(o.due_on, i.due_on) AS due_on,
         coalesce((SELECT sum(v.open) FROM invoice_open v WHERE v.invoice_id = i.id), 0) AS open,
         coalesce(o.open, 0) AS due_open, coalesce(o.seq, 0) AS part,
         (SELECT count(*) FROM instalment p WHERE p.invoice_id = i.id) AS parts, i.kind, coalesce((SELECT t.number FROM tax_number t
             WHERE t.invoice_id = i.id ORDER BY t.id DESC LIMIT 1), '') AS tax_number,
         EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = i.id AND d.settled_on IS NULL)
             AS disputed,
         1 + (SELECT count(*) FROM application a WHERE a.invoice_id = i.id)
           + (SELECT count(*) FROM credit_note n WHERE n.invoice_id = i.id) AS version";
const JOINS: &str =
    "JOIN sales_order s ON s.id = i.order_id JOIN customer c ON c.id = i.customer_id";
/// From the invoices, open or not, with the part of each that falls due first of what is open.
const ANY: &str = "FROM invoice i LEFT JOIN invoice_open o ON o.invoice_id = i.id AND o.seq =
    (SELECT min(v.seq) FROM invoice_open v WHERE v.invoice_id = i.id)";
/// From those with something open.
const OPEN: &str = "FROM invoice_open o JOIN invoice i ON i.id = o.invoice_id AND o.seq =
    (SELECT min(v.seq) FROM invoice_open v WHERE v.invoice_id = o.invoice_id)";

/// What amount ?1 pays exactly: the whole, or the instalment that falls due first.
const EXACTLY: &str = "(o.open = ?1 OR (o.seq > 0 AND ?1 =
    (SELECT sum(v.open) FROM invoice_open v WHERE v.invoice_id = i.id)))";

/// The invoice of this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Invoice>> {
    db.opt(
        &format!("{INVOICE} {ANY} {JOINS} WHERE i.number = ?1"),
        [number],
    )
}

/// The invoice of this row.
pub fn by_id(db: &Db, id: InvoiceId) -> Result<Invoice> {
    db.one(&format!("{INVOICE} {ANY} {JOINS} WHERE i.id = ?1"), [id])
}

/// The open invoices of a customer, oldest due first, at most so many; one of instalments stands there
/// once for each that is open.
pub fn oldest_due(db: &Db, customer: CustomerId, limit: i64) -> Result<Vec<Invoice>> {
    let sql = format!(
        "{INVOICE} FROM invoice_open o JOIN invoice i ON i.id = o.invoice_id {JOINS}
         WHERE o.customer_id = ?1 ORDER BY o.due_on, i.number LIMIT ?2"
    );
    db.all(&sql, (customer, limit))
}

/// The invoice of a customer with exactly this amount open, as a whole or in the instalment that falls
/// due first; the oldest due if there are several.
pub fn of_amount(db: &Db, customer: CustomerId, amount: Money) -> Result<Option<Invoice>> {
    let sql = format!(
        "{INVOICE} {OPEN} {JOINS} WHERE o.customer_id = ?2 AND {EXACTLY}
         ORDER BY o.due_on, i.number LIMIT 1"
    );
    db.opt(&sql, (amount, customer))
}

/// Open invoices of exactly this amount, whoever owes them.
pub fn all_of_amount(db: &Db, amount: Money, limit: i64) -> Result<Vec<Invoice>> {
    let sql = format!("{INVOICE} {OPEN} {JOINS} WHERE {EXACTLY} LIMIT ?2");
    db.all(&sql, (amount, limit))
}

/// The open invoices of an order, oldest due first.
pub fn open_of_order(db: &Db, order: OrderId) -> Result<Vec<Invoice>> {
    let sql = format!(
        "{INVOICE} {ANY} {JOINS} WHERE i.order_id = ?1 AND o.open > 0 ORDER BY i.due_on, i.number"
    );
    db.all(&sql, [order])
}

/// The invoices of an order, the oldest first.
pub fn of_order(db: &Db, order: OrderId) -> Result<Vec<Invoice>> {
    let sql = format!("{INVOICE} {ANY} {JOINS} WHERE i.order_id = ?1 ORDER BY i.id");
    db.all(&sql, [order])
}

/// Invoices by row, of one customer or of all, those with something open or all.
pub fn list(
    db: &Db,
    customer: Option<CustomerId>,
    open_only: bool,
    after: i64,
    limit: i64,
) -> Result<Vec<Invoice>> {
    let from = if open_only { OPEN } else { ANY };
    let filter = match (customer, open_only) {
        (None, _) => "?1 IS NULL",
        (Some(_), true) => "o.customer_id = ?1",
        (Some(_), false) => "i.customer_id = ?1",
    };
    let sql =
        format!("{INVOICE} {from} {JOINS} WHERE {filter} AND i.id > ?2 ORDER BY i.id LIMIT ?3");
    db.all(&sql, (customer, after, limit))
}

/// Writes an invoice.
pub fn insert(tx: &Tx<'_>, new: &NewInvoice) -> Result<InvoiceId> {
    let sql = "INSERT INTO invoice (number, order_id, shipment_id, customer_id, kind, net, tax,
                   gross, booked_on, invoiced_on, due_on, staff_id)
               VALUES (:number, :order, :shipment, :customer, :kind, :net, :tax, :gross, :booked_on,
                   :invoiced_on, :due_on, :who)";
    tx.insert(
        sql,
        named_params! {
            ":number": new.number, ":order": new.order, ":shipment": new.shipment,
            ":customer": new.customer, ":kind": new.kind, ":net": new.amounts.net, ":tax": new.amounts.tax,
            ":gross": new.amounts.gross, ":booked_on": new.booked_on,
            ":invoiced_on": new.invoiced_on, ":due_on": new.due_on, ":who": new.who,
        },
    )
    .map(InvoiceId)
}

/// Number of the invoice that has this number of the tax office's program.
pub fn of_tax_number(db: &Db, number: &str) -> Result<Option<String>> {
    let sql = "SELECT i.number FROM tax_number t JOIN invoice i ON i.id = t.invoice_id
               WHERE t.number = ?1";
    db.value(sql, [number])
}

/// Notes the number that the tax office's program gave an invoice.
pub fn note_tax_number(
    tx: &Tx<'_>,
    invoice: InvoiceId,
    number: &str,
    who: StaffId,
    at: Moment,
) -> Result<()> {
    let sql = "INSERT INTO tax_number (invoice_id, number, staff_id, at) VALUES (?1, ?2, ?3, ?4)";
    tx.exec(sql, (invoice, number, who, at)).map(drop)
}

/// Writes the next instalment of an invoice.
pub fn insert_instalment(
    tx: &Tx<'_>,
    invoice: InvoiceId,
    seq: i64,
    due: Day,
    amount: Money,
) -> Result<()> {
    let sql = "INSERT INTO instalment (invoice_id, seq, due_on, amount) VALUES (?1, ?2, ?3, ?4)";
    tx.exec(sql, (invoice, seq, due, amount)).map(drop)
}

/// Writes a line of an invoice.
pub fn insert_line(
    tx: &Tx<'_>,
    invoice: InvoiceId,
    line: LineId,
    qty: Qty,
    amounts: Amounts,
) -> Result<()> {
    let sql = "INSERT INTO invoice_line (invoice_id, line_id, qty, net, tax, gross)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let Amounts { net, tax, gross } = amounts;
    tx.exec(sql, (invoice, line, qty, net, tax, gross))
        .map(drop)
}

/// What invoices have billed of an order's line.
pub fn billed(db: &Db, line: LineId) -> Result<Amounts> {
    let sql = "SELECT coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax,
                   coalesce(sum(gross), 0) AS gross FROM invoice_line WHERE line_id = ?1";
    let Billed { net, tax, gross } = db.one(sql, [line])?;
    Ok(Amounts { net, tax, gross })
}

/// The shipment of this number.
pub fn shipment(db: &Db, number: &str) -> Result<Option<Billable>> {
    let sql = "SELECT id, number, order_id, state, version FROM shipment WHERE number = ?1";
    db.opt(sql, [number])
}

/// What is still to bill of a shipment, by the order's lines.
pub fn shipment_lines(db: &Db, shipment: ShipmentId) -> Result<Vec<BillableLine>> {
    let sql = "SELECT s.line_id, s.qty - s.refused - coalesce((
                   SELECT sum(l.qty) FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
                   WHERE l.line_id = s.line_id AND i.shipment_id = s.shipment_id), 0) AS qty
               FROM shipment_line s WHERE s.shipment_id = ?1";
    db.all(sql, [shipment])
}

/// Code of the carrier of an order's last shipment.
pub fn last_carrier(db: &Db, order: OrderId) -> Result<Option<String>> {
    let sql = "SELECT c.code FROM shipment s JOIN carrier c ON c.id = s.carrier_id
               WHERE s.order_id = ?1 ORDER BY s.id DESC LIMIT 1";
    db.value(sql, [order])
}
