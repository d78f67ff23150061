-- The price rules of some scopes for some targets: scope by scope, target by target, the oldest first.
-- {scopes} and {targets} are rows of place, kind and key, put in by the caller.
WITH s (place, scope, scope_key) AS (VALUES {scopes}), t (place, target, target_key) AS (VALUES {targets})
SELECT r.* FROM s CROSS JOIN t CROSS JOIN price_rule r
WHERE r.scope = s.scope AND r.scope_key = s.scope_key AND r.target = t.target AND r.target_key = t.target_key
ORDER BY s.place, t.place, r.id
