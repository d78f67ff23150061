-- When the newest invoices of a customer were due and when the last of each came; open ones are left out.
SELECT i.due_on, max(a.effective_on) AS paid_on
FROM (SELECT id, due_on, invoiced_on FROM invoice WHERE customer_id = ?1 AND gross > 0 ORDER BY id DESC LIMIT ?3) i
JOIN application a ON a.invoice_id = i.id AND a.amount > 0
WHERE i.invoiced_on > ?2 AND NOT EXISTS (SELECT 1 FROM invoice_open v WHERE v.invoice_id = i.id)
GROUP BY i.id
