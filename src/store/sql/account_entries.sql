-- What each paper did to account ?1 on each day from ?2 to ?3: the rows of a statement.
SELECT effective_on AS date, document AS number, what AS text, sum(debit) AS debit, sum(credit) AS credit
FROM (
    SELECT id, effective_on, document, what, amount AS debit, 0 AS credit
    FROM transfer WHERE debit = ?1 AND effective_on BETWEEN ?2 AND ?3
    UNION ALL
    SELECT id, effective_on, document, what, 0, amount
    FROM transfer WHERE credit = ?1 AND effective_on BETWEEN ?2 AND ?3
)
GROUP BY effective_on, document, what
ORDER BY effective_on, min(id)
