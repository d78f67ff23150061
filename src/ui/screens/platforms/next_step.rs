//! The next step of an order that waits, and of all that wait.

use serde_json::{Value, json};

use super::Platforms;
use super::page::{PAGES, Page};
use crate::ui::base::{Answer, Ctx, Effect, Query, Reply, ScreenKind, Tone};
use crate::ui::widgets::order_card::read::{self, text};

/// Orders that the desk tries at once.
const AT_ONCE: usize = 300;

impl Platforms {
    /// Does the next step of the order under the cursor, or goes where it is done. An order that no rule has
    /// looked at is tried by rule first; one that stays is handed in by hand.
    pub(super) fn next_step(&mut self, ctx: &Ctx<'_>) -> Answer {
        let Some(row) = self.selected() else {
            return Answer::Consumed;
        };
        let order = text(row, "order");
        match text(row, "next").as_str() {
            "order.merge" => self.ask_same_buyer(&order, ctx),
            "goods.map" => {
                let page = PAGES.iter().position(|page| *page == Page::Unmapped);
                self.go_to(page.unwrap_or_default(), ctx)
            }
            "order.edit" => self.go(ScreenKind::OrderEntry),
            "hold.release" => self.go(ScreenKind::Timeline),
            _ if row["why"] == "platform_waits" => {
                let tried = (order.clone(), row["version"].clone());
                let given = self.give("platform.pass", json!({ "orders": [order] }), ctx);
                self.trying = Some(tried);
                given
            }
            _ => {
                let with = json!({ "order": order, "version": row["version"] });
                self.give("order.submit", with, ctx)
            }
        }
    }

    /// Tries by rule the order under the cursor and those below it.
    pub(super) fn pass_all(&mut self, ctx: &Ctx<'_>) -> Answer {
        let at = self.list.selected().map(|row| row.id.clone());
        let below = self.list.rows().iter().map(|row| row.id.clone());
        let orders: Vec<_> = below
            .skip_while(|id| Some(id) != at.as_ref())
            .take(AT_ONCE)
            .collect();
        if orders.is_empty() {
            return Answer::Consumed;
        }
        self.give("platform.pass", json!({ "orders": orders }), ctx)
    }

    /// Hands in by hand the one order that was tried where no rule speaks of it.
    pub(super) fn by_hand(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Option<Answer> {
        let (order, version) = self.trying.take()?;
        let answer = reply.as_ref().ok()?;
        let ruled = answer["stay"][0]["reasons"] != json!(["no_rule"]);
        let with = json!({ "order": order, "version": version });
        (!ruled).then(|| self.give("order.submit", with, ctx))
    }

    fn ask_same_buyer(&mut self, order: &str, ctx: &Ctx<'_>) -> Answer {
        let Ok(query) = Query::parse("platform_order", json!({ "order": order })) else {
            return Answer::Consumed;
        };
        let ticket = ctx.ticket();
        self.merging = Some(ticket);
        Effect::Ask(ticket, query).into()
    }

    /// Makes one of the orders that go to the same buyer.
    pub(super) fn merge(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let answer = match reply {
            Ok(answer) => answer,
            Err(refusal) => {
                return Effect::Tell(Tone::Bad, ctx.look.lang.refusal(refusal).text).into();
            }
        };
        let mut orders = vec![answer["order"].clone()];
        orders.extend(read::rows(answer, "same_buyer").iter().cloned());
        self.give("order.merge", json!({ "orders": orders }), ctx)
    }
}

/// What was done, in a sentence.
pub(super) fn done(answer: &Value, ctx: &Ctx<'_>) -> String {
    let lang = ctx.look.lang;
    let many = |field: &str| answer[field].as_array().map(Vec::len);
    if let (Some(passed), Some(stay)) = (many("passed"), many("stay")) {
        let told = lang.platform_passed(&passed.to_string(), &stay.to_string());
        let unruled = read::rows(answer, "stay")
            .iter()
            .filter(|row| row["reasons"] == json!(["no_rule"]))
            .count();
        return match unruled {
            0 => told,
            _ => format!("{told}; {}", lang.platform_no_rule(&unruled.to_string())),
        };
    }
    if !answer["route"].is_null() {
        return lang.entry_submitted(&text(answer, "order"));
    }
    if let Some(merged) = many("merged") {
        return lang.platform_merged(&(merged + 1).to_string(), &text(answer, "order"));
    }
    if let (Some(file), Some(rows)) = (answer["file"].as_str(), answer["rows"].as_u64()) {
        return lang.platform_written(&rows.to_string(), file);
    }
    match (many("orders"), answer["left"].as_i64()) {
        (Some(orders), Some(left)) => lang.platform_mapped(&orders.to_string(), &left.to_string()),
        _ => lang.platform_saved().to_owned(),
    }
}
