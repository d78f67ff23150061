use super::*;
use crate::domain::day::day;
use crate::domain::number::Percent;
use crate::domain::refusal::Code;
use proptest::prelude::*;

/// Writes the postings of an event as `debit credit amount`.
fn told(postings: Postings) -> Vec<String> {
    let line = |p: &Posting| format!("{} {} {}", p.debit(), p.credit(), p.amount());
    postings.unwrap().iter().map(line).collect()
}

#[test]
fn accounts_are_written_as_they_are_read() {
    for text in [
        "receivable:C1",
        "receivable:C:1",
        "deposit:C1",
        "carrier:SF",
        "revenue",
        "vat_out",
        "bank",
        "cash",
        "card",
        "notes",
        "discount",
        "bad_debt",
    ] {
        let account: Account = text.parse().unwrap();
        assert_eq!(account.to_string(), text);
        let json = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
    }
    for bad in ["", "receivable", "receivable:", "bank:1", "Bank", "till"] {
        assert_eq!(bad.parse::<Account>(), Err(NotAnAccount), "{bad}");
    }
}

#[test]
fn the_columns_of_the_ageing_meet_without_a_gap() {
    let due = day("2026-01-31");
    for (days, column) in [
        (-9, "not_due"),
        (0, "not_due"),
        (1, "d1_30"),
        (30, "d1_30"),
        (31, "d31_60"),
        (60, "d31_60"),
        (61, "d61_90"),
        (90, "d61_90"),
        (91, "d91_180"),
        (180, "d91_180"),
        (181, "over_180"),
    ] {
        assert_eq!(
            Bucket::of(due.plus_days(days), due).name(),
            column,
            "{days}"
        );
    }
}

#[test]
fn each_event_posts_as_the_table_says() {
    let amounts = Amounts::of_gross(Money(11_300), Percent(1_300)).unwrap();
    let m = Money(5_000);
    for (postings, expected) in [
        (
            invoice("C1", amounts),
            vec![
                "receivable:C1 revenue 100.00",
                "receivable:C1 vat_out 13.00",
            ],
        ),
        (
            credit_note("C1", amounts),
            vec![
                "revenue receivable:C1 100.00",
                "vat_out receivable:C1 13.00",
            ],
        ),
        (
            deposit_used("C1", m),
            vec!["deposit:C1 receivable:C1 50.00"],
        ),
        (
            refund(Side::Receivable, Method::Wire, "C1", m),
            vec!["receivable:C1 bank 50.00"],
        ),
        (
            refund(Side::Deposit, Method::Cash, "C1", m),
            vec!["deposit:C1 cash 50.00"],
        ),
        (
            cheque_received(Side::Receivable, "C1", m),
            vec!["notes receivable:C1 50.00"],
        ),
        (cheque_cleared(Method::Cheque, m), vec!["bank notes 50.00"]),
        (
            cheque_bounced(Side::Receivable, "C1", m),
            vec!["receivable:C1 notes 50.00"],
        ),
        (
            carrier_collects(Side::Receivable, "SF", "C1", m),
            vec!["carrier:SF receivable:C1 50.00"],
        ),
        (carrier_remits("SF", m), vec!["bank carrier:SF 50.00"]),
        (
            write_off("C1", m, true),
            vec!["discount receivable:C1 50.00"],
        ),
        (
            write_off("C1", m, false),
            vec!["bad_debt receivable:C1 50.00"],
        ),
    ] {
        assert_eq!(told(postings), expected);
    }
}

#[test]
fn money_goes_where_its_kind_is_kept() {
    for (method, account) in [
        (Method::Cash, "cash"),
        (Method::Wire, "bank"),
        (Method::Card, "card"),
        (Method::Cheque, "bank"),
        (Method::Platform, "bank"),
    ] {
        assert_eq!(
            told(receipt_cleared(method, "C1", Money(1))),
            [format!("{account} receivable:C1 0.01")]
        );
        assert_eq!(
            told(receipt_for_order(method, "C1", Money(1))),
            [format!("{account} deposit:C1 0.01")]
        );
    }
    let refused = receipt_cleared(Method::Cod, "C1", Money(1)).unwrap_err();
    assert_eq!(refused.code(), Code::BadField, "the carrier has it");
}

#[test]
fn a_posting_is_above_zero() {
    let post = |amount| Posting::new(Account::Bank, Account::Notes, Money(amount));
    assert!(post(1).unwrap().is_some());
    assert_eq!(post(0).unwrap(), None);
    assert_eq!(post(-1).unwrap_err().code(), Code::BadField);
    let untaxed = Amounts::of_gross(Money(500), Percent::ZERO).unwrap();
    assert_eq!(told(invoice("C1", untaxed)), ["receivable:C1 revenue 5.00"]);
}

proptest! {
    #[test]
    fn an_invoice_and_its_credit_note_leave_nothing(gross in 0_i64..1_000_000, rate in 0_i64..2_000) {
        let amounts = Amounts::of_gross(Money(gross), Percent(rate)).unwrap();
        let billed = invoice("C1", amounts).unwrap();
        prop_assert_eq!(Money::sum(billed.iter().map(Posting::amount)).unwrap(), Money(gross));
        let undone: Vec<Posting> = billed.into_iter().map(Posting::reversed).collect();
        prop_assert_eq!(credit_note("C1", amounts).unwrap(), undone);
    }
}
