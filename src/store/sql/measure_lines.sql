-- The goods of every order with a line whose promise base lies between :from and :until, order by order,
-- the newest first.
SELECT l.id AS line_id, l.line, l.order_id, o.number AS order_number, l.promise_base_on AS base,
       l.qty, l.net, p.id AS product_id, p.code AS product, c.code AS customer, o.channel, k.login AS clerk,
       o.entered_at, o.approved_at, EXISTS (SELECT 1 FROM cancellation x WHERE x.line_id = l.id) AS called_off
FROM sales_order o
CROSS JOIN order_line l ON l.order_id = o.id
JOIN product p ON p.id = l.product_id
JOIN staff k ON k.id = o.keyed_by
LEFT JOIN customer c ON c.id = o.customer_id
WHERE o.id IN (SELECT order_id FROM order_line INDEXED BY line_base WHERE promise_base_on BETWEEN :from AND :until)
  AND l.removed = 0 AND l.promise_base_on IS NOT NULL AND l.qty > 0
ORDER BY o.id DESC, l.line
