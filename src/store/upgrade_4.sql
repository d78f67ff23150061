-- From version 3 to 4. What stands here and what schema.sql says give the same shape; a test compares them.

-- Cache: what lines in force wait for, by product, the warehouse their order names (0: none) and promise
-- ('': none). The commitments of rules.md §6: a promise costs the same however many lines wait.
CREATE TABLE waiting (
    product_id   INTEGER NOT NULL REFERENCES product,
    warehouse_id INTEGER NOT NULL,
    promise_on   TEXT NOT NULL CHECK (promise_on = '' OR promise_on IS date(promise_on)),
    qty          INTEGER NOT NULL CHECK (qty >= 0),
    PRIMARY KEY (product_id, warehouse_id, promise_on)
) STRICT, WITHOUT ROWID;
INSERT INTO waiting
SELECT l.product_id, coalesce(o.warehouse_id, 0), coalesce(l.promise_on, ''),
    sum(l.qty - l.cancelled - l.reserved - l.packed - l.shipped)
FROM order_line l JOIN sales_order o ON o.id = l.order_id
WHERE l.in_force = 1 AND l.removed = 0 AND l.product_id IS NOT NULL
    AND l.qty > l.cancelled + l.reserved + l.packed + l.shipped
GROUP BY 1, 2, 3;

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

-- Under a shop's name many buyers order the same goods.
CREATE INDEX order_same_place ON sales_order (customer_id, ship_to, ordered_on) WHERE ship_to <> '';
