//! The story told to a stand-in that knows the contract, and its masters to a real office.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc, Weekday};
use serde_json::{Value, json};

use super::stage::{Desk, Tally};
use super::tell;
use crate::desk::failure::Outcome;
use crate::desk::{Caller, Office};
use crate::domain::calendar::Calendar;
use crate::domain::day::day;
use crate::domain::{Code, Day, Moment, Qty, Refusal};
use crate::store;

/// The fields of each command, as `contract.md` §3 has them.
const CONTRACT: &[(&str, &str)] = &[
    (
        "order.enter",
        "customer channel kind source customer_ref need_date ship_to warehouse terms remark lines",
    ),
    ("order.edit", "order need_date remark lines"),
    ("order.submit", "order answers"),
    (
        "review.give",
        "order department verdict text condition must_return",
    ),
    ("order.approve", "order objective accurate note override"),
    ("order.return", "order reasons"),
    ("order.reject", "order reason"),
    ("order.void", "order reason"),
    ("order.cancel", "order line qty reason"),
    ("override.give", "order check reason until amount"),
    ("hold.place", "order code line stage reason"),
    ("stock.receive", "warehouse product qty ref"),
    ("stock.adjust", "warehouse product qty reason"),
    ("stock.transfer", "product qty from to"),
    ("stock.transfer_arrive", "transfer qty"),
    ("supply.expect", "product warehouse qty date confirmed ref"),
    ("shipment.pack", "order warehouse lines counted"),
    (
        "shipment.dispatch",
        "shipment carrier waybill route transit_days freight",
    ),
    ("shipment.sign", "shipment signed_at signer refused"),
    ("invoice.post", "order shipment due date"),
    (
        "receipt.record",
        "customer amount method carrier cleared order invoices ref date",
    ),
    ("receipt.clear", "receipt reason date"),
    ("receipt.bounce", "receipt reason"),
    ("credit.set", "customer limit until reason"),
    ("period.close", "month"),
    (
        "contact.log",
        "customer order invoice way outcome text next_at promise",
    ),
    ("return.open", "order lines want fault"),
    ("return.approve", "return"),
    ("return.receive", "return lines warehouse"),
    ("return.settle", "return early"),
    ("complaint.open", "customer order severity text"),
    ("complaint.answer", "complaint text"),
    ("complaint.close", "complaint cause remedy cost"),
    ("survey.record", "order score reason"),
    ("task.open", "subject department text due"),
    ("task.answer", "task text"),
];

#[derive(Default)]
struct Paper {
    lines: Vec<(String, i64)>,
    warehouse: String,
    state: &'static str,
    asked: BTreeSet<String>,
    reserved: Vec<i64>,
    packed: Vec<i64>,
    open: bool,
}

/// A desk that keeps just enough to answer.
#[derive(Default)]
struct StandIn {
    log: Vec<Value>,
    last: Option<Moment>,
    orders: BTreeMap<String, Paper>,
    stock: BTreeMap<(String, String), i64>,
    waybills: BTreeSet<String>,
    signed: usize,
    count: usize,
}

fn milli(value: &Value) -> i64 {
    value.as_str().map_or(0, |t| t.parse::<Qty>().unwrap().0)
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}

impl StandIn {
    fn keep(&mut self, line: &Value) {
        let at: Moment = line["at"].as_str().unwrap().parse().unwrap();
        assert!(
            self.last.is_none_or(|last| last <= at),
            "back in time: {line}"
        );
        self.last = Some(at);
        let (name, with) = (
            line["do"].as_str().unwrap(),
            line["with"].as_object().unwrap(),
        );
        if let Some((_, fields)) = CONTRACT.iter().find(|(known, _)| *known == name) {
            for field in with.keys() {
                assert!(
                    fields.split(' ').any(|f| f == field),
                    "{name} has no {field}"
                );
            }
            assert!(
                !matches!(at.day().date().weekday(), Weekday::Sat | Weekday::Sun),
                "{line}"
            );
            let minute = at.time().format("%H:%M").to_string();
            assert!(("07:30".."17:31").contains(&minute.as_str()), "{line}");
        } else {
            let master = name.split_once('.').is_some_and(|(_, verb)| verb == "save");
            assert!(master || name == "setting.set", "{name}");
        }
        self.log.push(line.clone());
    }

    fn next(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}{:05}", self.count)
    }

    fn enter(&mut self, with: &Value) -> Value {
        let number = self.next("SO");
        let rows = with["lines"].as_array().unwrap();
        let paper = Paper {
            lines: rows
                .iter()
                .map(|l| (said(&l["product"]), milli(&l["qty"])))
                .collect(),
            warehouse: said(&with["warehouse"]),
            state: "draft",
            reserved: vec![0; rows.len()],
            packed: vec![0; rows.len()],
            ..Paper::default()
        };
        self.orders.insert(number.clone(), paper);
        json!({ "order": number, "version": 1, "totals": { "gross": "5000.00" } })
    }

    fn approve(&mut self, number: &str) -> Value {
        let paper = self.orders.get_mut(number).unwrap();
        assert_eq!(paper.state, "director");
        paper.state = "approved";
        paper.open = true;
        self.reserve();
        let paper = &self.orders[number];
        let rows = paper.reserved.iter().zip(1..);
        let rows: Vec<_> = rows
            .map(|(q, l)| json!({ "line": l, "qty": Qty(*q) }))
            .collect();
        json!({ "state": "approved", "reserved": rows })
    }

    /// Every open order takes what is there, the oldest first.
    fn reserve(&mut self) {
        for paper in self.orders.values_mut().filter(|p| p.open) {
            for (n, (product, qty)) in paper.lines.iter().enumerate() {
                let key = (product.clone(), paper.warehouse.clone());
                let free = self.stock.entry(key).or_default();
                let take = (qty - paper.reserved[n] - paper.packed[n])
                    .min(*free)
                    .max(0);
                *free -= take;
                paper.reserved[n] += take;
            }
        }
    }

    fn pack(&mut self, with: &Value) -> Result<Value, Refusal> {
        let parcel = self.next("SH");
        let paper = self
            .orders
            .get_mut(with["order"].as_str().unwrap())
            .unwrap();
        assert_eq!(paper.state, "approved");
        for row in with["lines"].as_array().unwrap() {
            let n = usize::try_from(row["line"].as_u64().unwrap() - 1).unwrap();
            let qty = milli(&row["qty"]);
            if qty > paper.reserved[n] {
                return Err(Refusal::new(Code::StockShort));
            }
            paper.reserved[n] -= qty;
            paper.packed[n] += qty;
        }
        Ok(json!({ "shipment": parcel }))
    }

    fn review(&mut self, with: &Value) -> Value {
        let paper = self
            .orders
            .get_mut(with["order"].as_str().unwrap())
            .unwrap();
        assert!(paper.asked.remove(with["department"].as_str().unwrap()));
        if with["must_return"] == true {
            paper.state = "returned";
            paper.asked.clear();
        } else if paper.asked.is_empty() && paper.state == "reviewing" {
            paper.state = "director";
        }
        json!({ "state": paper.state })
    }

    fn state(&mut self, with: &Value, from: &[&str], to: &'static str) -> Value {
        let paper = self
            .orders
            .get_mut(with["order"].as_str().unwrap())
            .unwrap();
        assert!(from.contains(&paper.state), "{} to {to}", paper.state);
        paper.state = to;
        paper.open = false;
        json!({ "state": to })
    }

    fn answer(&mut self, name: &str, with: &Value, at: Moment) -> Result<Value, Refusal> {
        Ok(match name {
            "order.enter" => self.enter(with),
            "order.edit" => self.state(with, &["draft", "returned"], "draft"),
            "order.submit" => {
                let value = self.state(with, &["draft"], "reviewing");
                let paper = self
                    .orders
                    .get_mut(with["order"].as_str().unwrap())
                    .unwrap();
                paper.asked = BTreeSet::from(["sales", "finance", "warehouse"].map(str::to_owned));
                let names: Vec<_> = paper.asked.iter().collect();
                json!({ "state": value["state"], "route": { "departments": names }, "checks": [] })
            }
            "review.give" if self.orders[with["order"].as_str().unwrap()].state == "returned" => {
                return Err(Refusal::new(Code::WrongState));
            }
            "review.give" => self.review(with),
            "order.approve" => self.approve(with["order"].as_str().unwrap()),
            "order.return" => self.state(with, &["director", "reviewing"], "returned"),
            "order.reject" => self.state(with, &["director"], "rejected"),
            "order.void" => self.state(with, &["draft"], "void"),
            "order.cancel" => self.state(with, &["approved"], "cancelled"),
            "stock.receive" => {
                let key = (said(&with["product"]), said(&with["warehouse"]));
                *self.stock.entry(key).or_default() += milli(&with["qty"]);
                self.reserve();
                json!({})
            }
            "shipment.pack" => self.pack(with)?,
            "shipment.dispatch" => {
                if let Some(waybill) = with["waybill"].as_str() {
                    assert!(self.waybills.insert(waybill.to_owned()), "{waybill}");
                }
                json!({ "shipped": [] })
            }
            "shipment.sign" => {
                self.signed += 1;
                json!({})
            }
            "invoice.post" => json!({
                "invoice": self.next("IN"), "gross": "5000.00", "due": at.day().plus_days(30),
            }),
            "receipt.record" => json!({ "receipt": self.next("RC") }),
            "return.open" => json!({ "return": self.next("RT") }),
            _ => json!({}),
        })
    }
}

impl Desk for StandIn {
    fn give(&mut self, line: Value) -> Outcome<Value> {
        self.keep(&line);
        let at: Moment = line["at"].as_str().unwrap().parse().unwrap();
        Ok(self.answer(line["do"].as_str().unwrap(), &line["with"], at)?)
    }
}

fn story(today: Day) -> (StandIn, Tally) {
    let mut desk = StandIn::default();
    let tally = tell(&mut desk, Calendar::default(), today, &mut |_, _| {}).unwrap();
    (desk, tally)
}

#[test]
fn the_story_keeps_to_the_contract_and_to_the_clock() {
    let today = day("2026-11-25");
    let (desk, tally) = story(today);
    println!("{:#?}", tally.done);
    let total: usize = tally.done.values().sum();
    println!("{total} commands; odd {}", tally.odd.len());
    assert!((2_500..6_000).contains(&total), "{total}");
    assert!(tally.odd.len() * 50 < total, "{:#?}", tally.odd);
    assert!(desk.last.unwrap() < today.start());
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for paper in desk.orders.values() {
        *states.entry(paper.state).or_default() += 1;
    }
    println!("{states:?} signed {}", desk.signed);
    for state in [
        "draft",
        "reviewing",
        "director",
        "approved",
        "returned",
        "rejected",
        "void",
        "cancelled",
    ] {
        assert!(
            states.get(state).is_some_and(|n| *n > 2),
            "{state}: {states:?}"
        );
    }
    let waits = |p: &&Paper| {
        p.open && (0..p.lines.len()).any(|n| p.reserved[n] + p.packed[n] < p.lines[n].1)
    };
    assert!(desk.orders.values().filter(waits).count() > 5);
}

#[test]
fn the_same_day_tells_the_same_story() {
    for today in ["2026-03-02", "2026-11-25"].map(day) {
        assert!(story(today).0.log == story(today).0.log);
    }
}

#[test]
fn any_day_can_be_the_last() {
    for offset in [1, 6, 37, 100, 200, 301] {
        let (_, tally) = story(day("2026-01-01").plus_days(offset));
        let total: usize = tally.done.values().sum();
        assert!(tally.odd.len() * 50 < total, "{:#?}", tally.odd);
        assert!(tally.done["order.enter"] > 300);
    }
}

fn new_office(folder: &std::path::Path) -> (Office, Caller) {
    let path = folder.join("practice.db");
    let now: DateTime<Utc> = "2026-11-25T02:00:00Z".parse().unwrap();
    let caller = Caller {
        login: "owner".to_owned(),
        uid: 501,
        seat: None,
    };
    let office = Office::found(&path, Arc::new(move || now), "练习", &caller, false).unwrap();
    (office, caller)
}

#[test]
fn a_real_office_takes_every_master() {
    let folder = tempfile::tempdir().unwrap();
    let (office, caller) = new_office(folder.path());
    let mut desk = super::RealDesk {
        office: &office,
        caller: &caller,
    };
    let mut progress = |_, _| {};
    let mut stage = super::Stage::new(&mut desk, &mut progress);
    let books = super::books::Books::read();
    super::masters::save(&mut stage, &books, day("2026-08-25")).unwrap();
    let tally = stage.tally;
    assert!(tally.odd.is_empty(), "{:#?}", tally.odd);
    for (command, count) in [
        ("user.save", 8),
        ("warehouse.save", 3),
        ("carrier.save", 11),
        ("supplier.save", 9),
        ("customer.save", 60),
        ("product.save", 300),
        ("contract.save", 8),
        ("price.save", 96),
        ("promotion.save", 5),
    ] {
        assert_eq!(tally.done.get(command), Some(&count), "{command}");
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "a minute long without optimisation")]
fn a_real_office_is_filled_and_hardly_ever_says_no() {
    let folder = tempfile::tempdir().unwrap();
    let (office, caller) = new_office(folder.path());
    let mut desk = super::RealDesk {
        office: &office,
        caller: &caller,
    };
    let marks = store::office::calendar(office.db()).unwrap();
    let mut heard: Vec<(usize, usize)> = Vec::new();
    let mut progress = |done, all| heard.push((done, all));
    let start = std::time::Instant::now();
    let today = day("2026-11-25");
    let tally = tell(&mut desk, Calendar::new(marks), today, &mut progress).unwrap();
    assert!(heard.is_sorted() && heard.len() > 20);
    assert_eq!(heard.last(), Some(&(1_000, 1_000)));
    println!("{:?}\n{:#?}", start.elapsed(), tally.done);
    println!("unknown {:#?}", tally.unknown);
    report(&tally);
    let total: usize = tally.done.values().sum::<usize>() + tally.odd.len();
    assert!(
        tally.odd.len() * 33 < total,
        "{} of {total} refused",
        tally.odd.len()
    );
}

/// Prints what was refused, by command and code, with an example of each.
fn report(tally: &Tally) {
    let mut kinds: BTreeMap<(String, &str, bool), (usize, String)> = BTreeMap::new();
    let odd = tally.odd.iter().map(|r| (r, false));
    for (refused, intended) in odd.chain(tally.intended.iter().map(|r| (r, true))) {
        let key = (
            said(&refused.line["do"]),
            refused.refusal.code().name(),
            intended,
        );
        let example = format!("{} -> {}", refused.line, refused.refusal);
        kinds.entry(key).or_insert((0, example)).0 += 1;
    }
    for ((command, code, intended), (count, example)) in kinds {
        println!("{count} x {command} {code} intended={intended}\n    {example}");
    }
}
