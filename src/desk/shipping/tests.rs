use serde_json::{Value, json};

use crate::desk::testing::Bench;
use crate::domain::order::State;
use crate::domain::{Code, Money, Price, Qty};
use crate::store::{orders, shipments};

fn stocked(qty: &str) -> Bench {
    let bench = Bench::new();
    bench.run(
        "stock.receive",
        json!({"warehouse": "W1", "product": "P1", "qty": qty}),
    );
    bench
}

fn lines(lines: &[(i64, &str)]) -> Value {
    let lines = lines.iter();
    lines
        .map(|(line, qty)| json!({"line": line, "qty": qty}))
        .collect()
}

fn pack(bench: &Bench, order: &str, parts: &[(i64, &str)]) -> String {
    let value = bench.run(
        "shipment.pack",
        json!({"order": order, "lines": lines(parts)}),
    );
    value["shipment"].as_str().unwrap().to_owned()
}

fn packing(order: &str, parts: &[(i64, &str)]) -> Value {
    json!({"order": order, "lines": lines(parts)})
}

fn go(shipment: &str, waybill: &str) -> Value {
    json!({"shipment": shipment, "carrier": "SF", "waybill": waybill})
}

#[test]
fn the_way_of_a_shipment() {
    let bench = stocked("10");
    let order = bench.approved("C1", &[("P1", "6")]);
    let value = bench.run("shipment.pack", packing(&order, &[(1, "6")]));
    assert_eq!(value["version"], bench.order(&order).version);
    assert_eq!(value["lines"], json!([{"line": 1, "qty": "6"}]));
    let shipment = value["shipment"].as_str().unwrap();
    let with =
        json!({"shipment": shipment, "carrier": "SF", "waybill": "sf 123-456", "version": 1});
    let value = bench.run("shipment.dispatch", with);
    assert_eq!(value["shipped"], json!([{"line": 1, "qty": "6"}]));
    assert_eq!(value["expected"], "2026-11-25");
    assert_eq!(value["waybill"], "SF123456");
    assert_eq!(value["version"], 2);
    let sign = json!({"shipment": shipment, "signed_at": "2026-11-25", "signer": "Li"});
    let value = bench.run_at("2026-11-25T10:00:00", "shipment.sign", sign);
    assert_eq!(value["state"], "approved", "it is not invoiced yet");
    let line = bench.line(&order, 1);
    assert_eq!(
        (line.packed, line.shipped, line.signed),
        (Qty(0), Qty(6_000), Qty(6_000))
    );
    let refusal = bench.refused(
        Code::StockShort,
        "stock.adjust",
        json!({"warehouse": "W1", "product": "P1", "qty": "-5", "reason": "r"}),
    );
    assert_eq!(refusal.facts()["on_hand"], "4");
}

#[test]
fn only_orders_in_force_are_packed() {
    let bench = stocked("10");
    let number = bench.approved("C1", &[("P1", "6")]);
    let order = bench.order(&number);
    bench.body(|cx| {
        orders::set_state(cx.tx, order.id, State::ShortClosed, cx.at)?;
        Ok(())
    });
    bench.refused(
        Code::WrongState,
        "shipment.pack",
        packing(&number, &[(1, "6")]),
    );
}

#[test]
fn what_is_reserved_goes_first_and_others_keep_theirs() {
    let bench = Bench::new();
    let mine = bench.approved("C1", &[("P1", "6")]);
    let other = bench.approved("C1", &[("P1", "6")]);
    let goods = json!({"warehouse": "W1", "product": "P1", "qty": "8"});
    bench.run("stock.receive", goods);
    assert_eq!(bench.line(&other, 1).reserved, Qty(2_000));
    let refusal = bench.refused(
        Code::StockShort,
        "shipment.pack",
        packing(&other, &[(1, "3")]),
    );
    assert_eq!(
        (&refusal.facts()["free"], &refusal.facts()["asked"]),
        (&json!("2"), &json!("3"))
    );
    pack(&bench, &mine, &[(1, "6")]);
    let line = bench.line(&mine, 1);
    assert_eq!((line.reserved, line.packed), (Qty(0), Qty(6_000)));
    pack(&bench, &other, &[(1, "2")]);
}

#[test]
fn unpacked_goods_are_reserved_again() {
    let bench = Bench::new();
    bench.product("P1", json!({"tolerance_over": "10"}));
    let order = bench.approved("C1", &[("P1", "10")]);
    let goods = json!({"warehouse": "W1", "product": "P1", "qty": "12"});
    bench.run("stock.receive", goods);
    let shipment = pack(&bench, &order, &[(1, "11")]);
    bench.refused(
        Code::BadField,
        "shipment.unpack",
        json!({"shipment": shipment, "reason": ""}),
    );
    let unpack = json!({"shipment": shipment, "reason": "wrong box"});
    bench.run("shipment.unpack", unpack.clone());
    let line = bench.line(&order, 1);
    assert_eq!((line.reserved, line.packed), (Qty(10_000), Qty(0)));
    bench.refused(Code::WrongState, "shipment.unpack", unpack);
    bench.refused(Code::WrongState, "shipment.dispatch", go(&shipment, "1"));
}

#[test]
fn a_row_of_another_price_takes_nothing_of_the_others() {
    let bench = stocked("200");
    let order = bench.approved("C1", &[("P1", "10"), ("P1", "10")]);
    let tx = bench.db().begin().unwrap();
    let mut gift = bench.line(&order, 2);
    (gift.gift, gift.price) = (true, Price::ZERO);
    orders::save_line(&tx, bench.order(&order).id, &gift).unwrap();
    tx.commit().unwrap();
    let refusal = bench.refused(
        Code::ShipmentOverTolerance,
        "shipment.pack",
        packing(&order, &[(2, "11")]),
    );
    assert_eq!(
        (&refusal.facts()["line"], &refusal.facts()["most"]),
        (&json!(2), &json!("10"))
    );
    bench.refused(
        Code::ShipmentOverTolerance,
        "shipment.pack",
        packing(&order, &[(1, "1"), (2, "19")]),
    );
    pack(&bench, &order, &[(1, "10"), (2, "10")]);
}

#[test]
fn tolerance_is_tested_on_the_sum_of_the_product() {
    let bench = stocked("100");
    bench.product("P1", json!({"tolerance_over": "10"}));
    let order = bench.approved("C1", &[("P1", "10"), ("P1", "10")]);
    pack(&bench, &order, &[(1, "12")]);
    let refusal = bench.refused(
        Code::ShipmentOverTolerance,
        "shipment.pack",
        packing(&order, &[(2, "11")]),
    );
    assert_eq!(refusal.facts()["wanted"], "20");
    assert_eq!(refusal.facts()["most"], "22");
    assert_eq!(refusal.facts()["asked"], "23");
    pack(&bench, &order, &[(2, "10")]);
}

#[test]
fn a_delivery_policy_forbids_parts() {
    let bench = stocked("100");
    bench.customer("L1", json!({"delivery_policy": "complete_line"}));
    bench.customer(
        "O1",
        json!({"delivery_policy": "complete_order", "tolerance_under": "10"}),
    );
    let any = bench.approved("C1", &[("P1", "10"), ("P1", "5")]);
    pack(&bench, &any, &[(1, "3")]);
    let by_line = bench.approved("L1", &[("P1", "10"), ("P1", "5")]);
    bench.refused(
        Code::DeliveryPolicy,
        "shipment.pack",
        packing(&by_line, &[(1, "9")]),
    );
    pack(&bench, &by_line, &[(1, "10")]);
    let whole = bench.approved("O1", &[("P1", "10"), ("P1", "10")]);
    let refusal = bench.refused(
        Code::DeliveryPolicy,
        "shipment.pack",
        packing(&whole, &[(1, "10")]),
    );
    assert_eq!(
        refusal.facts()["lines"],
        json!([{"line": 2, "to_pack": "10", "packed": "0"}])
    );
    bench.refused(
        Code::DeliveryPolicy,
        "shipment.pack",
        packing(&whole, &[(1, "10"), (2, "7")]),
    );
    pack(&bench, &whole, &[(1, "10"), (2, "8")]);
}

#[test]
fn a_blind_count_must_agree() {
    let bench = stocked("10");
    bench.product("P2", json!({}));
    bench.run(
        "stock.receive",
        json!({"warehouse": "W1", "product": "P2", "qty": "10"}),
    );
    let order = bench.approved("C1", &[("P1", "6"), ("P2", "2")]);
    let counted = |counted: Value| json!({"order": order, "lines": lines(&[(1, "6"), (2, "2")]), "counted": counted});
    let refusal = bench.refused(
        Code::CountMismatch,
        "shipment.pack",
        counted(json!([{"product": "P1", "qty": "5"}, {"product": "P2", "qty": "2"}])),
    );
    assert_eq!(
        refusal.facts()["difference"],
        json!([{"product": "P1", "packed": "6", "counted": "5"}])
    );
    bench.refused(
        Code::CountMismatch,
        "shipment.pack",
        counted(json!([{"product": "P1", "qty": "6"}])),
    );
    assert_eq!(bench.line(&order, 1).packed, Qty::ZERO);
    let right = json!([{"product": "P1", "qty": "6"}, {"product": "P2", "qty": "2"}]);
    let value = bench.run("shipment.pack", counted(right));
    let number = value["shipment"].as_str().unwrap();
    assert!(
        number.ends_with("-0001"),
        "a refusal uses up no number: {number}"
    );
}

#[test]
fn a_shipment_leaves_once_and_is_signed_after() {
    let bench = stocked("10");
    let order = bench.approved("C1", &[("P1", "6")]);
    let shipment = pack(&bench, &order, &[(1, "6")]);
    let sign = |at: &str| json!({"shipment": shipment, "signed_at": at});
    bench.refused(Code::WrongState, "shipment.sign", sign("2026-11-23"));
    bench.run("shipment.dispatch", go(&shipment, "SF1"));
    bench.refused(Code::WrongState, "shipment.dispatch", go(&shipment, "SF2"));
    bench.refused(Code::BadField, "shipment.sign", sign("2026-11-22T23:59:59"));
    bench.refused(Code::BadField, "shipment.sign", sign("2026-11-23T09:30:01"));
    bench.run("shipment.sign", sign("2026-11-23"));
    bench.refused(Code::WrongState, "shipment.sign", sign("2026-11-23"));
}

#[test]
fn a_waybill_is_used_once_by_its_carrier() {
    let bench = stocked("10");
    bench.run("carrier.save", json!({"code": "YTO", "name": "YTO"}));
    let order = bench.approved("C1", &[("P1", "6")]);
    let [first, second, third] = [(); 3].map(|()| pack(&bench, &order, &[(1, "2")]));
    bench.run("shipment.dispatch", go(&first, "SF 001"));
    let refusal = bench.refused(
        Code::WaybillUsed,
        "shipment.dispatch",
        go(&second, "sf-001"),
    );
    assert_eq!(refusal.facts()["shipment"], json!(first));
    let other = json!({"shipment": second, "carrier": "YTO", "waybill": "SF001"});
    assert_eq!(
        bench.run("shipment.dispatch", other)["expected"],
        Value::Null
    );
    bench.run(
        "shipment.dispatch",
        json!({"shipment": third, "carrier": "SF"}),
    );
}

#[test]
fn a_hold_stops_the_goods_at_the_door() {
    let bench = stocked("10");
    let order = bench.approved("C1", &[("P1", "3"), ("P1", "3")]);
    let (one, two) = (
        pack(&bench, &order, &[(1, "3")]),
        pack(&bench, &order, &[(2, "3")]),
    );
    let hold = json!({"order": order, "code": "address", "line": 2, "reason": "moved"});
    bench.run("hold.place", hold);
    bench.run("shipment.dispatch", go(&one, "1"));
    bench.refused(Code::HoldActive, "shipment.dispatch", go(&two, "2"));
}

#[test]
fn the_carrier_collects_parts_that_add_up() {
    let bench = stocked("10");
    bench.product("P1", json!({"list_price": "3.3333"}));
    bench.customer("D1", json!({"terms": "cod"}));
    let order = bench.approved("D1", &[("P1", "3")]);
    let mut collected = Vec::new();
    for waybill in ["1", "2", "3"] {
        let shipment = pack(&bench, &order, &[(1, "1")]);
        bench.run("shipment.dispatch", go(&shipment, waybill));
        let row = shipments::by_number(bench.db(), &shipment)
            .unwrap()
            .unwrap();
        collected.push(row.cod);
    }
    assert_eq!(collected, [Money(333), Money(334), Money(333)]);
}

#[test]
fn what_is_refused_at_the_door_is_counted_apart() {
    let bench = stocked("10");
    let order = bench.approved("C1", &[("P1", "6")]);
    let shipment = pack(&bench, &order, &[(1, "6")]);
    bench.run("shipment.dispatch", go(&shipment, "1"));
    let sign = |line: i64, qty: &str| {
        json!({"shipment": shipment, "signed_at": "2026-11-23",
            "refused": [{"line": line, "qty": qty, "reason": "wet"}]})
    };
    bench.refused(Code::BadField, "shipment.sign", sign(1, "7"));
    bench.refused(Code::BadField, "shipment.sign", sign(2, "1"));
    bench.run("shipment.sign", sign(1, "2"));
    let line = bench.line(&order, 1);
    assert_eq!((line.signed, line.refused), (Qty(4_000), Qty(2_000)));
}

#[test]
fn a_shipment_that_has_moved_is_not_let_go() {
    let bench = stocked("10");
    let order = bench.approved("C1", &[("P1", "6")]);
    let shipment = pack(&bench, &order, &[(1, "6")]);
    let with = json!({"shipment": shipment, "carrier": "SF", "version": 7});
    bench.refused(Code::VersionConflict, "shipment.dispatch", with);
    let with = json!({"order": order, "lines": lines(&[(1, "1")]), "version": 1});
    bench.refused(Code::VersionConflict, "shipment.pack", with);
}
