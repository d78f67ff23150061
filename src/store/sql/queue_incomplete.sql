-- Incomplete orders to call about, and returned ones waiting for sales.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    o.moved_at AS since, o.moved_at AS due,
    CASE o.state WHEN 'returned' THEN 'returned' ELSE 'gap' END AS why,
    (SELECT group_concat(code, ',') FROM (SELECT DISTINCT code FROM gap g WHERE g.order_id = o.id AND g.blocking = 1)) AS fact,
    o.gross AS amount,
    (SELECT next_at FROM contact k WHERE k.order_id = o.id ORDER BY k.id DESC LIMIT 1) AS next_at,
    (SELECT count(*) FROM contact k WHERE k.order_id = o.id AND k.outcome = 'no_answer' AND k.id > coalesce(
        (SELECT max(id) FROM contact r WHERE r.order_id = o.id AND r.outcome <> 'no_answer'), 0)) AS no_answer
FROM sales_order o INDEXED BY order_to_fill LEFT JOIN customer c ON c.id = o.customer_id
WHERE o.state IN ('incomplete', 'returned')
  AND coalesce((SELECT next_at FROM contact k WHERE k.order_id = o.id ORDER BY k.id DESC LIMIT 1), '') <= :now
ORDER BY o.moved_at, o.id LIMIT :limit
