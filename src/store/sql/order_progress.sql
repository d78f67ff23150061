SELECT order_id AS id, max(promise_on) AS promise, count(*) AS lines,
    coalesce(sum(qty - cancelled), 0) AS wanted, sum(cancelled) AS cancelled,
    sum(shipped) AS shipped, sum(signed) AS signed, sum(invoiced) AS invoiced,
    max(CASE WHEN promise_on < :today AND in_force = 1 THEN qty > cancelled + signed + refused ELSE 0 END) AS late
FROM order_line
WHERE order_id IN (SELECT value FROM json_each(:orders)) AND removed = 0
GROUP BY order_id
