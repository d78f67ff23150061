-- Packed is the sum of the packed shipments.
SELECT p.code || ' in ' || w.code || ': packed ' || coalesce(s.packed, 0) || ', shipments say ' || coalesce(k.qty, 0)
FROM (SELECT l.product_id, h.warehouse_id, sum(x.qty) AS qty FROM shipment h
      JOIN shipment_line x ON x.shipment_id = h.id JOIN order_line l ON l.id = x.line_id
      WHERE h.state = 'packed' GROUP BY l.product_id, h.warehouse_id) k
FULL JOIN stock_level s ON s.product_id = k.product_id AND s.warehouse_id = k.warehouse_id
JOIN product p ON p.id = coalesce(k.product_id, s.product_id)
JOIN warehouse w ON w.id = coalesce(k.warehouse_id, s.warehouse_id)
WHERE coalesce(s.packed, 0) <> coalesce(k.qty, 0)
