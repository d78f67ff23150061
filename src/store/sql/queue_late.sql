-- Orders with something promised before today that is not signed for, and orders that the last forecast
-- saw late before their promise has passed and whose customer was not told; one row an order.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    w.due AS since, w.due AS due, w.why, w.fact, o.gross AS amount,
    (SELECT next_at FROM contact k WHERE k.order_id = o.id ORDER BY k.id DESC LIMIT 1) AS next_at,
    0 AS no_answer
FROM (
    SELECT l.order_id, min(l.promise_on) AS due,
        CASE WHEN max(l.qty - l.cancelled - l.shipped) <= 0 THEN 'under_way'
             WHEN max(l.packed) > 0 THEN 'packed' ELSE 'not_shipped' END AS why,
        CAST(count(*) AS TEXT) AS fact
    FROM order_line l INDEXED BY line_undelivered
    WHERE l.in_force = 1 AND l.qty > l.cancelled + l.signed + l.refused AND l.promise_on < :today
      AND coalesce((SELECT next_at FROM contact k WHERE k.order_id = l.order_id ORDER BY k.id DESC LIMIT 1), '') <= :now
    GROUP BY l.order_id
    UNION ALL
    SELECT f.order_id, min(l.promise_on), 'will_be_late', max(f.predicted_on)
    FROM late_line f CROSS JOIN order_line l ON l.id = f.line_id
    WHERE l.in_force = 1 AND l.qty > l.cancelled + l.signed + l.refused AND l.promise_on >= :today AND f.predicted_on > l.promise_on
      AND (f.why NOT IN ('short', 'supply') OR l.qty > l.cancelled + l.reserved + l.packed + l.shipped)
      AND coalesce((SELECT new_on FROM told t WHERE t.order_id = f.order_id ORDER BY t.contact_id DESC LIMIT 1), '') < f.predicted_on
      AND coalesce((SELECT next_at FROM contact k WHERE k.order_id = f.order_id ORDER BY k.id DESC LIMIT 1), '') <= :now
      AND NOT EXISTS (SELECT 1 FROM order_line p WHERE p.order_id = f.order_id AND p.in_force = 1
          AND p.qty > p.cancelled + p.signed + p.refused AND p.promise_on < :today)
    GROUP BY f.order_id
    ORDER BY due, order_id LIMIT :limit) w
JOIN sales_order o ON o.id = w.order_id
LEFT JOIN customer c ON c.id = o.customer_id
ORDER BY w.due, o.id
