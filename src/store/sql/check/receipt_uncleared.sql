-- The list of receipts that may still bounce against the receipts and their events.
SELECT r.number || ' is ' || iif(u.receipt_id IS NULL, 'missing from', 'wrong in') || ' the uncleared ones'
FROM (
    SELECT id, number, customer_id, amount, cleared = 0 AND NOT EXISTS (SELECT 1 FROM receipt_event e
        WHERE e.receipt_id = receipt.id AND e.what IN ('cleared', 'bounced')) AS waits
    FROM receipt
) r LEFT JOIN receipt_uncleared u ON u.receipt_id = r.id
WHERE r.waits <> (u.receipt_id IS NOT NULL) OR u.amount <> r.amount OR u.customer_id <> r.customer_id
