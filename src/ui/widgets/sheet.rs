//! A small paper to fill in over a screen: choices by digit, fields to type, sent with Enter.
//!
//! Invariants: a digit on a choice takes it and goes on, other text on it goes to the field for words; Enter
//! stops only where something is still needed; nothing typed is lost, whatever the desk answers.

mod item;

use crate::domain::{Day, Refusal};
use crate::ui::base::{Action, Code, Input, Press, Tone};
use crate::words::Lang;

use super::field::{Fault, Kind, Took};

use item::NOTHING;
pub use item::{Cell, Choice, Item, of_table};

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
    pub fn take(&mut self, input: &Input, today: Day, lang: Lang) -> SheetAnswer {
        match input {
            Input::Press(press) => self.press(press, today, lang),
            Input::Paste(pasted) => {
                if !self.go_where_words_go(lang) {
                    return SheetAnswer::Waiting;
                }
                let item = &mut self.items[self.at];
                if let Cell::Text(field) = &mut item.cell {
                    field.paste(&pasted.text);
                }
                SheetAnswer::Changed(item.id.clone())
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
        let choices = self.items.get(self.at).map_or(0, Item::choices);
        let digit = press.digit().filter(|n| (1..=choices).contains(n));
        if press.typed().is_some_and(|c| c != ' ')
            && digit.is_none()
            && !self.go_where_words_go(lang)
        {
            return SheetAnswer::Waiting;
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

    /// Whether Enter here sends the sheet.
    pub(super) fn is_last(&self) -> bool {
        let wants = |(n, item): (usize, &Item)| n != self.at && item.wants();
        !self.items.iter().enumerate().any(wants)
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
    use crate::ui::widgets::field::Field;
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
    fn words_typed_where_one_chooses_go_to_the_field_for_words() {
        let mut sheet = sheet();
        sheet.set("text", "a");
        play(&mut sheet, "b 2");
        assert_eq!(
            (sheet.value("text"), sheet.value("verdict")),
            ("ab2", "pass")
        );
        // What is still to be chosen is not guessed.
        assert_eq!(
            play(&mut sheet, "Enter"),
            SheetAnswer::Changed("text".into())
        );
        assert_eq!(sheet.at, 0);
        let mut sheet = Sheet::new("t", vec![sheet.items[0].clone()]);
        assert_eq!(play(&mut sheet, "x"), SheetAnswer::Waiting);
        assert_eq!(sheet.said.len(), 1, "with no field for words it is said");
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
