//! Opens the screens on an office, and leaves them again: what `main` calls.
//!
//! Invariant: nothing here looks at the environment or the clock; `main` says all of it.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::base::event::Event;
use super::base::keymap::BUILT_IN;
use super::base::screen::Clock;
use super::base::theme::{Choice, Theme};
use super::base::{Frames, Keymap, Look, ScreenKind, Tone};
use super::drafts::{self, Folder};
use super::idle;
use super::link::{self, Link};
use super::screens;
use super::shell::stage::Place;
use super::shell::status::{Sharing, Status};
use super::shell::terminal::Refused;
use super::shell::{self, App};
use super::window::Sign;
use crate::desk::boards::masters::MeQuery;
use crate::desk::worker::{Gate, Worker};
use crate::desk::{self, Caller, Failure, Office};
use crate::domain::Role;
use crate::words::{Ambiguous, Lang};

/// What the screens are opened with.
pub struct Setup {
    /// The office file.
    pub office: PathBuf,
    /// Tells the time.
    pub clock: desk::Clock,
    /// Who is at the keyboard.
    pub caller: Caller,
    /// The language to begin in.
    pub lang: Lang,
    /// `auto`, `16`, `dark`, `light`, `okabe-ito` or `mono`; anything else is `auto`.
    pub theme: Option<String>,
    /// `NO_COLOR` is set and not empty, or `--no-color` was given.
    pub no_color: bool,
    /// How frames are drawn.
    pub frames: Frames,
    /// `wide` if the terminal draws signs of ambiguous width in two cells.
    pub ambiguous: Option<String>,
    /// The person's own keymap file.
    pub own_keys: Option<OwnKeys>,
    /// `TERM`.
    pub term: Option<String>,
    /// The person's own folder for drafts of a lost line.
    pub state: PathBuf,
    /// The person's home, if there is one.
    pub home: Option<PathBuf>,
    /// Whether line 1 shows the time.
    pub show_clock: bool,
}

/// A person's own keymap file.
#[derive(Debug, Clone)]
pub struct OwnKeys {
    /// Its name, for whoever has to mend it.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// The keymap with the person's own over it, and what is wrong in that, as sentences.
fn keymap(own: Option<&OwnKeys>, lang: Lang) -> (Keymap, Vec<String>) {
    let (keymap, problems) = Keymap::load(BUILT_IN, own.map(|own| own.text.as_str()));
    let name = own.map_or("", |own| own.name.as_str());
    let told = problems.iter().map(|problem| problem.tell(lang, name));
    (keymap, told.collect())
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setup")
            .field("office", &self.office)
            .field("caller", &self.caller)
            .finish_non_exhaustive()
    }
}

/// Why the screens were not opened.
#[derive(Debug)]
pub enum NotOpened {
    /// The office cannot be used, or not by this person.
    Office(Failure),
    /// The terminal cannot show screens.
    Terminal(Refused),
}

impl From<Failure> for NotOpened {
    fn from(failure: Failure) -> Self {
        Self::Office(failure)
    }
}

/// Shows each key as it arrives, with the person's own keymap, until the person leaves; tells the
/// exit code.
pub fn show_keys(
    lang: Lang,
    own_keys: Option<&OwnKeys>,
    term: Option<String>,
) -> Result<i32, Refused> {
    let (keymap, faults) = keymap(own_keys, lang);
    let gate = Arc::new(Mutex::new(()));
    let place = Place { term, gate };
    shell::key_show::show(&place, lang, &keymap, &faults)
}

/// The office, and what it says.
struct Opened {
    office: Office,
    about: About,
}

/// What the office says of itself and of the person, in the form the screens want.
struct About {
    /// Minutes without a key after which it closes; 0 never.
    idle: u32,
    clock: Clock,
    status: Status,
    parked: BTreeMap<ScreenKind, Value>,
    left: Vec<ScreenKind>,
    saved: Vec<ScreenKind>,
    folder: Folder,
    sign: Option<Sign>,
}

/// Opens the desk, runs it until it is left, gives the terminal back; tells the exit code.
pub fn open(setup: &Setup) -> Result<i32, NotOpened> {
    let opened = opened(setup)?;
    let (events, inbox) = mpsc::channel();
    let gate: Gate = Arc::new(Mutex::new(()));
    let Opened { office, about } = opened;
    let tell = link::reports_to(events.clone(), about.folder.clone());
    let worker = Worker::start(office, &setup.caller, gate.clone(), tell)?;
    if setup.show_clock {
        tick(events.clone(), about.clock.clone()).map_err(Refused::Failed)?;
    }
    let place = Place {
        term: setup.term.clone(),
        gate,
    };
    let minutes = about.idle;
    let make = |size| {
        let app = app(setup, about, worker, size);
        if minutes > 0 {
            let time = Duration::from_secs(u64::from(minutes) * 60);
            // Without its thread the desk stays open, as it does where no time is set.
            let _ = idle::watch(events.clone(), app.typed(), time);
        }
        app
    };
    Ok(shell::run(&place, &events, &inbox, make)?)
}

impl From<Refused> for NotOpened {
    fn from(refused: Refused) -> Self {
        Self::Terminal(refused)
    }
}

fn opened(setup: &Setup) -> Result<Opened, Failure> {
    let office = Office::open(&setup.office, setup.clock.clone())?;
    let me = office.ask(&setup.caller, &MeQuery {}.into(), None);
    let me = me.inspect_err(|_| {
        office.note_stranger(&setup.caller, "me");
    })?;
    let folder = Folder::new(&setup.state, &setup.office, &setup.caller);
    // Where it cannot be hung out, other windows take this one for closed, as if there were none.
    let sign = folder.open_window().ok();
    let found = drafts::collect(&office, &setup.caller, &folder)?;
    let about = About {
        idle: office.idle_minutes()?,
        clock: office.wall_clock()?,
        status: status(&me, setup.show_clock),
        parked: found.parked,
        left: found.left,
        saved: found.saved,
        folder,
        sign,
    };
    Ok(Opened { office, about })
}

fn status(me: &Value, clock: bool) -> Status {
    let text = |name: &str| me[name].as_str().unwrap_or_default().to_owned();
    let on = |name: &str| me[name].as_bool().unwrap_or_default();
    let roles = me["roles"].as_array().into_iter().flatten();
    let mut roles: Vec<Role> = roles
        .filter_map(|role| role.as_str()?.parse().ok())
        .collect();
    roles.sort_unstable();
    Status {
        office: text("office"),
        login: text("login"),
        roles,
        sharing: match () {
            () if on("practice") => Sharing::Practice,
            () if on("guarded") => Sharing::Guarded,
            () if on("shared") => Sharing::Shared,
            () => Sharing::Solo,
        },
        waiting: None,
        clock,
    }
}

fn look(setup: &Setup) -> Look {
    let choice = setup.theme.as_deref().and_then(Choice::from_name);
    let term = setup.term.as_deref().unwrap_or_default();
    let ambiguous = match setup.ambiguous.as_deref() {
        Some("wide") => Ambiguous::Wide,
        _ => Ambiguous::Narrow,
    };
    let mut look = Look::new(setup.lang);
    look.theme = Theme::new(choice.unwrap_or_default(), setup.no_color, term);
    look.frames = setup.frames;
    look.with_ambiguous(ambiguous)
}

fn app(setup: &Setup, opened: About, worker: Worker, size: (u16, u16)) -> App {
    let look = look(setup);
    let lang = look.lang;
    let (keymap, faults) = keymap(setup.own_keys.as_ref(), lang);
    let parts = shell::Setup {
        look,
        keymap,
        clock: opened.clock,
        port: Box::new(Link::new(
            worker,
            opened.folder,
            setup.home.clone(),
            opened.sign,
        )),
        maker: screens::make,
        status: opened.status,
        parked: opened.parked,
        size,
    };
    let practising = parts.status.sharing == Sharing::Practice;
    let menu = screens::menu::Menu::practising(practising);
    let mut app = App::new(parts, Box::new(menu));
    for kind in opened
        .left
        .iter()
        .filter(|kind| !opened.saved.contains(kind) && **kind != ScreenKind::Tour)
    {
        app.say(Tone::Plain, lang.draft_left(kind.name(lang)));
    }
    for kind in opened.saved {
        app.say(Tone::Warn, lang.draft_back(kind.name(lang)));
    }
    // The last one stays on the message line, help shows them all.
    let many = faults.len();
    for (n, fault) in faults.into_iter().enumerate().rev() {
        let more = n == 0 && many > 1;
        app.say(
            Tone::Warn,
            if more {
                lang.keymap_more(&fault, many)
            } else {
                fault
            },
        );
    }
    app.watch_counts();
    app
}

/// Wakes the main loop at every full minute, for the time on line 1.
fn tick(events: Sender<Event>, clock: Clock) -> io::Result<()> {
    let body = move || {
        loop {
            let second = chrono::Timelike::second(&clock().time());
            thread::sleep(Duration::from_secs(60 - u64::from(second.min(59))));
            if events.send(Event::Tick).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("clock".into()).spawn(body)?;
    Ok(())
}
