//! Ageing, statement, ledger and trial balance.

use serde_json::json;

use super::super::query::{self, AgeingRow};
use super::super::statement::{StatementBy, statement};
use crate::desk::testing_money::{Desk, day};
use crate::domain::Money;

/// The ageing of one customer at the end of a day.
pub fn ageing_of(desk: &Desk, customer: &str, on: &str) -> AgeingRow {
    let told = query::ageing(desk.office.db(), day(on), Some(customer), None, 50).unwrap();
    assert_eq!(told.rows.as_slice(), std::slice::from_ref(&told.total));
    told.total
}

fn columns(row: &AgeingRow) -> Money {
    Money::sum([
        row.not_due,
        row.d1_30,
        row.d31_60,
        row.d61_90,
        row.d91_180,
        row.over_180,
        row.unapplied,
    ])
    .unwrap()
}

#[test]
fn columns_add_up_to_the_control_account() {
    let desk = Desk::new();
    for (month, gross) in [
        ("01", 100),
        ("05", 200),
        ("07", 300),
        ("08", 400),
        ("09", 500),
        ("10", 600),
    ] {
        let order = desk.order("C1", "net:30", &[(1, gross)]);
        desk.ship(&order, &[(1, 1)]);
        desk.does(
            "invoice.post",
            json!({ "order": order, "date": format!("2026-{month}-20") }),
        );
    }
    let order = desk.order("C1", "net:30", &[(1, 100)]);
    desk.receive("C1", "0.70", "wire", json!({ "order": order }));
    desk.receive("C1", "0.50", "wire", json!({ "invoices": [first(&desk)] }));
    desk.receive("C1", "2.60", "wire", json!({ "invoices": [first(&desk)] }));
    let row = ageing_of(&desk, "C1", "02");
    assert_eq!(columns(&row), row.balance);
    assert_eq!(row.balance.to_string(), desk.balance("receivable:C1"));
    let told = [
        row.not_due,
        row.d1_30,
        row.d31_60,
        row.d61_90,
        row.d91_180,
        row.over_180,
    ];
    let told: Vec<_> = told.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["6.00", "5.00", "4.00", "3.00", "2.00", "0.00"]);
    assert_eq!(
        (row.unapplied.to_string(), row.deposits.to_string()),
        ("-2.10".into(), "0.70".into())
    );
    // Seen from the past: the same invoices, less old, before the money came.
    let row = ageing_of(&desk, "C1", "08-31");
    assert_eq!(columns(&row), row.balance);
    assert_eq!(row.balance.to_string(), "10.00");
    assert_eq!(row.deposits, Money::ZERO);
    let row = ageing_of(&desk, "C1", "11-01");
    assert_eq!(row.balance.to_string(), "21.00");
}

/// The first invoice.
fn first(desk: &Desk) -> String {
    let page = query::invoices(desk.office.db(), Some("C1"), false, None, 1).unwrap();
    page.rows[0].number.clone()
}

#[test]
fn ageing_goes_page_by_page_and_totals_all() {
    let desk = Desk::new();
    for (customer, gross) in [("C1", 100), ("C2", 200), ("C9", 400)] {
        desk.invoice(customer, gross, "02");
    }
    let db = desk.office.db();
    for on in [day("02"), day("20")] {
        let mut after = None;
        let mut seen = Vec::new();
        loop {
            let page = query::ageing(db, on, None, after.as_deref(), 1).unwrap();
            assert_eq!(page.total.balance.to_string(), "7.00");
            seen.extend(page.rows.iter().map(|r| r.customer.clone()));
            after = page.next;
            if after.is_none() || seen.len() > 5 {
                break;
            }
        }
        assert_eq!(seen, ["C1", "C2", "C9"]);
    }
    let past = query::ageing(db, day("01"), None, None, 50).unwrap();
    assert_eq!((past.rows.len(), past.total.balance), (0, Money::ZERO));
}

#[test]
fn a_statement_runs_from_opening_to_closing() {
    let desk = Desk::new();
    let iv = desk.invoice("C1", 11_300, "02");
    let rc = desk.does_on(
        "05",
        "receipt.record",
        json!({
        "customer": "C1", "amount": "13.00", "method": "wire" }),
    );
    let told = statement(
        desk.office.db(),
        "C1",
        day("02"),
        day("30"),
        StatementBy::Document,
    )
    .unwrap();
    assert_eq!(told.opening, Money::ZERO);
    let rows: Vec<_> = told
        .rows
        .iter()
        .map(|r| {
            format!(
                "{} {} {} {} {} {}",
                r.date, r.number, r.text, r.debit, r.credit, r.balance
            )
        })
        .collect();
    let receipt = rc["receipt"].as_str().unwrap();
    assert_eq!(
        rows,
        [
            format!("2026-11-02 {iv} invoice 113.00 0.00 113.00"),
            format!("2026-11-05 {receipt} receipt 0.00 13.00 100.00"),
        ]
    );
    assert_eq!(told.closing.to_string(), desk.balance("receivable:C1"));
    let later = statement(
        desk.office.db(),
        "C1",
        day("03"),
        day("04"),
        StatementBy::Open,
    )
    .unwrap();
    assert_eq!(
        (later.opening.to_string(), later.rows[0].debit.to_string()),
        ("113.00".into(), "113.00".into())
    );
    assert!(
        statement(
            desk.office.db(),
            "C1",
            day("04"),
            day("03"),
            StatementBy::Open
        )
        .is_err()
    );
}

#[test]
fn the_trial_balance_is_even_now_and_then() {
    let desk = Desk::new();
    desk.invoice("C1", 11_300, "02");
    desk.does_on(
        "05",
        "receipt.record",
        json!({
        "customer": "C1", "amount": "13.00", "method": "cash" }),
    );
    let db = desk.office.db();
    for (on, rows, sum) in [
        (None, 4, "113.00"),
        (Some(day("02")), 3, "113.00"),
        (Some(day("01")), 0, "0.00"),
    ] {
        let told = query::trial_balance(db, on, None, 50).unwrap();
        assert_eq!(told.rows.len(), rows);
        assert_eq!(told.total.debit, told.total.credit);
        assert_eq!(told.total.debit.to_string(), sum);
    }
    let page = query::trial_balance(db, None, Some("receivable:C1"), 1).unwrap();
    assert_eq!(page.rows[0].account, "revenue");
    assert_eq!(page.next.as_deref(), Some("revenue"));
}

#[test]
fn the_ledger_is_read_by_account_customer_and_day() {
    let desk = Desk::new();
    desk.invoice("C1", 11_300, "02");
    let order = desk.order("C1", "deposit:30", &[(1, 5_000)]);
    desk.receive("C1", "50.00", "wire", json!({ "order": order }));
    desk.ship(&order, &[(1, 1)]);
    desk.does_on("06", "invoice.post", json!({ "order": order }));
    let db = desk.office.db();
    let all = (None, None);
    let mine = query::ledger(db, None, Some("C1"), all, None, 50).unwrap();
    assert_eq!(
        mine.rows.len(),
        6,
        "a transfer between both accounts is one row"
    );
    let bank = query::ledger(db, Some("bank"), None, all, None, 50).unwrap();
    assert_eq!(bank.rows.len(), 1);
    let late = query::ledger(db, None, None, (Some(day("03")), Some(day("06"))), None, 50).unwrap();
    assert_eq!(late.rows.len(), 3);
    let mut after = None;
    let mut seen = 0;
    loop {
        let page = query::ledger(db, None, Some("C1"), all, after.as_deref(), 4).unwrap();
        seen += page.rows.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, 6);
    assert!(query::ledger(db, Some("nonsense"), None, all, None, 50).is_err());
    assert_eq!(
        query::ledger(db, Some("bank"), Some("C1"), all, None, 50)
            .unwrap()
            .rows
            .len(),
        0
    );
    let open = query::receipts(db, Some("C1"), true, None, 50).unwrap();
    assert_eq!(open.rows.len(), 0);
    let open = query::invoices(db, None, true, None, 50).unwrap();
    assert_eq!(open.rows.len(), 1);
}

#[test]
fn money_dated_back_never_shows_an_invoice_paid_twice() {
    let desk = Desk::new();
    let iv = desk.invoice("C1", 100, "02");
    let rc = desk.receive("C1", "1.00", "wire", json!({}))["receipt"].clone();
    let to = json!([{ "invoice": iv, "amount": "1.00" }]);
    let back = json!({ "receipt": rc, "to": to, "reason": "for another" });
    desk.does_on("15", "receipt.unapply", back);
    desk.does_on(
        "16",
        "receipt.record",
        json!({
        "customer": "C1", "amount": "1.00", "method": "wire", "date": "2026-11-10",
        "invoices": [iv] }),
    );
    let row = ageing_of(&desk, "C1", "12");
    assert_eq!(
        (row.not_due.to_string(), row.unapplied.to_string()),
        ("0.00".into(), "-1.00".into())
    );
    assert_eq!(row.balance, columns(&row));
    assert_eq!(desk.faults(), []);
}
