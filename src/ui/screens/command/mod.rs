//! A form for any command, made of its own description: whatever a person may do can be done by
//! keyboard, also what has no screen of its own.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::{Value, json};

use crate::desk::describe::{self, FieldShape, Shape};
use crate::ui::base::{
    Action, Answer, Command, Ctx, Effect, HelpPart, Input, Look, Opening, Press, Reply, Screen,
    ScreenKind, Ticket, Tone,
};
use crate::ui::widgets::codes::Held;
use crate::ui::widgets::sheet::{self, Item, Sheet, SheetAnswer};
use crate::ui::widgets::{Field, Kind, sheet_draw};
use crate::words::Lang;
use crate::words::command_names::command_name;
use crate::words::field_names::field_name;

/// The form.
pub struct CommandForm {
    name: String,
    fields: Vec<FieldShape>,
    sheet: Sheet,
    lang: Lang,
    /// The command is on its way.
    waiting: Option<Ticket>,
    /// What the desk said last; a key takes it off.
    refused: bool,
}

impl CommandForm {
    /// The form for the command that is the subject; what was typed for it before is in it.
    pub fn new(opening: &Opening, ctx: &Ctx<'_>) -> Self {
        let name = opening.subject.clone().unwrap_or_default();
        let parked = opening.parked.clone().unwrap_or_default();
        let typed = (parked["command"] == json!(name)).then(|| parked["typed"].clone());
        let spec = Command::spec_of(&name);
        let fields = spec.map(|spec| describe::fields(&spec.schema()));
        let mut form = Self {
            name,
            fields: fields.unwrap_or_default(),
            sheet: Sheet::new("", Vec::new()),
            lang: ctx.look.lang,
            waiting: None,
            refused: false,
        };
        form.lay_out(typed.as_ref().unwrap_or(&Value::Null));
        form.sheet.know_keys(ctx.keymap);
        form
    }

    /// Makes the sheet anew in the language, with what was typed.
    fn lay_out(&mut self, typed: &Value) {
        // A version is for scripts that read it before.
        self.fields.retain(|field| field.name != "version");
        let items = self.fields.iter();
        let items = items.map(|field| item(&self.name, field, self.lang));
        let items = items.collect();
        let title = format!("{}  {}", command_name(self.lang, &self.name), self.name);
        self.sheet = Sheet::new(title, items);
        for (id, value) in typed.as_object().into_iter().flatten() {
            self.sheet.set(id, value.as_str().unwrap_or_default());
        }
        self.tell_field();
    }

    /// Enter walks through all fields, also those that may stay empty; on the last one it sends.
    fn walked(&self, input: Input) -> Input {
        let last = self.sheet.place() + 1 >= self.fields.len();
        match input.action() {
            Some(Action::Accept) if !last && !self.sheet.lists() => {
                Input::Press(Press::of(Action::NextField))
            }
            _ => input,
        }
    }

    fn typed(&self) -> BTreeMap<&str, &str> {
        let names = self.fields.iter().map(|field| field.name.as_str());
        names
            .filter_map(|name| Some((name, self.sheet.filled(name)?)))
            .collect()
    }

    /// Says what the field under the cursor is for, and how rows are typed.
    fn tell_field(&mut self) {
        let Some(field) = self.fields.get(self.sheet.place()) else {
            return;
        };
        let mut said = Vec::new();
        if !field.told.is_empty() {
            said.push((Tone::Plain, self.lang.told(&field.told)));
        }
        let rows = match &field.shape {
            Shape::List(inner) => Some((inner.as_ref(), true)),
            shape @ Shape::Group(_) => Some((shape, false)),
            _ => None,
        };
        if let Some((Shape::Group(inner), many)) = rows {
            let names: Vec<_> = inner.iter().map(|field| field.name.as_str()).collect();
            let pattern = pattern(&names);
            let told = if many {
                self.lang.form_rows(&pattern)
            } else {
                self.lang.form_row(&pattern)
            };
            said.push((Tone::Plain, told));
        }
        self.sheet.say(said);
    }

    fn send(&mut self, ctx: &Ctx<'_>) -> Answer {
        let mut with = json!({});
        for field in &self.fields {
            let Some(typed) = self.sheet.filled(&field.name) else {
                continue;
            };
            match describe::read(&field.shape, typed) {
                Ok(value) => with[&field.name] = value,
                Err(part) => {
                    let label = field_name(self.lang, &field.name);
                    let said = self.lang.form_unread(&label, &part);
                    self.sheet.go_to(&field.name);
                    self.sheet.say(vec![(Tone::Bad, said)]);
                    return Answer::Consumed;
                }
            }
        }
        match Command::parse(&self.name, with) {
            Ok(command) => {
                let ticket = ctx.ticket();
                self.waiting = Some(ticket);
                self.sheet
                    .say(vec![(Tone::Plain, self.lang.form_sent().to_owned())]);
                Effect::Do(ticket, command).into()
            }
            Err(refusal) => {
                self.refuse(&refusal);
                Answer::Consumed
            }
        }
    }

    fn refuse(&mut self, refusal: &crate::domain::Refusal) {
        self.sheet.say_refused(refusal, self.lang);
        self.refused = true;
    }

    fn answered(&mut self, reply: &Reply) -> Answer {
        self.waiting = None;
        match reply {
            Ok(value) => {
                let name = command_name(self.lang, &self.name);
                let said = self.lang.form_done(&name, &summary(value));
                self.sheet = Sheet::new("", Vec::new());
                self.fields.clear();
                Answer::Effects(vec![
                    Effect::Park(None),
                    Effect::Tell(Tone::Good, said),
                    Effect::Close,
                ])
            }
            Err(refusal) => {
                self.refuse(refusal);
                Answer::Consumed
            }
        }
    }
}

/// How a row is typed: `product*qty/price name=value`.
fn pattern(names: &[&str]) -> String {
    let (row, rest) = names.split_at(names.len().min(3));
    let row = match row {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one}*{two}"),
        [one, two, others @ ..] => format!("{one}*{two}/{}", others.join("/")),
    };
    if rest.is_empty() {
        row
    } else {
        format!("{row} {}=", rest.join("= "))
    }
}

/// The codes of a field: of its own, of several, or those that its rows begin with.
fn codes(command: &str, field: &FieldShape) -> Option<Held> {
    match &field.shape {
        Shape::List(inner) => match inner.as_ref() {
            Shape::Group(fields) => Held::of_command(command, &fields.first()?.name),
            _ => Held::of_command(command, &field.name),
        }
        .map(Held::many),
        Shape::Text => Held::of_command(command, &field.name),
        _ => None,
    }
}

/// What a field of this name counts: it is looked over as soon as it is left.
fn number(command: &str, name: &str) -> Option<Kind> {
    match (command, name) {
        // That of a rule is of one unit.
        ("check_rule.save", "amount") | (_, "price" | "list_price" | "floor_price") => {
            Some(Kind::Price)
        }
        (_, "amount") => Some(Kind::Money),
        (_, "qty") => Some(Kind::Qty),
        _ => None,
    }
}

fn item(command: &str, field: &FieldShape, lang: Lang) -> Item {
    let label = field_name(lang, &field.name);
    let options = |words: Vec<(String, String)>| {
        let none = (String::new(), "-".to_owned());
        let front = (!field.required).then_some(none);
        front.into_iter().chain(words).collect::<Vec<_>>()
    };
    let made = match &field.shape {
        Shape::Choice(words) => Item::choice(&field.name, &label, options(lang.choices(words)), 0),
        Shape::Flag => {
            let words = [("yes", lang.yes()), ("no", lang.no())];
            let words = words.map(|(code, word)| (code.to_owned(), word.to_owned()));
            Item::choice(&field.name, &label, options(words.to_vec()), 0)
        }
        _ => {
            let kind = number(command, &field.name).filter(|_| field.shape == Shape::Text);
            let typed = Field::new(kind.unwrap_or(Kind::Text));
            Item::field(&field.name, &label, typed).holding(codes(command, field))
        }
    };
    match (&field.shape, field.required) {
        (Shape::Choice(_) | Shape::Flag, true) => made.unset(),
        (_, true) => made.needed(),
        _ => made,
    }
}

/// The short values of an answer: numbers of papers, states, amounts.
fn summary(value: &Value) -> String {
    let texts = value.as_object().into_iter().flatten();
    let texts = texts.filter_map(|(_, value)| value.as_str());
    let parts: Vec<_> = texts.filter(|text| !text.is_empty()).take(4).collect();
    parts.join(" ")
}

impl Screen for CommandForm {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Command
    }

    fn crumb(&self, _: &Look) -> String {
        self.name.clone()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        if self.lang != ctx.look.lang {
            let typed = json!(self.typed());
            self.lang = ctx.look.lang;
            self.lay_out(&typed);
        }
        match &input {
            Input::Reply(ticket, reply) if self.waiting == Some(*ticket) => self.answered(reply),
            Input::Press(_) | Input::Paste(_) if self.waiting.is_some() => Answer::Consumed,
            Input::Press(_) | Input::Paste(_) | Input::Reply(..) => {
                let input = self.walked(input);
                let before = self.sheet.place();
                match self.sheet.take(&input, ctx) {
                    SheetAnswer::Ignored => Answer::Ignored,
                    SheetAnswer::Cancelled => Effect::Close.into(),
                    SheetAnswer::Done => self.send(ctx),
                    SheetAnswer::Changed(_) => {
                        // What is wrong with a field stays said while one is in it.
                        if self.sheet.place() != before || !self.sheet.says_bad() {
                            self.tell_field();
                        }
                        Effect::Park(self.park()).into()
                    }
                    SheetAnswer::Ask(ask) => ask.into(),
                    SheetAnswer::Waiting => Answer::Consumed,
                }
            }
            _ => Answer::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        sheet_draw::draw(frame, area, &self.sheet, look);
    }

    fn holds_keys(&self) -> bool {
        self.sheet.holds_keys()
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::Paper
    }

    fn actions(&self) -> Vec<Action> {
        sheet::ACTIONS.to_vec()
    }

    fn park(&self) -> Option<Value> {
        let typed = self.typed();
        (!typed.is_empty()).then(|| json!({ "command": self.name, "typed": typed }))
    }

    fn floats(&self) -> bool {
        true
    }
}
