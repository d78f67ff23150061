//! Credit notes, refunds and write-offs through real tables (`rules.md §9`).

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::desk::testing_money::Desk;
use crate::domain::Money;

fn amount(value: &Value, name: &str) -> i64 {
    let money: Money = value[name].as_str().unwrap().parse().unwrap();
    money.0
}

#[test]
fn each_event_posts_what_the_table_says() {
    let desk = Desk::new();
    let iv = desk.invoice("C1", 11_300, "02");
    let note = json!({ "invoice": iv, "amount": "11.30", "reason": "price" });
    let note = desk.does("credit_note.post", note)["credit_note"].clone();
    let posted = desk.posted(note.as_str().unwrap());
    assert_eq!(
        posted,
        ["revenue receivable:C1 10.00", "vat_out receivable:C1 1.30"]
    );
    let small = json!({ "invoice": iv, "amount": "0.99", "reason": "odd" });
    let small = desk.does("writeoff.post", small)["writeoff"].clone();
    let posted = desk.posted(small.as_str().unwrap());
    assert_eq!(posted, ["discount receivable:C1 0.99"]);
    let bad = json!({ "invoice": iv, "amount": "0.01", "reason": "bad" });
    let bad = desk.does("writeoff.post", bad)["writeoff"].clone();
    assert_eq!(
        desk.posted(bad.as_str().unwrap()),
        ["bad_debt receivable:C1 0.01"]
    );
    let paid = desk.receive("C1", "100.70", "card", json!({}));
    assert_eq!(paid["unapplied"], "0.00", "what the three have left");
    let late = json!({ "invoice": iv, "amount": "22.60", "reason": "price" });
    let late = desk.does("credit_note.post", late)["credit_note"].clone();
    let back =
        json!({ "customer": "C1", "credit_note": late, "amount": "22.60", "method": "card" });
    let back = desk.does("refund.pay", back)["refund"].clone();
    assert_eq!(
        desk.posted(back.as_str().unwrap()),
        ["receivable:C1 card 22.60"]
    );
    let order = desk.order("C1", "net:30", &[(1, 5_000)]);
    let ahead = desk.receive("C1", "50.00", "wire", json!({ "order": order }));
    let back = json!({ "customer": "C1", "receipt": ahead["receipt"], "amount": "50.00", "method": "platform" });
    let back = desk.does("refund.pay", back)["refund"].clone();
    assert_eq!(
        desk.posted(back.as_str().unwrap()),
        ["deposit:C1 bank 50.00"]
    );
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_note_of_one_pays_for_another_of_the_same_payer() {
    let desk = Desk::new();
    let own = desk.invoice("C2", 10_000, "02");
    desk.receive("C2", "100.00", "wire", json!({ "invoices": [own] }));
    let note = json!({ "invoice": own, "amount": "30.00", "reason": "price" });
    let note = desk.does("credit_note.post", note)["credit_note"].clone();
    let other = desk.invoice("C1", 5_000, "02");
    let strange = desk.invoice("C9", 5_000, "02");
    let to = |invoice: &str| json!({ "credit_note": note, "to": [{ "invoice": invoice, "amount": "30.00" }] });
    assert_eq!(desk.refused("receipt.apply", to(&strange)), "bad_field");
    desk.does("receipt.apply", to(&other));
    assert_eq!(desk.balance("receivable:C2"), "0.00");
    assert_eq!(desk.balance("receivable:C1"), "20.00");
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_bounced_cheque_leaves_no_money_to_give_back() {
    let desk = Desk::new();
    let iv = desk.invoice("C1", 10_000, "02");
    let cheque = desk.receive("C1", "100.00", "cheque", json!({}));
    let note = json!({ "invoice": iv, "amount": "30.00", "reason": "price" });
    let note = desk.does("credit_note.post", note)["credit_note"].clone();
    desk.does("receipt.bounce", json!({ "receipt": cheque["receipt"] }));
    let back = json!({ "customer": "C1", "credit_note": note, "amount": "0.01", "method": "wire" });
    assert_eq!(desk.refused("refund.pay", back), "refund.over_paid");
    let to = json!({ "credit_note": note, "to": [{ "invoice": iv, "amount": "30.00" }] });
    desk.does("receipt.apply", to);
    assert_eq!(desk.balance("receivable:C1"), "70.00");
    assert_eq!(desk.faults(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]
    /// However an invoice is taken back, the notes add up to it in net, tax and gross, and none is
    /// below zero.
    #[test]
    fn notes_add_up_to_their_invoice(
        lines in prop::collection::vec((1_i64..5, 0_i64..2_000), 1..4),
        parts in prop::collection::vec((any::<bool>(), 0_usize..4, 1_i64..400), 0..12),
    ) {
        let desk = Desk::new();
        let order = desk.order("C1", "net:30", &lines);
        let all: Vec<(i64, i64)> = (1_i64..).zip(&lines).map(|(n, (qty, _))| (n, *qty)).collect();
        desk.ship(&order, &all);
        let invoice = desk.does("invoice.post", json!({ "order": order }));
        let number = invoice["invoice"].clone();
        let (mut net, mut tax, mut gross) = (0, 0, 0);
        let mut give = |with: Value| {
            if let Ok(note) = desk.try_on(None, "credit_note.post", with) {
                net += amount(&note, "net");
                tax += amount(&note, "tax");
                gross += amount(&note, "gross");
            }
        };
        for (by_line, line, sum) in &parts {
            let mut with = json!({ "invoice": number, "reason": "part" });
            if *by_line {
                with["lines"] = json!([{ "line": 1 + line % lines.len(), "qty": 1 }]);
            } else {
                with["amount"] = json!(Money(*sum).to_string());
            }
            give(with);
        }
        let rest = amount(&invoice, "gross") - gross_of(&desk, &number);
        give(json!({ "invoice": number, "reason": "rest", "amount": Money(rest).to_string() }));
        prop_assert_eq!(gross, amount(&invoice, "gross"));
        prop_assert_eq!(net, amount(&invoice, "net"));
        prop_assert_eq!(tax, amount(&invoice, "tax"));
        prop_assert_eq!(desk.balance("revenue"), "0.00");
        prop_assert_eq!(desk.faults(), []);
    }
}

/// What the notes of an invoice come to.
fn gross_of(desk: &Desk, invoice: &Value) -> i64 {
    let db = desk.office.db();
    let found = crate::store::invoices::by_number(db, invoice.as_str().unwrap());
    let id = found.unwrap().unwrap().id;
    crate::store::credit_notes::noted(db, id).unwrap().gross.0
}
