//! What the office says about the goods and the customer of the order being typed.
//!
//! Invariant: an answer is kept under what was asked (product, quantity, customer), so one that
//! comes late never lands in another line, and nothing that is typed waits for it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::domain::{Day, Money, Percent, Price, Qty};
use crate::ui::base::{Ctx, Effect, Query, Reply, Ticket};

use super::marks::Others;

/// A product as order entry needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Unit of count.
    pub unit: String,
    /// Price where no rule says otherwise.
    pub list_price: Option<Price>,
    /// Lowest price allowed.
    pub floor: Option<Price>,
    /// VAT rate; none until the whole card is here.
    pub tax_rate: Option<Percent>,
    /// Quantities are multiples of this.
    pub step: Option<Qty>,
    /// Pieces in a pack.
    pub pack: Option<Qty>,
    /// Style number, empty if it has none.
    pub style: String,
}

/// The price by the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// After its discount.
    pub price: Price,
    /// Before it.
    pub unit_price: Price,
    /// The discount.
    pub discount: Percent,
    /// The rule: `contract:C7`, `customer:K1`, `list`.
    pub from: String,
    /// The lowest price allowed, for those who may know.
    pub floor: String,
    /// The last deals of this customer, newest first.
    pub deals: Vec<Deal>,
    /// The rules that lost: which, what they would give, why.
    pub tried: Vec<[String; 3]>,
}

/// A deal with a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// Order.
    pub order: String,
    /// Its day.
    pub day: String,
    /// Quantity.
    pub qty: String,
    /// The price really paid.
    pub price: String,
}

/// What can be promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    /// In the house.
    pub on_hand: Qty,
    /// What nobody has a claim to.
    pub free: Qty,
    /// The first day for the quantity.
    pub earliest: Option<Day>,
    /// What covers it: stock, supply or lead_time.
    pub by: String,
    /// What can be promised, day by day where it changes.
    pub steps: Vec<(String, String)>,
}

/// The customer's card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Buyer {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Address: where goods go if nothing else is said.
    pub address: String,
    /// Where goods can go: that address and those of the last orders.
    pub addresses: Vec<String>,
    /// Terms if nothing else is said.
    pub terms: String,
    /// Grade.
    pub grade: String,
    /// Whether orders are stopped.
    pub blocked: bool,
}

/// The customer's credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Limit in force; none is unlimited.
    pub limit: Option<Money>,
    /// What counts against it.
    pub exposure: Money,
    /// What is left.
    pub available: Option<Money>,
    /// What is overdue.
    pub overdue: Money,
    /// Since how many days.
    pub days: i64,
}

/// Customer, channel, product, quantity of the product in the whole order.
pub type PriceKey = (String, String, String, Qty);
/// Product, quantity of the line, warehouse (empty for all).
pub type PromiseKey = (String, Qty, String);

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A product's card.
    Card(String),
    /// A price.
    Price(PriceKey),
    /// A promise.
    Promise(PromiseKey),
    /// A customer's card.
    Buyer(String),
    /// A customer's credit.
    Credit(String),
    /// What others do with an order.
    Others(String),
}

/// All of it.
#[derive(Debug, Default)]
pub struct Facts {
    cards: BTreeMap<String, Option<Card>>,
    prices: BTreeMap<PriceKey, Priced>,
    promises: BTreeMap<PromiseKey, Promised>,
    buyers: BTreeMap<String, Buyer>,
    credits: BTreeMap<String, Credit>,
    others: BTreeMap<String, Others>,
    asked: BTreeMap<Ticket, About>,
    /// Asked or answered, so that nothing is asked twice.
    known: BTreeSet<About>,
}

impl Facts {
    /// The card of a product; `None` if it is not here (yet).
    pub fn card(&self, code: &str) -> Option<&Card> {
        self.cards.get(code)?.as_ref()
    }

    /// Whether the office said that no product has this code.
    pub fn is_unknown(&self, code: &str) -> bool {
        matches!(self.cards.get(code), Some(None))
    }

    /// The price for a key.
    pub fn price(&self, key: &PriceKey) -> Option<&Priced> {
        self.prices.get(key)
    }

    /// The promise for a key.
    pub fn promise(&self, key: &PromiseKey) -> Option<&Promised> {
        self.promises.get(key)
    }

    /// The card of a customer.
    pub fn buyer(&self, code: &str) -> Option<&Buyer> {
        self.buyers.get(code)
    }

    /// The credit of a customer.
    pub fn credit(&self, code: &str) -> Option<&Credit> {
        self.credits.get(code)
    }

    /// What others do with an order.
    pub fn others(&self, order: &str) -> Option<&Others> {
        self.others.get(order)
    }

    /// Keeps what a search says about a product until its card is here.
    pub fn keep_hit(&mut self, row: &Value) {
        let code = text(row, "code");
        if self.card(&code).is_none() {
            self.cards.insert(code, Some(card(row)));
        }
    }

    /// Keeps what a search says about a customer until the card is here.
    pub fn keep_buyer(&mut self, row: &Value) {
        let code = text(row, "code");
        self.buyers.entry(code).or_insert_with(|| {
            let mut buyer = buyer(row);
            if buyer.phone.is_empty() {
                buyer.phone = text(row, "detail");
            }
            buyer
        });
    }

    /// Goods went to this address, as the office will say when it is asked again.
    pub fn keep_address(&mut self, customer: &str, address: &str) {
        if let Some(buyer) = self.buyers.get_mut(customer)
            && !address.is_empty()
            && !buyer.addresses.iter().any(|known| known == address)
        {
            buyer.addresses.push(address.to_owned());
        }
    }

    /// No product has this code.
    pub fn mark_unknown(&mut self, code: &str) {
        self.cards.insert(code.to_owned(), None);
    }

    /// Somebody changed the office: stock, prices and credit are asked again when wanted; what is
    /// shown stays until the answers are here.
    pub fn age(&mut self) {
        self.known
            .retain(|about| matches!(about, About::Card(_) | About::Buyer(_)));
    }

    /// Asks, unless that was done.
    pub fn want(&mut self, about: About, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if self.known.contains(&about) {
            return;
        }
        self.known.insert(about.clone());
        let (name, keys) = question(&about);
        // A query that this office does not know yet is simply not asked.
        if let Ok(query) = Query::parse(name, keys) {
            let ticket = ctx.ticket();
            self.asked.insert(ticket, about);
            out.push(Effect::Ask(ticket, query));
        }
    }

    /// Takes an answer; tells what it was about, if it was asked here.
    pub fn take(&mut self, ticket: Ticket, reply: &Reply, today: Day) -> Option<About> {
        let about = self.asked.remove(&ticket)?;
        match (&about, reply) {
            (About::Card(code), Ok(value)) => {
                self.cards.insert(code.clone(), Some(card(value)));
            }
            (About::Card(code), Err(refusal)) => {
                if refusal.code() == crate::domain::Code::NotFound {
                    self.cards.insert(code.clone(), None);
                }
            }
            (About::Price(key), Ok(value)) => {
                if let Some(price) = priced(value) {
                    self.prices.insert(key.clone(), price);
                }
            }
            (About::Promise(key), Ok(value)) => {
                if let Some(promise) = promised(value) {
                    self.promises.insert(key.clone(), promise);
                }
            }
            (About::Buyer(code), Ok(value)) => {
                self.buyers.insert(code.clone(), buyer(value));
            }
            (About::Credit(code), Ok(value)) => {
                if let Some(credit) = credit(value) {
                    self.credits.insert(code.clone(), credit);
                }
            }
            (About::Others(order), Ok(value)) => {
                self.others
                    .insert(order.clone(), Others::read(value, today));
            }
            (_, Err(_)) => {}
        }
        Some(about)
    }
}

fn question(about: &About) -> (&'static str, Value) {
    match about {
        About::Card(code) => ("product", json!({ "product": code })),
        About::Price((customer, channel, product, qty)) => (
            "price",
            json!({ "customer": customer, "channel": channel, "product": product, "qty": qty }),
        ),
        About::Promise((product, qty, warehouse)) => {
            let mut keys = json!({ "product": product, "qty": qty });
            if !warehouse.is_empty() {
                keys["warehouse"] = json!(warehouse);
            }
            ("promise", keys)
        }
        About::Buyer(code) => ("customer", json!({ "customer": code })),
        About::Credit(code) => ("credit", json!({ "customer": code })),
        About::Others(order) => ("editing", json!({ "order": order })),
    }
}

/// A text of an answer; empty if it is not there.
pub fn text(value: &Value, name: &str) -> String {
    match &value[name] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn number<T: std::str::FromStr>(value: &Value, name: &str) -> Option<T> {
    value[name].as_str()?.parse().ok()
}

fn card(value: &Value) -> Card {
    Card {
        name: text(value, "name"),
        spec: text(value, "spec"),
        unit: text(value, "unit"),
        list_price: number(value, "list_price"),
        style: text(value, "style"),
        floor: number(value, "floor_price"),
        tax_rate: number(value, "tax_rate"),
        step: number(value, "step"),
        pack: number(value, "pack"),
    }
}

fn priced(value: &Value) -> Option<Priced> {
    let price = number(value, "price")?;
    let rows = |name: &str| value[name].as_array().into_iter().flatten();
    let deal = |row: &Value| Deal {
        order: text(row, "order"),
        day: text(row, "date"),
        qty: text(row, "qty"),
        price: text(row, "price"),
    };
    let tried = |row: &Value| {
        let gives = match text(row, "price") {
            price if price.is_empty() => format!("-{}%", text(row, "discount_percent")),
            price => price,
        };
        [text(row, "rule"), gives, text(row, "lost")]
    };
    Some(Priced {
        price,
        unit_price: number(value, "unit_price").unwrap_or(price),
        discount: number(value, "discount").unwrap_or_default(),
        from: text(value, "from"),
        floor: text(value, "floor"),
        deals: rows("last_deals").map(deal).collect(),
        tried: rows("tried").map(tried).collect(),
    })
}

fn promised(value: &Value) -> Option<Promised> {
    let steps = value["atp"].as_array().into_iter().flatten();
    Some(Promised {
        on_hand: number(value, "on_hand")?,
        free: number(value, "free")?,
        earliest: number(value, "earliest"),
        by: text(value, "by"),
        steps: steps
            .map(|step| (text(step, "date"), text(step, "qty")))
            .collect(),
    })
}

fn buyer(value: &Value) -> Buyer {
    let earlier = value["addresses"].as_array().into_iter().flatten();
    let earlier = earlier.filter_map(Value::as_str);
    let mut addresses = vec![text(value, "address")];
    addresses.extend(earlier.map(str::to_owned));
    let mut seen = BTreeSet::new();
    addresses.retain(|address| !address.is_empty() && seen.insert(address.clone()));
    Buyer {
        addresses,
        code: text(value, "code"),
        name: text(value, "name"),
        phone: text(value, "phone"),
        address: text(value, "address"),
        terms: text(value, "terms"),
        grade: text(value, "grade"),
        blocked: value["blocked"].as_bool().unwrap_or(false),
    }
}

fn credit(value: &Value) -> Option<Credit> {
    Some(Credit {
        limit: number(value, "limit"),
        exposure: number(value, "exposure")?,
        available: number(value, "available"),
        overdue: number(value, "overdue_amount").unwrap_or_default(),
        days: value["oldest_overdue_days"].as_i64().unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::Desk;
    use crate::words::Lang;

    #[test]
    fn nothing_is_asked_twice_and_late_answers_stay_with_their_question() {
        let desk = Desk::new(Lang::En);
        let mut facts = Facts::default();
        let mut out = Vec::new();
        let key = |qty: i64| ("1001".to_owned(), Qty(qty * 1000), String::new());
        facts.want(About::Promise(key(5)), &desk.ctx(), &mut out);
        facts.want(About::Promise(key(5)), &desk.ctx(), &mut out);
        facts.want(About::Promise(key(9)), &desk.ctx(), &mut out);
        assert_eq!(out.len(), 2);
        let answer = json!({ "on_hand": "7", "free": "6", "earliest": "2026-11-25", "by": "stock", "atp": [] });
        let Effect::Ask(first, _) = &out[0] else {
            return;
        };
        facts.take(*first, &Ok(answer.clone()), desk.ctx().today());
        assert_eq!(facts.promise(&key(9)), None);
        assert_eq!(facts.promise(&key(5)).map(|p| p.free), Some(Qty(6000)));
        assert_eq!(
            facts.take(*first, &Ok(answer), desk.ctx().today()),
            None,
            "a ticket counts once"
        );
        facts.age();
        facts.want(About::Promise(key(5)), &desk.ctx(), &mut out);
        assert_eq!(out.len(), 3);
        assert!(
            facts.promise(&key(5)).is_some(),
            "shown until the answer is here"
        );
    }
}
