//! One value being typed.
//!
//! Getting the focus selects the value: the next character replaces it. What was typed is
//! understood when the field is left; the understood value is then shown in its place.

mod history;

use rust_decimal::Decimal;
use tui_input::{Input, InputRequest};

use crate::domain::day::{Day, NotADate};
use crate::domain::number::{Money, Price, Qty};
use crate::domain::text::{LONGEST, clean, is_hidden, narrow};
use crate::ui::base::{Action, Code, Press};
use crate::words::Lang;

use super::date_text::{self, Lean};
use super::sum_text::{self, NoSum};
use history::{Edit, History};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text, kept as typed.
    Text,
    /// A code, number, phone or search: full width becomes narrow.
    Code,
    /// Money, two decimals.
    Money,
    /// A quantity, three decimals.
    Qty,
    /// A unit price, four decimals.
    Price,
    /// A date.
    Date(Lean),
}

impl Kind {
    /// Decimals of a number.
    const fn scale(self) -> Option<u32> {
        match self {
            Self::Money => Some(2),
            Self::Qty => Some(3),
            Self::Price => Some(4),
            _ => None,
        }
    }

    /// Whether it is drawn to the right.
    pub const fn is_number(self) -> bool {
        self.scale().is_some()
    }
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has to be filled in.
    Needed,
    /// Not a number.
    Number(NoSum),
    /// Not a date.
    Date(NotADate),
    /// Too many characters.
    TooLong(usize),
    /// What somebody else found, already a sentence.
    Said(String),
}

impl Fault {
    /// The fault of this field as a sentence.
    pub fn tell(&self, lang: Lang, label: &str) -> String {
        let why = match self {
            Self::Needed => return lang.field_needed(label),
            Self::Number(NoSum::Form) => lang.bad_number().to_owned(),
            Self::Number(NoSum::TooLarge) => lang.number_too_large().to_owned(),
            Self::Number(NoSum::Decimals(n)) => lang.too_many_decimals(*n),
            Self::Number(NoSum::ByZero) => lang.divided_by_zero().to_owned(),
            Self::Date(NotADate::Form) => lang.bad_date().to_owned(),
            Self::Date(NotADate::OutOfRange) => lang.date_out_of_range().to_owned(),
            Self::TooLong(n) => lang.text_too_long(*n),
            Self::Said(text) => text.clone(),
        };
        format!("{label}: {why}")
    }
}

/// What a field made of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Took {
    /// Not for a field.
    Ignored,
    /// The caret moved.
    Moved,
    /// The text changed.
    Edited,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    kind: Kind,
    pub(super) input: Input,
    /// The whole value is selected.
    pub(super) selected: bool,
    fault: Option<Fault>,
    /// The most characters it takes.
    limit: usize,
    /// What typing did to it.
    history: History,
}

impl Field {
    /// An empty field.
    pub fn new(kind: Kind) -> Self {
        let limit = if kind == Kind::Text { LONGEST } else { 200 };
        Self {
            kind,
            input: Input::default(),
            selected: false,
            fault: None,
            limit,
            history: History::default(),
        }
    }

    /// The field with at most so many characters.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// The field with a value.
    #[must_use]
    pub fn with(mut self, value: &str) -> Self {
        self.set(value);
        self
    }

    /// What it holds.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The text as it stands.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Whether nothing but blanks is in it.
    pub fn is_empty(&self) -> bool {
        self.value().trim().is_empty()
    }

    /// Puts a value in, caret behind it, no fault; what was typed before is another story.
    pub fn set(&mut self, value: &str) {
        self.history = History::default();
        self.put(value);
    }

    fn put(&mut self, value: &str) {
        let short: String = value.chars().take(self.limit).collect();
        self.input = Input::new(short);
        self.fault = None;
    }

    /// What is wrong, found when it was left or said by somebody else.
    pub const fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Marks it as wrong.
    pub fn blame(&mut self, fault: Fault) {
        self.fault = Some(fault);
    }

    /// Gets the focus: the value is selected.
    pub fn focus(&mut self) {
        self.history.pause();
        self.selected = !self.value().is_empty();
        self.input.handle(InputRequest::GoToEnd);
    }

    /// Gets the focus behind its text: what is typed goes on there.
    pub fn go_on(&mut self) {
        self.history.pause();
        self.selected = false;
        self.input.handle(InputRequest::GoToEnd);
    }

    /// Whether the next character replaces the whole value.
    pub const fn is_selected(&self) -> bool {
        self.selected
    }

    /// Puts a value in as if it had been typed, so that it can be taken back.
    pub fn replace(&mut self, value: &str) {
        let before = self.value().to_owned();
        self.selected = false;
        self.put(value);
        self.noted(Edit::Whole, before);
    }

    /// Takes a step back, or forth again; tells whether there was one.
    pub fn step(&mut self, back: bool) -> bool {
        let text = self.history.go(back, self.input.value());
        if let Some(text) = &text {
            self.selected = false;
            self.put(text);
        }
        text.is_some()
    }

    /// Steps of typing made so far, whether or not they were taken back.
    pub(super) const fn made(&self) -> u64 {
        self.history.made()
    }

    fn noted(&mut self, edit: Edit, before: String) {
        if self.value() != before {
            self.history.note(edit, before);
        }
    }

    /// Takes a key.
    pub fn press(&mut self, press: &Press) -> Took {
        match press.action {
            Some(Action::ClearField) => {
                self.replace("");
                return Took::Edited;
            }
            Some(back @ (Action::Undo | Action::Redo)) => {
                return if self.step(back == Action::Undo) {
                    Took::Edited
                } else {
                    Took::Ignored
                };
            }
            _ => {}
        }
        if let Some(c) = press.typed() {
            return self.insert(c);
        }
        let Some(key) = press.key else {
            return Took::Ignored;
        };
        let word = key.ctrl;
        let (request, took) = match key.code {
            Code::Left if word => (InputRequest::GoToPrevWord, Took::Moved),
            Code::Left => (InputRequest::GoToPrevChar, Took::Moved),
            Code::Right if word => (InputRequest::GoToNextWord, Took::Moved),
            Code::Right => (InputRequest::GoToNextChar, Took::Moved),
            Code::Home => (InputRequest::GoToStart, Took::Moved),
            Code::End => (InputRequest::GoToEnd, Took::Moved),
            Code::Backspace => (InputRequest::DeletePrevChar, Took::Edited),
            Code::Del => (InputRequest::DeleteNextChar, Took::Edited),
            _ => return Took::Ignored,
        };
        let edited = took == Took::Edited;
        let before = self.value().to_owned();
        if std::mem::take(&mut self.selected) && edited {
            self.put("");
        } else {
            self.input.handle(request);
        }
        if edited {
            self.fault = None;
            self.noted(Edit::Gone, before);
        } else {
            self.history.pause();
        }
        took
    }

    fn insert(&mut self, c: char) -> Took {
        let before = self.value().to_owned();
        if std::mem::take(&mut self.selected) {
            self.history.pause();
            self.put("");
        }
        if self.value().chars().count() >= self.limit {
            self.fault = Some(Fault::TooLong(self.limit));
            return Took::Moved;
        }
        self.fault = None;
        let (left, _) = split_at_char(self.value(), self.input.cursor());
        if c.is_alphanumeric()
            && left
                .chars()
                .next_back()
                .is_some_and(|c| !c.is_alphanumeric())
        {
            self.history.pause(); // a word begins
        }
        self.input.handle(InputRequest::InsertChar(c));
        self.noted(Edit::Letters, before);
        Took::Edited
    }

    /// Puts pasted text at the caret, lines joined; tells how many characters did not fit.
    pub fn paste(&mut self, text: &str) -> usize {
        let was = self.value().to_owned();
        if std::mem::take(&mut self.selected) {
            self.put("");
        }
        let text = one_line(text);
        let room = self.limit.saturating_sub(self.value().chars().count());
        let mut chars = text.chars();
        // One value with the caret moved along: inserting one by one takes the square of the time.
        let caret = self.input.cursor();
        let (before, after) = split_at_char(self.value(), caret);
        let taken: String = chars.by_ref().take(room).collect();
        let moved = caret + taken.chars().count();
        self.input = Input::new(format!("{before}{taken}{after}")).with_cursor(moved);
        self.noted(Edit::Whole, was);
        let left = chars.count();
        self.fault = (left > 0).then_some(Fault::TooLong(self.limit));
        left
    }

    /// Understands what was typed and shows it in full; a fault stays on the field.
    pub fn settle(&mut self, today: Day) -> Result<(), Fault> {
        if self.is_empty() {
            self.put("");
            return Ok(());
        }
        match understood(self.kind, self.value(), today) {
            Ok(text) if text == self.value() && self.fault.is_none() => {}
            Ok(text) => self.put(&text),
            Err(fault) => {
                self.fault = Some(fault.clone());
                self.selected = true; // what is typed now is the right one; arrows go on in this one
                return Err(fault);
            }
        }
        Ok(())
    }

    /// Fills an empty date with today: Enter on an empty date means that.
    pub fn default_to_today(&mut self, today: Day) {
        if matches!(self.kind, Kind::Date(_)) && self.is_empty() {
            self.put(&today.to_string());
        }
    }

    /// The value as money, once settled.
    pub fn money(&self) -> Option<Money> {
        self.value().parse().ok()
    }

    /// The value as a quantity, once settled.
    pub fn qty(&self) -> Option<Qty> {
        self.value().parse().ok()
    }

    /// The value as a price, once settled.
    pub fn price(&self) -> Option<Price> {
        self.value().parse().ok()
    }

    /// The value as a date, once settled.
    pub fn day(&self) -> Option<Day> {
        self.value().parse().ok()
    }
}

/// Pasted text as one line: blanks for line ends and tabs, but none for the end of the last line.
fn one_line(text: &str) -> String {
    let line = text.trim_end_matches(['\n', '\r']);
    let blank = |c| {
        if matches!(c, '\n' | '\r' | '\t') {
            ' '
        } else {
            c
        }
    };
    line.chars().map(blank).filter(|c| !is_hidden(*c)).collect()
}

fn split_at_char(text: &str, at: usize) -> (&str, &str) {
    let byte = text
        .char_indices()
        .nth(at)
        .map_or(text.len(), |(byte, _)| byte);
    text.split_at(byte)
}

/// The value in the form in which the desk takes it.
fn understood(kind: Kind, text: &str, today: Day) -> Result<String, Fault> {
    match kind {
        Kind::Text => Ok(clean(text)),
        Kind::Code => Ok(clean(&narrow(text))),
        Kind::Date(lean) => date_text::read(text, today, lean)
            .map(|day| day.to_string())
            .map_err(Fault::Date),
        Kind::Money | Kind::Qty | Kind::Price => {
            let scale = kind.scale().unwrap_or(0);
            let value = sum_text::read(text, scale).map_err(Fault::Number)?;
            let shown = in_words_of_the_desk(kind, value);
            shown.ok_or(Fault::Number(NoSum::TooLarge))
        }
    }
}

fn in_words_of_the_desk(kind: Kind, value: Decimal) -> Option<String> {
    let text = value.to_string();
    match kind {
        Kind::Money => text.parse::<Money>().ok().map(|v| v.to_string()),
        Kind::Price => text.parse::<Price>().ok().map(|v| v.to_string()),
        _ => text.parse::<Qty>().ok().map(|v| v.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::Desk;

    fn settled(kind: Kind, text: &str) -> String {
        let mut field = Field::new(kind).with(text);
        match field.settle("2026-11-25".parse().unwrap()) {
            Ok(()) => field.value().to_owned(),
            Err(fault) => fault.tell(Lang::En, "Amount"),
        }
    }

    #[test]
    fn values_are_understood_by_kind() {
        assert_eq!(settled(Kind::Money, "12*3+5"), "41.00");
        assert_eq!(settled(Kind::Qty, "１２"), "12");
        assert_eq!(settled(Kind::Price, "12。5"), "12.50");
        assert_eq!(settled(Kind::Date(Lean::Ahead), "1205"), "2026-12-05");
        assert_eq!(settled(Kind::Code, " ＡＢ１ "), "AB1");
        assert_eq!(settled(Kind::Text, "红牛，１２"), "红牛，１２");
        assert_eq!(settled(Kind::Money, "1.234"), "Amount: At most 2 decimals");
        assert!(settled(Kind::Money, "abc").starts_with("Amount: Not a number"));
    }

    #[test]
    fn the_focus_selects_and_typing_replaces() {
        let desk = Desk::new(Lang::Zh);
        let mut field = Field::new(Kind::Text).with("广州");
        field.focus();
        for press in desk.typed("天河 1") {
            assert_eq!(field.press(&press), Took::Edited);
        }
        assert_eq!(field.value(), "天河 1");
        field.focus();
        field.press(&desk.press("Left"));
        field.press(&desk.press("Backspace"));
        assert_eq!(field.value(), "天河1");
        field.focus();
        field.press(&desk.press("Backspace"));
        assert_eq!(field.value(), "");
        assert_eq!(field.press(&desk.press("F2")), Took::Ignored);
    }

    #[test]
    fn typing_is_taken_back_by_words_and_done_again() {
        let desk = Desk::new(Lang::En);
        let mut field = Field::new(Kind::Text);
        for press in desk.typed("red bolts 12") {
            field.press(&press);
        }
        let mut back = |key: &str| (field.press(&desk.press(key)), field.value().to_owned());
        assert_eq!(back("Ctrl-U"), (Took::Edited, String::new()));
        assert_eq!(back("Ctrl-Z"), (Took::Edited, "red bolts 12".into()));
        assert_eq!(back("Ctrl-Z"), (Took::Edited, "red bolts ".into()));
        assert_eq!(back("Ctrl-Z"), (Took::Edited, "red ".into()));
        assert_eq!(back("Ctrl-Y"), (Took::Edited, "red bolts ".into()));
        assert_eq!(back("Backspace").1, "red bolts");
        assert_eq!(back("Backspace").1, "red bolt");
        assert_eq!(
            back("Ctrl-Z").1,
            "red bolts ",
            "letters taken away are one step"
        );
        back("Ctrl-Z");
        assert_eq!(back("Ctrl-Z").1, "");
        assert_eq!(
            back("Ctrl-Z").0,
            Took::Ignored,
            "nothing is left to take back"
        );
        field.paste("M8 screws");
        assert!(field.step(true));
        assert_eq!(field.value(), "", "a paste is one step");
    }

    #[test]
    fn a_paste_is_one_line_and_has_an_end() {
        let mut field = Field::new(Kind::Text).with_limit(6).with("ab");
        assert_eq!(field.paste("第一行\n第二行"), 3);
        assert_eq!(field.value(), "ab第一行 ");
        assert_eq!(field.fault(), Some(&Fault::TooLong(6)));
        let mut big = Field::new(Kind::Text);
        assert_eq!(big.paste(&"x".repeat(100_000)), 98_000);
    }
}
