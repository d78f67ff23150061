use super::*;
use crate::domain::day::day;
use proptest::prelude::*;

fn example() -> Atp {
    // rules.md §6, day n being 2026-11-0n.
    let on = |n: i64, qty: i64| (day("2026-11-01").plus_days(n - 1), Qty(qty * 1_000));
    Atp::new(
        day("2026-11-01"),
        Qty(100_000),
        &[on(5, 50), on(10, 80)],
        &[on(3, 60), on(7, 70), on(12, 40)],
    )
}

#[test]
fn the_worked_example_holds() {
    let atp = example();
    assert_eq!(
        atp.steps(),
        [
            (day("2026-11-01"), Qty(20_000)),
            (day("2026-11-10"), Qty(60_000))
        ]
    );
    assert_eq!(atp.on(day("2026-11-09")), Qty(20_000));
    assert_eq!(atp.on(day("2026-11-10")), Qty(60_000));
    assert_eq!(atp.on(day("2026-10-31")), Qty::ZERO);
}

#[test]
fn the_earliest_day_covers_exactly() {
    let atp = example();
    assert_eq!(atp.earliest(Qty(20_000)), Some(day("2026-11-01")));
    assert_eq!(atp.earliest(Qty(20_001)), Some(day("2026-11-10")));
    assert_eq!(atp.earliest(Qty(60_000)), Some(day("2026-11-10")));
    assert_eq!(atp.earliest(Qty(60_001)), None);
}

#[test]
fn a_line_gets_its_need_date_or_the_first_day_after() {
    let atp = example();
    let need = day("2026-11-06");
    assert_eq!(atp.promise(Qty(20_000), need), Some(need));
    assert_eq!(atp.promise(Qty(21_000), need), Some(day("2026-11-10")));
    assert_eq!(atp.promise(Qty(61_000), need), None);
}

#[test]
fn the_past_counts_today() {
    let today = day("2026-11-01");
    let past = day("2026-10-01");
    let atp = Atp::new(today, Qty(10), &[(past, Qty(5))], &[(past, Qty(12))]);
    assert_eq!(atp.steps(), [(today, Qty(3))]);
    let owed = Atp::new(today, Qty(10), &[], &[(past, Qty(12))]);
    assert_eq!(owed.steps(), [(today, Qty::ZERO)]);
}

proptest! {
    #[test]
    fn every_day_agrees_with_the_formula(
        free in 0_i64..200,
        receipts in prop::collection::vec((-5_i64..40, 1_i64..100), 0..8),
        commitments in prop::collection::vec((-5_i64..40, 1_i64..100), 0..8),
    ) {
        let today = day("2026-11-01");
        let dated = |rows: &[(i64, i64)]| -> Vec<(Day, Qty)> {
            rows.iter().map(|(n, qty)| (today.plus_days(*n), Qty(*qty))).collect()
        };
        let atp = Atp::new(today, Qty(free), &dated(&receipts), &dated(&commitments));
        let upto = |rows: &[(i64, i64)], d: i64| -> i64 {
            rows.iter().filter(|(n, _)| *n <= d).map(|(_, qty)| qty).sum()
        };
        let level = |d: i64| free + upto(&receipts, d) - upto(&commitments, d);
        for d in 0..45 {
            let slow = (d..50).map(level).min().unwrap_or(0).max(0);
            prop_assert_eq!(atp.on(today.plus_days(d)), Qty(slow), "day {}", d);
            prop_assert_eq!(
                atp.earliest(Qty(slow)).is_some_and(|first| first <= today.plus_days(d)),
                true
            );
        }
        prop_assert_eq!(atp.steps()[0].0, today);
        prop_assert!(atp.steps().windows(2).all(|w| w[0].1 < w[1].1));
    }
}
