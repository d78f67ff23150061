-- Returns that are not settled: to be approved, awaited, or in the house with the money open. A call about
-- goods that are awaited takes the row off until the next one.
SELECT r.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    r.moved_at AS since, r.due_at AS due, 'return_' || r.state AS why, r.state AS fact, NULL AS amount,
    (SELECT next_at FROM contact k WHERE k.order_id = r.order_id AND k.at >= r.moved_at ORDER BY k.id DESC LIMIT 1) AS next_at,
    0 AS no_answer
FROM sales_return r
JOIN sales_order o ON o.id = r.order_id
LEFT JOIN customer c ON c.id = r.customer_id
WHERE r.ended_at IS NULL
  AND (r.state <> 'approved' OR coalesce((SELECT next_at FROM contact k
       WHERE k.order_id = r.order_id AND k.at >= r.moved_at ORDER BY k.id DESC LIMIT 1), '') <= :now)
ORDER BY r.due_at, r.id LIMIT :limit
