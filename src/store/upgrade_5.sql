-- From version 4 to 5. What stands here and what schema.sql says give the same shape; a test compares them.

-- Orders closed short: what left and is not billed still counts against the credit (rules.md §4).
CREATE INDEX order_short ON sales_order (customer_id) WHERE state = 'short_closed';
