//! Receipts and what became of them. All insert only.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{CarrierId, CustomerId, OrderId, ReceiptId, StaffId};
use crate::domain::ledger::Method;
use crate::domain::{Day, Money};

record! {
    /// A receipt with what is open on it.
    pub struct Receipt {
        /// Row.
        pub id: ReceiptId,
        /// Number.
        pub number: String,
        /// Whose money it is.
        pub customer_id: CustomerId,
        /// Code of whose money it is.
        pub customer: String,
        /// How much came in.
        pub amount: Money,
        /// How it came in.
        pub method: Method,
        /// Code of the carrier who collected it.
        pub carrier: Option<String>,
        /// The order it was meant for.
        pub order_id: Option<OrderId>,
        /// Number of that order.
        pub order_number: Option<String>,
        /// Whether its open part stands in 预收.
        pub deposit: bool,
        /// Whether it was money at once.
        pub cleared: bool,
        /// `cleared` or `bounced`, once it is known.
        pub event: Option<String>,
        /// What the payer wrote.
        pub reference: String,
        /// Its date.
        pub received_on: Day,
        /// When the desk knew.
        pub booked_on: Day,
        /// What is not applied.
        pub open: Money,
        /// Counts what was written about it.
        pub version: i64,
    }
}

/// A receipt to be written.
#[derive(Debug, Clone)]
pub struct NewReceipt {
    /// Number.
    pub number: String,
    /// Whose money it is.
    pub customer: CustomerId,
    /// How much came in.
    pub amount: Money,
    /// How it came in.
    pub method: Method,
    /// The carrier who collected it.
    pub carrier: Option<CarrierId>,
    /// The order it is meant for.
    pub order: Option<OrderId>,
    /// Whether it stands in 预收 until an invoice uses it.
    pub deposit: bool,
    /// Whether it is money at once.
    pub cleared: bool,
    /// What the payer wrote.
    pub reference: String,
    /// Its date.
    pub received_on: Day,
    /// When the desk knows.
    pub booked_on: Day,
    /// Who records it.
    pub who: StaffId,
}

/// What becomes of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The bank has paid, or the carrier has handed over.
    Cleared,
    /// The bank has refused, or the carrier has not collected.
    Bounced,
    /// Its order was called off: a deposit becomes plain unapplied money.
    Released,
}

impl Event {
    /// How it stands in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Bounced => "bounced",
            Self::Released => "released",
        }
    }
}

const RECEIPT: &str = include_str!("sql/receipt.sql");

/// The receipt of this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Receipt>> {
    db.opt(&format!("{RECEIPT} WHERE r.number = ?1"), [number])
}

/// The receipt of this row.
pub fn by_id(db: &Db, id: ReceiptId) -> Result<Receipt> {
    db.one(&format!("{RECEIPT} WHERE r.id = ?1"), [id])
}

/// The receipts for an order with a deposit left: cleared ones first, the oldest first.
pub fn deposits_for(db: &Db, order: OrderId) -> Result<Vec<Receipt>> {
    let sql = format!(
        "{RECEIPT} LEFT JOIN receipt_uncleared u ON u.receipt_id = r.id
         WHERE r.order_id = ?1 AND r.deposit = 1 AND o.open > 0
         ORDER BY u.receipt_id IS NOT NULL, r.received_on, r.id"
    );
    let mut found: Vec<Receipt> = db.all(&sql, [order])?;
    found.retain(|receipt| receipt.deposit);
    Ok(found)
}

/// The receipts that name an order and have something open.
pub fn open_of_order(db: &Db, order: OrderId) -> Result<Vec<Receipt>> {
    let sql = format!("{RECEIPT} WHERE r.order_id = ?1 AND o.open > 0 ORDER BY r.id");
    db.all(&sql, [order])
}

/// Money that was meant for an order or applied to its invoices, without what may still bounce.
pub fn cleared_for(db: &Db, order: OrderId) -> Result<Money> {
    let found = db.value(include_str!("sql/cleared_for.sql"), [order])?;
    Ok(found.unwrap_or(Money::ZERO))
}

/// Money applied to an order's invoices or meant for it, cleared or not.
pub fn paid_for_order(db: &Db, order: OrderId) -> Result<Money> {
    let sql = "SELECT coalesce((SELECT sum(a.amount) FROM invoice i
                   JOIN application a ON a.invoice_id = i.id WHERE i.order_id = ?1), 0)
             + coalesce((SELECT sum(o.open) FROM receipt r
                   JOIN receipt_open o ON o.receipt_id = r.id WHERE r.order_id = ?1), 0)";
    Ok(db.value(sql, [order])?.unwrap_or(Money::ZERO))
}

/// Cleared money of a customer that is applied to nothing and meant for no order that still goes on,
/// and credit notes that stand against nothing.
pub fn cleared_and_free(db: &Db, customer: CustomerId) -> Result<Money> {
    let sql =
        "SELECT coalesce((SELECT sum(o.open) FROM receipt_open o JOIN receipt r ON r.id = o.receipt_id
               WHERE o.customer_id = ?1 AND NOT EXISTS (SELECT 1 FROM sales_order s
                   WHERE s.id = r.order_id AND s.state NOT IN ('rejected', 'cancelled', 'void',
                       'closed', 'short_closed'))
                 AND o.receipt_id NOT IN (SELECT receipt_id FROM receipt_uncleared
                                          WHERE customer_id = ?1)), 0)
             + coalesce((SELECT sum(open) FROM note_open WHERE customer_id = ?1), 0)";
    Ok(db.value(sql, [customer])?.unwrap_or(Money::ZERO))
}

/// The other orders of a customer whose terms want the money first, and for which some of it may
/// still be wanted: approved, closed short, or closed with a bill that is open.
pub fn prepaid_orders_unpaid(db: &Db, customer: CustomerId, not: OrderId) -> Result<Vec<OrderId>> {
    let sql = "SELECT id FROM sales_order WHERE id IN (
                   SELECT id FROM sales_order INDEXED BY order_open
                   WHERE customer_id = ?1 AND state = 'approved'
                   UNION
                   SELECT id FROM sales_order INDEXED BY order_short
                   WHERE customer_id = ?1 AND state = 'short_closed'
                   UNION
                   SELECT i.order_id FROM invoice_open v JOIN invoice i ON i.id = v.invoice_id
                   WHERE v.customer_id = ?1)
               AND customer_id = ?1 AND id <> ?2
               AND (terms = 'prepaid' OR terms GLOB 'deposit:*' AND terms NOT GLOB '*/net:*')";
    db.values(sql, (customer, not))
}

/// Receipts by row, of one customer or of all, those with something open or all.
pub fn list(
    db: &Db,
    customer: Option<CustomerId>,
    open_only: bool,
    after: i64,
    limit: i64,
) -> Result<Vec<Receipt>> {
    let filter = match (customer.is_some(), open_only) {
        (false, false) => "?1 IS NULL",
        (true, false) => "r.customer_id = ?1",
        (false, true) => "?1 IS NULL AND r.id IN (SELECT receipt_id FROM receipt_open)",
        // By the few open ones, not by all that the customer ever paid.
        (true, true) => "r.id IN (SELECT receipt_id FROM receipt_open WHERE customer_id = ?1)",
    };
    let sql = format!("{RECEIPT} WHERE {filter} AND r.id > ?2 ORDER BY r.id LIMIT ?3");
    db.all(&sql, (customer, after, limit))
}

/// Whether a receipt of this amount carries this reference, alone or in front of other words.
pub fn has_reference(db: &Db, reference: &str, amount: Money) -> Result<bool> {
    // A blank sorts right before the exclamation mark.
    let sql =
        "SELECT EXISTS (SELECT 1 FROM receipt WHERE ref >= ?1 AND ref < ?1 || '!' AND ref <> ''
                   AND amount = ?2 AND (ref = ?1 OR substr(ref, length(?1) + 1, 1) = ' '))";
    Ok(db.value(sql, (reference, amount))?.unwrap_or(false))
}

/// Writes a receipt.
pub fn insert(tx: &Tx<'_>, new: &NewReceipt) -> Result<ReceiptId> {
    let sql = "INSERT INTO receipt (number, customer_id, amount, method, carrier_id, order_id,
                   deposit, cleared, ref, received_on, booked_on, staff_id)
               VALUES (:number, :customer, :amount, :method, :carrier, :order, :deposit, :cleared,
                   :reference, :received_on, :booked_on, :who)";
    tx.insert(
        sql,
        named_params! {
            ":number": new.number, ":customer": new.customer, ":amount": new.amount,
            ":method": new.method, ":carrier": new.carrier, ":order": new.order,
            ":deposit": new.deposit, ":cleared": new.cleared, ":reference": new.reference,
            ":received_on": new.received_on, ":booked_on": new.booked_on, ":who": new.who,
        },
    )
    .map(ReceiptId)
}

/// Writes what became of a receipt.
pub fn happen(
    tx: &Tx<'_>,
    receipt: ReceiptId,
    event: Event,
    reason: &str,
    effective_on: Day,
    booked_on: Day,
    who: StaffId,
) -> Result<()> {
    let sql = "INSERT INTO receipt_event (receipt_id, customer_id, what, reason, effective_on,
                   booked_on, staff_id)
               SELECT id, customer_id, ?2, ?3, ?4, ?5, ?6 FROM receipt WHERE id = ?1";
    let row = (receipt, event.name(), reason, effective_on, booked_on, who);
    tx.exec(sql, row).map(drop)
}
