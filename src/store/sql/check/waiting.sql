-- What waits, by product, warehouse and promise, is the sum of the lines that wait.
SELECT p.code || ' for ' || coalesce(w.code, '-') || ' by ' || coalesce(l.promise_on, c.promise_on) || ': '
    || coalesce(c.qty, 0) || ', lines say ' || coalesce(l.qty, 0)
FROM (SELECT l.product_id, coalesce(o.warehouse_id, 0) AS warehouse_id, coalesce(l.promise_on, '') AS promise_on,
          sum(l.qty - l.cancelled - l.reserved - l.packed - l.shipped) AS qty
      FROM order_line l JOIN sales_order o ON o.id = l.order_id
      WHERE l.in_force = 1 AND l.removed = 0 AND l.product_id IS NOT NULL
        AND l.qty > l.cancelled + l.reserved + l.packed + l.shipped
      GROUP BY 1, 2, 3) l
FULL JOIN waiting c ON c.product_id = l.product_id AND c.warehouse_id = l.warehouse_id AND c.promise_on = l.promise_on
JOIN product p ON p.id = coalesce(l.product_id, c.product_id)
LEFT JOIN warehouse w ON w.id = coalesce(l.warehouse_id, c.warehouse_id)
WHERE coalesce(l.qty, 0) <> coalesce(c.qty, 0) OR c.qty = 0
