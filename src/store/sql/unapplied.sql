-- Unapplied money now, of customer ?1 or of all: {filter} is put in by the caller.
SELECT
    coalesce(sum(open) FILTER (WHERE NOT deposit), 0) AS receipts,
    coalesce(sum(open) FILTER (WHERE deposit), 0) AS deposits,
    (SELECT coalesce(sum(amount), 0) FROM receipt_uncleared WHERE {filter}) AS uncleared,
    (SELECT coalesce(sum(open), 0) FROM note_open WHERE {filter}) AS notes
FROM (
    SELECT o.open, r.deposit = 1 AND NOT EXISTS (
        SELECT 1 FROM receipt_event e WHERE e.receipt_id = r.id AND e.what = 'released') AS deposit
    FROM (SELECT receipt_id, open FROM receipt_open WHERE {filter}) o
    JOIN receipt r ON r.id = o.receipt_id
)
