-- Outstanding kept beside the credit notes against amount - applied - given back.
SELECT n.number || ' is open with ' || coalesce(o.open, 0) || ', facts say ' || n.open
FROM (
    SELECT id, number, customer_id,
        gross - coalesce((SELECT sum(a.amount) FROM application a WHERE a.note_id = credit_note.id), 0) AS open
    FROM credit_note
) n LEFT JOIN note_open o ON o.note_id = n.id
WHERE coalesce(o.open, 0) <> n.open OR o.customer_id <> n.customer_id OR n.open < 0
