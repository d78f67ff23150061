-- Outstanding kept beside the receipts against amount - applied; nothing for a bounced one.
SELECT r.number || ' is open with ' || coalesce(o.open, 0) || ', facts say ' || r.open
FROM (
    SELECT id, number, customer_id,
        iif(EXISTS (SELECT 1 FROM receipt_event e WHERE e.receipt_id = receipt.id AND e.what = 'bounced'), 0,
            amount - coalesce((SELECT sum(a.amount) FROM application a WHERE a.receipt_id = receipt.id), 0)) AS open
    FROM receipt
) r LEFT JOIN receipt_open o ON o.receipt_id = r.id
WHERE coalesce(o.open, 0) <> r.open OR o.customer_id <> r.customer_id
