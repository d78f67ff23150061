//! Several clerks, one file, one process: random acts against a plain model (`reliability.md` S6).
//!
//! Everything hangs on the seed, which is printed: `ORDERDESK_SEED=n` plays the same acts again.
//! `ORDERDESK_SIMULATION=100000 cargo test --release --test it simulation` is a long one.

mod model;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use orderdesk::desk::{Envelope, Failure, Office};
use orderdesk::domain::Refusal;
use serde_json::{Value, json};

use crate::support::dice::{self, Dice};
use crate::support::office::{Desk, NOW, boss};
use crate::support::{recount, tables};
use model::{CUSTOMERS, GOODS, Model, Order, Stage};

/// Clerks, each with a connection of his own.
const CLERKS: usize = 4;
/// Acts unless told otherwise.
const ACTS: usize = 3_000;
/// Acts between two looks at everything.
const LOOK: usize = 100;
/// Open orders at once: more would only wait.
const OPEN: usize = 40;

struct World {
    desk: Desk,
    now: Arc<Mutex<DateTime<Utc>>>,
    clerks: Vec<Office>,
    dice: Dice,
    model: Model,
    /// Acts that were done, and refused as the model said.
    done: usize,
    refused: usize,
    waybill: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let start: DateTime<Utc> = NOW.parse().unwrap();
        let now = Arc::new(Mutex::new(start));
        let desk = Desk::new();
        for (code, terms, limit) in [
            ("C2", "net:30", json!("600")),
            ("CP", "prepaid", json!(null)),
        ] {
            desk.say(
                json!({"do": "customer.save", "with": {"code": code, "name": code, "terms": terms,
                "address": "广州", "phone": "13800000009", "credit_limit": limit}}),
            );
        }
        // Two orders alike are no rarity here.
        desk.say(json!({"do": "check_rule.save", "with": {"check": "duplicate_order", "control": "off"}}));
        let clerks = (0..CLERKS).map(|_| clerk(&desk, &now)).collect();
        let model = Model {
            limits: [None, Some(60_000), None],
            ..Model::default()
        };
        Self {
            desk,
            now,
            clerks,
            dice: Dice(seed),
            model,
            done: 0,
            refused: 0,
            waybill: 0,
        }
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.dice.below(sides)
    }

    /// A clerk gives a command; now and then twice, as after an answer that never came, and now and
    /// then the session was ended and begun anew before.
    fn give(&mut self, by: &str, name: &str, with: Value) -> Result<Value, Refusal> {
        *self.now.lock().unwrap() +=
            TimeDelta::seconds(1 + i64::from(self.dice.roll(60) == 0) * 600);
        let clerk = self.roll(CLERKS);
        if self.roll(100) == 0 {
            self.clerks[clerk] = crate::simulation::clerk(&self.desk, &self.now);
        }
        let id = format!("act-{}", self.done + self.refused);
        let line = json!({"do": name, "by": by, "with": with, "id": id});
        let first = run(&self.clerks[clerk], line.clone());
        if self.roll(20) == 0 {
            let other = self.roll(CLERKS);
            let again = run(&self.clerks[other], line);
            assert_eq!(again, first, "{name}: given again it says the same");
        }
        first
    }

    /// A command whose outcome the model knows.
    fn act(
        &mut self,
        by: &str,
        name: &str,
        with: Value,
        told: Result<(), &'static str>,
    ) -> Option<Value> {
        let came = self.give(by, name, with.clone());
        let seen = came.as_ref().map(drop).map_err(|no| no.code().name());
        assert_eq!(seen, told, "{name} {with}: {came:?}");
        self.done += usize::from(came.is_ok());
        self.refused += usize::from(came.is_err());
        came.ok()
    }

    fn step(&mut self) {
        let open = self
            .model
            .orders
            .iter()
            .filter(|o| !matches!(o.stage, Stage::Void));
        let open = open
            .filter(|o| o.stage != Stage::InForce || o.is_open())
            .count();
        match self.roll(20) {
            0..=2 if open < OPEN => self.enter(),
            3 => self.receive(),
            4 => self.limit(),
            5 => self.money(),
            6 => self.cheque(),
            _ => self.go_on(),
        }
    }

    fn enter(&mut self) {
        let (customer, goods) = (self.roll(3), self.roll(2));
        let qty = 1 + i64::try_from(self.roll(9)).unwrap();
        let lines = json!([{"product": GOODS[goods].0, "qty": qty.to_string()}]);
        let with = json!({"customer": CUSTOMERS[customer].0, "channel": "phone", "ship_to": "广州",
            "need_date": "2028-06-30", "lines": lines});
        let Some(value) = self.act("clerk", "order.enter", with, Ok(())) else {
            return;
        };
        let gross = money(qty * GOODS[goods].1);
        assert_eq!(value["totals"]["gross"], json!(gross), "{value}");
        self.model.orders.push(Order {
            number: value["order"].as_str().unwrap().to_owned(),
            customer,
            goods,
            stage: Stage::Draft,
            awaited: Vec::new(),
            qty,
            cancelled: 0,
            reserved: 0,
            packed: 0,
            shipped: 0,
            invoiced: 0,
            paid: 0,
            shipments: Vec::new(),
        });
    }

    fn receive(&mut self) {
        let goods = self.roll(2);
        let qty = 1 + i64::try_from(self.roll(12)).unwrap();
        let with = json!({"warehouse": "W1", "product": GOODS[goods].0, "qty": qty.to_string()});
        self.act("warehouse", "stock.receive", with, Ok(()));
        self.model.receive(goods, qty);
    }

    fn limit(&mut self) {
        let limit = 20_000 + 10_000 * i64::try_from(self.roll(12)).unwrap();
        let with = json!({"customer": "C2", "limit": money(limit), "reason": "x"});
        self.act("finance", "credit.set", with, Ok(()));
        self.model.limits[1] = Some(limit);
    }

    /// Money comes in: for an order of the customer who pays before, else for what is owed.
    fn money(&mut self) {
        let customer = self.roll(3);
        let mut with = json!({"customer": CUSTOMERS[customer].0, "method": "wire"});
        let mut order = None;
        let amount = if CUSTOMERS[customer].1 {
            let Some(at) = self.pick(|o| CUSTOMERS[o.customer].1 && o.is_open()) else {
                return;
            };
            order = Some(at);
            let of = &self.model.orders[at];
            with["order"] = json!(of.number);
            let owed = (of.qty - of.cancelled) * GOODS[of.goods].1 - of.paid;
            // A part or all of it, never more than the order.
            if owed <= 0 {
                return;
            }
            match self.roll(3) {
                0 => owed / 2 + 1,
                _ => owed,
            }
        } else {
            match self.model.billed[customer] {
                owed if owed > 0 => 1 + i64::try_from(self.dice.roll(owed.unsigned_abs())).unwrap(),
                _ => return,
            }
        };
        with["amount"] = json!(money(amount));
        self.act("finance", "receipt.record", with, Ok(()));
        self.model.money(customer, order, amount);
    }

    /// A cheque comes, or one that came clears.
    fn cheque(&mut self) {
        if let Some((number, customer, order, amount)) = self.model.cheques.pop() {
            self.act(
                "finance",
                "receipt.clear",
                json!({"receipt": number}),
                Ok(()),
            );
            self.model.money(customer, order, amount);
            return;
        }
        let amount = 1_000 * (1 + i64::try_from(self.roll(20)).unwrap());
        let with = json!({"customer": "C1", "method": "cheque", "amount": money(amount)});
        if let Some(value) = self.act("finance", "receipt.record", with, Ok(())) {
            let number = value["receipt"].as_str().unwrap().to_owned();
            self.model.cheques.push((number, 0, None, amount));
        }
    }

    /// One of the orders that fit.
    fn pick(&mut self, fits: impl Fn(&Order) -> bool) -> Option<usize> {
        let all = self.model.orders.iter().enumerate();
        let fit: Vec<usize> = all
            .filter(|(_, order)| fits(order))
            .map(|(at, _)| at)
            .collect();
        match fit.len() {
            0 => None,
            n => Some(fit[self.roll(n)]),
        }
    }

    /// Some order goes a step on.
    fn go_on(&mut self) {
        let alive = |o: &Order| match o.stage {
            Stage::Draft | Stage::Reviewing => true,
            Stage::InForce => o.is_open() || o.shipped > o.invoiced,
            Stage::Void => false,
        };
        let Some(at) = self.pick(alive) else {
            return self.enter();
        };
        match self.model.orders[at].stage {
            Stage::Draft => self.submit(at),
            Stage::Reviewing => self.review(at),
            _ => self.fulfil(at),
        }
    }

    fn submit(&mut self, at: usize) {
        let order = self.model.orders[at].number.clone();
        if self.roll(12) == 0 {
            let with = json!({"order": order, "reason": "x"});
            self.act("clerk", "order.void", with, Ok(()));
            self.model.orders[at].stage = Stage::Void;
            return;
        }
        if self.roll(8) == 0 {
            let with = json!({"order": order, "version": 0});
            self.act("clerk", "order.submit", with, Err("version_conflict"));
            return;
        }
        let with = json!({ "order": order });
        let Some(value) = self.act("clerk", "order.submit", with, Ok(())) else {
            return;
        };
        let asked = value["route"]["departments"].as_array().unwrap();
        let asked = asked.iter().map(|one| one.as_str().unwrap().to_owned());
        self.model.orders[at].awaited = asked.collect();
        self.model.orders[at].stage = Stage::Reviewing;
    }

    fn review(&mut self, at: usize) {
        let order = self.model.orders[at].number.clone();
        if let Some(department) = self.model.orders[at].awaited.pop() {
            let with = json!({"order": order, "department": department, "verdict": "pass"});
            self.act(&department, "review.give", with, Ok(()));
            return;
        }
        let told = self.model.approval(at);
        let with = json!({"order": order, "objective": 5, "accurate": 5});
        if let Some(value) = self.act("director", "order.approve", with, told) {
            self.model.put_in_force(at);
            let reserved: i64 = self.model.orders[at].reserved;
            let said = value["reserved"].as_array().unwrap();
            let said: i64 = said.iter().map(|row| count(&row["qty"])).sum();
            assert_eq!(said, reserved, "{value}");
        }
    }

    fn fulfil(&mut self, at: usize) {
        let order = self.model.orders[at].clone();
        match self.roll(10) {
            0..=3 if order.is_open() => {
                let qty = 1 + i64::try_from(self.roll(9)).unwrap();
                let told = self.model.packing(at, qty);
                let lines = json!([{"line": 1, "qty": qty.to_string()}]);
                let with = json!({"order": order.number, "warehouse": "W1", "lines": lines});
                if let Some(value) = self.act("warehouse", "shipment.pack", with, told) {
                    let shipment = value["shipment"].as_str().unwrap().to_owned();
                    self.model.pack(at, qty, shipment);
                }
            }
            4..=6 if !order.shipments.is_empty() => {
                let which = self.roll(order.shipments.len());
                let told = self.model.dispatch(at, which);
                self.waybill += 1;
                let waybill = format!("SF{:013}", self.waybill);
                let with = json!({"shipment": order.shipments[which].0, "carrier": "SF", "waybill": waybill});
                if self
                    .act("warehouse", "shipment.dispatch", with, told)
                    .is_some()
                {
                    self.model.dispatched(at, which);
                }
            }
            7 if !order.shipments.is_empty() => {
                let which = self.roll(order.shipments.len());
                let with = json!({"shipment": order.shipments[which].0, "reason": "x"});
                self.act("warehouse", "shipment.unpack", with, Ok(()));
                self.model.unpack(at, which);
            }
            8 if order.is_open() && order.paid == 0 => {
                let qty = 1 + i64::try_from(self.roll(4)).unwrap();
                let told = self.model.cancelling(at, qty);
                let with = json!({"order": order.number, "line": 1, "qty": qty.to_string(), "reason": "customer"});
                if self.act("clerk", "order.cancel", with, told).is_some() {
                    self.model.cancel(at, qty);
                }
            }
            9 if order.shipped > order.invoiced => {
                self.act(
                    "finance",
                    "invoice.post",
                    json!({"order": order.number}),
                    Ok(()),
                );
                self.model.bill(at);
            }
            _ => {}
        }
    }

    /// The file says of everything what the model says.
    fn look(&self) {
        let db = tables::reader(&self.desk.path);
        for order in &self.model.orders {
            let sql = format!(
                "SELECT qty, cancelled, reserved, packed, shipped, invoiced FROM order_line
                 WHERE order_id = (SELECT id FROM sales_order WHERE number = '{}')",
                order.number
            );
            let Order {
                qty,
                cancelled,
                reserved,
                packed,
                shipped,
                invoiced,
                ..
            } = order;
            let told = [qty, cancelled, reserved, packed, shipped, invoiced];
            let told: Vec<_> = told.iter().map(|n| (*n * 1_000).to_string()).collect();
            assert_eq!(
                tables::rows(&db, &sql),
                [told.join("|")],
                "{}",
                order.number
            );
        }
        for (goods, (code, _)) in GOODS.iter().enumerate() {
            let sql = format!(
                "SELECT coalesce(sum(on_hand), 0) FROM stock_level
                 WHERE product_id = (SELECT id FROM product WHERE code = '{code}')"
            );
            assert_eq!(
                tables::number(&db, &sql),
                self.model.on_hand[goods] * 1_000,
                "{code}"
            );
        }
        for (customer, (code, _)) in CUSTOMERS.iter().enumerate() {
            let told = self.model.exposure(customer);
            assert_eq!(recount::exposure(&db, code), told, "{code}, by the facts");
            let said = self.desk.ask("credit", json!({ "customer": code }));
            assert_eq!(said["exposure"], json!(money(told)), "{code}");
        }
    }
}

/// A session at the file.
fn clerk(desk: &Desk, now: &Arc<Mutex<DateTime<Utc>>>) -> Office {
    let now = now.clone();
    Office::open(&desk.path, Arc::new(move || *now.lock().unwrap())).unwrap()
}

fn run(office: &Office, line: Value) -> Result<Value, Refusal> {
    let envelope = Envelope::parse(line)?;
    match office.run(&boss(), &envelope) {
        Ok(done) => Ok(done.value),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(failure) => panic!("{failure}"),
    }
}

/// 分 as commands and answers have them.
fn money(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", amount.abs() / 100, amount.abs() % 100)
}

/// A whole quantity of an answer.
fn count(qty: &Value) -> i64 {
    qty.as_str().unwrap().parse().unwrap()
}

/// Plays so many acts, and hands over the world for a last look.
fn played(seed: u64, acts: usize) -> World {
    let mut world = World::new(seed);
    while world.done + world.refused < acts {
        world.step();
        if (world.done + world.refused).is_multiple_of(LOOK) {
            world.look();
        }
    }
    world.look();
    world.desk.sound(true);
    world
}

#[test]
fn clerks_at_random_leave_what_a_plain_model_says() {
    let seed = dice::seed();
    let acts = dice::told("ORDERDESK_SIMULATION").map_or(ACTS, |n| usize::try_from(n).unwrap());
    let world = played(seed, acts);
    let shipped: i64 = world.model.orders.iter().map(|order| order.shipped).sum();
    println!(
        "{} done, {} refused, {shipped} shipped",
        world.done, world.refused
    );
    assert!(shipped > 0 && world.refused > 0, "something happened");
}

#[test]
fn a_seed_plays_the_same_again() {
    let file = || tables::dump(&tables::reader(&played(7, 300).desk.path));
    let (one, other) = (file(), file());
    assert!(one == other, "the same acts leave the same file");
}
