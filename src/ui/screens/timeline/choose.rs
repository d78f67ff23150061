//! Which order: by number, its tail, the customer's number, or the customer.

use serde_json::json;

use crate::ui::base::{Look, Query, Reply};
use crate::ui::widgets::lookup::{Hit, Source};
use crate::ui::widgets::order_card::customer;
use crate::ui::widgets::order_card::read::{rows, text};
use crate::words::Lang;
use crate::words::papers::STATES;

/// Orders to choose from.
pub(super) struct Orders(pub(super) Lang);

impl Source for Orders {
    fn title(&self, look: &Look) -> String {
        look.lang.timeline_which().to_owned()
    }

    fn query(&self, text: &str) -> Query {
        let keys = if text.is_empty() {
            json!({})
        } else {
            json!({ "text": text })
        };
        Query::parse("orders", keys).expect("these are keys of `orders`")
    }

    fn hits(&self, reply: &Reply) -> Vec<Hit> {
        let Ok(answer) = reply else { return Vec::new() };
        let hit = |row: &serde_json::Value| {
            let (id, state) = (text(row, "order"), self.0.word(STATES, &text(row, "state")));
            Hit {
                text: format!("{id} {state} {} {}", customer(row), text(row, "gross")),
                id,
            }
        };
        rows(answer, "rows").iter().map(hit).collect()
    }
}
