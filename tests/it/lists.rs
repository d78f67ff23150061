//! Lists go on where their page ended and say what is asked; refusals name what they are about.

use serde_json::{Value, json};

use crate::support::office::Desk;
use crate::support::program::Program;

#[test]
fn what_the_office_cannot_hold_is_a_bad_field_and_the_run_goes_on() {
    let program = Program::with_office();
    let contract = |percent: &str| {
        json!({"do": "contract.save", "with": {"code": "K1", "customer": "C1", "from": "2026-01-01",
            "to": "2026-12-31", "lines": [], "returns_percent": percent}})
    };
    let rule = |most: i64| json!({"do": "pass_rule.save", "with": {"weight_most": most}});
    let customer = json!({"do": "customer.save",
        "with": {"code": "C1", "name": "C1", "terms": "net:30"}});
    let lines = [
        customer.clone(),
        contract("101"),
        contract("-1"),
        contract("100.01"),
        rule(1_000_000_000_001),
        rule(-1),
        contract("100"),
        rule(1_000_000_000_000),
        customer,
    ];
    let answers = program.run(&lines).ends(1).lines();
    let codes = |answer: &Value| {
        answer["refusal"]["code"]
            .as_str()
            .unwrap_or("ok")
            .to_owned()
    };
    let codes: Vec<_> = answers.iter().map(codes).collect();
    let bad = "bad_field";
    assert_eq!(codes, ["ok", bad, bad, bad, bad, bad, "ok", "ok", "ok"]);
    assert_eq!(answers[1]["refusal"]["facts"]["field"], "returns_percent");
    assert_eq!(answers[4]["refusal"]["facts"]["field"], "weight_most");
}

/// The values of a field over all pages of so many rows each.
fn paged(desk: &Desk, name: &str, mut keys: Value, limit: usize, field: &str) -> Vec<String> {
    let mut found = Vec::new();
    keys["limit"] = json!(limit);
    for _ in 0..100 {
        let page = desk.ask(name, keys.clone());
        let rows = page["rows"].as_array().unwrap();
        assert!(rows.len() <= limit, "{page}");
        found.extend(rows.iter().map(|row| row[field].to_string()));
        if page["next"].is_null() {
            return found;
        }
        keys["after"] = page["next"].clone();
    }
    panic!("{name} has no end: {found:?}");
}

/// A list read page by page is the list read at once, whatever the length of a page.
#[track_caller]
fn same_by_pages(desk: &Desk, name: &str, keys: &Value, field: &str, least: usize) {
    let whole = paged(desk, name, keys.clone(), 1_000, field);
    assert!(whole.len() >= least, "{name} {keys}: {whole:?}");
    for limit in [1, 2, 3, 7] {
        let parts = paged(desk, name, keys.clone(), limit, field);
        assert_eq!(parts, whole, "{name} {keys} by {limit}");
    }
}

/// Customers and products of which every kind of match has some.
fn masters() -> Desk {
    let desk = Desk::new();
    for (code, name) in [
        ("AB1", "红星商行"),
        ("AB2", "蓝天:商行"),
        ("A:B", "安邦"),
        ("ZZ1", "ab 商贸"),
        ("ZZ2", "大 AB 行"),
        ("ab", "小店"),
    ] {
        desk.say(
            json!({"do": "customer.save", "with": {"code": code, "name": name, "terms": "net:30"}}),
        );
        let spec = if code.starts_with("AB") {
            "柠檬 330ml"
        } else {
            ""
        };
        let product = json!({"code": code, "name": name, "spec": spec, "unit": "件", "tax_rate": "13",
            "list_price": "10", "style": if code.starts_with('Z') { "AB9" } else { "S1" },
            "colour": if code == "AB1" { "红" } else { "" }, "size": if code == "ZZ1" { "L" } else { "M" }});
        desk.say(json!({"do": "product.save", "with": product}));
    }
    let scanned = json!({"code": "Q9", "name": "扫码", "unit": "件", "tax_rate": "13",
        "list_price": "1", "barcode": "AB"});
    desk.say(json!({"do": "product.save", "with": scanned}));
    desk
}

#[test]
fn customers_and_products_are_read_page_by_page() {
    let desk = masters();
    for goods in [
        json!([["ZZ2", 1], ["P2", 1]]),
        json!([["P2", 1], ["AB2", 1]]),
    ] {
        let lines = goods.as_array().unwrap().iter();
        let lines: Vec<_> = lines
            .map(|line| json!({"product": line[0], "qty": line[1]}))
            .collect();
        desk.say(json!({"do": "order.enter", "with":
            {"customer": "C1", "channel": "phone", "lines": lines}}));
    }
    same_by_pages(&desk, "customers", &json!({}), "code", 7);
    same_by_pages(&desk, "customers", &json!({"text": "AB"}), "code", 5);
    same_by_pages(&desk, "customers", &json!({"text": "商 a"}), "code", 2);
    for customer in [None, Some("C1")] {
        let texts = [("AB", 7), ("商 a", 2), ("柠檬", 2), ("商 330", 2)];
        let texts = texts.map(|(text, least)| (Some(text), least));
        for (text, least) in texts.into_iter().chain([(None, 9)]) {
            let mut keys = json!({});
            for (key, value) in [("customer", customer), ("text", text)] {
                if let Some(value) = value {
                    keys[key] = json!(value);
                }
            }
            same_by_pages(&desk, "products", &keys, "code", least);
        }
    }
    same_by_pages(&desk, "products", &json!({"style": "S1"}), "code", 4);
    let alone = desk.ask("products", json!({"text": "330"}));
    assert_eq!(
        alone["rows"],
        json!([]),
        "letters alone are of no specification"
    );
    let bought = desk.ask("products", json!({"customer": "C1", "limit": 3}));
    let codes: Vec<_> = (0..3).map(|n| bought["rows"][n]["code"].clone()).collect();
    assert_eq!(codes, ["P2", "AB2", "ZZ2"]);
    for name in ["customers", "products", "exceptions"] {
        let line = desk.office.ask_by_name(
            &crate::support::office::boss(),
            name,
            json!({"after": "nonsense"}),
        );
        let told = line.unwrap_err().to_string();
        assert!(told.starts_with("bad_field"), "{name}: {told}");
    }
}

/// An order that one person entered and approved.
fn in_one_hand(desk: &Desk) {
    let mine = desk.say(
        json!({"do": "order.enter", "by": "one", "with": {"customer": "C1",
        "channel": "phone", "need_date": "2026-12-10", "ship_to": "x",
        "lines": [{"product": "P2", "qty": "2"}]}}),
    )["order"]
        .clone();
    let submit = json!({"order": mine, "answers": [{"check": "duplicate_order", "text": "y"}]});
    let told = desk.say(json!({"do": "order.submit", "by": "one", "with": submit}));
    for department in told["route"]["departments"].as_array().unwrap() {
        desk.say(json!({"do": "review.give", "by": department,
            "with": {"order": mine, "department": department, "verdict": "pass"}}));
    }
    desk.say(json!({"do": "order.approve", "by": "one",
        "with": {"order": mine, "objective": 5, "accurate": 5}}));
}

#[test]
fn exceptions_are_read_page_by_page() {
    let desk = Desk::new();
    desk.say(json!({"do": "setting.set", "with": {"name": "duties", "value": "later"}}));
    let all = json!(["clerk", "sales", "finance", "director", "supervisor"]);
    desk.say(json!({"do": "user.save", "with": {"login": "one", "name": "one", "roles": all}}));
    for _ in 0..3 {
        let order = desk.approved("C1", json!([{"product": "P1", "qty": "1"}]));
        let give = |by: &str, name: &str, with: Value| {
            desk.say(json!({"do": name, "by": by, "with": with}));
        };
        give(
            "finance",
            "override.give",
            json!({"order": order, "check": "credit.over_limit", "reason": "known"}),
        );
        for code in ["customer", "credit"] {
            give(
                "clerk",
                "hold.place",
                json!({"order": order, "code": code, "reason": "asked", "stage": "ship"}),
            );
            give(
                "supervisor",
                "hold.release",
                json!({"order": order, "code": code, "reason": "done"}),
            );
        }
        give(
            "clerk",
            "exception.raise",
            json!({"subject": order, "kind": "other", "text": "odd"}),
        );
        in_one_hand(&desk);
    }
    same_by_pages(&desk, "exceptions", &json!({}), "kind", 15);
    same_by_pages(&desk, "exceptions", &json!({"kind": "duty"}), "order", 3);
    same_by_pages(
        &desk,
        "exceptions",
        &json!({"kind": "hold_released"}),
        "at",
        6,
    );
    let raised = desk.ask("exceptions", json!({"kind": "other"}))["rows"].clone();
    for row in raised.as_array().unwrap() {
        desk.say(
            json!({"do": "exception.solve", "with": {"exception": row["exception"],
            "cause": "c", "solution": "s"}}),
        );
    }
    same_by_pages(
        &desk,
        "exceptions",
        &json!({"solved": true}),
        "exception",
        3,
    );
}

#[test]
fn as_many_hits_are_found_as_are_asked_for() {
    let desk = Desk::new();
    for n in 0..70 {
        let with = json!({"code": format!("MANY{n}"), "name": "many", "terms": "net:30"});
        desk.say(json!({"do": "customer.save", "with": with}));
    }
    for (limit, hits) in [(Some(30), 30), (Some(1_000), 70), (Some(5), 5), (None, 20)] {
        let mut keys = json!({"text": "many"});
        if let Some(limit) = limit {
            keys["limit"] = json!(limit);
        }
        let found = desk.ask("find", keys);
        assert_eq!(found["rows"].as_array().unwrap().len(), hits, "{limit:?}");
    }
}

#[test]
fn the_list_of_orders_and_an_order_say_the_same_amount() {
    let desk = Desk::new();
    let lines = json!([{"product": "P1", "qty": "3", "price": "33.3333", "price_reason": "r"},
        {"product": "P2", "qty": "7"}]);
    let part = desk.approved("C1", lines.clone());
    let gone = desk.approved("C1", lines.clone());
    let whole = desk.approved("C1", lines);
    let cancel = |with: Value| desk.say(json!({"do": "order.cancel", "by": "clerk", "with": with}));
    cancel(json!({"order": part, "line": 1, "qty": "1", "reason": "customer"}));
    cancel(json!({"order": gone, "reason": "customer"}));
    let mut amounts = Vec::new();
    for order in [&part, &gone, &whole] {
        let totals = desk.ask("order", json!({"order": order}))["totals"].clone();
        for keys in [json!({}), json!({"text": order}), json!({"customer": "C1"})] {
            let rows = desk.ask("orders", keys)["rows"].clone();
            let rows = rows.as_array().unwrap();
            let row = rows.iter().find(|row| row["order"] == json!(order));
            assert_eq!(row.unwrap()["gross"], totals["gross"], "{order}");
        }
        amounts.push(totals["gross"].clone());
    }
    assert_eq!(amounts, ["383.07", "0.00", "416.40"]);
    let found = desk.ask("find", json!({"text": part}))["rows"][0]["detail"].clone();
    assert!(found.as_str().unwrap().contains("383.07"), "{found}");
}

#[test]
fn an_order_is_found_by_its_number_without_the_hyphen() {
    let desk = Desk::new();
    let order = desk.approved("C1", json!([{"product": "P1", "qty": "3"}]));
    let bare = order.replace('-', "");
    for typed in [
        &order,
        &bare,
        &bare[2..],
        &bare[6..],
        &bare[bare.len() - 4..],
    ] {
        let found = desk.ask("find", json!({"text": typed}))["rows"].clone();
        let hit = found.as_array().unwrap().iter().any(|hit| {
            hit.as_object()
                .unwrap()
                .values()
                .any(|value| *value == json!(order))
        });
        assert!(hit, "{typed}: {found}");
        let listed = desk.ask("orders", json!({"text": typed}))["rows"][0]["order"].clone();
        assert_eq!(listed, json!(order), "{typed}");
    }
}

#[test]
fn orders_that_are_not_late_can_be_listed() {
    let desk = Desk::new();
    let late = desk.approved("C1", json!([{"product": "P1", "qty": "3"}]));
    let draft = desk.say(
        json!({"do": "order.enter", "by": "clerk", "with": {"customer": "C1",
        "channel": "phone", "lines": [{"product": "P1", "qty": "1"}]}}),
    )["order"]
        .clone();
    let listed = |late: Value| {
        let rows = desk.ask("orders", json!({"late": late, "at": "2027-03-01"}))["rows"].clone();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["order"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed(json!(true)), [json!(late)]);
    assert_eq!(listed(json!(false)), std::slice::from_ref(&draft));
    assert_eq!(listed(Value::Null), [draft, json!(late)]);
}

#[test]
fn the_help_names_the_refusals_that_come() {
    use orderdesk::desk::Command;
    for (command, code) in [
        ("shipment.pack", "payment.not_cleared"),
        ("order.cancel", "qty.not_a_step"),
        ("hold.place", "already_there"),
        ("order.intercept", "already_there"),
    ] {
        let spec = Command::spec_of(command).unwrap();
        let named = spec.refusals.iter().any(|known| known.name() == code);
        assert!(named, "{command} does not name {code}");
    }
}

#[test]
fn a_row_that_a_rule_refuses_keeps_what_it_is_told_by() {
    let program = Program::with_office();
    let warehouse = json!({"do": "warehouse.save", "with": {"code": "W1", "name": "w"}});
    program.run(&[warehouse]).ends(0);
    let refused = |kind: &str, rows: &str| {
        let file = program.file(&format!("{kind}.csv"), rows);
        let list = program.path(&format!("{kind}-problems.csv"));
        let list = list.display().to_string();
        program
            .call(&["import", kind, &file, "--problems", &list])
            .ends(1);
        let text = std::fs::read_to_string(&list).unwrap();
        let row = text.lines().nth(1).unwrap_or_default();
        row.split(',').nth(2).unwrap_or_default().to_owned()
    };
    let told = [
        refused("customers", "code,name,terms,payer\nK1,one,net:30,NOBODY\n"),
        refused(
            "products",
            "code,name,unit,tax_rate,list_price,floor_price\nQ1,one,pc,13,10,-1\n",
        ),
        refused("prices", "target_code,price\nQ7,10\n"),
        refused("stock", "warehouse,product,counted\nW1,Q8,5\n"),
        refused("receipts", "customer,amount,method\nK9,5,cash\n"),
    ];
    assert_eq!(told, ["K1", "Q1", "Q7", "Q8", "K9"]);
}

/// What a refusal says to a person, in English.
fn said(refusal: &orderdesk::domain::Refusal) -> String {
    let told = orderdesk::words::Lang::En.refusal(refusal);
    format!("{} / {}", told.text, told.way_out)
}

#[test]
fn a_refusal_names_what_it_is_about() {
    let desk = Desk::new();
    let refused = |line: Value| {
        let no = desk.attempt(line).unwrap_err();
        let text = said(&no);
        assert!(
            !text.split([' ', ',', ';']).any(|word| word == "-"),
            "{text}"
        );
        no
    };
    desk.say(
        json!({"do": "customer.save", "with": {"code": "D1", "name": "D1",
        "terms": "deposit:30", "phone": "13800000001", "address": "x"}}),
    );
    let order = desk.approved("D1", json!([{"product": "P1", "qty": "3"}]));
    desk.say(json!({"do": "stock.receive", "by": "warehouse",
        "with": {"warehouse": "W1", "product": "P1", "qty": "9"}}));
    let unpaid = refused(json!({"do": "shipment.pack", "by": "warehouse",
        "with": {"order": order, "lines": [{"line": 1, "qty": "3"}]}}));
    assert_eq!(unpaid.code().name(), "payment.not_cleared");
    assert_eq!(unpaid.facts()["needed"], "9.00");
    let enter = |by: &str, qty: &str, price: &str| {
        json!({"do": "order.enter", "by": by, "with": {"customer": "C1", "channel": "phone",
            "lines": [{"product": "P1", "qty": qty, "price": price, "price_reason": "r"}]}})
    };
    let stranger = refused(enter("nobody", "1", "10"));
    assert_eq!(stranger.facts()["command"], "order.enter");
    // Sales enter for their own customers only.
    let other = refused(enter("sales", "1", "10"));
    assert_eq!(other.facts()["command"], "order.enter");
    let large = refused(enter("clerk", "900000000", "90000000"));
    assert_eq!(large.code().name(), "money.overflow");
    assert_eq!(large.facts()["field"], "lines[0]");
}

#[test]
fn whoever_may_not_act_for_others_is_told_so() {
    let desk = Desk::bare(true);
    desk.say(json!({"do": "permission.save", "with": {"role": "admin", "command": "act_as", "allowed": false}}));
    let line = json!({"do": "warehouse.save", "by": "x", "with": {"code": "W", "name": "w"}});
    let no = desk.attempt(line).unwrap_err();
    assert_eq!(no.facts()["command"], "act_as", "{no}");
    assert!(said(&no).contains("may not do act_as"), "{}", said(&no));
}
