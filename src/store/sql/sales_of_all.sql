-- Billed from ?2 to ?3, tax included, less what was credited. ?1 is not used here.
SELECT (SELECT coalesce(sum(amount), 0) FROM transfer
        WHERE ?1 IS NULL AND credit IN (SELECT id FROM account WHERE code IN ('revenue', 'vat_out'))
          AND effective_on BETWEEN ?2 AND ?3)
     - (SELECT coalesce(sum(amount), 0) FROM transfer
        WHERE debit IN (SELECT id FROM account WHERE code IN ('revenue', 'vat_out'))
          AND effective_on BETWEEN ?2 AND ?3)
