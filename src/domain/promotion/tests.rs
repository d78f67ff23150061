use proptest::prelude::*;

use super::*;

fn item(product: &str, qty: i64, price: i64) -> Item {
    Item {
        product: product.to_owned(),
        family: Some(format!("F{}", &product[1..])),
        qty: Qty(qty * 1_000),
        price: Price(price * 100),
        discount: Percent::ZERO,
        list_price: Price(price * 100),
        step: Qty::ONE,
        pinned: false,
    }
}

fn promotion(code: &str, reward: Reward) -> Promotion {
    Promotion {
        code: code.to_owned(),
        min_qty: Qty::ZERO,
        min_amount: Money::ZERO,
        products: Vec::new(),
        families: Vec::new(),
        reward,
        exclusive: false,
        priority: 1,
        budget_left: None,
        cap_left: None,
    }
}

fn exclusive(code: &str, reward: Reward) -> Promotion {
    Promotion {
        exclusive: true,
        ..promotion(code, reward)
    }
}

fn offs(outcome: &Outcome) -> Vec<(&str, i64)> {
    let rows = outcome.applied.iter();
    rows.map(|a| (a.code.as_str(), a.saving.count())).collect()
}

#[test]
fn percent_goes_off_what_is_left_and_what_is_paid_is_rounded() {
    let items = [item("P1", 1, 1_250)];
    let outcome = apply(
        &items,
        &[promotion("A", Reward::PercentOff(Percent(1_300)))],
    )
    .unwrap();
    // 12.50 x 0.87 = 10.875: 10.88 is paid.
    assert_eq!(offs(&outcome), [("A", 162)]);
}

#[test]
fn a_threshold_that_is_just_reached_passes_and_looks_at_the_chosen_lines_alone() {
    let items = [item("P1", 10, 1_000), item("P2", 10, 1_000)];
    let mut rule = promotion("A", Reward::AmountOff(Money(500)));
    rule.products = vec!["P1".to_owned()];
    for (least, reached) in [(10_000, true), (10_001, false)] {
        rule.min_amount = Money(least);
        let outcome = apply(&items, std::slice::from_ref(&rule)).unwrap();
        assert_eq!(!outcome.applied.is_empty(), reached, "{least}");
    }
    rule.min_amount = Money::ZERO;
    for (least, reached) in [(10_000, true), (10_001, false)] {
        rule.min_qty = Qty(least);
        let outcome = apply(&items, std::slice::from_ref(&rule)).unwrap();
        assert_eq!(!outcome.applied.is_empty(), reached, "{least}");
    }
}

#[test]
fn an_amount_is_spread_by_largest_remainder_and_never_below_zero() {
    let items = [item("P1", 1, 100), item("P2", 1, 100), item("P3", 1, 100)];
    let outcome = apply(&items, &[promotion("A", Reward::AmountOff(Money(100)))]).unwrap();
    let shares: Vec<i64> = outcome.applied[0].shares.iter().map(|s| s.off.0).collect();
    assert_eq!(shares, [34, 33, 33]);
    let all = apply(&items, &[promotion("A", Reward::AmountOff(Money(9_000)))]).unwrap();
    assert_eq!(offs(&all), [("A", 300)]);
}

#[test]
fn one_exclusive_then_the_stackable_ones_on_the_reduced_price() {
    let items = [item("P1", 10, 1_000)];
    let rules = [
        exclusive("X", Reward::PercentOff(Percent(1_000))),
        exclusive("Y", Reward::AmountOff(Money(1_500))),
        Promotion {
            priority: 2,
            ..promotion("B", Reward::PercentOff(Percent(1_000)))
        },
        promotion("C", Reward::AmountOff(Money(500))),
    ];
    let outcome = apply(&items, &rules).unwrap();
    assert_eq!(offs(&outcome), [("Y", 1_500), ("C", 500), ("B", 800)]);
}

#[test]
fn equal_savings_go_by_priority_then_code() {
    let items = [item("P1", 10, 1_000)];
    let first = |rules: &[Promotion]| apply(&items, rules).unwrap().applied[0].code.clone();
    let mut b = exclusive("B", Reward::AmountOff(Money(500)));
    let c = exclusive("C", Reward::AmountOff(Money(500)));
    assert_eq!(first(&[c.clone(), b.clone()]), "B");
    b.priority = 2;
    assert_eq!(first(&[c, b]), "C");
}

#[test]
fn a_fixed_price_never_raises() {
    let items = [item("P1", 10, 1_000), item("P2", 10, 700)];
    let outcome = apply(&items, &[promotion("A", Reward::FixedPrice(Price(80_000)))]).unwrap();
    assert_eq!(
        outcome.applied[0].shares,
        [Share {
            item: 0,
            off: Money(2_000)
        }]
    );
}

#[test]
fn free_goods_for_each_so_many_in_whole_steps() {
    let mut items = vec![
        item("P1", 14, 1_000),
        item("P2", 9, 500),
        item("P1", 7, 1_000),
    ];
    let rule = promotion(
        "A",
        Reward::BuyGet {
            buy: Qty(10_000),
            get: Qty(1_000),
        },
    );
    let outcome = apply(&items, std::slice::from_ref(&rule)).unwrap();
    let free = &outcome.applied[0].free;
    assert_eq!(free.len(), 1, "9 of P2 are not enough");
    assert_eq!((free[0].product.as_str(), free[0].qty), ("P1", Qty(2_000)));
    assert_eq!(outcome.applied[0].saving, Money(2_000));
    items[0].step = Qty(5_000);
    let outcome = apply(&items, &[rule]).unwrap();
    assert!(outcome.applied.is_empty(), "2 are less than a step of 5");
}

#[test]
fn a_pinned_line_neither_counts_nor_gets() {
    let mut items = [item("P1", 10, 1_000), item("P2", 10, 1_000)];
    items[0].pinned = true;
    let mut rule = promotion("A", Reward::PercentOff(Percent(1_000)));
    rule.min_amount = Money(10_000);
    let outcome = apply(&items, std::slice::from_ref(&rule)).unwrap();
    assert_eq!(outcome.applied[0].shares.len(), 1);
    assert_eq!(outcome.applied[0].shares[0].item, 1);
    rule.min_amount = Money(10_001);
    assert!(apply(&items, &[rule]).unwrap().applied.is_empty());
}

#[test]
fn the_whole_saving_fits_or_nothing_applies() {
    let items = [item("P1", 10, 1_000)];
    let mut big = exclusive("BIG", Reward::AmountOff(Money(2_000)));
    let small = exclusive("SMALL", Reward::AmountOff(Money(1_000)));
    big.budget_left = Some(Money(2_000));
    let outcome = apply(&items, &[big.clone(), small.clone()]).unwrap();
    assert_eq!(
        offs(&outcome),
        [("BIG", 2_000)],
        "exactly what is left passes"
    );
    big.budget_left = Some(Money(1_999));
    let outcome = apply(&items, &[big.clone(), small.clone()]).unwrap();
    assert_eq!(offs(&outcome), [("SMALL", 1_000)]);
    assert_eq!(outcome.missed, [("BIG".to_owned(), Missed::Budget)]);
    big.budget_left = None;
    big.cap_left = Some(Money(1_999));
    let outcome = apply(&items, &[big, small]).unwrap();
    assert_eq!(outcome.missed, [("BIG".to_owned(), Missed::Cap)]);
}

#[test]
fn the_price_really_paid() {
    let paid = |qty, price, off| unit_paid(Qty(qty), Price(price), Percent::ZERO, Money(off));
    assert_eq!(paid(10_000, 100_000, 1_000), Ok(Price(90_000)));
    assert_eq!(paid(3_000, 10_000, 100), Ok(Price(6_667)));
    assert_eq!(paid(0, 10_000, 0), Ok(Price(10_000)));
    let list = unit_paid(Qty(1_000_000), Price(3_333), Percent(1_250), Money::ZERO);
    assert_eq!(list, Ok(Price(2_916)));
}

fn rewards() -> impl Strategy<Value = Reward> {
    prop_oneof![
        (1_i64..=10_000).prop_map(|p| Reward::PercentOff(Percent(p))),
        (1_i64..50_000).prop_map(|m| Reward::AmountOff(Money(m))),
        (1_i64..20, 1_i64..100_000).prop_map(|(qty, price)| Reward::Gift {
            product: "P9".to_owned(),
            qty: Qty(qty * 1_000),
            list_price: Price(price),
        }),
        (1_i64..10, 1_i64..5).prop_map(|(buy, get)| Reward::BuyGet {
            buy: Qty(buy * 1_000),
            get: Qty(get * 1_000),
        }),
        (0_i64..200_000).prop_map(|p| Reward::FixedPrice(Price(p))),
    ]
}

prop_compose! {
    fn a_promotion()(
        reward in rewards(),
        exclusive in any::<bool>(),
        priority in 1_i64..4,
        min_qty in 0_i64..20,
        min_amount in 0_i64..20_000,
        chooses in 0_usize..5,
        budget in prop::option::of(0_i64..30_000),
        cap in prop::option::of(0_i64..30_000),
    ) -> Promotion {
        Promotion {
            min_qty: Qty(min_qty * 1_000),
            min_amount: Money(min_amount),
            products: if chooses == 1 { vec!["P1".to_owned()] } else { Vec::new() },
            families: if chooses >= 3 { vec!["F2".to_owned(), "F3".to_owned()] } else { Vec::new() },
            exclusive,
            priority,
            budget_left: budget.map(Money),
            cap_left: cap.map(Money),
            ..promotion("", reward)
        }
    }
}

prop_compose! {
    fn an_item()(n in 1_usize..5, qty in 1_i64..60_000, price in 0_i64..300_000,
                 discount in 0_i64..5_000, pinned in prop::bool::weighted(0.2)) -> Item {
        Item {
            qty: Qty(qty),
            price: Price(price),
            discount: Percent(discount),
            pinned,
            ..item(&format!("P{n}"), 1, 1)
        }
    }
}

fn numbered(mut promotions: Vec<Promotion>) -> Vec<Promotion> {
    for (n, promotion) in promotions.iter_mut().enumerate() {
        promotion.code = format!("C{n}");
    }
    promotions
}

proptest! {
    /// Shares add up to the saving, no line falls below zero, no money is spent that is not there.
    #[test]
    fn shares_add_up(items in prop::collection::vec(an_item(), 0..8),
                     promotions in prop::collection::vec(a_promotion(), 0..8).prop_map(numbered)) {
        let outcome = apply(&items, &promotions).unwrap();
        let mut left: Vec<i64> = items.iter()
            .map(|i| i.qty.gross(i.price, i.discount).unwrap().0).collect();
        for applied in &outcome.applied {
            let off: i64 = applied.shares.iter().map(|s| s.off.0).sum();
            let worth: i64 = applied.free.iter().map(|f| f.worth.0).sum();
            prop_assert_eq!(off + worth, applied.saving.0);
            for share in &applied.shares {
                prop_assert!(share.off.0 > 0 && !items[share.item].pinned);
                left[share.item] -= share.off.0;
            }
            let rule = promotions.iter().find(|p| p.code == applied.code).unwrap();
            prop_assert_eq!(rule.lacks(applied.saving), None);
        }
        prop_assert!(left.iter().all(|gross| *gross >= 0));
    }

    /// Whatever order promotions were entered in, and however often it is worked out.
    #[test]
    fn the_order_of_entry_never_matters(items in prop::collection::vec(an_item(), 0..6),
            (promotions, shuffled) in prop::collection::vec(a_promotion(), 0..8)
                .prop_map(numbered)
                .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))) {
        let outcome = apply(&items, &promotions).unwrap();
        prop_assert_eq!(&outcome, &apply(&items, &shuffled).unwrap());
        prop_assert_eq!(&outcome, &apply(&items, &promotions).unwrap());
    }

    /// Each exclusive one alone: none that there is money for saves more than the one chosen.
    #[test]
    fn the_best_exclusive_wins(items in prop::collection::vec(an_item(), 1..6),
            promotions in prop::collection::vec(a_promotion(), 1..8).prop_map(numbered)) {
        let exclusive: Vec<_> = promotions.iter().filter(|p| p.exclusive).collect();
        let alone = |p: &Promotion| apply(&items, std::slice::from_ref(p)).unwrap()
            .applied.first().map(|a| a.saving);
        let most = exclusive.iter().filter_map(|p| alone(p)).max();
        let outcome = apply(&items, &promotions).unwrap();
        let mut chosen = outcome.applied.iter()
            .filter(|a| exclusive.iter().any(|p| p.code == a.code));
        prop_assert_eq!(chosen.next().map(|a| a.saving), most);
        prop_assert_eq!(chosen.next(), None);
    }
}
