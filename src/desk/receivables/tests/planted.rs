//! `check` finds each kind of fault that somebody plants in the file with raw SQL.

use serde_json::json;

use crate::desk::testing_money::Desk;
use crate::store::check_money;
use crate::store::testing_money::raw;

/// The walls that stop such statements have to be torn down first.
const WALLS: &[&str] = &[
    "PRAGMA ignore_check_constraints = 1",
    "DROP TRIGGER transfer_no_update",
    "DROP TRIGGER application_no_update",
    "DROP TRIGGER application_no_delete",
    "DROP TRIGGER application_within",
    "DROP TRIGGER application_taken_back",
    "DROP TRIGGER application_counts_invoice",
    "DROP TRIGGER application_counts_receipt",
    "DROP TRIGGER invoice_no_update",
    "DROP TRIGGER receipt_no_update",
    "DROP TRIGGER credit_note_no_update",
    "DROP TRIGGER writeoff_no_update",
];

/// An invariant, and a statement that breaks it.
const FAULTS: &[(&str, &str)] = &[
    (
        "ledger.transfers",
        "UPDATE transfer SET amount = 0 WHERE id = 1",
    ),
    (
        "ledger.transfers",
        "UPDATE transfer SET credit = debit WHERE id = 1",
    ),
    (
        "ledger.trial_balance",
        "UPDATE account SET balance = balance + 1 WHERE code = 'bank'",
    ),
    (
        "ledger.account_balance",
        "UPDATE account SET balance = balance + iif(code = 'bank', 1, -1) WHERE code IN ('bank', 'revenue')",
    ),
    (
        "ledger.account_balance",
        "UPDATE transfer SET debit = (SELECT id FROM account WHERE code = 'receivable:C9')
         WHERE debit = (SELECT id FROM account WHERE code = 'receivable:C1')",
    ),
    (
        "ledger.sub_ledger",
        "UPDATE account SET balance = balance - 5 WHERE code = 'receivable:C1'",
    ),
    (
        "ledger.invoice_posted",
        "UPDATE invoice SET net = net + 1, gross = gross + 1 WHERE id = 1",
    ),
    (
        "ledger.papers_posted",
        "UPDATE credit_note SET net = net + 1, gross = gross + 1 WHERE id = 1",
    ),
    (
        "applications.settled",
        "UPDATE writeoff SET amount = amount + 1 WHERE id = 1",
    ),
    (
        "credit_notes.within",
        "UPDATE credit_note SET net = 99999999, gross = 99999999 + tax WHERE id = 1",
    ),
    (
        "cache.note_open",
        "UPDATE note_open SET open = open + 1 WHERE note_id = 1",
    ),
    (
        "applications.receipt",
        "UPDATE application SET amount = 999999 WHERE id = 1",
    ),
    (
        "applications.invoice",
        "UPDATE application SET amount = 999999 WHERE id = 1",
    ),
    (
        "applications.pair",
        "UPDATE application SET amount = -1 WHERE id = 1",
    ),
    (
        "cache.invoice_open",
        "UPDATE invoice_open SET open = open + 1 WHERE invoice_id = 1",
    ),
    ("cache.invoice_open", "DELETE FROM application WHERE id = 1"),
    (
        "cache.receipt_open",
        "INSERT INTO receipt_open (receipt_id, customer_id, open) VALUES (1, 1, 1)",
    ),
    ("cache.receipt_uncleared", "DELETE FROM receipt_uncleared"),
];

fn lived_in() -> Desk {
    let desk = Desk::new();
    let open = desk.invoice("C1", 11_300, "02");
    let paid = desk.invoice("C9", 5_000, "02");
    desk.receive("C1", "60.00", "wire", json!({}));
    desk.receive("C1", "5.00", "cheque", json!({}));
    desk.receive("C9", "50.00", "wire", json!({}));
    let note = json!({ "invoice": paid, "amount": "10.00", "reason": "worn" });
    desk.does("credit_note.post", note);
    let little = json!({ "invoice": open, "amount": "0.50", "reason": "odd" });
    desk.does("writeoff.post", little);
    desk
}

#[test]
fn check_finds_every_fault_that_is_planted() {
    let desk = lived_in();
    assert_eq!(desk.faults(), []);
    for (invariant, sql) in FAULTS {
        // The transaction is given up each time: the file stays whole.
        let tx = desk.office.db().begin().unwrap();
        for wall in WALLS {
            raw(&tx, wall).unwrap();
        }
        assert_ne!(raw(&tx, sql).unwrap(), 0, "{sql} changes something");
        let found = check_money::faults(&tx).unwrap();
        assert!(
            found.iter().any(|fault| fault.invariant == *invariant),
            "{invariant} is silent about {sql}: {found:?}"
        );
    }
    assert_eq!(desk.faults(), []);
}

#[test]
fn every_invariant_of_money_has_its_fault() {
    for name in check_money::names() {
        assert!(
            FAULTS.iter().any(|(invariant, _)| *invariant == name),
            "no fault is planted for {name}"
        );
    }
}
