-- How many rows each queue has, by what decides whose they are: the department asked, the calls in vain.
-- The conditions are those of the queues themselves; a test holds the two together.
SELECT 'incomplete' AS queue, NULL AS fact, no_answer, count(*) AS rows
FROM (SELECT (SELECT count(*) FROM contact k WHERE k.order_id = o.id AND k.outcome = 'no_answer' AND k.id > coalesce(
          (SELECT max(id) FROM contact r WHERE r.order_id = o.id AND r.outcome <> 'no_answer'), 0)) AS no_answer
      FROM sales_order o
      WHERE o.state IN ('incomplete', 'returned')
        AND coalesce((SELECT next_at FROM contact k WHERE k.order_id = o.id ORDER BY k.id DESC LIMIT 1), '') <= :now)
GROUP BY no_answer
UNION ALL
-- What waits is always wanted by a review, of an order or of a version of it: triggers see to that, and
-- the index alone is read.
SELECT 'review', p.department, 0, count(*) FROM opinion p WHERE p.waiting = 1 GROUP BY p.department
UNION ALL
SELECT 'director', NULL, 0, count(*) FROM sales_order INDEXED BY order_director WHERE state = 'director'
UNION ALL
SELECT 'director', NULL, 0, count(*) FROM order_change k
WHERE k.state = 'pending' AND NOT EXISTS (SELECT 1 FROM opinion p
    WHERE p.order_id = k.order_id AND p.round = k.round AND p.verdict IS NULL)
UNION ALL
SELECT 'late', NULL, 0, count(DISTINCT l.order_id) FROM order_line l INDEXED BY line_undelivered
WHERE l.in_force = 1 AND l.qty > l.cancelled + l.signed + l.refused AND l.promise_on < :today
  AND coalesce((SELECT next_at FROM contact k WHERE k.order_id = l.order_id ORDER BY k.id DESC LIMIT 1), '') <= :now
UNION ALL
SELECT 'late', NULL, 0, count(DISTINCT f.order_id) FROM late_line f CROSS JOIN order_line l ON l.id = f.line_id
WHERE l.in_force = 1 AND l.qty > l.cancelled + l.signed + l.refused AND l.promise_on >= :today AND f.predicted_on > l.promise_on
  AND (f.why NOT IN ('short', 'supply') OR l.qty > l.cancelled + l.reserved + l.packed + l.shipped)
  AND coalesce((SELECT new_on FROM told t WHERE t.order_id = f.order_id ORDER BY t.contact_id DESC LIMIT 1), '') < f.predicted_on
  AND coalesce((SELECT next_at FROM contact k WHERE k.order_id = f.order_id ORDER BY k.id DESC LIMIT 1), '') <= :now
  AND NOT EXISTS (SELECT 1 FROM order_line p WHERE p.order_id = f.order_id AND p.in_force = 1
      AND p.qty > p.cancelled + p.signed + p.refused AND p.promise_on < :today)
UNION ALL
SELECT 'short', NULL, 0, count(DISTINCT order_id) FROM order_line INDEXED BY line_waiting
WHERE in_force = 1 AND qty > cancelled + reserved + packed + shipped
UNION ALL
SELECT 'collect', NULL, 0, count(*)
FROM (SELECT DISTINCT v.customer_id AS id FROM invoice_open v
      WHERE v.due_on <= date(:today, '+' || coalesce((SELECT value FROM setting WHERE name = 'collect.remind'), '3') || ' days')
        AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.invoice_id = v.invoice_id AND d.settled_on IS NULL)) w
WHERE coalesce((SELECT next_at FROM contact k WHERE k.customer_id = w.id AND k.invoice_id IS NOT NULL
      ORDER BY k.id DESC LIMIT 1), '') <= :now
  AND coalesce((SELECT promise_on FROM contact k WHERE k.customer_id = w.id AND k.promise_on IS NOT NULL
      ORDER BY k.id DESC LIMIT 1), '') < :today
UNION ALL
SELECT 'returns', r.state, 0, count(*) FROM sales_return r
WHERE r.ended_at IS NULL
  AND (r.state <> 'approved' OR coalesce((SELECT next_at FROM contact k
       WHERE k.order_id = r.order_id AND k.at >= r.moved_at ORDER BY k.id DESC LIMIT 1), '') <= :now)
GROUP BY r.state
UNION ALL
SELECT 'complaints', NULL, 0, count(*) FROM complaint p
WHERE p.closed_at IS NULL
  AND coalesce(
      (SELECT next_at FROM contact k WHERE k.order_id = p.order_id AND k.at >= p.opened_at ORDER BY k.id DESC LIMIT 1),
      (SELECT next_at FROM contact k WHERE p.order_id IS NULL AND k.customer_id = p.customer_id AND k.order_id IS NULL
          AND k.at >= p.opened_at ORDER BY k.id DESC LIMIT 1), '') <= :now
UNION ALL
SELECT 'survey', NULL, 0, count(*) FROM survey_open t
WHERE coalesce((SELECT next_at FROM contact k WHERE k.order_id = t.order_id AND k.at >= t.at ORDER BY k.id DESC LIMIT 1), '') <= :now
UNION ALL
SELECT 'tasks', CASE WHEN t.answered_at IS NOT NULL THEN '@' || s.login ELSE t.department END AS whose, 0, count(*)
FROM task t JOIN staff s ON s.id = t.asked_by
WHERE t.closed_at IS NULL GROUP BY whose
UNION ALL
SELECT 'exceptions', CASE WHEN s.login IS NULL THEN NULL ELSE '@' || s.login END AS whose, 0, count(*)
FROM exception e INDEXED BY exception_open LEFT JOIN staff s ON s.id = e.owner_id
WHERE e.solved_at IS NULL GROUP BY whose
UNION ALL
SELECT 'drafts', NULL, 0, count(*) FROM sales_order o INDEXED BY order_state
WHERE o.state = 'draft' AND o.ordered_on < :today
  AND coalesce((SELECT next_at FROM contact k WHERE k.order_id = o.id ORDER BY k.id DESC LIMIT 1), '') <= :now
UNION ALL
SELECT 'billing', NULL, 0, count(*)
FROM (SELECT l.order_id, (SELECT min(s.dispatched_at) FROM shipment s
          WHERE s.order_id = l.order_id AND date(s.dispatched_at) >= coalesce(
              (SELECT max(i.booked_on) FROM invoice i WHERE i.order_id = l.order_id), '')) AS since
      FROM order_line l INDEXED BY line_to_bill
      WHERE l.invoiced < l.shipped - l.returned_unbilled
      GROUP BY l.order_id) w
WHERE date(w.since, '+' || coalesce((SELECT value FROM setting WHERE name = 'billing.days'), '3') || ' days') <= :today
UNION ALL
SELECT 'platform', NULL, 0, count(*) FROM sales_order o INDEXED BY order_state CROSS JOIN platform_order p ON p.order_id = o.id
WHERE o.state IN ('draft', 'incomplete', 'returned')
