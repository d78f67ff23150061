use proptest::prelude::*;
use serde_json::{Value, json};

use crate::desk::Failure;
use crate::desk::testing::Bench;

/// One step of a day in the warehouse: what is done, on which of two orders, how much.
type Step = (u8, usize, i64);

fn command(
    (what, which, qty): Step,
    orders: &[String],
    shipments: &[String],
) -> (&'static str, Value) {
    let spot = json!({"warehouse": "W1", "product": "P1", "qty": qty.to_string(), "reason": "r"});
    let order = &orders[which % orders.len()];
    let line = 1 + qty % 2;
    let shipment = shipments.get(which % shipments.len().max(1));
    let named = |more: Value| {
        let mut with = json!({"shipment": shipment});
        with.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        with
    };
    match what {
        0 => {
            let goods = json!({"warehouse": "W1", "product": "P1", "qty": qty.to_string()});
            ("stock.receive", goods)
        }
        1 => {
            let mut lost = spot;
            lost["qty"] = json!((-qty).to_string());
            ("stock.adjust", lost)
        }
        2 => {
            let goods = json!({"warehouse": "W2", "product": "P1", "qty": qty.to_string()});
            ("stock.receive", goods)
        }
        3 => (
            "stock.reserve",
            json!({"order": order, "line": line, "qty": qty.to_string()}),
        ),
        4 => (
            "stock.unreserve",
            json!({"order": order, "line": line, "qty": qty.to_string()}),
        ),
        5 | 6 => {
            let lines = json!([{"line": line, "qty": qty.to_string()}, {"line": 1, "qty": "1"}]);
            ("shipment.pack", json!({"order": order, "lines": lines}))
        }
        7 => ("shipment.unpack", named(json!({"reason": "r"}))),
        8 => ("shipment.dispatch", named(json!({"carrier": "SF"}))),
        _ => ("shipment.sign", named(json!({"signed_at": "2026-11-23"}))),
    }
}

/// Invariants 3 and 4 of `contract.md §6`, recounted from the facts.
fn add_up(bench: &Bench) {
    let wrong: i64 = bench
        .db()
        .value(
            "SELECT (SELECT count(*) FROM stock_level s WHERE s.on_hand <> (
                    SELECT coalesce(sum(qty), 0) FROM movement m
                    WHERE m.product_id = s.product_id AND m.warehouse_id = s.warehouse_id)
                OR s.reserved <> (SELECT coalesce(sum(qty), 0) FROM reservation r
                    WHERE r.product_id = s.product_id AND r.warehouse_id = s.warehouse_id)
                OR s.packed <> (SELECT coalesce(sum(p.qty), 0) FROM shipment_line p
                    JOIN shipment h ON h.id = p.shipment_id AND h.state = 'packed'
                    JOIN order_line l ON l.id = p.line_id
                    WHERE l.product_id = s.product_id AND h.warehouse_id = s.warehouse_id))
              + (SELECT count(*) FROM order_line l WHERE l.reserved <> (
                    SELECT coalesce(sum(qty), 0) FROM reservation r WHERE r.line_id = l.id)
                OR l.shipped <> (SELECT coalesce(sum(p.qty), 0) FROM shipment_line p
                    JOIN shipment h ON h.id = p.shipment_id
                    WHERE p.line_id = l.id AND h.state IN ('dispatched', 'signed'))
                OR l.reserved > max(0, l.qty - l.packed - l.shipped))
              + (SELECT count(*) FROM (SELECT sum(qty) AS qty, sum(packed + shipped) AS gone
                    FROM order_line GROUP BY order_id) WHERE gone * 10 > qty * 11)",
            [],
        )
        .unwrap()
        .unwrap();
    assert_eq!(wrong, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_caches_add_up_whatever_is_done(
        steps in prop::collection::vec((0_u8..10, 0_usize..8, 1_i64..9), 1..60)
    ) {
        let bench = Bench::new();
        bench.warehouse("W2");
        bench.product("P1", json!({"tolerance_over": "10"}));
        let orders = [0; 2].map(|_| bench.approved("C1", &[("P1", "12"), ("P1", "8")]));
        let mut shipments: Vec<String> = Vec::new();
        for step in steps {
            let (name, with) = command(step, &orders, &shipments);
            match bench.attempt(name, with, None) {
                Ok(done) if name == "shipment.pack" => {
                    shipments.push(done.value["shipment"].as_str().unwrap().to_owned());
                }
                Ok(_) | Err(Failure::Refused(_)) => {}
                Err(failure) => panic!("{name}: {failure}"),
            }
            add_up(&bench);
        }
    }
}
