-- Exceptions nobody has solved: their owner's (fact = @ and the login), or anybody's who may take them up.
SELECT e.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    e.raised_at AS since, e.due_at AS due,
    'exception_' || e.kind AS why,
    CASE WHEN s.login IS NULL THEN NULL ELSE '@' || s.login END AS fact, NULL AS amount,
    NULL AS next_at, 0 AS no_answer
FROM exception e INDEXED BY exception_open
LEFT JOIN staff s ON s.id = e.owner_id
LEFT JOIN sales_order o ON o.id = e.order_id
LEFT JOIN customer c ON c.id = e.customer_id
WHERE e.solved_at IS NULL
ORDER BY e.due_at, e.id LIMIT :limit
