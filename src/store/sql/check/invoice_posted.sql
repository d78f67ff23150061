-- Each invoice against what it posted: the receivable gets the gross.
SELECT i.number || ' is ' || i.gross || ', posted ' || coalesce(t.amount, 0)
FROM invoice i LEFT JOIN (
    SELECT document, sum(amount) AS amount FROM transfer WHERE what = 'invoice' GROUP BY document
) t ON t.document = i.number
WHERE i.gross <> coalesce(t.amount, 0)
