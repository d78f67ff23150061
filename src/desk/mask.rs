//! What an answer keeps back from whoever asks (`mission.md` I2).
//!
//! One place at the end of every question, so that a new board cannot forget it. Only fields are
//! kept back: what somebody typed into a remark or an address is read as it stands.

use serde_json::Value;

use super::cx::Actor;
use super::failure::Outcome;
use super::session;
use crate::domain::Role;
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

/// Fields that hold a telephone number.
const PHONES: &[&str] = &["phone", "mobile", "tel"];

/// Covers what this person may not see.
pub fn answer(db: &Db, actor: &Actor, mut answer: Value) -> Outcome<Value> {
    if !session::may(db, actor, PHONE, SEE_PHONE)? {
        cover(&mut answer);
    }
    Ok(answer)
}

fn cover(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(cover),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    // Rows of files as they came have telephones under any heading.
                    value if name == "raw" => *value = Value::Null,
                    Value::String(text) if PHONES.contains(&name.as_str()) => *text = covered(text),
                    other => cover(other),
                }
            }
        }
        _ => {}
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
        let mut answer = json!({"phone": "13800000008", "channel": "phone", "rows": [
            {"phone": "020-1", "way": "phone"}, {"phone": null, "deep": {"tel": "+86 20 8888 9999"}}]});
        cover(&mut answer);
        let seen = json!({"phone": "138****0008", "channel": "phone", "rows": [
            {"phone": "*****", "way": "phone"}, {"phone": null, "deep": {"tel": "+86*********9999"}}]});
        assert_eq!(answer, seen);
        assert_eq!(covered("一二三四五六七八九"), "一二三**六七八九");
        assert_eq!(covered(""), "");
    }
}
