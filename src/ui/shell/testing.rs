//! A whole desk in a test: keys in, screens and commands out.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::{Value, json};

use super::app::App;
use super::setup::{Maker, Setup};
use super::status::Status;
use crate::desk::testing::{Bench, NOW};
use crate::desk::{Caller, Envelope, Failure, Office, Outcome};
use crate::ui::base::{Command, Event, Keymap, Look, Port, Query, ScreenKind, Ticket};
use crate::ui::screens::menu::Menu;
use crate::ui::widgets::testing::text_of;
use crate::words::Lang;

/// What went out through the port.
#[derive(Default, Clone)]
pub struct Sent(Rc<RefCell<Vec<String>>>);

impl Port for Sent {
    fn submit(&self, ticket: Ticket, command: Command) {
        self.0
            .borrow_mut()
            .push(format!("do {} {command}", ticket.0));
    }

    fn ask(&self, ticket: Ticket, query: Query) {
        self.0
            .borrow_mut()
            .push(format!("ask {} {query}", ticket.0));
    }

    fn save(&self, ticket: Ticket, export: crate::ui::base::Export) {
        self.0.borrow_mut().push(format!(
            "save {} {} {}",
            ticket.0,
            export.name,
            json!({ "keys": export.keys, "file": export.file })
        ));
    }

    fn import(&self, ticket: Ticket, wish: crate::ui::base::ImportWish) {
        let told = json!({ "files": wish.files, "rehearse": wish.rehearse });
        let kind = wish.kind;
        self.0
            .borrow_mut()
            .push(format!("import {} {kind} {told}", ticket.0));
    }

    fn stop_import(&self) {
        self.0.borrow_mut().push("stop".to_owned());
    }

    fn park(&self, kind: ScreenKind, draft: Option<Value>) {
        self.0
            .borrow_mut()
            .push(format!("park {} {draft:?}", kind.id()));
    }

    fn park_at_once(&self, drafts: &[(ScreenKind, Value)]) {
        self.0
            .borrow_mut()
            .push(format!("park at once {}", drafts.len()));
    }
}

impl Sent {
    /// All that went out, a line each: `do 3 {..}`, `ask 4 {..}`, `park stock ..`.
    pub fn all(&self) -> Vec<String> {
        self.0.borrow().clone()
    }

    /// What went out last.
    pub fn last(&self) -> Option<String> {
        self.0.borrow().last().cloned()
    }
}

/// A desk on the menu, at nine on 25 November 2026, with anna at the keyboard.
pub fn app(lang: Lang, maker: Maker) -> (App, Sent) {
    app_that_looks(Look::new(lang), maker)
}

/// The same, drawn like this.
pub fn app_that_looks(look: Look, maker: Maker) -> (App, Sent) {
    let sent = Sent::default();
    let setup = Setup {
        look,
        keymap: Keymap::built_in(),
        clock: Arc::new(|| "2026-11-25T09:00:00".parse().unwrap()),
        port: Box::new(sent.clone()),
        maker,
        status: Status {
            office: "广州店".into(),
            login: "anna".into(),
            ..Status::default()
        },
        parked: BTreeMap::new(),
        size: (80, 24),
    };
    (App::new(setup, Box::new(Menu::new())), sent)
}

/// Presses keys by their names; behind an apostrophe stands text: `3 'C001 Enter F6`.
pub fn keys(app: &mut App, names: &str) {
    for name in names.split_whitespace() {
        match name.strip_prefix('\'') {
            Some(text) => text.chars().for_each(|c| {
                let code = crate::ui::base::Code::Char(c);
                app.handle(Event::Key(crate::ui::base::Key::plain(code)));
            }),
            None => app.handle(Event::Key(name.parse().unwrap())),
        }
    }
}

/// The screen on top.
pub fn on(app: &App) -> ScreenKind {
    app.layers.top().kind()
}

/// What is on the screen.
pub fn seen(app: &App, columns: u16, rows: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| app.draw(frame)).unwrap();
    text_of(terminal.backend().buffer())
}

/// The styles on the screen, each with the first text it is worn by.
pub fn worn(app: &App, columns: u16, rows: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| app.draw(frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let mut worn: Vec<(String, String)> = Vec::new();
    let mut last = String::new();
    for cell in buffer
        .content
        .iter()
        .filter(|cell| !cell.symbol().trim().is_empty())
    {
        let style = format!("{:?} {:?} {:?}", cell.fg, cell.bg, cell.modifier);
        match worn.iter_mut().find(|(known, _)| *known == style) {
            Some((_, text)) if last == style && text.chars().count() < 12 => {
                text.push_str(cell.symbol());
            }
            Some(_) => {}
            None => worn.push((style.clone(), cell.symbol().to_owned())),
        }
        last = style;
    }
    let lines = worn.iter().map(|(style, text)| format!("{style}: {text}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A port onto a real office that answers at once; the answers are given when the desk is idle.
#[derive(Clone)]
struct Straight {
    office: Rc<Office>,
    answers: Rc<RefCell<VecDeque<Event>>>,
}

impl Straight {
    fn answer(&self, ticket: Ticket, outcome: Outcome<Value>) {
        let reply = outcome.map_err(Failure::into_refusal);
        let event = Event::Reply(ticket, reply);
        self.answers.borrow_mut().push_back(event);
    }
}

impl Port for Straight {
    fn submit(&self, ticket: Ticket, command: Command) {
        let done = self.office.run(&boss(), &Envelope::from(command));
        self.answer(ticket, done.map(|done| done.value));
        self.answers.borrow_mut().push_back(Event::OfficeChanged);
    }

    fn ask(&self, ticket: Ticket, query: Query) {
        self.answer(ticket, self.office.ask(&boss(), &query, None));
    }

    fn save(&self, ticket: Ticket, export: crate::ui::base::Export) {
        let saved = crate::desk::export::save(&self.office, &boss(), &export, |_, _| Ok(()));
        self.answer(ticket, saved);
    }

    fn import(&self, ticket: Ticket, wish: crate::ui::base::ImportWish) {
        let done =
            crate::desk::imports::wish::import(&self.office, &boss(), &wish, &mut |_, _| true);
        self.answer(ticket, done);
    }

    fn stop_import(&self) {}

    fn park(&self, kind: ScreenKind, draft: Option<Value>) {
        let parked = self.office.park(&boss(), kind.id(), "", draft.as_ref());
        assert!(parked.is_ok(), "{parked:?}");
    }

    fn park_at_once(&self, _: &[(ScreenKind, Value)]) {}
}

fn boss() -> Caller {
    Caller {
        login: "boss".into(),
        uid: 1,
        seat: None,
    }
}

/// A desk on a real office, with the one person there who may do everything.
pub struct Live {
    /// The desk.
    pub app: App,
    answers: Rc<RefCell<VecDeque<Event>>>,
}

impl Live {
    /// Opens the menu of this office.
    pub fn new(bench: &Bench, lang: Lang) -> Self {
        let now = NOW.parse().unwrap();
        let office = Office::open(bench.office.path(), Arc::new(move || now)).unwrap();
        let port = Straight {
            office: Rc::new(office),
            answers: Rc::default(),
        };
        let answers = port.answers.clone();
        let (mut app, _) = app(lang, crate::ui::screens::make);
        app.setup.clock = Arc::new(|| "2026-11-23T09:30:00".parse().unwrap());
        app.setup.port = Box::new(port);
        app.setup.status.login = "boss".into();
        app.start();
        let mut live = Self { app, answers };
        live.settle();
        live
    }

    /// Gives the answers that wait, and what they lead to.
    pub fn settle(&mut self) {
        loop {
            let next = self.answers.borrow_mut().pop_front();
            match next {
                Some(event) => self.app.handle(event),
                None => return,
            }
        }
    }

    /// Presses keys as [`keys`] does, each answered before the next.
    pub fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            match name.strip_prefix('\'') {
                Some(text) => {
                    for c in text.chars() {
                        let key = crate::ui::base::Key::plain(crate::ui::base::Code::Char(c));
                        self.app.handle(Event::Key(key));
                        self.settle();
                    }
                }
                None => keys(&mut self.app, name),
            }
            self.settle();
        }
    }

    /// Presses keys faster than the desk answers.
    pub fn keys_ahead(&mut self, names: &str) {
        keys(&mut self.app, names);
        self.settle();
    }

    /// What is on a screen of this size.
    pub fn seen(&self, columns: u16, rows: u16) -> String {
        seen(&self.app, columns, rows)
    }

    /// The screen on top.
    pub fn on(&self) -> ScreenKind {
        on(&self.app)
    }
}
