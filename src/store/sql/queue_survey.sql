-- Orders that the sampling plan takes and nobody has asked about.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    t.at AS since, t.due_at AS due, 'survey' AS why, NULL AS fact, o.gross AS amount,
    (SELECT next_at FROM contact k WHERE k.order_id = o.id AND k.at >= t.at ORDER BY k.id DESC LIMIT 1) AS next_at,
    0 AS no_answer
FROM survey_open t
JOIN sales_order o ON o.id = t.order_id
LEFT JOIN customer c ON c.id = o.customer_id
WHERE coalesce((SELECT next_at FROM contact k WHERE k.order_id = o.id AND k.at >= t.at ORDER BY k.id DESC LIMIT 1), '') <= :now
ORDER BY t.due_at, o.id LIMIT :limit
