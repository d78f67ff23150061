-- Tasks that are not closed: the department's until it answers, then the asker's (fact = @ and the login).
SELECT t.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    coalesce(t.answered_at, t.asked_at) AS since, t.due_at AS due,
    CASE WHEN t.answered_at IS NOT NULL THEN 'task_answered' WHEN t.due_at < :now THEN 'task_overdue' ELSE 'task' END AS why,
    CASE WHEN t.answered_at IS NOT NULL THEN '@' || s.login ELSE t.department END AS fact, NULL AS amount,
    NULL AS next_at, 0 AS no_answer
FROM task t
JOIN staff s ON s.id = t.asked_by
LEFT JOIN sales_order o ON o.id = t.order_id
LEFT JOIN customer c ON c.id = t.customer_id
WHERE t.closed_at IS NULL
ORDER BY t.due_at, t.id LIMIT :limit
