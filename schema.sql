-- Orderdesk (订单台): the manual of the data. A new office file is made from this text as it stands;
-- older files reach the same shape through the steps of src/store/upgrade.rs.
--
-- Numbers   money: 分 (0.01 元); unit price: 0.0001 元, VAT included; quantity: 0.001 unit; percent: 0.01 %.
--           All INTEGER, bounded by 10^12, so that no sum can leave 64 bits.
-- Times     `..._on` is a day YYYY-MM-DD, `..._at` a second YYYY-MM-DDTHH:MM:SS, both in the office's zone.
-- Facts     Tables marked INSERT ONLY refuse UPDATE, DELETE and REPLACE by trigger. What is wrong is
--           corrected by a counter-entry.
-- Caches    A few sums are kept beside the facts by triggers, so that no cost grows with the age of
--           the file: stock_level, stock_aside, waiting, the counters of order_line, promotion.used, opinion.waiting,
--           account.balance, invoice_open, receipt_open, receipt_uncleared, note_open, survey_open. `orderdesk check`
--           recounts every one of them.

PRAGMA application_id = 0x4F44534B; -- 'ODSK'

-- ------------------------------------------------------------------ the office

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    id      INTEGER PRIMARY KEY,
    login   TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 1 AND 64),
    name    TEXT NOT NULL,
    uid     INTEGER UNIQUE,                 -- the operating system's word for this person, if known
    active  INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE staff_role (
    staff_id INTEGER NOT NULL REFERENCES staff,
    role     TEXT NOT NULL CHECK (role IN ('clerk','sales','finance','production','quality','warehouse',
                 'logistics','purchasing','director','supervisor','admin','auditor')),
    PRIMARY KEY (staff_id, role)
) STRICT, WITHOUT ROWID;

-- What an office changed about who may do what; the rest is as the program ships it.
CREATE TABLE permission (
    role    TEXT NOT NULL,
    command TEXT NOT NULL,
    allowed INTEGER NOT NULL CHECK (allowed IN (0, 1)),
    PRIMARY KEY (role, command)
) STRICT, WITHOUT ROWID;

-- The duty matrix (rules.md §2): the same person may not have both parts in one order.
CREATE TABLE duty_rule (
    part_a TEXT NOT NULL,
    part_b TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    PRIMARY KEY (part_a, part_b)
) STRICT, WITHOUT ROWID;

-- Holidays (work = 0) and make-up workdays (work = 1); a year without rows is Monday to Friday.
CREATE TABLE calendar_day (
    day  TEXT PRIMARY KEY CHECK (day IS date(day)),
    work INTEGER NOT NULL CHECK (work IN (0, 1)),
    name TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- The last number given out of each series (prefix, day). Counts without gaps.
CREATE TABLE series (
    prefix TEXT NOT NULL,
    day    TEXT NOT NULL,
    last   INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (prefix, day)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ masters

CREATE TABLE carrier (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, py TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    transit_days INTEGER CHECK (transit_days BETWEEN 0 AND 365), -- usual, calendar days
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Days under way to a region, found by its name in the ship-to.
CREATE TABLE carrier_region (
    carrier_id INTEGER NOT NULL REFERENCES carrier,
    region     TEXT NOT NULL CHECK (region <> ''),
    days       INTEGER NOT NULL CHECK (days BETWEEN 0 AND 365),
    PRIMARY KEY (carrier_id, region)
) STRICT, WITHOUT ROWID;

CREATE TABLE warehouse (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, py TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE supplier (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, py TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE customer (
    id           INTEGER PRIMARY KEY,
    code         TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    py           TEXT NOT NULL DEFAULT '',  -- initials and full pinyin, every reading, separated by |
    grade        TEXT CHECK (grade IN ('A','B','C')),
    kind         TEXT NOT NULL DEFAULT 'company' CHECK (kind IN ('company','franchise','shop','person')),
    salesperson_id INTEGER REFERENCES staff,
    phone        TEXT NOT NULL DEFAULT '',
    phone_tail   TEXT NOT NULL DEFAULT '',  -- its last four digits, for find
    address      TEXT NOT NULL DEFAULT '',
    tax_id       TEXT NOT NULL DEFAULT '',
    payer_id     INTEGER REFERENCES customer, -- whose limit and exposure count; NULL = itself
    terms        TEXT NOT NULL,             -- prepaid, cod, deposit:30, net:30, monthly:25+30
    credit_limit INTEGER CHECK (credit_limit BETWEEN 0 AND 1000000000000), -- NULL = unlimited, 0 = cash only
    order_max    INTEGER CHECK (order_max BETWEEN 0 AND 1000000000000),    -- largest single order; NULL = not tested
    overdue_grace_days INTEGER CHECK (overdue_grace_days BETWEEN 0 AND 3650),        -- NULL = not tested
    overdue_block_amount INTEGER CHECK (overdue_block_amount BETWEEN 0 AND 1000000000000), -- NULL = not tested
    delivery_policy TEXT NOT NULL DEFAULT 'any' CHECK (delivery_policy IN ('any','complete_line','complete_order')),
    tolerance_over  INTEGER CHECK (tolerance_over BETWEEN 0 AND 10000),
    tolerance_under INTEGER CHECK (tolerance_under BETWEEN 0 AND 10000),
    channel_price_list TEXT,                -- the channel whose list this customer buys from
    blocked      INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
    version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX customer_phone ON customer (phone_tail) WHERE phone_tail <> '';
CREATE INDEX customer_payer ON customer (payer_id) WHERE payer_id IS NOT NULL;

-- `weight` is in grams of one unit, packed.
CREATE TABLE product (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    py          TEXT NOT NULL DEFAULT '',
    spec        TEXT NOT NULL DEFAULT '',
    unit        TEXT NOT NULL,
    step        INTEGER NOT NULL DEFAULT 1000 CHECK (step > 0 AND step <= 1000000000000),
    tax_rate    INTEGER NOT NULL CHECK (tax_rate BETWEEN 0 AND 10000),
    list_price  INTEGER NOT NULL CHECK (list_price BETWEEN 0 AND 1000000000000),
    floor_price INTEGER CHECK (floor_price BETWEEN 0 AND 1000000000000),
    cost        INTEGER CHECK (cost BETWEEN 0 AND 1000000000000), -- with VAT, as every price
    barcode     TEXT,
    family      TEXT,
    style       TEXT,
    colour      TEXT,
    size        TEXT,
    pack        INTEGER CHECK (pack > 0 AND pack <= 1000000000000),
    lead_days   INTEGER CHECK (lead_days BETWEEN 0 AND 3650),
    tolerance_over  INTEGER CHECK (tolerance_over BETWEEN 0 AND 10000),
    tolerance_under INTEGER CHECK (tolerance_under BETWEEN 0 AND 10000),
    on_sale     INTEGER NOT NULL DEFAULT 1 CHECK (on_sale IN (0, 1)),
    version     INTEGER NOT NULL DEFAULT 1,
    weight      INTEGER CHECK (weight BETWEEN 0 AND 100000000)
) STRICT;
CREATE INDEX product_barcode ON product (barcode) WHERE barcode IS NOT NULL;
CREATE INDEX product_family ON product (family) WHERE family IS NOT NULL;
CREATE INDEX product_style ON product (style, colour, size) WHERE style IS NOT NULL;

CREATE TABLE contract (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customer,
    from_on     TEXT NOT NULL CHECK (from_on IS date(from_on)),
    to_on       TEXT NOT NULL CHECK (to_on IS date(to_on) AND to_on >= from_on),
    terms       TEXT,
    returns_percent INTEGER CHECK (returns_percent BETWEEN 0 AND 10000),
    region      TEXT,
    tolerance_over  INTEGER CHECK (tolerance_over BETWEEN 0 AND 10000),
    tolerance_under INTEGER CHECK (tolerance_under BETWEEN 0 AND 10000),
    version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX contract_customer ON contract (customer_id, to_on);

CREATE TABLE contract_line (
    contract_id INTEGER NOT NULL REFERENCES contract,
    line        INTEGER NOT NULL,
    product_id  INTEGER REFERENCES product,
    family      TEXT,
    price       INTEGER CHECK (price BETWEEN 0 AND 1000000000000),
    min_qty     INTEGER CHECK (min_qty BETWEEN 0 AND 1000000000000),
    max_qty     INTEGER CHECK (max_qty BETWEEN 0 AND 1000000000000),
    PRIMARY KEY (contract_id, line),
    CHECK ((product_id IS NULL) <> (family IS NULL))
) STRICT, WITHOUT ROWID;

-- One row, one price or discount off the list price, for one scope and one target (rules.md §5).
CREATE TABLE price_rule (
    id          INTEGER PRIMARY KEY,
    scope       TEXT NOT NULL CHECK (scope IN ('contract','customer','channel','base')),
    scope_key   TEXT NOT NULL DEFAULT '',   -- contract, customer or channel code; '' for base
    target      TEXT NOT NULL CHECK (target IN ('sku','style','family','all')),
    target_key  TEXT NOT NULL DEFAULT '',   -- product code, style or family; '' for all
    min_qty     INTEGER NOT NULL DEFAULT 0 CHECK (min_qty BETWEEN 0 AND 1000000000000),
    price       INTEGER CHECK (price BETWEEN 0 AND 1000000000000),
    discount    INTEGER CHECK (discount BETWEEN 0 AND 10000),
    from_on     TEXT NOT NULL CHECK (from_on IS date(from_on)),
    to_on       TEXT CHECK (to_on IS date(to_on)),
    CHECK ((price IS NULL) <> (discount IS NULL)),
    UNIQUE (scope, scope_key, target, target_key, min_qty, from_on)
) STRICT;

-- What takes money off an order or gives goods free for a time (rules.md §5).
CREATE TABLE promotion (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('percent_off','amount_off','gift','buy_get','fixed_price')),
    condition   TEXT NOT NULL CHECK (json_valid(condition)), -- {min_qty, min_amount, products, families, customers, channels}
    reward      TEXT NOT NULL CHECK (json_valid(reward)),    -- the numbers of its kind
    exclusive   INTEGER NOT NULL CHECK (exclusive IN (0, 1)),
    priority    INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 1000000),
    from_on     TEXT NOT NULL CHECK (from_on IS date(from_on)),
    to_on       TEXT NOT NULL CHECK (to_on IS date(to_on) AND to_on >= from_on),
    budget      INTEGER CHECK (budget BETWEEN 0 AND 1000000000000), -- NULL = without end
    used        INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0), -- cache: what orders have claimed
    cap_per_customer INTEGER CHECK (cap_per_customer BETWEEN 0 AND 1000000000000), -- NULL = without end
    active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    version     INTEGER NOT NULL DEFAULT 1,
    CHECK (budget IS NULL OR used <= budget) -- whoever is faster, no more is spent than there is
) STRICT;
CREATE INDEX promotion_end ON promotion (to_on) WHERE active = 1;

-- INSERT ONLY. Who set which limit; one with until_on is a temporary limit.
CREATE TABLE credit_grant (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer,
    amount      INTEGER CHECK (amount BETWEEN 0 AND 1000000000000),
    until_on    TEXT CHECK (until_on IS date(until_on)),
    reason      TEXT NOT NULL,
    staff_id    INTEGER NOT NULL REFERENCES staff,
    at          TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX credit_grant_customer ON credit_grant (customer_id, until_on);

-- ------------------------------------------------------------------ orders

CREATE TABLE sales_order (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL UNIQUE,
    state        TEXT NOT NULL CHECK (state IN ('draft','incomplete','reviewing','director','approved','returned',
                     'rejected','cancelled','void','closed','short_closed')),
    version      INTEGER NOT NULL DEFAULT 1,
    revision     INTEGER NOT NULL DEFAULT 0,  -- approved versions so far
    round        INTEGER NOT NULL DEFAULT 0,  -- submissions so far
    to_director  INTEGER NOT NULL DEFAULT 1 CHECK (to_director IN (0, 1)), -- the route's last station
    customer_id  INTEGER REFERENCES customer,
    channel      TEXT NOT NULL CHECK (channel IN ('phone','fax','email','sales','counter','wechat','taobao','tmall','jd',
                     'pdd','douyin','1688','franchise','other')),
    kind         TEXT NOT NULL CHECK (kind IN ('spot','futures','bulk','topup','replenish','new_store','exchange','sample')),
    source_ref   TEXT NOT NULL DEFAULT '',    -- fax reference, message id
    caller       TEXT NOT NULL DEFAULT '',    -- who asked for it
    source_note  TEXT NOT NULL DEFAULT '',    -- the raw message or platform row
    customer_ref TEXT NOT NULL DEFAULT '',    -- the customer's own order number
    need_on      TEXT CHECK (need_on IS date(need_on)),
    ship_to      TEXT NOT NULL DEFAULT '',
    warehouse_id INTEGER REFERENCES warehouse,
    terms        TEXT NOT NULL DEFAULT '',
    remark       TEXT NOT NULL DEFAULT '',
    delivery_policy TEXT CHECK (delivery_policy IN ('any','complete_line','complete_order')), -- NULL = the customer's
    owner_id     INTEGER REFERENCES staff,    -- the salesperson whose order it is
    keyed_by     INTEGER NOT NULL REFERENCES staff,
    ordered_on   TEXT NOT NULL CHECK (ordered_on IS date(ordered_on)),
    entered_at   TEXT NOT NULL CHECK (replace(entered_at, 'T', ' ') IS datetime(entered_at)),
    moved_at     TEXT NOT NULL CHECK (replace(moved_at, 'T', ' ') IS datetime(moved_at)), -- when the state last changed
    approved_at  TEXT CHECK (replace(approved_at, 'T', ' ') IS datetime(approved_at)),
    lines_digest TEXT NOT NULL DEFAULT '',    -- goods and quantities in one word, to find the same order twice
    net          INTEGER NOT NULL DEFAULT 0 CHECK (net BETWEEN -1000000000000 AND 1000000000000),
    tax          INTEGER NOT NULL DEFAULT 0 CHECK (tax BETWEEN -1000000000000 AND 1000000000000),
    gross        INTEGER NOT NULL DEFAULT 0 CHECK (gross = net + tax)
) STRICT;
-- Lists run newest first; each filter a clerk uses has its own way through the rows.
CREATE INDEX order_day ON sales_order (ordered_on, id);
CREATE INDEX order_state ON sales_order (state, ordered_on, id);
CREATE INDEX order_customer ON sales_order (customer_id, ordered_on, id);
CREATE INDEX order_channel ON sales_order (channel, ordered_on, id);
CREATE INDEX order_kind ON sales_order (kind, ordered_on, id);
CREATE INDEX order_ref ON sales_order (customer_ref, customer_id) WHERE customer_ref <> '';
CREATE INDEX order_tail ON sales_order (substr(number, -4), id);
CREATE INDEX order_same ON sales_order (customer_id, lines_digest, ordered_on) WHERE lines_digest <> '';
CREATE INDEX order_same_place ON sales_order (customer_id, ship_to, ordered_on) WHERE ship_to <> '';
CREATE INDEX order_open ON sales_order (customer_id) WHERE state = 'approved';
CREATE INDEX order_short ON sales_order (customer_id) WHERE state = 'short_closed';
-- Queues, longest waiting first.
CREATE INDEX order_director ON sales_order (moved_at) WHERE state = 'director';
CREATE INDEX order_to_fill ON sales_order (moved_at) WHERE state IN ('incomplete', 'returned');

CREATE TABLE order_line (
    id          INTEGER PRIMARY KEY,
    order_id    INTEGER NOT NULL REFERENCES sales_order,
    line        INTEGER NOT NULL CHECK (line > 0),
    product_id  INTEGER REFERENCES product,
    goods       TEXT NOT NULL DEFAULT '',    -- what was said, where no product answers to it
    qty         INTEGER CHECK (qty BETWEEN 0 AND 1000000000000),
    price       INTEGER NOT NULL DEFAULT 0 CHECK (price BETWEEN 0 AND 1000000000000),
    discount    INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
    price_from  TEXT NOT NULL DEFAULT '',    -- the rule it comes from: contract:7, list, hand
    resolved    INTEGER CHECK (resolved BETWEEN 0 AND 1000000000000), -- what the rules say, beside a hand price
    price_reason TEXT NOT NULL DEFAULT '',
    gift        INTEGER NOT NULL DEFAULT 0 CHECK (gift IN (0, 1)),
    promotion_off INTEGER NOT NULL DEFAULT 0 CHECK (promotion_off BETWEEN 0 AND 1000000000000), -- its share of promotions
    promotion_id INTEGER REFERENCES promotion CHECK (promotion_id IS NULL OR gift = 1), -- made by it, free goods
    need_on     TEXT CHECK (need_on IS date(need_on)),
    promise_on  TEXT CHECK (promise_on IS date(promise_on)),
    promise_base_on TEXT CHECK (promise_base_on IS date(promise_base_on)), -- last asked for or accepted by the customer: what the measures count from
    tax_rate    INTEGER NOT NULL DEFAULT 0 CHECK (tax_rate BETWEEN 0 AND 10000),
    net         INTEGER NOT NULL DEFAULT 0 CHECK (net BETWEEN 0 AND 1000000000000),
    tax         INTEGER NOT NULL DEFAULT 0 CHECK (tax BETWEEN 0 AND 1000000000000),
    gross       INTEGER NOT NULL DEFAULT 0 CHECK (gross = net + tax),
    delivery_policy TEXT CHECK (delivery_policy IN ('any','complete_line','complete_order')), -- NULL = the order's
    tolerance_over  INTEGER CHECK (tolerance_over BETWEEN 0 AND 10000),
    tolerance_under INTEGER CHECK (tolerance_under BETWEEN 0 AND 10000),
    bump        INTEGER NOT NULL DEFAULT 0 CHECK (bump BETWEEN 0 AND 999), -- served before all that have none, 1 first; 0 = none
    removed     INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)), -- taken out by a later edit, kept for the record
    in_force    INTEGER NOT NULL DEFAULT 0 CHECK (in_force IN (0, 1)), -- 1 while its order is approved
    -- counters kept by the triggers below
    cancelled   INTEGER NOT NULL DEFAULT 0 CHECK (cancelled >= 0),
    reserved    INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    packed      INTEGER NOT NULL DEFAULT 0 CHECK (packed >= 0),
    shipped     INTEGER NOT NULL DEFAULT 0 CHECK (shipped >= 0),
    signed      INTEGER NOT NULL DEFAULT 0 CHECK (signed BETWEEN 0 AND shipped),
    refused     INTEGER NOT NULL DEFAULT 0 CHECK (refused >= 0), -- at the door
    refused_back INTEGER NOT NULL DEFAULT 0 CHECK (refused_back BETWEEN 0 AND refused), -- of it in the house again
    returned    INTEGER NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND shipped),
    returned_unbilled INTEGER NOT NULL DEFAULT 0 CHECK (returned_unbilled BETWEEN 0 AND returned), -- before it was invoiced
    invoiced    INTEGER NOT NULL DEFAULT 0 CHECK (invoiced BETWEEN 0 AND shipped - returned_unbilled),
    UNIQUE (order_id, line),
    CHECK (qty IS NULL OR cancelled <= qty)
) STRICT;

-- What an order claims of a promotion, line by line; a line of free goods claims its list price.
-- Written anew while the order is unsent; freed when the order is void, rejected or cancelled.
CREATE TABLE promotion_use (
    order_id     INTEGER NOT NULL REFERENCES sales_order,
    promotion_id INTEGER NOT NULL REFERENCES promotion,
    line         INTEGER NOT NULL CHECK (line > 0),
    customer_id  INTEGER REFERENCES customer,
    amount       INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
    freed        INTEGER NOT NULL DEFAULT 0 CHECK (freed IN (0, 1)),
    PRIMARY KEY (order_id, promotion_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX promotion_use_promotion ON promotion_use (promotion_id);
CREATE INDEX promotion_use_customer ON promotion_use (customer_id, promotion_id);

-- Lines that wait for goods, by product and promise.
CREATE INDEX line_waiting ON order_line (product_id, promise_on)
    WHERE in_force = 1 AND qty > cancelled + reserved + packed + shipped;
-- Lines on their way, for the worklist.
CREATE INDEX line_undelivered ON order_line (promise_on, order_id)
    WHERE in_force = 1 AND qty > cancelled + signed + refused;
CREATE INDEX line_product ON order_line (product_id, id);
-- Lines whose goods are kept and wait to be packed.
CREATE INDEX line_reserved ON order_line (order_id) WHERE reserved > 0;
-- Lines of which something left and nobody has billed it.
CREATE INDEX line_to_bill ON order_line (order_id) WHERE invoiced < shipped - returned_unbilled;
-- Lines by the day they are measured against.
CREATE INDEX line_base ON order_line (promise_base_on, order_id) WHERE promise_base_on IS NOT NULL;

-- INSERT ONLY. What was called off of a line and why; a negative quantity takes it back (reopening).
CREATE TABLE cancellation (
    id       INTEGER PRIMARY KEY,
    line_id  INTEGER NOT NULL REFERENCES order_line,
    qty      INTEGER NOT NULL CHECK (qty <> 0 AND qty BETWEEN -1000000000000 AND 1000000000000),
    reason   TEXT NOT NULL CHECK (reason IN ('customer','ours','credit','duplicate','stock','short')),
    staff_id INTEGER NOT NULL REFERENCES staff,
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX cancellation_line ON cancellation (line_id);

-- Gaps of drafts (rules.md §2, completeness); line 0 is the head.
CREATE TABLE gap (
    order_id INTEGER NOT NULL REFERENCES sales_order,
    line     INTEGER NOT NULL DEFAULT 0,
    code     TEXT NOT NULL,
    field    TEXT NOT NULL,
    blocking INTEGER NOT NULL CHECK (blocking IN (0, 1)),
    PRIMARY KEY (order_id, line, code)
) STRICT, WITHOUT ROWID;

-- Which gaps an office looks for; '' = every channel or kind.
CREATE TABLE gap_rule (
    code     TEXT NOT NULL,
    channel  TEXT NOT NULL DEFAULT '',
    kind     TEXT NOT NULL DEFAULT '',
    control  TEXT NOT NULL CHECK (control IN ('off','warn','block')),
    PRIMARY KEY (code, channel, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE check_rule (
    code      TEXT PRIMARY KEY,
    control   TEXT NOT NULL CHECK (control IN ('off','warn','block')),
    overriders TEXT NOT NULL DEFAULT '',     -- roles, separated by commas
    percent   INTEGER CHECK (percent BETWEEN 0 AND 10000),          -- tolerance of the deviation: within
    amount    INTEGER CHECK (amount BETWEEN 0 AND 1000000000000)    -- either one passes; a unit price
) STRICT, WITHOUT ROWID;

-- Which departments are asked about an order. Of the rows with single = 1 that fit, the first by
-- code counts alone: one person's opinion is enough.
CREATE TABLE route_rule (
    code       TEXT PRIMARY KEY,
    department TEXT NOT NULL CHECK (department IN ('sales','finance','production','quality','warehouse',
                   'logistics','purchasing')),
    kinds      TEXT NOT NULL DEFAULT '',     -- separated by commas; '' = every one
    channels   TEXT NOT NULL DEFAULT '',     -- the same
    min_amount INTEGER CHECK (min_amount BETWEEN 0 AND 1000000000000), -- from this gross on
    max_amount INTEGER CHECK (max_amount BETWEEN 0 AND 1000000000000), -- below this gross
    applies    TEXT NOT NULL DEFAULT 'always' CHECK (applies IN ('always','not_prepaid','money_check',
                   'price_check','not_in_stock','to_buy','urgent','clean','condition')),
    single     INTEGER NOT NULL DEFAULT 0 CHECK (single IN (0, 1)),
    active     INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

-- What a family's makers can make in an ISO week; a week without a row is not limited.
CREATE TABLE capacity (
    family TEXT NOT NULL,
    week   TEXT NOT NULL CHECK (week GLOB '[12][0-9][0-9][0-9]-W[0-5][0-9]'),
    units  INTEGER NOT NULL CHECK (units BETWEEN 0 AND 1000000000000),
    PRIMARY KEY (family, week)
) STRICT, WITHOUT ROWID;

-- INSERT ONLY. Every run of the checks of an order.
CREATE TABLE check_result (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order,
    run      INTEGER NOT NULL,               -- counts the runs of this order
    stage    TEXT NOT NULL CHECK (stage IN ('submit','approve','change','ship','reopen','hold')),
    code     TEXT NOT NULL,
    level    TEXT NOT NULL CHECK (level IN ('pass','warn','block')),
    overriders TEXT NOT NULL DEFAULT '',      -- roles that could set it aside at that time
    facts    TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts)),
    answer   TEXT NOT NULL DEFAULT ''        -- what the clerk said to a warning
) STRICT;
CREATE INDEX check_result_order ON check_result (order_id, run);

CREATE TABLE opinion (
    id         INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES sales_order,
    round      INTEGER NOT NULL,
    department TEXT NOT NULL,
    rule       TEXT NOT NULL DEFAULT '',     -- the row of route_rule that asked
    asked_at   TEXT NOT NULL CHECK (replace(asked_at, 'T', ' ') IS datetime(asked_at)),
    due_at     TEXT NOT NULL CHECK (replace(due_at, 'T', ' ') IS datetime(due_at)),
    verdict    TEXT CHECK (verdict IN ('pass','conditional','fail')),
    text       TEXT NOT NULL DEFAULT '',
    condition  TEXT NOT NULL DEFAULT '',
    must_return INTEGER NOT NULL DEFAULT 0 CHECK (must_return IN (0, 1)),
    staff_id   INTEGER REFERENCES staff,
    given_at   TEXT CHECK (replace(given_at, 'T', ' ') IS datetime(given_at)),
    waiting    INTEGER NOT NULL DEFAULT 1 CHECK (waiting IN (0, 1)), -- 0 once given, or when the order left review without it
    UNIQUE (order_id, round, department),
    CHECK ((verdict IS NULL) = (staff_id IS NULL)),
    CHECK (verdict IS NULL OR waiting = 0)
) STRICT;
-- The queue of a department, oldest due first; only what is waited for stands in it.
CREATE INDEX opinion_waiting ON opinion (department, due_at) WHERE waiting = 1;

-- What a conditional opinion depends on: the goods wait at the stage until somebody says it is met.
-- With a percent it is met by itself once so much of the order's gross is cleared.
CREATE TABLE condition (
    id         INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES sales_order,
    round      INTEGER NOT NULL,             -- a later submission asks anew
    department TEXT NOT NULL,
    text       TEXT NOT NULL,
    stage      TEXT NOT NULL CHECK (stage IN ('pack','dispatch')),
    paid       INTEGER CHECK (paid BETWEEN 1 AND 10000),
    staff_id   INTEGER NOT NULL REFERENCES staff,
    at         TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    met_by     INTEGER REFERENCES staff,
    met_at     TEXT CHECK (replace(met_at, 'T', ' ') IS datetime(met_at)),
    met_text   TEXT NOT NULL DEFAULT '',
    CHECK ((met_by IS NULL) = (met_at IS NULL)),
    CHECK (text <> '' OR paid IS NOT NULL)
) STRICT;
CREATE INDEX condition_order ON condition (order_id, round);

-- INSERT ONLY. Director's decisions and returns, with scores and reasons.
CREATE TABLE decision (
    id        INTEGER PRIMARY KEY,
    order_id  INTEGER NOT NULL REFERENCES sales_order,
    round     INTEGER NOT NULL,
    outcome   TEXT NOT NULL CHECK (outcome IN ('approved','returned','rejected')),
    objective INTEGER CHECK (objective BETWEEN 1 AND 5),
    accurate  INTEGER CHECK (accurate BETWEEN 1 AND 5),
    note      TEXT NOT NULL DEFAULT '',
    reasons   TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reasons)), -- [{code, line, text}]
    staff_id  INTEGER NOT NULL REFERENCES staff,
    at        TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    CHECK (outcome <> 'approved' OR (objective IS NULL) = (accurate IS NULL))
) STRICT;
CREATE INDEX decision_order ON decision (order_id);

-- INSERT ONLY. The order as it was handed in or approved, to show differences.
CREATE TABLE order_snapshot (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order,
    what     TEXT NOT NULL CHECK (what IN ('submitted','approved')),
    number   INTEGER NOT NULL,               -- round or revision
    body     TEXT NOT NULL CHECK (json_valid(body)),
    staff_id INTEGER NOT NULL REFERENCES staff,
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX order_snapshot_order ON order_snapshot (order_id);

-- Versions of approved orders that were asked for (rules.md §8). One waits at a time; the order goes
-- on as it is meanwhile.
CREATE TABLE order_change (
    id         INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES sales_order,
    revision   INTEGER NOT NULL,             -- the approved version that it is, or would be
    state      TEXT NOT NULL CHECK (state IN ('pending','in_force','dropped')),
    asked_by   TEXT NOT NULL CHECK (asked_by IN ('customer','us')),
    reason     TEXT NOT NULL CHECK (reason <> ''),
    round      INTEGER,                      -- of the opinions it asks for; NULL took effect at once
    wish       TEXT NOT NULL CHECK (json_valid(wish)), -- head and lines as they are to be, and lines called off
    delta      INTEGER NOT NULL CHECK (delta BETWEEN -1000000000000 AND 1000000000000), -- of the exposure
    staff_id   INTEGER NOT NULL REFERENCES staff,
    at         TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    decided_by INTEGER REFERENCES staff,
    decided_at TEXT CHECK (replace(decided_at, 'T', ' ') IS datetime(decided_at)),
    CHECK ((state = 'pending') = (decided_at IS NULL)),
    CHECK (state <> 'pending' OR round IS NOT NULL)
) STRICT;
CREATE INDEX order_change_order ON order_change (order_id, id);
CREATE UNIQUE INDEX order_change_pending ON order_change (order_id) WHERE state = 'pending';
CREATE INDEX order_change_waiting ON order_change (at, id) WHERE state = 'pending';

-- INSERT ONLY. Orders that came out of others. A merged one is void and went into the other.
CREATE TABLE order_link (
    from_id INTEGER NOT NULL REFERENCES sales_order,
    to_id   INTEGER NOT NULL REFERENCES sales_order,
    kind    TEXT NOT NULL CHECK (kind IN ('copied','merged','split')),
    PRIMARY KEY (from_id, to_id),
    CHECK (from_id <> to_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_link_to ON order_link (to_id);

-- INSERT ONLY. The customer's word that an approved version is right.
CREATE TABLE order_confirmation (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order,
    revision INTEGER NOT NULL,
    way      TEXT NOT NULL CHECK (way IN ('phone','wechat','email','visit','fax')),
    person   TEXT NOT NULL DEFAULT '',       -- who said so
    text     TEXT NOT NULL DEFAULT '',
    staff_id INTEGER NOT NULL REFERENCES staff,
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX order_confirmation_order ON order_confirmation (order_id, id);

-- INSERT ONLY. Who had which part in an order: editor, reviewer, finance_reviewer, director, packer ...
CREATE TABLE order_hand (
    order_id INTEGER NOT NULL REFERENCES sales_order,
    part     TEXT NOT NULL,
    staff_id INTEGER NOT NULL REFERENCES staff,
    PRIMARY KEY (order_id, part, staff_id)
) STRICT, WITHOUT ROWID;

-- INSERT ONLY. A block set aside: by whom, why, until when, up to which amount.
CREATE TABLE override_grant (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order,
    code     TEXT NOT NULL,
    reason   TEXT NOT NULL CHECK (reason <> ''),
    until_on TEXT CHECK (until_on IS date(until_on)),
    amount   INTEGER CHECK (amount BETWEEN 0 AND 1000000000000),
    staff_id INTEGER NOT NULL REFERENCES staff,
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX override_grant_order ON override_grant (order_id, code);

-- INSERT ONLY. Each dispatch past a block, and the override that let it through.
CREATE TABLE override_use (
    id          INTEGER PRIMARY KEY,
    override_id INTEGER NOT NULL REFERENCES override_grant,
    shipment_id INTEGER REFERENCES shipment,
    order_id    INTEGER NOT NULL REFERENCES sales_order,
    at          TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX override_use_order ON override_use (order_id);

-- What a hold code means to this office (rules.md §3). A code without a row stops at ship and is a supervisor's.
CREATE TABLE hold_code (
    code      TEXT PRIMARY KEY CHECK (code <> ''),
    stage     TEXT NOT NULL CHECK (stage IN ('approve','allocate','ship','invoice')), -- what it stops unless another is said
    clears    INTEGER NOT NULL DEFAULT 0 CHECK (clears IN (0, 1)), -- goes by itself when what raised it is gone
    releasers TEXT NOT NULL DEFAULT '',       -- roles, separated by commas
    check_code TEXT NOT NULL DEFAULT ''       -- the check it stands for, which a release may set aside; '' = none
) STRICT, WITHOUT ROWID;

CREATE TABLE hold (
    id         INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES sales_order,
    line       INTEGER,
    code       TEXT NOT NULL,
    stage      TEXT NOT NULL CHECK (stage IN ('approve','allocate','ship','invoice')),
    reason     TEXT NOT NULL,
    by_rule    INTEGER NOT NULL DEFAULT 0 CHECK (by_rule IN (0, 1)), -- raised by a rule while staff_id did something else
    staff_id   INTEGER NOT NULL REFERENCES staff,
    owner_id   INTEGER REFERENCES staff,      -- who sees to it that it can go
    at         TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    released_by INTEGER REFERENCES staff,
    released_at TEXT CHECK (replace(released_at, 'T', ' ') IS datetime(released_at)),
    release_reason TEXT,
    CHECK ((released_by IS NULL) = (released_at IS NULL))
) STRICT;
CREATE INDEX hold_active ON hold (order_id) WHERE released_at IS NULL;
CREATE INDEX hold_released ON hold (released_at) WHERE released_at IS NOT NULL;
CREATE INDEX hold_order ON hold (order_id, code);

-- ------------------------------------------------------------------ stock

-- INSERT ONLY. On hand is the sum of the good ones; goods held by quality and second choice stand apart.
CREATE TABLE movement (
    id           INTEGER PRIMARY KEY,
    product_id   INTEGER NOT NULL REFERENCES product,
    warehouse_id INTEGER NOT NULL REFERENCES warehouse,
    qty          INTEGER NOT NULL CHECK (qty <> 0 AND qty BETWEEN -1000000000000 AND 1000000000000),
    why          TEXT NOT NULL CHECK (why IN ('receive','adjust','count','dispatch','refused','return','transfer_out','transfer_in','quarantine','release','scrap')),
    quality      TEXT NOT NULL DEFAULT 'good' CHECK (quality IN ('good','held','second')),
    document     TEXT NOT NULL DEFAULT '',
    note         TEXT NOT NULL DEFAULT '',
    moved_on     TEXT NOT NULL CHECK (moved_on IS date(moved_on)),
    staff_id     INTEGER NOT NULL REFERENCES staff
) STRICT;
CREATE INDEX movement_product ON movement (product_id, warehouse_id, id);

-- Cache: what the movements, reservations and packed shipments add up to. Free = on_hand - reserved - packed.
CREATE TABLE stock_level (
    product_id   INTEGER NOT NULL REFERENCES product,
    warehouse_id INTEGER NOT NULL REFERENCES warehouse,
    on_hand      INTEGER NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reserved     INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    packed       INTEGER NOT NULL DEFAULT 0 CHECK (packed >= 0),
    PRIMARY KEY (product_id, warehouse_id),
    CHECK (reserved + packed <= on_hand)
) STRICT, WITHOUT ROWID;

-- Cache: goods in the house that cannot be promised. In neither on hand nor free.
CREATE TABLE stock_aside (
    product_id   INTEGER NOT NULL REFERENCES product,
    warehouse_id INTEGER NOT NULL REFERENCES warehouse,
    quality      TEXT NOT NULL CHECK (quality IN ('held','second')),
    qty          INTEGER NOT NULL DEFAULT 0 CHECK (qty >= 0),
    PRIMARY KEY (product_id, warehouse_id, quality)
) STRICT, WITHOUT ROWID;

-- Cache: what lines in force wait for, by product, the warehouse their order names (0: none) and promise
-- ('': none). The commitments of rules.md §6: a promise costs the same however many lines wait.
CREATE TABLE waiting (
    product_id   INTEGER NOT NULL REFERENCES product,
    warehouse_id INTEGER NOT NULL,
    promise_on   TEXT NOT NULL CHECK (promise_on = '' OR promise_on IS date(promise_on)),
    qty          INTEGER NOT NULL CHECK (qty >= 0),
    PRIMARY KEY (product_id, warehouse_id, promise_on)
) STRICT, WITHOUT ROWID;

-- Where a product lies in a warehouse, for the pick list.
CREATE TABLE stock_place (
    product_id   INTEGER NOT NULL REFERENCES product,
    warehouse_id INTEGER NOT NULL REFERENCES warehouse,
    location     TEXT NOT NULL CHECK (location <> ''),
    PRIMARY KEY (product_id, warehouse_id)
) STRICT, WITHOUT ROWID;

-- Goods on their way from one warehouse to another: in neither's on hand, expected at the second.
CREATE TABLE stock_transfer (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    product_id  INTEGER NOT NULL REFERENCES product,
    from_id     INTEGER NOT NULL REFERENCES warehouse,
    to_id       INTEGER NOT NULL REFERENCES warehouse,
    qty         INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000),
    arrived     INTEGER NOT NULL DEFAULT 0 CHECK (arrived >= 0),
    lost        INTEGER NOT NULL DEFAULT 0 CHECK (lost >= 0), -- never arrived and given up
    sent_on     TEXT NOT NULL CHECK (sent_on IS date(sent_on)),
    expected_on TEXT NOT NULL CHECK (expected_on IS date(expected_on)),
    staff_id    INTEGER NOT NULL REFERENCES staff,
    version     INTEGER NOT NULL DEFAULT 1,
    CHECK (from_id <> to_id),
    CHECK (arrived + lost <= qty)
) STRICT;
CREATE INDEX stock_transfer_open ON stock_transfer (product_id, to_id) WHERE qty > arrived + lost;

CREATE TABLE reservation (
    line_id      INTEGER NOT NULL REFERENCES order_line,
    warehouse_id INTEGER NOT NULL REFERENCES warehouse,
    product_id   INTEGER NOT NULL REFERENCES product,
    qty          INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000),
    expires_on   TEXT NOT NULL CHECK (expires_on IS date(expires_on)),
    PRIMARY KEY (line_id, warehouse_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reservation_product ON reservation (product_id, warehouse_id);
CREATE INDEX reservation_expiry ON reservation (expires_on);

-- Goods that are expected: purchase orders, production.
CREATE TABLE supply (
    id           INTEGER PRIMARY KEY,
    product_id   INTEGER NOT NULL REFERENCES product,
    warehouse_id INTEGER NOT NULL REFERENCES warehouse,
    qty          INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000),
    received     INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND qty),
    due_on       TEXT NOT NULL CHECK (due_on IS date(due_on)),
    confirmed    INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    ref          TEXT NOT NULL DEFAULT '',
    version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX supply_open ON supply (product_id, due_on) WHERE received < qty;

CREATE TABLE shipment (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL UNIQUE,
    order_id     INTEGER NOT NULL REFERENCES sales_order,
    warehouse_id INTEGER NOT NULL REFERENCES warehouse,
    state        TEXT NOT NULL CHECK (state IN ('packed','dispatched','signed','unpacked')),
    version      INTEGER NOT NULL DEFAULT 1,
    counted      INTEGER NOT NULL DEFAULT 0 CHECK (counted IN (0, 1)), -- packed with a blind count
    packed_at    TEXT NOT NULL CHECK (replace(packed_at, 'T', ' ') IS datetime(packed_at)),
    packed_by    INTEGER NOT NULL REFERENCES staff,
    carrier_id   INTEGER REFERENCES carrier,
    waybill      TEXT NOT NULL DEFAULT '',
    route        TEXT NOT NULL DEFAULT '',
    transit_days INTEGER CHECK (transit_days BETWEEN 0 AND 365),
    freight      INTEGER CHECK (freight BETWEEN 0 AND 1000000000000),
    cod          INTEGER NOT NULL DEFAULT 0 CHECK (cod BETWEEN 0 AND 1000000000000), -- what the carrier collects
    dispatched_at TEXT CHECK (replace(dispatched_at, 'T', ' ') IS datetime(dispatched_at)),
    expected_on  TEXT CHECK (expected_on IS date(expected_on)),
    arrived_at   TEXT CHECK (replace(arrived_at, 'T', ' ') IS datetime(arrived_at)), -- at the customer's, not yet signed for
    signed_at    TEXT CHECK (replace(signed_at, 'T', ' ') IS datetime(signed_at)),
    signer       TEXT NOT NULL DEFAULT '',
    slip_on      TEXT CHECK (slip_on IS date(slip_on)), -- when the signed slip 回单 came back
    CHECK (slip_on IS NULL OR signed_at IS NOT NULL)
) STRICT;
CREATE INDEX shipment_order ON shipment (order_id);
CREATE INDEX shipment_under_way ON shipment (state, expected_on) WHERE state IN ('packed', 'dispatched');
CREATE INDEX shipment_slip ON shipment (signed_at) WHERE state = 'signed' AND slip_on IS NULL;
CREATE UNIQUE INDEX shipment_waybill ON shipment (waybill, carrier_id) WHERE waybill <> '';
CREATE INDEX shipment_left ON shipment (dispatched_at) WHERE dispatched_at IS NOT NULL;

CREATE TABLE shipment_line (
    shipment_id INTEGER NOT NULL REFERENCES shipment,
    line_id     INTEGER NOT NULL REFERENCES order_line,
    qty         INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000),
    refused     INTEGER NOT NULL DEFAULT 0 CHECK (refused BETWEEN 0 AND qty),
    PRIMARY KEY (shipment_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shipment_line_line ON shipment_line (line_id);

-- ------------------------------------------------------------------ money

CREATE TABLE account (
    id      INTEGER PRIMARY KEY,
    code    TEXT NOT NULL UNIQUE,            -- receivable:C1, deposit:C1, carrier:SF, revenue, bank ...
    balance INTEGER NOT NULL DEFAULT 0       -- cache: debits less credits
) STRICT;

-- INSERT ONLY. The ledger: every row moves one amount from one account to another.
CREATE TABLE transfer (
    id       INTEGER PRIMARY KEY,
    debit    INTEGER NOT NULL REFERENCES account,
    credit   INTEGER NOT NULL REFERENCES account,
    amount   INTEGER NOT NULL CHECK (amount > 0 AND amount <= 1000000000000),
    document TEXT NOT NULL,
    what     TEXT NOT NULL,
    booked_on    TEXT NOT NULL CHECK (booked_on IS date(booked_on)),    -- when the desk knew
    effective_on TEXT NOT NULL CHECK (effective_on IS date(effective_on)), -- when it was so
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    staff_id INTEGER NOT NULL REFERENCES staff,
    CHECK (debit <> credit)
) STRICT;
CREATE INDEX transfer_debit ON transfer (debit, effective_on);
CREATE INDEX transfer_credit ON transfer (credit, effective_on);
CREATE INDEX transfer_effective ON transfer (effective_on);
CREATE INDEX transfer_document ON transfer (document);

-- Closed months. Closing one closes those before it.
CREATE TABLE period (
    month     TEXT PRIMARY KEY CHECK (month || '-01' IS date(month || '-01')),
    closed_at TEXT NOT NULL CHECK (replace(closed_at, 'T', ' ') IS datetime(closed_at)),
    staff_id  INTEGER NOT NULL REFERENCES staff
) STRICT, WITHOUT ROWID;

-- INSERT ONLY.
CREATE TABLE invoice (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    order_id    INTEGER NOT NULL REFERENCES sales_order,
    shipment_id INTEGER REFERENCES shipment,
    customer_id INTEGER NOT NULL REFERENCES customer,
    kind        TEXT NOT NULL DEFAULT 'ordinary' CHECK (kind IN ('special','ordinary','digital')), -- 专票, 普票, 数电票
    net         INTEGER NOT NULL CHECK (net BETWEEN 0 AND 1000000000000),
    tax         INTEGER NOT NULL CHECK (tax BETWEEN 0 AND 1000000000000),
    gross       INTEGER NOT NULL CHECK (gross = net + tax),
    booked_on   TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
    invoiced_on TEXT NOT NULL CHECK (invoiced_on IS date(invoiced_on)),
    due_on      TEXT NOT NULL CHECK (due_on IS date(due_on)),
    staff_id    INTEGER NOT NULL REFERENCES staff
) STRICT;
CREATE INDEX invoice_order ON invoice (order_id);
CREATE INDEX invoice_customer ON invoice (customer_id); -- pages in the order of the rows

-- INSERT ONLY.
CREATE TABLE invoice_line (
    invoice_id INTEGER NOT NULL REFERENCES invoice,
    line_id    INTEGER NOT NULL REFERENCES order_line,
    qty        INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000),
    net        INTEGER NOT NULL CHECK (net BETWEEN 0 AND 1000000000000),
    tax        INTEGER NOT NULL CHECK (tax BETWEEN 0 AND 1000000000000),
    gross      INTEGER NOT NULL CHECK (gross = net + tax),
    PRIMARY KEY (invoice_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_line_line ON invoice_line (line_id);

-- INSERT ONLY. An invoice that falls due in parts: how much when. Without rows it falls due as a whole.
CREATE TABLE instalment (
    invoice_id INTEGER NOT NULL REFERENCES invoice,
    seq        INTEGER NOT NULL CHECK (seq BETWEEN 1 AND 60),
    due_on     TEXT NOT NULL CHECK (due_on IS date(due_on)),
    amount     INTEGER NOT NULL CHECK (amount > 0 AND amount <= 1000000000000),
    PRIMARY KEY (invoice_id, seq)
) STRICT, WITHOUT ROWID;

-- INSERT ONLY. The number that the tax office's program gave an invoice; the last one counts.
CREATE TABLE tax_number (
    id         INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL REFERENCES invoice,
    number     TEXT NOT NULL UNIQUE CHECK (number <> '' AND number NOT GLOB '*[^0-9]*'),
    staff_id   INTEGER NOT NULL REFERENCES staff,
    at         TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX tax_number_invoice ON tax_number (invoice_id, id);

-- A customer's objection to one invoice: its clock stands still until it is settled.
CREATE TABLE dispute (
    id         INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL REFERENCES invoice,
    reason     TEXT NOT NULL CHECK (reason <> ''),
    opened_on  TEXT NOT NULL CHECK (opened_on IS date(opened_on)),
    opened_by  INTEGER NOT NULL REFERENCES staff,
    settled_on TEXT CHECK (settled_on IS date(settled_on) AND settled_on >= opened_on),
    settled_by INTEGER REFERENCES staff,
    settlement TEXT NOT NULL DEFAULT '',
    CHECK ((settled_on IS NULL) = (settled_by IS NULL))
) STRICT;
CREATE INDEX dispute_invoice ON dispute (invoice_id);
CREATE UNIQUE INDEX dispute_active ON dispute (invoice_id) WHERE settled_on IS NULL;

-- INSERT ONLY. What customers answered to a statement: the balance they know, beside ours on that day.
CREATE TABLE statement_reply (
    id           INTEGER PRIMARY KEY,
    customer_id  INTEGER NOT NULL REFERENCES customer,
    to_on        TEXT NOT NULL CHECK (to_on IS date(to_on)),
    ours         INTEGER NOT NULL CHECK (ours BETWEEN -1000000000000 AND 1000000000000),
    theirs       INTEGER NOT NULL CHECK (theirs BETWEEN -1000000000000 AND 1000000000000),
    confirmed_by TEXT NOT NULL CHECK (confirmed_by <> ''),
    text         TEXT NOT NULL DEFAULT '',
    staff_id     INTEGER NOT NULL REFERENCES staff,
    at           TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    CHECK (ours = theirs OR text <> '')
) STRICT;
CREATE INDEX statement_reply_customer ON statement_reply (customer_id, id);

-- What our accounts are called in the accountant's own program.
CREATE TABLE account_code (
    account TEXT PRIMARY KEY,                -- the account, without its customer or carrier
    code    TEXT NOT NULL CHECK (code <> ''),
    name    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- INSERT ONLY.
CREATE TABLE receipt (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customer,
    amount      INTEGER NOT NULL CHECK (amount > 0 AND amount <= 1000000000000),
    method      TEXT NOT NULL CHECK (method IN ('cash','wire','card','cheque','platform','cod')),
    carrier_id  INTEGER REFERENCES carrier,
    order_id    INTEGER REFERENCES sales_order, -- the order it pays for ahead, if any
    deposit     INTEGER NOT NULL CHECK (deposit IN (0, 1)), -- stands in 预收 until an invoice uses it
    cleared     INTEGER NOT NULL CHECK (cleared IN (0, 1)), -- money at once; else it may still bounce
    ref         TEXT NOT NULL DEFAULT '',
    received_on TEXT NOT NULL CHECK (received_on IS date(received_on)),
    booked_on   TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
    staff_id    INTEGER NOT NULL REFERENCES staff
) STRICT;
CREATE INDEX receipt_customer ON receipt (customer_id);
CREATE INDEX receipt_since ON receipt (customer_id, received_on);
CREATE INDEX receipt_order ON receipt (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX receipt_ref ON receipt (ref) WHERE ref <> '';

-- INSERT ONLY. What became of a receipt: cleared (of cod: handed over by the carrier) or bounced; and
-- released, when the order it paid ahead for was called off and the deposit is plain unapplied money.
CREATE TABLE receipt_event (
    id          INTEGER PRIMARY KEY,
    receipt_id  INTEGER NOT NULL REFERENCES receipt,
    customer_id INTEGER NOT NULL REFERENCES customer, -- the receipt's, for the index
    what        TEXT NOT NULL CHECK (what IN ('cleared','bounced','released')),
    reason      TEXT NOT NULL DEFAULT '',
    effective_on TEXT NOT NULL CHECK (effective_on IS date(effective_on)),
    booked_on   TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
    staff_id    INTEGER NOT NULL REFERENCES staff,
    UNIQUE (receipt_id, what)
) STRICT;
CREATE INDEX receipt_event_bounced ON receipt_event (customer_id) WHERE what = 'bounced';

-- INSERT ONLY. What an invoice was too much: goods by line, or an amount.
CREATE TABLE credit_note (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    invoice_id  INTEGER NOT NULL REFERENCES invoice,
    customer_id INTEGER NOT NULL REFERENCES customer,
    net         INTEGER NOT NULL CHECK (net BETWEEN 0 AND 1000000000000),
    tax         INTEGER NOT NULL CHECK (tax BETWEEN 0 AND 1000000000000),
    gross       INTEGER NOT NULL CHECK (gross = net + tax AND gross > 0),
    by_line     INTEGER NOT NULL CHECK (by_line IN (0, 1)), -- has lines that add up to it
    reason      TEXT NOT NULL CHECK (reason <> ''),
    booked_on   TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
    noted_on    TEXT NOT NULL CHECK (noted_on IS date(noted_on)),
    staff_id    INTEGER NOT NULL REFERENCES staff
) STRICT;
CREATE INDEX credit_note_invoice ON credit_note (invoice_id);
CREATE INDEX credit_note_customer ON credit_note (customer_id);

-- INSERT ONLY.
CREATE TABLE credit_note_line (
    note_id    INTEGER NOT NULL REFERENCES credit_note,
    line_id    INTEGER NOT NULL REFERENCES order_line,
    qty        INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000),
    net        INTEGER NOT NULL CHECK (net BETWEEN 0 AND 1000000000000),
    tax        INTEGER NOT NULL CHECK (tax BETWEEN 0 AND 1000000000000),
    gross      INTEGER NOT NULL CHECK (gross = net + tax),
    PRIMARY KEY (note_id, line_id)
) STRICT, WITHOUT ROWID;

-- INSERT ONLY. What is kept back of a credit note for goods: a fee for restocking, the freight. The note is
-- its lines less these.
CREATE TABLE credit_note_charge (
    note_id INTEGER NOT NULL REFERENCES credit_note,
    kind    TEXT NOT NULL CHECK (kind IN ('restocking','freight')),
    net     INTEGER NOT NULL CHECK (net BETWEEN 0 AND 1000000000000),
    tax     INTEGER NOT NULL CHECK (tax BETWEEN 0 AND 1000000000000),
    gross   INTEGER NOT NULL CHECK (gross = net + tax AND gross > 0),
    PRIMARY KEY (note_id, kind)
) STRICT, WITHOUT ROWID;

-- INSERT ONLY. A debt given up: a small difference, or a bad one.
CREATE TABLE writeoff (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    invoice_id  INTEGER NOT NULL REFERENCES invoice,
    customer_id INTEGER NOT NULL REFERENCES customer,
    amount      INTEGER NOT NULL CHECK (amount > 0 AND amount <= 1000000000000),
    small       INTEGER NOT NULL CHECK (small IN (0, 1)),
    reason      TEXT NOT NULL CHECK (reason <> ''),
    booked_on   TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
    written_on  TEXT NOT NULL CHECK (written_on IS date(written_on)),
    staff_id    INTEGER NOT NULL REFERENCES staff
) STRICT;
CREATE INDEX writeoff_invoice ON writeoff (invoice_id);

-- INSERT ONLY. Money given back out of a receipt or a credit note.
CREATE TABLE refund (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customer,
    receipt_id  INTEGER REFERENCES receipt,
    note_id     INTEGER REFERENCES credit_note,
    amount      INTEGER NOT NULL CHECK (amount > 0 AND amount <= 1000000000000),
    method      TEXT NOT NULL CHECK (method IN ('cash','wire','card','platform')),
    booked_on   TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
    paid_on     TEXT NOT NULL CHECK (paid_on IS date(paid_on)),
    staff_id    INTEGER NOT NULL REFERENCES staff,
    CHECK ((receipt_id IS NULL) <> (note_id IS NULL))
) STRICT;
CREATE INDEX refund_note ON refund (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX refund_receipt ON refund (receipt_id) WHERE receipt_id IS NOT NULL;

-- INSERT ONLY. What a receipt, a credit note or a write-off does to an invoice, and what a refund
-- takes of a receipt or a note; a negative amount takes a match back.
CREATE TABLE application (
    id          INTEGER PRIMARY KEY,
    receipt_id  INTEGER REFERENCES receipt,
    note_id     INTEGER REFERENCES credit_note,
    writeoff_id INTEGER REFERENCES writeoff,
    invoice_id  INTEGER REFERENCES invoice,
    refund_id   INTEGER REFERENCES refund,
    amount      INTEGER NOT NULL CHECK (amount <> 0 AND amount BETWEEN -1000000000000 AND 1000000000000),
    reason      TEXT NOT NULL DEFAULT '',
    booked_on   TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
    effective_on TEXT NOT NULL CHECK (effective_on IS date(effective_on)),
    staff_id    INTEGER NOT NULL REFERENCES staff,
    CHECK ((receipt_id IS NOT NULL) + (note_id IS NOT NULL) + (writeoff_id IS NOT NULL) = 1),
    CHECK ((invoice_id IS NOT NULL) + (refund_id IS NOT NULL) = 1),
    CHECK (writeoff_id IS NULL OR (refund_id IS NULL AND amount > 0)),
    CHECK (refund_id IS NULL OR amount > 0)
) STRICT;
CREATE INDEX application_receipt ON application (receipt_id);
CREATE INDEX application_note ON application (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX application_writeoff ON application (writeoff_id) WHERE writeoff_id IS NOT NULL;
CREATE INDEX application_refund ON application (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX application_invoice ON application (invoice_id);
CREATE INDEX application_effective ON application (effective_on);

-- Cache: what of an invoice is outstanding, by part and due date: one part (seq 0), or those of its
-- instalments. Money fills the part that falls due first; the row of a part goes when nothing is left of it.
CREATE TABLE invoice_open (
    invoice_id  INTEGER NOT NULL REFERENCES invoice,
    seq         INTEGER NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customer,
    due_on      TEXT NOT NULL,
    open        INTEGER NOT NULL CHECK (open >= 0),
    PRIMARY KEY (invoice_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_open_customer ON invoice_open (customer_id, due_on, open);
CREATE INDEX invoice_open_due ON invoice_open (due_on);

-- Cache: receipts with something not applied; bounced ones are not here.
CREATE TABLE receipt_open (
    receipt_id  INTEGER PRIMARY KEY REFERENCES receipt,
    customer_id INTEGER NOT NULL REFERENCES customer,
    open        INTEGER NOT NULL CHECK (open > 0)
) STRICT;
CREATE INDEX receipt_open_customer ON receipt_open (customer_id);

-- Cache: credit notes with something that stands against no invoice and was not given back.
CREATE TABLE note_open (
    note_id     INTEGER PRIMARY KEY REFERENCES credit_note,
    customer_id INTEGER NOT NULL REFERENCES customer,
    open        INTEGER NOT NULL CHECK (open > 0)
) STRICT;
CREATE INDEX note_open_customer ON note_open (customer_id);

-- Cache: receipts that may still bounce, with their whole amount, applied or not.
CREATE TABLE receipt_uncleared (
    receipt_id  INTEGER PRIMARY KEY REFERENCES receipt,
    customer_id INTEGER NOT NULL REFERENCES customer,
    amount      INTEGER NOT NULL CHECK (amount > 0)
) STRICT;
CREATE INDEX receipt_uncleared_customer ON receipt_uncleared (customer_id);

-- ------------------------------------------------------------------ following up

-- INSERT ONLY.
CREATE TABLE contact (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customer,
    order_id    INTEGER REFERENCES sales_order,
    invoice_id  INTEGER REFERENCES invoice,
    way         TEXT NOT NULL CHECK (way IN ('phone','wechat','email','visit','fax')),
    outcome     TEXT NOT NULL CHECK (outcome IN ('reached','no_answer','refused','promised','wrong_number')),
    text        TEXT NOT NULL DEFAULT '',
    next_at     TEXT CHECK (replace(next_at, 'T', ' ') IS datetime(next_at)),
    promise_on  TEXT CHECK (promise_on IS date(promise_on)),
    promise_amount INTEGER CHECK (promise_amount BETWEEN 0 AND 1000000000000),
    staff_id    INTEGER NOT NULL REFERENCES staff,
    at          TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX contact_order ON contact (order_id, id) WHERE order_id IS NOT NULL;
CREATE INDEX contact_invoice ON contact (invoice_id, id) WHERE invoice_id IS NOT NULL;
CREATE INDEX contact_customer ON contact (customer_id, id);
CREATE INDEX contact_promise ON contact (customer_id, id) WHERE promise_on IS NOT NULL;
CREATE INDEX contact_collect ON contact (customer_id, id) WHERE invoice_id IS NOT NULL;

-- INSERT ONLY. The contact by which a customer was told a new date, and whether they took it.
CREATE TABLE told (
    contact_id INTEGER PRIMARY KEY REFERENCES contact,
    order_id   INTEGER NOT NULL REFERENCES sales_order,
    new_on     TEXT CHECK (new_on IS date(new_on)), -- the last day that was named, if any
    accepted   INTEGER NOT NULL CHECK (accepted IN (0, 1))
) STRICT;
CREATE INDEX told_order ON told (order_id, contact_id);

-- Lines that will miss their promise, as the last forecast saw them (rules.md §11). Written anew by each.
CREATE TABLE late_line (
    line_id      INTEGER PRIMARY KEY REFERENCES order_line,
    order_id     INTEGER NOT NULL REFERENCES sales_order,
    predicted_on TEXT NOT NULL CHECK (predicted_on IS date(predicted_on)),
    why          TEXT NOT NULL CHECK (why IN ('short','supply','not_shipped','packed','under_way')),
    displaced_by INTEGER REFERENCES order_line
) STRICT;
CREATE INDEX late_line_order ON late_line (order_id);

-- Days on which the nightly run was made; what it did is in the audit and on the orders.
CREATE TABLE nightly (
    day      TEXT PRIMARY KEY CHECK (day IS date(day)),
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    staff_id INTEGER NOT NULL REFERENCES staff
) STRICT, WITHOUT ROWID;

-- Half-typed forms, by person and screen. No number, no version, no audit row.
CREATE TABLE parked (
    staff_id INTEGER NOT NULL REFERENCES staff,
    screen   TEXT NOT NULL,
    slot     TEXT NOT NULL,
    body     TEXT NOT NULL CHECK (json_valid(body)),
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    PRIMARY KEY (staff_id, screen, slot)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ after the sale

-- Goods that come back (rules.md §10). A return is asked for, approved, received and settled; one
-- refused at the door is approved by being refused.
CREATE TABLE sales_return (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL UNIQUE,
    order_id     INTEGER NOT NULL REFERENCES sales_order,
    customer_id  INTEGER REFERENCES customer,
    shipment_id  INTEGER REFERENCES shipment, -- refused at its door
    state        TEXT NOT NULL CHECK (state IN ('open','approved','received','settled','dropped')),
    version      INTEGER NOT NULL DEFAULT 1,
    want         TEXT NOT NULL CHECK (want IN ('credit','refund','exchange','repair')),
    fault        TEXT NOT NULL CHECK (fault IN ('ours','customer','carrier')),
    platform_ref TEXT NOT NULL DEFAULT '',    -- the platform's number of the after-sale case
    exchange_id  INTEGER REFERENCES sales_order CHECK (exchange_id IS NULL OR want = 'exchange'),
    opened_by    INTEGER NOT NULL REFERENCES staff,
    opened_at    TEXT NOT NULL CHECK (replace(opened_at, 'T', ' ') IS datetime(opened_at)),
    moved_at     TEXT NOT NULL CHECK (replace(moved_at, 'T', ' ') IS datetime(moved_at)), -- when the state last changed
    due_at       TEXT NOT NULL CHECK (replace(due_at, 'T', ' ') IS datetime(due_at)),     -- of the next step
    approved_by  INTEGER REFERENCES staff,
    ended_by     INTEGER REFERENCES staff,    -- settled or dropped
    ended_at     TEXT CHECK (replace(ended_at, 'T', ' ') IS datetime(ended_at)),
    drop_reason  TEXT NOT NULL DEFAULT '',
    CHECK ((state IN ('settled', 'dropped')) = (ended_at IS NOT NULL))
) STRICT;
CREATE INDEX sales_return_order ON sales_return (order_id, id);
CREATE INDEX sales_return_customer ON sales_return (customer_id, id);
CREATE INDEX sales_return_waiting ON sales_return (due_at, id) WHERE ended_at IS NULL;
CREATE INDEX sales_return_exchange ON sales_return (exchange_id) WHERE exchange_id IS NOT NULL;

-- INSERT ONLY. What was agreed to come back.
CREATE TABLE return_line (
    return_id INTEGER NOT NULL REFERENCES sales_return,
    line_id   INTEGER NOT NULL REFERENCES order_line,
    qty       INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000),
    reason    TEXT NOT NULL CHECK (reason IN ('quality','wrong_item','short','damaged','size','no_reason','refused','address')),
    note      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (return_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX return_line_line ON return_line (line_id);

-- INSERT ONLY. What came back, and in which condition. `unbilled` of it had not been invoiced: it
-- lowers what can be; the rest is credited when the return is settled. What comes for repair stays
-- the customer's and counts on no line.
CREATE TABLE return_receipt (
    id           INTEGER PRIMARY KEY,
    return_id    INTEGER NOT NULL REFERENCES sales_return,
    line_id      INTEGER NOT NULL REFERENCES order_line,
    qty          INTEGER NOT NULL CHECK (qty > 0 AND qty <= 1000000000000),
    unbilled     INTEGER NOT NULL CHECK (unbilled BETWEEN 0 AND qty),
    condition    TEXT NOT NULL CHECK (condition IN ('good','second','scrap','repair','vendor')),
    warehouse_id INTEGER NOT NULL REFERENCES warehouse,
    staff_id     INTEGER NOT NULL REFERENCES staff,
    at           TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX return_receipt_return ON return_receipt (return_id, id);
CREATE INDEX return_receipt_line ON return_receipt (line_id);

-- INSERT ONLY. The credit notes that took back what a return had been billed.
CREATE TABLE return_note (
    note_id   INTEGER PRIMARY KEY REFERENCES credit_note,
    return_id INTEGER NOT NULL REFERENCES sales_return
) STRICT;
CREATE INDEX return_note_return ON return_note (return_id);

CREATE TABLE complaint (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customer,
    order_id    INTEGER REFERENCES sales_order,
    return_id   INTEGER REFERENCES sales_return,
    severity    INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 3), -- 1 is the worst
    text        TEXT NOT NULL CHECK (text <> ''),
    repeated    INTEGER NOT NULL CHECK (repeated IN (0, 1)), -- the third or a later one of the customer in 90 days
    version     INTEGER NOT NULL DEFAULT 1,
    due_at      TEXT NOT NULL CHECK (replace(due_at, 'T', ' ') IS datetime(due_at)),
    opened_by   INTEGER NOT NULL REFERENCES staff,
    opened_at   TEXT NOT NULL CHECK (replace(opened_at, 'T', ' ') IS datetime(opened_at)),
    cause       TEXT NOT NULL DEFAULT '',
    remedy      TEXT NOT NULL DEFAULT '',
    cost        INTEGER CHECK (cost BETWEEN 0 AND 1000000000000),
    closed_by   INTEGER REFERENCES staff,
    closed_at   TEXT CHECK (replace(closed_at, 'T', ' ') IS datetime(closed_at)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CHECK (closed_at IS NULL OR (cause <> '' AND remedy <> '' AND cost IS NOT NULL))
) STRICT;
CREATE INDEX complaint_customer ON complaint (customer_id, opened_at);
CREATE INDEX complaint_order ON complaint (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX complaint_open ON complaint (due_at, id) WHERE closed_at IS NULL;
CREATE INDEX complaint_opened ON complaint (opened_at);

-- INSERT ONLY. The chain of answers.
CREATE TABLE complaint_answer (
    id           INTEGER PRIMARY KEY,
    complaint_id INTEGER NOT NULL REFERENCES complaint,
    text         TEXT NOT NULL CHECK (text <> ''),
    staff_id     INTEGER NOT NULL REFERENCES staff,
    at           TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX complaint_answer_complaint ON complaint_answer (complaint_id, id);

-- INSERT ONLY. The sampling plan: orders by the turn in which they were signed, and whether the plan
-- of that day takes this one. Written at the signature, before anybody has asked the customer.
CREATE TABLE survey_turn (
    turn     INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL UNIQUE REFERENCES sales_order,
    planned  INTEGER NOT NULL CHECK (planned IN (0, 1)),
    due_at   TEXT NOT NULL CHECK (replace(due_at, 'T', ' ') IS datetime(due_at)),
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;

-- Cache: planned surveys that nobody has made; the row goes with the survey, or when the customer refuses.
CREATE TABLE survey_open (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order,
    due_at   TEXT NOT NULL,
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX survey_open_due ON survey_open (due_at, order_id);

-- INSERT ONLY. What a customer said of an order.
CREATE TABLE survey (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL UNIQUE,
    order_id     INTEGER NOT NULL UNIQUE REFERENCES sales_order,
    customer_id  INTEGER REFERENCES customer,
    score        INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    reason       TEXT NOT NULL DEFAULT '',
    planned      INTEGER NOT NULL CHECK (planned IN (0, 1)), -- the plan had asked for it
    complaint_id INTEGER REFERENCES complaint,               -- opened by the score
    staff_id     INTEGER NOT NULL REFERENCES staff,
    at           TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at))
) STRICT;
CREATE INDEX survey_customer ON survey (customer_id, at);
CREATE INDEX survey_at ON survey (at);

-- Work that one department asks of another, about a paper.
CREATE TABLE task (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    subject     TEXT NOT NULL,               -- number of the paper, or code of the customer or product
    order_id    INTEGER REFERENCES sales_order,
    customer_id INTEGER REFERENCES customer,
    department  TEXT NOT NULL CHECK (department IN ('clerk','sales','finance','production','quality','warehouse',
                    'logistics','purchasing','director','supervisor','admin')),
    text        TEXT NOT NULL CHECK (text <> ''),
    version     INTEGER NOT NULL DEFAULT 1,
    due_at      TEXT NOT NULL CHECK (replace(due_at, 'T', ' ') IS datetime(due_at)),
    asked_by    INTEGER NOT NULL REFERENCES staff,
    asked_at    TEXT NOT NULL CHECK (replace(asked_at, 'T', ' ') IS datetime(asked_at)),
    answer      TEXT NOT NULL DEFAULT '',
    answered_by INTEGER REFERENCES staff,
    answered_at TEXT CHECK (replace(answered_at, 'T', ' ') IS datetime(answered_at)),
    closed_by   INTEGER REFERENCES staff,
    closed_at   TEXT CHECK (replace(closed_at, 'T', ' ') IS datetime(closed_at)),
    close_text  TEXT NOT NULL DEFAULT '',
    CHECK ((answered_at IS NULL) = (answered_by IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT;
CREATE INDEX task_open ON task (due_at, id) WHERE closed_at IS NULL;
CREATE INDEX task_customer ON task (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX task_subject ON task (subject);

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
CREATE INDEX exception_open ON exception (due_at, id) WHERE solved_at IS NULL;
CREATE INDEX exception_customer ON exception (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX exception_subject ON exception (subject, kind);
CREATE INDEX exception_raised ON exception (raised_at);

-- ------------------------------------------------------------------ files

CREATE TABLE import_batch (
    id       INTEGER PRIMARY KEY,
    number   TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    file     TEXT NOT NULL,
    profile  TEXT NOT NULL DEFAULT '',
    staff_id INTEGER NOT NULL REFERENCES staff,
    at       TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)),
    added    INTEGER NOT NULL DEFAULT 0,
    updated  INTEGER NOT NULL DEFAULT 0,
    skipped  INTEGER NOT NULL DEFAULT 0,
    failed   INTEGER NOT NULL DEFAULT 0,
    row_count INTEGER NOT NULL DEFAULT 0,
    undone_at TEXT CHECK (replace(undone_at, 'T', ' ') IS datetime(undone_at))
) STRICT;
-- The orders a batch made, and the version each had then: one that has moved since is not undone.
CREATE TABLE import_made (
    batch_id INTEGER NOT NULL REFERENCES import_batch,
    order_id INTEGER NOT NULL REFERENCES sales_order,
    version  INTEGER NOT NULL,
    PRIMARY KEY (batch_id, order_id)
) STRICT, WITHOUT ROWID;

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

-- ------------------------------------------------------------------ the record

-- INSERT ONLY. One row a command, each hash over the row and the hash before it.
CREATE TABLE audit (
    seq       INTEGER PRIMARY KEY,
    at        TEXT NOT NULL CHECK (replace(at, 'T', ' ') IS datetime(at)), -- the command's time
    clock_at  TEXT NOT NULL CHECK (replace(clock_at, 'T', ' ') IS datetime(clock_at)), -- the machine's
    who       TEXT NOT NULL,                 -- login the command was given by
    os_who    TEXT NOT NULL,                 -- login at the keyboard
    command   TEXT NOT NULL,
    subject   TEXT NOT NULL DEFAULT '',
    payload   TEXT NOT NULL,
    outcome   TEXT NOT NULL,                 -- ok, or the refusal's code
    prev_hash TEXT NOT NULL,
    hash      TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX audit_subject ON audit (subject, seq);

-- INSERT ONLY. What a command did to which paper: the timeline.
CREATE TABLE happening (
    id          INTEGER PRIMARY KEY,
    seq         INTEGER NOT NULL REFERENCES audit,
    order_id    INTEGER REFERENCES sales_order,
    customer_id INTEGER REFERENCES customer,
    what        TEXT NOT NULL,
    facts       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts))
) STRICT;
CREATE INDEX happening_order ON happening (order_id, id) WHERE order_id IS NOT NULL;
CREATE INDEX happening_customer ON happening (customer_id, id) WHERE customer_id IS NOT NULL;

-- Accepted commands by their id, so that a retry changes nothing.
CREATE TABLE command_id (
    id      TEXT PRIMARY KEY,
    digest  TEXT NOT NULL,
    answer  TEXT NOT NULL CHECK (json_valid(answer))
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ triggers: caches

CREATE TRIGGER movement_counts AFTER INSERT ON movement WHEN NEW.quality = 'good' BEGIN
    -- Two steps: an upsert would test CHECK (on_hand >= 0) on the row it never inserts.
    INSERT INTO stock_level (product_id, warehouse_id) VALUES (NEW.product_id, NEW.warehouse_id) ON CONFLICT DO NOTHING;
    UPDATE stock_level SET on_hand = on_hand + NEW.qty
    WHERE product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id;
END;

CREATE TRIGGER movement_counts_aside AFTER INSERT ON movement WHEN NEW.quality <> 'good' BEGIN
    INSERT INTO stock_aside (product_id, warehouse_id, quality) VALUES (NEW.product_id, NEW.warehouse_id, NEW.quality)
        ON CONFLICT DO NOTHING;
    UPDATE stock_aside SET qty = qty + NEW.qty
    WHERE product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id AND quality = NEW.quality;
END;

CREATE TRIGGER reservation_made AFTER INSERT ON reservation BEGIN
    UPDATE stock_level SET reserved = reserved + NEW.qty
    WHERE product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id;
    UPDATE order_line SET reserved = reserved + NEW.qty WHERE id = NEW.line_id;
END;
CREATE TRIGGER reservation_changed AFTER UPDATE OF qty ON reservation BEGIN
    UPDATE stock_level SET reserved = reserved + NEW.qty - OLD.qty
    WHERE product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id;
    UPDATE order_line SET reserved = reserved + NEW.qty - OLD.qty WHERE id = NEW.line_id;
END;
CREATE TRIGGER reservation_gone AFTER DELETE ON reservation BEGIN
    UPDATE stock_level SET reserved = reserved - OLD.qty
    WHERE product_id = OLD.product_id AND warehouse_id = OLD.warehouse_id;
    UPDATE order_line SET reserved = reserved - OLD.qty WHERE id = OLD.line_id;
END;

CREATE TRIGGER shipment_packed AFTER INSERT ON shipment_line BEGIN
    UPDATE stock_level SET packed = packed + NEW.qty
    WHERE product_id = (SELECT product_id FROM order_line WHERE id = NEW.line_id)
      AND warehouse_id = (SELECT warehouse_id FROM shipment WHERE id = NEW.shipment_id);
    UPDATE order_line SET packed = packed + NEW.qty WHERE id = NEW.line_id;
END;
CREATE TRIGGER shipment_leaves_packed AFTER UPDATE OF state ON shipment
WHEN OLD.state = 'packed' AND NEW.state <> 'packed' BEGIN
    UPDATE stock_level SET packed = packed - (
        SELECT sum(s.qty) FROM shipment_line s JOIN order_line l ON l.id = s.line_id
        WHERE s.shipment_id = NEW.id AND l.product_id = stock_level.product_id)
    WHERE warehouse_id = NEW.warehouse_id AND product_id IN (
        SELECT l.product_id FROM shipment_line s JOIN order_line l ON l.id = s.line_id WHERE s.shipment_id = NEW.id);
    UPDATE order_line SET
        packed = packed - (SELECT qty FROM shipment_line WHERE shipment_id = NEW.id AND line_id = order_line.id),
        shipped = shipped + CASE WHEN NEW.state = 'dispatched'
            THEN (SELECT qty FROM shipment_line WHERE shipment_id = NEW.id AND line_id = order_line.id) ELSE 0 END
    WHERE id IN (SELECT line_id FROM shipment_line WHERE shipment_id = NEW.id);
END;
CREATE TRIGGER shipment_is_signed AFTER UPDATE OF state ON shipment
WHEN OLD.state = 'dispatched' AND NEW.state = 'signed' BEGIN
    UPDATE order_line SET
        signed = signed + (SELECT qty - refused FROM shipment_line WHERE shipment_id = NEW.id AND line_id = order_line.id),
        refused = refused + (SELECT s.refused FROM shipment_line s WHERE s.shipment_id = NEW.id AND s.line_id = order_line.id)
    WHERE id IN (SELECT line_id FROM shipment_line WHERE shipment_id = NEW.id);
END;

CREATE TRIGGER line_waited AFTER UPDATE OF product_id, qty, promise_on, removed, in_force, cancelled, reserved, packed, shipped ON order_line
WHEN OLD.in_force = 1 AND OLD.removed = 0 AND OLD.product_id IS NOT NULL
    AND OLD.qty > OLD.cancelled + OLD.reserved + OLD.packed + OLD.shipped BEGIN
    UPDATE waiting SET qty = qty - (OLD.qty - OLD.cancelled - OLD.reserved - OLD.packed - OLD.shipped)
    WHERE product_id = OLD.product_id AND promise_on = coalesce(OLD.promise_on, '')
      AND warehouse_id = coalesce((SELECT warehouse_id FROM sales_order WHERE id = OLD.order_id), 0);
    DELETE FROM waiting
    WHERE product_id = OLD.product_id AND promise_on = coalesce(OLD.promise_on, '') AND qty = 0
      AND warehouse_id = coalesce((SELECT warehouse_id FROM sales_order WHERE id = OLD.order_id), 0);
END;
CREATE TRIGGER line_waits AFTER UPDATE OF product_id, qty, promise_on, removed, in_force, cancelled, reserved, packed, shipped ON order_line
WHEN NEW.in_force = 1 AND NEW.removed = 0 AND NEW.product_id IS NOT NULL
    AND NEW.qty > NEW.cancelled + NEW.reserved + NEW.packed + NEW.shipped BEGIN
    INSERT INTO waiting VALUES (NEW.product_id, coalesce((SELECT warehouse_id FROM sales_order WHERE id = NEW.order_id), 0),
        coalesce(NEW.promise_on, ''), NEW.qty - NEW.cancelled - NEW.reserved - NEW.packed - NEW.shipped)
        ON CONFLICT DO UPDATE SET qty = qty + excluded.qty;
END;
CREATE TRIGGER line_made_waiting AFTER INSERT ON order_line
WHEN NEW.in_force = 1 AND NEW.removed = 0 AND NEW.product_id IS NOT NULL
    AND NEW.qty > NEW.cancelled + NEW.reserved + NEW.packed + NEW.shipped BEGIN
    INSERT INTO waiting VALUES (NEW.product_id, coalesce((SELECT warehouse_id FROM sales_order WHERE id = NEW.order_id), 0),
        coalesce(NEW.promise_on, ''), NEW.qty - NEW.cancelled - NEW.reserved - NEW.packed - NEW.shipped)
        ON CONFLICT DO UPDATE SET qty = qty + excluded.qty;
END;
-- The lines of an order that goes to another warehouse wait there.
CREATE TRIGGER order_waits_elsewhere AFTER UPDATE OF warehouse_id ON sales_order
WHEN OLD.warehouse_id IS NOT NEW.warehouse_id AND OLD.state = 'approved' BEGIN
    INSERT INTO waiting SELECT l.product_id, coalesce(NEW.warehouse_id, 0), coalesce(l.promise_on, ''),
        sum(l.qty - l.cancelled - l.reserved - l.packed - l.shipped)
        FROM order_line l WHERE l.order_id = NEW.id AND l.in_force = 1 AND l.removed = 0 AND l.product_id IS NOT NULL AND l.qty > l.cancelled + l.reserved + l.packed + l.shipped
        GROUP BY 1, 2, 3
        ON CONFLICT DO UPDATE SET qty = qty + excluded.qty;
    UPDATE waiting SET qty = qty - coalesce((SELECT sum(l.qty - l.cancelled - l.reserved - l.packed - l.shipped)
        FROM order_line l WHERE l.order_id = NEW.id AND l.product_id = waiting.product_id
          AND coalesce(l.promise_on, '') = waiting.promise_on
          AND l.in_force = 1 AND l.removed = 0 AND l.product_id IS NOT NULL AND l.qty > l.cancelled + l.reserved + l.packed + l.shipped), 0)
    WHERE warehouse_id = coalesce(OLD.warehouse_id, 0)
      AND product_id IN (SELECT product_id FROM order_line WHERE order_id = NEW.id);
    DELETE FROM waiting WHERE qty = 0 AND warehouse_id = coalesce(OLD.warehouse_id, 0)
      AND product_id IN (SELECT product_id FROM order_line WHERE order_id = NEW.id);
END;

-- What an order leaves review without, nobody waits for any longer.
CREATE TRIGGER order_leaves_review AFTER UPDATE OF state ON sales_order
WHEN OLD.state = 'reviewing' AND NEW.state <> 'reviewing' BEGIN
    UPDATE opinion SET waiting = 0 WHERE order_id = NEW.id AND waiting = 1;
END;
CREATE TRIGGER order_change_is_decided AFTER UPDATE OF state ON order_change
WHEN OLD.state = 'pending' AND NEW.state <> 'pending' BEGIN
    UPDATE opinion SET waiting = 0 WHERE order_id = NEW.order_id AND waiting = 1;
END;

CREATE TRIGGER cancellation_counts AFTER INSERT ON cancellation BEGIN
    UPDATE order_line SET cancelled = cancelled + NEW.qty WHERE id = NEW.line_id;
END;

CREATE TRIGGER return_receipt_counts AFTER INSERT ON return_receipt BEGIN
    UPDATE order_line SET returned = returned + NEW.qty, returned_unbilled = returned_unbilled + NEW.unbilled
    WHERE id = NEW.line_id AND (SELECT want FROM sales_return WHERE id = NEW.return_id) <> 'repair';
    UPDATE order_line SET refused_back = min(refused, refused_back + NEW.qty)
    WHERE id = NEW.line_id AND (SELECT shipment_id FROM sales_return WHERE id = NEW.return_id) IS NOT NULL;
END;

CREATE TRIGGER survey_opens AFTER INSERT ON survey_turn
WHEN NEW.planned = 1 AND NOT EXISTS (SELECT 1 FROM survey WHERE order_id = NEW.order_id)
    AND NOT EXISTS (SELECT 1 FROM contact WHERE order_id = NEW.order_id AND outcome = 'refused' AND at >= NEW.at) BEGIN
    INSERT INTO survey_open VALUES (NEW.order_id, NEW.due_at, NEW.at);
END;
CREATE TRIGGER survey_is_made AFTER INSERT ON survey BEGIN
    DELETE FROM survey_open WHERE order_id = NEW.order_id;
END;
CREATE TRIGGER survey_is_refused AFTER INSERT ON contact WHEN NEW.outcome = 'refused' AND NEW.order_id IS NOT NULL BEGIN
    DELETE FROM survey_open WHERE order_id = NEW.order_id AND at <= NEW.at;
END;

CREATE TRIGGER promotion_claimed AFTER INSERT ON promotion_use WHEN NEW.freed = 0 BEGIN
    UPDATE promotion SET used = used + NEW.amount WHERE id = NEW.promotion_id;
END;
CREATE TRIGGER promotion_given_back AFTER DELETE ON promotion_use WHEN OLD.freed = 0 BEGIN
    UPDATE promotion SET used = used - OLD.amount WHERE id = OLD.promotion_id;
END;
CREATE TRIGGER promotion_freed AFTER UPDATE OF freed ON promotion_use WHEN OLD.freed = 0 AND NEW.freed = 1 BEGIN
    UPDATE promotion SET used = used - OLD.amount WHERE id = OLD.promotion_id;
END;

CREATE TRIGGER invoice_line_counts AFTER INSERT ON invoice_line BEGIN
    UPDATE order_line SET invoiced = invoiced + NEW.qty WHERE id = NEW.line_id;
END;

CREATE TRIGGER transfer_counts AFTER INSERT ON transfer BEGIN
    UPDATE account SET balance = balance + NEW.amount WHERE id = NEW.debit;
    UPDATE account SET balance = balance - NEW.amount WHERE id = NEW.credit;
END;

CREATE TRIGGER invoice_opens AFTER INSERT ON invoice WHEN NEW.gross > 0 BEGIN
    INSERT INTO invoice_open VALUES (NEW.id, 0, NEW.customer_id, NEW.due_on, NEW.gross);
END;
-- Each instalment takes its part off the whole, which goes with the last of them.
CREATE TRIGGER instalment_opens AFTER INSERT ON instalment BEGIN
    UPDATE invoice_open SET open = open - NEW.amount WHERE invoice_id = NEW.invoice_id AND seq = 0;
    INSERT INTO invoice_open SELECT id, NEW.seq, customer_id, NEW.due_on, NEW.amount FROM invoice
        WHERE id = NEW.invoice_id;
    DELETE FROM invoice_open WHERE invoice_id = NEW.invoice_id AND open = 0;
END;
CREATE TRIGGER receipt_opens AFTER INSERT ON receipt BEGIN
    INSERT INTO receipt_open VALUES (NEW.id, NEW.customer_id, NEW.amount);
END;
CREATE TRIGGER note_opens AFTER INSERT ON credit_note BEGIN
    INSERT INTO note_open VALUES (NEW.id, NEW.customer_id, NEW.gross);
END;
CREATE TRIGGER receipt_waits AFTER INSERT ON receipt WHEN NEW.cleared = 0 BEGIN
    INSERT INTO receipt_uncleared VALUES (NEW.id, NEW.customer_id, NEW.amount);
END;
CREATE TRIGGER receipt_is_decided AFTER INSERT ON receipt_event WHEN NEW.what IN ('cleared', 'bounced') BEGIN
    DELETE FROM receipt_uncleared WHERE receipt_id = NEW.receipt_id;
END;
CREATE TRIGGER receipt_bounces AFTER INSERT ON receipt_event WHEN NEW.what = 'bounced' BEGIN
    DELETE FROM receipt_open WHERE receipt_id = NEW.receipt_id;
END;
-- Applied: the open rest falls on both sides and the row goes at zero. Taken back: it rises or returns.
-- What is left of an invoice lies in the parts that fall due last.
CREATE TRIGGER application_counts_invoice AFTER INSERT ON application WHEN NEW.invoice_id IS NOT NULL BEGIN
    INSERT INTO invoice_open
        SELECT i.id, coalesce(p.seq, 0), i.customer_id, coalesce(p.due_on, i.due_on),
            min(coalesce(p.amount, i.gross), max(0, o.rest - coalesce((SELECT sum(q.amount) FROM instalment q
                WHERE q.invoice_id = p.invoice_id AND q.seq > p.seq), 0)))
        FROM (SELECT coalesce(sum(open), 0) - NEW.amount AS rest FROM invoice_open WHERE invoice_id = NEW.invoice_id) o
            CROSS JOIN invoice i LEFT JOIN instalment p ON p.invoice_id = i.id
        WHERE i.id = NEW.invoice_id
        ON CONFLICT (invoice_id, seq) DO UPDATE SET open = excluded.open;
    DELETE FROM invoice_open WHERE invoice_id = NEW.invoice_id AND open = 0;
END;
CREATE TRIGGER application_counts_receipt AFTER INSERT ON application BEGIN
    DELETE FROM receipt_open WHERE receipt_id = NEW.receipt_id AND open = NEW.amount;
    UPDATE receipt_open SET open = open - NEW.amount
        WHERE receipt_id = NEW.receipt_id AND (NEW.amount < 0 OR open > NEW.amount);
    INSERT INTO receipt_open SELECT id, customer_id, -NEW.amount FROM receipt
        WHERE id = NEW.receipt_id AND NEW.amount < 0
          AND NOT EXISTS (SELECT 1 FROM receipt_open WHERE receipt_id = NEW.receipt_id);
END;
CREATE TRIGGER application_counts_note AFTER INSERT ON application WHEN NEW.note_id IS NOT NULL BEGIN
    DELETE FROM note_open WHERE note_id = NEW.note_id AND open = NEW.amount;
    UPDATE note_open SET open = open - NEW.amount
        WHERE note_id = NEW.note_id AND (NEW.amount < 0 OR open > NEW.amount);
    INSERT INTO note_open SELECT id, customer_id, -NEW.amount FROM credit_note
        WHERE id = NEW.note_id AND NEW.amount < 0
          AND NOT EXISTS (SELECT 1 FROM note_open WHERE note_id = NEW.note_id);
END;

-- ------------------------------------------------------------------ triggers: insert only
-- UPDATE and DELETE are refused; so is REPLACE, which would fire neither (the insert guard).
CREATE TRIGGER credit_grant_no_update BEFORE UPDATE ON credit_grant BEGIN SELECT RAISE(ABORT, 'credit_grant is insert only'); END;
CREATE TRIGGER credit_grant_no_delete BEFORE DELETE ON credit_grant BEGIN SELECT RAISE(ABORT, 'credit_grant is insert only'); END;
CREATE TRIGGER credit_grant_no_replace BEFORE INSERT ON credit_grant WHEN EXISTS (SELECT 1 FROM credit_grant WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'credit_grant is insert only'); END;
CREATE TRIGGER cancellation_no_update BEFORE UPDATE ON cancellation BEGIN SELECT RAISE(ABORT, 'cancellation is insert only'); END;
CREATE TRIGGER cancellation_no_delete BEFORE DELETE ON cancellation BEGIN SELECT RAISE(ABORT, 'cancellation is insert only'); END;
CREATE TRIGGER cancellation_no_replace BEFORE INSERT ON cancellation WHEN EXISTS (SELECT 1 FROM cancellation WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'cancellation is insert only'); END;
CREATE TRIGGER check_result_no_update BEFORE UPDATE ON check_result BEGIN SELECT RAISE(ABORT, 'check_result is insert only'); END;
CREATE TRIGGER check_result_no_delete BEFORE DELETE ON check_result BEGIN SELECT RAISE(ABORT, 'check_result is insert only'); END;
CREATE TRIGGER check_result_no_replace BEFORE INSERT ON check_result WHEN EXISTS (SELECT 1 FROM check_result WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'check_result is insert only'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decision is insert only'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision is insert only'); END;
CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'decision is insert only'); END;
CREATE TRIGGER order_snapshot_no_update BEFORE UPDATE ON order_snapshot BEGIN SELECT RAISE(ABORT, 'order_snapshot is insert only'); END;
CREATE TRIGGER order_snapshot_no_delete BEFORE DELETE ON order_snapshot BEGIN SELECT RAISE(ABORT, 'order_snapshot is insert only'); END;
CREATE TRIGGER order_snapshot_no_replace BEFORE INSERT ON order_snapshot WHEN EXISTS (SELECT 1 FROM order_snapshot WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'order_snapshot is insert only'); END;
CREATE TRIGGER override_grant_no_update BEFORE UPDATE ON override_grant BEGIN SELECT RAISE(ABORT, 'override_grant is insert only'); END;
CREATE TRIGGER override_grant_no_delete BEFORE DELETE ON override_grant BEGIN SELECT RAISE(ABORT, 'override_grant is insert only'); END;
CREATE TRIGGER override_grant_no_replace BEFORE INSERT ON override_grant WHEN EXISTS (SELECT 1 FROM override_grant WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'override_grant is insert only'); END;
CREATE TRIGGER override_use_no_update BEFORE UPDATE ON override_use BEGIN SELECT RAISE(ABORT, 'override_use is insert only'); END;
CREATE TRIGGER override_use_no_delete BEFORE DELETE ON override_use BEGIN SELECT RAISE(ABORT, 'override_use is insert only'); END;
CREATE TRIGGER override_use_no_replace BEFORE INSERT ON override_use WHEN EXISTS (SELECT 1 FROM override_use WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'override_use is insert only'); END;
CREATE TRIGGER movement_no_update BEFORE UPDATE ON movement BEGIN SELECT RAISE(ABORT, 'movement is insert only'); END;
CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement BEGIN SELECT RAISE(ABORT, 'movement is insert only'); END;
CREATE TRIGGER movement_no_replace BEFORE INSERT ON movement WHEN EXISTS (SELECT 1 FROM movement WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'movement is insert only'); END;
CREATE TRIGGER transfer_no_update BEFORE UPDATE ON transfer BEGIN SELECT RAISE(ABORT, 'transfer is insert only'); END;
CREATE TRIGGER transfer_no_delete BEFORE DELETE ON transfer BEGIN SELECT RAISE(ABORT, 'transfer is insert only'); END;
CREATE TRIGGER transfer_no_replace BEFORE INSERT ON transfer WHEN EXISTS (SELECT 1 FROM transfer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'transfer is insert only'); END;
CREATE TRIGGER invoice_no_update BEFORE UPDATE ON invoice BEGIN SELECT RAISE(ABORT, 'invoice is insert only'); END;
CREATE TRIGGER invoice_no_delete BEFORE DELETE ON invoice BEGIN SELECT RAISE(ABORT, 'invoice is insert only'); END;
CREATE TRIGGER invoice_no_replace BEFORE INSERT ON invoice WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM invoice WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'invoice is insert only'); END;
CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt is insert only'); END;
CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt is insert only'); END;
CREATE TRIGGER receipt_no_replace BEFORE INSERT ON receipt WHEN EXISTS (SELECT 1 FROM receipt WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM receipt WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'receipt is insert only'); END;
CREATE TRIGGER receipt_event_no_update BEFORE UPDATE ON receipt_event BEGIN SELECT RAISE(ABORT, 'receipt_event is insert only'); END;
CREATE TRIGGER receipt_event_no_delete BEFORE DELETE ON receipt_event BEGIN SELECT RAISE(ABORT, 'receipt_event is insert only'); END;
CREATE TRIGGER receipt_event_no_replace BEFORE INSERT ON receipt_event WHEN EXISTS (SELECT 1 FROM receipt_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM receipt_event WHERE receipt_id = NEW.receipt_id AND what = NEW.what)
BEGIN SELECT RAISE(ABORT, 'receipt_event is insert only'); END;
CREATE TRIGGER application_no_update BEFORE UPDATE ON application BEGIN SELECT RAISE(ABORT, 'application is insert only'); END;
CREATE TRIGGER application_no_delete BEFORE DELETE ON application BEGIN SELECT RAISE(ABORT, 'application is insert only'); END;
CREATE TRIGGER application_no_replace BEFORE INSERT ON application WHEN EXISTS (SELECT 1 FROM application WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'application is insert only'); END;
CREATE TRIGGER contact_no_update BEFORE UPDATE ON contact BEGIN SELECT RAISE(ABORT, 'contact is insert only'); END;
CREATE TRIGGER contact_no_delete BEFORE DELETE ON contact BEGIN SELECT RAISE(ABORT, 'contact is insert only'); END;
CREATE TRIGGER contact_no_replace BEFORE INSERT ON contact WHEN EXISTS (SELECT 1 FROM contact WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'contact is insert only'); END;
CREATE TRIGGER told_no_update BEFORE UPDATE ON told BEGIN SELECT RAISE(ABORT, 'told is insert only'); END;
CREATE TRIGGER told_no_delete BEFORE DELETE ON told BEGIN SELECT RAISE(ABORT, 'told is insert only'); END;
CREATE TRIGGER told_no_replace BEFORE INSERT ON told WHEN EXISTS (SELECT 1 FROM told WHERE contact_id = NEW.contact_id)
BEGIN SELECT RAISE(ABORT, 'told is insert only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is insert only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is insert only'); END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq) OR EXISTS (SELECT 1 FROM audit WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'audit is insert only'); END;
CREATE TRIGGER happening_no_update BEFORE UPDATE ON happening BEGIN SELECT RAISE(ABORT, 'happening is insert only'); END;
CREATE TRIGGER happening_no_delete BEFORE DELETE ON happening BEGIN SELECT RAISE(ABORT, 'happening is insert only'); END;
CREATE TRIGGER happening_no_replace BEFORE INSERT ON happening WHEN EXISTS (SELECT 1 FROM happening WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'happening is insert only'); END;
CREATE TRIGGER order_hand_no_update BEFORE UPDATE ON order_hand BEGIN SELECT RAISE(ABORT, 'order_hand is insert only'); END;
CREATE TRIGGER order_hand_no_delete BEFORE DELETE ON order_hand BEGIN SELECT RAISE(ABORT, 'order_hand is insert only'); END;
CREATE TRIGGER order_hand_no_replace BEFORE INSERT ON order_hand WHEN EXISTS (SELECT 1 FROM order_hand WHERE order_id = NEW.order_id AND part = NEW.part AND staff_id = NEW.staff_id)
BEGIN SELECT RAISE(ABORT, 'order_hand is insert only'); END;
CREATE TRIGGER order_link_no_update BEFORE UPDATE ON order_link BEGIN SELECT RAISE(ABORT, 'order_link is insert only'); END;
CREATE TRIGGER order_link_no_delete BEFORE DELETE ON order_link BEGIN SELECT RAISE(ABORT, 'order_link is insert only'); END;
CREATE TRIGGER order_link_no_replace BEFORE INSERT ON order_link WHEN EXISTS (SELECT 1 FROM order_link WHERE from_id = NEW.from_id AND to_id = NEW.to_id)
BEGIN SELECT RAISE(ABORT, 'order_link is insert only'); END;
CREATE TRIGGER order_confirmation_no_update BEFORE UPDATE ON order_confirmation BEGIN SELECT RAISE(ABORT, 'order_confirmation is insert only'); END;
CREATE TRIGGER order_confirmation_no_delete BEFORE DELETE ON order_confirmation BEGIN SELECT RAISE(ABORT, 'order_confirmation is insert only'); END;
CREATE TRIGGER order_confirmation_no_replace BEFORE INSERT ON order_confirmation WHEN EXISTS (SELECT 1 FROM order_confirmation WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'order_confirmation is insert only'); END;
CREATE TRIGGER invoice_line_no_update BEFORE UPDATE ON invoice_line BEGIN SELECT RAISE(ABORT, 'invoice_line is insert only'); END;
CREATE TRIGGER invoice_line_no_delete BEFORE DELETE ON invoice_line BEGIN SELECT RAISE(ABORT, 'invoice_line is insert only'); END;
CREATE TRIGGER invoice_line_no_replace BEFORE INSERT ON invoice_line WHEN EXISTS (SELECT 1 FROM invoice_line WHERE invoice_id = NEW.invoice_id AND line_id = NEW.line_id)
BEGIN SELECT RAISE(ABORT, 'invoice_line is insert only'); END;
CREATE TRIGGER return_line_no_update BEFORE UPDATE ON return_line BEGIN SELECT RAISE(ABORT, 'return_line is insert only'); END;
CREATE TRIGGER return_line_no_delete BEFORE DELETE ON return_line BEGIN SELECT RAISE(ABORT, 'return_line is insert only'); END;
CREATE TRIGGER return_line_no_replace BEFORE INSERT ON return_line WHEN EXISTS (SELECT 1 FROM return_line WHERE return_id = NEW.return_id AND line_id = NEW.line_id)
BEGIN SELECT RAISE(ABORT, 'return_line is insert only'); END;
CREATE TRIGGER return_receipt_no_update BEFORE UPDATE ON return_receipt BEGIN SELECT RAISE(ABORT, 'return_receipt is insert only'); END;
CREATE TRIGGER return_receipt_no_delete BEFORE DELETE ON return_receipt BEGIN SELECT RAISE(ABORT, 'return_receipt is insert only'); END;
CREATE TRIGGER return_receipt_no_replace BEFORE INSERT ON return_receipt WHEN EXISTS (SELECT 1 FROM return_receipt WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'return_receipt is insert only'); END;
CREATE TRIGGER return_note_no_update BEFORE UPDATE ON return_note BEGIN SELECT RAISE(ABORT, 'return_note is insert only'); END;
CREATE TRIGGER return_note_no_delete BEFORE DELETE ON return_note BEGIN SELECT RAISE(ABORT, 'return_note is insert only'); END;
CREATE TRIGGER return_note_no_replace BEFORE INSERT ON return_note WHEN EXISTS (SELECT 1 FROM return_note WHERE note_id = NEW.note_id)
BEGIN SELECT RAISE(ABORT, 'return_note is insert only'); END;
CREATE TRIGGER complaint_answer_no_update BEFORE UPDATE ON complaint_answer BEGIN SELECT RAISE(ABORT, 'complaint_answer is insert only'); END;
CREATE TRIGGER complaint_answer_no_delete BEFORE DELETE ON complaint_answer BEGIN SELECT RAISE(ABORT, 'complaint_answer is insert only'); END;
CREATE TRIGGER complaint_answer_no_replace BEFORE INSERT ON complaint_answer WHEN EXISTS (SELECT 1 FROM complaint_answer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'complaint_answer is insert only'); END;
CREATE TRIGGER survey_turn_no_update BEFORE UPDATE ON survey_turn BEGIN SELECT RAISE(ABORT, 'survey_turn is insert only'); END;
CREATE TRIGGER survey_turn_no_delete BEFORE DELETE ON survey_turn BEGIN SELECT RAISE(ABORT, 'survey_turn is insert only'); END;
CREATE TRIGGER survey_turn_no_replace BEFORE INSERT ON survey_turn WHEN EXISTS (SELECT 1 FROM survey_turn WHERE turn = NEW.turn) OR EXISTS (SELECT 1 FROM survey_turn WHERE order_id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'survey_turn is insert only'); END;
CREATE TRIGGER survey_no_update BEFORE UPDATE ON survey BEGIN SELECT RAISE(ABORT, 'survey is insert only'); END;
CREATE TRIGGER survey_no_delete BEFORE DELETE ON survey BEGIN SELECT RAISE(ABORT, 'survey is insert only'); END;
CREATE TRIGGER survey_no_replace BEFORE INSERT ON survey WHEN EXISTS (SELECT 1 FROM survey WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM survey WHERE number = NEW.number) OR EXISTS (SELECT 1 FROM survey WHERE order_id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'survey is insert only'); END;
CREATE TRIGGER tax_number_no_update BEFORE UPDATE ON tax_number BEGIN SELECT RAISE(ABORT, 'tax_number is insert only'); END;
CREATE TRIGGER tax_number_no_delete BEFORE DELETE ON tax_number BEGIN SELECT RAISE(ABORT, 'tax_number is insert only'); END;
CREATE TRIGGER tax_number_no_replace BEFORE INSERT ON tax_number WHEN EXISTS (SELECT 1 FROM tax_number WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM tax_number WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'tax_number is insert only'); END;
CREATE TRIGGER statement_reply_no_update BEFORE UPDATE ON statement_reply BEGIN SELECT RAISE(ABORT, 'statement_reply is insert only'); END;
CREATE TRIGGER statement_reply_no_delete BEFORE DELETE ON statement_reply BEGIN SELECT RAISE(ABORT, 'statement_reply is insert only'); END;
CREATE TRIGGER statement_reply_no_replace BEFORE INSERT ON statement_reply WHEN EXISTS (SELECT 1 FROM statement_reply WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'statement_reply is insert only'); END;
CREATE TRIGGER credit_note_no_update BEFORE UPDATE ON credit_note BEGIN SELECT RAISE(ABORT, 'credit_note is insert only'); END;
CREATE TRIGGER credit_note_no_delete BEFORE DELETE ON credit_note BEGIN SELECT RAISE(ABORT, 'credit_note is insert only'); END;
CREATE TRIGGER credit_note_no_replace BEFORE INSERT ON credit_note WHEN EXISTS (SELECT 1 FROM credit_note WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM credit_note WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'credit_note is insert only'); END;
CREATE TRIGGER writeoff_no_update BEFORE UPDATE ON writeoff BEGIN SELECT RAISE(ABORT, 'writeoff is insert only'); END;
CREATE TRIGGER writeoff_no_delete BEFORE DELETE ON writeoff BEGIN SELECT RAISE(ABORT, 'writeoff is insert only'); END;
CREATE TRIGGER writeoff_no_replace BEFORE INSERT ON writeoff WHEN EXISTS (SELECT 1 FROM writeoff WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM writeoff WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'writeoff is insert only'); END;
CREATE TRIGGER refund_no_update BEFORE UPDATE ON refund BEGIN SELECT RAISE(ABORT, 'refund is insert only'); END;
CREATE TRIGGER refund_no_delete BEFORE DELETE ON refund BEGIN SELECT RAISE(ABORT, 'refund is insert only'); END;
CREATE TRIGGER refund_no_replace BEFORE INSERT ON refund WHEN EXISTS (SELECT 1 FROM refund WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM refund WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'refund is insert only'); END;
CREATE TRIGGER credit_note_line_no_update BEFORE UPDATE ON credit_note_line BEGIN SELECT RAISE(ABORT, 'credit_note_line is insert only'); END;
CREATE TRIGGER credit_note_line_no_delete BEFORE DELETE ON credit_note_line BEGIN SELECT RAISE(ABORT, 'credit_note_line is insert only'); END;
CREATE TRIGGER credit_note_line_no_replace BEFORE INSERT ON credit_note_line WHEN EXISTS (SELECT 1 FROM credit_note_line WHERE note_id = NEW.note_id AND line_id = NEW.line_id)
BEGIN SELECT RAISE(ABORT, 'credit_note_line is insert only'); END;
CREATE TRIGGER instalment_no_update BEFORE UPDATE ON instalment BEGIN SELECT RAISE(ABORT, 'instalment is insert only'); END;
CREATE TRIGGER instalment_no_delete BEFORE DELETE ON instalment BEGIN SELECT RAISE(ABORT, 'instalment is insert only'); END;
CREATE TRIGGER instalment_no_replace BEFORE INSERT ON instalment WHEN EXISTS (SELECT 1 FROM instalment WHERE invoice_id = NEW.invoice_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'instalment is insert only'); END;
CREATE TRIGGER credit_note_charge_no_update BEFORE UPDATE ON credit_note_charge BEGIN SELECT RAISE(ABORT, 'credit_note_charge is insert only'); END;
CREATE TRIGGER credit_note_charge_no_delete BEFORE DELETE ON credit_note_charge BEGIN SELECT RAISE(ABORT, 'credit_note_charge is insert only'); END;
CREATE TRIGGER credit_note_charge_no_replace BEFORE INSERT ON credit_note_charge WHEN EXISTS (SELECT 1 FROM credit_note_charge WHERE note_id = NEW.note_id AND kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'credit_note_charge is insert only'); END;

-- The audit chain: a row follows the last one, or it is not written.
CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN NEW.prev_hash <> coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '')
BEGIN SELECT RAISE(ABORT, 'audit chain broken'); END;
-- Money is never matched beyond what is open on either side.
CREATE TRIGGER application_within BEFORE INSERT ON application
WHEN NEW.invoice_id IS NOT NULL AND NEW.amount > coalesce((SELECT sum(open) FROM invoice_open WHERE invoice_id = NEW.invoice_id), 0)
  OR NEW.receipt_id IS NOT NULL AND NEW.amount > coalesce((SELECT open FROM receipt_open WHERE receipt_id = NEW.receipt_id), 0)
  OR NEW.note_id IS NOT NULL AND NEW.amount > coalesce((SELECT open FROM note_open WHERE note_id = NEW.note_id), 0)
BEGIN SELECT RAISE(ABORT, 'over applied'); END;
-- Nor is more taken back than was matched.
CREATE TRIGGER application_taken_back BEFORE INSERT ON application
WHEN NEW.amount < 0 AND NEW.amount + coalesce((SELECT sum(amount) FROM application
    WHERE invoice_id = NEW.invoice_id AND receipt_id IS NEW.receipt_id AND note_id IS NEW.note_id), 0) < 0
BEGIN SELECT RAISE(ABORT, 'more taken back than applied'); END;
-- Credit notes never exceed their invoice, neither as a whole nor in net or tax.
CREATE TRIGGER credit_note_within BEFORE INSERT ON credit_note
WHEN EXISTS (SELECT 1 FROM invoice i LEFT JOIN credit_note n ON n.invoice_id = i.id WHERE i.id = NEW.invoice_id
    GROUP BY i.id HAVING coalesce(sum(n.net), 0) + NEW.net > i.net OR coalesce(sum(n.tax), 0) + NEW.tax > i.tax)
BEGIN SELECT RAISE(ABORT, 'over credited'); END;
-- Instalments are agreed when the invoice is posted, before any money, in the order they fall due.
CREATE TRIGGER instalment_follows BEFORE INSERT ON instalment
WHEN EXISTS (SELECT 1 FROM application WHERE invoice_id = NEW.invoice_id)
  OR NEW.amount > coalesce((SELECT open FROM invoice_open WHERE invoice_id = NEW.invoice_id AND seq = 0), 0)
  OR EXISTS (SELECT 1 FROM instalment WHERE invoice_id = NEW.invoice_id AND (seq >= NEW.seq OR due_on >= NEW.due_on))
BEGIN SELECT RAISE(ABORT, 'no such instalment'); END;
-- A receipt clears or bounces once, not both.
CREATE TRIGGER receipt_event_once BEFORE INSERT ON receipt_event
WHEN NEW.what IN ('cleared', 'bounced') AND EXISTS (SELECT 1 FROM receipt_event
    WHERE receipt_id = NEW.receipt_id AND what IN ('cleared', 'bounced'))
BEGIN SELECT RAISE(ABORT, 'receipt is decided'); END;
-- A closed month takes no more entries, neither by the day they are booked nor by the day they count from.
CREATE TRIGGER transfer_in_open_period BEFORE INSERT ON transfer
WHEN EXISTS (SELECT 1 FROM period WHERE month >= substr(min(NEW.booked_on, NEW.effective_on), 1, 7))
BEGIN SELECT RAISE(ABORT, 'period closed'); END;
-- What was posted or promised is not removed, only finished.
CREATE TRIGGER sales_order_no_delete BEFORE DELETE ON sales_order BEGIN SELECT RAISE(ABORT, 'sales_order rows stay'); END;
CREATE TRIGGER order_line_no_delete BEFORE DELETE ON order_line BEGIN SELECT RAISE(ABORT, 'order_line rows stay'); END;
CREATE TRIGGER stock_transfer_no_delete BEFORE DELETE ON stock_transfer BEGIN SELECT RAISE(ABORT, 'stock_transfer rows stay'); END;
CREATE TRIGGER order_change_no_delete BEFORE DELETE ON order_change BEGIN SELECT RAISE(ABORT, 'order_change rows stay'); END;
CREATE TRIGGER shipment_no_delete BEFORE DELETE ON shipment BEGIN SELECT RAISE(ABORT, 'shipment rows stay'); END;
CREATE TRIGGER shipment_line_no_delete BEFORE DELETE ON shipment_line BEGIN SELECT RAISE(ABORT, 'shipment_line rows stay'); END;
CREATE TRIGGER sales_return_no_delete BEFORE DELETE ON sales_return BEGIN SELECT RAISE(ABORT, 'sales_return rows stay'); END;
CREATE TRIGGER complaint_no_delete BEFORE DELETE ON complaint BEGIN SELECT RAISE(ABORT, 'complaint rows stay'); END;
CREATE TRIGGER task_no_delete BEFORE DELETE ON task BEGIN SELECT RAISE(ABORT, 'task rows stay'); END;
CREATE TRIGGER exception_no_delete BEFORE DELETE ON exception BEGIN SELECT RAISE(ABORT, 'exception rows stay'); END;
