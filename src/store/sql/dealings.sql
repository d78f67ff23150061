-- What a customer's newest orders since a day have come to; the one at hand (?3) is left out.
SELECT count(*) AS orders,
    coalesce(sum(CASE WHEN o.state IN ('cancelled', 'rejected') THEN 0 ELSE o.gross END), 0) AS gross,
    coalesce(sum(EXISTS (SELECT 1 FROM decision d WHERE d.order_id = o.id AND d.outcome = 'returned')), 0) AS returned,
    coalesce(sum(o.state = 'cancelled'), 0) AS cancelled,
    coalesce(sum(o.state = 'rejected'), 0) AS rejected
FROM (SELECT id, state, gross FROM sales_order
      WHERE customer_id = ?1 AND ordered_on > ?2 AND id <> ?3 AND state NOT IN ('draft', 'incomplete', 'void')
      ORDER BY ordered_on DESC, id DESC LIMIT ?4) o
