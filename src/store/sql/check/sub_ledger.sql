-- Each customer's papers against the two accounts of that customer, from the facts alone:
-- receivable = open invoices - unapplied receipts and notes; deposit = - unapplied deposits.
WITH paper AS (
    SELECT customer_id, 'receivable' AS side, gross AS amount FROM invoice
    UNION ALL
    SELECT i.customer_id, 'receivable', -a.amount FROM application a JOIN invoice i ON i.id = a.invoice_id
    UNION ALL
    SELECT n.customer_id, 'receivable',
        -(n.gross - coalesce((SELECT sum(a.amount) FROM application a WHERE a.note_id = n.id), 0))
    FROM credit_note n
    UNION ALL
    SELECT r.customer_id,
        iif(r.deposit = 1 AND NOT EXISTS (SELECT 1 FROM receipt_event e
            WHERE e.receipt_id = r.id AND e.what = 'released'), 'deposit', 'receivable'),
        -(r.amount - coalesce((SELECT sum(a.amount) FROM application a WHERE a.receipt_id = r.id), 0))
    FROM receipt r
    WHERE NOT EXISTS (SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id AND e.what = 'bounced')
), papers AS (
    SELECT p.side || ':' || c.code AS code, sum(p.amount) AS amount
    FROM paper p JOIN customer c ON c.id = p.customer_id GROUP BY p.side, c.id
), booked AS (
    SELECT code, balance FROM account WHERE code LIKE 'receivable:%' OR code LIKE 'deposit:%'
)
SELECT coalesce(p.code, b.code) || ' is ' || coalesce(b.balance, 0) || ', papers say ' || coalesce(p.amount, 0)
FROM papers p FULL JOIN booked b ON b.code = p.code
WHERE coalesce(p.amount, 0) <> coalesce(b.balance, 0)
