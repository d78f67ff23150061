use super::*;
use crate::domain::day::day;
use proptest::prelude::*;

fn items() -> Vec<OpenItem> {
    let item = |number: &str, due: &str, open: i64| OpenItem {
        number: number.to_owned(),
        due: day(due),
        open: Money(open),
    };
    vec![
        item("I3", "2026-11-20", 500),
        item("I2", "2026-10-20", 300),
        item("I1", "2026-11-20", 200),
        item("I0", "2026-09-01", 0), // paid
    ]
}

/// Writes the plan as `number amount` in its order.
fn planned(amount: i64, refs: &[&str]) -> Vec<String> {
    let refs: Vec<String> = refs.iter().map(|r| (*r).to_owned()).collect();
    let parts = plan(Money(amount), &refs, &items());
    parts.iter().map(|(n, m)| format!("{n} {}", m.0)).collect()
}

#[test]
fn named_invoices_go_before_all_else_and_alone() {
    assert_eq!(
        planned(300, &["I3"]),
        ["I3 300"],
        "though I2 is of that amount"
    );
    assert_eq!(planned(600, &["I3"]), ["I3 500"], "the rest waits");
    assert_eq!(planned(600, &["I3", "I1"]), ["I3 500", "I1 100"]);
    assert_eq!(planned(600, &["I1", "I1"]), ["I1 200"], "named twice");
    assert!(planned(600, &["I9"]).is_empty(), "unknown");
    assert!(planned(600, &["I0"]).is_empty(), "paid already");
}

#[test]
fn an_invoice_of_exactly_the_amount_goes_before_the_oldest() {
    assert_eq!(planned(500, &[]), ["I3 500"]);
    assert_eq!(planned(499, &[]), ["I2 300", "I1 199"]);
    assert_eq!(planned(501, &[]), ["I2 300", "I1 200", "I3 1"]);
}

#[test]
fn of_several_exact_ones_the_oldest_is_paid() {
    let mut open = items();
    for item in &mut open {
        item.open = Money(100);
    }
    let parts = plan(Money(100), &[], &open);
    assert_eq!(parts, [("I0".to_owned(), Money(100))]);
}

#[test]
fn the_oldest_due_goes_first_then_the_lower_number() {
    assert_eq!(planned(2_000, &[]), ["I2 300", "I1 200", "I3 500"]);
    assert!(planned(0, &[]).is_empty());
    assert!(planned(-5, &[]).is_empty());
}

proptest! {
    #[test]
    fn nothing_is_ever_applied_beyond_what_there_is(
        amount in -50_i64..2_000,
        opens in prop::collection::vec((0_i64..60, -10_i64..400), 0..8),
        refs in prop::collection::vec(0_usize..10, 0..4),
    ) {
        let open: Vec<OpenItem> = opens
            .iter()
            .enumerate()
            .map(|(i, (days, open))| OpenItem {
                number: format!("I{i}"),
                due: day("2026-11-01").plus_days(*days),
                open: Money(*open),
            })
            .collect();
        let refs: Vec<String> = refs.iter().map(|i| format!("I{i}")).collect();
        let parts = plan(Money(amount), &refs, &open);
        let mut seen = BTreeSet::new();
        for (number, part) in &parts {
            prop_assert!(seen.insert(number), "{} twice", number);
            let item = open.iter().find(|item| item.number == *number).unwrap();
            prop_assert!(*part > Money::ZERO && *part <= item.open);
            prop_assert!(refs.is_empty() || refs.contains(number));
        }
        let applied = Money::sum(parts.iter().map(|(_, part)| *part)).unwrap();
        let payable = open.iter().filter(|i| refs.is_empty() || refs.contains(&i.number));
        let all = Money::sum(payable.map(|i| i.open.at_least_zero())).unwrap();
        prop_assert_eq!(applied, Money(amount).at_least_zero().min(all));
    }
}
