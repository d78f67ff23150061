//! What a new order is written from: templates and the customer's earlier orders; keeping lines as a template.

use serde_json::{Value, json};

use crate::desk::orders::template::PatternsQuery;
use crate::ui::base::{Command, Ctx, Effect, Look, Query, Reply, Tone};
use crate::ui::widgets::order_card::read::rows;
use crate::ui::widgets::{Hit, Source};
use crate::words::Lang;
use crate::words::papers::STATES;

use super::facts::text;
use super::text_box::TextBox;
use super::update::bad;
use super::{OrderEntry, Over, Purpose, Target, Waiting, lines};

/// Rows asked for: more than fit, for the clerk goes down the list or types on.
const HITS: i64 = 30;
/// What an order's id begins with among the hits; a template's name never does.
const ORDER: &str = "order\u{1f}";

/// Templates and earlier orders.
struct Patterns {
    customer: Option<String>,
    lang: Lang,
}

impl Source for Patterns {
    fn title(&self, look: &Look) -> String {
        look.lang.entry_patterns().to_owned()
    }

    fn query(&self, typed: &str) -> Query {
        Query::from(PatternsQuery {
            text: Some(typed.to_owned()).filter(|typed| !typed.is_empty()),
            customer: self.customer.clone(),
            limit: Some(HITS),
        })
    }

    fn hits(&self, reply: &Reply) -> Vec<Hit> {
        let answer = reply.as_ref().cloned().unwrap_or_default();
        rows(&answer, "rows")
            .iter()
            .map(|row| self.hit(row))
            .collect()
    }

    fn digits_choose(&self) -> bool {
        true
    }
}

impl Patterns {
    fn hit(&self, row: &Value) -> Hit {
        let code = text(row, "code");
        let count = row["lines"].to_string();
        if row["kind"] == "order" {
            let state = self.lang.word(STATES, &text(row, "state"));
            let told = format!("{} {} {state}", text(row, "on"), text(row, "gross"));
            return Hit {
                text: self.lang.entry_pattern_row(&code, &count, &told),
                id: format!("{ORDER}{code}"),
            };
        }
        let goods: Vec<&str> = rows(row, "goods")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        Hit {
            text: self.lang.entry_pattern_row(&code, &count, &goods.join(" ")),
            id: code,
        }
    }
}

impl OrderEntry {
    /// Opens the box of templates and earlier orders.
    pub(super) fn choose_pattern(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let customer = self.sheet.form.value("customer").trim().to_owned();
        let known = self.facts.buyer(&customer).is_some();
        let source = Patterns {
            customer: known.then_some(customer),
            lang: ctx.look.lang,
        };
        self.look_up(Box::new(source), "", Target::Pattern, ctx, out);
    }

    /// Puts the lines of what was chosen behind those that are there.
    pub(super) fn take_pattern(&mut self, id: &str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let (name, keys, called) = match id.strip_prefix(ORDER) {
            Some(order) => ("order", json!({ "order": order }), order),
            None => ("template", json!({ "name": id }), id),
        };
        if let Ok(query) = Query::parse(name, keys) {
            let ticket = ctx.ticket();
            out.push(Effect::Ask(ticket, query));
            self.waiting = Some((ticket, Waiting::LastOrder(called.to_owned())));
        }
    }

    /// Asks what the lines on the desk are to be kept as.
    pub(super) fn name_template(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        if lines::cells(&self.sheet.grid).is_empty() {
            out.push(Effect::Tell(Tone::Warn, lang.entry_nothing().to_owned()));
            return;
        }
        let note = vec![lang.entry_template_note().to_owned()];
        let text_box = TextBox::new(lang.entry_template_title().to_owned(), note, "");
        self.over = Over::Text(text_box, Purpose::Template);
    }

    /// Keeps the lines under a name.
    pub(super) fn keep_template(&mut self, name: &str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let (wished, _) = lines::wish(&self.sheet.grid);
        match Command::parse("template.save", json!({ "name": name, "lines": wished })) {
            Ok(command) => {
                let ticket = ctx.ticket();
                out.push(Effect::Do(ticket, command));
                self.waiting = Some((ticket, Waiting::Template));
            }
            Err(refusal) => out.push(bad(ctx.look.lang.refusal(&refusal).text)),
        }
    }

    /// The desk has kept them, or has not.
    pub(super) fn template_kept(reply: &Reply, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        match reply {
            Ok(value) => {
                let told = lang.entry_template_kept(&text(value, "template"));
                out.push(Effect::Tell(Tone::Good, told));
            }
            Err(refusal) => {
                let told = lang.refusal(refusal);
                out.push(bad(format!("{}; {}", told.text, told.way_out)));
            }
        }
    }
}
