-- What is reserved and waits to be packed, by location; goods without one come last.
SELECT w.code AS warehouse, coalesce(s.location, '') AS location, p.code AS product, p.name, p.spec, p.unit,
    r.qty, o.number AS order_number, l.line, c.name AS customer_name, l.promise_on AS promise
FROM reservation r
JOIN order_line l ON l.id = r.line_id
JOIN sales_order o ON o.id = l.order_id
JOIN product p ON p.id = r.product_id
JOIN warehouse w ON w.id = r.warehouse_id
LEFT JOIN customer c ON c.id = o.customer_id
LEFT JOIN stock_place s ON s.product_id = r.product_id AND s.warehouse_id = r.warehouse_id
WHERE (:order IS NULL OR l.order_id = :order)
  AND (:warehouse IS NULL OR r.warehouse_id = :warehouse)
  AND (:until IS NULL OR coalesce(l.promise_on, :until) <= :until)
ORDER BY w.code, s.location IS NULL, s.location, p.code, l.promise_on, o.id, l.line
LIMIT :limit OFFSET :skip
