-- A receipt with what is open on it; a WHERE follows.
SELECT r.id, r.number, r.customer_id, c.code AS customer, r.amount, r.method, k.code AS carrier,
    r.order_id, s.number AS order_number, r.cleared, r.ref AS reference, r.received_on, r.booked_on,
    r.deposit = 1 AND NOT EXISTS (
        SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id AND e.what = 'released') AS deposit,
    (SELECT e.what FROM receipt_event e
     WHERE e.receipt_id = r.id AND e.what IN ('cleared', 'bounced')) AS event,
    coalesce(o.open, 0) AS open,
    1 + (SELECT count(*) FROM receipt_event e WHERE e.receipt_id = r.id)
      + (SELECT count(*) FROM application a WHERE a.receipt_id = r.id) AS version
FROM receipt r
JOIN customer c ON c.id = r.customer_id
LEFT JOIN carrier k ON k.id = r.carrier_id
LEFT JOIN sales_order s ON s.id = r.order_id
LEFT JOIN receipt_open o ON o.receipt_id = r.id
