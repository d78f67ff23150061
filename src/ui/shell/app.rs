//! The desk as one person has it open: the stack of screens and all that is not the terminal.
//!
//! Invariant: no call blocks. What takes time goes out through the port and comes back as an event.

mod acts;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use crate::desk::boards::worklist::CountsQuery;
use crate::ui::base::Tickets;
use crate::ui::base::{
    Action, Answer, Ctx, Effect, Event, Input, Opening, Press, Reply, Screen, ScreenKind, Ticket,
    Tone,
};
use crate::words::Lang;

use super::layers::Layers;
use super::lists::{self, Lists};
use super::messages::Messages;
use super::setup::Setup;

/// What the main loop has to do beside drawing.
#[derive(Debug, Default)]
struct Wishes {
    /// Something changed since the last draw.
    draw: bool,
    /// Draw everything anew.
    repaint: bool,
    /// Stop until called back.
    suspend: bool,
    /// Put this into the terminal's clipboard.
    copy: Option<String>,
    /// End with this code.
    exit: Option<i32>,
}

/// The desk.
pub struct App {
    pub(super) setup: Setup,
    pub(super) layers: Layers,
    pub(super) messages: Messages,
    tickets: Tickets,
    /// Commands that have not been answered.
    pub(super) under_way: BTreeSet<Ticket>,
    wishes: Wishes,
    /// Keys and pastes typed ahead of an answer, in their order.
    ahead: VecDeque<(Event, bool)>,
    /// How much waits is shown on line 1.
    counts: bool,
    /// The question after that whose answer is wanted.
    counting: Option<Ticket>,
    /// How this person wants lists.
    lists: Lists,
    /// How many keys and pastes have come.
    typed: Arc<AtomicU64>,
}

/// The most that is typed ahead; more is a stuck key.
const AHEAD: usize = 20_000;

impl App {
    /// Opens the desk on a bottom screen (the menu).
    pub fn new(setup: Setup, bottom: Box<dyn Screen>) -> Self {
        let wishes = Wishes {
            draw: true,
            ..Wishes::default()
        };
        Self {
            lists: Lists::kept(setup.parked.get(&ScreenKind::Columns)),
            typed: Arc::default(),
            setup,
            layers: Layers::new(bottom),
            messages: Messages::default(),
            tickets: Tickets::default(),
            under_way: BTreeSet::new(),
            wishes,
            ahead: VecDeque::new(),
            counts: false,
            counting: None,
        }
    }

    /// Lets the first screen ask its questions.
    pub fn start(&mut self) {
        self.give_top(&Input::Shown);
        self.count();
    }

    /// The count of keys and pastes, for whoever watches whether anybody types.
    pub fn typed(&self) -> Arc<AtomicU64> {
        self.typed.clone()
    }

    /// Has line 1 show how much waits for this person, from the start on.
    pub const fn watch_counts(&mut self) {
        self.counts = true;
    }

    fn count(&mut self) {
        if self.counts {
            let ticket = self.tickets.next();
            self.counting = Some(ticket);
            self.setup.port.ask(ticket, CountsQuery {}.into());
        }
    }

    /// Takes the number of rows that wait; one that is not known is not shown.
    fn counted(&mut self, reply: &Reply) {
        let queues = reply.as_ref().ok().and_then(Value::as_object);
        let waiting = queues.map(|queues| queues.values().filter_map(Value::as_u64).sum());
        self.wishes.draw |= self.setup.status.waiting != waiting;
        self.setup.status.waiting = waiting;
    }

    /// Whether a digit chooses on what is on top.
    pub fn digits_choose(&self) -> bool {
        self.layers.top().digits_choose()
    }

    /// Takes an event.
    pub fn handle(&mut self, event: Event) {
        self.handle_among(event, false);
    }

    /// Takes an event, which may be a key of a burst.
    pub fn handle_among(&mut self, event: Event, burst: bool) {
        let typed = matches!(event, Event::Key(_) | Event::Paste(_));
        self.typed.fetch_add(u64::from(typed), Ordering::Relaxed);
        if typed && self.has_to_wait(&event) {
            if self.ahead.len() < AHEAD {
                self.ahead.push_back((event, burst));
            }
            return;
        }
        let answered = matches!(event, Event::Reply(..));
        self.handle_now(event, burst);
        while answered && !self.layers.top().holds_keys() {
            match self.ahead.pop_front() {
                Some((next, burst)) => self.handle_now(next, burst),
                None => break,
            }
        }
    }

    /// Whether a key has to wait for an answer. The way out of the program never does.
    fn has_to_wait(&self, event: &Event) -> bool {
        let top = self.layers.top();
        let action = match event {
            Event::Key(key) => self.setup.keymap.find(top.kind(), *key),
            _ => None,
        };
        let way_out = matches!(action, Some(Action::Quit | Action::Suspend));
        !way_out && (top.holds_keys() || !self.ahead.is_empty())
    }

    fn handle_now(&mut self, event: Event, burst: bool) {
        match event {
            Event::Key(key) => self.key(key, burst),
            Event::Paste(pasted) => self.paste(pasted),
            Event::Resize(columns, rows) => {
                self.setup.size = (columns, rows);
                self.wishes.draw = true;
            }
            Event::Reply(ticket, reply) if self.counting == Some(ticket) => {
                self.counted(&reply);
            }
            Event::Reply(ticket, reply) => {
                self.wishes.draw |= self.under_way.remove(&ticket);
                self.give_down(&Input::Reply(ticket, reply));
            }
            Event::OfficeChanged => {
                self.tell_visible(&Input::Changed);
                self.count();
            }
            Event::Tick => self.wishes.draw = true,
            Event::Hangup(code) => {
                let drafts = self.drafts();
                self.setup.port.park_at_once(&drafts);
                self.wishes.exit = Some(code);
            }
        }
    }

    /// Columns and rows of the window.
    pub const fn size(&self) -> (u16, u16) {
        self.setup.size
    }

    /// Does what another screen would want.
    #[cfg(test)]
    pub(crate) fn carry_for_test(&mut self, effect: Effect) {
        self.carry(ScreenKind::Menu, effect);
    }

    /// Whether something changed since this was asked.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.wishes.draw)
    }

    /// Whether everything is to be drawn anew.
    pub fn take_repaint(&mut self) -> bool {
        std::mem::take(&mut self.wishes.repaint)
    }

    /// Whether the program is to be stopped until called back.
    pub fn take_suspend(&mut self) -> bool {
        std::mem::take(&mut self.wishes.suspend)
    }

    /// What is to go into the terminal's clipboard.
    pub fn take_copy(&mut self) -> Option<String> {
        self.wishes.copy.take()
    }

    /// The code to end with, once the desk is left.
    pub const fn exit_code(&self) -> Option<i32> {
        self.wishes.exit
    }

    /// Says something on the message line.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.messages.say(tone, text.into());
        self.wishes.draw = true;
    }

    fn ask_top(&mut self, input: &Input) -> (ScreenKind, Answer) {
        let ctx = ctx(&self.setup, &self.tickets);
        let top = self.layers.top_mut();
        (top.kind(), top.update(input.clone(), &ctx))
    }

    /// Gives an input to the top screen; tells whether it took it.
    fn give_top(&mut self, input: &Input) -> bool {
        let (kind, answer) = self.ask_top(input);
        self.carry_answer(kind, answer)
    }

    /// Offers an input from the top down: an answer may be for a screen below.
    fn give_down(&mut self, input: &Input) {
        let ctx = ctx(&self.setup, &self.tickets);
        if let Some((kind, answer)) = self.layers.offer(input, &ctx) {
            self.carry_answer(kind, answer);
        }
    }

    /// Tells every screen that can be seen; the others ask again when they are shown.
    fn tell_visible(&mut self, input: &Input) {
        let ctx = ctx(&self.setup, &self.tickets);
        let mut answers = Vec::new();
        for screen in self.layers.from_top_mut() {
            answers.push((screen.kind(), screen.update(input.clone(), &ctx)));
            if !screen.floats() {
                break;
            }
        }
        for (kind, answer) in answers {
            self.carry_answer(kind, answer);
        }
    }

    fn carry_answer(&mut self, kind: ScreenKind, answer: Answer) -> bool {
        let effects = match answer {
            Answer::Ignored => return false,
            Answer::Consumed => Vec::new(),
            Answer::Effects(effects) => effects,
        };
        self.wishes.draw = true;
        for effect in effects {
            self.carry(kind, effect);
        }
        // A screen may have made a list anew.
        self.lists.show(self.layers.top_mut().as_mut());
        true
    }

    /// Carries out what the screen `from` wants.
    fn carry(&mut self, from: ScreenKind, effect: Effect) {
        match effect {
            Effect::Do(ticket, command) => {
                self.under_way.insert(ticket);
                self.setup.port.submit(ticket, command);
            }
            Effect::DoOnce(ticket, command, form) => {
                self.under_way.insert(ticket);
                self.setup.port.submit_once(ticket, command, form);
            }
            Effect::Ask(ticket, query) => self.setup.port.ask(ticket, query),
            Effect::Save(ticket, export) => self.setup.port.save(ticket, export),
            Effect::Import(ticket, wish) => self.setup.port.import(ticket, *wish),
            Effect::StopImport => self.setup.port.stop_import(),
            Effect::Open(kind) => self.open(kind, None),
            Effect::OpenAt(kind, subject) => self.open(kind, Some(subject)),
            Effect::NewFrom(kind, pasted) => {
                self.open(kind, None);
                self.press(Press::of(Action::New));
                if !pasted.text.is_empty() {
                    self.give_top(&Input::Paste(pasted));
                }
            }
            Effect::Close => self.close(),
            Effect::Pass(action) => {
                self.layers.remove(from);
                self.press(Press::of(action));
            }
            Effect::Tell(tone, text) => self.say(tone, text),
            Effect::Copy(text) => self.wishes.copy = Some(text),
            Effect::SetLang(lang) => self.speak(lang),
            Effect::Arrange(list, wish) => {
                let kept = self.lists.take(list, wish, &mut self.layers);
                self.setup.port.park(ScreenKind::Columns, kept);
            }
            Effect::Park(draft) => self.setup.port.park(from, draft),
            Effect::Redraw => self.redraw(),
            Effect::Suspend => self.wishes.suspend = true,
            Effect::Quit => self.quit(),
        }
    }

    /// Goes to a screen: to the one that is open, unless it is about something else.
    fn open(&mut self, kind: ScreenKind, subject: Option<String>) {
        let from = self.layers.top().kind();
        let boxed = kind == ScreenKind::Palette && self.layers.top().boxed();
        let actions = if boxed {
            Vec::new()
        } else {
            self.layers.top().actions()
        };
        let part = self.layers.top().help_part();
        let list = lists::of_top(&mut self.layers);
        // Help comes back to what lay there, half typed as it was.
        if kind != ScreenKind::Help {
            self.layers.sink_floating();
        }
        if kind == ScreenKind::Menu {
            for screen in self.layers.clear() {
                self.put_away(screen);
            }
            self.give_top(&Input::Shown);
            return;
        }
        // Help is about where it is asked for now.
        let existing = self
            .layers
            .remove(kind)
            .filter(|_| kind != ScreenKind::Help);
        let existing = existing.or_else(|| self.layers.wake(kind));
        let screen = match (existing, &subject) {
            (Some(screen), None) => Some(screen),
            (existing, _) => {
                if let Some(old) = existing {
                    self.keep_draft(old.as_ref());
                }
                let parked = self.setup.parked.get(&kind).cloned();
                let said = self.messages.all();
                let opening = Opening {
                    part,
                    from,
                    actions,
                    subject,
                    parked,
                    said,
                    list,
                    lists: self.lists.wishes().clone(),
                };
                let made = (self.setup.maker)(kind, &opening, &ctx(&self.setup, &self.tickets));
                made.map(|screen| self.lists.opened(screen))
            }
        };
        if let Some(screen) = screen {
            self.layers.push(screen);
            self.give_top(&Input::Shown);
        } else {
            let lang = self.setup.look.lang;
            self.say(Tone::Warn, lang.screen_not_there(kind.name(lang)));
        }
        self.wishes.draw = true;
    }

    /// Leaves the top screen; its draft is parked and said so.
    fn close(&mut self) {
        let Some(screen) = self.layers.pop() else {
            return;
        };
        let floated = screen.floats();
        if self.put_away(screen) {
            self.say(Tone::Plain, self.setup.look.lang.draft_kept());
        }
        if !floated {
            self.give_top(&Input::Shown);
        }
        self.wishes.draw = true;
    }

    /// Keeps the draft of a screen that is closed, and the screen with it; tells whether it had one.
    fn put_away(&mut self, screen: Box<dyn Screen>) -> bool {
        let kept = self.keep_draft(screen.as_ref());
        if kept && screen.rests() {
            self.layers.rest(screen);
        }
        kept
    }

    /// Keeps the draft of a screen that goes; tells whether it had one.
    fn keep_draft(&mut self, screen: &dyn Screen) -> bool {
        let kind = screen.kind();
        let draft = screen.park();
        let kept = draft.is_some();
        if kept {
            self.setup.port.park(kind, draft.clone());
        }
        match draft {
            Some(draft) => self.setup.parked.insert(kind, draft),
            None => self.setup.parked.remove(&kind),
        };
        kept
    }

    /// The drafts of all screens that are open.
    fn drafts(&self) -> Vec<(ScreenKind, Value)> {
        self.layers
            .all()
            .filter_map(|screen| screen.park().map(|draft| (screen.kind(), draft)))
            .collect()
    }

    fn quit(&mut self) {
        for (kind, draft) in self.drafts() {
            self.setup.port.park(kind, Some(draft));
        }
        self.wishes.exit = Some(0);
    }

    fn redraw(&mut self) {
        self.wishes.repaint = true;
        self.tell_visible(&Input::Changed);
    }

    fn speak(&mut self, lang: Lang) {
        self.setup.look.lang = lang;
        self.say(Tone::Plain, lang.language_now());
        // Rows hold words already; asked again they come in the new language.
        self.tell_visible(&Input::Changed);
    }
}

/// What screens may look at; a function of parts, so that the screens stay free to change.
fn ctx<'a>(setup: &'a Setup, tickets: &'a Tickets) -> Ctx<'a> {
    Ctx {
        look: &setup.look,
        keymap: &setup.keymap,
        tickets,
        now: (setup.clock)(),
    }
}

#[cfg(test)]
#[path = "app_tests.rs"]
mod tests;
