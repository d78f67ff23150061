//! The order at hand: read, read again when it changes, and what is open over it.
//!
//! Invariant: a paper is opened only for the order that was read last under its number; a key that
//! comes before the answer waits for it.

use serde::Deserialize as _;
use serde_json::{Value, json};

use super::left::Left;
use super::{Step, Steps, StepsAnswer, Subject, Target, Told, after, editable};
use crate::ui::base::{Ctx, Effect, Input, Opening, Query, Reply, ScreenKind, Ticket, Tone};
use crate::ui::widgets::order_card::{self, read};

/// What was asked for before the order was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The menu of steps.
    Menu,
    /// This step.
    Step(Step),
    /// Release if something holds it, else hold.
    HoldOrRelease,
}

/// What the hand made of an input.
#[derive(Debug)]
pub enum HandAnswer {
    /// Not for the hand.
    Ignored,
    /// Carry these out.
    Effects(Vec<Effect>),
    /// Who asks is known now.
    Known,
    /// The order is here; carry these out.
    Loaded(Vec<Effect>),
    /// Somebody was faster; carry these out and ask the lists again. The paper stays.
    Outdated(Vec<Effect>),
    /// A step is done; carry these out and ask the lists again.
    Done(Told, Vec<Effect>),
}

/// The order at hand.
#[derive(Default)]
pub struct Hand {
    /// The order as it was read last.
    order: Option<Value>,
    number: Option<String>,
    asked: Option<Ticket>,
    wish: Option<Wish>,
    /// The open paper waits for its order to be read again.
    outdated: bool,
    /// The question for the order of the open paper, if it is another one.
    paper: Option<Ticket>,
    open: Option<Steps>,
    me: Option<Ticket>,
    /// Who asks.
    pub login: Option<String>,
    /// What this person is.
    pub roles: Vec<String>,
    may: Vec<String>,
    /// The order is read with what its judges look at.
    judging: bool,
    /// The paper that was left half filled in.
    left: Option<Left>,
    /// The office has been given such a paper to keep.
    kept: bool,
}

impl Hand {
    /// A hand that has the paper which was left half filled in when the screen was open before.
    pub fn new(opening: &Opening) -> Self {
        let parked = opening.parked.as_ref();
        let left = parked.and_then(|parked| Left::deserialize(parked).ok());
        Self {
            kept: left.is_some(),
            left,
            ..Self::default()
        }
    }

    /// A hand that reads orders with what their judges look at.
    pub fn judging(opening: &Opening) -> Self {
        Self {
            judging: true,
            ..Self::new(opening)
        }
    }

    /// What is half filled in, or was left so.
    pub fn park(&self) -> Option<Value> {
        let open = self.open.as_ref().and_then(Steps::half_typed);
        let left = open.or_else(|| self.left.clone())?;
        serde_json::to_value(left).ok()
    }

    /// Gives the office what was left to keep, or lets it forget what it had.
    fn keep(&mut self) -> Option<Effect> {
        let parked = self.park();
        let had = std::mem::replace(&mut self.kept, parked.is_some());
        (had || self.kept).then_some(Effect::Park(parked))
    }

    /// Whether this person may give a command; before the desk has said so, all are offered.
    pub fn may(&self, command: &str) -> bool {
        self.may.is_empty() || self.may.iter().any(|name| name == command)
    }

    fn question(&self, number: &str) -> Option<Query> {
        let name = if self.judging { "review" } else { "order" };
        Query::parse(name, json!({ "order": number })).ok()
    }

    /// Asks who is at the keyboard, once.
    pub fn introduce(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        if self.login.is_some() || self.me.is_some() {
            return Vec::new();
        }
        let ticket = ctx.ticket();
        self.me = Some(ticket);
        Query::parse("me", json!({}))
            .map(|query| Effect::Ask(ticket, query))
            .into_iter()
            .collect()
    }

    /// The order, if the one wanted is here.
    pub fn order(&self) -> Option<&Value> {
        self.order
            .as_ref()
            .filter(|order| order["order"].as_str() == self.number.as_deref())
    }

    /// The number of the order wanted.
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// What is open over it.
    pub const fn open(&self) -> Option<&Steps> {
        self.open.as_ref()
    }

    /// Whether keys have to wait until the order is here.
    pub fn holds_keys(&self) -> bool {
        self.wish.is_some() || self.open.as_ref().is_some_and(Steps::holds_keys)
    }

    /// Whether a paper is open, for the help.
    pub fn has_paper(&self) -> bool {
        self.open.as_ref().is_some_and(Steps::is_paper)
    }

    /// Lays the order down: the next one is read anew.
    pub fn forget(&mut self) {
        self.order = None;
        self.number = None;
        self.asked = None;
    }

    /// Takes another order in hand.
    pub fn look_at(&mut self, number: Option<&str>, ctx: &Ctx<'_>) -> Vec<Effect> {
        if self.number.as_deref() == number {
            return Vec::new();
        }
        self.number = number.map(str::to_owned);
        self.wish = None;
        self.again(ctx)
    }

    /// Reads the order again; what is shown stays until the answer.
    pub fn again(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        self.asked = None;
        let Some(number) = &self.number else {
            return Vec::new();
        };
        let Some(query) = self.question(number) else {
            return Vec::new();
        };
        let ticket = ctx.ticket();
        self.asked = Some(ticket);
        vec![Effect::Ask(ticket, query)]
    }

    /// Reads the order of the open paper again: where rows are marked, it is not the one at hand.
    fn read_for_paper(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let about = self.open.as_ref().and_then(Steps::about);
        let Some(number) = about.filter(|number| Some(*number) != self.number.as_deref()) else {
            return self.again(ctx);
        };
        let Some(query) = self.question(number) else {
            return Vec::new();
        };
        let ticket = ctx.ticket();
        self.paper = Some(ticket);
        vec![Effect::Ask(ticket, query)]
    }

    /// Opens a paper or the menu for the order at hand, now or when it is here.
    pub fn wish(&mut self, wish: Wish, ctx: &Ctx<'_>) -> Vec<Effect> {
        if self.number.is_none() {
            return vec![Effect::Tell(
                Tone::Plain,
                ctx.look.lang.review_no_row().to_owned(),
            )];
        }
        if self.order().is_none() && self.asked.is_some() {
            self.wish = Some(wish);
            return Vec::new();
        }
        self.fulfil(wish, ctx)
    }

    fn fulfil(&mut self, wish: Wish, ctx: &Ctx<'_>) -> Vec<Effect> {
        let Some(order) = self.order() else {
            return Vec::new();
        };
        let step = match wish {
            Wish::Menu => {
                return match Steps::menu(order, &self.may, ctx.look) {
                    Ok(steps) => {
                        self.open = Some(steps);
                        Vec::new()
                    }
                    Err(told) => vec![Effect::Tell(Tone::Plain, told)],
                };
            }
            Wish::Step(Step::Edit) => {
                let number = read::text(order, "order");
                let lang = ctx.look.lang;
                return vec![if editable(order) {
                    Effect::OpenAt(ScreenKind::OrderEntry, number)
                } else {
                    let told = Step::Edit.not_now(Some(order), &number, lang);
                    Effect::Tell(Tone::Plain, told)
                }];
            }
            Wish::Step(Step::AfterSale) => {
                let about = subject(order, &self.roles);
                return self.open_menu(after::allowed(order), about, ctx);
            }
            Wish::Step(step) => step,
            Wish::HoldOrRelease if read::rows(order, "holds").is_empty() => Step::Hold,
            Wish::HoldOrRelease => Step::Release,
        };
        let subject = subject(order, &self.roles);
        self.open_with(step, subject, ctx)
    }

    /// Opens the menu of these steps about something that the screen knows; one alone is opened.
    pub fn open_menu(&mut self, steps: Vec<Step>, subject: Subject, ctx: &Ctx<'_>) -> Vec<Effect> {
        if let [step] = steps.as_slice() {
            return self.open_with(*step, subject, ctx);
        }
        match Steps::of(steps, subject, &self.may, ctx.look) {
            Ok(menu) => {
                self.open = Some(menu);
                Vec::new()
            }
            Err(told) => vec![Effect::Tell(Tone::Plain, told)],
        }
    }

    /// Opens a paper about something that the screen knows.
    pub fn open_with(&mut self, step: Step, subject: Subject, ctx: &Ctx<'_>) -> Vec<Effect> {
        let about = subject.about().to_owned();
        match Steps::open(step, subject, ctx) {
            Ok((mut steps, effects)) => {
                if let Some(left) = self.left.take_if(|left| left.is_of(step, &about)) {
                    steps.refill(&left, ctx);
                }
                self.open = Some(steps);
                effects
            }
            Err(told) => vec![Effect::Tell(Tone::Plain, told)],
        }
    }

    /// Takes an input: answers to its own questions, and every key while something is open.
    pub fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> HandAnswer {
        if let Input::Reply(ticket, reply) = input {
            if self.me == Some(*ticket) {
                return self.known(reply);
            }
            if self.asked == Some(*ticket) {
                return self.loaded(reply, ctx);
            }
            if self.paper == Some(*ticket) {
                self.paper = None;
                if let (Some(open), Ok(order)) = (&mut self.open, reply) {
                    open.reload(order);
                    open.still_possible(ctx.look.lang);
                }
                return HandAnswer::Effects(Vec::new());
            }
        }
        let Some(open) = &mut self.open else {
            return HandAnswer::Ignored;
        };
        match open.take(input, ctx) {
            StepsAnswer::Ignored => HandAnswer::Ignored,
            StepsAnswer::Open(effects) => HandAnswer::Effects(effects),
            StepsAnswer::Cancelled => {
                let open = self.open.take();
                self.left = open.and_then(|open| open.half_typed()).or(self.left.take());
                HandAnswer::Effects(self.keep().into_iter().collect())
            }
            StepsAnswer::Chosen(step) => {
                let about = self.open.take().map(Steps::into_subject);
                let known = about.filter(|about| !about.targets.is_empty());
                HandAnswer::Effects(match known {
                    Some(about) => self.open_with(step, about, ctx),
                    None => self.fulfil(Wish::Step(step), ctx),
                })
            }
            StepsAnswer::Outdated => {
                self.outdated = true;
                HandAnswer::Outdated(self.read_for_paper(ctx))
            }
            StepsAnswer::Done(told) => {
                self.open = None;
                let mut effects = vec![Effect::Tell(told.tone, told.text.clone())];
                effects.extend(self.keep());
                effects.extend(self.again(ctx));
                HandAnswer::Done(told, effects)
            }
        }
    }

    fn known(&mut self, reply: &Reply) -> HandAnswer {
        self.me = None;
        let Ok(me) = reply else {
            return HandAnswer::Known;
        };
        let texts = |name: &str| {
            read::rows(me, name)
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        self.login = me["login"].as_str().map(str::to_owned);
        self.roles = texts("roles");
        self.may = texts("may");
        HandAnswer::Known
    }

    fn loaded(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> HandAnswer {
        self.asked = None;
        let wish = self.wish.take();
        match reply {
            Ok(order) => {
                if let Some(open) = &mut self.open {
                    open.reload(order);
                    if std::mem::take(&mut self.outdated) {
                        open.still_possible(ctx.look.lang);
                    }
                }
                self.order = Some(order.clone());
                let effects = wish.map(|wish| self.fulfil(wish, ctx)).unwrap_or_default();
                HandAnswer::Loaded(effects)
            }
            Err(refusal) => {
                self.order = None;
                let told = ctx.look.lang.refusal(refusal);
                HandAnswer::Loaded(vec![Effect::Tell(
                    Tone::Bad,
                    format!("{}; {}", told.text, told.way_out),
                )])
            }
        }
    }
}

/// What a step has to know of an order.
pub fn subject(order: &Value, roles: &[String]) -> Subject {
    let owed = read::rows(order, "opinions")
        .iter()
        .filter(|opinion| opinion["verdict"].is_null());
    let departments = owed
        .filter_map(|opinion| opinion["department"].as_str())
        .filter(|department| roles.iter().any(|role| role == department))
        .map(str::to_owned)
        .collect();
    let head = &order["head"];
    let target = Target {
        order: read::text(order, "order"),
        version: order["version"].as_i64(),
        departments: if order["state"] == "reviewing" || order["pending"] == true {
            departments
        } else {
            Vec::new()
        },
    };
    Subject {
        say: None,
        targets: vec![target],
        order: Some(order.clone()),
        customer: head["customer"].as_str().map(str::to_owned),
        invoice: None,
        paper: None,
        label: format!(
            "{}  {}",
            order_card::customer(head),
            read::text(head, "phone")
        )
        .trim()
        .to_owned(),
    }
}
