-- Drafts with nothing missing that were left lying since a day before today.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    o.moved_at AS since, o.moved_at AS due, 'draft_left' AS why, NULL AS fact, o.gross AS amount,
    (SELECT next_at FROM contact k WHERE k.order_id = o.id ORDER BY k.id DESC LIMIT 1) AS next_at, 0 AS no_answer
FROM sales_order o INDEXED BY order_state LEFT JOIN customer c ON c.id = o.customer_id
WHERE o.state = 'draft' AND o.ordered_on < :today
  AND coalesce((SELECT next_at FROM contact k WHERE k.order_id = o.id ORDER BY k.id DESC LIMIT 1), '') <= :now
ORDER BY o.ordered_on, o.id LIMIT :limit
