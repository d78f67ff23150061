//! Order sheets that people make: a customer's own, or shops' that want to be filled up again.
//!
//! Whose a sheet is says the sheet, else `--customer`, else the first word of the file's name where it is a
//! customer's code. Its headings are those the customer was taught with, then the usual ones; its article
//! numbers are ours, or mapped ones (`goods.map platform=sheet`).

use serde_json::{Map, Value, json};

use super::goods_known::{self, Theirs};
use super::job::{Job, Progress, Run};
use super::profiles;
use crate::desk::command::Command;
use crate::desk::failure::{Failure, Outcome};
use crate::desk::masters::find;
use crate::desk::run::hex;
use crate::domain::party::PartyKind;
use crate::domain::{Code, Percent, Price, Qty, Refusal, text};
use crate::paper::order_sheet::{self, OrderDraft};
use crate::store::{self, Db, customers, search};

/// Products of one style at most.
const OF_A_STYLE: i64 = 2_000;

impl Run<'_> {
    /// Reads every file as an order sheet and enters its orders.
    pub(super) fn order_sheets(
        mut self,
        job: &Job<'_>,
        no_platform: &Refusal,
        progress: Progress<'_>,
    ) -> Outcome<super::Imported> {
        let mut drafts = Vec::new();
        for input in job.files {
            let name = input.name();
            let owner = owner(self.office.db(), job, name)?;
            let own =
                profiles::of_customer(self.office.db(), owner.as_deref().unwrap_or_default())?;
            let read = order_sheet::read_own_orders(&own, input)
                .map_err(|no_sheet| better(no_platform, no_sheet))?;
            self.result.rows += i64::try_from(read.rows).unwrap_or(i64::MAX);
            self.was_read(name, read.encoding, &read.named, &read.unknown);
            self.row_problems(read.problems)?;
            let of_file = read.drafts.into_iter().map(|mut draft| {
                if draft.customer.is_empty() {
                    draft.customer = owner.clone().unwrap_or_default();
                }
                (name.to_owned(), draft)
            });
            drafts.extend(of_file);
        }
        self.start("orders", job, "")?;
        let all = drafts.len() as u64;
        for ((file, draft), done) in drafts.into_iter().zip(1..) {
            let line = draft.lines.first().copied().unwrap_or(0);
            let id = draft.customer_ref.clone();
            let rows = draft.lines.clone();
            let given = if draft.lost_rows > 0 {
                Err(Refusal::bad_field("rows", "other rows of this order were not read").into())
            } else {
                self.sheet_order(draft)
            };
            if let Err(why) = given {
                self.lost(&file, &rows);
                self.problem(&file, line, &id, why)?;
            }
            if !progress(done, all) {
                break;
            }
        }
        self.finish()
    }

    /// The command's id is what the sheet says, so that the same sheet adds nothing twice.
    fn sheet_order(&mut self, draft: OrderDraft) -> Outcome<()> {
        let mut values = draft.values;
        if !draft.customer.is_empty() {
            values
                .entry("customer")
                .or_insert_with(|| json!(draft.customer));
        }
        let (channel, kind) = usual(self.office.db(), &draft.customer)?;
        values.entry("channel").or_insert_with(|| json!(channel));
        if let Some(kind) = kind {
            values.entry("kind").or_insert_with(|| json!(kind));
        }
        let id = format!(
            "import:{}",
            hex(&[&Value::Object(values.clone()).to_string()])
        );
        let Some(id) = self.unused(id)? else {
            self.result.skipped += 1;
            return Ok(());
        };
        if let Some(Value::Array(lines)) = values.get_mut("lines") {
            *lines = ours(self.office.db(), &draft.customer, lines)?;
        }
        values.insert("batch".to_owned(), json!(self.result.batch));
        let customer = values.get("customer").and_then(Value::as_str);
        let customer = customer.map(str::to_owned);
        match self.give(
            Command::parse("order.enter", Value::Object(values))?,
            Some(id),
        ) {
            Ok(_) => {
                self.result.added += 1;
                self.result.customers.extend(customer);
            }
            Err(Failure::Refused(no)) if no.code() == Code::DuplicateOrder => {
                self.result.skipped += 1;
            }
            Err(why) => return Err(why),
        }
        Ok(())
    }

    /// The id for an order of a sheet; none if the sheet is in the file already. One that was taken
    /// back with its batch may come again, under the next id.
    fn unused(&self, first: String) -> Outcome<Option<String>> {
        let db = self.office.db();
        let mut id = first.clone();
        for turn in 2.. {
            let Some(seen) = store::audit::seen(db, &id)? else {
                break;
            };
            let answer: Value = serde_json::from_str(&seen.answer).unwrap_or_default();
            let number = answer["value"]["order"].as_str().unwrap_or_default();
            if !store::imports::is_undone(db, number)? {
                return Ok(None);
            }
            id = format!("{first}:{turn}");
        }
        Ok(Some(id))
    }
}

/// Whose the sheets of a file are, where they do not say it themselves.
fn owner(db: &Db, job: &Job<'_>, file: &str) -> Outcome<Option<String>> {
    if let Some(code) = job.customer {
        return Ok(Some(find::customer(db, code)?.code));
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let first = stem.split([' ', '_', '-', '　']).next().unwrap_or_default();
    Ok(customers::by_code(db, &text::narrow(first))?.map(|customer| customer.code))
}

/// Channel and kind of an order whose sheet names none: shops are filled up again.
fn usual(db: &Db, customer: &str) -> Outcome<(&'static str, Option<&'static str>)> {
    let kind = customers::by_code(db, customer)?.map(|customer| customer.kind);
    Ok(match kind {
        Some(PartyKind::Franchise | PartyKind::Shop) => ("franchise", Some("replenish")),
        _ => ("other", None),
    })
}

/// The lines with our products in place of styles and of the customer's own article numbers.
fn ours(db: &Db, customer: &str, lines: &[Value]) -> Outcome<Vec<Value>> {
    let mut after = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(line) = line.as_object() else {
            continue;
        };
        let mut line = line.clone();
        if let Some(style) = line.remove("style") {
            let (colour, size) = (line.remove("colour"), line.remove("size"));
            let told = [Some(style), colour, size];
            let told = told
                .each_ref()
                .map(|word| word.as_ref().and_then(Value::as_str).unwrap_or_default());
            line.insert("product".to_owned(), json!(of_style(db, told)?));
        }
        let product = line
            .get("product")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let known = product.is_empty() || find::product_opt(db, &text::narrow(&product))?.is_some();
        let parts = if known {
            None
        } else {
            goods_known::parts(db, &Theirs::of_sheet(customer, &product), "")?
        };
        match parts {
            Some(parts) => after.extend(of_parts(db, &line, &parts)?),
            None => after.push(Value::Object(line)),
        }
    }
    Ok(after)
}

/// The product of a style, colour and size; where there is not exactly one, the words as they stand.
fn of_style(db: &Db, told: [&str; 3]) -> Outcome<String> {
    let [style, colour, size] = told;
    let same = |ours: Option<&String>, told: &str| {
        let ours = ours
            .map(|ours| text::narrow(ours).to_uppercase())
            .unwrap_or_default();
        told.is_empty() || ours == text::narrow(told).to_uppercase()
    };
    let all = search::products_of_style(db, style, None, OF_A_STYLE)?;
    let mut fit = all
        .iter()
        .filter(|p| same(p.colour.as_ref(), colour) && same(p.size.as_ref(), size));
    match (fit.next(), fit.next()) {
        (Some(only), None) => Ok(only.code.clone()),
        _ => Ok([style, colour, size].join(" ").trim().to_owned()),
    }
}

/// One line for each part of what an article of theirs is; a price of theirs is spread over the parts.
fn of_parts(
    db: &Db,
    line: &Map<String, Value>,
    parts: &[goods_known::Part],
) -> Outcome<Vec<Value>> {
    let qty: Option<Qty> = line
        .get("qty")
        .and_then(|qty| serde_json::from_value(qty.clone()).ok());
    let price: Option<Price> = line
        .get("price")
        .and_then(|price| serde_json::from_value(price.clone()).ok());
    let qty = qty.unwrap_or(Qty::ZERO);
    let amount = price
        .map(|price| qty.gross(price, Percent::ZERO))
        .transpose()?;
    let mut lines = Vec::new();
    for made in super::goods_lines::of_parts(db, qty, amount, parts)? {
        let mut of_part = line.clone();
        of_part.insert("product".to_owned(), json!(made.product));
        of_part.insert("qty".to_owned(), json!(made.qty));
        if let Some(price) = made.price {
            of_part.insert("price".to_owned(), json!(price));
        }
        lines.push(Value::Object(of_part));
    }
    Ok(lines)
}

/// Of two reasons why a file was not read, the one that says more: headings of a platform that
/// were recognised but could not be used, else why it is no order sheet.
fn better(no_platform: &Refusal, no_sheet: Refusal) -> Refusal {
    let unknown = no_platform
        .facts()
        .get("why")
        .is_some_and(|why| why == "unknown_headings");
    if unknown {
        no_sheet
    } else {
        no_platform.clone()
    }
}
