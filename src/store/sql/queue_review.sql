-- Opinions that a department owes, the one due first on top: of orders in review, and of versions of
-- approved orders that wait.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name,
    c.phone, p.asked_at AS since, p.due_at AS due,
    CASE WHEN p.due_at < :now THEN 'late' ELSE 'opinion' END AS why, p.department AS fact,
    o.gross AS amount, NULL AS next_at, 0 AS no_answer
FROM opinion p
JOIN sales_order o ON o.id = p.order_id
LEFT JOIN customer c ON c.id = o.customer_id
WHERE p.department = :department AND p.waiting = 1
ORDER BY p.due_at, p.id LIMIT :limit
