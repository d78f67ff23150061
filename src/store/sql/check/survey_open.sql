-- Planned surveys kept beside the plan against the plan, the surveys made and the customers who refused.
SELECT o.number || ' is ' || iif(u.order_id IS NULL, 'missing from', 'wrong in') || ' the surveys to make'
FROM (
    SELECT t.order_id, t.planned = 1 AND NOT EXISTS (SELECT 1 FROM survey s WHERE s.order_id = t.order_id)
        AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.order_id = t.order_id AND k.outcome = 'refused' AND k.at >= t.at) AS waits
    FROM survey_turn t
) t JOIN sales_order o ON o.id = t.order_id LEFT JOIN survey_open u ON u.order_id = t.order_id
WHERE t.waits <> (u.order_id IS NOT NULL)
