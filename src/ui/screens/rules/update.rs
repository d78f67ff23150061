//! What keys and answers do on the rules screen.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::page::PAGES;
use super::{Editing, Rules, rows, sheets};
use crate::ui::base::{
    Action, Answer, Command, Ctx, Effect, Input, Press, Query, Reply, Ticket, Tone,
};
use crate::ui::widgets::ListAnswer;
use crate::ui::widgets::order_card::read;
use crate::ui::widgets::sheet::{Sheet, SheetAnswer};

/// Rows of a page: more than an office has.
const ALL: i64 = 1_000;

impl Rules {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        let finding = self.editing.as_ref();
        if finding.is_some_and(|editing| editing.sheet.expects(input)) {
            return self.edit(input, ctx);
        }
        match input {
            Input::Reply(ticket, reply) => return self.reply(*ticket, reply, ctx),
            Input::Shown | Input::Changed => return self.ask(ctx).into(),
            Input::Press(_) | Input::Paste(_) => {}
        }
        if self.editing.is_some() {
            return self.edit(input, ctx);
        }
        match input {
            Input::Press(press) => self.press(press, ctx),
            _ => Answer::Ignored,
        }
    }

    fn ask(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let Ok(query) = Query::parse(self.page().query(), json!({ "limit": ALL })) else {
            return Vec::new();
        };
        let ticket = ctx.ticket();
        self.asking = Some(ticket);
        vec![Effect::Ask(ticket, query)]
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let unfiltered = self.list.filter().is_empty();
        let page = press.digit().filter(|n| (1..=PAGES.len()).contains(n));
        match (press.action, page.filter(|_| unfiltered)) {
            (Some(Action::NextField), _) => self.go_to((self.page + 1) % PAGES.len(), ctx),
            (Some(Action::PrevField), _) => {
                self.go_to(self.page.checked_sub(1).unwrap_or(PAGES.len() - 1), ctx)
            }
            (Some(Action::New), _) => self.open_new(ctx),
            (_, Some(n)) => self.go_to(n - 1, ctx),
            _ => match self.list.press(press) {
                ListAnswer::Ignored => Answer::Ignored,
                ListAnswer::Open(id) => self.open(&id, ctx),
                ListAnswer::Filter(_) => {
                    self.list.narrow(self.rows(ctx));
                    Answer::Consumed
                }
                _ => Answer::Consumed,
            },
        }
    }

    fn go_to(&mut self, page: usize, ctx: &Ctx<'_>) -> Answer {
        self.page = page;
        self.list = rows::list(self.page());
        self.found.clear();
        self.ask(ctx).into()
    }

    /// The rows that the filter leaves.
    fn rows(&self, ctx: &Ctx<'_>) -> Vec<crate::ui::widgets::Row> {
        let typed = self.list.filter().trim().to_lowercase();
        let all = self.found.iter();
        let all = all.map(|row| rows::row(self.page(), row, ctx.look.lang));
        all.filter(|row| {
            let inside = |cell: &String| cell.to_lowercase().contains(&typed);
            row.id.contains(&typed) || row.cells.iter().any(inside)
        })
        .collect()
    }

    fn open(&mut self, id: &str, ctx: &Ctx<'_>) -> Answer {
        let page = self.page();
        if let Some(row) = self.found.iter().find(|row| rows::id(page, row) == id) {
            let sheet = sheets::of_row(page, row, ctx.look.lang);
            self.editing = Some(Editing::new(sheet, row.clone()));
        }
        Answer::Consumed
    }

    fn open_new(&mut self, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let Some(sheet) = sheets::of_new(self.page(), lang) else {
            return Effect::Tell(Tone::Plain, lang.rules_not_new().to_owned()).into();
        };
        self.editing = Some(Editing::new(sheet, Value::Null));
        Answer::Consumed
    }

    fn edit(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        let Some(editing) = &mut self.editing else {
            return Answer::Ignored;
        };
        if !editing.sent.is_empty() {
            return Answer::Consumed; // the answer is on its way
        }
        match editing.sheet.take(input, ctx) {
            SheetAnswer::Ignored => Answer::Ignored,
            SheetAnswer::Cancelled => {
                self.editing = None;
                Answer::Consumed
            }
            SheetAnswer::Done => self.send(ctx),
            SheetAnswer::Ask(ask) => ask.into(),
            SheetAnswer::Waiting | SheetAnswer::Changed(_) => Answer::Consumed,
        }
    }

    fn send(&mut self, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let page = self.page();
        let Some(editing) = &mut self.editing else {
            return Answer::Consumed;
        };
        let made = match sheets::fields(page, &editing.sheet, &editing.before, lang) {
            Ok(made) => made,
            Err(why) => {
                editing.sheet.say(vec![(Tone::Bad, why)]);
                return Answer::Consumed;
            }
        };
        if made.is_empty() {
            let what = rows::name(page, &editing.before, lang);
            self.editing = None;
            return Effect::Tell(Tone::Plain, lang.rules_unchanged(&what)).into();
        }
        let mut effects = Vec::new();
        for fields in made {
            match Command::parse(page.command(), fields) {
                Ok(command) => {
                    let ticket = ctx.ticket();
                    editing.sent.insert(ticket);
                    effects.push(Effect::Do(ticket, command));
                }
                Err(refusal) => {
                    editing.sent.clear();
                    editing.sheet.say_refused(&refusal, ctx.look.lang);
                    return Answer::Consumed;
                }
            }
        }
        editing.refused = false;
        effects.into()
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        if self.asking == Some(ticket) {
            self.asking = None;
            return self.answered(reply, ctx);
        }
        let page = self.page();
        let Some(editing) = &mut self.editing else {
            return Answer::Ignored;
        };
        if !editing.sent.remove(&ticket) {
            return Answer::Ignored;
        }
        if let Err(refusal) = reply {
            editing.refused = true;
            editing.sheet.say_refused(refusal, ctx.look.lang);
        }
        if !editing.sent.is_empty() || editing.refused {
            return Answer::Consumed;
        }
        let value = reply.as_ref().cloned().unwrap_or_default();
        let told = ctx
            .look
            .lang
            .rules_saved(&rows::name(page, &value, ctx.look.lang));
        self.editing = None;
        let mut effects = self.ask(ctx);
        effects.push(Effect::Tell(Tone::Good, told));
        effects.into()
    }

    fn answered(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        match reply {
            Ok(answer) => {
                self.found = read::rows(answer, "rows").to_vec();
                self.list.refresh(self.rows(ctx), None);
                self.list.cut_short(!answer["next"].is_null());
                Answer::Consumed
            }
            Err(refusal) => {
                let told = ctx.look.lang.refusal(refusal);
                Effect::Tell(Tone::Bad, format!("{}; {}", told.text, told.way_out)).into()
            }
        }
    }
}

impl Editing {
    const fn new(sheet: Sheet, before: Value) -> Self {
        Self {
            sheet,
            before,
            sent: BTreeSet::new(),
            refused: false,
        }
    }
}
