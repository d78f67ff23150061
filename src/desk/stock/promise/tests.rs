use serde_json::json;

use super::*;
use crate::desk::stock::query;
use crate::desk::testing::Bench;
use crate::domain::day::day;
use crate::store::products::Product;

fn receive(bench: &Bench, qty: &str) {
    bench.run(
        "stock.receive",
        json!({"warehouse": "W1", "product": "P1", "qty": qty}),
    );
}

fn expect(bench: &Bench, qty: &str, date: Day, confirmed: bool) {
    bench.run(
        "supply.expect",
        json!({"warehouse": "W1", "product": "P1", "qty": qty, "date": date,
            "confirmed": confirmed}),
    );
}

fn owed(bench: &Bench, qty: &str, on: Day) -> String {
    bench.promised("C1", &[("P1".to_owned(), qty.to_owned(), Some(on))])
}

fn p1(bench: &Bench) -> Product {
    crate::store::products::by_code(bench.db(), "P1")
        .unwrap()
        .unwrap()
}

/// `rules.md §6`, day 1 being today.
fn example() -> (Bench, impl Fn(i64) -> Day) {
    let bench = Bench::new();
    let today = bench.today();
    let on = move |n: i64| today.plus_days(n - 1);
    receive(&bench, "100");
    expect(&bench, "50", on(5), true);
    expect(&bench, "80", on(10), true);
    expect(&bench, "900", on(2), false);
    for (n, qty) in [(3, "60"), (7, "70"), (12, "40")] {
        owed(&bench, qty, on(n));
    }
    (bench, on)
}

#[test]
fn the_worked_example_holds_in_the_tables() {
    let (bench, on) = example();
    let atp = atp(bench.db(), p1(&bench).id, None, bench.today()).unwrap();
    assert_eq!(
        atp.steps(),
        [(on(1), Qty(20_000)), (on(10), Qty(60_000))],
        "supply that is not confirmed counts for nothing"
    );
}

#[test]
fn a_line_is_promised_its_need_date_or_the_first_day_that_covers_it() {
    let (bench, on) = example();
    let product = p1(&bench);
    let promise = |qty: i64, need: Option<Day>| {
        promise_line(bench.db(), &product, Qty(qty * 1_000), need, bench.today()).unwrap()
    };
    assert_eq!(promise(20, None), on(1));
    assert_eq!(promise(20, Some(on(4))), on(4));
    assert_eq!(promise(21, Some(on(4))), on(10));
    assert_eq!(promise(60, Some(on(15))), on(15));
    // Seven working days after Monday 23 November.
    assert_eq!(promise(61, None), day("2026-12-02"));
    assert_eq!(promise(61, Some(day("2026-12-24"))), day("2026-12-24"));
}

#[test]
fn two_lines_are_not_promised_the_same_goods() {
    let (bench, on) = example();
    let product = p1(&bench);
    let mut promises = Promises::default();
    let mut next = |qty: i64| {
        promises
            .line(bench.db(), &product, Qty(qty * 1_000), None, bench.today())
            .unwrap()
    };
    assert_eq!(next(20), on(1));
    assert_eq!(next(20), on(10));
    assert_eq!(next(20), on(10));
    assert_eq!(next(1), day("2026-12-02"));
}

#[test]
fn a_reserved_line_is_no_commitment() {
    let bench = Bench::new();
    let order = bench.approved("C1", &[("P1", "30")]);
    receive(&bench, "100");
    assert_eq!(bench.line(&order, 1).reserved, Qty(30_000));
    let atp = atp(bench.db(), p1(&bench).id, None, bench.today()).unwrap();
    assert_eq!(atp.steps(), [(bench.today(), Qty(70_000))]);
}

#[test]
fn the_query_says_what_covers_the_quantity() {
    let (bench, on) = example();
    let ask = |qty: &str| {
        let qty = Some(qty.parse().unwrap());
        query::promise(bench.db(), bench.today(), "P1", qty, Some("W1")).unwrap()
    };
    let answer = ask("20");
    assert_eq!(answer["on_hand"], "100");
    assert_eq!(answer["free"], "100");
    assert_eq!(
        answer["atp"],
        json!([{"date": on(1), "qty": "20"}, {"date": on(10), "qty": "60"}])
    );
    assert_eq!(
        (&answer["by"], &answer["earliest"]),
        (&json!("stock"), &json!(on(1)))
    );
    let answer = ask("60");
    assert_eq!(
        (&answer["by"], &answer["earliest"]),
        (&json!("supply"), &json!(on(10)))
    );
    let answer = ask("60.001");
    assert_eq!(
        (&answer["by"], &answer["earliest"]),
        (&json!("lead_time"), &json!("2026-12-02"))
    );
}

#[test]
fn a_promise_stands_in_the_first_week_with_room_for_all_of_it() {
    let bench = Bench::new().with_rules();
    bench.product("M1", json!({"family": "F", "lead_days": 5}));
    for (week, units) in [("2026-W49", "10"), ("2026-W50", "0"), ("2026-W51", "6")] {
        let row = json!({"family": "F", "week": week, "units": units});
        bench.run("capacity.save", row);
    }
    let product = crate::store::products::by_code(bench.db(), "M1")
        .unwrap()
        .unwrap();
    let mut promises = Promises::default();
    let mut next = |qty: i64| {
        promises
            .line(bench.db(), &product, Qty(qty * 1_000), None, bench.today())
            .unwrap()
    };
    // Five working days after Monday 23 November is the Monday after.
    assert_eq!(next(4), day("2026-11-30"));
    assert_eq!(next(7), day("2026-12-21"), "no week with a limit holds it");
    assert_eq!(next(6), day("2026-11-30"));
    assert_eq!(
        next(1),
        day("2026-12-14"),
        "the 49th is full, the 50th makes nothing"
    );
    assert_eq!(next(5), day("2026-12-14"));
    assert_eq!(next(1), day("2026-12-21"));
}
