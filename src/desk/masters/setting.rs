//! `setting.set`: the knobs of the office.

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::{fields, rules, settings};
use crate::domain::Refusal;
use crate::store;

payload! {
    /// Sets a setting of the office. `check.<code>` takes off, warn or block; `permission.<role>.<command>` takes yes or no (also for the rights `act_as`, `cost.see`, `phone.see` and `price.see`).
    pub struct SettingSet {
        /// Which one; `ask settings` lists them.
        #[serde(deserialize_with = "fields::code")]
        pub name: String,
        /// Its value.
        #[serde(deserialize_with = "value_text")]
        #[cfg_attr(test, schemars(with = "String"))]
        pub value: String,
    }
}

/// Takes texts, whole numbers and yes/no alike.
fn value_text<'de, D: serde::Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    use serde::Deserialize;
    match Value::deserialize(d)? {
        Value::String(text) => Ok(crate::domain::text::clean(&text)),
        Value::Bool(yes) => Ok(if yes { "yes" } else { "no" }.to_owned()),
        Value::Number(n) if !n.is_f64() => Ok(n.to_string()),
        _ => Err(serde::de::Error::custom(
            "a text, a whole number or true/false",
        )),
    }
}

/// Sets one, refusing names and values that mean nothing.
pub fn set(cx: &mut Cx<'_>, p: &SettingSet) -> Outcome<Value> {
    if let Some(code) = p.name.strip_prefix("check.") {
        set_check(cx, code, &p.value)?;
    } else if let Some(right) = p.name.strip_prefix("permission.") {
        set_permission(cx, right, &p.value)?;
    } else {
        let known = settings::known(&p.name).ok_or_else(|| {
            let names: Vec<_> = settings::ALL.iter().map(|setting| setting.name).collect();
            Refusal::not_found("setting", &p.name).fact("known", names)
        })?;
        known.accept(&p.value)?;
        store::office::set(cx.tx, &p.name, &p.value)?;
    }
    cx.about(&p.name);
    cx.changed(Aggregate::Office);
    Ok(json!({ "name": p.name, "value": p.value }))
}

fn set_check(cx: &Cx<'_>, code: &str, value: &str) -> Outcome<()> {
    let mut rule = rules::check::rule(cx.tx, rules::check::known(code)?)?;
    rule.control = value
        .parse()
        .map_err(|()| Refusal::bad_field("value", "off | warn | block"))?;
    Ok(store::checks::save_rule(cx.tx, &rule)?)
}

fn set_permission(cx: &Cx<'_>, right: &str, value: &str) -> Outcome<()> {
    let (role, command) = right
        .split_once('.')
        .ok_or_else(|| Refusal::bad_field("name", "permission.<role>.<command>"))?;
    let role = role
        .parse()
        .map_err(|()| Refusal::not_found("role", role))?;
    let allowed = match value {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::bad_field("value", "yes | no").into()),
    };
    rules::permission::set(cx, role, command, allowed)
}
