//! A small paper to fill in over a screen: choices by digit, fields to type, sent with Enter.
//!
//! Invariants: a digit on a choice takes it and goes on, other text on it goes to the field for words; Enter
//! stops only where something is still needed; nothing typed is lost, whatever the desk answers. Keys mean the
//! same on every sheet, whatever they mean on the screen below.

mod finding;
mod item;
mod state;
mod steps_back;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::domain::{Day, Refusal};
use crate::ui::base::{Action, Code, Ctx, Effect, Input, Keymap, Press, ScreenKind, Tone};
use crate::words::Lang;

use super::field::{Fault, Kind, Took};

use item::NOTHING;
use state::{Finding, Then, Trail};

pub use item::{Cell, Choice, Item, of_table};

/// What a sheet made of an input.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetAnswer {
    /// Not for a sheet.
    Ignored,
    /// Nothing to do.
    Waiting,
    /// This item has another value.
    Changed(String),
    /// Everything is filled in: send it.
    Done,
    /// Taken back.
    Cancelled,
    /// Ask this; the answer is for the sheet.
    Ask(Effect),
}

/// What can be asked for on a sheet beside sending it, for the help.
pub const ACTIONS: &[Action] = &[Action::Submit, Action::Lookup, Action::Undo, Action::Redo];

/// The sheet.
pub struct Sheet {
    pub(super) title: String,
    /// What it is about.
    pub(super) notes: Vec<(Tone, String)>,
    pub(super) items: Vec<Item>,
    pub(super) at: usize,
    /// What the desk or a field said last.
    pub(super) said: Vec<(Tone, String)>,
    /// The code that is being found.
    finding: Option<Finding>,
    trail: Trail,
    /// The key of the list of codes.
    list_key: String,
}

impl Sheet {
    /// A sheet with its first item marked.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        let mut sheet = Self {
            title: title.into(),
            notes: Vec::new(),
            items,
            at: 0,
            said: Vec::new(),
            finding: None,
            trail: Trail::default(),
            list_key: String::new(),
        };
        let first = sheet
            .items
            .iter()
            .position(|item| !item.hidden)
            .unwrap_or(0);
        sheet.go(first);
        sheet
    }

    /// Puts a line above the items.
    pub fn note(&mut self, tone: Tone, text: impl Into<String>) {
        self.notes.push((tone, text.into()));
    }

    /// Whether it says that something is wrong.
    pub fn says_bad(&self) -> bool {
        self.said.iter().any(|(tone, _)| *tone == Tone::Bad)
    }

    /// Says something below the items, in place of what was said before.
    pub fn say(&mut self, said: Vec<(Tone, String)>) {
        self.said = said;
    }

    /// Says why it was refused, and the way out; the cursor goes to the field that is named.
    pub fn say_refused(&mut self, refusal: &Refusal, lang: Lang) {
        let told = lang.refusal(refusal);
        self.go_to_named(refusal);
        self.say(vec![(Tone::Bad, told.text), (Tone::Plain, told.way_out)]);
    }

    /// Goes to the field that a refusal names: by its name, or by what was not found in it.
    fn go_to_named(&mut self, refusal: &Refusal) {
        let fact = |name: &str| refusal.facts().get(name).and_then(Value::as_str);
        if let Some(path) = fact("field") {
            let end = path.find(['[', '.']).unwrap_or(path.len());
            return self.go_to(&path[..end]);
        }
        let (Some(kind), Some(what)) = (fact("kind"), fact("what")) else {
            return;
        };
        let shown = |item: &&Item| !item.hidden && matches!(item.cell, Cell::Text(_));
        let mut items = self.items.iter().filter(shown);
        let typed = |item: &&Item| item.held().eq_ignore_ascii_case(what);
        let named = items.clone().find(|item| item.id == kind);
        // Rows hold codes among others.
        let found = named
            .or_else(|| items.clone().find(typed))
            .or_else(|| items.find(|item| !what.is_empty() && item.held().contains(what)));
        if let Some(id) = found.map(|item| item.id.clone()) {
            self.go_to(&id);
        }
    }

    /// Learns the keys that it tells of.
    pub fn know_keys(&mut self, keymap: &Keymap) {
        let key = keymap.keys(ScreenKind::Command, Action::Lookup).first();
        self.list_key = key.map(ToString::to_string).unwrap_or_default();
    }

    /// The key of the list, where the field with the focus has one.
    pub(super) fn list_key(&self) -> Option<&str> {
        let item = self.items.get(self.at)?;
        item.codes.filter(|_| !self.list_key.is_empty())?;
        Some(&self.list_key)
    }

    /// Says something more below that.
    pub fn say_more(&mut self, tone: Tone, text: impl Into<String>) {
        self.said.push((tone, text.into()));
    }

    /// The code chosen or the text typed; empty if the item is out of sight or not there.
    pub fn value(&self, id: &str) -> &str {
        let mut items = self.items.iter();
        let item = items.find(|item| item.id == id && !item.hidden);
        item.map_or("", Item::held)
    }

    /// The same, nothing if it is empty.
    pub fn filled(&self, id: &str) -> Option<&str> {
        Some(self.value(id)).filter(|value| !value.is_empty())
    }

    /// What all items hold, those out of sight too.
    pub fn values(&self) -> Vec<(String, String)> {
        let held = |item: &Item| (item.id.clone(), item.held().to_owned());
        self.items.iter().map(held).collect()
    }

    /// Puts a value in: text, or the code of a choice.
    pub fn set(&mut self, id: &str, value: &str) {
        match self
            .items
            .iter_mut()
            .find(|item| item.id == id)
            .map(|item| &mut item.cell)
        {
            Some(Cell::Choice(choice)) => {
                let found = choice.options.iter().position(|(code, _)| code == value);
                choice.at = found.unwrap_or(choice.at);
            }
            Some(Cell::Text(field)) => field.set(value),
            None => {}
        }
    }

    /// Marks the option at this place.
    pub fn mark(&mut self, id: &str, at: usize) {
        let found = self.items.iter_mut().find(|item| item.id == id);
        if let Some(Cell::Choice(choice)) = found.map(|item| &mut item.cell) {
            choice.at = at.min(choice.options.len().saturating_sub(1));
        }
    }

    /// Takes back what was chosen.
    pub fn unset(&mut self, id: &str) {
        let found = self.items.iter_mut().find(|item| item.id == id);
        if let Some(Cell::Choice(choice)) = found.map(|item| &mut item.cell) {
            choice.at = NOTHING;
            choice.settled = false;
        }
    }

    /// Puts other options into a choice that came later than the sheet; it is to be confirmed.
    pub fn offer(&mut self, id: &str, options: Vec<(String, String)>) {
        let found = self.items.iter_mut().find(|item| item.id == id);
        if let Some(Cell::Choice(choice)) = found.map(|item| &mut item.cell) {
            *choice = Choice {
                options,
                at: 0,
                settled: false,
            };
        }
    }

    /// Shows or hides an item; a shown one is `needed` or not.
    pub fn show(&mut self, id: &str, shown: bool, needed: bool) {
        if let Some(item) = self.items.iter_mut().find(|item| item.id == id) {
            item.hidden = !shown;
            item.needed = needed;
        }
    }

    /// The place of the item with the focus.
    pub const fn place(&self) -> usize {
        self.at
    }

    /// Goes to an item.
    pub fn go_to(&mut self, id: &str) {
        if let Some(n) = self
            .items
            .iter()
            .position(|item| item.id == id && !item.hidden)
        {
            self.go(n);
        }
    }

    fn go(&mut self, n: usize) {
        self.at = n;
        if let Some(Cell::Text(field)) = self.items.get_mut(n).map(|item| &mut item.cell) {
            field.focus();
        }
    }

    /// Takes an input.
    pub fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> SheetAnswer {
        self.know_keys(ctx.keymap);
        let meant = match input {
            Input::Press(press) => &Input::Press(on_a_sheet(*press, ctx.keymap)),
            other => other,
        };
        if let Some(answer) = self.find_on(meant, ctx) {
            return answer;
        }
        match meant {
            Input::Press(press) => self.press(press, ctx),
            Input::Paste(pasted) => {
                if !self.go_where_words_go(ctx.look.lang) {
                    return SheetAnswer::Waiting;
                }
                let text = &pasted.text;
                self.edited(|field| {
                    field.paste(text);
                });
                SheetAnswer::Changed(self.items[self.at].id.clone())
            }
            _ => SheetAnswer::Ignored,
        }
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> SheetAnswer {
        match press.action {
            Some(Action::Back) => return SheetAnswer::Cancelled,
            Some(Action::Help) => return SheetAnswer::Ignored,
            Some(Action::Accept) => return self.accept(ctx),
            Some(Action::Submit | Action::Approve | Action::Opinion) => return self.finish(ctx),
            Some(Action::NextField | Action::Down) => return self.step(true, ctx),
            Some(Action::PrevField | Action::Up) => return self.step(false, ctx),
            Some(Action::Lookup) => return self.list(ctx),
            Some(back @ (Action::Undo | Action::Redo)) => {
                return self.step_back(back == Action::Undo, ctx.look.lang);
            }
            _ => {}
        }
        let choices = self.items.get(self.at).map_or(0, Item::choices);
        let digit = press.digit().filter(|n| (1..=choices).contains(n));
        if press.typed().is_some_and(|c| c != ' ')
            && digit.is_none()
            && !self.go_where_words_go(ctx.look.lang)
        {
            return self.list_by(press, ctx);
        }
        match self.items.get(self.at).map(|item| &item.cell) {
            None => SheetAnswer::Waiting,
            Some(Cell::Text(_)) => {
                let mut took = Took::Ignored;
                self.edited(|field| took = field.press(press));
                match took {
                    Took::Edited => SheetAnswer::Changed(self.items[self.at].id.clone()),
                    _ => SheetAnswer::Waiting,
                }
            }
            Some(Cell::Choice(_)) => self.choose(press, digit),
        }
    }

    /// A key where one chooses.
    fn choose(&mut self, press: &Press, digit: Option<usize>) -> SheetAnswer {
        let Some(item) = self.items.get_mut(self.at) else {
            return SheetAnswer::Waiting;
        };
        let Cell::Choice(choice) = &mut item.cell else {
            return SheetAnswer::Waiting;
        };
        let (id, before) = (item.id.clone(), (choice.at, choice.settled));
        let count = choice.options.len();
        match (digit, press.key.map(|key| key.code)) {
            (Some(n), _) => (choice.at, choice.settled) = (n - 1, true),
            (None, Some(Code::Left | Code::Right)) if choice.at == NOTHING => choice.at = 0,
            (None, Some(Code::Left)) => choice.at = choice.at.saturating_sub(1),
            (None, Some(Code::Right)) => choice.at = (choice.at + 1).min(count.max(1) - 1),
            _ => return SheetAnswer::Waiting,
        }
        if (choice.at, choice.settled) != before {
            self.trail.chose(self.at, before);
        }
        if let Some(next) = digit.and_then(|_| self.beside(true)) {
            self.go(next);
        }
        SheetAnswer::Changed(id)
    }

    /// Words typed where one chooses are for the field of words, behind what it has; tells whether there is
    /// one in sight.
    fn go_where_words_go(&mut self, lang: Lang) -> bool {
        let Some(Cell::Choice(choice)) = self.items.get(self.at).map(|item| &item.cell) else {
            return self.at < self.items.len();
        };
        let count = choice.options.len();
        let words = |n: &usize| {
            let item = &self.items[*n];
            matches!(&item.cell, Cell::Text(field) if field.kind() == Kind::Text && !item.hidden)
        };
        let behind = (self.at + 1..self.items.len()).chain(0..self.at);
        let Some(n) = behind.into_iter().find(words) else {
            self.said = vec![(Tone::Warn, lang.sheet_choose(count.min(9)))];
            return false;
        };
        self.at = n;
        if let Cell::Text(field) = &mut self.items[n].cell {
            field.go_on();
        }
        true
    }

    /// The next item in sight.
    fn beside(&self, forward: bool) -> Option<usize> {
        let seen = |n: &usize| !self.items[*n].hidden;
        if forward {
            (self.at + 1..self.items.len()).find(seen)
        } else {
            (0..self.at).rev().find(seen)
        }
    }

    /// Understands the item with the focus; says what is wrong with it.
    fn settle(&mut self, n: usize, confirm: bool, today: Day, lang: Lang) -> bool {
        let Some(item) = self.items.get_mut(n).filter(|item| !item.hidden) else {
            return true;
        };
        item.stop &= !confirm;
        let fault = match &mut item.cell {
            Cell::Choice(choice) => {
                let chosen = choice.at < choice.options.len();
                choice.settled |= confirm && chosen;
                let missing = item.needed && !chosen && (confirm || choice.options.is_empty());
                missing.then_some(Fault::Needed)
            }
            Cell::Text(field) => {
                let missing = confirm && item.needed && field.is_empty();
                let found = field.settle(today).err();
                found.or_else(|| missing.then_some(Fault::Needed))
            }
        };
        let Some(fault) = fault else { return true };
        self.said = vec![(Tone::Bad, fault.tell(lang, &item.label))];
        if let Cell::Text(field) = &mut item.cell {
            field.blame(fault);
        }
        self.at = n;
        false
    }

    fn step(&mut self, forward: bool, ctx: &Ctx<'_>) -> SheetAnswer {
        let item = self.items.get(self.at);
        let id = item.map(|item| item.id.clone()).unwrap_or_default();
        if self.settle(self.at, false, ctx.today(), ctx.look.lang)
            && let Some(next) = self.beside(forward)
        {
            if forward && let Some(ask) = self.find_out(self.at, Then::Next, ctx) {
                return ask;
            }
            self.go(next);
        }
        SheetAnswer::Changed(id)
    }

    fn accept(&mut self, ctx: &Ctx<'_>) -> SheetAnswer {
        if !self.settle(self.at, true, ctx.today(), ctx.look.lang) {
            return SheetAnswer::Waiting;
        }
        if let Some(ask) = self.find_out(self.at, Then::Accept, ctx) {
            return ask;
        }
        let order = (self.at + 1..self.items.len()).chain(0..self.at);
        match order.into_iter().find(|n| self.items[*n].wants()) {
            Some(n) => {
                let id = self.items[self.at].id.clone();
                self.go(n);
                SheetAnswer::Changed(id)
            }
            None => self.finish(ctx),
        }
    }

    /// Whether Enter here sends the sheet.
    pub(super) fn is_last(&self) -> bool {
        let wants = |(n, item): (usize, &Item)| n != self.at && item.wants();
        !self.items.iter().enumerate().any(wants)
    }

    /// Understands everything; the first thing that is wrong or missing gets the focus.
    fn finish(&mut self, ctx: &Ctx<'_>) -> SheetAnswer {
        let lang = ctx.look.lang;
        for n in 0..self.items.len() {
            let item = &self.items[n];
            let open = item.wants() && n != self.at;
            let is_choice = matches!(item.cell, Cell::Choice(_));
            if open && (is_choice || item.stop) {
                let told = match &item.cell {
                    Cell::Choice(choice) if choice.is_open() => {
                        Fault::Needed.tell(lang, &item.label)
                    }
                    Cell::Choice(_) => lang.sheet_confirm(&item.label),
                    Cell::Text(_) => lang.sheet_seen_first(&item.label),
                };
                self.said = vec![(Tone::Warn, told)];
                self.go(n);
                return SheetAnswer::Waiting;
            }
            if !self.settle(n, true, ctx.today(), lang) {
                return SheetAnswer::Waiting;
            }
            if let Some(ask) = self.find_out(n, Then::Finish, ctx) {
                return ask;
            }
        }
        SheetAnswer::Done
    }
}

/// What a key asks for on a sheet; what no sheet knows is as the screen below has it.
fn on_a_sheet(press: Press, keymap: &Keymap) -> Press {
    let own = press
        .key
        .and_then(|key| keymap.find(ScreenKind::Command, key));
    Press {
        action: own.or(press.action),
        ..press
    }
}
