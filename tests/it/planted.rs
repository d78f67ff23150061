//! `check` finds what somebody has done to the file behind the program's back: each fault is planted
//! by raw SQL on a copy (`contract.md §6`).

use rusqlite::Connection;
use serde_json::json;

use crate::support::office::Desk;
use crate::support::tables;

/// An office in which an order has left past a block, by an override.
fn shipped_past_a_block() -> Desk {
    let desk = Desk::new();
    let give = |by: &str, name: &str, with| desk.say(json!({"do": name, "by": by, "with": with}));
    give(
        "warehouse",
        "stock.receive",
        json!({"warehouse": "W1", "product": "P1", "qty": "50"}),
    );
    let order = desk.approved("C1", json!([{"product": "P1", "qty": "10"}]));
    let packed = give(
        "warehouse",
        "shipment.pack",
        json!({"order": order, "lines": [{"line": 1, "qty": "10"}]}),
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
    desk
}

/// Plants a fault with the guards out of the way, and gives the invariants that `check` finds broken.
fn planted(desk: &Desk, fault: &str) -> Vec<String> {
    let db = Connection::open(&desk.path).unwrap();
    let guards = tables::rows(
        &db,
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%\\_no\\_%' ESCAPE '\\'",
    );
    for guard in guards {
        db.execute_batch(&format!("DROP TRIGGER {guard}")).unwrap();
    }
    db.execute_batch(fault).unwrap();
    drop(db);
    let all = desk.office.check(true).unwrap();
    all.into_iter()
        .filter(|checked| !checked.ok)
        .map(|checked| checked.name.to_owned())
        .collect()
}

#[test]
fn a_dispatch_past_a_block_needs_a_live_override() {
    for fault in [
        "DELETE FROM override_use",
        "UPDATE override_grant SET until_on = '2026-11-01'",
        "UPDATE check_result SET level = 'block' WHERE stage = 'ship' AND code = 'credit.overdue'",
    ] {
        let desk = shipped_past_a_block();
        desk.sound(true);
        assert_eq!(planted(&desk, fault), ["overrides.live"], "{fault}");
    }
}

#[test]
fn duties_of_one_person_are_a_fault_in_a_strict_office_and_a_note_in_another() {
    let both = "INSERT INTO order_hand SELECT id, 'director', keyed_by FROM sales_order";
    for (mode, faults) in [("strict", vec!["duties.apart"]), ("later", vec![])] {
        let desk = shipped_past_a_block();
        desk.say(json!({"do": "setting.set", "with": {"name": "duties", "value": mode}}));
        assert_eq!(planted(&desk, both), faults, "{mode}");
        let all = desk.office.check(false).unwrap();
        let duties = all.iter().find(|c| c.name == "duties.apart").unwrap();
        let told = [duties.faults.as_slice(), duties.notes.as_slice()].concat();
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

/// An office with one paper of each kind that settles an invoice.
fn settled() -> Desk {
    let desk = Desk::new();
    let give = |by: &str, name: &str, with| desk.say(json!({"do": name, "by": by, "with": with}));
    give(
        "warehouse",
        "stock.receive",
        json!({"warehouse": "W1", "product": "P1", "qty": "50"}),
    );
    let order = desk.approved("C1", json!([{"product": "P1", "qty": "10"}]));
    let packed = give(
        "warehouse",
        "shipment.pack",
        json!({"order": order, "lines": [{"line": 1, "qty": "10"}]}),
    );
    give(
        "logistics",
        "shipment.dispatch",
        json!({"shipment": packed["shipment"], "carrier": "SF"}),
    );
    let invoice = give("finance", "invoice.post", json!({"order": order}));
    let invoice = &invoice["invoice"];
    give(
        "finance",
        "writeoff.post",
        json!({"invoice": invoice, "amount": "0.50", "reason": "odd"}),
    );
    give(
        "finance",
        "receipt.record",
        json!({"customer": "C1", "amount": "99.50", "method": "wire"}),
    );
    let note = give(
        "finance",
        "credit_note.post",
        json!({"invoice": invoice, "lines": [{"line": 1, "qty": "3"}], "reason": "short"}),
    );
    give(
        "finance",
        "refund.pay",
        json!({"customer": "C1", "credit_note": note["credit_note"], "amount": "5", "method": "wire"}),
    );
    desk
}

#[test]
fn a_planted_fault_of_money_is_found() {
    settled().sound(true);
    for (fault, invariant) in [
        ("UPDATE note_open SET open = open + 1", "cache.note_open"),
        ("UPDATE invoice_open SET open = open + 1; INSERT INTO invoice_open SELECT id, 0, customer_id, due_on, 1
          FROM invoice", "cache.invoice_open"),
        ("UPDATE receipt_open SET open = 1; INSERT INTO receipt_open SELECT id, customer_id, 1 FROM receipt", "cache.receipt_open"),
        ("UPDATE account SET balance = balance + 1 WHERE code = 'revenue'", "ledger.account_balance"),
        ("UPDATE account SET balance = balance + 1 WHERE code = 'revenue'", "ledger.trial_balance"),
        ("UPDATE credit_note SET net = net - 1, tax = tax + 1", "order.totals"),
        ("UPDATE credit_note SET net = net + 100, gross = gross + 100", "ledger.papers_posted"),
        ("UPDATE credit_note SET net = 20000, tax = 0, gross = 20000", "credit_notes.within"),
        ("UPDATE credit_note_line SET qty = 11000", "credit_notes.within"),
        ("UPDATE writeoff SET amount = amount + 1", "applications.settled"),
        ("UPDATE refund SET amount = amount + 1", "applications.settled"),
        ("DELETE FROM application WHERE writeoff_id IS NOT NULL", "applications.settled"),
        ("DELETE FROM application WHERE receipt_id IS NOT NULL", "cache.receipt_open"),
        ("UPDATE application SET amount = amount + 10000 WHERE receipt_id IS NOT NULL", "applications.receipt"),
        ("UPDATE transfer SET amount = amount + 1 WHERE what = 'invoice'", "ledger.invoice_posted"),
        ("UPDATE credit_note SET number = 'CN20261123-0009'", "numbers.no_gaps"),
        ("UPDATE order_line SET invoiced = invoiced - 1", "order.counters"),
        ("UPDATE stock_level SET on_hand = on_hand + 1", "stock.on_hand"),
        ("INSERT INTO waiting SELECT id, 0, '', 5 FROM product LIMIT 1", "stock.waiting"),
        ("UPDATE audit SET who = 'nobody' WHERE seq = 2", "audit.chain"),
    ] {
        let found = planted(&settled(), fault);
        assert!(found.iter().any(|name| name == invariant), "{fault}: {found:?}");
    }
}
