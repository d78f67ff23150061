//! What is owed by whom and since when: from the caches for today, from the facts for a past day.

use rusqlite::params;

use super::open_items::PART_ON;
use super::{Db, Result};
use crate::domain::ids::CustomerId;
use crate::domain::{Day, Money, Qty};

record! {
    /// What falls due on one day.
    pub struct Due {
        /// The day.
        pub due_on: Day,
        /// How much is open.
        pub open: Money,
    }
}

record! {
    /// Money that came in and is applied to nothing.
    pub struct Unapplied {
        /// What lowers the receivable.
        pub receipts: Money,
        /// Credit notes that stand against nothing; they lower it, too.
        pub notes: Money,
        /// What stands in 预收.
        pub deposits: Money,
        /// What may still bounce of all that came in, applied or not.
        pub uncleared: Money,
    }
}

record! {
    /// What is overdue.
    pub struct Overdue {
        /// How much.
        pub amount: Money,
        /// The oldest due day of it.
        pub oldest: Option<Day>,
    }
}

record! {
    /// A customer with something open.
    pub struct Debtor {
        /// Row.
        pub id: CustomerId,
        /// Code.
        pub code: String,
    }
}

record! {
    /// A line of an approved order, as far as exposure asks.
    pub struct Promised {
        /// Terms of its order, or else of the customer.
        pub terms: String,
        /// Ordered.
        pub qty: Qty,
        /// Called off.
        pub cancelled: Qty,
        /// Shipped.
        pub shipped: Qty,
        /// Returned before it was invoiced.
        pub returned_unbilled: Qty,
        /// Invoiced.
        pub invoiced: Qty,
        /// Gross of the ordered quantity.
        pub gross: Money,
    }
}

/// The open items of a customer, or of all, by due day; at the end of a past day if one is given.
pub fn dues(db: &Db, customer: Option<CustomerId>, on: Option<Day>) -> Result<Vec<Due>> {
    let Some(day) = on else {
        let filter = filter("customer_id", customer);
        let sql = format!(
            "SELECT due_on, sum(open) AS open FROM invoice_open WHERE {filter}
             GROUP BY due_on ORDER BY due_on"
        );
        return db.all(&sql, [customer]);
    };
    let filter = filter("i.customer_id", customer);
    let sql = format!(
        "SELECT due_on, sum(open) AS open FROM (SELECT {PART_ON}
             FROM invoice i LEFT JOIN instalment p ON p.invoice_id = i.id
             WHERE {filter} AND i.invoiced_on <= ?2)
         GROUP BY due_on HAVING sum(open) <> 0 ORDER BY due_on"
    );
    db.all(&sql, (customer, day))
}

/// The unapplied money of a customer, or of all; at the end of a past day if one is given.
pub fn unapplied(db: &Db, customer: Option<CustomerId>, on: Option<Day>) -> Result<Unapplied> {
    match on {
        None => {
            let sql = include_str!("sql/unapplied.sql")
                .replace("{filter}", &filter("customer_id", customer));
            db.one(&sql, [customer])
        }
        Some(day) => {
            let sql = include_str!("sql/unapplied_on.sql")
                .replace("{filter}", &filter("r.customer_id", customer))
                .replace("{of_note}", &filter("n.customer_id", customer));
            db.one(&sql, (customer, day))
        }
    }
}

/// What of the open items of a customer, or of all, is in dispute; of a past day if one is given.
pub fn disputed(
    db: &Db,
    customer: Option<CustomerId>,
    on: Option<Day>,
    as_of: Day,
) -> Result<Money> {
    let in_force =
        "d.opened_on <= ?2 AND coalesce(d.settled_on, '9999') > ?2 AND i.invoiced_on <= ?2";
    let sql = match on {
        // Along what is open, never along every invoice there ever was.
        None => format!(
            "SELECT coalesce(sum(v.open), 0) FROM invoice_open v
                 CROSS JOIN dispute d ON d.invoice_id = v.invoice_id
                 CROSS JOIN invoice i ON i.id = v.invoice_id
             WHERE {} AND {in_force}",
            filter("v.customer_id", customer)
        ),
        Some(_) => format!(
            "SELECT coalesce(sum(i.gross - coalesce((SELECT sum(a.amount) FROM application a
                 WHERE a.invoice_id = i.id AND a.effective_on <= ?2), 0)), 0)
             FROM dispute d JOIN invoice i ON i.id = d.invoice_id
             WHERE {} AND {in_force}",
            filter("i.customer_id", customer)
        ),
    };
    Ok(db.value(&sql, (customer, as_of))?.unwrap_or(Money::ZERO))
}

/// What is overdue of a customer's open items, disputed ones left out.
pub fn overdue(db: &Db, customer: CustomerId, today: Day) -> Result<Overdue> {
    let sql = "SELECT coalesce(sum(v.open), 0) AS amount, min(v.due_on) AS oldest
               FROM invoice_open v WHERE v.customer_id = ?1 AND v.due_on < ?2
                   AND NOT EXISTS (SELECT 1 FROM dispute d
                       WHERE d.invoice_id = v.invoice_id AND d.settled_on IS NULL)";
    db.one(sql, (customer, today))
}

/// Customers with a money fact up to a past day, or with something open now, by code.
pub fn debtors(db: &Db, on: Option<Day>, after: &str, limit: i64) -> Result<Vec<Debtor>> {
    let with = match on {
        None => {
            "?2 IS NULL AND (EXISTS (SELECT 1 FROM invoice_open WHERE customer_id = c.id)
                 OR EXISTS (SELECT 1 FROM receipt_open WHERE customer_id = c.id)
                 OR EXISTS (SELECT 1 FROM note_open WHERE customer_id = c.id))"
        }
        Some(_) => {
            "(EXISTS (SELECT 1 FROM invoice WHERE customer_id = c.id AND invoiced_on <= ?2)
                 OR EXISTS (SELECT 1 FROM receipt WHERE customer_id = c.id AND received_on <= ?2))"
        }
    };
    let sql = format!(
        "SELECT id, code FROM customer c WHERE code > ?1 AND {with} ORDER BY code LIMIT ?3"
    );
    db.all(&sql, params![after, on, limit])
}

/// The lines of a customer's approved orders, and those of orders closed short of which something
/// left and is not billed; each found by an index of its own.
pub fn promised(db: &Db, customer: CustomerId) -> Result<Vec<Promised>> {
    let of = |orders: &str| {
        format!(
            "SELECT CASE WHEN s.terms = '' THEN c.terms ELSE s.terms END AS terms,
                 coalesce(l.qty, 0) AS qty, l.cancelled, l.shipped,
                 l.returned_unbilled, l.invoiced, l.gross
             FROM sales_order s INDEXED BY {orders} JOIN customer c ON c.id = s.customer_id
                 JOIN order_line l ON l.order_id = s.id
             WHERE s.customer_id = ?1 AND l.removed = 0"
        )
    };
    let sql = format!(
        "{} AND s.state = 'approved' UNION ALL
         {} AND s.state = 'short_closed' AND l.invoiced < l.shipped - l.returned_unbilled",
        of("order_open"),
        of("order_short")
    );
    db.all(&sql, [customer])
}

fn filter(column: &str, customer: Option<CustomerId>) -> String {
    match customer {
        Some(_) => format!("{column} = ?1"),
        None => "?1 IS NULL".to_owned(),
    }
}
