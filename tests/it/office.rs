//! Eight and sixteen processes on one file: nothing acknowledged is lost, no number is left out, nothing is
//! sold twice (`reliability.md` R20, R21).

use std::io::Write;
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::support::program::Program;
use crate::support::tables;

const PROCESSES: usize = 8;
const ORDERS: usize = 25;

/// An office with goods, whose founder does everything.
fn office() -> Program {
    let program = Program::with_office();
    let mut lines = vec![
        json!({"do": "warehouse.save", "with": {"code": "W1", "name": "仓"}}),
        json!({"do": "customer.save", "with": {"code": "C1", "name": "客", "terms": "prepaid", "kind": "shop"}}),
    ];
    for product in ["P1", "P2", "P3"] {
        lines.push(
            json!({"do": "product.save", "with": {"code": product, "name": product, "unit": "件",
            "tax_rate": "13", "list_price": "10"}}),
        );
    }
    program.run(&lines).ends(0);
    program
}

/// Starts a run for each list of lines, all at once, and gives their answers.
fn storm(program: &Program, lists: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let children: Vec<Child> = lists
        .iter()
        .map(|_| {
            let mut command = program.command();
            command
                .arg("run")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let workers: Vec<_> = children
        .into_iter()
        .zip(lists)
        .map(|(mut child, lines)| {
            std::thread::spawn(move || {
                let mut input = child.stdin.take().unwrap();
                let feed = std::thread::spawn(move || {
                    for line in lines {
                        writeln!(input, "{line}").unwrap();
                    }
                });
                let output = child.wait_with_output().unwrap();
                feed.join().unwrap();
                assert!(
                    output.stderr.is_empty(),
                    "{}",
                    String::from_utf8_lossy(&output.stderr)
                );
                let text = String::from_utf8(output.stdout).unwrap();
                text.lines()
                    .map(|line| serde_json::from_str(line).unwrap())
                    .collect()
            })
        })
        .collect();
    workers
        .into_iter()
        .map(|worker| worker.join().unwrap())
        .collect()
}

fn enter(clerk: usize, n: usize) -> Value {
    json!({"do": "order.enter", "id": format!("enter-{clerk}-{n}"), "with": {"customer": "C1", "channel": "phone",
        "customer_ref": format!("{clerk}-{n}"), "ship_to": "广州", "need_date": "2199-12-01",
        "lines": [{"product": "P1", "qty": (1 + clerk).to_string()}, {"product": "P2", "qty": (1 + n).to_string()},
            {"product": "P3", "qty": "1"}]}})
}

/// Hands orders in, has them judged and approved.
fn approve_all(program: &Program, orders: &[String]) {
    let mut through = Vec::new();
    for order in orders {
        through.push(json!({"do": "order.submit", "with": {"order": order,
            "answers": [{"check": "duplicate_order", "text": "a storm"}]}}));
        for department in ["sales", "production", "purchasing"] {
            through.push(
                json!({"do": "review.give", "with": {"order": order, "department": department,
                "verdict": "pass"}}),
            );
        }
        through.push(
            json!({"do": "order.approve", "with": {"order": order, "objective": 5, "accurate": 5}}),
        );
    }
    program.run(&through).ends(0);
}

#[test]
fn eight_processes_enter_and_submit_without_a_gap() {
    let program = office();
    let lists = (0..PROCESSES)
        .map(|clerk| (0..ORDERS).map(|n| enter(clerk, n)).collect())
        .collect();
    let mut numbers: Vec<Vec<String>> = Vec::new();
    for answers in storm(&program, lists) {
        assert_eq!(answers.len(), ORDERS);
        assert!(
            answers.iter().all(|a| a["ok"] == json!(true)),
            "{answers:?}"
        );
        numbers.push(
            answers
                .iter()
                .map(|a| a["value"]["order"].as_str().unwrap().to_owned())
                .collect(),
        );
    }
    let submit = |order: &String| {
        json!({"do": "order.submit", "with": {"order": order,
            "answers": [{"check": "duplicate_order", "text": "a storm"}]}})
    };
    let lists = numbers
        .iter()
        .map(|orders| orders.iter().map(submit).collect())
        .collect();
    for answers in storm(&program, lists) {
        assert!(
            answers.iter().all(|a| a["ok"] == json!(true)),
            "{answers:?}"
        );
    }
    let mut all: Vec<String> = numbers.into_iter().flatten().collect();
    all.sort();
    let tail = |number: &String| number.rsplit_once('-').unwrap().1.parse::<usize>().unwrap();
    let by_day = |day: &str| {
        all.iter()
            .filter(|n| n.contains(day))
            .map(tail)
            .collect::<Vec<_>>()
    };
    let mut days: Vec<_> = all.iter().map(|n| n[..n.len() - 5].to_owned()).collect();
    days.dedup();
    for day in days {
        let numbers = by_day(&day);
        assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "{day}");
    }
    let db = tables::reader(&program.db);
    let count = i64::try_from(PROCESSES * ORDERS).unwrap();
    assert_eq!(
        tables::number(
            &db,
            "SELECT count(*) FROM sales_order WHERE state = 'reviewing'"
        ),
        count
    );
    assert_eq!(
        tables::number(&db, "SELECT count(*) FROM order_line"),
        3 * count
    );
    program.call(&["check", "--deep"]).ends(0);
}

/// All at once pack one piece each of goods of which so many are there; the answers.
fn packed_at_once(program: &Program, there: &str) -> Vec<Value> {
    let lines: Vec<Value> = (0..PROCESSES).map(|n| enter(n, 0)).collect();
    let entered = program.run(&lines).ends(0).lines();
    let orders: Vec<String> = entered
        .iter()
        .map(|a| a["value"]["order"].as_str().unwrap().to_owned())
        .collect();
    approve_all(program, &orders);
    program.run(&[json!({"do": "setting.set", "with": {"name": "receive_reserves", "value": "no"}}),
        json!({"do": "stock.receive", "with": {"warehouse": "W1", "product": "P3", "qty": there}})]).ends(0);
    let pack = |order: &String| {
        vec![
            json!({"do": "shipment.pack", "with": {"order": order, "warehouse": "W1", "lines": [{"line": 3, "qty": "1"}]}}),
        ]
    };
    storm(program, orders.iter().map(pack).collect()).concat()
}

#[test]
fn the_last_pieces_are_sold_once() {
    let program = office();
    let answers = packed_at_once(&program, "3");
    let sold = answers.iter().filter(|a| a["ok"] == json!(true)).count();
    let told = answers
        .iter()
        .filter(|a| a["refusal"]["code"] == "stock.short")
        .count();
    assert_eq!((sold, told), (3, PROCESSES - 3), "{answers:?}");
    let db = tables::reader(&program.db);
    assert_eq!(
        tables::number(&db, "SELECT sum(packed) FROM stock_level"),
        3_000
    );
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn the_last_piece_is_sold_once_and_seven_others_hear_what_is_left() {
    let program = office();
    let answers = packed_at_once(&program, "1");
    let (sold, others): (Vec<&Value>, Vec<&Value>) =
        answers.iter().partition(|answer| answer["ok"] == true);
    assert_eq!(
        (sold.len(), others.len()),
        (1, PROCESSES - 1),
        "{answers:?}"
    );
    for answer in others {
        let refusal = &answer["refusal"];
        assert_eq!(refusal["code"], "stock.short", "{answer}");
        let left = json!({"product": "P3", "warehouse": "W1", "free": "0", "asked": "1"});
        assert_eq!(refusal["facts"], left, "{answer}");
        let text = refusal["text"].as_str().unwrap();
        assert!(text.contains("P3") && text.contains('0'), "{text}");
    }
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn one_token_from_eight_processes_makes_one_order() {
    let program = office();
    let lists = (0..PROCESSES).map(|_| vec![enter(0, 0); 12]).collect();
    let answers: Vec<Value> = storm(&program, lists).into_iter().flatten().collect();
    assert_eq!(answers.len(), PROCESSES * 12);
    assert!(
        answers.iter().all(|a| a == &answers[0]),
        "all the same answer"
    );
    let db = tables::reader(&program.db);
    assert_eq!(tables::number(&db, "SELECT count(*) FROM sales_order"), 1);
    assert_eq!(
        tables::number(&db, "SELECT sum(last) FROM series WHERE prefix = 'SO'"),
        1
    );
}

#[test]
fn the_last_of_a_budget_goes_to_one_of_eight() {
    let program = office();
    let saved = json!({"do": "promotion.save", "with": {"code": "BUD", "name": "满减", "kind": "amount_off",
        "reward": {"amount": "3"}, "exclusive": false, "priority": 1, "from": "2020-01-01", "to": "2199-12-31",
        "budget": "100"}});
    program.run(&[saved]).ends(0);
    let lists = (0..PROCESSES)
        .map(|clerk| (0..10).map(|n| enter(clerk, n)).collect())
        .collect();
    let answers: Vec<Value> = storm(&program, lists).into_iter().flatten().collect();
    let promotion = |answer: &Value| answer["value"]["promotions"][0].clone();
    let won = answers
        .iter()
        .filter(|answer| promotion(answer)["saving"] == "3.00")
        .count();
    let told = answers
        .iter()
        .filter(|answer| promotion(answer)["why"] == "budget")
        .count();
    assert_eq!((won, told), (33, PROCESSES * 10 - 33));
    let card = program.ask(&["promotion", "promotion=BUD"]);
    assert_eq!(
        (&card["used"], &card["left"]),
        (&json!("99.00"), &json!("1.00"))
    );
    program.call(&["check"]).ends(0);
}

/// Eight processes approve orders of one payer at the same time: together they never pass its limit.
#[test]
fn approving_at_once_never_passes_a_limit_together() {
    let program = office();
    let mut lines = vec![
        json!({"do": "customer.save", "with": {"code": "PAYER", "name": "付", "terms": "net:30", "kind": "shop",
            "credit_limit": "35"}}),
        json!({"do": "setting.set", "with": {"name": "receive_reserves", "value": "no"}}),
        json!({"do": "stock.receive", "with": {"warehouse": "W1", "product": "P1", "qty": "1000"}}),
    ];
    for n in 0..PROCESSES {
        lines.push(
            json!({"do": "customer.save", "with": {"code": format!("M{n}"), "name": "员", "terms": "net:30",
            "kind": "shop", "payer": "PAYER"}}),
        );
    }
    program.run(&lines).ends(0);
    let enter = |n: usize| {
        json!({"do": "order.enter", "with": {"customer": format!("M{n}"), "channel": "phone", "ship_to": "广州",
            "need_date": "2199-12-01", "lines": [{"product": "P1", "qty": "1"}]}})
    };
    let entered = program
        .run(&(0..PROCESSES).map(enter).collect::<Vec<_>>())
        .ends(0)
        .lines();
    let orders: Vec<String> = entered
        .iter()
        .map(|a| a["value"]["order"].as_str().unwrap().to_owned())
        .collect();
    let mut through = Vec::new();
    for order in &orders {
        through.push(json!({"do": "order.submit", "with": {"order": order}}));
        for department in ["sales", "finance"] {
            through.push(
                json!({"do": "review.give", "with": {"order": order, "department": department,
                "verdict": "pass"}}),
            );
        }
    }
    program.run(&through).ends(0);
    let approve = |order: &String| {
        vec![
            json!({"do": "order.approve", "with": {"order": order, "objective": 5, "accurate": 5}}),
        ]
    };
    let answers: Vec<Value> = storm(&program, orders.iter().map(approve).collect())
        .into_iter()
        .flatten()
        .collect();
    let passed = answers.iter().filter(|a| a["ok"] == json!(true)).count();
    let over = answers
        .iter()
        .filter(|a| a["refusal"]["code"] == "credit.over_limit")
        .count();
    assert_eq!((passed, over), (3, PROCESSES - 3), "{answers:?}");
    let credit = program
        .call(&["ask", "credit", "customer=M0"])
        .ends(0)
        .json();
    assert_eq!(credit["exposure"], "30.00", "{credit}");
    program.call(&["check", "--deep"]).ends(0);
}

/// What cron calls: one line of JSON, the same day twice does nothing, a day that is none is refused.
#[test]
fn the_nightly_run_is_a_call_for_cron() {
    let program = office();
    let first = program
        .call(&["admin", "nightly", "--at", "2199-01-02"])
        .ends(0)
        .json();
    assert_eq!(first["date"], "2199-01-02", "{first}");
    assert_eq!(first["held"], json!([]));
    // What cron mails holds the head of the chain: a tail cut later is seen against it.
    let head = &first["audit_head"];
    let anchor = format!("{}:{}", head["seq"], head["hash"].as_str().unwrap());
    program
        .call(&["check", "--deep", "--anchor", &anchor])
        .ends(0);
    let wrong = format!("{}:{}", head["seq"], "0".repeat(64));
    program
        .call(&["check", "--deep", "--anchor", &wrong])
        .ends(1);
    program
        .call(&["admin", "nightly", "--at", "2199-01-02"])
        .ends(0);
    program.call(&["admin", "nightly"]).ends(0);
    program
        .call(&["admin", "nightly", "--at", "tomorrow"])
        .ends(1);
    let db = tables::reader(&program.db);
    assert_eq!(tables::number(&db, "SELECT count(*) FROM nightly"), 2);
    program.call(&["check"]).ends(0);
}

/// Sixteen at the same goods: reserved, packed, sent away to the other warehouse, counted down.
#[test]
fn sixteen_processes_pull_at_the_last_pieces() {
    let program = office();
    let mut lines = vec![
        json!({"do": "warehouse.save", "with": {"code": "W2", "name": "仓二"}}),
        json!({"do": "setting.set", "with": {"name": "receive_reserves", "value": "no"}}),
    ];
    lines.extend((0..8).map(|n| enter(n, 0)));
    let entered = program.run(&lines).ends(0).lines();
    let orders: Vec<String> = entered
        .iter()
        .filter_map(|a| a["value"]["order"].as_str().map(str::to_owned))
        .collect();
    approve_all(&program, &orders);
    program
        .run(&[json!({"do": "stock.receive",
            "with": {"warehouse": "W1", "product": "P1", "qty": "20"}})])
        .ends(0);
    let mut lists: Vec<Vec<Value>> = Vec::new();
    for (n, order) in orders.iter().enumerate() {
        let qty = (1 + n).to_string();
        lists.push(vec![
            json!({"do": "stock.reserve", "with": {"order": order, "line": 1,
            "qty": qty, "warehouse": "W1"}}),
        ]);
        lists.push(
            (0..4)
                .map(|_| {
                    json!({"do": "stock.transfer", "with": {"product": "P1",
            "qty": "1", "from": "W1", "to": "W2"}})
                })
                .collect(),
        );
    }
    assert_eq!(lists.len(), 16);
    let answers: Vec<Value> = storm(&program, lists).into_iter().flatten().collect();
    for answer in &answers {
        let code = &answer["refusal"]["code"];
        assert!(
            answer["ok"] == json!(true) || code == "stock.short",
            "{answer}"
        );
    }
    let db = tables::reader(&program.db);
    let sum = |sql: &str| tables::number(&db, sql);
    let sent = sum("SELECT coalesce(sum(qty), 0) FROM stock_transfer");
    let kept = sum("SELECT coalesce(sum(qty), 0) FROM reservation");
    assert!(sent + kept <= 20_000, "{sent} {kept}");
    assert_eq!(sum("SELECT sum(on_hand) FROM stock_level"), 20_000 - sent);
    assert_eq!(sum("SELECT sum(reserved) FROM order_line"), kept);
    program.call(&["check", "--deep"]).ends(0);
}
