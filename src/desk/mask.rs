//! What an answer keeps back from whoever asks (`mission.md` I2).
//!
//! One place at the end of every question, so that a new board cannot forget it. Prices are fields;
//! mobile numbers are looked for in whatever was typed, too: an address or a remark often holds one.
//! Whoever may edit orders reads such text whole: what comes to him covered would go back covered.

use serde_json::Value;

use super::command::Command;
use super::cx::Actor;
use super::failure::Outcome;
use super::session;
use crate::domain::Role;
use crate::domain::address::mobiles;
use crate::store::Db;

/// The right to see telephone numbers whole, given and taken like that of a command.
pub const PHONE: &str = "phone.see";

/// Who has it from the start: whoever talks to customers, brings goods to them, or keeps the data.
pub const SEE_PHONE: &[Role] = &[
    Role::Clerk,
    Role::Sales,
    Role::Finance,
    Role::Warehouse,
    Role::Logistics,
    Role::Director,
    Role::Supervisor,
    Role::Admin,
];

/// The right to see what goods are sold for.
pub const PRICE: &str = "price.see";

/// Who has it from the start: everybody; an office takes it from departments that need no prices.
pub const SEE_PRICE: &[Role] = Role::ALL;

/// Fields that hold what goods are sold for, or what an order comes to.
const PRICES: &[&str] = &[
    "price",
    "list_price",
    "floor_price",
    "resolved",
    "unit_price",
    "discount",
    "amount",
    "net",
    "tax",
    "gross",
    "total",
    "promotion_off",
];

/// Fields that hold a telephone number.
const PHONES: &[&str] = &["phone", "mobile", "tel"];

/// Fields that name a paper or a party: whoever may not see telephones still has to find it.
const NAMES: &[&str] = &[
    "account",
    "barcode",
    "code",
    "customer",
    "customer_ref",
    "document",
    "order",
    "outside_id",
    "ref",
    "source_ref",
    "subject",
    "waybill",
];

/// Covers what this person may not see.
pub fn answer(db: &Db, actor: &Actor, mut answer: Value) -> Outcome<Value> {
    let phones = !session::may(db, actor, PHONE, SEE_PHONE)?;
    let hides = Hides {
        phones,
        texts: phones && !may_edit(db, actor)?,
        prices: !sees_prices(db, actor)?,
    };
    if hides.phones || hides.prices {
        hides.cover(&mut answer);
    }
    Ok(answer)
}

/// Whether a person may see what goods are sold for.
pub fn sees_prices(db: &Db, actor: &Actor) -> Outcome<bool> {
    session::may(db, actor, PRICE, SEE_PRICE)
}

fn may_edit(db: &Db, actor: &Actor) -> Outcome<bool> {
    let edit = "order.edit";
    let usual: &[Role] = Command::spec_of(edit).map_or(&[], |spec| spec.roles);
    session::may(db, actor, edit, usual)
}

/// What is kept back.
struct Hides {
    phones: bool,
    texts: bool,
    prices: bool,
}

impl Hides {
    fn cover(&self, value: &mut Value) {
        match value {
            Value::Array(all) => all.iter_mut().for_each(|value| self.cover(value)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    let is = |names: &[&str]| names.contains(&name.as_str());
                    match value {
                        // Rows of files as they came have telephones and prices under any heading.
                        value if name == "raw" => *value = Value::Null,
                        value if self.prices && is(PRICES) => *value = Value::Null,
                        Value::String(text) if self.phones && is(PHONES) => *text = covered(text),
                        Value::String(_) if is(NAMES) => {}
                        other => self.cover(other),
                    }
                }
            }
            Value::String(text) if self.texts => cover_mobiles(text),
            _ => {}
        }
    }
}

/// Covers the mobile numbers of a text.
fn cover_mobiles(text: &mut String) {
    for place in mobiles(text) {
        let number = covered(&text[place.clone()]);
        text.replace_range(place, &number);
    }
}

/// `138****0008`; of a short number nothing is left.
fn covered(phone: &str) -> String {
    let signs: Vec<char> = phone.chars().collect();
    let whole = signs.len() < 9;
    let hidden = |n: usize| whole || (3..signs.len() - 4).contains(&n);
    let cover = |(n, sign): (usize, &char)| if hidden(n) { '*' } else { *sign };
    signs.iter().enumerate().map(cover).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_covered_wherever_they_stand_and_nothing_else_is() {
        let mut answer = json!({"phone": "13800000008", "channel": "phone",
            "customer": "13800000008", "ship_to": "广州 李四 13800000008", "rows": [
            {"phone": "020-1", "way": "phone", "said": ["打 15912345678 找他"]}, {"phone": null, "deep": {"tel": "+86 20 8888 9999"}}]});
        let hides = Hides {
            phones: true,
            texts: true,
            prices: false,
        };
        hides.cover(&mut answer);
        let seen = json!({"phone": "138****0008", "channel": "phone",
            "customer": "13800000008", "ship_to": "广州 李四 138****0008", "rows": [
            {"phone": "*****", "way": "phone", "said": ["打 159****5678 找他"]}, {"phone": null, "deep": {"tel": "+86*********9999"}}]});
        assert_eq!(answer, seen);
        assert_eq!(covered("一二三四五六七八九"), "一二三**六七八九");
        assert_eq!(covered(""), "");
    }

    #[test]
    fn prices_are_nothing_for_whoever_may_not_see_them() {
        let mut answer = json!({"gross": "8.00", "qty": "3", "phone": "13800000008",
            "lines": [{"price": "2.5", "amount": "7.5", "product": "P1", "need_date": null}]});
        let hides = Hides {
            phones: false,
            texts: false,
            prices: true,
        };
        hides.cover(&mut answer);
        let seen = json!({"gross": null, "qty": "3", "phone": "13800000008",
            "lines": [{"price": null, "amount": null, "product": "P1", "need_date": null}]});
        assert_eq!(answer, seen);
    }
}
