//! What keys and answers do on the platforms screen.

use serde_json::{Value, json};

use super::next_step::done;
use super::page::{PAGES, Page};
use super::{Editing, Platforms, rows, sheets};
use crate::desk::boards::masters::ProductsQuery;
use crate::domain::text::narrow;
use crate::ui::base::{
    Action, Answer, Command, Ctx, Effect, Export, Input, Look, Press, Query, Reply, ScreenKind,
    Ticket, Tone,
};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::sheet::SheetAnswer;
use crate::ui::widgets::{Hit, ListAnswer, Lookup, LookupAnswer, Source};

/// Rows of a page.
const PAGE: i64 = 200;
/// Products looked up at once.
const HITS: i64 = 30;

/// Products to choose from.
struct Products;

impl Source for Products {
    fn title(&self, look: &Look) -> String {
        look.lang.platform_choose().to_owned()
    }

    fn query(&self, typed: &str) -> Query {
        Query::from(ProductsQuery {
            text: Some(narrow(typed)),
            style: None,
            customer: None,
            limit: Some(HITS),
            after: None,
        })
    }

    fn hits(&self, reply: &Reply) -> Vec<Hit> {
        let all = reply
            .as_ref()
            .map(|answer| read::rows(answer, "rows").to_vec());
        let hit = |row: &Value| {
            let parts = ["code", "name", "spec", "colour", "size"].map(|name| text(row, name));
            Hit {
                id: text(row, "code"),
                text: parts.join(" ").trim_end().to_owned(),
            }
        };
        all.unwrap_or_default().iter().map(hit).collect()
    }
}

impl Platforms {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        if self.choosing.is_some() {
            match self.choose(input, ctx) {
                Answer::Ignored => {}
                answer => return answer,
            }
        }
        let finding = self.editing.as_ref();
        if finding.is_some_and(|editing| editing.sheet.expects(input)) {
            return self.edit(input, ctx);
        }
        match input {
            Input::Reply(ticket, reply) => return self.reply(*ticket, reply, ctx),
            Input::Shown | Input::Changed => return self.ask(None, ctx).into(),
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

    fn ask(&mut self, after: Option<&str>, ctx: &Ctx<'_>) -> Vec<Effect> {
        let (name, mut keys) = self.page().query();
        keys["limit"] = json!(PAGE);
        keys["after"] = json!(after);
        let Ok(query) = Query::parse(name, keys) else {
            return Vec::new();
        };
        let ticket = ctx.ticket();
        if after.is_some() {
            self.more = Some(ticket);
        } else {
            (self.asking, self.more) = (Some(ticket), None);
        }
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
            (Some(Action::New), _) => self.open(&Value::Null, ctx),
            (Some(Action::DeleteLine), _) => self.remove(ctx),
            (Some(Action::Headings), _) if self.page() == Page::Layouts => {
                let (sheet, row) = (sheets::shop(ctx.look.lang), Value::Null);
                self.editing = Some(Editing {
                    sheet,
                    row,
                    sent: None,
                });
                Answer::Consumed
            }
            (Some(Action::Submit), _) if self.page() == Page::Waiting => self.next_step(ctx),
            (Some(Action::SubmitAll), _) if self.page() == Page::Waiting => self.pass_all(ctx),
            (Some(Action::Submit | Action::Print), _) if self.page() == Page::Back => {
                self.name_file(ctx)
            }
            (Some(Action::History), _) if self.page() == Page::Waiting => {
                self.go(ScreenKind::Timeline)
            }
            (_, Some(n)) => self.go_to(n - 1, ctx),
            _ => match self.list.press(press) {
                ListAnswer::Ignored => Answer::Ignored,
                ListAnswer::Open(_) => self.enter(ctx),
                ListAnswer::Filter(_) => {
                    self.list.narrow(self.rows(ctx));
                    Answer::Consumed
                }
                ListAnswer::Moved { more: true } => {
                    let next = self.list.ask_next();
                    next.map_or(Answer::Consumed, |next| self.ask(Some(&next), ctx).into())
                }
                _ => Answer::Consumed,
            },
        }
    }

    pub(super) fn go_to(&mut self, page: usize, ctx: &Ctx<'_>) -> Answer {
        self.page = page;
        self.list = rows::list(self.page());
        self.found.clear();
        self.ask(None, ctx).into()
    }

    pub(super) fn go(&self, screen: ScreenKind) -> Answer {
        match self.selected() {
            Some(row) => Effect::OpenAt(screen, text(row, "order")).into(),
            None => Answer::Consumed,
        }
    }

    /// The rows that the filter leaves.
    fn rows(&self, ctx: &Ctx<'_>) -> Vec<crate::ui::widgets::Row> {
        let typed = self.list.filter().trim().to_lowercase();
        let all = self.found.iter();
        let all = all.map(|row| rows::row(self.page(), row, self.now, ctx.look.lang));
        all.filter(|row| {
            row.cells
                .iter()
                .any(|cell| cell.to_lowercase().contains(&typed))
        })
        .collect()
    }

    /// Enter on a row: the order, the product to choose, or the paper of the row.
    fn enter(&mut self, ctx: &Ctx<'_>) -> Answer {
        let Some(row) = self.selected().cloned() else {
            return Answer::Consumed;
        };
        match self.page() {
            Page::Waiting => self.go(ScreenKind::OrderEntry),
            Page::Unmapped | Page::Mapped => {
                let goods = text(
                    &row,
                    if self.page() == Page::Unmapped {
                        "goods"
                    } else {
                        "item"
                    },
                );
                let word = goods
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                let (lookup, ask) = Lookup::open(Box::new(Products), &word, ctx);
                self.choosing = Some(lookup);
                ask.into()
            }
            Page::Back => self.go(ScreenKind::Timeline),
            Page::Rules | Page::Layouts => self.open(&row, ctx),
        }
    }

    fn choose(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        let Some(lookup) = &mut self.choosing else {
            return Answer::Ignored;
        };
        match lookup.take(input, ctx) {
            LookupAnswer::Ignored => Answer::Ignored,
            LookupAnswer::Consumed => Answer::Consumed,
            LookupAnswer::Ask(effect) => effect.into(),
            LookupAnswer::Cancelled => {
                self.choosing = None;
                Answer::Consumed
            }
            LookupAnswer::Chosen(hit) => {
                self.choosing = None;
                if let Some(row) = self.selected().cloned() {
                    let sheet = sheets::how_many(&row, &hit.id, &hit.text, ctx.look.lang);
                    self.editing = Some(Editing {
                        sheet,
                        row,
                        sent: None,
                    });
                }
                Answer::Consumed
            }
        }
    }

    fn open(&mut self, row: &Value, ctx: &Ctx<'_>) -> Answer {
        match sheets::of(self.page(), row, ctx.look.lang) {
            Some(sheet) => {
                self.editing = Some(Editing {
                    sheet,
                    row: row.clone(),
                    sent: None,
                });
                Answer::Consumed
            }
            None if row.is_null() => Answer::Ignored,
            None => Effect::Tell(Tone::Plain, ctx.look.lang.platform_by_file().to_owned()).into(),
        }
    }

    fn edit(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        let Some(editing) = &mut self.editing else {
            return Answer::Ignored;
        };
        if editing.sent.is_some() {
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

    /// The paper that names the file for a platform's waybills.
    fn name_file(&mut self, ctx: &Ctx<'_>) -> Answer {
        let mut platforms: Vec<String> =
            self.found.iter().map(|row| text(row, "platform")).collect();
        platforms.dedup();
        if !platforms.is_empty() {
            let sheet = sheets::to_file(&platforms, ctx.look.lang);
            self.editing = Some(Editing {
                sheet,
                row: Value::Null,
                sent: None,
            });
        }
        Answer::Consumed
    }

    fn send(&mut self, ctx: &Ctx<'_>) -> Answer {
        let page = self.page();
        let Some(editing) = &mut self.editing else {
            return Answer::Consumed;
        };
        if page == Page::Back {
            let ticket = ctx.ticket();
            editing.sent = Some(ticket);
            let export = Export {
                name: "waybills_back".to_owned(),
                keys: json!({ "platform": editing.sheet.value("platform"), "limit": PAGE }),
                file: editing.sheet.value("file").trim().into(),
                labels: ["", ""],
            };
            return Effect::Save(ticket, export).into();
        }
        let (name, with) = sheets::command(page, &editing.sheet, &editing.row);
        match Command::parse(name, with) {
            Ok(command) => {
                let ticket = ctx.ticket();
                editing.sent = Some(ticket);
                Effect::Do(ticket, command).into()
            }
            Err(refusal) => {
                editing.sheet.say_refused(&refusal, ctx.look.lang);
                Answer::Consumed
            }
        }
    }

    /// Takes the row under the cursor away.
    fn remove(&mut self, ctx: &Ctx<'_>) -> Answer {
        let made = self
            .selected()
            .and_then(|row| sheets::removal(self.page(), row));
        match made {
            Some((name, with)) => self.give(name, with, ctx),
            None => Answer::Ignored,
        }
    }

    pub(super) fn give(&mut self, name: &str, with: Value, ctx: &Ctx<'_>) -> Answer {
        match Command::parse(name, with) {
            Ok(command) => {
                let ticket = ctx.ticket();
                // What was tried before is no longer waited for.
                (self.sent, self.trying) = (Some(ticket), None);
                Effect::Do(ticket, command).into()
            }
            Err(refusal) => Effect::Tell(Tone::Bad, ctx.look.lang.refusal(&refusal).text).into(),
        }
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let is = |waited: Option<Ticket>| waited == Some(ticket);
        if is(self.asking) || is(self.more) {
            return self.answered(is(self.more), reply, ctx);
        }
        if is(self.merging) {
            self.merging = None;
            return self.merge(reply, ctx);
        }
        let lang = ctx.look.lang;
        if is(self.sent) {
            self.sent = None;
            if let Some(by_hand) = self.by_hand(reply, ctx) {
                return by_hand;
            }
            let told = match reply {
                Ok(answer) => (Tone::Good, done(answer, ctx)),
                Err(refusal) => {
                    let told = lang.refusal(refusal);
                    (Tone::Bad, format!("{}; {}", told.text, told.way_out))
                }
            };
            let mut effects = self.ask(None, ctx);
            effects.push(Effect::Tell(told.0, told.1));
            return effects.into();
        }
        let Some(editing) = self.editing.as_mut().filter(|editing| is(editing.sent)) else {
            return Answer::Ignored;
        };
        editing.sent = None;
        match reply {
            Err(refusal) => {
                editing.sheet.say_refused(refusal, ctx.look.lang);
                Answer::Consumed
            }
            Ok(answer) => {
                self.editing = None;
                let mut effects = self.ask(None, ctx);
                effects.push(Effect::Tell(Tone::Good, done(answer, ctx)));
                effects.into()
            }
        }
    }

    fn answered(&mut self, more: bool, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        match reply {
            Ok(answer) => {
                let found = read::rows(answer, "rows").to_vec();
                let next = answer["next"].as_str().map(str::to_owned);
                if more {
                    self.more = None;
                    self.found.extend(found);
                    self.list.append(self.rows(ctx), next);
                } else {
                    self.asking = None;
                    self.found = found;
                    self.list.refresh(self.rows(ctx), next);
                }
                Answer::Consumed
            }
            Err(refusal) => {
                let told = ctx.look.lang.refusal(refusal);
                Effect::Tell(Tone::Bad, format!("{}; {}", told.text, told.way_out)).into()
            }
        }
    }
}
