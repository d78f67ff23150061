//! Runs the stories in `stories/*.txt`, line by line.
//!
//! ```text
//! # a remark
//! at 2026-11-24T09:00:00                      the desk's clock for what follows
//! clerk order.enter customer=C1 lines=P1*10   somebody gives a command; the founder without a name
//!     -> state=draft order=$A                 what the answer must say; $A takes or must equal
//!     !! credit.over_limit limit=1000.00      or which refusal, with which facts
//! through $A                                  submit, every opinion, director: all say yes
//! ask order order=$A -> lines.0.reserved=10   what a board must say
//! sound                                       every invariant holds
//! ```
//!
//! Values are JSON, or plain words. `P1*10@9.5(old friend)` is a line with product, quantity, price
//! and reason; `1*4` a line by number. `[customer=C1]` in a path finds a row; `rows#2` counts them;
//! `text~word` looks inside.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use orderdesk::desk::Failure;
use serde_json::{Map, Value, json};

use crate::isolation::broken::tried_on_copies;
use crate::support::dice;
use crate::support::office::{Desk, boss};

/// Fields that are text even if they look like numbers.
const TEXTS: &[&str] = &["customer_ref", "phone", "waybill"];

struct Teller {
    desk: Desk,
    at: Option<String>,
    names: BTreeMap<String, String>,
}

macro_rules! stories {
    ($($name:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            tell(stringify!($name));
        })+

        #[test]
        fn every_story_is_told() {
            let told = [$(stringify!($name)),+];
            for entry in fs::read_dir(folder()).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_stem().unwrap().to_str().unwrap();
                assert!(told.contains(&name), "{name} is not told");
            }
        }
    };
}

stories! {
    a_bounce_counts_from_after_what_was_freed,
    a_bounced_cheque_holds,
    a_change_is_judged_again,
    a_change_is_overtaken,
    a_change_is_withdrawn,
    a_change_that_concerns_nobody,
    a_change_within_the_credit,
    a_cheque_bounces,
    a_credit_note_stands_against_its_invoice,
    a_dearer_change_keeps_to_the_limit,
    a_fee_for_taking_goods_back,
    a_month_is_closed,
    a_promise_to_pay,
    a_return_is_credited_and_refunded,
    an_exchange_waits_for_the_goods,
    arrived_signed_and_the_slip,
    bad_amounts_are_refused,
    blind_count,
    bumped_and_told,
    called_back_before_it_leaves,
    cancelled_in_part_and_whole,
    capacity_pushes_a_promise,
    check_contract,
    check_customer_and_goods,
    check_prices,
    check_terms_and_dates,
    closed_short_and_opened_again,
    complaints_and_their_due_times,
    complete_order_only,
    conditions_are_tested,
    copied_merged_and_split,
    credit_apart_from_the_limit,
    credit_limit_to_the_last_fen,
    debts_given_up,
    delivery_policies,
    deposit_reserves_when_cleared,
    deposits_of_orders_that_end,
    dispute_stops_one_clock,
    duties_apart,
    exceptions_owned_and_solved,
    free_money_pays_once,
    from_one_warehouse_to_another,
    from_the_shelf_to_the_slip,
    goods_that_came_back_stand_in_the_statement,
    held_and_waiting,
    held_at_approval,
    holds_at_every_stage,
    holds_one_by_one,
    how_content_by_whom,
    incomplete_order_completed_on_the_phone,
    invoices_for_the_tax_office,
    late_opinions,
    measures_after_the_sale,
    measures_of_delivery,
    measures_of_entry,
    measures_of_perfect_orders,
    measures_within_tolerance,
    messages_to_the_customer,
    money_duties_apart,
    money_is_applied_and_taken_back,
    money_is_given_back,
    money_to_come,
    month_end_stays_as_it_was,
    nothing_is_left_lying,
    one_person_review,
    one_row_took_from_another,
    other_goods_came_back,
    overdue_stops_at_the_door,
    paid_before_is_no_credit,
    paid_in_instalments,
    paid_part_by_part,
    part_shipments_and_tolerance,
    phone_call_to_money,
    picked_and_promised_whole,
    prepaid_wants_cleared_money,
    prices_and_why,
    promoted_goods_come_back,
    promotions_and_their_money,
    promotions_at_review,
    promotions_of_every_kind,
    quality_holds_goods_back,
    quantity_off_the_step,
    refused_at_the_door,
    returned_and_handed_in_again,
    returned_and_received,
    route_asks_by_rows,
    rules_are_data,
    same_reference_everywhere,
    set_aside_by_name,
    short_stock_and_rank,
    so_long_overdue_that_nothing_ships,
    statements_are_confirmed,
    surveys_by_plan,
    tasks_between_departments,
    the_night_holds_and_lets_go,
    the_calendar_is_the_offices_own,
    the_same_order_twice,
    the_worked_example_of_promises,
    three_calls_in_vain,
    three_kinds_of_price,
    tolerances_and_whose_they_are,
    two_clerks_one_order,
    what_is_overdue_and_whose,
    what_waits_moves_with_its_order,
    who_asked_keyed_and_owns,
    who_may_change,
    who_may_touch_an_order_when,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/stories")
}

fn tell(name: &str) {
    let text = fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap();
    let mut teller = Teller {
        desk: Desk::new(),
        at: None,
        names: BTreeMap::new(),
    };
    for (number, line) in sentences(&text) {
        if let Err(why) = teller.hear(&line) {
            panic!("{name}.txt:{number}: {line}\n    {why}");
        }
    }
    teller.desk.sound(true);
}

/// Lines with their numbers; an indented line belongs to the one before.
fn sentences(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match found.last_mut() {
            Some((_, before)) if line.starts_with(' ') => {
                before.push(' ');
                before.push_str(line.trim());
            }
            _ => found.push((number + 1, line.trim().to_owned())),
        }
    }
    found
}

/// Words, where brackets and quotes hold together.
fn words(line: &str) -> Vec<String> {
    let (mut found, mut word, mut depth, mut quoted) = (Vec::new(), String::new(), 0, false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            '{' | '[' | '(' if !quoted => depth += 1,
            '}' | ']' | ')' if !quoted => depth -= 1,
            c if c.is_whitespace() && depth == 0 && !quoted => {
                if !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                }
                continue;
            }
            _ => {}
        }
        word.push(c);
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}

impl Teller {
    fn hear(&mut self, line: &str) -> Result<(), String> {
        let words = words(line);
        let marks = ["->", "!!"];
        let end = words
            .iter()
            .position(|w| marks.contains(&w.as_str()))
            .unwrap_or(words.len());
        let (said, wanted) = words.split_at(end);
        match said[0].as_str() {
            "at" => self.at = Some(said[1].clone()),
            "sound" => self.desk.sound(false),
            "through" => self
                .desk
                .through(&self.filled(&said[1]), self.at.as_deref()),
            "ask" => {
                let mut keys = self.fields(&said[2..])?;
                if let (Some(at), None) = (&self.at, keys.get("at")) {
                    keys["at"] = json!(at);
                }
                for value in keys.as_object_mut().into_iter().flat_map(Map::values_mut) {
                    *value = json!(plain(value));
                }
                let answer = self.desk.office.ask_by_name(&boss(), &said[1], keys);
                let refusal = wanted.first().is_some_and(|w| w == "!!");
                match answer {
                    Err(Failure::Refused(no)) if refusal && no.code().name() == wanted[1] => {
                        self.compare(&Value::Object(no.facts().clone()), &wanted[2..])?;
                    }
                    Ok(answer) if refusal => return Err(format!("was answered: {answer}")),
                    answer => {
                        let answer = answer.map_err(|failure| failure.to_string())?;
                        self.compare(&answer, &wanted[1.min(wanted.len())..])?;
                    }
                }
            }
            _ => self.give(said, wanted)?,
        }
        Ok(())
    }

    fn give(&mut self, said: &[String], wanted: &[String]) -> Result<(), String> {
        let named = !said[0].contains('.');
        let (name, fields) = (&said[usize::from(named)], &said[usize::from(named) + 1..]);
        let mut with = self.fields(fields)?;
        let id = with.as_object_mut().and_then(|with| with.remove("#id"));
        let mut line = json!({"do": name, "with": with});
        if named {
            line["by"] = json!(said[0]);
        }
        if let Some(id) = id {
            line["id"] = id;
        }
        if let Some(at) = &self.at {
            line["at"] = json!(at);
        }
        let refusal = wanted.first().is_some_and(|w| w == "!!");
        if !refusal && is_tried(name) {
            tried_on_copies(&self.desk, line.clone());
        }
        match (self.desk.attempt(line), refusal) {
            (Ok(done), false) => self.compare(&done.value, &wanted[1.min(wanted.len())..]),
            (Err(no), true) if no.code().name() == wanted[1] => {
                self.compare(&Value::Object(no.facts().clone()), &wanted[2..])
            }
            (Ok(done), true) => Err(format!("was accepted: {}", done.value)),
            (Err(no), _) => Err(format!(
                "refused: {no} {}",
                Value::Object(no.facts().clone())
            )),
        }
    }

    /// Puts what is known in the place of `$A`.
    fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in self.names.iter().rev() {
            text = text.replace(&format!("${name}"), value);
        }
        text
    }

    fn fields(&self, words: &[String]) -> Result<Value, String> {
        let mut with = Map::new();
        for word in words {
            let (key, value) = word.split_once('=').ok_or(format!("no field: {word}"))?;
            let value = self.filled(value);
            let value = if TEXTS.contains(&key) {
                json!(value)
            } else {
                value_of(&value)
            };
            with.insert(key.to_owned(), value);
        }
        Ok(Value::Object(with))
    }

    fn compare(&mut self, answer: &Value, wanted: &[String]) -> Result<(), String> {
        for want in wanted {
            let at = want
                .find(['=', '~', '#'])
                .map(|at| match want[..at].find('[') {
                    // An equals sign inside `[customer=C1]` belongs to the path.
                    Some(open)
                        if want[open..]
                            .find(']')
                            .is_some_and(|close| open + close > at) =>
                    {
                        let close = want[open..].find(']').unwrap_or(0) + open;
                        close + want[close..].find(['=', '~', '#']).unwrap_or(0)
                    }
                    _ => at,
                });
            let at = at.ok_or(format!("nothing to compare: {want}"))?;
            let (path, sign, value) = (&want[..at], &want[at..=at], &want[at + 1..]);
            let found = seek(answer, &self.filled(path)).unwrap_or(Value::Null);
            let told = plain(&found);
            if let Some(name) = value.strip_prefix('$')
                && !self.names.contains_key(name)
            {
                self.names.insert(name.to_owned(), told);
                continue;
            }
            let value = self.filled(value);
            let fits = match sign {
                "~" => told.contains(value.trim_matches('"')),
                "#" => found.as_array().map_or(0, Vec::len).to_string() == value,
                _ => told == value || told == value.trim_matches('"'),
            };
            if !fits {
                return Err(format!(
                    "{path}: wanted {sign}{value}, found {told}, in {answer}"
                ));
            }
        }
        Ok(())
    }
}

/// Whether a command is to fail at each of its statements before it is given: with
/// `ORDERDESK_ISOLATION=n` the first n of each name, in the whole of the stories.
fn is_tried(name: &str) -> bool {
    static TRIED: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());
    let Some(most) = dice::told("ORDERDESK_ISOLATION") else {
        return false;
    };
    let mut tried = TRIED.lock().unwrap();
    let times = tried.entry(name.to_owned()).or_default();
    *times += 1;
    *times <= most
}

/// A value as a person would write it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn seek(value: &Value, path: &str) -> Option<Value> {
    let mut at = value.clone();
    for step in steps(path) {
        at = if let Some((key, wanted)) = step.strip_prefix('[').and_then(|s| s.split_once('=')) {
            let rows = at.as_array()?;
            rows.iter()
                .find(|row| row.get(key).map(plain).as_deref() == Some(wanted))?
                .clone()
        } else if let Ok(n) = step.parse::<usize>() {
            at.get(n)?.clone()
        } else {
            at.get(&step)?.clone()
        };
    }
    Some(at)
}

/// `rows[customer=C1].open` in steps: `rows`, `[customer=C1`, `open`.
fn steps(path: &str) -> Vec<String> {
    let (mut found, mut step, mut inside) = (Vec::new(), String::new(), false);
    for c in path.chars() {
        match c {
            '[' => {
                found.push(std::mem::take(&mut step));
                step.push('[');
                inside = true;
            }
            ']' => inside = false,
            '.' if !inside => found.push(std::mem::take(&mut step)),
            c => step.push(c),
        }
    }
    found.push(step);
    found.retain(|s| !s.is_empty());
    found
}

fn value_of(text: &str) -> Value {
    if text.contains('*') && !text.starts_with(['{', '[', '"']) {
        return text.split(',').map(row).collect();
    }
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Number(n)) if n.as_i64().is_none() => json!(text),
        Ok(value) => value,
        Err(_) => json!(text),
    }
}

/// `P1*10@9.5(reason)` or `2*4(reason)`.
fn row(text: &str) -> Value {
    let (text, reason) = match text.trim_end_matches(')').split_once('(') {
        Some((text, reason)) => (text, Some(reason)),
        None => (text, None),
    };
    let (text, price) = match text.split_once('@') {
        Some((text, price)) => (text, Some(price)),
        None => (text, None),
    };
    let (what, qty) = text.split_once('*').unwrap_or((text, ""));
    let mut row = match what.parse::<i64>() {
        Ok(line) => json!({"line": line, "qty": qty}),
        Err(_) => json!({"product": what, "qty": qty}),
    };
    if let Some(price) = price {
        row["price"] = json!(price);
    }
    if let Some(reason) = reason {
        let key = if price.is_some() {
            "price_reason"
        } else {
            "reason"
        };
        row[key] = json!(reason);
    }
    row
}
