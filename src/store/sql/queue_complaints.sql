-- Complaints that are not closed. A call about one takes the row off until the next one.
SELECT p.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    p.opened_at AS since, p.due_at AS due,
    CASE WHEN p.repeated = 1 THEN 'complaint_repeated' WHEN p.due_at < :now THEN 'complaint_overdue' ELSE 'complaint' END AS why,
    CAST(p.severity AS TEXT) AS fact, NULL AS amount,
    coalesce(
        (SELECT next_at FROM contact k WHERE k.order_id = p.order_id AND k.at >= p.opened_at ORDER BY k.id DESC LIMIT 1),
        (SELECT next_at FROM contact k WHERE p.order_id IS NULL AND k.customer_id = p.customer_id AND k.order_id IS NULL
            AND k.at >= p.opened_at ORDER BY k.id DESC LIMIT 1)) AS next_at,
    0 AS no_answer
FROM complaint p
JOIN customer c ON c.id = p.customer_id
LEFT JOIN sales_order o ON o.id = p.order_id
WHERE p.closed_at IS NULL
  AND coalesce(
      (SELECT next_at FROM contact k WHERE k.order_id = p.order_id AND k.at >= p.opened_at ORDER BY k.id DESC LIMIT 1),
      (SELECT next_at FROM contact k WHERE p.order_id IS NULL AND k.customer_id = p.customer_id AND k.order_id IS NULL
          AND k.at >= p.opened_at ORDER BY k.id DESC LIMIT 1), '') <= :now
ORDER BY p.due_at, p.id LIMIT :limit
