//! The story: what happens when, and what the story itself remembers of it.
//!
//! Steps wait in one queue by time, so that every command is given in the order of the clock.
//! What falls after the last evening never happens; so the newest orders stand halfway.

use std::collections::BTreeMap;

use serde_json::Value;

use super::books::Books;
use super::chance::Chance;
use super::plan::{Fate, Gap, Plan};
use super::shift::{self, Shift};
use super::stage::{Answer, PARTS, Stage};
use crate::desk::failure::Outcome;
use crate::domain::{Day, Moment, Money, Qty};

/// Something that is to happen.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// An order comes in.
    Enter(usize),
    /// Its customer is called about a gap, for the n-th time.
    Call(usize, u8),
    /// A gap is filled.
    Fill(usize),
    /// It is given up.
    Void(usize),
    /// It is handed in.
    Submit(usize),
    /// A department answers, in the n-th round.
    Review(usize, String, u32),
    /// The director decides.
    Decide(usize),
    /// It is corrected after coming back.
    Rework(usize),
    /// It is called off.
    Cancel(usize),
    /// It is stopped.
    Hold(usize),
    /// The customer pays before the goods leave; in full, or the deposit.
    PayAhead(usize, bool),
    /// What is reserved is packed.
    Pack(usize),
    /// A parcel leaves.
    Dispatch(usize, String),
    /// A parcel arrives.
    Sign(usize, String),
    /// A parcel is billed.
    Invoice(usize, String),
    /// The carrier hands over what it took at the door.
    CodPaid(usize, Money),
    /// A customer pays what is due by a day.
    Pay(usize, Day),
    /// A customer is reminded of what is due, for the n-th time.
    Dun(usize, u8),
    /// A cheque is paid out, or not.
    Cheque(String, bool),
    /// Goods are ordered where they run low.
    Restock,
    /// Goods arrive: product, warehouse, reference.
    Arrive(usize, &'static str, String),
    /// Something else, by its place in a list of one-off events.
    Event(usize),
    /// A command that was decided on before: who, which, its fields.
    Say(String, &'static str, Value),
    /// The books of the month before are closed.
    CloseMonth(String),
}

/// An order as the story remembers it.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) plan: Plan,
    pub(super) number: String,
    pub(super) gross: Money,
    pub(super) approved: bool,
    pub(super) decided: bool,
    /// Counts how often it was handed in or came back.
    pub(super) round: u32,
    pub(super) paid: bool,
    /// Checks that block, each with whether it can be overridden.
    pub(super) blocked: Vec<(String, bool)>,
    pub(super) reserved: Vec<Qty>,
    pub(super) gone: Vec<Qty>,
    pub(super) parcels: BTreeMap<String, Vec<(i64, Qty)>>,
    pub(super) carrier: &'static str,
    pub(super) dice: Chance,
}

/// An invoice that waits for money.
#[derive(Debug)]
pub(super) struct Debt {
    pub(super) customer: usize,
    pub(super) invoice: String,
    pub(super) amount: Money,
    pub(super) due: Day,
    pub(super) paid: bool,
}

/// Who does what.
#[derive(Debug)]
pub(super) struct Crew {
    pub(super) clerk: String,
    pub(super) finance: String,
    pub(super) warehouse: String,
    pub(super) logistics: String,
    pub(super) purchasing: String,
    pub(super) director: String,
    pub(super) supervisor: String,
}

/// The story under way.
pub(super) struct Sim<'a> {
    pub(super) stage: Stage<'a>,
    pub(super) books: Books,
    pub(super) shift: Shift,
    pub(super) crew: Crew,
    pub(super) orders: Vec<Order>,
    pub(super) debts: Vec<Debt>,
    /// Free stock by product and warehouse.
    pub(super) free: BTreeMap<(usize, &'static str), Qty>,
    /// Goods that have run out and stay so.
    pub(super) short: Vec<usize>,
    /// What is under way to us, by product and warehouse.
    pub(super) coming: BTreeMap<(usize, &'static str), Qty>,
    pub(super) dice: Chance,
    /// Counts waybills and references.
    pub(super) serial: i64,
    pub(super) first: Day,
    pub(super) today: Day,
    queue: BTreeMap<(Moment, u32), Step>,
    seq: u32,
}

impl<'a> Sim<'a> {
    pub(super) fn new(stage: Stage<'a>, books: Books, shift: Shift, today: Day) -> Self {
        let crew = Crew {
            clerk: books.person("clerk"),
            finance: books.person("finance"),
            warehouse: books.person("warehouse"),
            logistics: books.person("logistics"),
            purchasing: books.person("purchasing"),
            director: books.person("director"),
            supervisor: books.person("supervisor"),
        };
        let first = shift.on_or_after(today.plus_days(-shift::SPAN_DAYS));
        Self {
            stage,
            books,
            shift,
            crew,
            orders: Vec::new(),
            debts: Vec::new(),
            free: BTreeMap::new(),
            short: Vec::new(),
            coming: BTreeMap::new(),
            dice: Chance::new(11),
            serial: 0,
            first,
            today,
            queue: BTreeMap::new(),
            seq: 0,
        }
    }

    /// Takes the orders into the story.
    pub(super) fn expect_orders(&mut self, plans: Vec<Plan>) {
        for (n, plan) in plans.into_iter().enumerate() {
            self.later(plan.entered, Step::Enter(n));
            let seed = 1_000 + u64::try_from(n).unwrap_or(0);
            let zeroes = vec![Qty::default(); plan.lines.len()];
            self.orders.push(Order {
                plan,
                number: String::new(),
                gross: Money::ZERO,
                approved: false,
                decided: false,
                round: 0,
                paid: false,
                blocked: Vec::new(),
                reserved: zeroes.clone(),
                gone: zeroes,
                parcels: BTreeMap::new(),
                carrier: "SF",
                dice: Chance::new(seed),
            });
        }
    }

    /// Puts a step into the queue; nothing happens today or later.
    pub(super) fn later(&mut self, at: Moment, step: Step) {
        if at.day() < self.today {
            self.seq += 1;
            self.queue.insert((at, self.seq), step);
        }
    }

    /// Some working minutes on.
    pub(super) fn in_minutes(&mut self, now: Moment, from: i64, to: i64) -> Moment {
        let minutes = self.dice.between(from, to);
        self.shift.plus(now, minutes)
    }

    /// Some time on the n-th working day after.
    pub(super) fn in_days(&mut self, day: Day, days: i64) -> Moment {
        let minute = self.dice.between(shift::OPEN + 5, shift::SHUT - 10);
        shift::at(
            self.shift.after(day, days),
            minute,
            self.dice.between(0, 59),
        )
    }

    /// Some time on a day, or on the working day after it.
    pub(super) fn on_workday(&mut self, day: Day) -> Moment {
        let day = self.shift.on_or_after(day);
        self.in_days(day, 0)
    }

    /// Gives a command.
    pub(super) fn give(
        &mut self,
        by: &str,
        at: Moment,
        name: &str,
        with: Value,
    ) -> Outcome<Answer> {
        self.stage.give(Some(by), at, name, with)
    }

    /// Gives a command whose answer the story needs only if it is accepted.
    pub(super) fn ask(
        &mut self,
        by: &str,
        at: Moment,
        name: &str,
        with: Value,
    ) -> Outcome<Option<Value>> {
        Ok(self.give(by, at, name, with)?.value())
    }

    /// Who keyed an order: the clerk, or the salesperson who brought it.
    pub(super) fn keyer(&self, n: usize) -> String {
        let plan = &self.orders[n].plan;
        if plan.channel == "sales" {
            self.books.customers[plan.customer].salesperson.clone()
        } else {
            self.crew.clerk.clone()
        }
    }

    /// A number that was not used before.
    pub(super) fn next_serial(&mut self) -> i64 {
        self.serial += 1;
        self.serial
    }

    /// Plays every step to the last evening.
    pub(super) fn play(&mut self) -> Outcome<()> {
        let whole = self.today.days_since(self.first).max(1);
        while let Some(((at, _), step)) = self.queue.pop_first() {
            let gone = at.day().days_since(self.first);
            let part = 250 + gone * 750 / whole;
            self.stage.tell(usize::try_from(part).unwrap_or(0));
            self.step(at, step)?;
        }
        self.stage.tell(PARTS);
        Ok(())
    }

    fn step(&mut self, at: Moment, step: Step) -> Outcome<()> {
        match step {
            Step::Enter(n) => self.enter(n, at),
            Step::Call(n, times) => self.call(n, times, at),
            Step::Fill(n) => self.fill_gap(n, at),
            Step::Void(n) => self.void(n, at),
            Step::Submit(n) => self.submit(n, at),
            Step::Review(n, department, round) if round == self.orders[n].round => {
                self.review(n, &department, at)
            }
            Step::Review(..) => Ok(()),
            Step::Decide(n) => self.decide(n, at),
            Step::Rework(n) => self.rework(n, at),
            Step::Cancel(n) => self.cancel(n, at),
            Step::Hold(n) => self.hold(n, at),
            Step::PayAhead(n, all) => self.pay_ahead(n, all, at),
            Step::Pack(n) => self.pack(n, at),
            Step::Dispatch(n, parcel) => self.dispatch(n, &parcel, at),
            Step::Sign(n, parcel) => self.sign(n, &parcel, at),
            Step::Invoice(n, parcel) => self.invoice(n, &parcel, at),
            Step::CodPaid(n, amount) => self.cod_paid(n, amount, at),
            Step::Pay(customer, due) => self.pay(customer, due, at),
            Step::Dun(debt, times) => self.dun(debt, times, at),
            Step::Cheque(receipt, good) => self.cheque(&receipt, good, at),
            Step::Restock => self.restock(at),
            Step::Arrive(product, warehouse, reference) => {
                self.arrive(product, warehouse, &reference, at)
            }
            Step::Event(n) => self.event(n, at),
            Step::Say(by, name, with) => self.give(&by, at, name, with).map(drop),
            Step::CloseMonth(month) => self.close_month(&month, at),
        }
    }

    /// Whether a gap of the order is to be filled.
    pub(super) fn gap_end(&self, n: usize) -> Option<Gap> {
        match self.orders[n].plan.fate {
            Fate::Gap(end, _) => Some(end),
            _ => None,
        }
    }
}
