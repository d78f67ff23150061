-- The counters of a line are what reservations, shipments, returns and invoices add up to.
SELECT o.number || '/' || l.line || ': counters do not add up'
FROM order_line l JOIN sales_order o ON o.id = l.order_id
WHERE l.cancelled <> (SELECT coalesce(sum(qty), 0) FROM cancellation k WHERE k.line_id = l.id)
   OR l.reserved <> (SELECT coalesce(sum(qty), 0) FROM reservation r WHERE r.line_id = l.id)
   OR l.packed <> (SELECT coalesce(sum(x.qty), 0) FROM shipment_line x JOIN shipment s ON s.id = x.shipment_id
                   WHERE x.line_id = l.id AND s.state = 'packed')
   OR l.shipped <> (SELECT coalesce(sum(x.qty), 0) FROM shipment_line x JOIN shipment s ON s.id = x.shipment_id
                    WHERE x.line_id = l.id AND s.state IN ('dispatched', 'signed'))
   OR l.signed <> (SELECT coalesce(sum(x.qty - x.refused), 0) FROM shipment_line x
                   JOIN shipment s ON s.id = x.shipment_id WHERE x.line_id = l.id AND s.state = 'signed')
   OR l.invoiced <> (SELECT coalesce(sum(qty), 0) FROM invoice_line i WHERE i.line_id = l.id)
   OR (l.returned, l.returned_unbilled) IS NOT (SELECT coalesce(sum(k.qty), 0), coalesce(sum(k.unbilled), 0)
        FROM return_receipt k JOIN sales_return r ON r.id = k.return_id WHERE k.line_id = l.id AND r.want <> 'repair')
   OR l.refused_back <> (SELECT min(l.refused, coalesce(sum(k.qty), 0))
        FROM return_receipt k JOIN sales_return r ON r.id = k.return_id WHERE k.line_id = l.id AND r.shipment_id IS NOT NULL)
