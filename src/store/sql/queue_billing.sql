-- Orders of which something left days ago and nobody has billed it: since the first shipment after the last bill.
SELECT o.number AS subject, o.number AS "order", o.version AS version, c.code AS customer, c.name AS customer_name, c.phone,
    w.since, date(w.since, '+' || coalesce((SELECT value FROM setting WHERE name = 'billing.days'), '3') || ' days') AS due,
    'not_billed' AS why, NULL AS fact, o.gross AS amount, NULL AS next_at, 0 AS no_answer
FROM (SELECT l.order_id, (SELECT min(s.dispatched_at) FROM shipment s
          WHERE s.order_id = l.order_id AND date(s.dispatched_at) >= coalesce(
              (SELECT max(i.booked_on) FROM invoice i WHERE i.order_id = l.order_id), '')) AS since
      FROM order_line l INDEXED BY line_to_bill
      WHERE l.invoiced < l.shipped - l.returned_unbilled
      GROUP BY l.order_id) w
JOIN sales_order o ON o.id = w.order_id
LEFT JOIN customer c ON c.id = o.customer_id
WHERE date(w.since, '+' || coalesce((SELECT value FROM setting WHERE name = 'billing.days'), '3') || ' days') <= :today
ORDER BY w.since, o.id LIMIT :limit
