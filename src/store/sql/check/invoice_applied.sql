-- Applied is within the invoice.
SELECT i.number || ' of ' || i.gross || ' has ' || sum(a.amount) || ' applied'
FROM invoice i JOIN application a ON a.invoice_id = i.id
GROUP BY i.id
HAVING sum(a.amount) < 0 OR sum(a.amount) > i.gross
