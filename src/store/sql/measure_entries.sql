-- Orders of the days from :from to :until, and how they went on their way into force, as known before :known.
SELECT o.id AS order_id, o.number AS order_number, c.code AS customer, o.channel, k.login AS clerk,
       o.round > 0 AS submitted, o.state = 'void' AS void,
       o.state = 'cancelled' AND o.moved_at < :known AS cancelled,
       coalesce(o.approved_at < :known, 0) AS approved,
       EXISTS (SELECT 1 FROM happening h JOIN audit a ON a.seq = h.seq WHERE h.order_id = o.id
           AND h.what IN ('order.entered', 'order.edited') AND json_extract(h.facts, '$.state') = 'incomplete'
           AND a.at < :known) AS incomplete,
       EXISTS (SELECT 1 FROM happening h JOIN audit a ON a.seq = h.seq WHERE h.order_id = o.id
           AND h.what = 'order.returned' AND a.at < :known) AS returned,
       EXISTS (SELECT 1 FROM order_link f WHERE f.from_id = o.id AND f.kind = 'merged') AS merged
FROM sales_order o INDEXED BY order_day
JOIN staff k ON k.id = o.keyed_by
LEFT JOIN customer c ON c.id = o.customer_id
WHERE o.ordered_on BETWEEN :from AND :until
ORDER BY o.ordered_on DESC, o.id DESC
