-- Lines of which something left from :from to before :until, and what came back of them before :known.
SELECT l.line, o.number AS order_number, p.code AS product, c.code AS customer, o.channel, k.login AS clerk,
       (SELECT sum(s.qty) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id
           WHERE s.line_id = l.id AND h.dispatched_at >= :from AND h.dispatched_at < :until) AS shipped,
       (SELECT coalesce(sum(s.qty), 0) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id
           WHERE s.line_id = l.id AND h.dispatched_at < :from) AS before,
       (SELECT coalesce(sum(r.qty), 0) FROM return_receipt r JOIN sales_return t ON t.id = r.return_id
           WHERE r.line_id = l.id AND t.want <> 'repair' AND r.at < :known) AS returned
FROM order_line l
CROSS JOIN sales_order o ON o.id = l.order_id
JOIN staff k ON k.id = o.keyed_by
LEFT JOIN product p ON p.id = l.product_id
LEFT JOIN customer c ON c.id = o.customer_id
WHERE l.id IN (SELECT s.line_id FROM shipment h INDEXED BY shipment_left
               CROSS JOIN shipment_line s ON s.shipment_id = h.id
               WHERE h.dispatched_at >= :from AND h.dispatched_at < :until)
ORDER BY l.id DESC
