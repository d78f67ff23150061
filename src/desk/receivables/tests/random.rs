//! Whatever happens in whatever order, the books stay right.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::query;
use crate::desk::testing_money::{Desk, day};
use crate::domain::Money;

#[derive(Debug, Clone)]
struct Step {
    what: u8,
    who: usize,
    which: usize,
    amount: i64,
    day: u32,
    shift: u32,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        0_u8..13,
        0_usize..3,
        0_usize..20,
        1_i64..3_000,
        2_u32..28,
        0_u32..28,
    )
        .prop_map(|(what, who, which, amount, day, shift)| Step {
            what,
            who,
            which,
            amount,
            day,
            shift,
        });
    prop::collection::vec(step, 1..40)
}

#[derive(Default)]
struct Papers {
    orders: Vec<String>,
    invoices: Vec<String>,
    receipts: Vec<String>,
    notes: Vec<String>,
}

fn pick(from: &[String], which: usize) -> Value {
    from.get(which % from.len().max(1))
        .map_or(json!("none"), |number| json!(number))
}

/// What settles an invoice without new money, and what gives money back.
fn about_notes(papers: &Papers, step: &Step, part: &str, date: &str) -> (&'static str, Value) {
    let who = ["C1", "C2", "C9"][step.who];
    let invoice = pick(&papers.invoices, step.which / 2);
    let note = pick(&papers.notes, step.which / 2);
    match step.what {
        9 => (
            "credit_note.post",
            json!({ "invoice": invoice, "amount": part, "reason": "less", "date": date }),
        ),
        10 => (
            "writeoff.post",
            json!({ "invoice": invoice, "amount": part, "reason": "odd", "date": date }),
        ),
        11 => {
            let mut with =
                json!({ "customer": who, "amount": part, "method": "wire", "date": date });
            if step.which.is_multiple_of(2) {
                with["credit_note"] = note;
            } else {
                with["receipt"] = pick(&papers.receipts, step.which);
            }
            ("refund.pay", with)
        }
        _ => {
            let name = ["receipt.apply", "receipt.unapply"][step.which % 2];
            let to = json!([{ "invoice": invoice, "amount": part }]);
            let mut with = json!({ "credit_note": note, "to": to });
            if name == "receipt.unapply" {
                with["reason"] = json!("wrong");
            }
            (name, with)
        }
    }
}

/// A bill that falls due as a whole or in two parts.
fn bill(order: &str, date: &str, step: &Step, part: &str) -> Value {
    let mut with = json!({ "order": order, "date": date });
    if step.which.is_multiple_of(3) {
        with["instalments"] = json!([
            { "due": "2026-12-05", "amount": part },
            { "due": "2026-12-20" },
        ]);
    }
    with
}

/// Takes a step; a refusal is an answer like any other.
fn take(desk: &Desk, papers: &mut Papers, step: &Step) {
    let who = ["C1", "C2", "C9"][step.who];
    let amount = Money(step.amount).to_string();
    // Small parts, so that many of them fit.
    let part = Money(step.amount % 40 + 1).to_string();
    let to = json!([{ "invoice": pick(&papers.invoices, step.which / 2), "amount": part }]);
    let receipt = pick(&papers.receipts, step.which);
    // Facts are learned on one day and count from another, before or after it.
    let date = format!("2026-11-{:02}", 1 + (step.day * 5 + step.shift) % 28);
    let method = ["wire", "cheque", "cod"][step.which % 3];
    let carrier = (method == "cod").then_some("SF");
    let mut money = json!({
        "customer": who, "amount": amount, "method": method, "carrier": carrier, "date": date });
    let (name, with) = match step.what {
        0 | 1 => {
            let order = desk.order(who, "net:30", &[(3, step.amount)]);
            desk.ship(&order, &[(1, 2)]);
            papers.orders.push(order.clone());
            ("invoice.post", bill(&order, &date, step, &part))
        }
        2 => {
            let order = pick(&papers.orders, step.which);
            if let Some(number) = order.as_str().filter(|n| *n != "none")
                && step.amount % 2 == 0
            {
                desk.ship(number, &[(1, 1)]);
            }
            ("invoice.post", json!({ "order": order }))
        }
        3 => ("receipt.record", money),
        4 => {
            let order = desk.order(who, "prepaid", &[(3, step.amount)]);
            papers.orders.push(order.clone());
            money["order"] = json!(order);
            ("receipt.record", money)
        }
        5 => ("receipt.apply", json!({ "receipt": receipt, "to": to })),
        6 => (
            "receipt.unapply",
            json!({ "receipt": receipt, "to": to, "reason": "wrong" }),
        ),
        9..=12 => about_notes(papers, step, &part, &date),
        7 => (
            "receipt.bounce",
            json!({ "receipt": receipt, "date": date }),
        ),
        _ => ("receipt.clear", json!({ "receipt": receipt })),
    };
    if let Ok(value) = desk.try_on(Some(day(&format!("{:02}", step.day))), name, with) {
        if let Some(number) = value["invoice"].as_str()
            && name == "invoice.post"
        {
            papers.invoices.push(number.to_owned());
        }
        if let Some(number) = value["credit_note"].as_str()
            && !papers.notes.iter().any(|known| known == number)
        {
            papers.notes.push(number.to_owned());
        }
        if let Some(number) = value["receipt"].as_str()
            && !papers.receipts.iter().any(|known| known == number)
        {
            papers.receipts.push(number.to_owned());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_books_stay_right(steps in steps()) {
        let desk = Desk::new();
        let mut papers = Papers::default();
        for step in &steps {
            take(&desk, &mut papers, step);
        }
        prop_assert_eq!(desk.faults(), []);
        // Every day of the past adds up, too: each customer's columns are the control account's.
        let db = desk.office.db();
        for on in ["01", "05", "14", "27", "12-31"] {
            for code in ["C1", "C2", "C9"] {
                let row = super::asked::ageing_of(&desk, code, on);
                let account = format!("receivable:{code}");
                let booked = crate::store::ledger::balance_on(db, &account, day(on)).unwrap();
                prop_assert_eq!(row.balance, booked, "{} on {}", code, on);
                let account = format!("deposit:{code}");
                let booked = crate::store::ledger::balance_on(db, &account, day(on)).unwrap();
                prop_assert_eq!(row.deposits, booked.negated(), "{} on {}", code, on);
                let columns = [row.not_due, row.d1_30, row.d31_60, row.d61_90, row.d91_180, row.over_180];
                prop_assert!(columns.iter().all(|column| *column >= Money::ZERO), "{:?}", row);
            }
            let told = query::trial_balance(db, Some(day(on)), None, 50).unwrap();
            prop_assert_eq!(told.total.debit, told.total.credit);
        }
    }
}
