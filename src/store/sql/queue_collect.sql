-- Overdue invoices, one row a customer by the oldest, and customers with one that falls due soon; what is
-- in dispute is left out, and a promise to pay suspends until the day after it.
-- The page is chosen before anything is read about its customers.
WITH owing AS MATERIALIZED (
    SELECT v.customer_id AS id, min(v.due_on) AS due, count(DISTINCT CASE WHEN v.due_on < :today THEN v.invoice_id END) AS late,
        sum(v.open) FILTER (WHERE v.due_on < :today) AS late_open, count(DISTINCT v.invoice_id) AS invoices, sum(v.open) AS open
    FROM invoice_open v
    WHERE v.due_on <= date(:today, '+' || coalesce((SELECT value FROM setting WHERE name = 'collect.remind'), '3') || ' days')
      AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = v.invoice_id AND d.settled_on IS NULL)
    GROUP BY v.customer_id),
page AS MATERIALIZED (
    SELECT w.* FROM owing w
    WHERE coalesce((SELECT next_at FROM contact k WHERE k.customer_id = w.id AND k.invoice_id IS NOT NULL
          ORDER BY k.id DESC LIMIT 1), '') <= :now
      AND coalesce((SELECT promise_on FROM contact k WHERE k.customer_id = w.id AND k.promise_on IS NOT NULL
          ORDER BY k.id DESC LIMIT 1), '') < :today
    ORDER BY w.due, w.id LIMIT :limit)
SELECT i.number AS subject, o.number AS "order", NULL AS version, c.code AS customer, c.name AS customer_name, c.phone,
    w.due AS since, w.due AS due,
    CASE WHEN w.late = 0 THEN 'due_soon'
         WHEN EXISTS (SELECT 1 FROM contact k WHERE k.customer_id = c.id AND k.promise_on < :today
              AND k.id = (SELECT max(id) FROM contact m WHERE m.customer_id = c.id AND m.promise_on IS NOT NULL))
         THEN 'promise_broken' ELSE 'overdue' END AS why,
    CAST(CASE WHEN w.late = 0 THEN w.invoices ELSE w.late END AS TEXT) AS fact, coalesce(w.late_open, w.open) AS amount,
    (SELECT next_at FROM contact k WHERE k.customer_id = c.id AND k.invoice_id IS NOT NULL ORDER BY k.id DESC LIMIT 1) AS next_at,
    0 AS no_answer
FROM page w
JOIN invoice i ON i.id = (SELECT v.invoice_id FROM invoice_open v WHERE v.customer_id = w.id
    AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = v.invoice_id AND d.settled_on IS NULL)
    ORDER BY v.due_on, v.invoice_id LIMIT 1)
JOIN sales_order o ON o.id = i.order_id
JOIN customer c ON c.id = w.id
ORDER BY w.due, w.id
