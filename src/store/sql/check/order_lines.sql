-- By product of an order: cancelled + packed + shipped within what was ordered and its tolerance (of the
-- line, else contract, customer, product, office); by line: returned within shipped, invoiced within what
-- was shipped and not returned before.
WITH beyond AS MATERIALIZED (
    SELECT order_id, product_id FROM order_line WHERE removed = 0
    GROUP BY order_id, product_id HAVING sum(packed + shipped) > sum(qty - cancelled))
SELECT o.number || ' ' || coalesce(p.code, '?') || ': ordered ' || sum(l.qty) || ', cancelled ' || sum(l.cancelled)
    || ', packed ' || sum(l.packed) || ', shipped ' || sum(l.shipped)
FROM beyond b JOIN order_line l ON l.order_id = b.order_id AND l.product_id IS b.product_id AND l.removed = 0
JOIN sales_order o ON o.id = l.order_id
LEFT JOIN product p ON p.id = l.product_id LEFT JOIN customer c ON c.id = o.customer_id
GROUP BY o.id, l.product_id
HAVING sum(l.packed + l.shipped) > sum(l.qty - l.cancelled) + (sum((l.qty - l.cancelled)
        * coalesce(l.tolerance_over,
            (SELECT k.tolerance_over FROM contract k
             WHERE k.customer_id = o.customer_id AND k.from_on <= o.ordered_on AND k.to_on >= o.ordered_on
               AND k.tolerance_over IS NOT NULL
               AND (NOT EXISTS (SELECT 1 FROM contract_line t WHERE t.contract_id = k.id)
                    OR EXISTS (SELECT 1 FROM contract_line t WHERE t.contract_id = k.id
                               AND (t.product_id = l.product_id OR t.family = p.family)))
             ORDER BY k.id LIMIT 1),
            c.tolerance_over, p.tolerance_over,
            100 * CAST((SELECT value FROM setting WHERE name = 'tolerance_over') AS INTEGER), 0)) + 5000) / 10000
UNION ALL
SELECT o.number || '/' || l.line || ': shipped ' || l.shipped || ', returned ' || l.returned || ', invoiced ' || l.invoiced
FROM order_line l JOIN sales_order o ON o.id = l.order_id
WHERE l.returned > l.shipped OR l.invoiced > l.shipped - l.returned_unbilled
