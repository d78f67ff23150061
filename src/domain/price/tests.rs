use super::*;
use crate::domain::day::day;
use proptest::prelude::*;

const LIST: Price = Price(100_000);

fn rule(id: i64) -> PriceRule {
    PriceRule {
        id,
        scope: Scope::Base,
        target: Target::Sku,
        min_qty: Qty::ZERO,
        value: PriceValue::Price(Price(id * 10_000)),
        from: day("2026-11-01"),
        to: None,
    }
}

/// Resolves for 10 pieces on the 25th.
fn found(rules: &[PriceRule]) -> Resolved {
    resolve(rules, LIST, Qty(10_000), day("2026-11-25"))
}

/// Checks that the first rule beats the second, whichever comes first, for this reason.
fn beats(better: PriceRule, worse: PriceRule, why: Lost) {
    for rules in [[better, worse], [worse, better]] {
        let resolved = found(&rules);
        assert_eq!(resolved.winner, Some(better.id), "{why}");
        assert_eq!(resolved.tried, [(worse.id, why)]);
    }
}

#[test]
fn nothing_found_is_the_list_price() {
    let resolved = found(&[]);
    assert_eq!((resolved.price, resolved.discount), (LIST, Percent::ZERO));
    assert_eq!((resolved.winner, resolved.tried), (None, Vec::new()));
}

#[test]
fn a_rule_gives_a_price_or_a_discount_off_the_list() {
    let own = found(&[rule(7)]);
    assert_eq!((own.price, own.discount), (Price(70_000), Percent::ZERO));
    let value = PriceValue::Discount(Percent(1_250));
    let off = found(&[PriceRule { value, ..rule(7) }]);
    assert_eq!((off.price, off.discount), (LIST, Percent(1_250)));
}

#[test]
fn each_step_of_the_order_decides() {
    // Each better rule is the worse one in every later step.
    let scope = Scope::Contract;
    let weak = PriceRule {
        target: Target::All,
        from: day("2026-10-01"),
        ..rule(9)
    };
    beats(PriceRule { scope, ..weak }, rule(1), Lost::LowerScope);
    let target = Target::Style;
    let family = PriceRule {
        target: Target::Family,
        min_qty: Qty(5_000),
        ..rule(1)
    };
    beats(PriceRule { target, ..weak }, family, Lost::LessSpecific);
    let broken = PriceRule {
        min_qty: Qty(10_000),
        from: day("2026-10-01"),
        ..rule(9)
    };
    beats(broken, rule(1), Lost::SmallerBreak);
    let late = PriceRule {
        from: day("2026-11-02"),
        ..rule(9)
    };
    beats(late, rule(1), Lost::Earlier);
    beats(rule(1), rule(9), Lost::HigherId);
}

#[test]
fn dates_are_inclusive_and_breaks_are_reached() {
    let on = day("2026-11-25");
    for (from, to, min_qty, lost) in [
        (on, Some(on), 10_000, None),
        (on.plus_days(1), None, 0, Some(Lost::NotYet)),
        (
            on.plus_days(-9),
            Some(on.plus_days(-1)),
            0,
            Some(Lost::Expired),
        ),
        (on, None, 10_001, Some(Lost::QuantityTooSmall)),
    ] {
        let tested = PriceRule {
            min_qty: Qty(min_qty),
            from,
            to,
            ..rule(3)
        };
        let resolved = found(&[tested]);
        assert_eq!(resolved.winner.is_some(), lost.is_none());
        let expected: Vec<(i64, Lost)> = lost.map(|lost| (3, lost)).into_iter().collect();
        assert_eq!(resolved.tried, expected);
    }
}

#[test]
fn values_are_spelled_as_in_the_contract() {
    let json = serde_json::to_string(&PriceValue::Discount(Percent(1_250))).unwrap();
    assert_eq!(json, r#"{"discount_percent":"12.5"}"#);
    let json = serde_json::to_string(&PriceValue::Price(LIST)).unwrap();
    assert_eq!(json, r#"{"price":"10.00"}"#);
}

prop_compose! {
    fn any_rule()(
        scope in prop::sample::select(Scope::ALL),
        target in prop::sample::select(Target::ALL),
        min_qty in 0_i64..4,
        from in 0_i64..4,
        length in prop::option::of(0_i64..4),
    ) -> PriceRule {
        let from = day("2026-11-23").plus_days(from);
        PriceRule {
            scope,
            target,
            min_qty: Qty(min_qty * 5_000),
            from,
            to: length.map(|days| from.plus_days(days)),
            ..rule(0)
        }
    }
}

/// The rule of the paper, step by step: keep those that are best in each step.
fn slow_winner(rules: &[PriceRule]) -> Option<i64> {
    let on = day("2026-11-25");
    let mut left: Vec<PriceRule> = rules
        .iter()
        .copied()
        .filter(|r| r.from <= on && r.to.is_none_or(|to| on <= to) && r.min_qty <= Qty(10_000))
        .collect();
    let scope = left.iter().map(|r| r.scope).min()?;
    left.retain(|r| r.scope == scope);
    let target = left.iter().map(|r| r.target).min()?;
    left.retain(|r| r.target == target);
    let min_qty = left.iter().map(|r| r.min_qty).max()?;
    left.retain(|r| r.min_qty == min_qty);
    let from = left.iter().map(|r| r.from).max()?;
    left.retain(|r| r.from == from);
    left.iter().map(|r| r.id).min()
}

proptest! {
    #[test]
    fn order_of_entry_never_matters(
        (rules, shuffled) in prop::collection::vec(any_rule(), 0..10).prop_flat_map(|mut rules| {
            for (id, rule) in (1..).zip(&mut rules) {
                rule.id = id;
                rule.value = PriceValue::Price(Price(id * 10_000));
            }
            (Just(rules.clone()), Just(rules).prop_shuffle())
        })
    ) {
        let resolved = found(&rules);
        prop_assert_eq!(&resolved, &found(&shuffled));
        prop_assert_eq!(resolved.winner, slow_winner(&rules));
        let expected = resolved.winner.map_or(LIST, |id| Price(id * 10_000));
        prop_assert_eq!(resolved.price, expected);
        prop_assert_eq!(resolved.tried.len() + usize::from(resolved.winner.is_some()), rules.len());
    }
}
