-- From version 2 to 3. What stands here and what schema.sql says give the same shape; a test compares them.

ALTER TABLE product ADD COLUMN weight INTEGER CHECK (weight BETWEEN 0 AND 100000000);

-- Kinds of exceptions that platforms raise.
CREATE TABLE exception_2 AS SELECT * FROM exception;
DROP TRIGGER exception_no_delete;
DROP TABLE exception;
-- What did not go as it should, raised by a rule or by hand, until somebody has solved it.
CREATE TABLE exception (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL CHECK (kind IN ('short','late','price','payment_bounced','address','damage','carrier_lost',
                    'platform_cancelled','platform_refunding','platform_shipped','platform_status','return_differs',
                    'complaint_repeated','other')),
    subject     TEXT NOT NULL,
    order_id    INTEGER REFERENCES sales_order,
    customer_id INTEGER REFERENCES customer,
    text        TEXT NOT NULL DEFAULT '',    -- in a person's words
    facts       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts)), -- of the rule that raised it
    by_rule     INTEGER NOT NULL CHECK (by_rule IN (0, 1)),
    owner_id    INTEGER REFERENCES staff,
    due_at      TEXT NOT NULL CHECK (replace(due_at, 'T', ' ') IS datetime(due_at)),
    version     INTEGER NOT NULL DEFAULT 1,
    raised_by   INTEGER NOT NULL REFERENCES staff,
    raised_at   TEXT NOT NULL CHECK (replace(raised_at, 'T', ' ') IS datetime(raised_at)),
    cause       TEXT NOT NULL DEFAULT '',
    solution    TEXT NOT NULL DEFAULT '',
    solved_by   INTEGER REFERENCES staff,
    solved_at   TEXT CHECK (replace(solved_at, 'T', ' ') IS datetime(solved_at)),
    CHECK ((solved_at IS NULL) = (solved_by IS NULL))
) STRICT;
INSERT INTO exception (id, number, kind, subject, order_id, customer_id, text, facts, by_rule, owner_id, due_at, version, raised_by, raised_at, cause, solution, solved_by, solved_at)
    SELECT id, number, kind, subject, order_id, customer_id, text, facts, by_rule, owner_id, due_at, version, raised_by, raised_at, cause, solution, solved_by, solved_at FROM exception_2;
DROP TABLE exception_2;
CREATE INDEX exception_open ON exception (due_at, id) WHERE solved_at IS NULL;
CREATE INDEX exception_customer ON exception (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX exception_subject ON exception (subject, kind);
CREATE INDEX exception_raised ON exception (raised_at);
CREATE TRIGGER exception_no_delete BEFORE DELETE ON exception BEGIN SELECT RAISE(ABORT, 'exception rows stay'); END;

-- What platforms say, by platform; their rows as they came.
CREATE TABLE platform_order_2 AS SELECT * FROM platform_order;
DROP TABLE platform_order;
-- The platform's own order beside ours: what it says now. The rows of its files, as they came, stand in the
-- audit row of the `import.order` that brought them.
CREATE TABLE platform_order (
    platform   TEXT NOT NULL,                -- the channel's code, where no two platforms share it
    shop       TEXT NOT NULL,                -- code of the customer these orders belong to
    outside_id TEXT NOT NULL,
    channel    TEXT NOT NULL,
    order_id   INTEGER REFERENCES sales_order, -- NULL: nothing of it is ours to send
    batch_id   INTEGER REFERENCES import_batch,
    status     TEXT NOT NULL,
    status_text TEXT NOT NULL DEFAULT '',
    refund     INTEGER CHECK (refund BETWEEN 0 AND 1000000000000),
    carrier    TEXT NOT NULL DEFAULT '',
    waybill    TEXT NOT NULL DEFAULT '',
    whom       TEXT NOT NULL DEFAULT '',       -- buyer, receiver and address, to find what goes together
    ship_by    TEXT CHECK (replace(ship_by, 'T', ' ') IS datetime(ship_by)), -- promised by the platform to the buyer
    marks      TEXT NOT NULL DEFAULT '',       -- cod, presale, masked ..., separated by commas
    head       TEXT CHECK (json_valid(head)),  -- NULL until the list of orders came
    lines      TEXT CHECK (json_valid(lines)), -- NULL until the list of goods came
    stays      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(stays)), -- why it did not pass by itself
    PRIMARY KEY (platform, shop, outside_id)
) STRICT, WITHOUT ROWID;
INSERT INTO platform_order (platform, shop, outside_id, channel, order_id, batch_id, status, status_text, refund, carrier,
        waybill, head, lines)
    SELECT channel, shop, outside_id, channel, order_id, batch_id, status, status_text, refund, carrier, waybill, head, lines
    FROM platform_order_2;
DROP TABLE platform_order_2;
CREATE UNIQUE INDEX platform_order_order ON platform_order (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX platform_order_back ON platform_order (platform, shop, outside_id)
    WHERE order_id IS NOT NULL AND status IN ('to_ship', 'part_shipped');
CREATE INDEX platform_order_whom ON platform_order (shop, whom) WHERE whom <> '' AND order_id IS NOT NULL;
CREATE INDEX platform_order_status ON platform_order (status, ship_by) WHERE order_id IS NULL;

-- What a shop's goods on a platform (or the article numbers of a customer's sheets) are among ours:
-- one product, or the parts of a set.
CREATE TABLE goods_map (
    id       INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    shop     TEXT NOT NULL,
    item     TEXT NOT NULL,                  -- the platform's number of the goods, else what they are called
    sku      TEXT NOT NULL DEFAULT '',       -- colour, size and the like, as the platform writes it
    title    TEXT NOT NULL DEFAULT '',
    staff_id INTEGER NOT NULL REFERENCES staff,
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    UNIQUE (platform, shop, item, sku)
) STRICT;
CREATE TABLE goods_map_part (
    map_id     INTEGER NOT NULL REFERENCES goods_map,
    seq        INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES product,
    qty        INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000), -- how many of it one of theirs is
    PRIMARY KEY (map_id, seq)
) STRICT, WITHOUT ROWID;
-- Goods of orders of ours that nothing says what they are; a row goes when it is said.
CREATE TABLE goods_wanted (
    platform TEXT NOT NULL,
    shop     TEXT NOT NULL,
    item     TEXT NOT NULL,
    sku      TEXT NOT NULL,
    order_id INTEGER NOT NULL REFERENCES sales_order,
    goods    TEXT NOT NULL,                  -- as our order's line names them
    code     TEXT NOT NULL DEFAULT '',       -- the shop's own code, which no product has
    PRIMARY KEY (platform, shop, item, sku, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX goods_wanted_order ON goods_wanted (order_id);

-- Layouts of files an office taught the program, beside those built in.
CREATE TABLE import_profile (
    name        TEXT PRIMARY KEY,
    source      TEXT NOT NULL,
    customer_id INTEGER REFERENCES customer, -- whose sheets it reads; NULL for a platform's
    staff_id    INTEGER NOT NULL REFERENCES staff,
    at          TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT, WITHOUT ROWID;

-- Which platform orders go into force by themselves; a row for each channel, '' for those without one.
CREATE TABLE pass_rule (
    channel    TEXT PRIMARY KEY,
    active     INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    amount_most INTEGER CHECK (amount_most BETWEEN 0 AND 1000000000000),
    weight_most INTEGER CHECK (weight_most BETWEEN 0 AND 1000000000000), -- grams
    from_time  TEXT NOT NULL DEFAULT '00:00',
    to_time    TEXT NOT NULL DEFAULT '24:00',
    remarks    INTEGER NOT NULL DEFAULT 0 CHECK (remarks IN (0, 1)), -- whether one with a remark may pass
    words      TEXT NOT NULL DEFAULT ''        -- an address with one of these stays, separated by blanks
) STRICT, WITHOUT ROWID;

-- Lines that come again and again, kept under a name, for one customer or for everybody.
CREATE TABLE order_template (
    name     TEXT PRIMARY KEY,
    py       TEXT NOT NULL DEFAULT '',
    customer_id INTEGER REFERENCES customer,
    body     TEXT NOT NULL CHECK (json_valid(body)),
    staff_id INTEGER NOT NULL REFERENCES staff,
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT, WITHOUT ROWID;

