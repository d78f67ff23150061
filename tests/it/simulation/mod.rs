//! Several clerks, one file, one process: random acts against a plain model (`reliability.md` S6).
//!
//! Now and then an act fails in the middle, finds no room on the disk, or is given twice, as after an
//! answer that never came; what it comes to is the same.
//!
//! Everything hangs on the seed, which is printed: `ORDERDESK_SEED=n` plays the same acts again. The acts
//! are shared out among several offices, each from the next seed, so that every processor has something to do. `ORDERDESK_SIMULATION=1000000 cargo test --profile bench --test it simulation` is
//! a long one.

mod back;
mod books;
mod goods;
mod measures;
mod model;
mod money;
mod orders;
mod returns;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use chrono::{DateTime, TimeDelta, Utc};
use orderdesk::desk::{Envelope, Failure, Office, StoreError};
use orderdesk::domain::Refusal;
use serde_json::{Value, json};

use crate::support::dice::{self, Dice};
use crate::support::office::{Desk, NOW, boss};
use crate::support::statements::{self, Then};
use crate::support::{recount, tables};
use model::{CUSTOMERS, GOODS, Model, Order, Stage, WAREHOUSES};

/// Clerks, each with a connection of his own.
const CLERKS: usize = 4;
/// Acts unless told otherwise, of all offices.
const ACTS: usize = 100_000;
/// Acts in the life of an office: of an older one each act takes longer.
const LIFE: usize = 25_000;
/// Acts between two looks at everything, at first and when there is more to look at: after so many.
const LOOK: [usize; 2] = [100, 500];
const MORE: usize = 3_000;
/// Open orders at once: more would only wait.
const OPEN: usize = 40;

struct World {
    desk: Desk,
    now: Arc<Mutex<DateTime<Utc>>>,
    clerks: Vec<Office>,
    dice: Dice,
    model: Model,
    /// Acts that were done, and refused as the model said, by what came of them.
    came: BTreeMap<(String, &'static str), usize>,
    acts: usize,
    /// Acts that broke off, for want of room and otherwise.
    full: usize,
    broken: usize,
    waybill: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let start: DateTime<Utc> = NOW.parse().unwrap();
        let now = Arc::new(Mutex::new(start));
        let desk = Desk::in_memory();
        for (code, terms, limit) in [
            ("C2", "net:30", json!("600")),
            ("CP", "prepaid", json!(null)),
        ] {
            desk.say(
                json!({"do": "customer.save", "with": {"code": code, "name": code, "terms": terms,
                "address": "广州", "phone": "13800000009", "credit_limit": limit}}),
            );
        }
        desk.say(json!({"do": "warehouse.save", "with": {"code": "W2", "name": "仓二"}}));
        // Two orders alike are no rarity here; a cheque made good lifts its hold.
        desk.say(json!({"do": "check_rule.save", "with": {"check": "duplicate_order", "control": "off"}}));
        desk.say(json!({"do": "hold_code.save", "with": {"code": "cheque", "clears": true}}));
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
            came: BTreeMap::new(),
            acts: 0,
            full: 0,
            broken: 0,
            waybill: 0,
        }
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.dice.below(sides)
    }

    /// One or more.
    fn some(&mut self, most: u64) -> i64 {
        1 + i64::try_from(self.dice.roll(most)).unwrap()
    }

    /// A part or all of it; now and then more.
    fn part(&mut self, all: i64) -> i64 {
        let more = i64::from(self.roll(4) == 0) * 3;
        self.some((all + more).max(1).unsigned_abs())
    }

    /// The clock on the office's wall.
    fn clock(&self) -> String {
        let there = *self.now.lock().unwrap() + TimeDelta::hours(8);
        there.format("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// The day in the office, by number.
    fn today(&self) -> i64 {
        (self.now.lock().unwrap().timestamp() + 8 * 3_600) / 86_400
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
        let id = format!("act-{}", self.acts);
        let line = json!({"do": name, "by": by, "with": with, "id": id});
        let broke = match self.roll(50) {
            0 => Some(self.breaks_off(clerk, &line)),
            1 => Some(self.finds_no_room(&line)),
            _ => None,
        };
        let first = run(&self.clerks[clerk], line.clone());
        if let Some(Ok(early)) = broke {
            assert_eq!(early, first, "{name}: it was done or refused after all");
        }
        if self.roll(20) == 0 {
            let other = self.roll(CLERKS);
            let again = run(&self.clerks[other], line);
            assert_eq!(again, first, "{name}: given again it says the same");
        }
        first
    }

    /// The act fails at one of its statements; the session goes on, or is lost with it.
    fn breaks_off(&mut self, clerk: usize, line: &Value) -> Result<Told, StoreError> {
        let at = 1 + self.roll(90);
        let mut n = 0;
        let watch = move |statement: &str| {
            n += 1;
            // Taking back cannot fail: no other thread interrupts, and nothing is written.
            if n == at && statement != "ROLLBACK" {
                Then::Fail
            } else {
                Then::Go
            }
        };
        let came = statements::watched(watch, || attempt(&self.clerks[clerk], line.clone()));
        self.broken += usize::from(came.is_err());
        if self.roll(2) == 0 {
            self.clerks[clerk] = crate::simulation::clerk(&self.desk, &self.now);
        }
        came
    }

    /// The act comes when the file cannot grow.
    fn finds_no_room(&mut self, line: &Value) -> Result<Told, StoreError> {
        let office = statements::on_a_full_disk(|| clerk(&self.desk, &self.now));
        let came = attempt(&office, line.clone());
        if let Err(why) = &came {
            assert!(matches!(why, StoreError::DiskFull), "{why}");
        }
        self.full += usize::from(came.is_err());
        came
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
        self.acts += 1;
        let what = told.err().unwrap_or("ok");
        *self.came.entry((name.to_owned(), what)).or_default() += 1;
        came.ok()
    }

    fn step(&mut self) {
        let open = self.model.orders.iter();
        let open = open.filter(|o| o.is_alive() && (o.stage != Stage::InForce || o.is_open()));
        let open = open.count();
        match self.roll(38) {
            0..=3 if open < OPEN => self.enter(),
            4 => self.receive(),
            5 => self.limit(),
            6 | 7 => self.money(),
            8 | 9 => self.cheque(),
            10 => self.apply(),
            11 | 12 => self.give_back(),
            13 => self.transfer(),
            14 => self.correct(),
            15 => self.release(),
            16 => self.refund(),
            17 => self.unapply(),
            18 => self.give_up(),
            19 | 20 => self.note_by_hand(),
            _ => self.go_on(),
        }
    }

    /// One of those that fit.
    fn pick(&mut self, fits: impl Fn(&Order) -> bool) -> Option<usize> {
        let all = self.model.orders.iter().enumerate();
        let fit = all.filter(|(_, order)| fits(order)).map(|(at, _)| at);
        self.one_of(fit.collect())
    }

    fn one_of(&mut self, fit: Vec<usize>) -> Option<usize> {
        match fit.len() {
            0 => None,
            n => Some(fit[self.roll(n)]),
        }
    }

    /// The file says of everything what the model says.
    fn look(&self) {
        let db = tables::reader(&self.desk.path);
        let sql = "SELECT o.number, qty, cancelled, reserved, packed, shipped, returned_unbilled, invoiced,
                 coalesce((SELECT reason FROM hold h WHERE h.order_id = o.id AND released_at IS NULL), '')
             FROM sales_order o JOIN order_line l ON l.order_id = o.id ORDER BY o.id";
        let told = self.model.orders.iter().map(|order| {
            let counted = [
                order.qty,
                order.cancelled,
                order.reserved,
                order.packed,
                order.shipped,
                order.unbilled,
                order.invoiced,
            ];
            let mut told = vec![order.number.clone()];
            told.extend(counted.map(|n| (n * 1_000).to_string()));
            told.push(order.hold.clone().unwrap_or_default());
            told.join("|")
        });
        let seen = tables::rows(&db, sql);
        assert_eq!(seen.len(), self.model.orders.len());
        for (seen, told) in seen.iter().zip(told) {
            assert_eq!(*seen, told);
        }
        self.look_at_goods();
        self.look_at_measures();
        self.look_at_papers(&db);
        for (customer, (code, _)) in CUSTOMERS.iter().enumerate() {
            let told = self.model.exposure(customer);
            assert_eq!(recount::exposure(&db, code), told, "{code}, by the facts");
            let said = self.desk.ask("credit", json!({ "customer": code }));
            let sums = self.model.sums(customer);
            for (field, amount) in [
                ("exposure", told),
                ("ar_open", sums.ar_open),
                ("unapplied", sums.unapplied),
                ("uncleared", sums.uncleared),
            ] {
                assert_eq!(said[field], json!(money(amount)), "{code}: {field}");
            }
        }
    }

    fn look_at_goods(&self) {
        for (goods, (code, _)) in GOODS.iter().enumerate() {
            let said = self.desk.ask("stock", json!({ "product": code }));
            for (warehouse, name) in WAREHOUSES.iter().enumerate() {
                let mut rows = said["rows"].as_array().unwrap().iter();
                let row = rows.find(|row| row["warehouse"] == *name);
                let place = (goods, warehouse);
                for (field, told) in [
                    ("on_hand", self.model.on_hand[goods][warehouse]),
                    ("free", self.model.free(place)),
                    ("in_transit", self.model.on_the_way(place)),
                ] {
                    let seen = row.map_or(0, |row| count(&row[field]));
                    assert_eq!(seen, told, "{field} of {code} in {name}");
                }
            }
        }
    }

    /// What is open on each invoice, receipt and credit note.
    fn look_at_papers(&self, db: &rusqlite::Connection) {
        let model = &self.model;
        let invoices = model.invoices.iter().map(|i| (&i.number, i.open));
        let receipts = model.receipts.iter().map(|r| (&r.number, r.open));
        let notes = model.notes.iter().map(|n| (&n.number, n.open));
        let mut told: Vec<String> = invoices
            .chain(receipts)
            .chain(notes)
            .filter(|(_, open)| *open > 0)
            .map(|(number, open)| format!("{number}|{open}"))
            .collect();
        told.sort();
        let open = "SELECT number, open FROM invoice_open o JOIN invoice i ON i.id = o.invoice_id UNION ALL
            SELECT number, open FROM receipt_open o JOIN receipt r ON r.id = o.receipt_id UNION ALL
            SELECT number, open FROM note_open o JOIN credit_note n ON n.id = o.note_id ORDER BY 1";
        assert_eq!(tables::rows(db, open), told);
    }
}

type Told = Result<Value, Refusal>;

/// A session at the file.
fn clerk(desk: &Desk, now: &Arc<Mutex<DateTime<Utc>>>) -> Office {
    statements::told();
    let now = now.clone();
    Office::open(&desk.path, Arc::new(move || *now.lock().unwrap())).unwrap()
}

/// Gives a line that the office may not be able to do.
fn attempt(office: &Office, line: Value) -> Result<Told, StoreError> {
    let envelope = Envelope::parse(line).unwrap();
    match office.run(&boss(), &envelope) {
        Ok(done) => Ok(Ok(done.value)),
        Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
        Err(Failure::Store(why)) => Err(why.itself()),
    }
}

fn run(office: &Office, line: Value) -> Told {
    attempt(office, line).unwrap_or_else(|why| panic!("{why}"))
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

/// Papers and amounts as answers list them.
fn listed(rows: &Value, paper: &str) -> Vec<(String, String)> {
    let rows = rows.as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.map(|row| (text(&row[paper]), text(&row["amount"])))
        .collect()
}

/// The same of the model.
fn said(parts: Vec<(String, i64)>) -> Vec<(String, String)> {
    let parts = parts.into_iter();
    parts
        .map(|(number, amount)| (number, money(amount)))
        .collect()
}

/// Plays so many acts, and hands over the world for a last look.
fn played(seed: u64, acts: usize) -> World {
    let mut world = World::new(seed);
    while world.acts < acts {
        world.step();
        if world
            .acts
            .is_multiple_of(LOOK[usize::from(world.acts > MORE)])
        {
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
    let offices = acts.div_ceil(LIFE).max(1);
    let next = AtomicUsize::new(0);
    let play_on = || {
        loop {
            let office = next.fetch_add(1, Ordering::Relaxed);
            if office >= offices {
                return;
            }
            let seed = seed.wrapping_add(office as u64);
            tell(&played(seed, acts.div_ceil(offices)));
        }
    };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..processors.min(offices) {
            scope.spawn(play_on);
        }
    });
}

/// Says what was played; something has to have happened.
fn tell(office: &World) {
    let came = office.came.iter();
    let came: Vec<_> = came
        .map(|((name, what), n)| format!("{name} {what} {n}"))
        .collect();
    let came = came.join(", ");
    let (broken, full) = (office.broken, office.full);
    println!("{came}; {broken} broke off, {full} found no room");
    let shipped: i64 = office.model.orders.iter().map(|order| order.shipped).sum();
    assert!(shipped > 0 && broken > 0, "something happened");
}

#[test]
fn a_seed_plays_the_same_again() {
    let file = || tables::dump(&tables::reader(&played(7, 300).desk.path));
    let (one, other) = (file(), file());
    assert!(one == other, "the same acts leave the same file");
}
