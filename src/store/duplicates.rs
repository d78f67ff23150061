//! Orders that look like another one.

use super::{Db, Result};
use crate::domain::Day;
use crate::domain::ids::{CustomerId, OrderId};
use crate::domain::order::Channel;

/// The newest order of this customer, channel and customer's number that counts as a duplicate.
pub fn same_ref(
    db: &Db,
    customer: CustomerId,
    channel: Channel,
    customer_ref: &str,
    not: Option<OrderId>,
) -> Result<Option<String>> {
    let sql = "SELECT number FROM sales_order
               WHERE customer_ref = ?3 AND customer_ref <> '' AND customer_id = ?1 AND channel = ?2
                 AND id IS NOT ?4 AND state NOT IN ('void', 'rejected', 'cancelled')
               ORDER BY id DESC LIMIT 1";
    db.value(sql, (customer, channel, customer_ref, not))
}

/// What makes two orders look like one.
#[derive(Debug)]
pub struct SameLines<'a> {
    /// The customer.
    pub customer: CustomerId,
    /// Goods and quantities in one word.
    pub digest: &'a str,
    /// Where it goes, if that tells it apart.
    pub ship_to: Option<&'a str>,
}

/// The newest order of this customer with the same goods and quantities between two days.
pub fn same_lines(
    db: &Db,
    key: &SameLines<'_>,
    from: Day,
    to: Day,
    not: OrderId,
) -> Result<Option<String>> {
    // By the place, where it counts: a shop may have thousands of orders with the same lines.
    let (index, place) = match key.ship_to {
        Some(_) => ("order_same_place", "ship_to = ?6 AND ship_to <> ''"),
        None => ("order_same", "?6 IS NULL"),
    };
    let sql = format!(
        "SELECT number FROM sales_order INDEXED BY {index}
         WHERE customer_id = ?1 AND lines_digest = ?2 AND lines_digest <> '' AND {place}
           AND ordered_on BETWEEN ?3 AND ?4 AND id <> ?5
           AND state NOT IN ('void', 'rejected', 'cancelled')
         ORDER BY ordered_on DESC, id DESC LIMIT 1"
    );
    db.value(&sql, (key.customer, key.digest, from, to, not, key.ship_to))
}
