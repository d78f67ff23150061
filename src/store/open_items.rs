//! Open items one by one: what is owed on which paper, what is promised, what orders will bring.

use super::{Db, Result};
use crate::domain::ids::{CustomerId, InvoiceId, OrderId};
use crate::domain::{Day, Money, Qty};

record! {
    /// An invoice, or an instalment of one, with something open on a day.
    pub struct OpenItem {
        /// Row of the invoice.
        pub invoice_id: InvoiceId,
        /// Its number.
        pub number: String,
        /// Who owes it.
        pub customer_id: CustomerId,
        /// Code of who owes it.
        pub customer: String,
        /// Name of who owes it.
        pub customer_name: String,
        /// Its date.
        pub invoiced_on: Day,
        /// Which of its instalments this is; 0 if it falls due as a whole.
        pub seq: i64,
        /// When it falls due.
        pub due_on: Day,
        /// Its gross.
        pub gross: Money,
        /// What is open.
        pub open: Money,
        /// Whether it is in dispute.
        pub disputed: bool,
    }
}

record! {
    /// Money that came in, or a credit note, that stands against nothing.
    pub struct FreeMoney {
        /// The receipt or note.
        pub number: String,
        /// Its date.
        pub received_on: Day,
        /// What is open of it.
        pub open: Money,
    }
}

record! {
    /// A promise to pay that is still to come true.
    pub struct Promise {
        /// Who gave it.
        pub customer_id: CustomerId,
        /// The invoice it is about, if just one.
        pub invoice_id: Option<InvoiceId>,
        /// By when.
        pub promise_on: Day,
        /// How much.
        pub promise_amount: Money,
    }
}

record! {
    /// A line of an approved order, as far as expected money asks.
    pub struct BookLine {
        /// Its order.
        pub order_id: OrderId,
        /// Number of its order.
        pub number: String,
        /// Code of the customer.
        pub customer: String,
        /// Name of the customer.
        pub customer_name: String,
        /// Terms of the order, or else of the customer.
        pub terms: String,
        /// When its goods are promised or wanted.
        pub expected_on: Option<Day>,
        /// Ordered.
        pub qty: Qty,
        /// Called off.
        pub cancelled: Qty,
        /// Shipped.
        pub shipped: Qty,
        /// Returned.
        pub returned: Qty,
        /// Invoiced.
        pub invoiced: Qty,
        /// Gross of the ordered quantity.
        pub gross: Money,
    }
}

record! {
    /// Money that waits for the invoices of an order.
    pub struct PaidAhead {
        /// The order.
        pub order_id: OrderId,
        /// How much.
        pub open: Money,
    }
}

/// An invoice `i`, or its instalment `p`, with what of it was open at the end of day ?2: what is left
/// of an invoice lies in the parts that fall due last.
pub(super) const PART_ON: &str = "coalesce(p.seq, 0) AS seq, coalesce(p.due_on, i.due_on) AS due_on,
    min(coalesce(p.amount, i.gross), max(0, i.gross - coalesce((SELECT sum(a.amount) FROM application a
            WHERE a.invoice_id = i.id AND a.effective_on <= ?2), 0)
        - coalesce((SELECT sum(q.amount) FROM instalment q
            WHERE q.invoice_id = i.id AND q.seq > p.seq), 0))) AS open";

/// What was disputed on day ?2.
const DISPUTED: &str = "EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = i.id
    AND d.opened_on <= ?2 AND coalesce(d.settled_on, '9999') > ?2) AS disputed";

/// The open items of a customer or of all, oldest due first: from the cache, or from the facts that
/// counted on a past day.
pub fn invoices(
    db: &Db,
    customer: Option<CustomerId>,
    day: Day,
    from_facts: bool,
) -> Result<Vec<OpenItem>> {
    // Of all customers: what was open then is open now or was matched since.
    let whose = customer.map_or(
        "?1 IS NULL AND i.id IN (SELECT invoice_id FROM invoice_open UNION
             SELECT invoice_id FROM application WHERE effective_on > ?2 AND invoice_id IS NOT NULL)",
        |_| "i.customer_id = ?1",
    );
    let (open, from) = if from_facts {
        (
            PART_ON,
            "invoice i LEFT JOIN instalment p ON p.invoice_id = i.id",
        )
    } else {
        (
            "v.seq, v.due_on, v.open",
            "invoice_open v JOIN invoice i ON i.id = v.invoice_id",
        )
    };
    let whose = if from_facts {
        whose
    } else {
        customer.map_or("?1 IS NULL", |_| "v.customer_id = ?1")
    };
    let sql = format!(
        "SELECT * FROM (SELECT i.id AS invoice_id, i.number, i.customer_id, c.code AS customer,
             c.name AS customer_name, i.invoiced_on, i.gross, {open}, {DISPUTED}
         FROM {from} JOIN customer c ON c.id = i.customer_id
         WHERE {whose} AND i.invoiced_on <= ?2) WHERE open <> 0 ORDER BY due_on, number, seq"
    );
    db.all(&sql, (customer, day))
}

/// The open items of a customer that fell due on or before a day, the oldest first; whether they are
/// disputed is told as of now.
pub fn late(db: &Db, customer: CustomerId, due_by: Day) -> Result<Vec<OpenItem>> {
    let sql = "SELECT i.id AS invoice_id, i.number, i.customer_id, c.code AS customer,
                   c.name AS customer_name, i.invoiced_on, v.seq, v.due_on, i.gross, v.open,
                   EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = i.id
                       AND d.settled_on IS NULL) AS disputed
               FROM invoice_open v JOIN invoice i ON i.id = v.invoice_id
                   JOIN customer c ON c.id = i.customer_id
               WHERE v.customer_id = ?1 AND v.due_on <= ?2 ORDER BY v.due_on, i.number";
    db.all(sql, (customer, due_by))
}

/// Receipts and credit notes of a customer that stood against nothing on a day, deposits left out.
pub fn receipts(db: &Db, customer: CustomerId, day: Day) -> Result<Vec<FreeMoney>> {
    db.all(include_str!("sql/free_receipts.sql"), (customer, day))
}

/// Promises that are not broken yet on a day, the last one of each customer and invoice.
pub fn promises(db: &Db, customer: Option<CustomerId>, day: Day) -> Result<Vec<Promise>> {
    let whose = customer.map_or("?1 IS NULL", |_| "k.customer_id = ?1");
    let sql = format!(
        "SELECT customer_id, invoice_id, promise_on, promise_amount FROM contact k
         WHERE {whose} AND promise_on >= ?2 AND date(at) <= ?2 AND promise_amount IS NOT NULL
             AND customer_id IS NOT NULL
             AND id = (SELECT max(m.id) FROM contact m WHERE m.customer_id = k.customer_id
                 AND m.promise_on IS NOT NULL AND m.invoice_id IS k.invoice_id AND date(m.at) <= ?2)
         ORDER BY invoice_id IS NULL, id"
    );
    db.all(&sql, (customer, day))
}

/// The lines of approved orders that still bring an invoice, order by order.
pub fn book(db: &Db, customer: Option<CustomerId>) -> Result<Vec<BookLine>> {
    let whose = customer.map_or("?1 IS NULL", |_| "s.customer_id = ?1");
    let sql = format!(
        "SELECT s.id AS order_id, s.number, c.code AS customer, c.name AS customer_name,
             CASE WHEN s.terms = '' THEN c.terms ELSE s.terms END AS terms,
             coalesce(l.promise_on, l.need_on, s.need_on) AS expected_on,
             coalesce(l.qty, 0) AS qty, l.cancelled, l.shipped, l.returned, l.invoiced, l.gross
         FROM sales_order s JOIN customer c ON c.id = s.customer_id
             JOIN order_line l ON l.order_id = s.id
         WHERE {whose} AND s.state = 'approved' AND l.removed = 0
             AND coalesce(l.qty, 0) > l.cancelled + l.invoiced
         ORDER BY c.code, s.id, l.line"
    );
    db.all(&sql, [customer])
}

/// Money that waits for orders, by order.
pub fn paid_ahead(db: &Db) -> Result<Vec<PaidAhead>> {
    let sql = "SELECT r.order_id, sum(o.open) AS open FROM receipt_open o
                   JOIN receipt r ON r.id = o.receipt_id
               WHERE r.order_id IS NOT NULL GROUP BY r.order_id";
    db.all(sql, [])
}
