-- Reserved is the sum of the reservations.
SELECT p.code || ' in ' || w.code || ': reserved ' || coalesce(s.reserved, 0) || ', reservations say ' || coalesce(r.qty, 0)
FROM (SELECT product_id, warehouse_id, sum(qty) AS qty FROM reservation GROUP BY product_id, warehouse_id) r
FULL JOIN stock_level s ON s.product_id = r.product_id AND s.warehouse_id = r.warehouse_id
JOIN product p ON p.id = coalesce(r.product_id, s.product_id)
JOIN warehouse w ON w.id = coalesce(r.warehouse_id, s.warehouse_id)
WHERE coalesce(s.reserved, 0) <> coalesce(r.qty, 0)
