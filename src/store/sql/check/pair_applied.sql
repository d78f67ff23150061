-- No more was taken back between a receipt or note and an invoice than was applied.
SELECT coalesce(r.number, n.number) || ' to ' || i.number || ' is ' || sum(a.amount)
FROM application a JOIN invoice i ON i.id = a.invoice_id
LEFT JOIN receipt r ON r.id = a.receipt_id LEFT JOIN credit_note n ON n.id = a.note_id
WHERE a.writeoff_id IS NULL
GROUP BY a.receipt_id, a.note_id, a.invoice_id
HAVING sum(a.amount) < 0
