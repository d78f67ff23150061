-- A write-off is applied whole to its own invoice, a refund takes its whole amount of its own paper.
SELECT w.number || ' of ' || w.amount || ' is applied with ' || coalesce(sum(a.amount), 0)
FROM writeoff w LEFT JOIN application a ON a.writeoff_id = w.id AND a.invoice_id = w.invoice_id
GROUP BY w.id
HAVING coalesce(sum(a.amount), 0) <> w.amount
UNION ALL
SELECT f.number || ' of ' || f.amount || ' takes ' || coalesce(sum(a.amount), 0)
FROM refund f LEFT JOIN application a ON a.refund_id = f.id AND a.receipt_id IS f.receipt_id AND a.note_id IS f.note_id
GROUP BY f.id
HAVING coalesce(sum(a.amount), 0) <> f.amount
