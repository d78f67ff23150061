-- Platform orders that did not go into force, the first to be sent by its platform's promise first.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    o.entered_at AS since, coalesce(p.ship_by, o.entered_at) AS due,
    CASE WHEN EXISTS (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.released_at IS NULL) THEN 'stay_held'
        WHEN json_array_length(p.stays) > 0 THEN 'stay_' || json_extract(p.stays, '$[0]')
        WHEN EXISTS (SELECT 1 FROM goods_wanted w WHERE w.order_id = o.id) THEN 'stay_unmapped'
        WHEN o.state = 'incomplete' THEN 'stay_incomplete' ELSE 'platform_waits' END AS why, p.outside_id AS fact, o.gross AS amount,
    NULL AS next_at, 0 AS no_answer
FROM sales_order o INDEXED BY order_state CROSS JOIN platform_order p ON p.order_id = o.id
    LEFT JOIN customer c ON c.id = o.customer_id
WHERE o.state IN ('draft', 'incomplete', 'returned')
ORDER BY coalesce(p.ship_by, o.entered_at), o.id LIMIT :limit
