-- Opinions that a review still wants must wait in their queue.
SELECT o.number || ' ' || p.department || ': wanted, but in no queue'
FROM sales_order o JOIN opinion p ON p.order_id = o.id AND p.round = o.round
WHERE o.state = 'reviewing' AND p.verdict IS NULL AND p.waiting = 0
