-- Receipts and credit notes of customer ?1 that lowered the receivable on day ?2 and stood against
-- nothing, oldest first.
SELECT number, received_on, open FROM (
    SELECT r.id, r.number, r.received_on,
        r.amount - coalesce((SELECT sum(a.amount) FROM application a
            WHERE a.receipt_id = r.id AND a.effective_on <= ?2), 0) AS open
    FROM receipt r
    WHERE r.customer_id = ?1 AND r.received_on <= ?2
      AND (r.deposit = 0 OR EXISTS (SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id
           AND e.what = 'released' AND e.effective_on <= ?2))
      AND NOT EXISTS (SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id
           AND e.what = 'bounced' AND e.effective_on <= ?2)
    UNION ALL
    SELECT n.id, n.number, n.noted_on,
        n.gross - coalesce((SELECT sum(a.amount) FROM application a
            WHERE a.note_id = n.id AND a.effective_on <= ?2), 0)
    FROM credit_note n WHERE n.customer_id = ?1 AND n.noted_on <= ?2
) WHERE open <> 0 ORDER BY received_on, number
