//! F9: what to say to the customer, ready made: chosen by digit, copied, and kept with the order as
//! a contact once it was sent.

use serde_json::json;

use super::saying::Saying;
use super::{FollowUp, rows};
use crate::ui::base::{Answer, Ctx, Effect, Press, Query, Reply, Ticket, Tone};
use crate::ui::widgets::order_card::read::text;
use crate::ui::widgets::{Dialog, DialogAnswer, Step};
use crate::words::follow_up::MESSAGE_KINDS;

/// The message that fits the row best: its place in the table.
fn usual(row: &serde_json::Value) -> usize {
    let kind = match (row["queue"].as_str(), row["why"].as_str()) {
        (Some("collect"), _) => "reminder",
        (Some("short"), _) => "short",
        (_, Some("under_way")) => "shipped",
        (Some("late"), _) => "delayed",
        (Some("survey"), _) => "signed",
        _ => "received",
    };
    let place = MESSAGE_KINDS.iter().position(|row| row.0 == kind);
    place.unwrap_or(0)
}

impl FollowUp {
    /// Opens the choice of messages for the order of the row.
    pub(super) fn choose_message(&mut self, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let Some(row) = self.row() else {
            return Effect::Tell(Tone::Plain, lang.review_no_row().to_owned()).into();
        };
        let Some(order) = row["order"].as_str().map(str::to_owned) else {
            let said = lang.follow_no_order(&text(row, "subject"));
            return Effect::Tell(Tone::Plain, said).into();
        };
        let names = MESSAGE_KINDS
            .iter()
            .map(|row| lang.pick(row.1, row.2).to_owned());
        let title = lang.follow_message(&order);
        let dialog = Dialog::new(title, names.collect(), usual(row));
        self.saying = Saying::Choosing(Box::new(dialog), order);
        Answer::Consumed
    }

    /// A key while the choice is open.
    pub(super) fn message_key(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let Saying::Choosing(mut dialog, order) = std::mem::take(&mut self.saying) else {
            return Answer::Ignored;
        };
        match dialog.press(press) {
            DialogAnswer::Waiting => self.saying = Saying::Choosing(dialog, order),
            DialogAnswer::Cancelled => {}
            DialogAnswer::Chosen(n) => {
                let kind = MESSAGE_KINDS.get(n).map_or("received", |row| row.0);
                let lang = ctx.look.lang.pick("zh", "en");
                let keys = json!({ "order": order, "kind": kind, "lang": lang });
                if let Ok(query) = Query::parse("message", keys) {
                    let ticket = ctx.ticket();
                    self.saying = Saying::Asked(ticket);
                    return Effect::Ask(ticket, query).into();
                }
            }
        }
        Answer::Consumed
    }

    /// The facts are here: the text goes into the clipboard, and the contact to keep is opened.
    pub(super) fn message_found(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        self.saying = Saying::Nothing;
        let lang = ctx.look.lang;
        let answer = match reply {
            Ok(answer) => answer,
            Err(refusal) => {
                let said = lang.refusal(refusal);
                return Effect::Tell(Tone::Bad, format!("{} {}", said.text, said.way_out)).into();
            }
        };
        let own = text(&answer["templates"], lang.pick("zh", "en"));
        let said = lang.message(&text(answer, "message"), &own, &answer["facts"]);
        let mut effects = vec![Effect::Copy(said.clone())];
        if let Some(row) = self.row() {
            let mut subject = rows::call(row);
            subject.say = Some((String::new(), said));
            effects.extend(self.hand.open_with(Step::Contact, subject, ctx));
        }
        effects.push(Effect::Tell(Tone::Good, lang.follow_copied().to_owned()));
        effects.into()
    }

    /// Whether this answer is the text that was asked for.
    pub(super) fn is_message(&self, ticket: Ticket) -> bool {
        matches!(self.saying, Saying::Asked(asked) if asked == ticket)
    }
}
