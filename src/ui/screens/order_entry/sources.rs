//! Where look-ups of order entry get their hits.

use serde_json::Value;

use crate::desk::boards::masters::{ProductsQuery, WarehousesQuery};
use crate::domain::text::narrow;
use crate::domain::{initials, size};
use crate::ui::base::{Look, Query, Reply};
use crate::ui::widgets::codes::Codes;
use crate::ui::widgets::{Hit, Source};
use crate::words::Ruler;

use super::facts::text;

/// Hits asked for: more than fit, for the clerk goes down the list or types on.
const HITS: i64 = 30;
/// Hits for a word of a pasted message: all colours and sizes of some styles.
const PASTED_HITS: i64 = 300;

/// The question for all colours and sizes of a style.
pub fn style_query(style: &str) -> Query {
    Query::from(ProductsQuery {
        text: None,
        style: Some(style.to_owned()),
        customer: None,
        limit: Some(PASTED_HITS),
        after: None,
    })
}

/// The question for goods of a pasted message: by their first word, the others narrow the answer.
pub fn pasted_query(word: &str) -> Query {
    Query::from(ProductsQuery {
        text: Some(word.to_owned()),
        style: None,
        customer: None,
        limit: Some(PASTED_HITS),
        after: None,
    })
}

/// The rows of an answer of one kind; rows without a kind are all of it.
pub fn rows(reply: &Reply, kind: &str) -> Vec<Value> {
    let rows = reply
        .as_ref()
        .ok()
        .and_then(|value| value["rows"].as_array());
    let of_kind = |row: &&Value| row["kind"].is_null() || row["kind"] == kind;
    rows.into_iter()
        .flatten()
        .filter(of_kind)
        .cloned()
        .collect()
}

/// The row that was meant: the exact one, or the only one.
pub fn meant(rows: &[Value]) -> Option<&Value> {
    let exact = rows.iter().find(|row| row["rank"] == 0);
    exact.or_else(|| rows.first().filter(|_| rows.len() == 1))
}

fn padded(text: &str, cells: usize) -> String {
    Ruler::default().pad(text, cells)
}

/// Customers.
pub struct Customers;

impl Source for Customers {
    fn title(&self, look: &Look) -> String {
        look.lang.entry_customer().to_owned()
    }

    fn query(&self, typed: &str) -> Query {
        Codes::Customer.query(typed)
    }

    fn hits(&self, reply: &Reply) -> Vec<Hit> {
        let hit = |row: &Value| {
            let phone = match text(row, "phone") {
                phone if phone.is_empty() => text(row, "detail"),
                phone => phone,
            };
            let code = text(row, "code");
            Hit {
                text: format!(
                    "{} {} {phone}",
                    padded(&code, 10),
                    padded(&text(row, "name"), 26)
                ),
                id: code,
            }
        };
        rows(reply, "customer").iter().map(hit).collect()
    }
}

/// Products.
pub struct Products {
    /// Whose lately bought goods stand first.
    pub customer: Option<String>,
}

impl Source for Products {
    fn title(&self, look: &Look) -> String {
        look.lang.entry_goods_title().to_owned()
    }

    fn query(&self, typed: &str) -> Query {
        Query::from(ProductsQuery {
            text: Some(narrow(typed)),
            style: None,
            customer: self.customer.clone(),
            limit: Some(HITS),
            after: None,
        })
    }

    fn hits(&self, reply: &Reply) -> Vec<Hit> {
        let hit = |row: &Value| {
            let code = text(row, "code");
            let name = format!("{} {}", text(row, "name"), text(row, "spec"));
            let price = format!("{}/{}", text(row, "list_price"), text(row, "unit"));
            Hit {
                text: format!(
                    "{} {} {} {}",
                    padded(&code, 10),
                    padded(name.trim(), 38),
                    padded(&price, 11),
                    text(row, "free")
                ),
                id: code,
            }
        };
        let mut rows = rows(reply, "product");
        // The one whose code was typed stays first.
        let fit = rows.iter().take_while(|row| row["rank"] == 0).count();
        size::arrange(&mut rows[fit..], |row| {
            ["style", "colour", "size"].map(|name| row[name].as_str().unwrap_or_default())
        });
        rows.iter().map(hit).collect()
    }
}

/// Every warehouse.
pub fn warehouses_query() -> Query {
    Query::from(WarehousesQuery {
        limit: None,
        after: None,
    })
}

/// The warehouses that are meant: by code, by name, else those that begin so or hold it.
pub fn warehouses_meant(reply: &Reply, typed: &str) -> Vec<String> {
    let typed = narrow(typed).to_lowercase();
    let rows = rows(reply, "warehouse");
    let of = |row: &Value| (text(row, "code"), text(row, "name").to_lowercase());
    let exact = |row: &&Value| {
        let (code, name) = of(row);
        code.to_lowercase() == typed || name == typed
    };
    if let Some(row) = rows.iter().find(exact) {
        return vec![text(row, "code")];
    }
    let near = |row: &&Value| {
        let (code, name) = of(row);
        let ways = initials::readings(&name);
        code.to_lowercase().starts_with(&typed)
            || name.contains(&typed)
            || ways.split('|').any(|way| way.starts_with(&typed))
    };
    rows.iter()
        .filter(near)
        .map(|row| text(row, "code"))
        .collect()
}

/// Warehouses; those that fit stand first.
pub struct Warehouses {
    /// The code that stood in the field.
    pub typed: String,
}

impl Source for Warehouses {
    fn title(&self, look: &Look) -> String {
        look.lang.entry_warehouse().to_owned()
    }

    fn query(&self, _: &str) -> Query {
        warehouses_query()
    }

    fn digits_choose(&self) -> bool {
        true
    }

    fn hits(&self, reply: &Reply) -> Vec<Hit> {
        let hit = |row: &Value| {
            let code = text(row, "code");
            Hit {
                text: format!("{} {}", padded(&code, 10), text(row, "name")),
                id: code,
            }
        };
        let mut all: Vec<Hit> = rows(reply, "warehouse").iter().map(hit).collect();
        if !self.typed.is_empty() {
            let meant = warehouses_meant(reply, &self.typed);
            all.sort_by_key(|hit| !meant.contains(&hit.id));
        }
        all
    }
}
