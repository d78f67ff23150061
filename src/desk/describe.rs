//! What the fields of a command look like, read off its schema: for `help` and for the form that
//! every command has on the screens.

use serde_json::{Value, json};

/// A field of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldShape {
    /// Its name in the contract.
    pub name: String,
    /// Whether it has to be given.
    pub required: bool,
    /// What it is, in English, as `help` says it.
    pub told: String,
    /// What may stand in it.
    pub shape: Shape,
}

/// What may stand in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Text, dates, and amounts as text.
    Text,
    /// A whole number.
    Whole,
    /// Yes or no.
    Flag,
    /// One of these words; what each means, in English, where the schema says it.
    Choice(Vec<(String, String)>),
    /// Several values of one kind.
    List(Box<Shape>),
    /// Fields of its own.
    Group(Vec<FieldShape>),
}

/// What people fill in first: what it is about, then how much, then why.
const FIRST: &[&str] = &[
    "order",
    "return",
    "shipment",
    "invoice",
    "receipt",
    "credit_note",
    "customer",
    "login",
    "code",
    "name",
    "lines",
    "warehouse",
    "line",
    "product",
    "family",
    "scope",
    "scope_code",
    "target",
    "target_code",
    "channel",
    "kind",
    "qty",
    "counted",
    "amount",
    "price",
    "unit",
    "terms",
    "from",
    "to",
];

/// The fields of an object schema, what is required before the rest, in the order of use.
pub fn fields(root: &Value) -> Vec<FieldShape> {
    fields_of(root, root)
}

fn fields_of(root: &Value, schema: &Value) -> Vec<FieldShape> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let mut fields: Vec<_> = properties
        .map(|(name, property)| FieldShape {
            name: name.clone(),
            required: required.contains(&json!(name)),
            told: property["description"]
                .as_str()
                .unwrap_or("")
                .replace('\n', " "),
            shape: shape(root, property),
        })
        .collect();
    fields.sort_by_key(|field| {
        let place = FIRST.iter().position(|name| *name == field.name);
        (!field.required, place.unwrap_or(FIRST.len()))
    });
    fields
}

fn shape(root: &Value, property: &Value) -> Shape {
    let property = followed(root, property);
    if let Some(options) = property["anyOf"].as_array() {
        let some = options
            .iter()
            .find(|option| option["type"] != json!("null"));
        return some.map_or(Shape::Text, |some| shape(root, some));
    }
    if property["properties"].is_object() {
        return Shape::Group(fields_of(root, property));
    }
    let words = words(property);
    if !words.is_empty() {
        return Shape::Choice(words);
    }
    let is = |name: &str| match &property["type"] {
        Value::String(one) => one == name,
        Value::Array(several) => several.contains(&json!(name)),
        _ => false,
    };
    match () {
        () if is("array") => Shape::List(Box::new(shape(root, &property["items"]))),
        () if is("boolean") => Shape::Flag,
        () if is("integer") && !is("string") => Shape::Whole,
        () => Shape::Text,
    }
}

/// The words that an enum takes, with what each means.
fn words(property: &Value) -> Vec<(String, String)> {
    if let Some(values) = property["enum"].as_array() {
        let words = values.iter().filter_map(Value::as_str);
        return words.map(|word| (word.to_owned(), String::new())).collect();
    }
    let options = property["oneOf"].as_array().into_iter().flatten();
    options
        .filter_map(|option| {
            let told = option["description"].as_str().unwrap_or_default();
            Some((option["const"].as_str()?.to_owned(), told.to_owned()))
        })
        .collect()
}

/// The schema that a reference leads to.
pub fn followed<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"]
        .as_str()
        .and_then(|path| path.strip_prefix("#/$defs/"));
    name.map_or(schema, |name| &root["$defs"][name])
}

/// Reads what was typed for a field; an error is the part that could not be read.
///
/// Lists are parted by commas; a row of fields is `first*second/third` in the order of use
/// (`P1*10/9.5`, `1*3`), further ones behind it as `name=value`. Anything may be JSON instead.
pub fn read(shape: &Shape, typed: &str) -> Result<Value, String> {
    let typed = typed.trim();
    if typed.starts_with(['{', '[']) {
        return serde_json::from_str(typed).map_err(|_| typed.to_owned());
    }
    match shape {
        Shape::Text | Shape::Choice(_) => Ok(json!(typed)),
        Shape::Whole => typed
            .parse::<i64>()
            .map_or_else(|_| Err(typed.to_owned()), |n| Ok(json!(n))),
        Shape::Flag => match typed {
            "yes" | "true" | "1" => Ok(json!(true)),
            "no" | "false" | "0" => Ok(json!(false)),
            other => Err(other.to_owned()),
        },
        Shape::List(inner) => {
            let parts = typed.split([',', '，', '、', ';']).map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            parts.map(|part| read(inner, part)).collect()
        }
        Shape::Group(fields) => group(fields, typed),
    }
}

fn group(fields: &[FieldShape], typed: &str) -> Result<Value, String> {
    let mut value = json!({});
    let mut words = typed.split_whitespace().peekable();
    let positional = words.next_if(|word| !word.contains('='));
    for (place, part) in positional
        .iter()
        .flat_map(|row| row.split(['*', '×', '/']))
        .enumerate()
    {
        let field = fields.get(place).ok_or_else(|| part.to_owned())?;
        value[&field.name] = read(&field.shape, part)?;
    }
    for word in words {
        let (name, part) = word.split_once('=').ok_or_else(|| word.to_owned())?;
        let field = fields.iter().find(|field| field.name == name);
        let field = field.ok_or_else(|| word.to_owned())?;
        value[name] = read(&field.shape, part)?;
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Command;

    fn field(command: &str, name: &str) -> FieldShape {
        let spec = Command::spec_of(command).unwrap();
        let all = fields(&spec.schema());
        all.into_iter().find(|field| field.name == name).unwrap()
    }

    #[test]
    fn rows_are_typed_short() {
        let lines = field("order.enter", "lines").shape;
        assert_eq!(
            read(&lines, "P1*10/9.5 price_reason=清仓, P2*3").unwrap(),
            json!([{"product": "P1", "qty": "10", "price": "9.5", "price_reason": "清仓"},
                {"product": "P2", "qty": "3"}])
        );
        let lines = field("shipment.pack", "lines").shape;
        assert_eq!(
            read(&lines, "1*3").unwrap(),
            json!([{"line": 1, "qty": "3"}])
        );
        let roles = field("user.save", "roles").shape;
        assert_eq!(
            read(&roles, "clerk、sales").unwrap(),
            json!(["clerk", "sales"])
        );
        let promise = field("contact.log", "promise").shape;
        assert_eq!(
            read(&promise, "amount=5 date=2026-12-01").unwrap(),
            json!({"amount": "5", "date": "2026-12-01"})
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let lines = field("shipment.pack", "lines").shape;
        assert_eq!(read(&lines, "x*3"), Err("x".to_owned()));
        assert_eq!(read(&lines, "1*3 colour=red"), Err("colour=red".to_owned()));
        assert_eq!(read(&lines, "[{"), Err("[{".to_owned()));
    }

    #[test]
    fn what_is_required_comes_first() {
        for spec in Command::SPECS {
            let all = fields(&spec.schema());
            let from = all
                .iter()
                .position(|field| !field.required)
                .unwrap_or(all.len());
            assert!(
                all[from..].iter().all(|field| !field.required),
                "{}",
                spec.name
            );
        }
    }
}
