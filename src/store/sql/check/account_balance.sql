-- The balance kept beside each account against its transfers.
SELECT a.code || ' is ' || a.balance || ', transfers say ' || coalesce(sum(e.amount), 0)
FROM account a LEFT JOIN (
    SELECT debit AS account_id, amount FROM transfer
    UNION ALL
    SELECT credit, -amount FROM transfer
) e ON e.account_id = a.id
GROUP BY a.id
HAVING a.balance <> coalesce(sum(e.amount), 0)
