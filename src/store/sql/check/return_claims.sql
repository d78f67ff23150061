-- What the returns of a line claim is within what was shipped of it.
SELECT o.number || '/' || l.line || ': shipped ' || l.shipped || ', returns claim ' || c.qty
FROM (
    SELECT r.line_id, sum(CASE WHEN s.state = 'dropped' OR (s.state = 'settled' AND s.want = 'repair') THEN 0
        WHEN s.state = 'settled' THEN r.received ELSE max(r.agreed, r.received) END) AS qty
    FROM (
        SELECT return_id, line_id, sum(agreed) AS agreed, sum(received) AS received FROM (
            SELECT return_id, line_id, qty AS agreed, 0 AS received FROM return_line
            UNION ALL SELECT return_id, line_id, 0, qty FROM return_receipt)
        GROUP BY return_id, line_id
    ) r JOIN sales_return s ON s.id = r.return_id GROUP BY r.line_id
) c JOIN order_line l ON l.id = c.line_id JOIN sales_order o ON o.id = l.order_id
WHERE c.qty > l.shipped
