-- Goods of the same style or family that can be had now, the nearest first. Of a big family the 300
-- nearest by unit and price are looked at.
WITH near AS (
    SELECT p.id
    FROM product q
    JOIN product p ON p.style = q.style
    WHERE q.id = :product
    UNION
    SELECT id
    FROM (SELECT p.id
          FROM product q
          JOIN product p ON p.family = q.family
          WHERE q.id = :product AND p.on_sale = 1
          ORDER BY p.unit = q.unit DESC, abs(p.list_price - q.list_price), p.code
          LIMIT 300)
)
SELECT p.code AS product, p.name, p.spec, p.unit, p.list_price, s.free, p.style IS NOT NULL AND p.style IS q.style AS same_style
FROM product q
JOIN product p ON p.id IN (SELECT id FROM near) AND p.id <> q.id AND p.on_sale = 1
JOIN (SELECT product_id, sum(on_hand - reserved - packed) AS free
      FROM stock_level WHERE product_id IN (SELECT id FROM near) GROUP BY product_id) s
    ON s.product_id = p.id AND s.free > 0
WHERE q.id = :product
ORDER BY same_style DESC, p.unit = q.unit DESC, s.free >= :qty DESC, abs(p.list_price - q.list_price), p.code
LIMIT :limit
