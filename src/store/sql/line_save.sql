INSERT INTO order_line (order_id, line, product_id, goods, qty, price, discount, price_from, resolved, price_reason,
    gift, promotion_off, promotion_id, need_on, promise_on, tax_rate, net, tax, gross,
    delivery_policy, tolerance_over, tolerance_under)
VALUES (:order_id, :line, :product_id, :goods, :qty, :price, :discount, :price_from, :resolved, :price_reason,
    :gift, :promotion_off, :promotion_id, :need_on, :promise_on, :tax_rate, :net, :tax, :gross,
    :policy, :over, :under)
ON CONFLICT (order_id, line) DO UPDATE SET product_id = excluded.product_id, goods = excluded.goods,
    qty = excluded.qty, price = excluded.price, discount = excluded.discount, price_from = excluded.price_from,
    resolved = excluded.resolved, price_reason = excluded.price_reason, gift = excluded.gift,
    promotion_off = excluded.promotion_off, promotion_id = excluded.promotion_id, need_on = excluded.need_on,
    promise_on = excluded.promise_on, tax_rate = excluded.tax_rate, net = excluded.net, tax = excluded.tax,
    gross = excluded.gross, delivery_policy = excluded.delivery_policy, tolerance_over = excluded.tolerance_over,
    tolerance_under = excluded.tolerance_under, removed = 0
WHERE removed = 1 OR (product_id, goods, qty, price, discount, price_from, resolved, price_reason, gift,
        promotion_off, promotion_id, need_on, promise_on, tax_rate, net, tax,
        delivery_policy, tolerance_over, tolerance_under) IS NOT (
    excluded.product_id, excluded.goods, excluded.qty, excluded.price, excluded.discount, excluded.price_from,
    excluded.resolved, excluded.price_reason, excluded.gift, excluded.promotion_off, excluded.promotion_id,
    excluded.need_on, excluded.promise_on, excluded.tax_rate, excluded.net, excluded.tax,
    excluded.delivery_policy, excluded.tolerance_over, excluded.tolerance_under)
