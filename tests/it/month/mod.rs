//! A month of a desk whose people know nothing but their lists: no order can be forgotten (`rules.md §10`).
//!
//! Each day orders come in; then everybody works through what the lists show, or leaves it. Every
//! evening each order must be finished or stand in exactly the lists that its facts name; and once no
//! more come in, the lists alone bring all of them to their end. `ORDERDESK_ORDERS` and
//! `ORDERDESK_SEED` make it longer and other; a failure names the seed and the day.

mod evening;
mod work;

use std::collections::BTreeMap;

use orderdesk::desk::Query;
use orderdesk::domain::{Day, Moment};
use serde_json::{Value, json};

use crate::support::dice::Dice;
use crate::support::office::{Desk, boss};
use crate::support::tables;

/// Orders of a run of the whole suite; the month of the issue has 2,000.
const ORDERS: usize = 220;

/// Days on which orders come in.
const DAYS: usize = 22;

/// The queues of the worklist that are about orders and what follows them.
const QUEUES: &[&str] = &[
    "incomplete",
    "drafts",
    "review",
    "director",
    "short",
    "late",
    "returns",
    "complaints",
    "survey",
    "tasks",
    "exceptions",
    "billing",
];

/// The lists of the shipping screen, each with what `evening` calls it.
const WAITS: &[(&str, &str)] = &[
    ("pack", "pack"),
    ("dispatch", "dispatch"),
    ("arrive", "road"),
    ("sign", "road"),
];

/// The office, its clock and what has come in.
struct Month {
    desk: Desk,
    dice: Dice,
    now: Moment,
    entered: usize,
    /// Refusals by command and code: a list that leads nowhere shows here.
    refused: BTreeMap<(String, &'static str), usize>,
}

impl Month {
    fn new(seed: u64) -> Self {
        let desk = Desk::new();
        let save = |name: &str, with: Value| desk.say(json!({ "do": name, "with": with }));
        for (code, terms) in [("C2", "net:7"), ("C3", "prepaid"), ("C4", "monthly:25+10")] {
            save(
                "customer.save",
                json!({"code": code, "name": format!("客户{code}"), "terms": terms,
                    "phone": "13800000009", "address": "广州市天河区 2 号"}),
            );
        }
        save("setting.set", json!({"name": "survey_every", "value": "5"}));
        Self {
            desk,
            dice: Dice(seed),
            now: "2026-11-02T09:00:00".parse().unwrap(),
            entered: 0,
            refused: BTreeMap::new(),
        }
    }

    /// Gives a command; a refusal is counted and changes nothing.
    fn give(&mut self, by: &str, name: &str, with: Value) -> Option<Value> {
        let line = json!({"do": name, "by": by, "with": with, "at": self.now});
        match self.desk.attempt(line) {
            Ok(done) => Some(done.value),
            Err(refusal) => {
                let key = (name.to_owned(), refusal.code().name());
                *self.refused.entry(key).or_default() += 1;
                None
            }
        }
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.dice.roll(u64::try_from(n).unwrap())).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn ask(&self, name: &str, keys: Value) -> Value {
        let query = Query::parse(name, keys).unwrap();
        self.desk
            .office
            .ask(&boss(), &query, Some(self.now))
            .unwrap()
    }

    /// All pages of a list.
    fn list(&self, name: &str, mut keys: Value) -> Vec<Value> {
        keys["limit"] = json!(200);
        let mut rows = Vec::new();
        loop {
            let page = self.ask(name, keys.clone());
            rows.extend(page["rows"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else {
                return rows;
            };
            keys["after"] = json!(next);
        }
    }

    fn queue(&self, queue: &str) -> Vec<Value> {
        self.list("worklist", json!({ "queue": queue }))
    }

    fn waiting(&self, wait: &str) -> Vec<Value> {
        self.list("shipments", json!({ "wait": wait }))
    }

    /// Invoices with something open.
    fn owed(&self) -> i64 {
        let reader = tables::reader(&self.desk.path);
        tables::number(&reader, "SELECT count(*) FROM invoice_open")
    }

    /// The next working day at nine.
    fn sleep(&mut self) {
        let mut day: Day = self.now.day();
        loop {
            day = day.plus_days(1);
            if !matches!(day.days_since("2026-11-02".parse().unwrap()) % 7, 5 | 6) {
                break;
            }
        }
        self.now = format!("{day}T09:00:00").parse().unwrap();
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn no_order_can_be_forgotten() {
    let seed = number("ORDERDESK_SEED").unwrap_or(20_261_126);
    let orders = number("ORDERDESK_ORDERS").map_or(ORDERS, |n| usize::try_from(n).unwrap());
    println!("seed {seed}, {orders} orders");
    let mut month = Month::new(seed);
    for day in 0..DAYS {
        let upto = orders * (day + 1) / DAYS;
        while month.entered < upto {
            month.enter();
        }
        month.work_the_lists(3);
        month.after_sale();
        month.evening(seed);
        month.give("boss", "nightly.run", json!({}));
        month.sleep();
    }
    // Nothing more comes in; whoever works the lists without leaving anything comes to an end.
    for _ in 0..90 {
        month.work_the_lists(1);
        month.evening(seed);
        if month.unfinished().is_empty() && month.owed() == 0 {
            break;
        }
        month.give("boss", "nightly.run", json!({}));
        month.sleep();
    }
    let left = month.unfinished();
    assert!(
        left.is_empty(),
        "seed {seed}: {left:#?}\n{:#?}",
        month.refused
    );
    month.desk.sound(false);
    assert_eq!(
        month.owed(),
        0,
        "seed {seed}: invoices nobody has collected"
    );
}
