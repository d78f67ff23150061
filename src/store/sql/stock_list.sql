-- One row a product and warehouse, by code; `key` is the pair of rows that the next page starts after.
SELECT p.code AS product,
       p.name AS name,
       w.code AS warehouse,
       coalesce(s.on_hand, 0) AS on_hand,
       coalesce(s.reserved, 0) AS reserved,
       coalesce(s.packed, 0) AS packed,
       (SELECT coalesce(sum(t.qty - t.arrived - t.lost), 0) FROM stock_transfer t
        WHERE t.product_id = p.id AND t.to_id = w.id AND t.qty > t.arrived + t.lost) AS in_transit,
       coalesce((SELECT qty FROM stock_aside a
                 WHERE a.product_id = p.id AND a.warehouse_id = w.id AND a.quality = 'held'), 0) AS quarantined,
       coalesce((SELECT qty FROM stock_aside a
                 WHERE a.product_id = p.id AND a.warehouse_id = w.id AND a.quality = 'second'), 0) AS second,
       (SELECT coalesce(sum(u.qty - u.received), 0) FROM supply u
        WHERE u.product_id = p.id AND u.warehouse_id = w.id AND u.received < u.qty) AS expected,
       coalesce(s.on_hand - s.reserved - s.packed, 0) AS free,
       p.id || '-' || w.id AS key
FROM product p
CROSS JOIN warehouse w
LEFT JOIN stock_level s ON s.product_id = p.id AND s.warehouse_id = w.id
WHERE (:product IS NULL OR p.id = :product)
  AND (:warehouse IS NULL OR w.id = :warehouse)
  AND p.code >= coalesce((SELECT code FROM product WHERE id = :after_product),
                         (SELECT code FROM product WHERE id = :product), '')
  AND p.code <= coalesce((SELECT code FROM product WHERE id = :product), char(1114111))
  AND (:after_product IS NULL
       OR p.code > (SELECT code FROM product WHERE id = :after_product)
       OR w.code > (SELECT code FROM warehouse WHERE id = :after_warehouse))
  AND (s.product_id IS NOT NULL
       OR EXISTS (SELECT 1 FROM supply u
                  WHERE u.product_id = p.id AND u.warehouse_id = w.id AND u.received < u.qty)
       OR EXISTS (SELECT 1 FROM stock_transfer t
                  WHERE t.product_id = p.id AND t.to_id = w.id AND t.qty > t.arrived + t.lost)
       OR EXISTS (SELECT 1 FROM stock_aside a
                  WHERE a.product_id = p.id AND a.warehouse_id = w.id AND a.qty > 0))
ORDER BY p.code, w.code
LIMIT :limit
