SELECT o.id, o.number AS "order", o.state, o.version, c.code AS customer, c.name AS customer_name, o.channel,
    o.kind, o.customer_ref, o.ordered_on, o.need_on AS need_date, o.gross, s.login AS owner, o.moved_at
FROM sales_order o
LEFT JOIN customer c ON c.id = o.customer_id
LEFT JOIN staff s ON s.id = o.owner_id
WHERE 1 = 1
