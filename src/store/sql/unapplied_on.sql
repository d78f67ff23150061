-- Unapplied money at the end of day ?2, of customer ?1 or of all, from the facts alone: {filter} for
-- receipts and {of_note} for credit notes are put in by the caller.
SELECT
    coalesce(sum(open) FILTER (WHERE NOT deposit), 0) AS receipts,
    coalesce(sum(open) FILTER (WHERE deposit), 0) AS deposits,
    coalesce(sum(amount) FILTER (WHERE uncleared), 0) AS uncleared,
    (SELECT coalesce(sum(n.gross - coalesce((SELECT sum(a.amount) FROM application a
         WHERE a.note_id = n.id AND a.effective_on <= ?2), 0)), 0)
     FROM credit_note n WHERE {of_note} AND n.noted_on <= ?2) AS notes
FROM (
    SELECT r.amount,
        CASE WHEN EXISTS (SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id
                 AND e.what = 'bounced' AND e.effective_on <= ?2) THEN 0
             ELSE r.amount - coalesce((SELECT sum(a.amount) FROM application a
                 WHERE a.receipt_id = r.id AND a.effective_on <= ?2), 0) END AS open,
        r.deposit = 1 AND NOT EXISTS (SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id
            AND e.what = 'released' AND e.effective_on <= ?2) AS deposit,
        r.cleared = 0 AND NOT EXISTS (SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id
            AND e.what IN ('cleared', 'bounced') AND e.effective_on <= ?2) AS uncleared
    FROM receipt r WHERE {filter} AND r.received_on <= ?2
)
