-- What returns claim of a line, but for one of them.
SELECT coalesce(sum(CASE
    WHEN r.state = 'dropped' THEN 0
    WHEN r.state = 'settled' AND r.want = 'repair' THEN 0
    WHEN r.state = 'settled' THEN r.received
    ELSE max(r.agreed, r.received) END), 0)
FROM (
    SELECT s.state, s.want,
        coalesce((SELECT qty FROM return_line a WHERE a.return_id = s.id AND a.line_id = ?1), 0) AS agreed,
        coalesce((SELECT sum(qty) FROM return_receipt k WHERE k.return_id = s.id AND k.line_id = ?1), 0) AS received
    FROM sales_return s
    WHERE s.order_id = (SELECT order_id FROM order_line WHERE id = ?1) AND s.id IS NOT ?2
) r
