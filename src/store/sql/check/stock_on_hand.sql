-- On hand is the sum of the movements of good goods and never below zero.
SELECT p.code || ' in ' || w.code || ': ' || coalesce(s.on_hand, 0) || ', movements say ' || coalesce(m.qty, 0)
FROM (SELECT product_id, warehouse_id, sum(qty) AS qty FROM movement WHERE quality = 'good' GROUP BY product_id, warehouse_id) m
FULL JOIN stock_level s ON s.product_id = m.product_id AND s.warehouse_id = m.warehouse_id
JOIN product p ON p.id = coalesce(m.product_id, s.product_id)
JOIN warehouse w ON w.id = coalesce(m.warehouse_id, s.warehouse_id)
WHERE coalesce(s.on_hand, 0) <> coalesce(m.qty, 0) OR coalesce(s.on_hand, 0) < 0
   OR coalesce(s.reserved + s.packed > s.on_hand, 0)
