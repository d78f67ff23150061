-- An office that has been at work for years: :old paid orders, 4,000 unpaid ones, 5,000 open ones.
-- Ran with the triggers and indexes taken away, so every cache is written here by hand.

INSERT INTO warehouse (id, code, name) VALUES (1, 'W1', '总仓');
INSERT INTO carrier (id, code, name, transit_days) VALUES (1, 'SF', '顺丰', 2);

INSERT INTO customer (id, code, name, py, grade, kind, salesperson_id, phone, phone_tail, address, terms, credit_limit)
SELECT n, printf('C%05d', n), '客户' || n || '贸易', 'kh' || n || 'my|kehu' || n || 'maoyi', substr('ABC', 1 + n % 3, 1),
    'company', 1, printf('1380000%04d', n), printf('%04d', n), '上海市测试路 ' || n || ' 号', 'net:30', 1000000000000
FROM n WHERE n <= 5000;

INSERT INTO product (id, code, name, py, spec, unit, tax_rate, list_price, floor_price, cost, family, style)
SELECT n, printf('P%05d', n), '产品' || n, 'cp' || n || '|chanpin' || n, '标准', '件', 1300, 1000000, 100000, 90000,
    printf('F%02d', n % 100), printf('S%04d', n / 10)
FROM n WHERE n <= 10000;

INSERT INTO price_rule (scope, scope_key, target, target_key, price, discount, from_on)
SELECT 'base', '', 'sku', printf('P%05d', n * 2), 950000, NULL, '2020-01-01' FROM n WHERE n <= 5000
UNION ALL
SELECT 'customer', printf('C%05d', n), 'family', printf('F%02d', n % 100), NULL, 300, '2020-01-01' FROM n WHERE n <= 5000;

INSERT INTO contract (id, code, customer_id, from_on, to_on, terms)
SELECT n, printf('K%04d', n), n * 10, '2020-01-01', '2099-12-31', 'net:30' FROM n WHERE n <= 500;
INSERT INTO contract_line (contract_id, line, product_id, price)
SELECT k.n, l.n, (k.n * 37 + l.n * 101) % 10000 + 1, 900000 FROM n k JOIN n l ON l.n <= 5 WHERE k.n <= 500;

INSERT INTO supply (product_id, warehouse_id, qty, due_on, confirmed, ref)
SELECT n * 5, 1, 100000, '2026-12-15', 1, 'PO' || n FROM n WHERE n <= 2000;

-- What was sold: 1,000 orders a day up to a month ago, one line each, shipped, billed, all but the last 4,000 paid.
CREATE TEMP TABLE sold AS
SELECT n AS id, 1 + n * 7919 % 5000 AS customer, 1 + n * 104729 % 10000 AS product, 1000 * (1 + n % 10) AS qty,
    10000 * (1 + n % 10) AS gross, n <= :old AS paid,
    date('2026-10-20', '-' || ((:old + 4000) / 1000 - (n - 1) / 1000) || ' days') AS day,
    replace(date('2026-10-20', '-' || ((:old + 4000) / 1000 - (n - 1) / 1000) || ' days'), '-', '')
        || '-' || printf('%04d', (n - 1) % 1000 + 1) AS number
FROM n WHERE n <= :old + 4000;

INSERT INTO sales_order (id, number, state, version, revision, round, customer_id, channel, kind, customer_ref,
    ship_to, terms, owner_id, keyed_by, ordered_on, entered_at, moved_at, approved_at, lines_digest, net, gross)
SELECT id, 'SO' || number, 'closed', 9, 1, 1, customer, 'phone', 'spot', 'R' || id, '上海市测试路', 'net:30', 1, 1, day,
    day || 'T09:00:00', day || 'T17:00:00', day || 'T10:00:00', printf('%032x', id * 2654435761), gross, gross
FROM sold;
INSERT INTO order_line (id, order_id, line, product_id, qty, price, price_from, promise_on, promise_base_on,
    net, gross, shipped, signed, invoiced)
SELECT id, id, 1, product, qty, 1000000, 'list', day, day, gross, gross, qty, qty, qty FROM sold;
INSERT INTO movement (product_id, warehouse_id, qty, why, moved_on, staff_id)
SELECT n, 1, 100000000000, 'receive', '2020-01-01', 1 FROM n WHERE n <= 10000;
INSERT INTO movement (product_id, warehouse_id, qty, why, document, moved_on, staff_id)
SELECT product, 1, -qty, 'dispatch', 'SH' || number, day, 1 FROM sold;
INSERT INTO shipment (id, number, order_id, warehouse_id, state, packed_at, packed_by, carrier_id, waybill, transit_days,
    dispatched_at, expected_on, signed_at, signer)
SELECT id, 'SH' || number, id, 1, 'signed', day || 'T11:00:00', 1, 1, 'SF' || printf('%012d', id * 7919), 2,
    day || 'T12:00:00', day, day || 'T16:00:00', '本人' FROM sold;
INSERT INTO shipment_line (shipment_id, line_id, qty) SELECT id, id, qty FROM sold;
INSERT INTO invoice (id, number, order_id, shipment_id, customer_id, net, tax, gross, booked_on, invoiced_on, due_on, staff_id)
SELECT id, 'IV' || number, id, id, customer, gross, 0, gross, day, day, date(day, '+30 days'), 1 FROM sold;
INSERT INTO invoice_line SELECT id, id, qty, gross, 0, gross FROM sold;
INSERT INTO receipt (id, number, customer_id, amount, method, deposit, cleared, received_on, booked_on, staff_id)
SELECT id, 'RC' || number, customer, gross, 'wire', 0, 1, day, day, 1 FROM sold WHERE paid;
INSERT INTO application (receipt_id, invoice_id, amount, booked_on, effective_on, staff_id)
SELECT id, id, gross, day, day, 1 FROM sold WHERE paid;
INSERT INTO invoice_open SELECT id, 0, customer_id, due_on, gross FROM invoice WHERE id > :old;

INSERT INTO account (id, code) SELECT n, 'receivable:' || printf('C%05d', n) FROM n WHERE n <= 5000;
INSERT INTO account (id, code) VALUES (5001, 'revenue'), (5002, 'bank');
INSERT INTO transfer (debit, credit, amount, document, what, booked_on, effective_on, at, staff_id)
SELECT customer, 5001, gross, 'IV' || number, 'invoice', day, day, day || 'T17:00:00', 1 FROM sold
UNION ALL
SELECT 5002, customer, gross, 'RC' || number, 'receipt', day, day, day || 'T17:30:00', 1 FROM sold WHERE paid;
UPDATE account SET balance = coalesce((SELECT sum(open) FROM invoice_open WHERE customer_id = account.id), 0) WHERE id <= 5000;
UPDATE account SET balance = -(SELECT coalesce(sum(gross), 0) FROM invoice) WHERE code = 'revenue';
UPDATE account SET balance = (SELECT coalesce(sum(amount), 0) FROM receipt) WHERE code = 'bank';

-- What is open: 250 orders a day of the last days, three lines each; 3,000 approved, 400 of each other state.
CREATE TEMP TABLE going AS
SELECT :old + 4000 + n AS id, 1 + n * 7919 % 5000 AS customer,
    CASE WHEN n % 5 < 3 THEN 'approved' WHEN n % 25 IN (3, 4) THEN 'draft' WHEN n % 25 IN (8, 9) THEN 'incomplete'
         WHEN n % 25 IN (13, 14) THEN 'reviewing' WHEN n % 25 IN (18, 19) THEN 'director' ELSE 'returned' END AS state,
    date('2026-11-02', '+' || ((n - 1) / 250) || ' days') AS day,
    replace(date('2026-11-02', '+' || ((n - 1) / 250) || ' days'), '-', '') || '-' || printf('%04d', (n - 1) % 250 + 1) AS number
FROM n WHERE n <= 5000;
INSERT INTO sales_order (id, number, state, version, revision, round, customer_id, channel, kind, customer_ref,
    ship_to, terms, owner_id, keyed_by, ordered_on, entered_at, moved_at, approved_at, net, gross)
SELECT id, 'SO' || number, state, 5, state = 'approved', 1, customer, 'phone', 'spot', 'R' || id, '上海市测试路', 'net:30',
    1, 1, day, day || 'T09:00:00', day || 'T10:00:00', iif(state = 'approved', day || 'T10:00:00', NULL), 60000, 60000
FROM going;
INSERT INTO order_line (order_id, line, product_id, qty, price, price_from, promise_on, promise_base_on, net, gross, in_force, reserved)
SELECT g.id, l.n, 1 + (g.id * 31 + l.n * 977) % 10000, 2000, 1000000, 'list', date(g.day, '+30 days'), date(g.day, '+30 days'), 20000, 20000,
    g.state = 'approved', iif(g.state = 'approved' AND l.n < 3, 2000, 0)
FROM going g JOIN n l ON l.n <= 3;
INSERT INTO reservation SELECT id, 1, product_id, reserved, '2026-12-31' FROM order_line WHERE reserved > 0;
INSERT INTO waiting SELECT product_id, 0, promise_on, sum(qty - reserved) FROM order_line
WHERE in_force = 1 AND qty > reserved GROUP BY product_id, promise_on;
INSERT INTO gap SELECT id, 0, 'customer_ref', 'customer_ref', 1 FROM going WHERE state = 'incomplete';
INSERT INTO opinion (order_id, round, department, asked_at, due_at)
SELECT id, 1, 'sales', day || 'T10:00:00', day || 'T14:00:00' FROM going WHERE state = 'reviewing';

INSERT INTO stock_level
SELECT m.product_id, 1, sum(m.qty), (SELECT coalesce(sum(qty), 0) FROM reservation r WHERE r.product_id = m.product_id), 0
FROM movement m GROUP BY m.product_id;
INSERT INTO series
SELECT substr(number, 1, 2), substr(number, 3, 8), count(*) FROM (
    SELECT number FROM sales_order UNION ALL SELECT number FROM shipment UNION ALL SELECT number FROM invoice
    UNION ALL SELECT number FROM receipt) GROUP BY 1, 2;
