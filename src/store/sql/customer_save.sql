INSERT INTO customer (code, name, py, grade, kind, salesperson_id, phone, phone_tail, address, tax_id,
    payer_id, terms, credit_limit, order_max, overdue_grace_days, overdue_block_amount, delivery_policy,
    tolerance_over, tolerance_under, channel_price_list, blocked)
VALUES (:code, :name, :py, :grade, :kind, :salesperson_id, :phone, :phone_tail, :address, :tax_id,
    :payer_id, :terms, :credit_limit, :order_max, :overdue_grace_days, :overdue_block_amount, :delivery_policy,
    :tolerance_over, :tolerance_under, :channel_price_list, :blocked)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, py = excluded.py, grade = excluded.grade, kind = excluded.kind,
    salesperson_id = excluded.salesperson_id, phone = excluded.phone, phone_tail = excluded.phone_tail,
    address = excluded.address, tax_id = excluded.tax_id, payer_id = excluded.payer_id,
    terms = excluded.terms, credit_limit = excluded.credit_limit, order_max = excluded.order_max,
    overdue_grace_days = excluded.overdue_grace_days, overdue_block_amount = excluded.overdue_block_amount,
    delivery_policy = excluded.delivery_policy, tolerance_over = excluded.tolerance_over,
    tolerance_under = excluded.tolerance_under, channel_price_list = excluded.channel_price_list,
    blocked = excluded.blocked, version = version + 1
RETURNING id
