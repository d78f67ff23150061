//! What the screen makes of keys and answers.

use serde_json::{Map, json};

use super::Mapping;
use crate::ui::base::{
    Action, Answer, Command, Ctx, Effect, Input, Press, Reply, ScreenKind, Tone,
};
use crate::ui::widgets::sheet::{Item, SheetAnswer};
use crate::ui::widgets::{Column, Field, Kind, List, ListAnswer, Row, Sheet, Width};
use crate::words::Lang;
use crate::words::field_names::field_name;

/// The fields without which nothing can be made of a row: of a shop's export, of a sheet.
const NEEDED: [&[&str]; 2] = [&["order_id"], &["product", "style"]];

impl Mapping {
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        match input {
            Input::Shown => {
                let first = |action| {
                    let keys = ctx.keymap.keys(ScreenKind::Mapping, action);
                    keys.first().map(ToString::to_string).unwrap_or_default()
                };
                self.keys = (first(Action::DeleteLine), first(Action::Submit));
                self.list.refresh(self.rows(ctx.look.lang), None);
                Answer::Consumed
            }
            Input::Reply(ticket, reply) if self.sent == Some(*ticket) => self.answered(reply, ctx),
            Input::Changed => Answer::Consumed,
            Input::Press(_) | Input::Paste(_) | Input::Reply(..) if self.naming.is_some() => {
                self.name(input, ctx)
            }
            Input::Press(press) if self.choosing.is_some() => self.choose(press, ctx),
            Input::Press(press) => self.press(press, ctx),
            Input::Reply(..) | Input::Paste(_) => Answer::Ignored,
        }
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        match press.action {
            Some(Action::NextField | Action::PrevField) => {
                self.of_customer = !self.of_customer;
                self.guess();
                self.list.refresh(self.rows(lang), None);
                Answer::Consumed
            }
            Some(Action::DeleteLine) => {
                if let Some(column) = self.at() {
                    self.columns[column].field = None;
                    self.list.refresh(self.rows(lang), None);
                }
                Answer::Consumed
            }
            Some(Action::Submit) => self.ask_name(lang),
            Some(Action::Back) => Answer::Ignored,
            _ => match self.list.press(press) {
                ListAnswer::Ignored => Answer::Ignored,
                ListAnswer::Open(_) => {
                    let column = Column::text(Lang::mapping_col_field, Width::Rest(1));
                    let mut fields = List::new(vec![column]);
                    fields.refresh(self.field_rows("", lang), None);
                    self.choosing = Some(fields);
                    Answer::Consumed
                }
                // Columns are few, and in the order of the file.
                ListAnswer::Filter(_) => {
                    self.list.set_filter("");
                    Answer::Consumed
                }
                _ => Answer::Consumed,
            },
        }
    }

    /// The place of the column under the cursor.
    fn at(&self) -> Option<usize> {
        self.list.selected()?.id.parse().ok()
    }

    /// The fields that what is typed leaves: by name, initials or the contract's word.
    fn field_rows(&self, typed: &str, lang: Lang) -> Vec<Row> {
        let typed = crate::domain::text::narrow(typed).to_lowercase();
        let row = |field: &&str| {
            let name = field_name(lang, field);
            let initials = crate::domain::initials::readings(&name);
            let fits = [name.to_lowercase(), initials, (*field).to_owned()];
            let taken = self
                .columns
                .iter()
                .any(|c| c.field.as_deref() == Some(*field));
            fits.iter().any(|text| text.contains(&typed)).then(|| Row {
                id: (*field).to_owned(),
                cells: vec![if lang == Lang::Zh {
                    format!("{name} {field}")
                } else {
                    name
                }],
                tone: if taken { Tone::Good } else { Tone::Plain },
            })
        };
        self.fields().iter().filter_map(row).collect()
    }

    fn choose(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let Some(fields) = &mut self.choosing else {
            return Answer::Ignored;
        };
        match fields.press(press) {
            ListAnswer::Open(field) => {
                self.choosing = None;
                if let Some(at) = self.at() {
                    // A field has one column.
                    for column in &mut self.columns {
                        column.field.take_if(|known| *known == field);
                    }
                    self.columns[at].field = Some(field);
                    self.list.refresh(self.rows(lang), None);
                }
            }
            ListAnswer::Filter(typed) => {
                let rows = self.field_rows(&typed, lang);
                if let Some(fields) = &mut self.choosing {
                    fields.replace(rows, None);
                }
            }
            ListAnswer::Ignored if press.action == Some(Action::Back) => self.choosing = None,
            _ => {}
        }
        Answer::Consumed
    }

    /// Asks for the name, once what is needed has a column.
    fn ask_name(&mut self, lang: Lang) -> Answer {
        let needed = NEEDED[usize::from(self.of_customer)];
        let is = |field: &&str| {
            self.columns
                .iter()
                .any(|c| c.field.as_deref() == Some(*field))
        };
        if !needed.iter().any(is) {
            let field = field_name(lang, needed[0]);
            return Effect::Tell(Tone::Warn, lang.mapping_needs(&field)).into();
        }
        let (id, label, value) = if self.of_customer {
            ("customer", lang.import_customer(), self.customer.as_str())
        } else {
            ("platform", lang.mapping_shop_name(), "")
        };
        let field = Field::new(Kind::Code).with(value);
        let items = vec![Item::field(id, label, field).needed()];
        self.naming = Some(Sheet::new(lang.mapping_save_title(), items));
        Answer::Consumed
    }

    fn name(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        let Some(sheet) = &mut self.naming else {
            return Answer::Ignored;
        };
        if self.sent.is_some() {
            return Answer::Consumed; // the answer is on its way
        }
        match sheet.take(input, ctx) {
            SheetAnswer::Ignored => Answer::Ignored,
            SheetAnswer::Cancelled => {
                self.naming = None;
                Answer::Consumed
            }
            SheetAnswer::Done => self.send(ctx),
            SheetAnswer::Ask(ask) => ask.into(),
            SheetAnswer::Waiting | SheetAnswer::Changed(_) => Answer::Consumed,
        }
    }

    fn send(&mut self, ctx: &Ctx<'_>) -> Answer {
        let mut fields = Map::new();
        for column in &self.columns {
            if let Some(field) = &column.field {
                fields.insert(field.clone(), column.heading.clone().into());
            }
        }
        let id = if self.of_customer {
            "customer"
        } else {
            "platform"
        };
        let Some(sheet) = &mut self.naming else {
            return Answer::Consumed;
        };
        let mut with = json!({ "fields": fields });
        with[id] = json!(sheet.value(id));
        match Command::parse("profile.save", with) {
            Ok(command) => {
                let ticket = ctx.ticket();
                self.sent = Some(ticket);
                Effect::Do(ticket, command).into()
            }
            Err(refusal) => {
                sheet.say_refused(&refusal, ctx.look.lang);
                Answer::Consumed
            }
        }
    }

    fn answered(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        self.sent = None;
        match reply {
            Ok(value) => {
                let name = value["name"].as_str().unwrap_or_default();
                let told = ctx.look.lang.mapping_kept(name);
                vec![Effect::Close, Effect::Tell(Tone::Good, told)].into()
            }
            Err(refusal) => {
                if let Some(sheet) = &mut self.naming {
                    sheet.say_refused(refusal, ctx.look.lang);
                }
                Answer::Consumed
            }
        }
    }
}
