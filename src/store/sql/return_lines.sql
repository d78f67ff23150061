-- The lines of a return: what was agreed and what came, each with nothing where it is only the other.
SELECT l.id AS line_id, l.line, l.product_id, coalesce(a.qty, 0) AS agreed, a.reason, coalesce(a.note, '') AS note,
    coalesce(sum(k.qty), 0) AS received, coalesce(sum(k.unbilled), 0) AS unbilled
FROM order_line l
LEFT JOIN return_line a ON a.line_id = l.id AND a.return_id = ?1
LEFT JOIN return_receipt k ON k.line_id = l.id AND k.return_id = ?1
WHERE l.order_id = (SELECT order_id FROM sales_return WHERE id = ?1) AND (a.qty IS NOT NULL OR k.qty IS NOT NULL)
GROUP BY l.id ORDER BY l.line
