//! From a key to the frame it changes, every question it asks answered from the file: moving in
//! the list of orders, typing in find. Microseconds, without the terminal itself.
//!
//! `cargo bench --bench keys` (all sizes) or `cargo bench --bench keys -- 1000000`.

mod common;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::{Context, Result};
use orderdesk::desk::{Failure, Office};
use orderdesk::ui::base::{Event, Key, Keymap, Look, Port, Query, ScreenKind, Ticket};
use orderdesk::ui::screens;
use orderdesk::ui::shell::status::Status;
use orderdesk::ui::shell::{App, Setup};
use orderdesk::words::Lang;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::Value;

use common::measure::Samples;
use common::office_file::{caller, clock, copy, sizes};

type Replies = Arc<Mutex<VecDeque<Event>>>;

/// Answers at once, on the same thread: what is measured is the work, not the hand-over.
struct Straight {
    office: Office,
    replies: Replies,
}

impl Port for Straight {
    fn submit(&self, _: Ticket, _: orderdesk::desk::Command) {}

    fn ask(&self, ticket: Ticket, query: Query) {
        let answer = self
            .office
            .ask(&caller(), &query, None)
            .map_err(Failure::into_refusal);
        if let Ok(mut replies) = self.replies.lock() {
            replies.push_back(Event::Reply(ticket, answer));
        }
    }

    fn import(&self, _: Ticket, _: orderdesk::desk::imports::wish::Wish) {}

    fn stop_import(&self) {}

    fn save(&self, _: Ticket, _: orderdesk::desk::export::Export) {}

    fn park(&self, _: ScreenKind, _: Option<Value>) {}

    fn park_at_once(&self, _: &[(ScreenKind, Value)]) {}
}

fn main() -> Result<()> {
    for old in sizes() {
        let path = copy(old, "keys")?;
        println!("\n{old} older orders, us");
        println!("{:<28}{:>8}{:>8}{:>8}", "", "p50", "p99", "max");
        for size in [(80, 24), (200, 50)] {
            measure(&path, size)?;
        }
    }
    Ok(())
}

fn measure(path: &Path, size: (u16, u16)) -> Result<()> {
    let replies = Replies::default();
    let port = Straight {
        office: Office::open(path, clock()?)?,
        replies: replies.clone(),
    };
    let setup = Setup {
        look: Look::new(Lang::Zh),
        keymap: Keymap::built_in(),
        clock: Arc::new(|| {
            "2026-11-25T09:00:00"
                .parse()
                .expect("a time of the calendar")
        }),
        port: Box::new(port),
        maker: screens::make,
        status: Status::default(),
        parked: BTreeMap::new(),
        size,
    };
    let mut app = App::new(setup, Box::new(screens::menu::Menu::new()));
    app.start();
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1))?;
    let mut press = |name: &str| -> Result<std::time::Duration> {
        let key: Key = name
            .parse()
            .ok()
            .with_context(|| format!("no key {name}"))?;
        let from = Instant::now();
        app.handle(Event::Key(key));
        while let Some(reply) = replies
            .lock()
            .ok()
            .and_then(|mut waiting| waiting.pop_front())
        {
            app.handle(reply);
        }
        terminal.draw(|frame| app.draw(frame))?;
        Ok(from.elapsed())
    };
    let (wide, high) = size;
    press("Alt-2")?;
    press("9")?;
    let mut moved = Samples::default();
    for i in 0..200 {
        moved.push(press(if i % 2 == 0 { "Down" } else { "Up" })?);
    }
    tell(&format!("move in orders, {wide}x{high}"), &moved);
    press("Alt-5")?;
    let mut typed = Samples::default();
    for _ in 0..40 {
        for key in [
            "0",
            "0",
            "0",
            "7",
            "Backspace",
            "Backspace",
            "Backspace",
            "Backspace",
        ] {
            typed.push(press(key)?);
        }
    }
    tell(&format!("type in find, {wide}x{high}"), &typed);
    Ok(())
}

fn tell(what: &str, samples: &Samples) {
    let (p50, p99, max) = (samples.at(500), samples.at(990), samples.at(1000));
    println!("{what:<28}{p50:>8}{p99:>8}{max:>8}");
}
