-- Each series of numbers runs from one to its last without gaps or repeats.
WITH given AS (
    SELECT substr(number, 1, 2) AS prefix, substr(number, 3, 8) AS day, CAST(substr(number, 12) AS INTEGER) AS n FROM sales_order
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM shipment
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM invoice
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM receipt
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM credit_note
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM writeoff
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM refund
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM stock_transfer
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM import_batch
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM sales_return
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM complaint
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM survey
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM task
    UNION ALL SELECT substr(number, 1, 2), substr(number, 3, 8), CAST(substr(number, 12) AS INTEGER) FROM exception
)
SELECT coalesce(s.prefix || s.day, g.prefix || g.day) || ': last ' || coalesce(s.last, 0) || ', given out ' || coalesce(g.many, 0)
FROM series s
FULL JOIN (SELECT prefix, day, count(*) AS many, max(n) AS top, count(DISTINCT n) AS apart FROM given GROUP BY prefix, day) g
    ON g.prefix = s.prefix AND g.day = s.day
WHERE coalesce(s.last, 0) <> coalesce(g.many, 0) OR g.top <> g.many OR g.apart <> g.many
