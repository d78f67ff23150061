-- Goods of the same style or family that can be had now, the nearest first.
SELECT p.code AS product, p.name, p.spec, p.unit, p.list_price, s.free, p.style IS NOT NULL AND p.style IS q.style AS same_style
FROM product q
JOIN product p ON p.id <> q.id AND p.on_sale = 1 AND (p.style = q.style OR p.family = q.family)
JOIN (SELECT product_id, sum(on_hand - reserved - packed) AS free FROM stock_level GROUP BY product_id) s
    ON s.product_id = p.id AND s.free > 0
WHERE q.id = :product
ORDER BY same_style DESC, p.unit = q.unit DESC, s.free >= :qty DESC, abs(p.list_price - q.list_price), p.code
LIMIT :limit
