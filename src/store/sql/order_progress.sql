SELECT order_id AS id,
    max(promise_on) FILTER (WHERE removed = 0) AS promise,
    sum(removed = 0) AS lines,
    coalesce(sum(qty - cancelled) FILTER (WHERE removed = 0), 0) AS wanted,
    coalesce(sum(cancelled) FILTER (WHERE removed = 0), 0) AS cancelled,
    sum(shipped) AS shipped,
    sum(signed) AS signed,
    sum(invoiced) AS invoiced,
    coalesce(max(in_force = 1 AND qty > cancelled + signed + refused AND promise_on < :today), 0) AS late
FROM order_line
WHERE order_id IN (SELECT value FROM json_each(:orders))
GROUP BY order_id
