//! Fields in a fixed order. Enter goes to the next one that needs a value, Tab stops at all.

mod steps;

use crate::domain::Day;
use crate::ui::base::{Action, Code, Ctx, Input, Press};
use crate::words::Lang;

use super::field::{Fault, Field, Took};

/// A field with its place in the form.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name in commands.
    pub id: &'static str,
    /// Its name on the screen.
    pub label: fn(Lang) -> &'static str,
    /// The value.
    pub field: Field,
    /// Whether Enter stops here while it is empty.
    pub needed: bool,
}

impl Entry {
    /// A field that may stay empty.
    pub fn new(id: &'static str, label: fn(Lang) -> &'static str, field: Field) -> Self {
        Self {
            id,
            label,
            field,
            needed: false,
        }
    }

    /// The same, to be filled in.
    #[must_use]
    pub const fn needed(mut self) -> Self {
        self.needed = true;
        self
    }
}

/// What a form made of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormAnswer {
    /// Not for a form.
    Ignored,
    /// Nothing the screen has to know.
    Consumed,
    /// The text of this field changed; it is not understood yet.
    Edited(&'static str),
    /// This field was left; `changed` since it got the focus. With `done` no field needs a value
    /// any more: the form is filled in.
    Left {
        /// The field.
        id: &'static str,
        /// Its value is another one.
        changed: bool,
        /// Enter found nothing further to fill in.
        done: bool,
    },
    /// The clerk wants to choose a value for this field.
    Lookup(&'static str),
    /// The value is wrong, focus stays; say this.
    Faulty(String),
    /// Shift+Tab or Up on the first field, Tab or Down on the last one.
    Edge {
        /// Beyond the last one.
        forward: bool,
    },
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    entries: Vec<Entry>,
    at: usize,
    /// The value when the focus came.
    before: String,
    undo: Vec<(usize, String)>,
    redo: Vec<(usize, String)>,
    /// Steps made so far, whether or not they were taken back.
    made: u64,
}

impl Form {
    /// A form; the first field has the focus.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut form = Self {
            entries,
            at: 0,
            before: String::new(),
            undo: Vec::new(),
            redo: Vec::new(),
            made: 0,
        };
        form.go(0);
        form
    }

    /// The fields in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Which one has the focus.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The name of the field with the focus.
    pub fn focused(&self) -> &'static str {
        self.entries.get(self.at).map_or("", |entry| entry.id)
    }

    /// What a field is called; its name in commands if there is no such field.
    pub fn label<'a>(&self, id: &'a str, lang: Lang) -> &'a str {
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| entry.id == id);
        entry.map_or(id, |entry| (entry.label)(lang))
    }

    /// A field by name.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.entries
            .iter()
            .find(|entry| entry.id == id)
            .map(|entry| &entry.field)
    }

    /// The text of a field; empty if there is no such field.
    pub fn value(&self, id: &str) -> &str {
        self.field(id).map_or("", Field::value)
    }

    /// The text of a field as it was before it is being typed in.
    pub fn settled(&self, id: &str) -> &str {
        let typing = self.typing().filter(|_| self.focused() == id);
        typing.unwrap_or_else(|| self.value(id))
    }

    /// Puts a value in as if it had been typed, so that it can be taken back.
    pub fn set(&mut self, id: &str, value: &str) {
        let Some(n) = self.entries.iter().position(|entry| entry.id == id) else {
            return;
        };
        // What is half typed goes with the step.
        let typing = self.typing().filter(|_| n == self.at).map(str::to_owned);
        let was = typing.unwrap_or_else(|| self.entries[n].field.value().to_owned());
        if self.entries[n].field.value() != value {
            self.remember((n, was));
            self.entries[n].field.set(value);
        }
        if n == self.at {
            self.go(n);
        }
    }

    /// Writes a confirmed value as the office spells it: no step of its own.
    pub fn spell(&mut self, id: &str, value: &str) {
        let Some(n) = self.entries.iter().position(|entry| entry.id == id) else {
            return;
        };
        if self.entries[n].field.value() != value {
            self.entries[n].field.set(value);
            if n == self.at {
                self.go(n);
            }
        }
    }

    /// Marks a field as wrong and goes there.
    pub fn blame(&mut self, id: &str, fault: Fault) {
        if let Some(n) = self.entries.iter().position(|entry| entry.id == id) {
            self.go(n);
            self.entries[n].field.blame(fault);
        }
    }

    /// Goes to a field by name.
    pub fn go_to(&mut self, id: &str) {
        if let Some(n) = self.entries.iter().position(|entry| entry.id == id) {
            self.go(n);
        }
    }

    /// What the field being typed in held before, while it holds something else.
    pub fn typing(&self) -> Option<&str> {
        let field = &self.entries.get(self.at)?.field;
        (field.value() != self.before).then_some(self.before.as_str())
    }

    /// Goes on typing in a field that held `before`, with the caret behind its text.
    pub fn type_on(&mut self, id: &str, before: &str) {
        let Some(n) = self.entries.iter().position(|entry| entry.id == id) else {
            return;
        };
        self.go(n);
        before.clone_into(&mut self.before);
        self.entries[n].field.selected = false;
    }

    fn go(&mut self, n: usize) {
        self.at = n;
        if let Some(entry) = self.entries.get_mut(n) {
            self.before = entry.field.value().to_owned();
            entry.field.focus();
        }
    }

    /// Understands every field; the first one that is wrong or missing gets the focus.
    pub fn check(&mut self, today: Day, lang: Lang) -> Result<(), String> {
        for n in 0..self.entries.len() {
            let entry = &mut self.entries[n];
            let found = entry.field.settle(today);
            let missing = entry.needed && entry.field.is_empty();
            let found = if missing { Err(Fault::Needed) } else { found };
            if let Err(fault) = found {
                let said = fault.tell(lang, (entry.label)(lang));
                self.go(n);
                self.entries[n].field.blame(fault);
                return Err(said);
            }
        }
        Ok(())
    }

    /// Takes an input.
    pub fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> FormAnswer {
        match input {
            Input::Press(press) => self.press(press, ctx),
            Input::Paste(pasted) => match self.entries.get_mut(self.at) {
                None => FormAnswer::Ignored,
                Some(entry) => match entry.field.paste(&pasted.text) {
                    0 => FormAnswer::Edited(entry.id),
                    left => FormAnswer::Faulty(ctx.look.lang.paste_cut(left)),
                },
            },
            _ => FormAnswer::Ignored,
        }
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> FormAnswer {
        let Some(entry) = self.entries.get_mut(self.at) else {
            return FormAnswer::Ignored;
        };
        // The form has steps of its own, over all fields.
        if let Some(back @ (Action::Undo | Action::Redo)) = press.action {
            return self.take_back(back == Action::Undo);
        }
        match entry.field.press(press) {
            Took::Edited => return FormAnswer::Edited(entry.id),
            Took::Moved => {
                let fault = entry.field.fault().filter(|_| press.typed().is_some());
                let said =
                    fault.map(|fault| fault.tell(ctx.look.lang, (entry.label)(ctx.look.lang)));
                return said.map_or(FormAnswer::Consumed, FormAnswer::Faulty);
            }
            Took::Ignored => {}
        }
        let id = entry.id;
        match press.action {
            Some(Action::Accept) => {
                entry.field.default_to_today(ctx.today());
                self.accept(ctx)
            }
            Some(Action::NextField | Action::Down) => self.step(true, ctx),
            Some(Action::PrevField | Action::Up) => self.step(false, ctx),
            Some(Action::Lookup) => FormAnswer::Lookup(id),
            _ if press.key.is_some_and(|key| key.code == Code::Backspace) => FormAnswer::Consumed,
            _ => FormAnswer::Ignored,
        }
    }

    /// Understands the field with the focus and writes the step down.
    fn settle(&mut self, ctx: &Ctx<'_>) -> Result<bool, FormAnswer> {
        let entry = &mut self.entries[self.at];
        // Confirming what was found wrong asks again: the reason may be gone.
        let again = matches!(entry.field.fault(), Some(Fault::Said(_)));
        if let Err(fault) = entry.field.settle(ctx.today()) {
            let lang = ctx.look.lang;
            return Err(FormAnswer::Faulty(fault.tell(lang, (entry.label)(lang))));
        }
        let changed = entry.field.value() != self.before;
        if changed {
            let was = std::mem::take(&mut self.before);
            self.remember((self.at, was));
            self.before = self.entries[self.at].field.value().to_owned();
        }
        Ok(changed || again)
    }

    fn accept(&mut self, ctx: &Ctx<'_>) -> FormAnswer {
        let lang = ctx.look.lang;
        let changed = match self.settle(ctx) {
            Ok(changed) => changed,
            Err(answer) => return answer,
        };
        let entry = &mut self.entries[self.at];
        let id = entry.id;
        if entry.needed && entry.field.is_empty() {
            entry.field.blame(Fault::Needed);
            return FormAnswer::Faulty(Fault::Needed.tell(lang, (entry.label)(lang)));
        }
        let wants =
            |entry: &Entry| entry.needed && entry.field.is_empty() || entry.field.fault().is_some();
        let behind = (self.at + 1..self.entries.len()).chain(0..self.at);
        let next = behind.into_iter().find(|n| wants(&self.entries[*n]));
        if let Some(n) = next {
            self.go(n);
        }
        FormAnswer::Left {
            id,
            changed,
            done: next.is_none(),
        }
    }

    fn step(&mut self, forward: bool, ctx: &Ctx<'_>) -> FormAnswer {
        let changed = match self.settle(ctx) {
            Ok(changed) => changed,
            Err(answer) => return answer,
        };
        let id = self.entries[self.at].id;
        let next = if forward {
            self.at.checked_add(1)
        } else {
            self.at.checked_sub(1)
        };
        match next.filter(|n| *n < self.entries.len()) {
            Some(n) => self.go(n),
            None if changed => {}
            None => return FormAnswer::Edge { forward },
        }
        FormAnswer::Left {
            id,
            changed,
            done: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::date_text::Lean;
    use crate::ui::widgets::field::Kind;
    use crate::ui::widgets::testing::Desk;

    fn form() -> Form {
        Form::new(vec![
            Entry::new(
                "customer",
                |lang| lang.pick("客户", "Customer"),
                Field::new(Kind::Code),
            )
            .needed(),
            Entry::new(
                "channel",
                |lang| lang.pick("渠道", "Channel"),
                Field::new(Kind::Code).with("phone"),
            )
            .needed(),
            Entry::new(
                "need",
                |lang| lang.pick("交期", "Needed"),
                Field::new(Kind::Date(Lean::Ahead)),
            )
            .needed(),
            Entry::new(
                "amount",
                |lang| lang.pick("金额", "Amount"),
                Field::new(Kind::Money),
            ),
        ])
    }

    /// Presses `keys` (names, or text in quotes) and tells the last answer.
    fn play(form: &mut Form, keys: &str) -> FormAnswer {
        let desk = Desk::new(Lang::En);
        let mut last = FormAnswer::Ignored;
        for key in keys.split_whitespace() {
            let presses = match key.strip_prefix('\'') {
                Some(text) => desk.typed(text),
                None => vec![desk.press(key)],
            };
            for press in presses {
                last = form.take(&Input::Press(press), &desk.ctx());
            }
        }
        last
    }

    #[test]
    fn enter_skips_what_is_filled_and_tab_does_not() {
        let mut form = form();
        assert_eq!(
            play(&mut form, "'C001 Enter"),
            FormAnswer::Left {
                id: "customer",
                changed: true,
                done: false
            }
        );
        assert_eq!(form.focused(), "need");
        assert_eq!(
            play(&mut form, "Enter"),
            FormAnswer::Left {
                id: "need",
                changed: true,
                done: true
            }
        );
        assert_eq!(form.value("need"), "2026-11-25");
        let mut form = self::form();
        play(&mut form, "'C001 Tab");
        assert_eq!(form.focused(), "channel");
    }

    #[test]
    fn a_wrong_value_keeps_the_focus_and_says_why() {
        let mut form = form();
        assert_eq!(
            play(&mut form, "Enter"),
            FormAnswer::Faulty("Customer: needs a value".into())
        );
        play(&mut form, "'C001 Enter '0230");
        assert!(matches!(play(&mut form, "Enter"), FormAnswer::Faulty(_)));
        assert_eq!(form.focused(), "need");
        assert_eq!(
            play(&mut form, "Ctrl-U '+3 Enter"),
            FormAnswer::Left {
                id: "need",
                changed: true,
                done: true
            }
        );
        assert_eq!(form.value("need"), "2026-11-28");
    }

    #[test]
    fn steps_are_taken_back_and_done_again() {
        let mut form = form();
        play(&mut form, "'C001 Tab 'fax Tab");
        play(&mut form, "Ctrl-Z");
        assert_eq!(
            (form.value("customer"), form.value("channel")),
            ("C001", "phone")
        );
        play(&mut form, "Ctrl-Z");
        assert_eq!(form.value("customer"), "");
        play(&mut form, "Ctrl-Y Ctrl-Y");
        assert_eq!(
            (form.value("customer"), form.value("channel")),
            ("C001", "fax")
        );
    }

    #[test]
    fn the_ends_are_told() {
        let mut form = form();
        assert_eq!(play(&mut form, "Up"), FormAnswer::Edge { forward: false });
        assert_eq!(
            play(&mut form, "Down Down Down Down"),
            FormAnswer::Edge { forward: true }
        );
        assert_eq!(play(&mut form, "F2"), FormAnswer::Lookup("amount"));
        assert_eq!(play(&mut form, "F6"), FormAnswer::Ignored);
    }

    #[test]
    fn a_check_finds_the_first_gap() {
        let mut form = form();
        let today = "2026-11-25".parse().unwrap();
        assert_eq!(form.check(today, Lang::Zh), Err("客户: 必填".into()));
        form.set("customer", "C001");
        form.set("need", "明天");
        form.set("amount", "1/0");
        assert_eq!(form.check(today, Lang::Zh), Err("金额: 不能除以零".into()));
        assert_eq!(form.focused(), "amount");
    }
}
