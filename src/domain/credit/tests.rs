use super::*;
use crate::domain::number::{Percent, Price};

const LIMIT: Limit = Limit::Amount(Money(100_000));

fn units(n: i64) -> Qty {
    Qty(n * 1_000)
}

/// The worked example of §4 with so many of order A shipped.
fn example(shipped: i64) -> Exposure {
    let worth = |qty: Qty| qty.gross(Price(452_000), Percent::ZERO).unwrap();
    let (waiting, unbilled) =
        line_buckets(units(10), Qty::ZERO, units(shipped), Qty::ZERO, units(3));
    Exposure {
        ar_open: Money(30_000).add(worth(units(3))).unwrap(),
        shipped_not_invoiced: worth(unbilled),
        approved_not_shipped: worth(waiting),
        unapplied: Money(5_000),
        uncleared: Money::ZERO,
    }
}

#[test]
fn the_worked_example_holds() {
    let exposure = example(4);
    assert_eq!(exposure.ar_open, Money(43_560));
    assert_eq!(exposure.shipped_not_invoiced, Money(4_520));
    assert_eq!(exposure.approved_not_shipped, Money(27_120));
    let total = exposure.total().unwrap();
    assert_eq!(total, Money(70_200));
    assert_eq!(available(LIMIT, total), Ok(Some(Money(29_800))));
    assert_eq!(test_limit(LIMIT, total, Money(29_800)), Ok(()));
    let refused = test_limit(LIMIT, total, Money(29_801)).unwrap_err();
    assert_eq!(refused.code(), Code::CreditOverLimit);
    for (name, fact) in [
        ("limit", "1000.00"),
        ("exposure", "702.00"),
        ("delta", "298.01"),
        ("over", "0.01"),
    ] {
        assert_eq!(refused.facts()[name], fact, "{name}");
    }
    assert_eq!(example(10).total(), Ok(total), "shipping the other 6");
}

#[test]
fn an_uncleared_cheque_leaves_the_exposure_as_it_was() {
    let before = example(4);
    let after = Exposure {
        ar_open: before.ar_open.sub(Money(1_000)).unwrap(),
        uncleared: Money(1_000),
        ..before
    };
    assert_eq!(after.total(), before.total());
}

#[test]
fn exposure_may_be_below_zero() {
    let ahead = Exposure {
        unapplied: Money(500),
        ..Exposure::default()
    };
    assert_eq!(ahead.total(), Ok(Money(-500)));
    let cash_only = Limit::Amount(Money::ZERO);
    assert_eq!(test_limit(cash_only, Money(-500), Money(500)), Ok(()));
    assert!(test_limit(cash_only, Money(-500), Money(501)).is_err());
}

#[test]
fn less_always_passes_but_dispatch_does_not() {
    let exposure = Money(100_001);
    assert_eq!(test_limit(LIMIT, exposure, Money::ZERO), Ok(()));
    assert_eq!(test_limit(LIMIT, exposure, Money(-1)), Ok(()));
    assert!(test_limit(LIMIT, exposure, Money(1)).is_err());
    assert!(test_standing(LIMIT, exposure).is_err());
    assert_eq!(test_standing(LIMIT, Money(100_000)), Ok(()));
}

#[test]
fn no_limit_is_no_test() {
    let unlimited = Limit::from_null(None);
    assert_eq!(available(unlimited, Money(5)), Ok(None));
    assert_eq!(test_limit(unlimited, Money(5), Money(5)), Ok(()));
    assert_eq!(test_standing(unlimited, Money(5)), Ok(()));
    assert_eq!(Limit::from_null(Some(Money(5))), Limit::Amount(Money(5)));
}

#[test]
fn overdue_is_tested_by_days_and_by_amount() {
    let (grace, block) = (Some(5), Some(Money(1_000)));
    for (days, overdue, grace, block, passes) in [
        (5, 1_000, grace, block, true),
        (6, 1_000, grace, block, false),
        (5, 1_001, grace, block, false),
        (6, 1_000, None, block, true),
        (5, 1_001, grace, None, true),
        (999, 9_999_999, None, None, true),
        (0, 0, Some(0), Some(Money::ZERO), true),
        (1, 1, Some(0), None, false),
    ] {
        let found = test_overdue(days, Money(overdue), grace, block);
        assert_eq!(
            found.is_ok(),
            passes,
            "{days} {overdue} {grace:?} {block:?}"
        );
        let code = found.err().map(|refused| refused.code());
        assert_eq!(code.unwrap_or(Code::CreditOverdue), Code::CreditOverdue);
    }
}

#[test]
fn every_unit_is_in_one_bucket() {
    let buckets = |o, c, s, r, i| {
        let (waiting, unbilled) = line_buckets(units(o), units(c), units(s), units(r), units(i));
        (waiting.0 / 1_000, unbilled.0 / 1_000)
    };
    assert_eq!(buckets(10, 0, 4, 0, 3), (6, 1));
    assert_eq!(buckets(10, 2, 4, 1, 3), (4, 0));
    assert_eq!(
        buckets(10, 6, 5, 0, 0),
        (0, 5),
        "shipped over within tolerance"
    );
    assert_eq!(
        buckets(10, 0, 4, 2, 3),
        (6, 0),
        "returned and invoiced alike"
    );
}
