-- The credit notes of an invoice stay within it, as a whole and by line.
SELECT i.number || ' of ' || i.gross || ' has notes of ' || sum(n.gross)
FROM invoice i JOIN credit_note n ON n.invoice_id = i.id
GROUP BY i.id
HAVING sum(n.net) > i.net OR sum(n.tax) > i.tax OR sum(n.customer_id <> i.customer_id) > 0
UNION ALL
SELECT i.number || ': notes take ' || sum(l.qty) || ' of ' || coalesce(b.qty, 0)
FROM credit_note_line l JOIN credit_note n ON n.id = l.note_id JOIN invoice i ON i.id = n.invoice_id
LEFT JOIN invoice_line b ON b.invoice_id = i.id AND b.line_id = l.line_id
GROUP BY i.id, l.line_id
HAVING sum(l.qty) > coalesce(b.qty, 0) OR sum(l.gross) > coalesce(b.gross, 0)
