-- Billed to receivable account ?1 from ?2 to ?3, tax included, less what was credited.
SELECT (SELECT coalesce(sum(t.amount), 0) FROM transfer t
        WHERE t.debit = (SELECT id FROM account WHERE code = ?1) AND t.effective_on BETWEEN ?2 AND ?3
          AND t.credit IN (SELECT id FROM account WHERE code IN ('revenue', 'vat_out')))
     - (SELECT coalesce(sum(t.amount), 0) FROM transfer t
        WHERE t.credit = (SELECT id FROM account WHERE code = ?1) AND t.effective_on BETWEEN ?2 AND ?3
          AND t.debit IN (SELECT id FROM account WHERE code IN ('revenue', 'vat_out')))
