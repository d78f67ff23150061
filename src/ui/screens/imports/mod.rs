//! Imports: files named on a paper, tried on a copy first, then done while others go on working;
//! what was not taken stands below, row by row.

mod replies;
mod saving;
mod view;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::{Value, json};

use saving::Saving;

use crate::desk::imports::wish::COLUMNS;
use crate::domain::Moment;
use crate::ui::base::{
    Action, Answer, Ctx, Effect, HelpPart, ImportWish, Input, Look, Reply, Screen, ScreenKind,
    Ticket, Tone,
};
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::sheet::{Item, Sheet, SheetAnswer, of_table};
use crate::ui::widgets::{Column, Field, Kind, List, ListAnswer, Row, Width};
use crate::words::Lang;
use crate::words::imports::KINDS;

/// An import under way.
struct Going {
    ticket: Ticket,
    rehearse: bool,
    since: Moment,
    now: Moment,
    done: u64,
    all: u64,
    stopping: bool,
}

/// The screen.
pub struct Imports {
    /// Kind, files, customer, platform, file for what was not taken.
    sheet: Sheet,
    /// Whether the paper is filled in, over the rest.
    filling: bool,
    going: Option<Going>,
    /// What came of the last one, and whether it was a rehearsal.
    result: Option<(Value, bool)>,
    problems: List,
    /// The question for the columns of a file.
    columns: Option<Ticket>,
    /// The demand of shops and the replies to them go to files.
    saving: Option<Saving>,
}

impl Imports {
    /// The screen with an empty paper.
    pub fn new(ctx: &Ctx<'_>) -> Self {
        let problems = List::new(vec![
            Column::number(Lang::import_col_line, 6),
            Column::text(Lang::import_col_id, Width::Cells(18)),
            Column::text(Lang::import_col_why, Width::Rest(1)),
        ]);
        Self {
            sheet: paper(ctx.look.lang),
            filling: true,
            going: None,
            result: None,
            problems,
            columns: None,
            saving: None,
        }
    }

    fn wish(&self, rehearse: bool, lang: Lang) -> ImportWish {
        let own = |id: &str| self.sheet.filled(id).map(|text| text.trim().to_owned());
        let files = self.sheet.value("files");
        ImportWish {
            kind: self.sheet.value("kind").to_owned(),
            files: names(files),
            profile: own("profile"),
            customer: own("customer"),
            rehearse,
            scratch: PathBuf::new(), // whoever sends it knows the person's folder
            problems: own("problems").map(Into::into),
            lost: own("lost").map(Into::into),
            words: lang.in_words(),
        }
    }

    fn begin(&mut self, rehearse: bool, ctx: &Ctx<'_>) -> Answer {
        let ticket = ctx.ticket();
        self.filling = false;
        self.result = None;
        self.problems.replace(Vec::new(), None);
        self.going = Some(Going {
            ticket,
            rehearse,
            since: ctx.now,
            now: ctx.now,
            done: 0,
            all: 0,
            stopping: false,
        });
        let wish = self.wish(rehearse, ctx.look.lang);
        Effect::Import(ticket, Box::new(wish)).into()
    }

    /// Asks for the columns of the first file, to say what each of them is.
    fn ask_columns(&mut self, ctx: &Ctx<'_>) -> Answer {
        if self.sheet.filled("files").is_none() {
            self.sheet.go_to("files");
            return Answer::Consumed;
        }
        let ticket = ctx.ticket();
        self.columns = Some(ticket);
        let mut wish = self.wish(true, ctx.look.lang);
        COLUMNS.clone_into(&mut wish.kind);
        Effect::Import(ticket, Box::new(wish)).into()
    }

    /// The columns are there: the screen for them opens.
    fn columns_came(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        match reply {
            Ok(far) if far["columns"].is_null() => Answer::Consumed,
            Ok(value) => {
                self.columns = None;
                let mut told = value.clone();
                told["customer"] = json!(self.sheet.value("customer"));
                Effect::OpenAt(ScreenKind::Mapping, told.to_string()).into()
            }
            Err(refusal) => {
                self.columns = None;
                self.filling = true;
                self.sheet.say_refused(refusal, ctx.look.lang);
                Answer::Consumed
            }
        }
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        if self.columns == Some(ticket) {
            return self.columns_came(reply, ctx);
        }
        if let Some(written) = self.reply_written(ticket, reply, ctx) {
            return written;
        }
        let Some(going) = self.going.as_mut().filter(|going| going.ticket == ticket) else {
            return Answer::Ignored;
        };
        match reply {
            Ok(far) if far["batch"].is_null() => {
                going.done = far["done"].as_u64().unwrap_or(0);
                going.all = far["all"].as_u64().unwrap_or(0);
                going.now = ctx.now;
                Answer::Consumed
            }
            Ok(value) => {
                let rehearse = going.rehearse;
                self.going = None;
                self.problems
                    .replace(rows(value, "problems").iter().map(row).collect(), None);
                self.result = Some((value.clone(), rehearse));
                Answer::Consumed
            }
            Err(refusal) => {
                self.going = None;
                self.filling = true;
                self.sheet.say_refused(refusal, ctx.look.lang);
                Answer::Consumed
            }
        }
    }

    fn press(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        if let Some(going) = &mut self.going {
            if input.action() == Some(Action::Back) && !going.stopping {
                going.stopping = true;
                return Effect::StopImport.into();
            }
            return Answer::Ignored;
        }
        if self.saving.is_some() {
            return self.name_replies(input, ctx);
        }
        if let Input::Paste(pasted) = input
            && is_message(&pasted.text)
        {
            return Effect::NewFrom(ScreenKind::OrderEntry, pasted.clone()).into();
        }
        if input.action() == Some(Action::Headings) {
            return self.ask_columns(ctx);
        }
        if self.filling {
            return match self.sheet.take(input, ctx) {
                SheetAnswer::Ignored => Answer::Ignored,
                SheetAnswer::Ask(ask) => ask.into(),
                SheetAnswer::Waiting | SheetAnswer::Changed(_) => Answer::Consumed,
                SheetAnswer::Cancelled if self.result.is_some() => {
                    self.filling = false;
                    Answer::Consumed
                }
                SheetAnswer::Cancelled => Effect::Close.into(),
                SheetAnswer::Done => self.begin(true, ctx),
            };
        }
        let tried = self
            .result
            .as_ref()
            .is_some_and(|(_, rehearsed)| *rehearsed);
        match input {
            Input::Press(press) => match press.action {
                Some(Action::Submit) if tried => self.begin(false, ctx),
                Some(Action::New) => {
                    self.filling = true;
                    self.sheet.say(Vec::new());
                    Answer::Consumed
                }
                Some(Action::Print) => self.ask_replies(ctx),
                Some(Action::Back) => Effect::Close.into(),
                _ => match self.problems.press(press) {
                    ListAnswer::Ignored => Answer::Ignored,
                    _ => Answer::Consumed,
                },
            },
            _ => Answer::Ignored,
        }
    }
}

/// Whether what is pasted is an order in words, from an e-mail or a chat, and no names of files.
fn is_message(pasted: &str) -> bool {
    let lines = pasted.trim().lines().map(str::trim);
    let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    let is_path = |line: &&str| {
        let bare = line.trim_start_matches(['\'', '"']);
        bare.starts_with(['/', '~', '.'])
    };
    let several = lines.len() > 1 || pasted.contains('\t');
    several && !lines.iter().all(is_path)
}

fn paper(lang: Lang) -> Sheet {
    let text =
        |id: &str, label: &str| Item::field(id, label, Field::new(Kind::Text).with_limit(1_000));
    let mut sheet = Sheet::new(
        lang.import_title(),
        vec![
            Item::choice("kind", lang.import_kind(), of_table(KINDS, lang), 0),
            text("files", lang.import_files()).needed(),
            Item::field("customer", lang.import_customer(), Field::new(Kind::Code)),
            text("profile", lang.import_profile()),
            text("problems", lang.import_problems()),
            text("lost", lang.import_lost()),
        ],
    );
    sheet.note(Tone::Plain, lang.import_note());
    sheet.note(Tone::Plain, lang.import_teach_hint());
    sheet
}

fn row(problem: &Value) -> Row {
    let line = problem["line"].to_string();
    Row {
        id: format!("{}:{line}", text(problem, "file")),
        cells: vec![line, text(problem, "id"), text(problem, "text")],
        tone: Tone::Warn,
    }
}

/// The files that a person names: parted by blanks, in quotes or with `\` where they have blanks themselves,
/// as a terminal writes a file that is dropped on it.
fn names(typed: &str) -> Vec<PathBuf> {
    let parted = shell_words::split(typed);
    // A quote that is not closed is a sign like any other.
    let names = parted.unwrap_or_else(|_| typed.split_whitespace().map(str::to_owned).collect());
    names.into_iter().map(Into::into).collect()
}

impl Screen for Imports {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Imports
    }

    fn crumb(&self, _: &Look) -> String {
        String::new()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        match &input {
            Input::Reply(..) if self.sheet.expects(&input) => self.press(&input, ctx),
            Input::Reply(ticket, reply) => self.reply(*ticket, reply, ctx),
            Input::Press(_) | Input::Paste(_) => self.press(&input, ctx),
            Input::Changed | Input::Shown => Answer::Consumed,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.show(frame, area, look);
    }

    fn holds_keys(&self) -> bool {
        self.sheet.holds_keys()
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.filling || self.saving.is_some())
    }

    fn actions(&self) -> Vec<Action> {
        match (&self.going, &self.result) {
            (None, Some((_, true))) if !self.filling => {
                vec![Action::Submit, Action::New, Action::Headings]
            }
            (None, Some(_)) if !self.filling && !self.customers().is_empty() => {
                vec![Action::New, Action::Print]
            }
            (None, Some(_)) if !self.filling => vec![Action::New],
            (None, _) => vec![Action::Headings],
            _ => Vec::new(),
        }
    }
}
