//! The table of `rules.md §9`, row by row, on both sides.

use serde_json::json;

use crate::desk::testing_money::Desk;

#[test]
fn an_invoice_is_owed_with_its_tax() {
    let desk = Desk::new();
    let iv = desk.invoice("C1", 11_300, "02");
    assert_eq!(
        desk.posted(&iv),
        [
            "receivable:C1 revenue 100.00",
            "receivable:C1 vat_out 13.00"
        ]
    );
    assert_eq!(desk.faults(), []);
}

#[test]
fn only_shipped_goods_are_billed_and_only_once() {
    let desk = Desk::new();
    let order = desk.order("C1", "net:30", &[(3, 10_000)]);
    let with = json!({ "order": order });
    assert_eq!(desk.refused("invoice.post", with.clone()), "wrong_state");
    desk.ship(&order, &[(1, 1)]);
    assert_eq!(desk.does("invoice.post", with.clone())["gross"], "33.33");
    assert_eq!(desk.refused("invoice.post", with.clone()), "wrong_state");
    let sh = desk.ship(&order, &[(1, 1)]);
    let second = desk.does("invoice.post", json!({ "shipment": sh }));
    assert_eq!(
        (&second["gross"], &second["order"]),
        (&json!("33.33"), &json!(order))
    );
    assert_eq!(
        desk.refused("invoice.post", json!({ "shipment": sh })),
        "wrong_state"
    );
    desk.ship(&order, &[(1, 1)]);
    let last = desk.does("invoice.post", with);
    assert_eq!(last["gross"], "33.34", "the last part takes the rest");
    assert_eq!(last["due"], "2026-12-02");
    assert_eq!(desk.balance("receivable:C1"), "100.00");
    assert_eq!(desk.balance("vat_out"), "-11.50");
    let state = "SELECT state FROM sales_order";
    let state = crate::store::testing_money::text(desk.office.db(), state).unwrap();
    assert_eq!(state.as_deref(), Some("closed"));
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_tiny_line_in_many_parts_adds_up() {
    let desk = Desk::new();
    let order = desk.order("C1", "net:30", &[(10, 5)]);
    for _ in 0..10 {
        desk.ship(&order, &[(1, 1)]);
        desk.does("invoice.post", json!({ "order": order }));
    }
    assert_eq!(desk.balance("receivable:C1"), "0.05");
    assert_eq!(desk.faults(), []);
}

#[test]
fn what_goes_beyond_the_order_is_billed_at_its_price() {
    let desk = Desk::new();
    let order = desk.order("C1", "net:30", &[(10, 10_000)]);
    desk.ship(&order, &[(1, 11)]);
    let iv = desk.does("invoice.post", json!({ "order": order }));
    assert_eq!(iv["gross"], "110.00");
}

#[test]
fn a_held_order_is_not_billed() {
    let desk = Desk::new();
    let order = desk.order("C1", "net:30", &[(1, 100)]);
    desk.ship(&order, &[(1, 1)]);
    let hold = json!({ "order": order, "code": "price", "stage": "invoice", "reason": "asks" });
    desk.does("hold.place", hold);
    assert_eq!(
        desk.refused("invoice.post", json!({ "order": order })),
        "hold.active"
    );
    let release = json!({ "order": order, "code": "price", "reason": "ok" });
    desk.does("hold.release", release);
    desk.does("invoice.post", json!({ "order": order }));
}

#[test]
fn cleared_money_pays_what_is_owed_by_its_method() {
    for (method, account) in [
        ("wire", "bank"),
        ("platform", "bank"),
        ("cash", "cash"),
        ("card", "card"),
    ] {
        let desk = Desk::new();
        let iv = desk.invoice("C1", 11_300, "02");
        let rc = desk.receive("C1", "100.00", method, json!({}));
        let number = rc["receipt"].as_str().unwrap();
        assert_eq!(
            desk.posted(number),
            [format!("{account} receivable:C1 100.00")]
        );
        assert_eq!(
            rc["applied"],
            json!([{ "invoice": iv, "amount": "100.00" }])
        );
        assert_eq!(rc["unapplied"], "0.00");
        assert_eq!(
            desk.refused("receipt.clear", json!({ "receipt": number })),
            "wrong_state"
        );
        assert_eq!(
            desk.refused("receipt.bounce", json!({ "receipt": number })),
            "wrong_state"
        );
        assert_eq!(desk.faults(), []);
    }
}

#[test]
fn a_deposit_waits_for_the_invoice_that_uses_it() {
    let desk = Desk::new();
    let order = desk.order("C1", "deposit:30", &[(2, 22_600)]);
    let rc = desk.receive("C1", "150.00", "wire", json!({ "order": order }));
    let number = rc["receipt"].as_str().unwrap();
    assert_eq!(desk.posted(number), ["bank deposit:C1 150.00"]);
    assert_eq!(
        (&rc["applied"], &rc["unapplied"]),
        (&json!([]), &json!("150.00"))
    );
    desk.ship(&order, &[(1, 1)]);
    let iv = desk.does("invoice.post", json!({ "order": order }));
    assert_eq!(
        iv["applied"],
        json!([{ "receipt": number, "amount": "113.00" }])
    );
    assert_eq!(desk.posted(number)[1], "deposit:C1 receivable:C1 113.00");
    assert_eq!(desk.balance("deposit:C1"), "-37.00");
    desk.ship(&order, &[(1, 1)]);
    let iv = desk.does("invoice.post", json!({ "order": order }));
    assert_eq!(
        iv["applied"],
        json!([{ "receipt": number, "amount": "37.00" }])
    );
    assert_eq!(desk.balance("receivable:C1"), "76.00");
    let rest = desk.receive("C1", "80.00", "wire", json!({ "order": order }));
    assert_eq!(
        rest["unapplied"], "4.00",
        "the order is invoiced: no deposit"
    );
    assert_eq!(desk.balance("deposit:C1"), "0.00");
    assert_eq!(desk.faults(), []);
}

#[test]
fn cleared_deposits_are_used_before_cheques() {
    let desk = Desk::new();
    let order = desk.order("C1", "deposit:30", &[(1, 11_300)]);
    let cheque = desk.receive("C1", "60.00", "cheque", json!({ "order": order }));
    let wire = desk.receive("C1", "60.00", "wire", json!({ "order": order }));
    desk.ship(&order, &[(1, 1)]);
    let iv = desk.does("invoice.post", json!({ "order": order }));
    let used = json!([
        { "receipt": wire["receipt"], "amount": "60.00" },
        { "receipt": cheque["receipt"], "amount": "53.00" },
    ]);
    assert_eq!(iv["applied"], used);
    // It bounces after all: the used part is owed again, the rest was never ours.
    desk.does("receipt.bounce", json!({ "receipt": cheque["receipt"] }));
    assert_eq!(desk.balance("receivable:C1"), "53.00");
    assert_eq!(desk.balance("deposit:C1"), "0.00");
    assert_eq!(desk.balance("notes"), "0.00");
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_deposit_of_an_order_called_off_is_plain_money() {
    let desk = Desk::new();
    let order = desk.order("C1", "prepaid", &[(1, 11_300)]);
    let rc = desk.receive("C1", "50.00", "cheque", json!({ "order": order }));
    let tx = desk.office.db().begin().unwrap();
    let actor = crate::desk::Actor {
        id: crate::domain::ids::StaffId(1),
        login: "cai".to_owned(),
        roles: Vec::new(),
    };
    let at = crate::desk::testing_money::day("03").start();
    let mut cx = crate::desk::Cx::new(&tx, at, actor);
    let id = crate::store::orders::by_number(&tx, &order)
        .unwrap()
        .unwrap()
        .id;
    super::super::free_deposits(&mut cx, id).unwrap();
    drop(cx);
    tx.commit().unwrap();
    assert_eq!(desk.balance("deposit:C1"), "0.00");
    assert_eq!(desk.balance("receivable:C1"), "-50.00");
    assert_eq!(desk.faults(), []);
    desk.does_on("04", "receipt.bounce", json!({ "receipt": rc["receipt"] }));
    assert_eq!(desk.balance("receivable:C1"), "0.00");
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_cheque_is_a_note_until_the_bank_has_paid() {
    let desk = Desk::new();
    desk.invoice("C1", 11_300, "02");
    let rc = desk.receive("C1", "113.00", "cheque", json!({}));
    let with = json!({ "receipt": rc["receipt"] });
    desk.does("receipt.clear", with.clone());
    let number = rc["receipt"].as_str().unwrap();
    assert_eq!(
        desk.posted(number),
        ["notes receivable:C1 113.00", "bank notes 113.00"]
    );
    assert_eq!(desk.refused("receipt.clear", with.clone()), "wrong_state");
    assert_eq!(desk.refused("receipt.bounce", with), "wrong_state");
    let wire = desk.receive("C1", "5.00", "card", json!({ "cleared": false }));
    desk.does("receipt.clear", json!({ "receipt": wire["receipt"] }));
    assert_eq!(desk.balance("card"), "5.00");
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_bounced_cheque_leaves_the_invoice_at_its_old_age() {
    let desk = Desk::new();
    let iv = desk.invoice("C1", 11_300, "02");
    let rc = desk.receive("C1", "113.00", "cheque", json!({}));
    let before = super::asked::ageing_of(&desk, "C1", "12-12");
    assert_eq!(
        (&before.d1_30, &before.balance),
        (&before.balance, &before.unapplied)
    );
    let with = json!({ "receipt": rc["receipt"], "date": "2026-11-10" });
    assert_eq!(
        desk.refused(
            "receipt.bounce",
            json!({
        "receipt": rc["receipt"], "date": "2026-11-01" })
        ),
        "bad_field"
    );
    desk.does_on("12", "receipt.bounce", with);
    let number = rc["receipt"].as_str().unwrap();
    assert_eq!(
        desk.posted(number),
        ["notes receivable:C1 113.00", "receivable:C1 notes 113.00"]
    );
    let row = super::asked::ageing_of(&desk, "C1", "12-12");
    assert_eq!(row.d1_30.to_string(), "113.00", "due 2 December, as before");
    let to = json!([{ "invoice": iv, "amount": "1.00" }]);
    let again = json!({ "receipt": rc["receipt"], "to": to });
    assert_eq!(desk.refused("receipt.apply", again), "wrong_state");
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_bounce_dated_before_the_match_leaves_no_day_wrong() {
    let desk = Desk::new();
    let iv = desk.invoice("C1", 11_300, "02");
    let paid = desk.invoice("C1", 100, "02");
    desk.receive("C1", "1.00", "wire", json!({ "invoices": [paid] }));
    let rc =
        desk.receive("C1", "20.00", "cheque", json!({ "invoices": [paid] }))["receipt"].clone();
    let to = json!([{ "invoice": iv, "amount": "20.00" }]);
    desk.does_on("20", "receipt.apply", json!({ "receipt": rc, "to": to }));
    desk.does_on(
        "25",
        "receipt.bounce",
        json!({ "receipt": rc, "date": "2026-11-10" }),
    );
    for (on, open) in [
        ("05", "113.00"),
        ("15", "113.00"),
        ("22", "113.00"),
        ("28", "113.00"),
    ] {
        let row = super::asked::ageing_of(&desk, "C1", on);
        assert_eq!(row.not_due.to_string(), open, "on {on}");
    }
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_carrier_owes_what_it_collects() {
    let desk = Desk::new();
    let with = json!({ "customer": "C1", "amount": "10.00", "method": "cod" });
    assert_eq!(desk.refused("receipt.record", with), "bad_field");
    let order = desk.order("C1", "cod", &[(1, 11_300)]);
    desk.ship(&order, &[(1, 1)]);
    desk.does("invoice.post", json!({ "order": order }));
    let rc = desk.receive("C1", "113.00", "cod", json!({ "order": order }));
    let number = rc["receipt"].as_str().unwrap();
    assert_eq!(desk.posted(number), ["carrier:SF receivable:C1 113.00"]);
    desk.does("receipt.clear", json!({ "receipt": number }));
    assert_eq!(desk.balance("carrier:SF"), "0.00");
    assert_eq!(desk.balance("bank"), "113.00");
    assert_eq!(
        desk.refused("receipt.clear", json!({ "receipt": number })),
        "wrong_state"
    );
    let lost = desk.receive("C1", "7.00", "cod", json!({ "carrier": "SF" }));
    desk.does("receipt.bounce", json!({ "receipt": lost["receipt"] }));
    assert_eq!(desk.balance("carrier:SF"), "0.00");
    assert_eq!(desk.balance("receivable:C1"), "0.00");
    assert_eq!(desk.faults(), []);
}

#[test]
fn money_goes_to_names_then_to_the_same_amount_then_to_the_oldest() {
    let desk = Desk::new();
    let old = desk.invoice("C1", 10_000, "02");
    let mid = desk.invoice("C1", 20_000, "03");
    let new = desk.invoice("C1", 30_000, "04");
    let exact = desk.receive("C1", "300.00", "wire", json!({}));
    assert_eq!(
        exact["applied"],
        json!([{ "invoice": new, "amount": "300.00" }])
    );
    let by_ref = desk.receive(
        "C1",
        "250.00",
        "wire",
        json!({ "ref": format!("货款 {mid}, 谢谢") }),
    );
    assert_eq!(
        by_ref["applied"],
        json!([{ "invoice": mid, "amount": "200.00" }])
    );
    assert_eq!(
        by_ref["unapplied"], "50.00",
        "what names an invoice goes there only"
    );
    let named = desk.receive("C1", "10.00", "wire", json!({ "invoices": [new] }));
    assert_eq!(named["unapplied"], "10.00", "it is paid");
    let oldest = desk.receive("C1", "40.00", "wire", json!({}));
    assert_eq!(
        oldest["applied"],
        json!([{ "invoice": old, "amount": "40.00" }])
    );
    let other = json!({ "customer": "C9", "amount": "1.00", "method": "wire", "invoices": [old] });
    assert_eq!(desk.refused("receipt.record", other), "bad_field");
    let none = json!({ "customer": "C9", "amount": "0.00", "method": "wire" });
    assert_eq!(desk.refused("receipt.record", none), "bad_field");
    let order = desk.order("C1", "net:30", &[(1, 100)]);
    let other = json!({ "customer": "C9", "amount": "1.00", "method": "wire", "order": order });
    assert_eq!(desk.refused("receipt.record", other), "bad_field");
    assert_eq!(desk.faults(), []);
}

#[test]
fn no_more_is_applied_than_is_open_nor_taken_back_than_was_applied() {
    let desk = Desk::new();
    let rc = desk.receive("C1", "100.00", "wire", json!({}))["receipt"].clone();
    let iv = desk.invoice("C1", 8_000, "02");
    let to = |amount: &str| json!({ "receipt": rc, "to": [{ "invoice": iv, "amount": amount }] });
    for amount in ["80.01", "100.01"] {
        assert_eq!(
            desk.refused("receipt.apply", to(amount)),
            "receipt.over_applied"
        );
    }
    assert_eq!(desk.refused("receipt.apply", to("0")), "bad_field");
    assert_eq!(
        desk.does("receipt.apply", to("80.00"))["unapplied"],
        "20.00"
    );
    assert_eq!(
        desk.refused("receipt.apply", to("0.01")),
        "receipt.over_applied"
    );
    let back = |amount: &str| json!({ "receipt": rc, "to": [{ "invoice": iv, "amount": amount }], "reason": "wrong" });
    assert_eq!(
        desk.refused("receipt.unapply", back("80.01")),
        "receipt.over_applied"
    );
    assert_eq!(
        desk.does("receipt.unapply", back("80.00"))["unapplied"],
        "100.00"
    );
    let mut old = to("1.00");
    old["version"] = json!(1);
    assert_eq!(desk.refused("receipt.apply", old), "version_conflict");
    let other = desk.invoice("C9", 100, "02");
    let to = json!({ "receipt": rc, "to": [{ "invoice": other, "amount": "1.00" }] });
    assert_eq!(desk.refused("receipt.apply", to), "bad_field");
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_match_with_a_bill_dated_ahead_is_undone_on_its_own_day() {
    let desk = Desk::new();
    let order = desk.order("C1", "net:30", &[(1, 100)]);
    desk.ship(&order, &[(1, 1)]);
    let iv = desk.does(
        "invoice.post",
        json!({ "order": order, "date": "2026-11-20" }),
    );
    let iv = iv["invoice"].clone();
    let rc = desk.receive("C1", "1.00", "wire", json!({}))["receipt"].clone();
    let back = json!({
        "receipt": rc, "to": [{ "invoice": iv, "amount": "1.00" }], "reason": "not yet" });
    desk.does("receipt.unapply", back);
    let row = super::asked::ageing_of(&desk, "C1", "10");
    assert_eq!(
        (row.not_due.to_string(), row.unapplied.to_string()),
        ("0.00".into(), "-1.00".into())
    );
    let row = super::asked::ageing_of(&desk, "C1", "20");
    assert_eq!(
        (row.not_due.to_string(), row.unapplied.to_string()),
        ("1.00".into(), "-1.00".into())
    );
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_payer_pays_for_its_group_and_each_ledger_stays_right() {
    let desk = Desk::new();
    let iv = desk.invoice("C2", 11_300, "02");
    let rc = desk.receive("C1", "113.00", "cheque", json!({}));
    assert_eq!(
        rc["applied"],
        json!([{ "invoice": iv, "amount": "113.00" }])
    );
    assert_eq!(desk.balance("receivable:C1"), "0.00");
    assert_eq!(desk.balance("receivable:C2"), "0.00");
    assert_eq!(desk.faults(), []);
    desk.does("receipt.bounce", json!({ "receipt": rc["receipt"] }));
    assert_eq!(desk.balance("receivable:C1"), "0.00");
    assert_eq!(desk.balance("receivable:C2"), "113.00");
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_closed_month_takes_nothing_more() {
    let desk = Desk::new();
    let order = desk.order("C1", "net:30", &[(1, 100)]);
    desk.ship(&order, &[(1, 1)]);
    for month in ["2026-12", "2026-13", "november"] {
        let code = desk.refused("period.close", json!({ "month": month }));
        assert_eq!(
            code,
            if month == "2026-12" {
                "wrong_state"
            } else {
                "bad_field"
            }
        );
    }
    desk.does("period.close", json!({ "month": "2026-10" }));
    for month in ["2026-10", "2026-09"] {
        assert_eq!(
            desk.refused("period.close", json!({ "month": month })),
            "wrong_state"
        );
    }
    let dated = |date: &str| json!({ "order": order, "date": date });
    assert_eq!(
        desk.refused("invoice.post", dated("2026-10-31")),
        "period.closed"
    );
    assert_eq!(
        desk.refused("invoice.post", dated("2026-09-01")),
        "period.closed"
    );
    let past = Some("2026-10-31".parse().unwrap());
    let booked = desk.try_on(
        past,
        "invoice.post",
        json!({ "order": order, "date": "2026-11-01" }),
    );
    let refusal = booked.unwrap_err();
    assert_eq!(refusal.code().name(), "period.closed");
    assert_eq!(refusal.facts()["month"], "2026-10");
    assert!(refusal.facts().contains_key("closed_at"));
    let iv = desk.does("invoice.post", dated("2026-11-01"));
    assert_eq!(iv["due"], "2026-12-01");
    assert_eq!(desk.faults(), []);
}
