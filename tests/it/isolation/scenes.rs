//! What two acts may be about: orders, parcels, bills and money as far as they have come.

use serde_json::{Value, json};

use crate::support::office::Desk;

pub fn act(by: &str, name: &str, with: Value) -> Value {
    json!({"do": name, "by": by, "with": with})
}

pub fn arrives(desk: &Desk, qty: i64) {
    desk.say(act(
        "warehouse",
        "stock.receive",
        json!({"warehouse": "W1", "product": "P1", "qty": qty}),
    ));
}

pub fn entered(desk: &Desk, customer: &str, qty: i64) -> String {
    let entered = desk.say(act("clerk", "order.enter", order_of(customer, qty)));
    entered["order"].as_str().unwrap().to_owned()
}

/// An order that waits for the director alone.
pub fn before_director(desk: &Desk, customer: &str, qty: i64) -> String {
    let order = entered(desk, customer, qty);
    let answers = json!([{"check": "duplicate_order", "text": "another"}]);
    let sent = desk.say(act(
        "clerk",
        "order.submit",
        json!({"order": order, "answers": answers}),
    ));
    for department in sent["route"]["departments"].as_array().unwrap() {
        let by = department.as_str().unwrap();
        desk.say(act(
            by,
            "review.give",
            json!({"order": order, "department": by, "verdict": "pass"}),
        ));
    }
    order
}

pub fn approval(order: &str) -> Value {
    act(
        "director",
        "order.approve",
        json!({"order": order, "objective": 5, "accurate": 5}),
    )
}

pub fn approved(desk: &Desk, customer: &str, qty: i64) -> String {
    let order = before_director(desk, customer, qty);
    desk.say(approval(&order));
    order
}

/// An order for five of which there are, and its approval.
pub fn approval_of_five(desk: &Desk) -> (Value, String) {
    arrives(desk, 8);
    let order = before_director(desk, "C1", 5);
    (approval(&order), order)
}

/// The bill of five that have left.
pub fn bill_of_five(desk: &Desk) -> Value {
    arrives(desk, 5);
    billing(&shipped(desk, "C1", 5))
}

pub fn packing(order: &str, qty: i64) -> Value {
    act(
        "warehouse",
        "shipment.pack",
        json!({"order": order, "warehouse": "W1", "lines": [{"line": 1, "qty": qty}]}),
    )
}

pub fn packed(desk: &Desk, order: &str, qty: i64) -> String {
    let packed = desk.say(packing(order, qty));
    packed["shipment"].as_str().unwrap().to_owned()
}

pub fn dispatch(shipment: &str) -> Value {
    act(
        "logistics",
        "shipment.dispatch",
        json!({"shipment": shipment, "carrier": "SF"}),
    )
}

/// An order of which all has left.
pub fn shipped(desk: &Desk, customer: &str, qty: i64) -> String {
    let order = approved(desk, customer, qty);
    let shipment = packed(desk, &order, qty);
    desk.say(dispatch(&shipment));
    order
}

pub fn billing(order: &str) -> Value {
    act("finance", "invoice.post", json!({"order": order}))
}

pub fn billed(desk: &Desk, qty: i64) -> String {
    let order = shipped(desk, "C1", qty);
    desk.say(billing(&order))["invoice"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub fn paid(desk: &Desk, amount: &str) -> String {
    let with = json!({"customer": "C1", "amount": amount, "method": "wire"});
    let paid = desk.say(act("finance", "receipt.record", with));
    paid["receipt"].as_str().unwrap().to_owned()
}

/// Two customers who pay by one hand, which may owe so much.
pub fn two_of_one_payer(desk: &Desk, limit: &str) {
    for code in ["CA", "CB"] {
        desk.say(
            json!({"do": "customer.save", "with": {"code": code, "name": code, "terms": "net:30",
            "address": "某地", "phone": "13800000002", "payer": "C1"}}),
        );
    }
    desk.say(act(
        "finance",
        "credit.set",
        json!({"customer": "C1", "limit": limit, "reason": "x"}),
    ));
}

pub fn editing(by: &str, order: &str, more: Value) -> Value {
    let mut with = json!({"order": order, "version": 1});
    with.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    act(by, "order.edit", with)
}

pub fn order_of(customer: &str, qty: i64) -> Value {
    json!({"customer": customer, "channel": "phone", "ship_to": "广州", "need_date": "2026-12-10",
        "lines": [{"product": "P1", "qty": qty}]})
}

/// Two of five to another warehouse, where so many are.
pub fn sendings(desk: &Desk, there: i64) -> [Value; 2] {
    desk.say(json!({"do": "warehouse.save", "with": {"code": "W2", "name": "仓二"}}));
    arrives(desk, there);
    let with = json!({"product": "P1", "qty": 5, "from": "W1", "to": "W2"});
    ["warehouse", "warehouse"].map(|by| act(by, "stock.transfer", with.clone()))
}

/// Two parcels of five, for which nothing is reserved, where so many are.
pub fn parcels(desk: &Desk, there: i64) -> [Value; 2] {
    desk.say(json!({"do": "setting.set", "with": {"name": "receive_reserves", "value": "no"}}));
    let orders = [5, 5].map(|qty| approved(desk, "C1", qty));
    arrives(desk, there);
    orders.map(|order| packing(&order, 5))
}

/// Two orders of 50.00 of two customers with one payer.
pub fn within_limit(desk: &Desk, limit: &str) -> [Value; 2] {
    two_of_one_payer(desk, limit);
    ["CA", "CB"].map(|customer| approval(&before_director(desk, customer, 5)))
}

/// Two payments that stand open, put against one invoice of 50.00.
pub fn payments(desk: &Desk, each: &str) -> [Value; 2] {
    let receipts = ["40", "40"].map(|amount| paid(desk, amount));
    arrives(desk, 5);
    let invoice = billed(desk, 5);
    receipts.map(|receipt| {
        let to = json!([{"invoice": invoice, "amount": each}]);
        act(
            "finance",
            "receipt.apply",
            json!({"receipt": receipt, "to": to}),
        )
    })
}

/// Two returns of so many of five.
pub fn givings_back(desk: &Desk, each: i64) -> [Value; 2] {
    arrives(desk, 5);
    let order = shipped(desk, "C1", 5);
    let lines = json!([{"line": 1, "qty": each, "reason": "quality"}]);
    let with = json!({"order": order, "lines": lines, "want": "credit", "fault": "ours"});
    ["clerk", "supervisor"].map(|by| act(by, "return.open", with.clone()))
}
