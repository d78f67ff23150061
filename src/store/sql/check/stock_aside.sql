-- What stands apart is the sum of its movements.
SELECT p.code || ' in ' || w.code || ' (' || coalesce(m.quality, s.quality) || '): ' || coalesce(s.qty, 0)
    || ', movements say ' || coalesce(m.qty, 0)
FROM (SELECT product_id, warehouse_id, quality, sum(qty) AS qty FROM movement WHERE quality <> 'good'
      GROUP BY product_id, warehouse_id, quality) m
FULL JOIN stock_aside s ON s.product_id = m.product_id AND s.warehouse_id = m.warehouse_id AND s.quality = m.quality
JOIN product p ON p.id = coalesce(m.product_id, s.product_id)
JOIN warehouse w ON w.id = coalesce(m.warehouse_id, s.warehouse_id)
WHERE coalesce(s.qty, 0) <> coalesce(m.qty, 0)
