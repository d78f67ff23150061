-- Outstanding kept beside the invoices against amount - applied.
SELECT i.number || ' is open with ' || coalesce(o.open, 0) || ', facts say ' || i.open
FROM (
    SELECT id, number, customer_id, due_on, gross - coalesce((SELECT sum(a.amount) FROM application a
        WHERE a.invoice_id = invoice.id), 0) AS open
    FROM invoice
) i LEFT JOIN invoice_open o ON o.invoice_id = i.id
WHERE coalesce(o.open, 0) <> i.open OR o.customer_id <> i.customer_id OR o.due_on <> i.due_on
