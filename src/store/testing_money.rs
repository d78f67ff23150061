//! Raw rows for tests of money: what the stock room will write once it is there.

use super::{Db, Result, Tx};
use crate::domain::ids::OrderId;

/// Runs any statement.
pub fn raw(tx: &Tx<'_>, sql: &str) -> Result<usize> {
    tx.exec(sql, [])
}

/// The first column of the first row, as a text.
pub fn text(db: &Db, sql: &str) -> Result<Option<String>> {
    db.value(sql, [])
}

/// Ships some of each line of an order and has it signed for; quantities by line, in thousandths.
pub fn ship(tx: &Tx<'_>, order: OrderId, number: &str, lines: &[(i64, i64)]) -> Result<()> {
    let id = tx.insert(
        "INSERT INTO shipment (number, order_id, warehouse_id, state, packed_at, packed_by, carrier_id)
         VALUES (?1, ?2, (SELECT min(id) FROM warehouse), 'packed', '2026-11-02T09:00:00',
             (SELECT min(id) FROM staff), (SELECT min(id) FROM carrier))",
        (number, order),
    )?;
    for (line, qty) in lines {
        tx.exec(
            "INSERT INTO shipment_line (shipment_id, line_id, qty)
             SELECT ?1, id, ?4 FROM order_line WHERE order_id = ?2 AND line = ?3",
            (id, order, line, qty),
        )?;
    }
    tx.exec(
        "UPDATE shipment SET state = 'dispatched' WHERE id = ?1",
        [id],
    )?;
    tx.exec("UPDATE shipment SET state = 'signed' WHERE id = ?1", [id])?;
    Ok(())
}
