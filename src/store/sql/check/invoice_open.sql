-- Outstanding kept beside the invoices, by part, against amount - applied: what is left lies in the
-- instalments that fall due last.
SELECT i.number || ' is open with ' || coalesce(o.open, 0) || ', facts say ' || i.open
FROM (
    SELECT v.id, v.number, v.customer_id, coalesce(p.seq, 0) AS seq, coalesce(p.due_on, v.due_on) AS due_on,
        min(coalesce(p.amount, v.gross), max(min(v.open, 0), v.open
            - coalesce((SELECT sum(q.amount) FROM instalment q WHERE q.invoice_id = v.id AND q.seq > p.seq), 0))) AS open
    FROM (SELECT id, number, customer_id, due_on, gross, gross - coalesce((SELECT sum(a.amount) FROM application a
            WHERE a.invoice_id = invoice.id), 0) AS open FROM invoice) v
        LEFT JOIN instalment p ON p.invoice_id = v.id
) i LEFT JOIN invoice_open o ON o.invoice_id = i.id AND o.seq = i.seq
WHERE coalesce(o.open, 0) <> i.open OR o.customer_id <> i.customer_id OR o.due_on <> i.due_on
UNION ALL
SELECT i.number || ' has a part ' || o.seq || ' that was never agreed'
FROM invoice_open o JOIN invoice i ON i.id = o.invoice_id
WHERE NOT EXISTS (SELECT 1 FROM instalment p WHERE p.invoice_id = o.invoice_id AND p.seq = o.seq)
  AND (o.seq > 0 OR EXISTS (SELECT 1 FROM instalment p WHERE p.invoice_id = o.invoice_id))
UNION ALL
SELECT i.number || ' of ' || i.gross || ' has instalments of ' || sum(p.amount)
FROM instalment p JOIN invoice i ON i.id = p.invoice_id
GROUP BY i.id HAVING sum(p.amount) <> i.gross OR max(p.due_on) <> i.due_on
