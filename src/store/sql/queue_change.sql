-- Versions of approved orders about which everybody was heard: they wait for the director too.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    k.at AS since, k.at AS due, 'change' AS why, k.reason AS fact, o.gross AS amount, NULL AS next_at, 0 AS no_answer
FROM order_change k INDEXED BY order_change_waiting
JOIN sales_order o ON o.id = k.order_id LEFT JOIN customer c ON c.id = o.customer_id
WHERE k.state = 'pending' AND NOT EXISTS (SELECT 1 FROM opinion p
    WHERE p.order_id = k.order_id AND p.round = k.round AND p.verdict IS NULL)
ORDER BY k.at, k.id LIMIT :limit
