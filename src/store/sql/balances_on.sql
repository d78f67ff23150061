-- What stood on each account at the end of day ?1, by effective dates; empty accounts are left out.
SELECT a.code AS account, sum(e.amount) AS balance
FROM (
    SELECT debit AS account_id, amount FROM transfer WHERE effective_on <= ?1
    UNION ALL
    SELECT credit, -amount FROM transfer WHERE effective_on <= ?1
) e
JOIN account a ON a.id = e.account_id
GROUP BY a.id
HAVING sum(e.amount) <> 0
ORDER BY a.code
