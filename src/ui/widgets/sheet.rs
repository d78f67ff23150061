//! A small paper to fill in over a screen: choices by digit, fields to type, sent with Enter.
//!
//! Invariants: a digit on a choice takes it and goes on; Enter stops only where something is still
//! needed; nothing typed is lost while the sheet is open, whatever the desk answers.

use crate::domain::{Day, Refusal};
use crate::ui::base::{Action, Code, Input, Press, Tone};
use crate::words::Lang;
use crate::words::papers::Table;

use super::field::{Fault, Field, Took};

/// The place of a choice where nothing is chosen.
const NOTHING: usize = usize::MAX;

/// Something to choose by digit.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Code and text of each.
    pub(super) options: Vec<(String, String)>,
    pub(super) at: usize,
    /// Somebody chose it, or the default may stand.
    settled: bool,
}

/// The options of a table of codes.
pub fn of_table(table: Table, lang: Lang) -> Vec<(String, String)> {
    table
        .iter()
        .map(|(code, zh, en)| ((*code).to_owned(), lang.pick(zh, en).to_owned()))
        .collect()
}

/// What an item holds.
#[derive(Debug, Clone)]
pub enum Cell {
    /// One of several.
    Choice(Choice),
    /// Typed text, number or date.
    Text(Box<Field>),
}

/// A line of the sheet.
#[derive(Debug, Clone)]
pub struct Item {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) cell: Cell,
    pub(super) needed: bool,
    pub(super) hidden: bool,
    /// Enter stops here once, though it may stay empty.
    stop: bool,
}

impl Item {
    fn of(id: &str, label: &str, cell: Cell) -> Self {
        Self {
            id: id.to_owned(),
            label: label.to_owned(),
            cell,
            needed: false,
            hidden: false,
            stop: false,
        }
    }

    /// A choice; `at` is marked at first and may stand as it is.
    pub fn choice(id: &str, label: &str, options: Vec<(String, String)>, at: usize) -> Self {
        let at = at.min(options.len().saturating_sub(1));
        let cell = Cell::Choice(Choice {
            options,
            at,
            settled: true,
        });
        Self::of(id, label, cell)
    }

    /// A field to type in.
    pub fn field(id: &str, label: &str, field: Field) -> Self {
        Self::of(id, label, Cell::Text(Box::new(field)))
    }

    /// The same with nothing chosen yet: Enter alone takes nothing.
    #[must_use]
    pub fn unset(self) -> Self {
        let mut item = self.needed();
        if let Cell::Choice(choice) = &mut item.cell {
            choice.at = NOTHING;
        }
        item
    }

    /// The same, to be seen before the paper goes: Enter stops here once.
    #[must_use]
    pub const fn seen_first(mut self) -> Self {
        self.stop = true;
        self
    }

    /// The same, to be filled in or confirmed: Enter stops here.
    #[must_use]
    pub fn needed(mut self) -> Self {
        self.needed = true;
        if let Cell::Choice(choice) = &mut self.cell {
            choice.settled = false;
        }
        self
    }

    /// Whether it is to be filled in or confirmed.
    pub const fn needs(&self) -> bool {
        self.needed
    }

    /// The same, out of sight at first.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    fn wants(&self) -> bool {
        match &self.cell {
            _ if self.hidden => false,
            _ if self.stop => true,
            Cell::Choice(choice) => self.needed && !choice.settled,
            Cell::Text(field) => self.needed && field.is_empty() || field.fault().is_some(),
        }
    }
}

/// What a sheet made of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// The sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub(super) title: String,
    /// What it is about.
    pub(super) notes: Vec<(Tone, String)>,
    pub(super) items: Vec<Item>,
    pub(super) at: usize,
    /// What the desk or a field said last.
    pub(super) said: Vec<(Tone, String)>,
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

    /// Says something below the items, in place of what was said before.
    pub fn say(&mut self, said: Vec<(Tone, String)>) {
        self.said = said;
    }

    /// Says why it was refused, and the way out.
    pub fn say_refused(&mut self, refusal: &Refusal, lang: Lang) {
        let told = lang.refusal(refusal);
        self.say(vec![(Tone::Bad, told.text), (Tone::Plain, told.way_out)]);
    }

    /// Says something more below that.
    pub fn say_more(&mut self, tone: Tone, text: impl Into<String>) {
        self.said.push((tone, text.into()));
    }

    /// The code chosen or the text typed; empty if the item is out of sight or not there.
    pub fn value(&self, id: &str) -> &str {
        match self
            .items
            .iter()
            .find(|item| item.id == id && !item.hidden)
            .map(|item| &item.cell)
        {
            Some(Cell::Choice(choice)) => choice
                .options
                .get(choice.at)
                .map_or("", |(code, _)| code.as_str()),
            Some(Cell::Text(field)) => field.value().trim(),
            None => "",
        }
    }

    /// The same, nothing if it is empty.
    pub fn filled(&self, id: &str) -> Option<&str> {
        Some(self.value(id)).filter(|value| !value.is_empty())
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
    pub fn take(&mut self, input: &Input, today: Day, lang: Lang) -> SheetAnswer {
        match input {
            Input::Press(press) => self.press(press, today, lang),
            Input::Paste(pasted) => {
                let Some(item) = self.items.get_mut(self.at) else {
                    return SheetAnswer::Waiting;
                };
                match &mut item.cell {
                    Cell::Text(field) => {
                        field.paste(&pasted.text);
                        SheetAnswer::Changed(item.id.clone())
                    }
                    Cell::Choice(_) => SheetAnswer::Waiting,
                }
            }
            _ => SheetAnswer::Ignored,
        }
    }

    fn press(&mut self, press: &Press, today: Day, lang: Lang) -> SheetAnswer {
        match press.action {
            Some(Action::Back) => return SheetAnswer::Cancelled,
            Some(Action::Help) => return SheetAnswer::Ignored,
            Some(Action::Accept) => return self.accept(today, lang),
            Some(Action::Submit | Action::Approve | Action::Opinion) => {
                return self.finish(today, lang);
            }
            Some(Action::NextField | Action::Down) => return self.step(true, today, lang),
            Some(Action::PrevField | Action::Up) => return self.step(false, today, lang),
            _ => {}
        }
        let Some(item) = self.items.get_mut(self.at) else {
            return SheetAnswer::Waiting;
        };
        let id = item.id.clone();
        match &mut item.cell {
            Cell::Text(field) => match field.press(press) {
                Took::Edited => SheetAnswer::Changed(id),
                _ => SheetAnswer::Waiting,
            },
            Cell::Choice(choice) => {
                let count = choice.options.len();
                let digit = press.digit().filter(|n| (1..=count).contains(n));
                match (digit, press.key.map(|key| key.code)) {
                    (Some(n), _) => {
                        choice.at = n - 1;
                        choice.settled = true;
                        if let Some(next) = self.beside(true) {
                            self.go(next);
                        }
                    }
                    (None, Some(Code::Left | Code::Right)) if choice.at == NOTHING => choice.at = 0,
                    (None, Some(Code::Left)) => choice.at = choice.at.saturating_sub(1),
                    (None, Some(Code::Right)) => choice.at = (choice.at + 1).min(count.max(1) - 1),
                    _ => return SheetAnswer::Waiting,
                }
                SheetAnswer::Changed(id)
            }
        }
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

    fn step(&mut self, forward: bool, today: Day, lang: Lang) -> SheetAnswer {
        let id = self
            .items
            .get(self.at)
            .map(|item| item.id.clone())
            .unwrap_or_default();
        if self.settle(self.at, false, today, lang)
            && let Some(next) = self.beside(forward)
        {
            self.go(next);
        }
        SheetAnswer::Changed(id)
    }

    fn accept(&mut self, today: Day, lang: Lang) -> SheetAnswer {
        if !self.settle(self.at, true, today, lang) {
            return SheetAnswer::Waiting;
        }
        let order = (self.at + 1..self.items.len()).chain(0..self.at);
        match order.into_iter().find(|n| self.items[*n].wants()) {
            Some(n) => {
                let id = self.items[self.at].id.clone();
                self.go(n);
                SheetAnswer::Changed(id)
            }
            None => self.finish(today, lang),
        }
    }

    /// Understands everything; the first thing that is wrong or missing gets the focus.
    fn finish(&mut self, today: Day, lang: Lang) -> SheetAnswer {
        for n in 0..self.items.len() {
            let open = self.items[n].wants() && n != self.at;
            let is_choice = matches!(self.items[n].cell, Cell::Choice(_));
            if open && (is_choice || self.items[n].stop) {
                self.go(n);
                return SheetAnswer::Waiting;
            }
            if !self.settle(n, true, today, lang) {
                return SheetAnswer::Waiting;
            }
        }
        SheetAnswer::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::field::Kind;
    use crate::ui::widgets::testing::Desk;

    fn sheet() -> Sheet {
        let options = |codes: &[&str]| {
            codes
                .iter()
                .map(|c| ((*c).to_owned(), (*c).to_owned()))
                .collect()
        };
        Sheet::new(
            "t",
            vec![
                Item::choice("verdict", "Verdict", options(&["pass", "fail"]), 0).needed(),
                Item::field("reason", "Reason", Field::new(Kind::Text)).hidden(),
                Item::field("text", "Text", Field::new(Kind::Text)),
            ],
        )
    }

    fn play(sheet: &mut Sheet, keys: &str) -> SheetAnswer {
        let desk = Desk::new(Lang::En);
        let today = "2026-11-25".parse().unwrap();
        let mut last = SheetAnswer::Ignored;
        for key in keys.split_whitespace() {
            last = sheet.take(&Input::Press(desk.press(key)), today, Lang::En);
        }
        last
    }

    #[test]
    fn a_digit_takes_and_enter_sends() {
        let mut sheet = sheet();
        assert_eq!(
            play(&mut sheet, "2"),
            SheetAnswer::Changed("verdict".into())
        );
        assert_eq!(play(&mut sheet, "Enter"), SheetAnswer::Done);
        assert_eq!(sheet.value("verdict"), "fail");
    }

    #[test]
    fn enter_stops_where_something_is_needed() {
        let mut sheet = sheet();
        sheet.show("reason", true, true);
        assert_eq!(play(&mut sheet, "1 Enter"), SheetAnswer::Waiting);
        assert_eq!(sheet.said, [(Tone::Bad, "Reason: needs a value".into())]);
        assert_eq!(play(&mut sheet, "x Enter"), SheetAnswer::Done);
        let mut sheet = self::sheet();
        assert_eq!(play(&mut sheet, "Tab F6"), SheetAnswer::Waiting);
        assert_eq!(sheet.at, 0, "a needed choice is confirmed, never guessed");
    }
}
