SELECT o.id, o.number AS "order", o.state, o.version, c.code AS customer, c.name AS customer_name, o.channel,
    o.kind, o.customer_ref, o.ordered_on, o.need_on AS need_date, o.gross, s.login AS owner, o.moved_at,
    (SELECT max(promise_on) FROM order_line l WHERE l.order_id = o.id AND l.removed = 0) AS promise,
    (SELECT count(*) FROM order_line l WHERE l.order_id = o.id AND l.removed = 0) AS lines,
    (SELECT coalesce(sum(qty - cancelled), 0) FROM order_line l WHERE l.order_id = o.id AND l.removed = 0) AS wanted,
    (SELECT coalesce(sum(cancelled), 0) FROM order_line l WHERE l.order_id = o.id AND l.removed = 0) AS cancelled,
    (SELECT coalesce(sum(shipped), 0) FROM order_line l WHERE l.order_id = o.id) AS shipped,
    (SELECT coalesce(sum(signed), 0) FROM order_line l WHERE l.order_id = o.id) AS signed,
    (SELECT coalesce(sum(invoiced), 0) FROM order_line l WHERE l.order_id = o.id) AS invoiced,
    EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.in_force = 1
        AND l.qty > l.cancelled + l.signed + l.refused AND l.promise_on < :today) AS late
FROM sales_order o
LEFT JOIN customer c ON c.id = o.customer_id
LEFT JOIN staff s ON s.id = o.owner_id
WHERE 1 = 1
