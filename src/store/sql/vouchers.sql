-- Transfers after (?1, ?2) up to day ?3, at most ?4, each as two rows with the accountant's codes.
WITH page AS MATERIALIZED (
    SELECT * FROM transfer t
    WHERE (t.effective_on, t.id) > (coalesce(?1, ''), ?2) AND t.effective_on <= coalesce(?3, '9999')
    ORDER BY t.effective_on, t.id LIMIT ?4),
side AS (
    SELECT id, effective_on, booked_on, document, what, debit AS account_id, amount AS debit, 0 AS credit, 0 AS place FROM page
    UNION ALL
    SELECT id, effective_on, booked_on, document, what, credit, 0, amount, 1 FROM page),
named AS (
    SELECT s.*, a.code AS whole,
        CASE instr(a.code, ':') WHEN 0 THEN a.code ELSE substr(a.code, 1, instr(a.code, ':') - 1) END AS stem,
        CASE instr(a.code, ':') WHEN 0 THEN '' ELSE substr(a.code, instr(a.code, ':') + 1) END AS partner
    FROM side s JOIN account a ON a.id = s.account_id)
SELECT n.id, n.effective_on AS date, n.booked_on AS booked, n.document AS voucher, n.what AS summary,
    coalesce(k.code, n.stem) AS code, coalesce(k.name, n.stem) AS name, n.partner,
    CASE n.stem WHEN 'carrier' THEN coalesce((SELECT name FROM carrier WHERE code = n.partner), '')
        ELSE coalesce((SELECT name FROM customer WHERE code = n.partner), '') END AS partner_name,
    n.debit, n.credit
FROM named n LEFT JOIN account_code k ON k.account = n.stem
ORDER BY n.effective_on, n.id, n.place
