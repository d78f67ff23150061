//! Sheets people make themselves: rows turned into the fields of a command, by editable data.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::number::NotANumber;
use crate::domain::terms::Terms;
use crate::domain::text::narrow;
use crate::domain::{Money, Percent, Price, Qty, Refusal};

use super::header::{self, Aliases, Header};
use super::sheet::{Cell, Encoding, Input, Row, Rows, Sheet, read_sheets};
use super::{bad_file, cell, clip};

const SHEETS: &str = include_str!("../../assets/sheets.toml");

/// One kind of sheet: what it must name and how its cells are read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spec {
    /// Fields that every row must fill.
    pub(super) needs: Vec<String>,
    fields: BTreeMap<String, Field>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    form: Form,
    names: Vec<String>,
    /// Words of a sheet for words of the contract; those of the contract are taken as they are.
    #[serde(default)]
    words: BTreeMap<String, String>,
}

/// How the cells of a field are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    Text,
    Code,
    Phone,
    Money,
    /// Money, or a word for no limit at all.
    Limit,
    Price,
    Qty,
    Percent,
    /// A tax rate: a value below one is the fraction behind a percent cell.
    Rate,
    Count,
    Day,
    Flag,
    Terms,
    Word,
    List,
}

/// A sheet with its headings known.
pub(super) struct FormTable {
    spec: Spec,
    pub(super) header: Header,
    /// How the file was written.
    pub(super) encoding: Encoding,
    rows: Rows,
}

/// One row understood, its numbered codes told.
pub(super) struct FormRow {
    pub(super) values: Map<String, Value>,
    /// Headings of codes that came as numbers, so that leading zeros may be lost.
    pub(super) numbered: Vec<String>,
}

/// Headings that somebody's own sheets have, by field: they come before the usual ones.
pub type Own = BTreeMap<String, Vec<String>>;

/// What a kind of sheet names and how its cells are read.
fn spec(kind: &str) -> Result<Spec, Refusal> {
    let mut specs: BTreeMap<String, Spec> =
        toml::from_str(SHEETS).map_err(|why| bad_file("bad_profile").fact("at", why.message()))?;
    specs
        .remove(kind)
        .ok_or_else(|| Refusal::not_found("sheet", kind))
}

impl Spec {
    fn aliases(&self) -> Aliases {
        let fields = self.fields.iter();
        Aliases::new(fields.map(|(field, of)| (field.as_str(), &of.names[..])))
    }
}

/// The usual headings of a kind of sheet.
pub(super) fn aliases(kind: &str) -> Result<Aliases, Refusal> {
    Ok(spec(kind)?.aliases())
}

/// Reads a file as a sheet of a kind: the first of its tables with the needed headings.
pub(super) fn open(kind: &str, input: &Input) -> Result<FormTable, Refusal> {
    open_own(kind, &Own::new(), input)
}

/// The same, of somebody whose sheets have headings of their own.
pub(super) fn open_own(kind: &str, own: &Own, input: &Input) -> Result<FormTable, Refusal> {
    let file = input.name();
    let mut spec = spec(kind)?;
    for (field, names) in own {
        if let Some(field) = spec.fields.get_mut(field) {
            field.names.splice(0..0, names.iter().cloned());
        }
    }
    let aliases = spec.aliases();
    let sheets = read_sheets(input).map_err(|no| no.or_fact("file", file))?;
    let mut nearest: Option<(usize, Refusal)> = None;
    for sheet in sheets {
        let Some(header) = header::find(&sheet, &aliases)? else {
            continue;
        };
        let missing: Vec<&String> = spec.needs.iter().filter(|f| !header.has(f)).collect();
        if missing.is_empty() {
            return Ok(table(spec, header, sheet));
        }
        let refusal = bad_file("missing_headings")
            .fact("missing", &missing)
            .fact("headings", &header.names);
        if nearest
            .as_ref()
            .is_none_or(|(score, _)| header.score() > *score)
        {
            nearest = Some((header.score(), refusal));
        }
    }
    let refusal = nearest.map_or_else(
        || bad_file("unknown_headings").fact("missing", &spec.needs),
        |(_, refusal)| refusal,
    );
    Err(refusal.fact("file", file))
}

fn table(spec: Spec, header: Header, sheet: Sheet) -> FormTable {
    FormTable {
        spec,
        header,
        encoding: sheet.encoding,
        rows: sheet.rows,
    }
}

impl FormTable {
    /// The rows below the headings.
    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Row, Refusal>> + '_ {
        self.rows.from(self.header.at + 1)
    }

    /// One of them, by its place among them; an empty one past the end.
    pub(super) fn row(&self, place: usize) -> Result<Row, Refusal> {
        let row = self.rows.get(self.header.at + 1 + place)?;
        Ok(row.unwrap_or_default())
    }

    /// The text of a field as it stands, for telling a row by.
    pub(super) fn told(&self, row: &Row, field: &str) -> String {
        let value = self.header.value(row, field, cell::plain);
        value.map(|(_, text)| clip(&text)).unwrap_or_default()
    }

    /// A code as it stands, in the form in which codes are compared.
    pub(super) fn told_code(&self, row: &Row, field: &str) -> String {
        let told = self.told(row, field);
        narrow(told.strip_prefix('\'').unwrap_or(&told))
    }

    /// Reads every field of a row; the first wrong one refuses it.
    pub(super) fn read(&self, row: &Row) -> Result<FormRow, Refusal> {
        self.header.sound(row)?;
        let mut values = Map::new();
        let mut numbered = Vec::new();
        for (name, field) in &self.spec.fields {
            let Some((raw, text)) = self.header.value(row, name, cell::plain) else {
                continue;
            };
            if let Some(value) = field.read(name, raw, &text)? {
                values.insert(name.clone(), value);
            }
            if field.form == Form::Code && raw.numeric {
                numbered.push(name.clone());
            }
        }
        Ok(FormRow { values, numbered })
    }

    /// Refuses a row that leaves out a needed field.
    pub(super) fn filled(&self, values: &Map<String, Value>) -> Result<(), Refusal> {
        match self.spec.needs.iter().find(|f| !values.contains_key(*f)) {
            Some(field) => Err(Refusal::bad_field(field, "missing")),
            None => Ok(()),
        }
    }
}

impl Field {
    fn read(&self, name: &str, raw: Cell<'_>, text: &str) -> Result<Option<Value>, Refusal> {
        super::fitting(name, text)?;
        let unquoted = text.strip_prefix('\'').unwrap_or(text);
        Ok(match self.form {
            Form::Text => Some(text.into()),
            Form::Code => Some(cell::code(name, raw, unquoted)?.into()),
            Form::Phone => Some(narrow(unquoted).replace(' ', "").into()),
            Form::Money => number::<Money>(name, unquoted)?,
            Form::Limit => {
                if ["不限", "无限", "不限制", "unlimited"].contains(&&*unquoted.to_lowercase())
                {
                    return Ok(Some(Value::Null));
                }
                number::<Money>(name, unquoted)?
            }
            Form::Price => number::<Price>(name, unquoted)?,
            Form::Qty => cell::quantity::<Qty>(name, unquoted)?.map(|qty| qty.to_string().into()),
            Form::Percent => percent(name, unquoted, raw.numeric)?,
            Form::Rate if ["免税", "零税率", "不征税"].contains(&unquoted) => {
                Some("0".into())
            }
            Form::Rate => percent(name, unquoted, !unquoted.contains(['%', '％']))?,
            Form::Count => {
                let days = narrow(unquoted);
                let days = days.trim_end_matches(['天', '日']);
                let count: u32 = days
                    .parse()
                    .map_err(|_| Refusal::bad_field(name, "number").fact("value", clip(text)))?;
                Some(count.into())
            }
            Form::Day => cell::day(name, unquoted)?.map(|day| day.to_string().into()),
            Form::Flag => Some(flag(name, unquoted)?.into()),
            Form::Terms => Some(terms(name, unquoted)?.into()),
            Form::Word => Some(self.word(name, unquoted)?.into()),
            Form::List => list(unquoted),
        })
    }

    fn word(&self, name: &str, text: &str) -> Result<String, Refusal> {
        let told = narrow(text).to_lowercase();
        if let Some(word) = self.words.get(&told) {
            return Ok(word.clone());
        }
        // A word of the contract stands for itself; whether it is one, the command knows.
        let shaped = told
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if shaped {
            Ok(told)
        } else {
            Err(Refusal::bad_field(name, "word").fact("value", clip(text)))
        }
    }
}

fn number<T>(name: &str, text: &str) -> Result<Option<Value>, Refusal>
where
    T: FromStr<Err = NotANumber> + ToString,
{
    Ok(cell::number::<T>(name, text)?.map(|number| number.to_string().into()))
}

/// Reads a percent: `13%`, `13`, or the fraction behind a percent cell of a workbook.
fn percent(name: &str, text: &str, fractions: bool) -> Result<Option<Value>, Refusal> {
    let narrowed = narrow(text);
    let bare = narrowed.strip_suffix('%').unwrap_or(&narrowed).trim();
    let wrong = || Refusal::bad_field(name, "percent").fact("value", clip(text));
    let is_fraction = fractions && bare.starts_with("0.") && bare.len() > 2;
    if !is_fraction {
        return number::<Percent>(name, bare);
    }
    // Four decimals of a fraction are two of a percent, and both count the same smallest unit.
    let fraction: Price = bare.parse().map_err(|_| wrong())?;
    let percent = Percent::checked(fraction.count())?;
    Ok(Some(percent.to_string().into()))
}

fn flag(name: &str, text: &str) -> Result<bool, Refusal> {
    match narrow(text).to_lowercase().as_str() {
        "是" | "有" | "已" | "已到账" | "赠品" | "√" | "y" | "yes" | "true" | "1" => {
            Ok(true)
        }
        "否" | "无" | "未" | "未到账" | "×" | "n" | "no" | "false" | "0" => Ok(false),
        _ => Err(Refusal::bad_field(name, "yes_or_no").fact("value", clip(text))),
    }
}

fn list(text: &str) -> Option<Value> {
    let narrowed = narrow(text);
    let parts: Vec<Value> = narrowed
        .split([',', ';', ' '])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(Value::from)
        .collect();
    (!parts.is_empty()).then_some(Value::Array(parts))
}

/// Payment terms in the contract's forms (`net:30`) or in the words of the trade (`月结30天`).
pub(super) fn terms(name: &str, text: &str) -> Result<String, Refusal> {
    let told: String = narrow(text)
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let wrong = || Refusal::bad_field(name, "terms").fact("value", clip(text));
    match told.as_str() {
        "款到发货" | "先款后货" | "预付" | "全款" | "预付全款" | "预付款" => {
            return Ok("prepaid".to_owned());
        }
        "货到付款" | "现结" | "到付" => return Ok("cod".to_owned()),
        _ => {}
    }
    if let Ok(terms) = told.parse::<Terms>() {
        return Ok(terms.to_string());
    }
    for word in ["定金", "订金", "预付"] {
        let part = told
            .strip_prefix(word)
            .and_then(|rest| rest.strip_suffix('%'));
        if let Some(part) = part.filter(|part| is_number(part)) {
            return Ok(format!("deposit:{part}"));
        }
    }
    let mut days = told.strip_suffix('天').unwrap_or(&told);
    for word in ["月结", "账期", "帐期", "net", "货到", "票到", "赊销"] {
        days = days.strip_prefix(word).unwrap_or(days);
    }
    if is_number(days) {
        return format!("net:{days}")
            .parse::<Terms>()
            .map(|terms| terms.to_string())
            .map_err(|_| wrong());
    }
    Err(wrong())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())
}
