-- Cleared money for order ?1: applied to its invoices by any receipt, or open on a receipt that names it.
-- What names an order that is over is free for others (`receipts::cleared_and_free`).
-- What a credit note or a write-off has settled of its invoices needs no money any more.
SELECT coalesce((
        SELECT sum(a.amount)
        FROM invoice i JOIN application a ON a.invoice_id = i.id
        WHERE i.order_id = ?1
          AND (a.receipt_id IS NULL OR a.receipt_id NOT IN (SELECT receipt_id FROM receipt_uncleared))), 0)
    + coalesce((
        SELECT sum(o.open)
        FROM receipt r JOIN receipt_open o ON o.receipt_id = r.id
        WHERE r.order_id = ?1
          AND NOT EXISTS (SELECT 1 FROM sales_order s WHERE s.id = ?1
              AND s.state IN ('rejected', 'cancelled', 'void', 'closed', 'short_closed'))
          AND r.id NOT IN (SELECT receipt_id FROM receipt_uncleared)), 0)
