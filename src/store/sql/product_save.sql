INSERT INTO product (code, name, py, spec, unit, step, tax_rate, list_price, floor_price, cost, barcode,
    family, style, colour, size, pack, lead_days, tolerance_over, tolerance_under, on_sale, weight)
VALUES (:code, :name, :py, :spec, :unit, :step, :tax_rate, :list_price, :floor_price, :cost, :barcode,
    :family, :style, :colour, :size, :pack, :lead_days, :tolerance_over, :tolerance_under, :on_sale, :weight)
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, py = excluded.py, spec = excluded.spec, unit = excluded.unit, step = excluded.step,
    tax_rate = excluded.tax_rate, list_price = excluded.list_price, floor_price = excluded.floor_price,
    cost = excluded.cost, barcode = excluded.barcode, family = excluded.family, style = excluded.style,
    colour = excluded.colour, size = excluded.size, pack = excluded.pack, lead_days = excluded.lead_days,
    tolerance_over = excluded.tolerance_over, tolerance_under = excluded.tolerance_under,
    on_sale = excluded.on_sale, weight = excluded.weight, version = version + 1
RETURNING id
