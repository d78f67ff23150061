-- Each credit note, write-off and refund against what it posted.
WITH paper AS (
    SELECT number, gross AS amount, 'credit_note' AS what FROM credit_note
    UNION ALL
    SELECT number, amount, 'writeoff' FROM writeoff
    UNION ALL
    SELECT number, amount, 'refund' FROM refund
), booked AS (
    SELECT document, what, sum(amount) AS amount FROM transfer
    WHERE what IN ('credit_note', 'writeoff', 'refund') GROUP BY document, what
)
SELECT coalesce(p.number, b.document) || ' is ' || coalesce(p.amount, 0) || ', posted ' || coalesce(b.amount, 0)
FROM paper p FULL JOIN booked b ON b.document = p.number AND b.what = p.what
WHERE coalesce(p.amount, 0) <> coalesce(b.amount, 0)
