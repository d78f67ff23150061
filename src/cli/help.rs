//! `orderdesk help`, completions and the manual page: made from the tables, never by hand.

use std::fmt::Write;

use clap::CommandFactory;
use serde_json::{Value, json};

use super::args::{Args, Format, Topic};
use super::out;
use super::out::Exit;
use super::session::Session;
use crate::desk::{ALWAYS, Command, CommandSpec, Failure, Query, QuerySpec};
use crate::domain::check::Check;
use crate::domain::{Code, Refusal};
use crate::words::Lang;

/// Describes what was asked for.
pub fn help(session: &Session<'_>, what: Option<&Topic>) -> Result<Exit, Exit> {
    match what {
        None => {
            out::line(&Args::command().render_long_help().to_string())?;
            Ok(Exit::Done)
        }
        Some(Topic::Commands { name, format }) => {
            let chosen: Vec<_> = Command::SPECS
                .iter()
                .filter(|s| named(name.as_ref(), s.name))
                .collect();
            found(session, name.as_ref(), chosen.is_empty())?;
            if *format == Some(Format::Json) {
                let all: Vec<_> = chosen.iter().map(|spec| command_json(spec)).collect();
                return one_or_all(name.as_ref(), all);
            }
            for spec in chosen {
                out::line(&command_text(session.lang, spec))?;
            }
            Ok(Exit::Done)
        }
        Some(Topic::Queries { name, format }) => {
            let chosen: Vec<_> = Query::SPECS
                .iter()
                .filter(|s| named(name.as_ref(), s.name))
                .collect();
            found(session, name.as_ref(), chosen.is_empty())?;
            if *format == Some(Format::Json) {
                let all: Vec<_> = chosen.iter().map(|spec| query_json(spec)).collect();
                return one_or_all(name.as_ref(), all);
            }
            for spec in chosen {
                out::line(&query_text(session.lang, spec))?;
            }
            Ok(Exit::Done)
        }
        Some(Topic::Refusals) => {
            for code in Code::ALL {
                let (cause, way_out) = session.lang.refusal_cause(*code);
                let way_out = session.lang.way_out(&way_out);
                out::line(&format!("{}\n    {cause}\n    {way_out}", code.name()))?;
            }
            // What `check.blocked` and `ask order` name by its own code.
            for check in Check::ALL
                .iter()
                .filter(|c| Code::from_name(c.name()).is_none())
            {
                let name = session.lang.check(check.name(), "pass", &Value::Null);
                let way_out = session.lang.check_way_out(check.name(), "warn", &[]);
                out::line(&format!("{check}\n    {name}\n    {way_out}"))?;
            }
            Ok(Exit::Done)
        }
    }
}

fn named(wanted: Option<&String>, name: &str) -> bool {
    wanted.is_none_or(|wanted| wanted == name)
}

fn found(session: &Session<'_>, name: Option<&String>, nothing: bool) -> Result<(), Exit> {
    if !nothing {
        return Ok(());
    }
    let refusal = Refusal::new(Code::UnknownCommand).fact("name", name);
    Err(out::failed(session.lang, &Failure::Refused(refusal)))
}

fn one_or_all(name: Option<&String>, mut all: Vec<Value>) -> Result<Exit, Exit> {
    let answer = match name {
        Some(_) if all.len() == 1 => all.remove(0),
        _ => Value::Array(all),
    };
    out::line(&answer.to_string())?;
    Ok(Exit::Done)
}

fn refusals(spec: &CommandSpec) -> Vec<&'static str> {
    spec.refusals
        .iter()
        .chain(ALWAYS)
        .map(|code| code.name())
        .collect()
}

fn command_json(spec: &CommandSpec) -> Value {
    let mut schema = spec.schema();
    schema["title"] = json!(spec.name);
    json!({
        "name": spec.name, "who_may": spec.roles, "refusals": refusals(spec), "schema": schema,
    })
}

fn query_json(spec: &QuerySpec) -> Value {
    let mut schema = spec.schema();
    schema["title"] = json!(spec.name);
    schema["properties"]["at"] = json!({ "type": "string", "description": Lang::En.at_key() });
    json!({ "name": spec.name, "schema": schema })
}

fn command_text(lang: Lang, spec: &CommandSpec) -> String {
    let schema = spec.schema();
    let roles: Vec<_> = spec.roles.iter().map(|role| role.name()).collect();
    format!(
        "{}\n    {}\n    {}: {}\n    {}:\n{}    {}: {}\n",
        spec.name,
        lang.told(schema["description"].as_str().unwrap_or("")),
        lang.who_may(),
        roles.join(", "),
        lang.fields(),
        fields(lang, &schema, &schema, 8),
        lang.refused_with(),
        refusals(spec).join(", "),
    )
}

fn query_text(lang: Lang, spec: &QuerySpec) -> String {
    let schema = spec.schema();
    format!(
        "{}\n    {}\n    {}:\n{}        {:<16}{}\n",
        spec.name,
        lang.told(schema["description"].as_str().unwrap_or("")),
        lang.keys(),
        fields(lang, &schema, &schema, 8),
        "at?",
        lang.at_key(),
    )
}

/// A line for each property; those of nested objects are indented below.
fn fields(lang: Lang, root: &Value, schema: &Value, indent: usize) -> String {
    let Some(properties) = schema["properties"].as_object() else {
        return String::new();
    };
    let required: Vec<_> = schema["required"].as_array().cloned().unwrap_or_default();
    let mut text = String::new();
    for (name, property) in properties {
        let must = required.iter().any(|r| r == name);
        let shown = if must {
            name.clone()
        } else {
            format!("{name}?")
        };
        let told = property["description"].as_str().unwrap_or("");
        let told = if name == "version" {
            lang.version_key().to_owned()
        } else {
            lang.told(told)
        };
        let kind = kind(root, property);
        writeln!(text, "{:indent$}{shown:<15} {kind:<21} {told}", "")
            .expect("writing to a string cannot fail");
        for choice in choices(root, property) {
            let word = choice["const"].as_str().unwrap_or("");
            let told = lang.told(choice["description"].as_str().unwrap_or(""));
            let indent = indent + 4;
            writeln!(text, "{:indent$}{word:<15} {told}", "")
                .expect("writing to a string cannot fail");
        }
        if let Some(inner) = inner(root, property) {
            text.push_str(&fields(lang, root, inner, indent + 4));
        }
    }
    text
}

/// The schema that a reference leads to.
fn followed<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"]
        .as_str()
        .and_then(|path| path.strip_prefix("#/$defs/"));
    name.map_or(schema, |name| &root["$defs"][name])
}

/// The words that a list takes, where each says what it means.
fn choices<'a>(root: &'a Value, property: &'a Value) -> impl Iterator<Item = &'a Value> {
    let words = &followed(root, &property["items"])["oneOf"];
    let told = |word: &&Value| word["description"].is_string();
    words.as_array().into_iter().flatten().filter(told)
}

/// The object schema inside a field: behind a reference, an option or a list.
fn inner<'a>(root: &'a Value, property: &'a Value) -> Option<&'a Value> {
    let property = followed(root, property);
    if property["properties"].is_object() {
        return Some(property);
    }
    if property["items"].is_object() {
        return inner(root, &property["items"]);
    }
    let options = property["anyOf"].as_array()?;
    options.iter().find_map(|option| inner(root, option))
}

/// The type of a field in a word or the words it takes.
fn kind(root: &Value, property: &Value) -> String {
    let property = followed(root, property);
    let words = |values: &Vec<Value>| {
        values
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join("|")
    };
    if let Some(values) = property["enum"].as_array() {
        return words(values);
    }
    if let Some(options) = property["oneOf"].as_array() {
        let consts: Vec<_> = options
            .iter()
            .map(|option| option["const"].clone())
            .collect();
        return words(&consts);
    }
    if let Some(options) = property["anyOf"].as_array() {
        let some = options
            .iter()
            .find(|option| option["type"] != json!("null"));
        return some.map_or_else(String::new, |some| kind(root, some));
    }
    match &property["type"] {
        Value::String(one) if one == "array" => format!("[{}]", kind(root, &property["items"])),
        Value::String(one) => one.clone(),
        Value::Array(several)
            if several.contains(&json!("integer")) && several.contains(&json!("string")) =>
        {
            "decimal".to_owned()
        }
        Value::Array(several) => {
            let mut names = several.clone();
            names.retain(|name| name != "null");
            words(&names)
        }
        _ => String::new(),
    }
}

/// Writes completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> Result<Exit, Exit> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "orderdesk", &mut bytes);
    out::raw(&bytes)?;
    Ok(Exit::Done)
}

/// Writes the manual page.
pub fn man() -> Result<Exit, Exit> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(Args::command())
        .render(&mut bytes)
        .map_err(|_| Exit::Office)?;
    out::raw(&bytes)?;
    Ok(Exit::Done)
}
