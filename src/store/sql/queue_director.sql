-- Orders on the director's desk.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    o.moved_at AS since, o.moved_at AS due, 'approval' AS why, NULL AS fact, o.gross AS amount,
    NULL AS next_at, 0 AS no_answer
FROM sales_order o INDEXED BY order_director LEFT JOIN customer c ON c.id = o.customer_id
WHERE o.state = 'director'
ORDER BY o.moved_at, o.id LIMIT :limit
