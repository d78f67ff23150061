//! An office in which everything has happened once.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::office::Desk;

/// An office where every insert-only table has a row, and a connection to write with.
pub fn lived_in() -> (Desk, Connection) {
    let desk = Desk::new();
    let give = |by: &str, name: &str, with| desk.say(json!({"do": name, "by": by, "with": with}));
    give(
        "warehouse",
        "stock.receive",
        json!({"warehouse": "W1", "product": "P1", "qty": "50"}),
    );
    give(
        "finance",
        "credit.set",
        json!({"customer": "C1", "limit": "1000", "reason": "year"}),
    );
    let order = desk.approved("C1", json!([{"product": "P1", "qty": "10"}]));
    let other = desk.approved("C1", json!([{"product": "P1", "qty": "3"}]));
    give(
        "clerk",
        "contact.log",
        json!({"order": order, "way": "phone", "outcome": "reached"}),
    );
    give(
        "clerk",
        "order.confirm",
        json!({"order": order, "way": "phone"}),
    );
    let told = json!({"order": order, "way": "phone"});
    give("clerk", "order.told", told.clone());
    give("clerk", "order.confirm", told);
    give("clerk", "order.copy", json!({"order": order}));
    let packed = give(
        "warehouse",
        "shipment.pack",
        json!({"order": order, "lines": [{"line": 1, "qty": "10"}]}),
    );
    give(
        "clerk",
        "order.cancel",
        json!({"order": other, "reason": "customer"}),
    );
    give(
        "finance",
        "credit.set",
        json!({"customer": "C1", "limit": "10", "reason": "less"}),
    );
    give(
        "finance",
        "override.give",
        json!({"order": order, "check": "credit.over_limit", "reason": "known",
        "until": "2026-11-30"}),
    );
    give(
        "logistics",
        "shipment.dispatch",
        json!({"shipment": packed["shipment"], "carrier": "SF"}),
    );
    settle(&desk, &packed["shipment"]);
    after_sale(&desk, &order, &packed["shipment"]);
    let db = Connection::open(&desk.path).unwrap();
    db.pragma_update(None, "foreign_keys", true).unwrap();
    // REPLACE deletes without firing delete triggers unless this is on; the walls must not need it.
    db.pragma_update(None, "recursive_triggers", false).unwrap();
    (desk, db)
}

/// Bills a shipment and settles the invoice with one paper of each kind.
fn settle(desk: &Desk, shipment: &Value) {
    let give = |by: &str, name: &str, with| desk.say(json!({"do": name, "by": by, "with": with}));
    let invoice = give(
        "finance",
        "invoice.post",
        json!({"shipment": shipment, "tax_number": "01234567", "instalments": [{"due": "2027-06-30"}]}),
    );
    let invoice = &invoice["invoice"];
    give(
        "finance",
        "writeoff.post",
        json!({"invoice": invoice, "amount": "0.50", "reason": "odd"}),
    );
    let receipt = give(
        "finance",
        "receipt.record",
        json!({"customer": "C1", "amount": "100", "method": "cheque"}),
    );
    give(
        "finance",
        "receipt.clear",
        json!({"receipt": receipt["receipt"]}),
    );
    give(
        "finance",
        "statement.confirm",
        json!({"customer": "C1", "to": "2026-11-23", "balance": "100", "confirmed_by": "林",
            "text": "the cheque is not in their books"}),
    );
    let note = give(
        "finance",
        "credit_note.post",
        json!({"invoice": invoice, "lines": [{"line": 1, "qty": "1"}], "reason": "short"}),
    );
    give(
        "finance",
        "refund.pay",
        json!({"customer": "C1", "credit_note": note["credit_note"], "amount": "1", "method": "wire"}),
    );
}

/// Signed for, asked about, complained about, and something of it returned.
fn after_sale(desk: &Desk, order: &str, shipment: &Value) {
    let give = |name: &str, with| desk.say(json!({"do": name, "with": with}));
    give("setting.set", json!({"name": "survey_every", "value": "1"}));
    give(
        "shipment.sign",
        json!({"shipment": shipment, "signed_at": "2026-11-23T09:00:00"}),
    );
    give("survey.record", json!({"order": order, "score": 5}));
    let complaint = give(
        "complaint.open",
        json!({"customer": "C1", "severity": 2, "text": "x"}),
    );
    give(
        "complaint.answer",
        json!({"complaint": complaint["complaint"], "text": "x"}),
    );
    let back = give(
        "return.open",
        json!({"order": order, "want": "credit", "fault": "customer",
        "lines": [{"line": 1, "qty": "2", "reason": "quality"}]}),
    );
    give("return.approve", json!({"return": back["return"]}));
    give(
        "return.receive",
        json!({"return": back["return"],
        "lines": [{"line": 1, "qty": "2", "condition": "good"}]}),
    );
    give(
        "return.settle",
        json!({"return": back["return"], "restocking_fee": "0.01"}),
    );
}
