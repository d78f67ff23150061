-- Approved orders with goods neither reserved nor packed, one row an order. The page is chosen before
-- anything is read about its orders.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    o.approved_at AS since, coalesce(w.due, o.ordered_on) AS due, 'short' AS why,
    (SELECT group_concat(p.code, ',') FROM order_line l JOIN product p ON p.id = l.product_id
     WHERE l.order_id = o.id AND l.in_force = 1 AND l.qty > l.cancelled + l.reserved + l.packed + l.shipped) AS fact,
    o.gross AS amount, NULL AS next_at, 0 AS no_answer
FROM (SELECT order_id, min(promise_on) AS due FROM order_line INDEXED BY line_waiting
      WHERE in_force = 1 AND qty > cancelled + reserved + packed + shipped
      GROUP BY order_id ORDER BY due, order_id LIMIT :limit) w
JOIN sales_order o ON o.id = w.order_id
LEFT JOIN customer c ON c.id = o.customer_id
ORDER BY due, o.id
