-- Every dispatch past a block used an override that counted on that day, with who, why and until when.
SELECT o.number || ': override ' || g.code || ' used on ' || date(u.at) || ', good until ' || coalesce(g.until_on, '-')
FROM override_use u
JOIN override_grant g ON g.id = u.override_id
JOIN sales_order o ON o.id = u.order_id
WHERE g.until_on < date(u.at) OR g.order_id <> u.order_id OR g.reason = ''
UNION ALL
-- And no dispatch found a block without using one.
SELECT o.number || ': ' || r.code || ' blocked ' || count(*) || ' dispatches, overrides used for '
    || (SELECT count(*) FROM override_use u JOIN override_grant g ON g.id = u.override_id
        WHERE u.order_id = r.order_id AND g.code = r.code)
FROM check_result r JOIN sales_order o ON o.id = r.order_id
WHERE r.stage = 'ship' AND r.level = 'block'
GROUP BY r.order_id, r.code
HAVING count(*) > (SELECT count(*) FROM override_use u JOIN override_grant g ON g.id = u.override_id
    WHERE u.order_id = r.order_id AND g.code = r.code)
