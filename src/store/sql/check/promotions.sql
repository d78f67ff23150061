-- What orders claim of a promotion is what it says is used, within its budget; what lines get off is
-- what their order claims for them; free goods of a promotion are claimed by it.
SELECT p.code || ': used ' || p.used || ', orders say ' || coalesce(sum(u.amount), 0)
FROM promotion p LEFT JOIN promotion_use u ON u.promotion_id = p.id AND u.freed = 0
GROUP BY p.id
HAVING p.used <> coalesce(sum(u.amount), 0) OR p.used > p.budget
UNION ALL
SELECT o.number || '/' || l.line || ': ' || l.promotion_off || ' off, promotions say ' || coalesce(sum(u.amount), 0)
FROM order_line l JOIN sales_order o ON o.id = l.order_id
LEFT JOIN promotion_use u ON u.order_id = l.order_id AND u.line = l.line
WHERE l.removed = 0 AND l.promotion_id IS NULL
GROUP BY l.id
HAVING l.promotion_off <> coalesce(sum(u.amount), 0)
UNION ALL
SELECT o.number || '/' || l.line || ': free goods that no promotion is claimed for'
FROM order_line l JOIN sales_order o ON o.id = l.order_id
WHERE l.removed = 0 AND l.promotion_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM promotion_use u
    WHERE u.order_id = l.order_id AND u.line = l.line AND u.promotion_id = l.promotion_id)
UNION ALL
SELECT o.number || ': claims ' || p.code || ' for line ' || u.line || ', ' || o.state
FROM promotion_use u JOIN sales_order o ON o.id = u.order_id JOIN promotion p ON p.id = u.promotion_id
WHERE u.freed = 0 AND o.state IN ('void', 'rejected', 'cancelled')
   OR NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = u.order_id AND l.line = u.line AND l.removed = 0)
