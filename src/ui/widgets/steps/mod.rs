//! The steps of an order as papers to fill in: opinion, approval, holds, shipments, money, calls.
//!
//! What lives here: which step is possible, the paper for it, the command it makes, and what the
//! desk answered. What never does: lists and screens. Called by review, follow-up and timeline.
//!
//! Invariant: a paper is closed by the desk's yes or by Esc, never by a no.

mod after;
mod arrange;
mod change;
mod contact;
mod dates;
mod ending;
mod errands;
mod filling;
mod goods;
mod hand;
mod judge;
mod left;
mod money;
mod send;
mod settle;
mod standing;
mod step;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::domain::Code;
use crate::ui::base::{Action, Ctx, Effect, Input, Look, Query, Reply, Ticket, Tone};
use crate::words::Lang;
use crate::words::fill::safe;

use super::dialog::{Dialog, DialogAnswer};
use super::sheet::{Sheet, SheetAnswer};
use super::{popup, sheet_draw};

use errands::{Ended, Errands};

pub use contact::ways;
pub use hand::{Hand, HandAnswer, Wish, subject};
pub use step::{Step, allowed, editable};
pub use subject::{Subject, Target};

/// What came of an input.
#[derive(Debug)]
pub enum StepsAnswer {
    /// Not for the steps.
    Ignored,
    /// Still open; carry these out.
    Open(Vec<Effect>),
    /// Closed without anything done.
    Cancelled,
    /// A step was chosen from the menu: open it with what it needs.
    Chosen(Step),
    /// Somebody was faster: read the order again and hand it in; still open.
    Outdated,
    /// Done. What was refused of several stays with its reason.
    Done(Told),
}

/// How a step ended.
#[derive(Debug)]
pub struct Told {
    /// Which step.
    pub step: Step,
    /// What to say.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// Orders that were refused, with the reason in words.
    pub failed: BTreeMap<String, String>,
    /// Orders that were not begun with, because somebody stopped.
    pub left: Vec<String>,
}

enum Stage {
    Menu(Dialog, Vec<Step>),
    Paper(Step, Box<Sheet>),
}

/// A step under way.
pub struct Steps {
    stage: Stage,
    subject: Subject,
    errands: Errands,
    /// The question for carriers.
    carriers: Option<Ticket>,
    /// Checks that the approval sets aside, or that handing in answers.
    blocks: Vec<String>,
    /// Reasons of a return, or lines of a change, that are kept already.
    kept: Vec<Value>,
    /// What stood in the paper when it was opened.
    opened: Vec<(String, String)>,
}

impl Steps {
    /// The menu of what this person can do with an order now.
    pub fn menu(order: &Value, may: &[String], look: &Look) -> Result<Self, String> {
        let mut steps = allowed(order);
        let some = steps.len();
        steps.retain(|step| *step == Step::AfterSale || allows(may, *step));
        let number = order["order"].as_str().unwrap_or_default();
        // Whoever may nothing of it sees no menu of menus.
        let alone = steps.len() == 1 && some > 1;
        if alone
            && !after::allowed(order)
                .into_iter()
                .any(|step| allows(may, step))
        {
            return Err(look.lang.steps_none(number));
        }
        Self::choose(number, steps, Subject::default(), look)
    }

    /// The menu of these steps about something that is known, as far as this person may.
    pub fn of(
        mut steps: Vec<Step>,
        subject: Subject,
        may: &[String],
        look: &Look,
    ) -> Result<Self, String> {
        steps.retain(|step| allows(may, *step));
        let about = subject.about().to_owned();
        Self::choose(&about, steps, subject, look)
    }

    fn choose(
        about: &str,
        steps: Vec<Step>,
        subject: Subject,
        look: &Look,
    ) -> Result<Self, String> {
        if steps.is_empty() {
            return Err(look.lang.steps_none(about));
        }
        let name = |step: &Step| step.name(look.lang).to_owned();
        let choices = steps.iter().map(name).collect();
        let dialog = Dialog::new(look.lang.steps_question(about), choices, 0);
        Ok(Self::at(Stage::Menu(dialog, steps), subject))
    }

    /// What it is about.
    pub fn into_subject(self) -> Subject {
        self.subject
    }

    fn at(stage: Stage, subject: Subject) -> Self {
        Self {
            stage,
            subject,
            errands: Errands::default(),
            carriers: None,
            blocks: Vec::new(),
            kept: Vec::new(),
            opened: Vec::new(),
        }
    }

    /// Opens the paper of a step, or says why it is not possible.
    pub fn open(
        step: Step,
        subject: Subject,
        ctx: &Ctx<'_>,
    ) -> Result<(Self, Vec<Effect>), String> {
        let mut sheet = step.sheet(&subject, ctx)?;
        let lang = ctx.look.lang;
        if subject.targets.len() > 1 {
            sheet.note(Tone::Warn, lang.steps_many(subject.targets.len()));
        }
        if !subject.label.is_empty() {
            sheet.note(Tone::Plain, safe(&subject.label));
        }
        sheet.know_keys(ctx.keymap);
        step.adjust(&mut sheet, "", subject.order.as_ref(), lang);
        let blocks = match (step, &subject.order) {
            (Step::Approve, Some(order)) => judge::to_set_aside(order),
            _ => Vec::new(),
        };
        if !blocks.is_empty() {
            judge::ask_override(&mut sheet);
        }
        let opened = sheet.values();
        let mut steps = Self::at(Stage::Paper(step, Box::new(sheet)), subject);
        (steps.blocks, steps.opened) = (blocks, opened);
        let mut effects = Vec::new();
        if step == Step::Dispatch
            && let Ok(query) = Query::parse("carriers", serde_json::json!({}))
        {
            let ticket = ctx.ticket();
            steps.carriers = Some(ticket);
            effects.push(Effect::Ask(ticket, query));
        }
        Ok((steps, effects))
    }

    /// The one order that this is about.
    pub fn about(&self) -> Option<&str> {
        match self.subject.targets.as_slice() {
            [target] if !target.order.is_empty() => Some(&target.order),
            _ => None,
        }
    }

    /// Takes an order that was read again: the next sending names its new version.
    pub fn reload(&mut self, order: &Value) {
        if let [target] = self.subject.targets.as_mut_slice()
            && order["order"].as_str() == Some(target.order.as_str())
        {
            target.version = order["version"].as_i64();
            let owes = |department: &String| {
                let opinions = order["opinions"].as_array();
                opinions.into_iter().flatten().any(|opinion| {
                    opinion["department"] == department.as_str() && opinion["verdict"].is_null()
                })
            };
            target.departments.retain(owes);
            self.subject.order = Some(order.clone());
        }
    }

    /// Takes an input.
    pub fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> StepsAnswer {
        if let Input::Reply(ticket, reply) = input {
            return self.reply(*ticket, reply, input, ctx);
        }
        if !matches!(input, Input::Press(_) | Input::Paste(_)) {
            return StepsAnswer::Ignored;
        }
        if self.errands.is_under_way() {
            // The answer is on its way; what was not begun with can still be left alone.
            if input.action() == Some(Action::Back) {
                self.errands.stop();
            }
            return StepsAnswer::Open(Vec::new());
        }
        if matches!(input, Input::Press(press) if press.action == Some(Action::Refresh)) {
            return StepsAnswer::Outdated;
        }
        match &mut self.stage {
            Stage::Menu(dialog, steps) => {
                let Input::Press(press) = input else {
                    return StepsAnswer::Open(Vec::new());
                };
                match dialog.press(press) {
                    DialogAnswer::Waiting => StepsAnswer::Open(Vec::new()),
                    DialogAnswer::Cancelled => StepsAnswer::Cancelled,
                    DialogAnswer::Chosen(n) => steps
                        .get(n)
                        .map_or(StepsAnswer::Cancelled, |step| StepsAnswer::Chosen(*step)),
                }
            }
            Stage::Paper(..) => self.fill_in(input, ctx),
        }
    }

    /// An input for the paper.
    fn fill_in(&mut self, input: &Input, ctx: &Ctx<'_>) -> StepsAnswer {
        let Stage::Paper(step, sheet) = &mut self.stage else {
            return StepsAnswer::Ignored;
        };
        match sheet.take(input, ctx) {
            SheetAnswer::Ignored => StepsAnswer::Ignored,
            SheetAnswer::Waiting => StepsAnswer::Open(Vec::new()),
            SheetAnswer::Ask(ask) => StepsAnswer::Open(vec![ask]),
            SheetAnswer::Cancelled => StepsAnswer::Cancelled,
            SheetAnswer::Changed(id) => {
                step.adjust(sheet, &id, self.subject.order.as_ref(), ctx.look.lang);
                StepsAnswer::Open(Vec::new())
            }
            SheetAnswer::Done => self.hand_in(ctx),
        }
    }

    /// Makes the commands of the paper and sends them.
    fn hand_in(&mut self, ctx: &Ctx<'_>) -> StepsAnswer {
        let Stage::Paper(step, sheet) = &mut self.stage else {
            return StepsAnswer::Cancelled;
        };
        if *step == Step::Return && sheet.value("more") == "add" {
            judge::keep_reason(sheet, &mut self.kept, ctx.look.lang);
            return StepsAnswer::Open(Vec::new());
        }
        if *step == Step::Change && sheet.value("more") == "add" {
            change::keep_line(sheet, &mut self.kept, ctx.look.lang);
            return StepsAnswer::Open(Vec::new());
        }
        let filled = send::Filled {
            sheet,
            subject: &self.subject,
            blocks: &self.blocks,
            kept: &self.kept,
            now: ctx.now,
        };
        match send::commands(*step, &filled) {
            Err(refusal) => {
                sheet.say_refused(&refusal, ctx.look.lang);
                StepsAnswer::Open(Vec::new())
            }
            Ok(commands) => {
                self.errands.begin(commands);
                self.send_next(ctx)
            }
        }
    }

    /// Sends the next command; each order goes on its own, so that one may fail and the rest pass.
    fn send_next(&mut self, ctx: &Ctx<'_>) -> StepsAnswer {
        let ticket = ctx.ticket();
        let Some(command) = self.errands.next(ticket) else {
            return self.all_answered(ctx);
        };
        if let Stage::Paper(_, sheet) = &mut self.stage {
            let (n, all) = self.errands.progress();
            let lang = ctx.look.lang;
            let told = if self.subject.targets.len() > 1 {
                lang.steps_progress(n, all)
            } else {
                lang.step_working().to_owned()
            };
            sheet.say(vec![(Tone::Plain, told)]);
        }
        StepsAnswer::Open(vec![Effect::Do(ticket, command)])
    }

    fn reply(
        &mut self,
        ticket: Ticket,
        reply: &Reply,
        input: &Input,
        ctx: &Ctx<'_>,
    ) -> StepsAnswer {
        if self.carriers == Some(ticket) {
            self.carriers = None;
            if let (Stage::Paper(_, sheet), Ok(answer)) = (&mut self.stage, reply) {
                goods::offer_carriers(sheet, answer, ctx.look.lang);
            }
            return StepsAnswer::Open(Vec::new());
        }
        if !self.errands.answered(ticket, reply) {
            return self.fill_in(input, ctx);
        }
        self.send_next(ctx)
    }

    fn all_answered(&mut self, ctx: &Ctx<'_>) -> StepsAnswer {
        let lang = ctx.look.lang;
        let Stage::Paper(step, sheet) = &mut self.stage else {
            return StepsAnswer::Cancelled;
        };
        let step = *step;
        let ended = self.errands.end();
        if self.subject.targets.len() > 1 {
            return StepsAnswer::Done(many(step, &self.subject, ended, lang));
        }
        let Some((_, refusal)) = ended.refused.first() else {
            return StepsAnswer::Done(one(step, &self.subject, &ended.done, lang));
        };
        sheet.say_refused(refusal, lang);
        let mut more = None;
        if step == Step::Approve
            && let Some(check) = judge::overridable(refusal, self.subject.order.as_ref())
        {
            if !self.blocks.contains(&check) {
                self.blocks.push(check.clone());
            }
            judge::ask_override(sheet);
            sheet.go_to("reason");
            more = Some(lang.override_asked(&lang.check(&check, "pass", &Value::Null)));
        }
        if step == Step::Submit
            && let Some(check) = ending::to_answer(refusal)
        {
            if !self.blocks.contains(&check) {
                self.blocks.push(check);
            }
            ending::ask_answer(sheet);
        }
        if let Some(more) = more {
            sheet.say_more(Tone::Warn, more);
        }
        if refusal.code() == Code::VersionConflict || !ended.done.is_empty() {
            return StepsAnswer::Outdated;
        }
        StepsAnswer::Open(Vec::new())
    }

    /// Draws what is open over `area`.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        match &self.stage {
            Stage::Menu(dialog, _) => dialog.draw(frame, area, look),
            Stage::Paper(_, sheet) => sheet_draw::draw(
                frame,
                popup::centred(area, area.width, area.height),
                sheet,
                look,
            ),
        }
    }
}

/// Who asks is not known before the first answer of the desk: then all are offered.
fn allows(may: &[String], step: Step) -> bool {
    may.is_empty() || may.iter().any(|name| name == step.command())
}

/// Papers whose number is told when a step has made one.
const MADE: &[&str] = &[
    "shipment",
    "return",
    "credit_note",
    "writeoff",
    "refund",
    "invoice",
    "receipt",
    "complaint",
    "task",
    "exception",
    "split",
];

fn one(step: Step, subject: &Subject, done: &[(String, Value)], lang: Lang) -> Told {
    let mut text = lang.step_done(subject.about(), step.name(lang));
    let value = done.last().map_or(&Value::Null, |(_, value)| value);
    for made in MADE {
        if let Some(number) = value[*made].as_str() {
            text = format!("{text} {number}");
        }
    }
    if let (Step::Copy, Some(number)) = (step, value["order"].as_str()) {
        text = format!("{text} {number}");
    }
    if let (Step::Contact, Some(outcome)) = (step, value["outcome"].as_str()) {
        text = format!(
            "{text}, {}",
            contact::told(outcome, &value["next_at"], lang)
        );
    }
    if value["pending"] == true {
        text = format!("{text}, {}", lang.change_waits());
    } else if let Some(state) = value["state"].as_str() {
        let table = if step.is_after_sale() {
            crate::words::after_sale::AFTER_STATES
        } else {
            crate::words::papers::STATES
        };
        text = format!("{text}, {}", lang.now_state(&lang.word(table, state)));
    }
    Told {
        step,
        tone: Tone::Good,
        text,
        failed: BTreeMap::new(),
        left: Vec::new(),
    }
}

/// What became of the marked orders. Those with nothing to send were not possible.
fn many(step: Step, subject: &Subject, ended: Ended, lang: Lang) -> Told {
    let name = step.name(lang);
    let mut failed = BTreeMap::new();
    for (order, refusal) in &ended.refused {
        let text = lang.refusal(refusal).text;
        failed.entry(order.clone()).or_insert(text);
    }
    let done: BTreeSet<&String> = ended.done.iter().map(|(order, _)| order).collect();
    for order in subject.targets.iter().map(|target| &target.order) {
        if !done.contains(order) && !ended.left.contains(order) && !failed.contains_key(order) {
            failed.insert(order.clone(), lang.step_not_now(name, order));
        }
    }
    let done = done.iter().filter(|o| !failed.contains_key(**o)).count();
    let (tone, mut text) = if failed.is_empty() {
        (Tone::Good, lang.steps_done(done, name))
    } else {
        (Tone::Warn, lang.steps_failed(done, failed.len(), name))
    };
    if !ended.left.is_empty() {
        text = format!("{text}; {}", lang.steps_left(ended.left.len()));
    }
    Told {
        step,
        tone,
        text,
        failed,
        left: ended.left,
    }
}
