//! Movements, reservations and promises against a plain model, act by act.
//!
//! `ORDERDESK_ACTS` and `ORDERDESK_SEED` make it longer and other; a failure names the seed and act.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::promise;
use crate::desk::testing::Bench;
use crate::domain::{Day, Qty};
use crate::store;

const PRODUCTS: [&str; 2] = ["P1", "P2"];
const SITES: [&str; 2] = ["W1", "W2"];
const CUSTOMERS: [&str; 3] = ["A1", "B1", "C1"];

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }

    fn qty(&mut self, most: usize) -> i64 {
        i64::try_from(self.below(most)).unwrap() + 1
    }
}

#[derive(Debug, Default, Clone)]
struct Line {
    order: String,
    product: usize,
    bump: bool,
    grade: usize,
    promise: Option<Day>,
    qty: i64,
    cancelled: i64,
    reserved: [i64; 2],
    packed: i64,
    shipped: i64,
}

impl Line {
    fn kept(&self) -> i64 {
        self.reserved.iter().sum()
    }

    fn to_pack(&self) -> i64 {
        self.qty - self.cancelled - self.packed - self.shipped
    }

    fn waits(&self) -> i64 {
        self.to_pack() - self.kept()
    }

    /// Gives back from the last warehouse first.
    fn give_back(&mut self, mut qty: i64) {
        for at in (0..2).rev() {
            let part = qty.min(self.reserved[at]);
            self.reserved[at] -= part;
            qty -= part;
        }
    }
}

#[derive(Debug)]
struct Packed {
    number: String,
    line: usize,
    site: usize,
    qty: i64,
}

#[derive(Debug)]
struct Sent {
    number: String,
    product: usize,
    to: usize,
    open: i64,
    due: Day,
}

#[derive(Default)]
struct Model {
    on_hand: BTreeMap<(usize, usize), i64>,
    held: BTreeMap<(usize, usize), i64>,
    lines: Vec<Line>,
    packed: Vec<Packed>,
    sent: Vec<Sent>,
    supply: Vec<(usize, usize, Day, i64, String)>,
}

impl Model {
    fn packed_at(&self, p: usize, w: usize) -> i64 {
        let here = self.packed.iter();
        here.filter(|s| s.site == w && self.lines[s.line].product == p)
            .map(|s| s.qty)
            .sum()
    }

    fn kept_at(&self, p: usize, w: usize) -> i64 {
        let of = self.lines.iter().filter(|l| l.product == p);
        of.map(|l| l.reserved[w]).sum()
    }

    fn hand(&self, p: usize, w: usize) -> i64 {
        self.on_hand.get(&(p, w)).copied().unwrap_or(0)
    }

    fn free(&self, p: usize, w: usize) -> i64 {
        self.hand(p, w) - self.kept_at(p, w) - self.packed_at(p, w)
    }

    /// Lines of a product, the first served first.
    fn ranked(&self, p: usize) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.lines.len())
            .filter(|at| self.lines[*at].product == p)
            .collect();
        found.sort_by_key(|at| {
            let l = &self.lines[*at];
            (!l.bump, l.grade, l.promise, *at)
        });
        found
    }

    fn came(&mut self, p: usize, w: usize, qty: i64) {
        *self.on_hand.entry((p, w)).or_default() += qty;
        let mut left = qty.min(self.free(p, w));
        for at in self.ranked(p) {
            let part = left.min(self.lines[at].waits());
            self.lines[at].reserved[w] += part;
            left -= part;
        }
    }

    /// Takes goods out; `false` if packed goods stand in the way.
    fn lose(&mut self, p: usize, w: usize, qty: i64) -> bool {
        let rest = self.hand(p, w) - qty;
        if rest < self.packed_at(p, w) {
            return false;
        }
        let mut missing = (self.kept_at(p, w) + self.packed_at(p, w) - rest).max(0);
        for at in self.ranked(p).into_iter().rev() {
            let part = missing.min(self.lines[at].reserved[w]);
            self.lines[at].reserved[w] -= part;
            missing -= part;
        }
        self.on_hand.insert((p, w), rest);
        true
    }

    /// ATP of a day, by its definition (`rules.md §6`).
    fn atp(&self, p: usize, day: Day, today: Day, last: Day) -> i64 {
        let free: i64 = (0..2).map(|w| self.free(p, w)).sum();
        let a = |t: Day| {
            let come = self
                .supply
                .iter()
                .filter(|s| s.0 == p && s.2.max(today) <= t);
            let way = self.sent.iter().filter(|s| s.product == p && s.due <= t);
            let owed = self
                .lines
                .iter()
                .filter(|l| l.product == p && l.promise.unwrap_or(today).max(today) <= t);
            free + come.map(|s| s.3).sum::<i64>() + way.map(|s| s.open).sum::<i64>()
                - owed.map(Line::waits).sum::<i64>()
        };
        let days = 0..=last.days_since(day);
        days.map(|n| a(day.plus_days(n))).min().unwrap().max(0)
    }
}

/// A command, and whether the model takes it.
type Act = (&'static str, Value, bool);

fn goods(m: &mut Model, d: &mut Dice, today: Day) -> Act {
    let (p, w, qty) = (d.below(2), d.below(2), d.qty(12));
    let at = json!({"product": PRODUCTS[p], "warehouse": SITES[w], "qty": qty.to_string(),
        "reason": "r"});
    let without = |name: &str| {
        let mut with = at.clone();
        with.as_object_mut().unwrap().remove(name);
        with
    };
    match d.below(9) {
        0 | 1 => {
            m.came(p, w, qty);
            ("stock.receive", without("reason"), true)
        }
        2 => {
            let ok = m.lose(p, w, qty);
            let mut with = at;
            with["qty"] = json!((-qty).to_string());
            ("stock.adjust", with, ok)
        }
        3 => counted(m, (p, w), without("qty"), qty),
        4 => {
            let ok = m.lose(p, w, qty);
            *m.held.entry((p, w)).or_default() += if ok { qty } else { 0 };
            ("stock.quarantine", at, ok)
        }
        5 => {
            let held = m.held.entry((p, w)).or_default();
            let ok = *held >= qty;
            if ok {
                *held -= qty;
                m.came(p, w, qty);
            }
            ("stock.release_quarantine", at, ok)
        }
        6 => {
            let ok = m.free(p, w) >= qty;
            if ok {
                *m.on_hand.entry((p, w)).or_default() -= qty;
                let due = today.plus_days(1);
                m.sent.push(Sent {
                    number: String::new(),
                    product: p,
                    to: 1 - w,
                    open: qty,
                    due,
                });
            }
            let with = json!({"product": PRODUCTS[p], "from": SITES[w], "to": SITES[1 - w],
                "qty": qty.to_string()});
            ("stock.transfer", with, ok)
        }
        7 => arrival(m, d, qty),
        _ => {
            let day = today.plus_days(d.qty(20));
            let paper = format!("PO{}", m.supply.len());
            m.supply.push((p, w, day, qty, paper.clone()));
            let with = json!({"product": PRODUCTS[p], "warehouse": SITES[w], "date": day,
                "qty": qty.to_string(), "confirmed": true, "ref": paper});
            ("supply.expect", with, true)
        }
    }
}

fn counted(m: &mut Model, (p, w): (usize, usize), mut with: Value, qty: i64) -> Act {
    with["counted"] = json!(qty.to_string());
    let there = m.hand(p, w);
    let ok = if qty >= there {
        m.came(p, w, qty - there);
        true
    } else {
        m.lose(p, w, there - qty)
    };
    ("stock.count", with, ok)
}

fn arrival(m: &mut Model, d: &mut Dice, qty: i64) -> Act {
    if m.sent.is_empty() {
        let with = json!({"transfer": "TR0", "qty": "1"});
        return ("stock.transfer_arrive", with, false);
    }
    let at = d.below(m.sent.len());
    let (p, w, open) = (m.sent[at].product, m.sent[at].to, m.sent[at].open);
    let with = json!({"transfer": m.sent[at].number, "qty": qty.to_string()});
    let ok = qty <= open;
    if ok {
        m.sent[at].open -= qty;
        m.came(p, w, qty);
    }
    ("stock.transfer_arrive", with, ok)
}

fn orders(m: &mut Model, d: &mut Dice) -> Act {
    let (at, w, qty) = (d.below(m.lines.len()), d.below(2), d.qty(6));
    let p = m.lines[at].product;
    let order = m.lines[at].order.clone();
    let with = json!({"order": order, "line": 1, "qty": qty.to_string(), "warehouse": SITES[w]});
    match d.below(7) {
        0 | 1 => {
            let ok = qty <= m.lines[at].waits() && qty <= m.free(p, w);
            m.lines[at].reserved[w] += if ok { qty } else { 0 };
            ("stock.reserve", with, ok)
        }
        2 => {
            let ok = qty <= m.lines[at].reserved[w];
            m.lines[at].reserved[w] -= if ok { qty } else { 0 };
            ("stock.unreserve", with, ok)
        }
        3 => packing(m, at, w, qty),
        4 if !m.packed.is_empty() => {
            let out = m.packed.remove(d.below(m.packed.len()));
            let p = m.lines[out.line].product;
            m.lines[out.line].packed -= out.qty;
            let back = out
                .qty
                .min(m.lines[out.line].waits())
                .min(m.free(p, out.site));
            m.lines[out.line].reserved[out.site] += back;
            (
                "shipment.unpack",
                json!({"shipment": out.number, "reason": "r"}),
                true,
            )
        }
        5 if !m.packed.is_empty() => {
            let out = m.packed.remove(d.below(m.packed.len()));
            let line = &mut m.lines[out.line];
            line.packed -= out.qty;
            line.shipped += out.qty;
            *m.on_hand.entry((line.product, out.site)).or_default() -= out.qty;
            (
                "shipment.dispatch",
                json!({"shipment": out.number, "carrier": "SF"}),
                true,
            )
        }
        _ => {
            m.lines[at].bump = !m.lines[at].bump;
            let rank = i64::from(m.lines[at].bump);
            (
                "order.bump",
                json!({"order": order, "rank": rank, "reason": "r"}),
                true,
            )
        }
    }
}

fn packing(m: &mut Model, at: usize, w: usize, qty: i64) -> Act {
    let p = m.lines[at].product;
    let can = m.free(p, w) + m.lines[at].reserved[w].min(qty);
    let ok = qty <= m.lines[at].to_pack() && qty <= can;
    if ok {
        let line = &mut m.lines[at];
        line.reserved[w] -= line.reserved[w].min(qty);
        line.packed += qty;
        let surplus = (line.kept() - line.to_pack()).max(0);
        line.give_back(surplus);
        m.packed.push(Packed {
            number: String::new(),
            line: at,
            site: w,
            qty,
        });
    }
    let with = json!({"order": m.lines[at].order, "warehouse": SITES[w],
        "lines": [{"line": 1, "qty": qty.to_string()}]});
    ("shipment.pack", with, ok)
}

fn compare(bench: &Bench, m: &Model, today: Day, whole: bool, told: &str) {
    let db = bench.db();
    for (p, code) in PRODUCTS.iter().enumerate() {
        let product = store::products::by_code(db, code).unwrap().unwrap();
        for (w, site) in SITES.iter().enumerate() {
            let site = store::places::warehouse(db, site).unwrap().unwrap();
            let level = store::stock::level(db, product.id, site.id).unwrap();
            let is = [level.on_hand, level.reserved, level.packed].map(|qty| qty.0 / 1_000);
            assert_eq!(
                is,
                [m.hand(p, w), m.kept_at(p, w), m.packed_at(p, w)],
                "{told}"
            );
        }
        if !whole {
            continue;
        }
        let atp = promise::atp(db, product.id, None, today).unwrap();
        let last = today.plus_days(40);
        for n in 0..40 {
            let day = today.plus_days(n);
            let is = atp.on(day).0 / 1_000;
            assert_eq!(is, m.atp(p, day, today, last), "{told}: {code} on {day}");
        }
    }
    if whole {
        for line in &m.lines {
            let row = bench.line(&line.order, 1);
            assert_eq!(
                row.reserved,
                Qty(line.kept() * 1_000),
                "{told}: {}",
                line.order
            );
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn stock_follows_the_plain_model() {
    let seed = number("ORDERDESK_SEED").unwrap_or(20_261_123);
    let acts = number("ORDERDESK_ACTS").unwrap_or(1_200);
    println!("seed {seed}, {acts} acts");
    let bench = Bench::new();
    bench.warehouse("W2");
    bench.product("P2", json!({}));
    bench.customer("A1", json!({"grade": "A"}));
    bench.customer("B1", json!({"grade": "B"}));
    let today = bench.today();
    let (mut m, mut d) = (Model::default(), Dice(seed.max(1)));
    for n in 0..acts {
        let told = format!("seed {seed}, act {n}");
        if m.lines.is_empty() || d.below(8) == 0 {
            let (grade, p, qty) = (d.below(3), d.below(2), d.qty(9));
            let promise = Some(today.plus_days(d.qty(25) - 5));
            let wanted = (PRODUCTS[p].to_owned(), qty.to_string(), promise);
            let order = bench.promised(CUSTOMERS[grade], &[wanted]);
            m.lines.push(Line {
                order,
                product: p,
                grade,
                promise,
                qty,
                ..Line::default()
            });
            continue;
        }
        let (name, with, ok) = if d.below(2) == 0 {
            goods(&mut m, &mut d, today)
        } else {
            orders(&mut m, &mut d)
        };
        let done = bench.attempt(name, with.clone(), None);
        let told = format!("{told}: {name} {with}");
        assert_eq!(done.is_ok(), ok, "{told}: {done:?}");
        if let Ok(done) = done {
            let given = |key: &str| done.value[key].as_str().map(str::to_owned);
            if name == "stock.transfer" {
                m.sent.last_mut().unwrap().number = given("transfer").unwrap();
            } else if name == "shipment.pack" {
                m.packed.last_mut().unwrap().number = given("shipment").unwrap();
            }
        }
        compare(&bench, &m, today, n % 25 == 0, &told);
    }
    compare(&bench, &m, today, true, "at the end");
}
