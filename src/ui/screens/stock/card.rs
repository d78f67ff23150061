//! What is known of the product under the cursor: gathered from five answers, shown at once.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::desk::boards::pick::SubstitutesQuery;
use crate::desk::boards::stock::{PromiseQuery, ReservationsQuery, StockQuery, SuppliesQuery};
use crate::desk::stock::query::PromiseRow;
use crate::domain::{Day, Price, Qty, size};
use crate::ui::base::{Ctx, Effect, Query, Reply, Ticket};

/// Rows of each kind that are asked for; the screen shows fewer.
const ROWS: i64 = 50;

/// A product that answers to what was typed.
#[derive(Debug, Clone, Deserialize)]
pub struct ProductHit {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Unit.
    pub unit: String,
    /// List price; nothing for whoever may not see it.
    pub list_price: Option<Price>,
    /// Free over all warehouses.
    pub free: Qty,
    /// Style number, colour and size of goods that have them.
    pub style: Option<String>,
    pub colour: Option<String>,
    pub size: Option<String>,
    /// 0 where its code was typed.
    pub rank: i64,
}

impl ProductHit {
    /// Its style, colour and size.
    pub fn variant(&self) -> size::Variant<'_> {
        [&self.style, &self.colour, &self.size].map(|part| part.as_deref().unwrap_or_default())
    }
}

/// What there is in a warehouse.
#[derive(Debug, Clone, Deserialize)]
pub struct StockRow {
    /// Warehouse code; none where the product lies nowhere.
    pub warehouse: Option<String>,
    /// In the house.
    pub on_hand: Qty,
    /// Of it kept for lines.
    pub reserved: Qty,
    /// Of it packed and not yet gone.
    pub packed: Qty,
    /// Expected and not yet in, confirmed or not.
    pub expected: Qty,
    /// On its way from another warehouse.
    pub in_transit: Qty,
    /// Held back by quality.
    pub quarantined: Qty,
    /// Second choice.
    pub second: Qty,
    /// What nobody has a claim to.
    pub free: Qty,
}

/// Goods kept for a line of an order.
#[derive(Debug, Clone, Deserialize)]
pub struct Held {
    /// The order.
    pub order: String,
    /// Customer name.
    pub customer_name: Option<String>,
    /// How much is kept.
    pub qty: Qty,
    /// The last day it is kept.
    pub expires: Day,
}

/// Goods expected and not all in.
#[derive(Debug, Clone, Deserialize)]
pub struct Incoming {
    /// Where it goes.
    pub warehouse: String,
    /// How much.
    pub qty: Qty,
    /// Of it in.
    pub received: Qty,
    /// By when.
    pub due: Day,
    /// Whether it may be promised on.
    pub confirmed: bool,
    /// The paper it comes by.
    #[serde(rename = "ref")]
    pub paper: String,
}

impl StockRow {
    /// Everything that is on its way here.
    pub fn coming(&self) -> Qty {
        self.expected.add(self.in_transit).unwrap_or(self.expected)
    }
}

/// Goods that could be had instead.
#[derive(Debug, Clone, Deserialize)]
pub struct Instead {
    /// Code.
    pub product: String,
    /// Name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Free over all warehouses.
    pub free: Qty,
}

/// A product's card.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// Code.
    pub product: String,
    /// By warehouse.
    pub levels: Vec<StockRow>,
    /// What can be promised.
    pub promise: Option<PromiseRow>,
    /// For whom it is kept.
    pub held: Vec<Held>,
    /// What is expected.
    pub incoming: Vec<Incoming>,
    /// What could be had instead.
    pub instead: Vec<Instead>,
}

impl Card {
    /// What can be promised on each of so many days from today on.
    pub fn by_day(&self, today: Day, days: usize) -> Vec<i64> {
        let steps = self.promise.as_ref().map_or(&[][..], |p| &p.atp);
        let day = |n: usize| today.plus_days(i64::try_from(n).unwrap_or(0));
        (0..days)
            .map(|n| steps.iter().rfind(|step| step.date <= day(n)))
            .map(|step| step.map_or(0, |step| step.qty.count()))
            .collect()
    }

    /// The sum of a column over all warehouses; `None` if it is out of bounds.
    pub fn total(&self, column: fn(&StockRow) -> Qty) -> Option<Qty> {
        Qty::sum(self.levels.iter().map(column)).ok()
    }
}

/// A card on its way; the old one stays on the screen until this one is whole.
#[derive(Debug, Default)]
pub struct Gathering {
    /// What has come.
    pub card: Card,
    levels: Option<Ticket>,
    promise: Option<Ticket>,
    held: Option<Ticket>,
    incoming: Option<Ticket>,
    instead: Option<Ticket>,
}

impl Gathering {
    /// Asks for all parts.
    pub fn ask(product: &str, ctx: &Ctx<'_>) -> (Self, Vec<Effect>) {
        let product = product.to_owned();
        let mut effects = Vec::new();
        let mut ask = |query: Query| {
            let ticket = ctx.ticket();
            effects.push(Effect::Ask(ticket, query));
            Some(ticket)
        };
        let (limit, after) = (Some(ROWS), None);
        let gathering = Self {
            levels: ask(StockQuery {
                product: Some(product.clone()),
                warehouse: None,
                limit,
                after: after.clone(),
            }
            .into()),
            promise: ask(promise(&product, None)),
            held: ask(ReservationsQuery {
                product: product.clone(),
                limit,
                after: after.clone(),
            }
            .into()),
            incoming: ask(SuppliesQuery {
                product: product.clone(),
                limit,
                after,
            }
            .into()),
            instead: ask(SubstitutesQuery {
                product: product.clone(),
                qty: None,
                limit,
            }
            .into()),
            card: Card {
                product,
                ..Card::default()
            },
        };
        (gathering, effects)
    }

    /// Takes an answer; tells whether it was for this card. A part that was refused stays empty.
    pub fn take(&mut self, ticket: Ticket, reply: &Reply) -> bool {
        let mine =
            |wanted: &mut Option<Ticket>| wanted.take_if(|wanted| *wanted == ticket).is_some();
        if mine(&mut self.levels) {
            self.card.levels = rows(reply);
        } else if mine(&mut self.promise) {
            let row = reply.as_ref().ok().cloned();
            self.card.promise = row.and_then(|row| serde_json::from_value(row).ok());
        } else if mine(&mut self.held) {
            self.card.held = rows(reply);
        } else if mine(&mut self.incoming) {
            self.card.incoming = rows(reply);
        } else if mine(&mut self.instead) {
            self.card.instead = rows(reply);
        } else {
            return false;
        }
        true
    }

    /// Whether every part has come.
    pub const fn is_whole(&self) -> bool {
        self.levels.is_none()
            && self.promise.is_none()
            && self.held.is_none()
            && self.incoming.is_none()
            && self.instead.is_none()
    }
}

/// The question what can be promised.
pub fn promise(product: &str, qty: Option<Qty>) -> Query {
    let product = product.to_owned();
    PromiseQuery {
        product: Some(product),
        order: None,
        qty,
        warehouse: None,
        on: None,
    }
    .into()
}

/// The rows of a page; none if it was refused.
pub fn rows<T: DeserializeOwned>(reply: &Reply) -> Vec<T> {
    let rows = reply.as_ref().ok().map(|page| page["rows"].clone());
    let rows: Value = rows.unwrap_or_default();
    serde_json::from_value(rows).unwrap_or_default()
}
