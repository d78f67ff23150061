//! Random money commands against a plain model that keeps nothing but lists of facts.

use serde_json::{Value, json};

use super::super::query;
use super::asked::ageing_of;
use crate::desk::testing_money::Desk;
use crate::domain::{Day, Money};

const CUSTOMERS: [&str; 2] = ["C1", "C9"];
const FIRST: &str = "2026-01-05";

/// A small generator, so that a seed tells the whole run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(n).unwrap()).unwrap()
    }
}

struct Invoice {
    number: String,
    customer: usize,
    gross: i64,
    on: Day,
    /// What falls due when, one after the other.
    parts: Vec<(Day, i64)>,
}

struct Receipt {
    number: String,
    customer: usize,
    amount: i64,
    on: Day,
    cleared: Option<Day>,
    bounced: Option<Day>,
}

struct Match {
    receipt: usize,
    invoice: usize,
    amount: i64,
    on: Day,
}

#[derive(Default)]
struct Model {
    invoices: Vec<Invoice>,
    receipts: Vec<Receipt>,
    matches: Vec<Match>,
    /// Orders that are approved and not billed: customer, number, gross.
    book: Vec<(usize, String, i64)>,
}

impl Model {
    fn applied(&self, on: Option<Day>, of: impl Fn(&Match) -> bool) -> i64 {
        let counts = |m: &&Match| of(m) && on.is_none_or(|day| m.on <= day);
        self.matches.iter().filter(counts).map(|m| m.amount).sum()
    }

    fn open(&self, invoice: usize, on: Option<Day>) -> i64 {
        self.invoices[invoice].gross - self.applied(on, |m| m.invoice == invoice)
    }

    /// What is open of each part: money fills the first ones first.
    fn parts(&self, invoice: usize, on: Option<Day>) -> Vec<(Day, i64)> {
        let mut paid = self.applied(on, |m| m.invoice == invoice);
        let mut open = Vec::new();
        for (due, amount) in &self.invoices[invoice].parts {
            let filled = paid.min(*amount);
            paid -= filled;
            open.push((*due, amount - filled));
        }
        open.retain(|part| part.1 > 0);
        open
    }

    fn free(&self, receipt: usize, on: Option<Day>) -> i64 {
        let paper = &self.receipts[receipt];
        if paper
            .bounced
            .is_some_and(|day| on.is_none_or(|on| day <= on))
        {
            return 0;
        }
        paper.amount - self.applied(on, |m| m.receipt == receipt)
    }

    /// A match counts from when both papers are there and nothing taken back stands in its way.
    fn apply(&mut self, receipt: usize, invoice: usize, amount: i64, day: Day) {
        let freed = self
            .matches
            .iter()
            .filter(|m| m.amount < 0 && (m.receipt == receipt || m.invoice == invoice))
            .map(|m| m.on)
            .max();
        let on = [self.receipts[receipt].on, self.invoices[invoice].on, day]
            .into_iter()
            .chain(freed)
            .max()
            .unwrap();
        self.matches.push(Match {
            receipt,
            invoice,
            amount,
            on,
        });
    }

    fn take_back(&mut self, receipt: usize, invoice: usize, amount: i64, day: Day) {
        let pair = |m: &&Match| m.receipt == receipt && m.invoice == invoice;
        let last = self.matches.iter().filter(pair).map(|m| m.on).max();
        let on = day.max(last.unwrap_or(day));
        self.matches.push(Match {
            receipt,
            invoice,
            amount: -amount,
            on,
        });
    }

    /// Exactly what is open of an invoice, or of its next part, goes there; else the oldest due first.
    fn automatic(&mut self, receipt: usize, day: Day) {
        let customer = self.receipts[receipt].customer;
        let mut left = self.receipts[receipt].amount;
        let mut exact = Vec::new();
        let mut open = Vec::new();
        for (at, invoice) in self.invoices.iter().enumerate() {
            let parts = self.parts(at, None);
            let Some(first) = parts.first().filter(|_| invoice.customer == customer) else {
                continue;
            };
            if first.1 == left || self.open(at, None) == left {
                exact.push((first.0, invoice.number.clone(), at, left));
            }
            open.extend(parts.iter().map(|p| (p.0, invoice.number.clone(), at, p.1)));
        }
        let mut plan = if exact.is_empty() { open } else { exact };
        plan.sort();
        let mut goes: Vec<(usize, i64)> = Vec::new();
        for (_, _, at, amount) in plan {
            let part = left.min(amount);
            left -= part;
            match goes.iter_mut().find(|(invoice, _)| *invoice == at) {
                Some((_, sum)) => *sum += part,
                None => goes.push((at, part)),
            }
        }
        for (at, amount) in goes.into_iter().filter(|(_, amount)| *amount > 0) {
            self.apply(receipt, at, amount, day);
        }
    }

    fn compare(&self, desk: &Desk, today: Day, seed: u64) {
        let first: Day = FIRST.parse().unwrap();
        let span = today.days_since(first);
        let days = [0, span / 3, span / 2, span].map(|n| first.plus_days(n));
        for (at, code) in CUSTOMERS.iter().enumerate() {
            for day in days {
                self.compare_ageing(desk, at, code, day, seed);
            }
            let mine = |i: &usize| self.invoices[*i].customer == at;
            let ours = |r: &usize| self.receipts[*r].customer == at;
            let open: i64 = (0..self.invoices.len())
                .filter(mine)
                .map(|i| self.open(i, None))
                .sum();
            let free: i64 = (0..self.receipts.len())
                .filter(ours)
                .map(|r| self.free(r, None))
                .sum();
            let uncleared: i64 = (self.receipts.iter())
                .filter(|r| r.customer == at && r.cleared.is_none() && r.bounced.is_none())
                .map(|r| r.amount)
                .sum();
            let book: i64 = self.book.iter().filter(|b| b.0 == at).map(|b| b.2).sum();
            let told = query::credit(desk.office.db(), code, None, today).unwrap();
            let exposure = Money(open + book - free + uncleared).to_string();
            assert_eq!(
                told["exposure"],
                json!(exposure),
                "seed {seed}, {code} on {today}"
            );
            let account = desk.balance(&format!("receivable:{code}"));
            assert_eq!(
                account,
                Money(open - free).to_string(),
                "seed {seed}, {code}"
            );
        }
    }

    fn compare_ageing(&self, desk: &Desk, at: usize, code: &str, day: Day, seed: u64) {
        let mut columns = [0_i64; 6];
        for (n, invoice) in self.invoices.iter().enumerate() {
            if invoice.customer != at || invoice.on > day {
                continue;
            }
            for (due, open) in self.parts(n, Some(day)) {
                let late = day.days_since(due);
                let column = [0, 30, 60, 90, 180].iter().position(|most| late <= *most);
                columns[column.unwrap_or(5)] += open;
            }
        }
        let free: i64 = (0..self.receipts.len())
            .filter(|r| self.receipts[*r].customer == at && self.receipts[*r].on <= day)
            .map(|r| self.free(r, Some(day)))
            .sum();
        let row = ageing_of(desk, code, &day.to_string()[5..]);
        let told = [
            row.not_due,
            row.d1_30,
            row.d31_60,
            row.d61_90,
            row.d91_180,
            row.over_180,
        ];
        let told = told.map(Money::count);
        assert_eq!(told, columns, "seed {seed}, {code} on {day}");
        assert_eq!(row.unapplied.count(), -free, "seed {seed}, {code} on {day}");
        let balance = columns.iter().sum::<i64>() - free;
        assert_eq!(row.balance.count(), balance, "seed {seed}, {code} on {day}");
    }
}

/// As a whole in thirty days, or in two or three parts.
fn agreed(chance: &mut Chance, day: Day, gross: i64) -> Vec<(Day, i64)> {
    let parts = i64::try_from(chance.below(5)).unwrap() - 1;
    if parts < 2 || gross < parts {
        return vec![(day.plus_days(30), gross)];
    }
    let step = i64::try_from(chance.below(40)).unwrap() + 1;
    let each = gross / parts;
    (1..=parts)
        .map(|n| {
            (
                day.plus_days(n * step),
                if n < parts {
                    each
                } else {
                    gross - each * (parts - 1)
                },
            )
        })
        .collect()
}

/// One command; a refusal changes neither side.
fn step(desk: &Desk, model: &mut Model, chance: &mut Chance, today: Day) {
    let customer = chance.below(2);
    let code = CUSTOMERS[customer];
    let back = i64::try_from(chance.below(20)).unwrap();
    let day = today.plus_days(-back).max(FIRST.parse().unwrap());
    match chance.below(10) {
        0..=2 => {
            let gross = i64::try_from(chance.below(90_000) + 1).unwrap();
            let order = desk.order(code, "net:30", &[(1, gross)]);
            desk.ship(&order, &[(1, 1)]);
            model.book.push((customer, order, gross));
        }
        3 | 4 if !model.book.is_empty() => {
            let (customer, order, gross) = model.book.remove(chance.below(model.book.len()));
            let parts = agreed(chance, day, gross);
            let rows: Vec<Value> = (parts.iter())
                .map(|(due, amount)| json!({ "due": due, "amount": Money(*amount) }))
                .collect();
            let mut with = json!({ "order": order, "date": day });
            if rows.len() > 1 {
                with["instalments"] = json!(rows);
            }
            let told = desk.try_on(Some(today), "invoice.post", with).unwrap();
            assert_eq!(told["gross"], json!(Money(gross)));
            model.invoices.push(Invoice {
                number: told["invoice"].as_str().unwrap().to_owned(),
                customer,
                gross,
                on: day,
                parts,
            });
        }
        5 | 6 => record(desk, model, chance, (customer, code), (today, day)),
        7 if !model.receipts.is_empty() => decide(desk, model, chance, today),
        _ if !model.receipts.is_empty() && !model.invoices.is_empty() => {
            by_hand(desk, model, chance, today);
        }
        _ => {}
    }
}

fn record(
    desk: &Desk,
    model: &mut Model,
    chance: &mut Chance,
    (customer, code): (usize, &str),
    (today, day): (Day, Day),
) {
    let mine: Vec<usize> = (0..model.invoices.len())
        .filter(|i| model.invoices[*i].customer == customer && model.open(*i, None) > 0)
        .collect();
    // Every third one pays an invoice to the 分.
    let amount = match (mine.is_empty(), chance.below(3)) {
        (false, 0) => {
            let invoice = mine[chance.below(mine.len())];
            let parts = model.parts(invoice, None);
            let next = parts.first().map_or(0, |part| part.1);
            [model.open(invoice, None), next][chance.below(2)]
        }
        _ => i64::try_from(chance.below(70_000) + 1).unwrap(),
    };
    let cheque = chance.below(3) == 0;
    let method = if cheque { "cheque" } else { "wire" };
    let with = json!({ "customer": code, "amount": Money(amount), "method": method, "date": day });
    let told = desk.try_on(Some(today), "receipt.record", with).unwrap();
    model.receipts.push(Receipt {
        number: told["receipt"].as_str().unwrap().to_owned(),
        customer,
        amount,
        on: day,
        cleared: (!cheque).then_some(day),
        bounced: None,
    });
    model.automatic(model.receipts.len() - 1, day);
}

/// The bank says yes or no to a cheque.
fn decide(desk: &Desk, model: &mut Model, chance: &mut Chance, today: Day) {
    let at = chance.below(model.receipts.len());
    let number = model.receipts[at].number.clone();
    let bounce = chance.below(2) == 0;
    let name = if bounce {
        "receipt.bounce"
    } else {
        "receipt.clear"
    };
    let done = desk.try_on(Some(today), name, json!({ "receipt": number }));
    let waits = model.receipts[at].cleared.is_none() && model.receipts[at].bounced.is_none();
    assert_eq!(done.is_ok(), waits, "{name} {number}");
    if !waits {
        return;
    }
    if !bounce {
        model.receipts[at].cleared = Some(today);
        return;
    }
    for invoice in 0..model.invoices.len() {
        let there = model.applied(None, |m| m.receipt == at && m.invoice == invoice);
        if there > 0 {
            model.take_back(at, invoice, there, today);
        }
    }
    model.receipts[at].bounced = Some(today);
}

/// A match by hand, made or taken back, within what is open or beyond it.
fn by_hand(desk: &Desk, model: &mut Model, chance: &mut Chance, today: Day) {
    let receipt = chance.below(model.receipts.len());
    let invoice = chance.below(model.invoices.len());
    let amount = i64::try_from(chance.below(20_000) + 1).unwrap();
    let there = model.applied(None, |m| m.receipt == receipt && m.invoice == invoice);
    let same = model.receipts[receipt].customer == model.invoices[invoice].customer;
    let lives = model.receipts[receipt].bounced.is_none();
    let mut with = json!({
        "receipt": model.receipts[receipt].number,
        "to": [{ "invoice": model.invoices[invoice].number, "amount": Money(amount) }],
    });
    if chance.below(2) == 0 {
        let fits = same
            && lives
            && amount <= model.free(receipt, None)
            && amount <= model.open(invoice, None);
        let done = desk.try_on(Some(today), "receipt.apply", with);
        assert_eq!(done.is_ok(), fits, "{done:?}");
        if fits {
            model.apply(receipt, invoice, amount, today);
        }
    } else {
        with["reason"] = json!("wrong");
        let done = desk.try_on(Some(today), "receipt.unapply", with);
        assert_eq!(done.is_ok(), lives && amount <= there, "{done:?}");
        if done.is_ok() {
            model.take_back(receipt, invoice, amount, today);
        }
    }
}

fn run(seed: u64, steps: usize) {
    let desk = Desk::new();
    let mut model = Model::default();
    let mut chance = Chance(seed);
    let first: Day = FIRST.parse().unwrap();
    for n in 0..steps {
        // The year goes by from the first command to the last.
        let today = first.plus_days(i64::try_from(n * 340 / steps).unwrap());
        step(&desk, &mut model, &mut chance, today);
        if (n + 1) % 100 == 0 {
            model.compare(&desk, today, seed);
            assert_eq!(desk.faults(), [], "seed {seed}, after {n}");
        }
    }
    let told: Value = json!(
        query::trial_balance(desk.office.db(), None, None, 50)
            .unwrap()
            .total
    );
    assert_eq!(told["debit"], told["credit"], "seed {seed}");
}

#[test]
fn the_books_equal_a_plain_model() {
    for seed in [20_261_123, 99_991] {
        run(seed, 300);
    }
}

/// The long run: minutes, by hand before a release.
#[test]
#[ignore = "takes minutes"]
fn the_books_equal_a_plain_model_for_a_hundred_thousand_commands() {
    for seed in 1..=20 {
        run(seed, 5_000);
    }
}
