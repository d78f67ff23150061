-- From version 5 to 6. What stands here and what schema.sql says give the same shape; a test compares them.

-- The measures (rules.md §13): lines by the day they are measured against, what left, what was complained of.
CREATE INDEX line_base ON order_line (promise_base_on, order_id) WHERE promise_base_on IS NOT NULL;
CREATE INDEX shipment_left ON shipment (dispatched_at) WHERE dispatched_at IS NOT NULL;
CREATE INDEX complaint_opened ON complaint (opened_at);
