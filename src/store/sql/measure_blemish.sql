-- What undoes a perfect order :order, known before :known; :thirty is the end of the days of grace after its signature.
SELECT CASE
    WHEN EXISTS (SELECT 1 FROM exception e WHERE e.kind IN ('damage', 'carrier_lost') AND e.raised_at < :known
        AND e.subject IN (SELECT number FROM sales_order WHERE id = :order
                          UNION ALL SELECT number FROM shipment WHERE order_id = :order)) THEN 'damaged'
    WHEN EXISTS (SELECT 1 FROM invoice i JOIN credit_note n ON n.invoice_id = i.id
        WHERE i.order_id = :order AND n.noted_on < :known
          AND NOT EXISTS (SELECT 1 FROM return_note r WHERE r.note_id = n.id)) THEN 'credited'
    WHEN EXISTS (SELECT 1 FROM complaint WHERE order_id = :order
        AND opened_at < min(:known, :thirty)) THEN 'complaint'
    WHEN EXISTS (SELECT 1 FROM sales_return WHERE order_id = :order AND fault <> 'customer' AND state <> 'dropped'
        AND opened_at < min(:known, :thirty)) THEN 'return'
END
