//! The desk that runs in the pty: a screen of one field, whose commands do bad things.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use orderdesk::domain::{Code, Refusal};
use orderdesk::ui::base::{
    Action, Answer, Command, Ctx, Effect, Event, Input, Keymap, Look, Opening, Port, Query, Screen,
    ScreenKind, Ticket, Tone,
};
use orderdesk::ui::report_panics;
use orderdesk::ui::screens;
use orderdesk::ui::shell::stage::Place;
use orderdesk::ui::shell::status::Status;
use orderdesk::ui::shell::{App, Setup, run};
use orderdesk::ui::widgets::{Field, Kind, field_draw};
use orderdesk::words::Lang;
use serde_json::{Value, json};

/// Arguments that make the test binary run the desk.
pub fn arguments() -> String {
    let path = concat!(module_path!(), "::desk_in_a_pty");
    let name = path.split_once("::").map_or(path, |(_, name)| name);
    format!("--exact {name} --ignored --nocapture --test-threads=1 -q")
}

/// A screen of one field; its commands are what is typed.
struct Typing(Field);

impl Screen for Typing {
    fn kind(&self) -> ScreenKind {
        ScreenKind::OrderEntry
    }

    fn crumb(&self, _: &Look) -> String {
        String::new()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        match input {
            Input::Press(press) if press.action == Some(Action::Submit) => {
                let with = json!({ "name": "office", "value": self.0.value() });
                let command = Command::parse("setting.set", with).unwrap();
                Effect::Do(ctx.ticket(), command).into()
            }
            Input::Press(press) if press.action == Some(Action::Lookup) => {
                Effect::Tell(Tone::Plain, "looked up".into()).into()
            }
            Input::Press(press) => {
                self.0.press(&press);
                Answer::Consumed
            }
            Input::Paste(pasted) => {
                let left = self.0.paste(&pasted.text);
                Effect::Tell(Tone::Warn, format!("left out {left}")).into()
            }
            Input::Changed => Effect::Tell(Tone::Plain, "office changed".into()).into(),
            _ => Answer::Ignored,
        }
    }

    fn draw(&self, frame: &mut ratatui::Frame<'_>, area: ratatui::layout::Rect, look: &Look) {
        field_draw::draw(frame, area, &self.0, true, look);
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::Submit, Action::Lookup]
    }

    fn park(&self) -> Option<Value> {
        Some(json!(self.0.value()))
    }
}

/// Does the bad thing that a command names.
struct Bad {
    events: Sender<Event>,
    folder: PathBuf,
    gate: Arc<Mutex<()>>,
}

impl Port for Bad {
    fn submit(&self, ticket: Ticket, command: Command) {
        let said = match &command {
            Command::SettingSet(set) => Some(set.value.as_str()),
            _ => None,
        };
        match said {
            Some("panic") => panic!("planted on main"),
            // The main thread is never heard of again.
            Some("hang") => {
                fs::write(self.folder.join("held"), "").unwrap();
                loop {
                    thread::park();
                }
            }
            Some("thread") => {
                thread::spawn(|| panic!("planted beside"));
            }
            Some("hold") => {
                // As if a transaction were under way until the test says that it is over.
                let (gate, folder) = (self.gate.clone(), self.folder.clone());
                thread::spawn(move || {
                    let held = gate.lock();
                    fs::write(folder.join("held"), "").unwrap();
                    while !folder.join("let-go").exists() {
                        thread::sleep(Duration::from_millis(5));
                    }
                    drop(held);
                });
            }
            Some("change") => {
                let events = self.events.clone();
                thread::spawn(move || {
                    thread::sleep(Duration::from_millis(300));
                    let _ = events.send(Event::OfficeChanged);
                });
            }
            _ => {}
        }
        let reply = Err(Refusal::new(Code::OfficeBusy));
        let _ = self.events.send(Event::Reply(ticket, reply));
    }

    fn ask(&self, _: Ticket, _: Query) {}

    fn import(&self, _: Ticket, _: orderdesk::desk::imports::wish::Wish) {}

    fn stop_import(&self) {}

    fn save(&self, _: Ticket, _: orderdesk::desk::export::Export) {}

    fn park(&self, _: ScreenKind, _: Option<Value>) {}

    fn park_at_once(&self, drafts: &[(ScreenKind, Value)]) {
        let text: Vec<String> = drafts
            .iter()
            .map(|(kind, draft)| format!("{} {draft}", kind.id()))
            .collect();
        fs::write(self.folder.join("draft"), text.join("\n")).unwrap();
    }
}

fn maker(kind: ScreenKind, opening: &Opening, ctx: &Ctx<'_>) -> Option<Box<dyn Screen>> {
    match kind {
        ScreenKind::OrderEntry => Some(Box::new(Typing(Field::new(Kind::Text)))),
        _ => screens::make(kind, opening, ctx),
    }
}

#[test]
#[ignore = "the child of the other tests"]
fn desk_in_a_pty() {
    let Some(folder) = std::env::var_os("DESK_FOLDER").map(PathBuf::from) else {
        return;
    };
    fs::write(folder.join("pid"), std::process::id().to_string()).unwrap();
    report_panics(folder.clone());
    let (events, inbox): (Sender<Event>, Receiver<Event>) = mpsc::channel();
    let place = Place {
        term: std::env::var("TERM").ok(),
        gate: Arc::new(Mutex::new(())),
    };
    let port = Box::new(Bad {
        events: events.clone(),
        folder,
        gate: place.gate.clone(),
    });
    let make = move |size| {
        let setup = Setup {
            look: Look::new(Lang::En),
            keymap: Keymap::built_in(),
            clock: Arc::new(|| "2026-11-25T09:00:00".parse().unwrap()),
            port,
            maker,
            status: Status::default(),
            parked: BTreeMap::new(),
            size,
        };
        App::new(setup, Box::new(screens::menu::Menu::new()))
    };
    match run(&place, &events, &inbox, make) {
        Ok(code) => std::process::exit(code),
        Err(refused) => {
            eprintln!("{}", refused.tell(Lang::En));
            std::process::exit(2)
        }
    }
}
