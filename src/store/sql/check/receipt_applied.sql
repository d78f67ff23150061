-- Applied is within the receipt, and nothing once it has bounced.
SELECT r.number || ' of ' || r.amount || ' is applied with ' || sum(a.amount)
FROM receipt r JOIN application a ON a.receipt_id = r.id
GROUP BY r.id
HAVING sum(a.amount) < 0 OR sum(a.amount) > r.amount
    OR (sum(a.amount) <> 0 AND EXISTS (SELECT 1 FROM receipt_event e
        WHERE e.receipt_id = r.id AND e.what = 'bounced'))
