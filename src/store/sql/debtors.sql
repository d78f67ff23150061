-- Customers with something open on day ?1, by age; with a text ?2 all that answer to it.
WITH owing AS MATERIALIZED (
    SELECT v.customer_id, sum(v.open) AS open,
        sum(v.open) FILTER (WHERE v.due_on < ?1 AND d.id IS NULL) AS overdue,
        min(v.due_on) FILTER (WHERE v.due_on < ?1 AND d.id IS NULL) AS oldest,
        min(v.due_on) FILTER (WHERE d.id IS NULL) AS first_due,
        sum(v.open) FILTER (WHERE v.due_on >= ?1) AS not_due,
        sum(v.open) FILTER (WHERE v.due_on BETWEEN date(?1, '-30 days') AND date(?1, '-1 days')) AS d1_30,
        sum(v.open) FILTER (WHERE v.due_on BETWEEN date(?1, '-60 days') AND date(?1, '-31 days')) AS d31_60,
        sum(v.open) FILTER (WHERE v.due_on BETWEEN date(?1, '-90 days') AND date(?1, '-61 days')) AS d61_90,
        sum(v.open) FILTER (WHERE v.due_on BETWEEN date(?1, '-180 days') AND date(?1, '-91 days')) AS d91_180,
        sum(v.open) FILTER (WHERE v.due_on < date(?1, '-180 days')) AS over_180,
        sum(v.open) FILTER (WHERE d.id IS NOT NULL) AS disputed
    FROM invoice_open v LEFT JOIN dispute d ON d.invoice_id = v.invoice_id AND d.settled_on IS NULL
    GROUP BY v.customer_id),
free AS MATERIALIZED (
    SELECT o.customer_id, sum(o.open) FILTER (WHERE NOT o.deposit) AS unapplied,
        sum(o.open) FILTER (WHERE o.deposit) AS deposits
    FROM (SELECT p.customer_id, p.open, r.deposit = 1 AND NOT EXISTS (SELECT 1 FROM receipt_event e
              WHERE e.receipt_id = r.id AND e.what = 'released') AS deposit
          FROM receipt_open p JOIN receipt r ON r.id = p.receipt_id
          UNION ALL SELECT n.customer_id, n.open, 0 FROM note_open n) o
    GROUP BY o.customer_id)
SELECT c.code AS customer, c.name, c.phone, c.terms, c.grade,
    coalesce(w.open, 0) - coalesce(f.unapplied, 0) AS balance, coalesce(w.overdue, 0) AS overdue, w.oldest,
    w.first_due, coalesce(w.not_due, 0) AS not_due, coalesce(w.d1_30, 0) AS d1_30,
    coalesce(w.d31_60, 0) AS d31_60, coalesce(w.d61_90, 0) AS d61_90, coalesce(w.d91_180, 0) AS d91_180,
    coalesce(w.over_180, 0) AS over_180, coalesce(f.unapplied, 0) AS unapplied,
    coalesce(f.deposits, 0) AS deposits, coalesce(w.disputed, 0) AS disputed
FROM customer c LEFT JOIN owing w ON w.customer_id = c.id LEFT JOIN free f ON f.customer_id = c.id
WHERE (?2 = '' AND (w.customer_id IS NOT NULL OR f.customer_id IS NOT NULL))
   OR (?2 <> '' AND (c.code LIKE '%' || ?2 || '%' ESCAPE '\' OR c.name LIKE '%' || ?2 || '%' ESCAPE '\'
       OR c.py LIKE '%' || ?2 || '%' ESCAPE '\'
       OR c.phone_tail = ?2))
