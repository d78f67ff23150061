//! The threads that own connections: the write desk takes commands and half-typed forms, the read
//! desk answers questions and notices when the file changed.
//!
//! Two connections, so that a question never waits behind a commit. What never happens here: a
//! rule (that is `run` and `ask`), a sentence, a screen. Called by `ui` alone.
//!
//! Invariant: no call of [`Worker`] waits for the office file, but for dropping it: that lets the
//! write desk finish what it was given.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;

use super::export::{self, Export};
use super::imports::wish::{self, Wish};
use super::{Caller, Command, Envelope, Failure, Office, Outcome, Query, StoreError};
use crate::domain::{Code, Refusal};

/// How often the read desk looks whether somebody else has committed (`performance.md` goal 6).
const LOOK: Duration = Duration::from_secs(1);

/// What the threads report.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// What came of the command or question with this ticket.
    Answer(u64, Result<Value, Refusal>),
    /// Somebody committed, perhaps this very session.
    Changed,
    /// The office did not take this screen's half-typed form, so that it has to be kept elsewhere;
    /// with nothing, what was kept there is out of date.
    NotKept(String, Option<Value>),
}

/// Takes reports; called on the threads of the worker.
pub type Tell = Arc<dyn Fn(Report) + Send + Sync>;

/// Held inside every writing transaction, so that the program is never stopped there.
pub type Gate = Arc<Mutex<()>>;

/// A half-typed form to keep, or to forget.
#[derive(Debug, Clone, PartialEq)]
struct Form {
    screen: String,
    slot: String,
    body: Option<Value>,
}

/// What the write desk is given.
#[derive(Debug)]
enum Write {
    Run(u64, Box<Command>, Option<String>),
    Import(u64, Box<Wish>),
    Save(u64, Box<Export>),
    Park(Form),
    /// A customer's card is asked for.
    Card(String),
    /// A question with this name was not permitted.
    Refused(&'static str),
}

/// What the read desk is given.
#[derive(Debug)]
enum Read {
    /// With the door of the write desk: a sender that the read desk kept would never let that one end.
    Ask(u64, Query, Sender<Write>),
    /// The write desk has committed: look at once.
    Look,
}

/// The threads by their doors; dropping it ends them.
#[derive(Debug)]
pub struct Worker {
    /// Both doors; `None` while it is being dropped.
    doors: Option<(Sender<Write>, Sender<Read>)>,
    threads: Vec<JoinHandle<()>>,
    /// Set: the import under way ends after the paper it is at.
    stop: Arc<AtomicBool>,
}

impl Worker {
    /// Starts the threads: this office writes, and a second connection to it reads.
    pub fn start(office: Office, caller: &Caller, gate: Gate, tell: Tell) -> Outcome<Self> {
        Self::start_looking(office, caller, gate, tell, LOOK)
    }

    fn start_looking(
        office: Office,
        caller: &Caller,
        gate: Gate,
        tell: Tell,
        every: Duration,
    ) -> Outcome<Self> {
        let (writes, write_in) = mpsc::channel();
        let (reads, read_in) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let damaged = Arc::new(AtomicBool::new(false));
        let reading = office.second_reader()?;
        let writer = WriteDesk {
            stop: stop.clone(),
            office,
            caller: caller.clone(),
            gate,
            tell: tell.clone(),
            reads: reads.clone(),
            damaged: damaged.clone(),
            not_kept: RefCell::default(),
            noted_stranger: Cell::default(),
        };
        let reader = ReadDesk {
            // Taken here and not in the thread: what is saved from now on is news.
            seen: reading.data_version().ok(),
            office: reading,
            caller: caller.clone(),
            tell,
            damaged,
        };
        let threads = vec![
            spawn("write desk", move || writer.serve(&write_in))?,
            spawn("read desk", move || reader.serve(&read_in, every))?,
        ];
        Ok(Self {
            doors: Some((writes, reads)),
            threads,
            stop,
        })
    }

    /// Hands in a command.
    pub fn run(&self, ticket: u64, command: Command) {
        self.write(Write::Run(ticket, Box::new(command), None));
    }

    /// Hands in a command of a form: what the same form says again, word for word, is answered again.
    pub fn run_once(&self, ticket: u64, command: Command, form: String) {
        self.write(Write::Run(ticket, Box::new(command), Some(form)));
    }

    /// Imports files, or tries to. Answers come with `done` and `all` until the last one, which has
    /// the counts; commands handed in meanwhile are run between two papers.
    pub fn import(&self, ticket: u64, wish: Wish) {
        self.stop.store(false, Ordering::Relaxed);
        self.write(Write::Import(ticket, Box::new(wish)));
    }

    /// Ends the import under way after the paper it is at.
    pub fn stop_import(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Keeps a half-typed form, or forgets it.
    pub fn park(&self, screen: &str, slot: &str, body: Option<Value>) {
        self.write(Write::Park(Form {
            screen: screen.to_owned(),
            slot: slot.to_owned(),
            body,
        }));
    }

    /// Asks a question.
    pub fn ask(&self, ticket: u64, query: Query) {
        if let Query::Customer(card) = &query {
            self.write(Write::Card(card.customer.clone()));
        }
        if let Some((writes, reads)) = &self.doors {
            // A thread that is gone has panicked, and the panic ends the program.
            let _ = reads.send(Read::Ask(ticket, query, writes.clone()));
        }
    }

    /// Writes an answer to a file.
    pub fn save(&self, ticket: u64, export: Export) {
        self.write(Write::Save(ticket, Box::new(export)));
    }

    fn write(&self, write: Write) {
        if let Some((writes, _)) = &self.doors {
            let _ = writes.send(write); // as above
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop_import();
        self.doors = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join(); // a panic there has been reported already
        }
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Outcome<JoinHandle<()>> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(body);
    thread.map_err(|error| Failure::Store(StoreError::Io(error)))
}

/// Owns the connection that writes.
struct WriteDesk {
    office: Office,
    caller: Caller,
    gate: Gate,
    tell: Tell,
    reads: Sender<Read>,
    stop: Arc<AtomicBool>,
    /// The file was found damaged, here or by a question: nothing more is written (`reliability.md` R16).
    damaged: Arc<AtomicBool>,
    /// Screens whose form is kept elsewhere.
    not_kept: RefCell<BTreeSet<String>>,
    /// It stands in the chain that a stranger asks here.
    noted_stranger: Cell<bool>,
}

impl WriteDesk {
    fn serve(self, inbox: &Receiver<Write>) {
        let mut ahead = Vec::new();
        while let Some(write) = ahead.pop().or_else(|| self.next(inbox)) {
            match write {
                Write::Import(ticket, wish) => ahead.extend(self.import(ticket, &wish, inbox)),
                Write::Park(form) => {
                    let (form, next) = newest(form, inbox);
                    self.park(&form);
                    ahead.extend(next);
                }
                short => self.short(short),
            }
        }
        if self.damaged.load(Ordering::Relaxed) {
            self.office.write_no_more();
        }
    }

    /// What is to be done next. While there is nothing, the log is seen to, so that no save waits for it.
    fn next(&self, inbox: &Receiver<Write>) -> Option<Write> {
        match inbox.try_recv() {
            Err(TryRecvError::Empty) => {
                self.shorten_log();
                inbox.recv().ok()
            }
            next => next.ok(),
        }
    }

    /// The program is not stopped in it: the others' log would grow for as long.
    fn shorten_log(&self) {
        if !self.damaged.load(Ordering::Relaxed) {
            let _never_stopped_here = self.hold();
            self.office.shorten_log();
        }
    }

    /// Does what is soon over; an import has a way of its own.
    fn short(&self, write: Write) {
        match write {
            Write::Run(ticket, command, form) => self.run(ticket, *command, form),
            Write::Card(customer) => self.note_card(&customer),
            Write::Refused(query) => self.note_refused(query),
            Write::Save(ticket, export) => self.save(ticket, &export),
            Write::Park(form) => self.park(&form),
            Write::Import(..) => {} // whoever takes one out of the line begins it
        }
    }

    fn run(&self, ticket: u64, command: Command, form: Option<String>) {
        let mut envelope = Envelope::from(command);
        let done = self.guarded(|office| {
            envelope.id = form.map(|form| envelope.id_of_form(&form)).transpose()?;
            office.run(&self.caller, &envelope)
        });
        let committed = done.is_ok();
        (self.tell)(Report::Answer(ticket, done.map(|done| done.value)));
        if committed {
            let _ = self.reads.send(Read::Look); // gone only while the program ends
        }
    }

    /// Imports; what else comes in is done between two papers, another import after this one, and
    /// given back.
    fn import(&self, ticket: u64, wish: &Wish, inbox: &Receiver<Write>) -> Vec<Write> {
        let mut later = Vec::new();
        let mut told = 0;
        let mut held = Some(self.hold());
        let mut progress = |done: u64, all: u64| {
            held = None; // the program may be stopped here, and others want to save
            self.shorten_log();
            while let Ok(write) = inbox.try_recv() {
                match write {
                    next @ Write::Import(..) => later.insert(0, next),
                    short => self.short(short),
                }
            }
            if done == all || done >= told + (all / 200).max(1) {
                told = done;
                let far = serde_json::json!({ "done": done, "all": all });
                (self.tell)(Report::Answer(ticket, Ok(far)));
            }
            held = Some(self.hold());
            !self.stop.load(Ordering::Relaxed)
        };
        let done = self.refuse_damaged().and_then(|()| {
            self.sound(wish::import(
                &self.office,
                &self.caller,
                wish,
                &mut progress,
            ))
        });
        drop(held);
        (self.tell)(Report::Answer(ticket, done));
        let _ = self.reads.send(Read::Look); // gone only while the program ends
        later
    }

    /// What cannot be written down now is shown all the same: the card is on the screen while the
    /// customer is on the phone. An export waits until it is written down.
    fn note_card(&self, customer: &str) {
        let _ = self.guarded(|office| office.note_card(&self.caller, customer));
    }

    /// That somebody asks who was sent away is written down once, not whenever an open screen asks anew.
    fn note_refused(&self, query: &str) {
        if !self.noted_stranger.get() {
            let noted = self.guarded(|office| Ok(office.note_stranger(&self.caller, query)));
            self.noted_stranger.set(noted.unwrap_or(false));
        }
    }

    /// Writes an answer to a file, once it is written down who took it.
    fn save(&self, ticket: u64, export: &Export) {
        let note = |form: &str, rows: usize| {
            self.guarded(|office| office.note_export(&self.caller, &export.name, form, rows))
        };
        let saved = export::save(&self.office, &self.caller, export, note);
        let saved = saved.map_err(Failure::into_refusal);
        if is_no_permission(&saved) {
            // An act and no refresh: each stands there.
            let _ = self.guarded(|office| Ok(office.note_stranger(&self.caller, &export.name)));
        }
        (self.tell)(Report::Answer(ticket, saved));
    }

    fn hold(&self) -> MutexGuard<'_, ()> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A form that the office does not take is still on the screen, and goes to the person's own
    /// folder meanwhile; the command that follows tells why.
    fn park(&self, form: &Form) {
        let body = form.body.as_ref();
        let done = self.guarded(|office| office.park(&self.caller, &form.screen, &form.slot, body));
        let mut not_kept = self.not_kept.borrow_mut();
        let elsewhere = match done {
            Ok(()) if !not_kept.remove(&form.screen) => return,
            Ok(()) => None,
            Err(_) => {
                not_kept.insert(form.screen.clone());
                form.body.clone()
            }
        };
        (self.tell)(Report::NotKept(form.screen.clone(), elsewhere));
    }

    fn guarded<T>(&self, write: impl FnOnce(&Office) -> Outcome<T>) -> Result<T, Refusal> {
        self.refuse_damaged()?;
        let _never_stopped_here = self.hold();
        self.sound(write(&self.office))
    }

    /// Nothing is written to a file that was found damaged.
    fn refuse_damaged(&self) -> Result<(), Refusal> {
        if self.damaged.load(Ordering::Relaxed) {
            return Err(Refusal::new(Code::OfficeDamaged).fact("why", "-"));
        }
        Ok(())
    }

    fn sound<T>(&self, done: Outcome<T>) -> Result<T, Refusal> {
        sound(done, &self.damaged)
    }
}

/// What came of it; remembers when the file was found damaged.
fn sound<T>(done: Outcome<T>, damaged: &AtomicBool) -> Result<T, Refusal> {
    done.map_err(|failure| {
        let refusal = failure.into_refusal();
        if refusal.code() == Code::OfficeDamaged {
            damaged.store(true, Ordering::Relaxed);
        }
        refusal
    })
}

fn is_no_permission(answer: &Result<Value, Refusal>) -> bool {
    let code = answer.as_ref().map_err(Refusal::code);
    code.is_err_and(|code| code == Code::NotPermitted)
}

/// Of the same form kept again and again while others were saving, only the newest is written;
/// gives what came behind it, too.
fn newest(mut form: Form, inbox: &Receiver<Write>) -> (Form, Option<Write>) {
    loop {
        match inbox.try_recv() {
            Ok(Write::Park(later))
                if (&later.screen, &later.slot) == (&form.screen, &form.slot) =>
            {
                form = later;
            }
            next => return (form, next.ok()),
        }
    }
}

/// Owns the connection that reads.
struct ReadDesk {
    office: Office,
    caller: Caller,
    tell: Tell,
    /// The version of the data that was seen last.
    seen: Option<i64>,
    damaged: Arc<AtomicBool>,
}

impl ReadDesk {
    fn serve(mut self, inbox: &Receiver<Read>, every: Duration) {
        loop {
            match inbox.recv_timeout(every) {
                Ok(Read::Ask(ticket, query, writes)) => {
                    let answer = self.office.ask(&self.caller, &query, None);
                    let answer = sound(answer, &self.damaged);
                    if is_no_permission(&answer) {
                        let _ = writes.send(Write::Refused(query.name())); // gone only at the end
                    }
                    (self.tell)(Report::Answer(ticket, answer));
                }
                Ok(Read::Look) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            // Some microseconds, so it is looked at after every question, not only when idle.
            let now = self.office.data_version().ok();
            if now.is_some() && now != self.seen {
                self.seen = now;
                (self.tell)(Report::Changed);
            }
        }
        if self.damaged.load(Ordering::Relaxed) {
            self.office.write_no_more();
        }
    }
}

#[cfg(test)]
mod tests;
