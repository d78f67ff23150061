-- An order's totals are the sums of its lines; tax is the sum of the lines' taxes.
SELECT o.number || ': ' || o.net || ' + ' || o.tax || ', lines say ' || coalesce(sum(l.net), 0) || ' + ' || coalesce(sum(l.tax), 0)
FROM sales_order o LEFT JOIN order_line l ON l.order_id = o.id AND l.removed = 0
GROUP BY o.id
HAVING o.net <> coalesce(sum(l.net), 0) OR o.tax <> coalesce(sum(l.tax), 0)
UNION ALL
SELECT i.number || ': ' || i.net || ' + ' || i.tax || ', lines say ' || coalesce(sum(l.net), 0) || ' + ' || coalesce(sum(l.tax), 0)
FROM invoice i LEFT JOIN invoice_line l ON l.invoice_id = i.id
GROUP BY i.id
HAVING i.net <> coalesce(sum(l.net), 0) OR i.tax <> coalesce(sum(l.tax), 0)
UNION ALL
-- Amounts too large for an exact product in 64 bits are left to the sums above.
SELECT o.number || '/' || l.line || ': gross ' || l.gross || ', price and promotions say '
    || ((l.qty * l.price * (10000 - l.discount) + 500000000) / 1000000000 - l.promotion_off)
FROM order_line l JOIN sales_order o ON o.id = l.order_id
WHERE l.removed = 0 AND l.promotion_off > 0 AND l.qty < 9000000000000000000 / 10000 / max(l.price, 1) - 1
  AND l.gross <> (l.qty * l.price * (10000 - l.discount) + 500000000) / 1000000000 - l.promotion_off
UNION ALL
SELECT n.number || ': ' || n.net || ' + ' || n.tax || ', lines less charges say ' || n.line_net || ' + ' || n.line_tax
FROM (SELECT n.number, n.net, n.tax,
          coalesce((SELECT sum(l.net) FROM credit_note_line l WHERE l.note_id = n.id), 0)
              - coalesce((SELECT sum(k.net) FROM credit_note_charge k WHERE k.note_id = n.id), 0) AS line_net,
          coalesce((SELECT sum(l.tax) FROM credit_note_line l WHERE l.note_id = n.id), 0)
              - coalesce((SELECT sum(k.tax) FROM credit_note_charge k WHERE k.note_id = n.id), 0) AS line_tax
      FROM credit_note n WHERE n.by_line = 1) n
WHERE n.net <> n.line_net OR n.tax <> n.line_tax
