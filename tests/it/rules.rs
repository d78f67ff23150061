//! What must hold whatever anybody types, tried with random commands.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::office::Desk;
use crate::support::recount::exposure;
use crate::support::storm::{after_sale, desk};
use crate::support::tables;

const CUSTOMERS: &[&str] = &["C1", "CP", "CD", "CC", "NONE"];
const PRODUCTS: &[&str] = &["P1", "P2", "PX", "没有"];
const PEOPLE: &[&str] = &[
    "boss",
    "boss",
    "boss",
    "boss",
    "clerk",
    "sales",
    "finance",
    "director",
    "warehouse",
    "supervisor",
    "auditor",
];

/// How many acts a choice has.
const ACTS: usize = 44;

/// Random choices; every command is made from a few of them.
#[derive(Debug, Clone)]
struct Choice {
    act: usize,
    who: usize,
    a: usize,
    b: usize,
    qty: usize,
}

fn choice() -> impl Strategy<Value = Choice> {
    (
        0..2 * ACTS,
        0_usize..64,
        0_usize..64,
        0_usize..64,
        0_usize..64,
    )
        .prop_map(|(act, who, a, b, qty)| Choice {
            act,
            who,
            a,
            b,
            qty,
        })
}

/// What is in the file to name: orders, shipments, invoices, receipts, returns.
#[derive(Default)]
struct Known {
    orders: Vec<String>,
    shipments: Vec<String>,
    invoices: Vec<String>,
    receipts: Vec<String>,
    returns: Vec<String>,
    notes: Vec<String>,
}

impl Known {
    fn learn(&mut self, value: &Value) {
        for (name, list) in [
            ("order", &mut self.orders),
            ("shipment", &mut self.shipments),
            ("invoice", &mut self.invoices),
            ("receipt", &mut self.receipts),
            ("return", &mut self.returns),
            ("credit_note", &mut self.notes),
        ] {
            if let Some(number) = value[name].as_str()
                && !list.iter().any(|known| known == number)
            {
                list.push(number.to_owned());
            }
        }
    }
}

/// Mostly the latest, sometimes an older one, sometimes one that is not there.
fn pick(list: &[String], n: usize) -> String {
    if n == 63 || list.is_empty() {
        return "SO20200101-0001".to_owned();
    }
    list[list.len() - 1 - (n * n / 400) % list.len()].clone()
}

fn quantity(n: usize) -> String {
    [
        "1",
        "2",
        "3",
        "5",
        "8",
        "10",
        "0.5",
        "12",
        "4",
        "6",
        "0",
        "-1",
        "40",
        "2.5",
        "1000000000",
        "7",
    ][n % 16]
        .to_owned()
}

fn amount(n: usize) -> String {
    [
        "10",
        "50",
        "100",
        "0.01",
        "30",
        "33.33",
        "150",
        "20",
        "5",
        "0",
        "-1",
        "9999999999",
        "12.5",
        "70",
        "15",
        "99.99",
    ][n % 16]
        .to_owned()
}

fn command(c: &Choice, known: &Known) -> Value {
    let (name, with) = match c.act % ACTS {
        11..=19 | 34 | 35 => about_money(c, known),
        0..=4 | 20..=23 | 31 | 32 => about_orders(c, known),
        33 => about_night(c, known),
        act @ 36.. => {
            let papers = (pick(&known.orders, c.a), pick(&known.returns, c.a));
            after_sale(act, c.b, papers, quantity(c.qty))
        }
        _ => about_goods(c, known),
    };
    json!({"do": name, "by": PEOPLE[c.who % PEOPLE.len()], "with": with})
}

fn product(c: &Choice) -> &'static str {
    PRODUCTS[(c.a * c.a / 64 * 4 / 64).min(3)]
}

fn about_orders(c: &Choice, known: &Known) -> (&'static str, Value) {
    let order = pick(&known.orders, c.a);
    let customer = CUSTOMERS[(c.b * 5 / 64).min(4)];
    let (product, qty, line) = (product(c), quantity(c.qty), 1 + c.b % 2);
    let lines = json!([{"product": product, "qty": qty}, {"product": (PRODUCTS[c.b % 3]), "qty": quantity(c.b)}]);
    match c.act % ACTS {
        0..=2 => (
            "order.enter",
            json!({"customer": customer, "channel": "phone", "ship_to": "某地",
            "need_date": (["2026-11-24", "2026-12-20"][c.b % 2]), "lines": lines}),
        ),
        3 | 4 => (
            "order.submit",
            json!({"order": order, "answers": [{"check": "duplicate_order", "text": "是"}]}),
        ),
        20 => (
            "order.cancel",
            json!({"order": order, "reason": "customer"}),
        ),
        21 => (
            "order.cancel",
            json!({"order": order, "line": line, "qty": qty, "reason": "ours"}),
        ),
        22 => ("order.edit", json!({"order": order, "lines": lines})),
        23 | 31 if !c.a.is_multiple_of(3) => ("order.change", change(c, &order)),
        32 => (
            "hold.release",
            json!({"order": order, "code": (["credit", "x"][c.a % 2]), "reason": "x",
            "until": if c.b.is_multiple_of(2) { json!("2026-11-25") } else { Value::Null }}),
        ),
        23 => (
            "order.return",
            json!({"order": order, "reasons": [{"code": "other"}]}),
        ),
        _ => (
            "hold.place",
            json!({"order": order, "code": (["credit", "x"][c.a % 2]), "stage": (["approve", "allocate", "ship", "invoice"][c.b % 4]), "reason": "x"}),
        ),
    }
}

/// A new version: less, more, dearer, cheaper, another date, another customer, a new line, nothing.
fn change(c: &Choice, order: &str) -> Value {
    let (qty, line) = (quantity(c.qty), 1 + c.b % 2);
    let mut with =
        json!({"order": order, "reason": "x", "asked_by": (["customer", "us"][c.a % 2])});
    match c.who % 8 {
        0..=2 => with["lines"] = json!([{"line": line, "qty": qty}]),
        3 => {
            with["lines"] =
                json!([{"line": line, "qty": qty, "price": amount(c.qty), "price_reason": "x"}]);
        }
        4 => with["lines"] = json!([{"product": product(c), "qty": qty}]),
        5 => with["lines"] = json!([{"line": line, "product": product(c)}]),
        6 => with["need_date"] = json!(["2026-11-24", "2026-12-20"][c.b % 2]),
        _ => {
            with["customer"] = json!(CUSTOMERS[(c.b * 5 / 64).min(4)]);
            with["warehouse"] = json!(["W1", "W2"][c.a % 2]);
        }
    }
    with
}

fn about_night(c: &Choice, known: &Known) -> (&'static str, Value) {
    let customer = CUSTOMERS[(c.b * 5 / 64).min(4)];
    match c.a % 4 {
        0 => (
            "contact.log",
            json!({"customer": customer, "way": "phone", "outcome": "promised",
            "promise": {"date": (["2026-11-01", "2026-12-01"][c.b % 2]), "amount": amount(c.qty)}}),
        ),
        1 => (
            "credit.set",
            json!({"customer": customer, "limit": amount(c.qty), "reason": "x"}),
        ),
        2 => (
            "order.reopen",
            json!({"order": pick(&known.orders, c.b), "reason": "x"}),
        ),
        _ => ("nightly.run", json!({})),
    }
}

fn about_goods(c: &Choice, known: &Known) -> (&'static str, Value) {
    let (order, shipment) = (pick(&known.orders, c.a), pick(&known.shipments, c.a));
    let (product, qty, line) = (product(c), quantity(c.qty), 1 + c.b % 2);
    match c.act % ACTS {
        5 | 6 => (
            "shipment.pack",
            json!({"order": order, "lines": [{"line": line, "qty": qty}]}),
        ),
        7 | 8 => (
            "shipment.dispatch",
            json!({"shipment": shipment, "carrier": "SF"}),
        ),
        9 | 10 => (
            "shipment.sign",
            json!({"shipment": shipment, "signed_at": "2026-11-23T09:00:00",
            "refused": if c.b.is_multiple_of(5) { json!([{"line": line, "qty": "1", "reason": "refused"}]) } else { Value::Null }}),
        ),
        24 | 25 => (
            "stock.receive",
            json!({"warehouse": (["W1", "W2"][c.b % 2]), "product": product, "qty": qty}),
        ),
        26 => (
            "stock.count",
            json!({"warehouse": "W1", "product": product, "counted": qty, "reason": "x"}),
        ),
        27 => (
            "stock.adjust",
            json!({"warehouse": "W1", "product": product, "qty": if c.b.is_multiple_of(2) { format!("-{qty}") } else { qty }, "reason": "x"}),
        ),
        28 => (
            "stock.reserve",
            json!({"order": order, "line": line, "qty": qty}),
        ),
        29 => (
            "stock.unreserve",
            json!({"order": order, "line": line, "qty": qty}),
        ),
        _ => (
            "shipment.unpack",
            json!({"shipment": shipment, "reason": "x"}),
        ),
    }
}

fn about_money(c: &Choice, known: &Known) -> (&'static str, Value) {
    let (order, shipment) = (pick(&known.orders, c.a), pick(&known.shipments, c.a));
    let (invoice, receipt) = (pick(&known.invoices, c.b), pick(&known.receipts, c.a));
    let customer = CUSTOMERS[(c.b * 5 / 64).min(4)];
    let (money, note) = (amount(c.qty), pick(&known.notes, c.a));
    match c.act % ACTS {
        11 | 12 => ("invoice.post", json!({"order": order})),
        13 => ("invoice.post", json!({"shipment": shipment})),
        14 | 15 => (
            "receipt.record",
            json!({"customer": customer, "amount": money,
            "method": (["wire", "cheque", "cash", "cod", "card"][c.a % 5]), "order": if c.a.is_multiple_of(2) { json!(order) } else { Value::Null }}),
        ),
        16 => ("receipt.clear", json!({"receipt": receipt})),
        34 if c.a.is_multiple_of(2) => (
            "credit_note.post",
            json!({"invoice": invoice, "amount": money, "reason": "x"}),
        ),
        34 => (
            "credit_note.post",
            json!({"invoice": invoice, "lines": [{"line": 1 + c.a % 2, "qty": quantity(c.qty)}], "reason": "x"}),
        ),
        35 if c.a.is_multiple_of(3) => (
            "writeoff.post",
            json!({"invoice": invoice, "amount": money, "reason": "x"}),
        ),
        35 => (
            "refund.pay",
            json!({"customer": customer, "amount": money, "method": "wire",
            (["receipt", "credit_note"][c.a % 2]): (if c.a.is_multiple_of(2) { receipt } else { note })}),
        ),
        17 => ("receipt.bounce", json!({"receipt": receipt})),
        18 => (
            "receipt.apply",
            json!({"receipt": receipt, "to": [{"invoice": invoice, "amount": money}]}),
        ),
        _ => (
            "receipt.unapply",
            json!({"receipt": receipt, "to": [{"invoice": invoice, "amount": money}], "reason": "x"}),
        ),
    }
}

/// After a hand-in and after a change that is judged, the opinions and the director mostly follow,
/// else few orders would live.
fn follow(desk: &Desk, value: &Value) {
    let asked = [&value["route"]["departments"], &value["rereview"]];
    for department in asked.iter().filter_map(|list| list.as_array()).flatten() {
        let with = json!({"order": value["order"], "department": department, "verdict": "pass"});
        drop(desk.attempt(json!({"do": "review.give", "with": with})));
    }
    let with = json!({"order": value["order"], "objective": 4, "accurate": 4});
    drop(desk.attempt(json!({"do": "order.approve", "with": with})));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_typed_breaks_an_invariant(choices in prop::collection::vec(choice(), 50..200)) {
        let desk = desk();
        let mut known = Known::default();
        // One order to begin with, so that what follows has a paper to speak of.
        let first = desk.attempt(json!({"do": "order.enter", "with": {"customer": "CC",
            "channel": "phone", "lines": [{"product": "P1", "qty": "2"}]}})).unwrap();
        known.learn(&first.value);
        for choice in &choices {
            let line = command(choice, &known);
            if let Ok(done) = desk.attempt(line) {
                known.learn(&done.value);
                if choice.act % ACTS == 3 || choice.act % ACTS == 4 || done.value["pending"] == json!(true) && choice.a % 5 > 0 {
                    follow(&desk, &done.value);
                }
            }
        }
        let bad: Vec<_> = desk.office.check(false).unwrap().into_iter().filter(|c| !c.ok).collect();
        prop_assert!(bad.is_empty(), "{bad:#?}");
        let reader = tables::reader(&desk.path);
        for customer in CUSTOMERS.iter().filter(|code| **code != "NONE") {
            let told = desk.ask("credit", json!({"customer": customer}));
            let recounted = exposure(&reader, customer);
            let told_fen: i64 = told["exposure"].as_str().unwrap().replace('.', "").parse().unwrap();
            prop_assert_eq!(told_fen, recounted, "{} {}", customer, told);
        }
        let stock = desk.ask("stock", json!({}));
        for row in stock["rows"].as_array().unwrap() {
            prop_assert!(!row["free"].as_str().unwrap().starts_with('-'), "{row}");
        }
        // The counts repeat the conditions of the queues in a statement of their own.
        for at in ["2026-11-23T18:00:00", "2027-01-31T09:00:00"] {
            let counts = desk.ask("counts", json!({ "at": at }));
            let list = desk.ask("worklist", json!({ "at": at, "who": "boss", "limit": 1000 }));
            let mut counted = std::collections::BTreeMap::new();
            for row in list["rows"].as_array().unwrap() {
                *counted.entry(row["queue"].as_str().unwrap().to_owned()).or_insert(0) += 1;
            }
            prop_assert_eq!(counts, json!(counted));
        }
    }

    #[test]
    fn a_version_moves_the_exposure_by_what_it_says(choices in prop::collection::vec(choice(), 20..60)) {
        let desk = desk();
        let mut known = Known::default();
        for n in 0..3 {
            let lines = json!([{"product": "P1", "qty": "8"}, {"product": "P2", "qty": "2"}]);
            known.orders.push(desk.approved(["C1", "CC", "CP"][n], lines));
        }
        for choice in &choices {
            let mut line = command(choice, &known);
            if choice.act % 36 >= 20 {
                let order = pick(&known.orders, choice.a);
                line = json!({"do": "order.change", "with": change(choice, &order)});
            }
            let of = |order: &Value| {
                let head = desk.ask("order", json!({"order": order}))["head"]["customer"].clone();
                let told = desk.ask("credit", json!({"customer": head}));
                let exposure: orderdesk::domain::Money = told["exposure"].as_str().unwrap().parse().unwrap();
                (head, exposure)
            };
            let there = known.orders.iter().any(|order| line["with"]["order"] == json!(order));
            let before = (line["do"] == "order.change" && there).then(|| of(&line["with"]["order"]));
            let Ok(done) = desk.attempt(line.clone()) else { continue };
            known.learn(&done.value);
            if done.value["pending"] == json!(true) {
                // What waits counts for nothing yet.
                let (_, exposure) = before.unwrap();
                prop_assert_eq!(of(&line["with"]["order"]).1, exposure);
                follow(&desk, &done.value);
            } else if let Some((customer, exposure)) = before {
                let (then, now) = of(&line["with"]["order"]);
                let delta: orderdesk::domain::Money = done.value["delta"].as_str().unwrap().parse().unwrap();
                if then == customer && done.value["state"] != "closed" {
                    prop_assert_eq!(now, exposure.add(delta).unwrap(), "{} {}", line, done.value);
                }
            }
        }
        let bad: Vec<_> = desk.office.check(false).unwrap().into_iter().filter(|c| !c.ok).collect();
        prop_assert!(bad.is_empty(), "{bad:#?}");
    }

    #[test]
    fn a_refused_command_leaves_no_trace(choices in prop::collection::vec(choice(), 60..90)) {
        let desk = desk();
        let mut known = Known::default();
        let reader = tables::reader(&desk.path);
        let mut before = tables::dump(&reader);
        for choice in &choices {
            let line = command(choice, &known);
            match desk.attempt(line.clone()) {
                Ok(done) => {
                    known.learn(&done.value);
                    if choice.act % ACTS == 3 || choice.act % ACTS == 4 {
                        follow(&desk, &done.value);
                    }
                    before = tables::dump(&reader);
                }
                Err(refusal) => {
                    let after = tables::dump(&reader);
                    prop_assert_eq!(&before, &after, "{} {}", line, refusal);
                }
            }
        }
    }

    #[test]
    fn the_order_in_which_prices_are_entered_never_matters(
        rules in prop::collection::vec((0_usize..3, 0_usize..4, 0_usize..3, 1_u32..2_000, 0_usize..2), 1..10),
        shift in 0_usize..10, qty in 1_u32..30,
    ) {
        let mut rules = rules;
        // The same place twice is a change of the first, and there the order does matter.
        rules.sort_by_key(|rule| (rule.0, rule.1, rule.2, rule.4));
        rules.dedup_by_key(|rule| (rule.0, rule.1, rule.2, rule.4));
        let price = |rules: &[(usize, usize, usize, u32, usize)]| {
            let desk = Desk::new();
            desk.say(json!({"do": "product.save", "with": {"code": "P1", "name": "P1", "unit": "件", "tax_rate": "13",
                "list_price": "10", "family": "F", "style": "S"}}));
            for (scope, target, min, cents, from) in rules {
                let (scope, scope_code) = [("customer", "C1"), ("base", ""), ("channel", "phone")][*scope];
                let (target, target_code) = [("sku", "P1"), ("style", "S"), ("family", "F"), ("all", "")][*target];
                let mut with = json!({"scope": scope, "target": target, "min_qty": (["0", "5", "20"][*min]),
                    "price": format!("{}.{:02}", cents / 100, cents % 100), "from": (["2026-01-01", "2026-06-01"][*from])});
                for (name, code) in [("scope_code", scope_code), ("target_code", target_code)] {
                    if !code.is_empty() {
                        with[name] = json!(code);
                    }
                }
                desk.say(json!({"do": "price.save", "with": with}));
            }
            let asked = desk.ask("price", json!({"customer": "C1", "product": "P1", "qty": qty.to_string(), "channel": "phone"}));
            asked["price"].clone()
        };
        let straight = price(&rules);
        let mut turned = rules.clone();
        let middle = shift % turned.len();
        turned.rotate_left(middle);
        prop_assert_eq!(&straight, &price(&turned));
        turned.reverse();
        prop_assert_eq!(&straight, &price(&turned));
    }
}
