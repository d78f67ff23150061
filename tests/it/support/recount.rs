//! Sums worked out a second time, from the facts in the tables.

use super::tables;

/// A customer's exposure in 分 from the facts alone: no counter, no cache (`rules.md §4`).
pub fn exposure(db: &rusqlite::Connection, customer: &str) -> i64 {
    let id = tables::number(
        db,
        &format!("SELECT id FROM customer WHERE code = '{customer}'"),
    );
    let sum = |sql: &str| tables::number(db, &format!("SELECT coalesce(sum(n), 0) FROM ({sql})"));
    let money = sum(&format!(
        "SELECT gross - coalesce((SELECT sum(amount) FROM application a WHERE a.invoice_id = i.id), 0) AS n
         FROM invoice i WHERE customer_id = {id}
         UNION ALL
         SELECT coalesce((SELECT sum(amount) FROM application a WHERE a.receipt_id = r.id), 0)
             - amount * (SELECT count(*) = 0 FROM receipt_event e WHERE e.receipt_id = r.id AND e.what = 'bounced')
         FROM receipt r WHERE customer_id = {id}
         UNION ALL
         SELECT coalesce((SELECT sum(amount) FROM application a WHERE a.note_id = k.id), 0) - gross
         FROM credit_note k WHERE customer_id = {id}
         UNION ALL
         SELECT amount FROM receipt r WHERE customer_id = {id} AND cleared = 0 AND NOT EXISTS (
             SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id AND e.what IN ('cleared', 'bounced'))"
    ));
    let lines = format!(
        "SELECT o.terms, l.qty, l.gross,
             (SELECT coalesce(sum(k.unbilled), 0) FROM return_receipt k WHERE k.line_id = l.id),
             (SELECT coalesce(sum(qty), 0) FROM cancellation k WHERE k.line_id = l.id),
             (SELECT coalesce(sum(s.qty), 0) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id
              WHERE s.line_id = l.id AND h.state IN ('dispatched', 'signed')),
             (SELECT coalesce(sum(qty), 0) FROM invoice_line b WHERE b.line_id = l.id)
         FROM sales_order o JOIN order_line l ON l.order_id = o.id
         WHERE o.customer_id = {id} AND o.state = 'approved' AND l.removed = 0"
    );
    let mut promised = 0;
    for row in tables::rows(db, &lines) {
        let cells: Vec<&str> = row.split('|').collect();
        let n: Vec<i64> = cells[1..]
            .iter()
            .map(|cell| cell.parse().unwrap_or(0))
            .collect();
        let [qty, gross, returned, cancelled, shipped, invoiced] = n[..] else {
            panic!("{row}")
        };
        let to_bill = (shipped - returned - invoiced).max(0);
        let to_ship = (qty - cancelled - shipped).max(0);
        let units = to_bill + if cells[0] == "prepaid" { 0 } else { to_ship };
        // Half up, as every share.
        let exact = i128::from(gross) * i128::from(units) * 2 + i128::from(qty);
        promised += i64::try_from(exact.div_euclid(i128::from(qty) * 2)).unwrap();
    }
    money + promised
}
