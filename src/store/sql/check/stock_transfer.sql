-- What left one warehouse by a transfer is what it says was sent; what came in at the other is what arrived.
SELECT t.number || ': sent ' || t.qty || ' and arrived ' || t.arrived || ', movements say '
    || -coalesce(sum(m.qty) FILTER (WHERE m.why = 'transfer_out'), 0) || ' and '
    || coalesce(sum(m.qty) FILTER (WHERE m.why = 'transfer_in'), 0)
FROM stock_transfer t
LEFT JOIN movement m ON m.product_id = t.product_id AND m.document = t.number
    AND m.warehouse_id IN (t.from_id, t.to_id) AND m.why IN ('transfer_out', 'transfer_in')
GROUP BY t.id
HAVING t.qty <> -coalesce(sum(m.qty) FILTER (WHERE m.why = 'transfer_out' AND m.warehouse_id = t.from_id), 0)
    OR t.arrived <> coalesce(sum(m.qty) FILTER (WHERE m.why = 'transfer_in' AND m.warehouse_id = t.to_id), 0)
