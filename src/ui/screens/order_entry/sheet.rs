//! The order on the desk as data: kept aside, picked up again, loaded from the office.

use std::hash::{BuildHasher, Hasher, RandomState};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::ui::widgets::grid::GridLine;
use crate::ui::widgets::{Form, Grid};

use super::facts::text;
use super::history::{History, Step, Whole};
use super::{head, lines};

/// An order that has its number already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its number.
    pub order: String,
    /// The version that was read or written last.
    pub version: i64,
}

/// Something the office said is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The rule.
    pub code: String,
    /// The place of its line in the grid, if it is about one.
    pub line: Option<usize>,
    /// Whether it stops submission.
    pub blocking: bool,
    /// What stood in its field, or as goods in its line, when the office said so.
    was: String,
}

/// What is typed for one order.
#[derive(Debug)]
pub struct Sheet {
    /// The head.
    pub form: Form,
    /// The lines.
    pub grid: Grid,
    /// Its number and version, once saved.
    pub saved: Option<Saved>,
    /// The customer's message as it was pasted.
    pub note: String,
    /// Fax or message number, kept when an order is loaded.
    pub source_ref: String,
    /// The customer's name, for the list of what is parked.
    pub name: String,
    /// What it lacks, as the office said last; see [`Self::open_gaps`].
    told_gaps: Vec<Gap>,
    /// What the office has of it: the same as now means nothing is unsaved.
    pub baseline: Value,
    /// In which part each step was made.
    history: History,
    /// By which the office knows it when it is handed in again.
    pub token: String,
    /// It was left in a field of the head, and goes on there.
    pub left_in_head: bool,
}

/// A token that no other form has: keys of the hash maps are random, and never the same twice.
fn token() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("form-{:016x}{:016x}", random(), random())
}

impl Default for Sheet {
    fn default() -> Self {
        let mut sheet = Self {
            form: head::form(),
            grid: lines::grid(),
            saved: None,
            note: String::new(),
            source_ref: String::new(),
            name: String::new(),
            told_gaps: Vec::new(),
            baseline: Value::Null,
            history: History::default(),
            token: token(),
            left_in_head: false,
        };
        sheet.baseline = sheet.draft();
        sheet
    }
}

impl Sheet {
    /// All that was typed.
    pub fn draft(&self) -> Value {
        let head: serde_json::Map<String, Value> = self
            .form
            .entries()
            .iter()
            .map(|entry| (entry.id.to_owned(), json!(entry.field.value())))
            .collect();
        json!({
            "head": head,
            "lines": lines::cells(&self.grid),
            "saved": self.saved.as_ref().map(|s| json!({ "order": s.order, "version": s.version })),
            "note": self.note,
            "ref": self.source_ref,
            "name": self.name,
        })
    }

    /// The draft with the field or cell that is being typed in, to go on in there.
    pub fn kept(&self) -> Value {
        let mut draft = self.draft();
        draft["token"] = json!(self.token);
        draft["gaps"] = json!(self.told_gaps);
        let (line, column) = self.grid.at();
        let above = self.grid.lines().iter().take(line);
        let above = above.filter(|line| lines::is_filled(line)).count();
        let filled = self.grid.lines().get(line).is_some_and(lines::is_filled);
        if let Some(before) = self.form.typing() {
            draft["typing"] = json!({ "field": self.form.focused(), "before": before });
        } else if let Some(before) = self.grid.typing().filter(|_| filled) {
            draft["typing"] = json!({ "line": above, "column": column, "before": before });
        }
        draft
    }

    /// Goes on typing where it was left.
    fn type_on(&mut self, typing: &Value) {
        let before = text(typing, "before");
        let place = |name: &str| typing[name].as_u64().and_then(|n| usize::try_from(n).ok());
        if let Some(id) = typing["field"].as_str() {
            self.form.type_on(id, &before);
        } else if let (Some(line), Some(column)) = (place("line"), place("column")) {
            self.grid.type_on(line, column, &before);
        }
    }

    /// Whether something was typed that the office does not have.
    pub fn is_unsaved(&self) -> bool {
        self.draft() != self.baseline
    }

    /// What is typed is what the office has.
    pub fn settle(&mut self) {
        self.baseline = self.draft();
    }

    /// What is typed is no longer about the order it was saved as: it is a new one.
    pub fn begin_anew(&mut self) {
        let empty = Self::default();
        self.saved = None;
        self.told_gaps.clear();
        self.baseline = empty.baseline;
        self.token = empty.token;
    }

    /// Lays a draft over what is here, a step like others; the office has `office`, with the number
    /// and version that count.
    pub fn take_over(&mut self, draft: &Value, office: &Value) {
        self.note_steps();
        for (id, value) in draft["head"].as_object().into_iter().flatten() {
            self.form.set(id, value.as_str().unwrap_or(""));
        }
        lines::load(&mut self.grid, rows_of(draft));
        let (form, grid) = (&mut self.form, &mut self.grid);
        self.history.note_as_one(Some(Whole::Merge), form, grid);
        self.saved = saved(&draft["saved"]);
        self.name = text(draft, "name");
        if self.note.is_empty() {
            self.note = text(draft, "note");
        }
        self.baseline = office.clone();
    }

    /// Reads a draft; what it does not have stays as in an empty order.
    pub fn from_draft(draft: &Value) -> Self {
        let mut sheet = Self::default();
        if let Some(token) = draft["token"].as_str().filter(|token| token.len() <= 40) {
            token.clone_into(&mut sheet.token);
        }
        for (id, value) in draft["head"].as_object().into_iter().flatten() {
            sheet.form.set(id, value.as_str().unwrap_or(""));
        }
        lines::load(&mut sheet.grid, rows_of(draft));
        sheet.saved = saved(&draft["saved"]);
        sheet.note = text(draft, "note");
        sheet.source_ref = text(draft, "ref");
        sheet.name = text(draft, "name");
        // Drafts of an earlier program have none.
        sheet.told_gaps = Vec::deserialize(&draft["gaps"]).unwrap_or_default();
        if let Some(id) = draft["field"].as_str() {
            sheet.form.go_to(id);
            sheet.left_in_head = true;
        }
        sheet.type_on(&draft["typing"]);
        sheet.forget_steps();
        sheet
    }

    /// Reads an order as `ask order` shows it.
    pub fn from_order(order: &Value) -> Self {
        let head = &order["head"];
        let mut sheet = Self::default();
        for entry in head::form().entries() {
            let value = match entry.id {
                "caller" => text(&head["source"], "caller"),
                id => text(head, id),
            };
            sheet.form.set(entry.id, &value);
        }
        let rows = order["lines"].as_array().into_iter().flatten();
        let need = text(head, "need_date");
        lines::load(
            &mut sheet.grid,
            rows.filter(|row| !is_made(row))
                .map(|row| line_of(row, &need, true))
                .collect(),
        );
        sheet.saved = saved(order);
        sheet.note = text(&head["source"], "note");
        sheet.source_ref = text(&head["source"], "ref");
        sheet.name = text(head, "customer_name");
        let places: Vec<usize> = (0..lines::cells(&sheet.grid).len()).collect();
        sheet.hear_gaps(&order["gaps"], &places);
        sheet.settle();
        sheet.forget_steps();
        sheet
    }

    /// Keeps what the office says is missing; `places` tells where in the grid each line stands.
    pub fn hear_gaps(&mut self, value: &Value, places: &[usize]) {
        let gap = |gap: &Value| {
            let line = gap["line"].as_u64().and_then(|n| usize::try_from(n).ok());
            let line = line.and_then(|n| places.get(n.wrapping_sub(1)).copied());
            let code = text(gap, "code");
            let was = match line {
                Some(line) => self.grid.value(line, "code"),
                None => self.form.value(gap_field(&code)),
            };
            Gap {
                line,
                blocking: gap["blocking"] == true,
                was: was.to_owned(),
                code,
            }
        };
        self.told_gaps = value.as_array().into_iter().flatten().map(gap).collect();
    }

    /// What is still missing of what the office named, each with the place of its line now. What
    /// was typed, taken out or moved since is not told again.
    pub fn open_gaps(&self) -> Vec<Gap> {
        let open = |gap: &Gap| {
            let mut gap = gap.clone();
            if let Some(told) = gap.line {
                let holds = |n: usize, line: &GridLine| {
                    lines::is_filled(line)
                        && line.cells[0].value() == gap.was
                        && (gap.code != "qty" || self.grid.value(n, "qty").is_empty())
                };
                let lines = self.grid.lines().iter().enumerate();
                let found = lines.filter(|(n, line)| holds(*n, line)).map(|(n, _)| n);
                gap.line = Some(found.min_by_key(|n| n.abs_diff(told))?);
            } else if gap.code == "lines" {
                self.grid
                    .lines()
                    .iter()
                    .all(|line| !lines::is_filled(line))
                    .then_some(())?;
            } else if self.form.value(gap_field(&gap.code)) != gap.was {
                return None;
            }
            Some(gap)
        };
        self.told_gaps.iter().filter_map(open).collect()
    }

    /// Writes down in which part the last steps were made.
    pub fn note_steps(&mut self) {
        self.history.note(&mut self.form, &mut self.grid);
    }

    /// Writes down the last steps as one; `whole` is what it is called.
    pub fn note_as_one(&mut self, whole: Option<Whole>) {
        let (form, grid) = (&mut self.form, &mut self.grid);
        self.history.note_as_one(whole, form, grid);
    }

    /// Undo ends at what is there now.
    fn forget_steps(&mut self) {
        self.history.forget(&mut self.form, &mut self.grid);
    }

    /// Takes the last step back, or does it again.
    pub fn step_back(&mut self, back: bool) -> Option<Step> {
        self.history.step(back, &mut self.form, &mut self.grid)
    }

    /// The head's fields that decide about prices and stock; what is half typed decides nothing.
    pub fn terms(&self) -> lines::Terms<'_> {
        lines::Terms {
            customer: self.form.settled("customer"),
            channel: self.form.settled("channel"),
            warehouse: self.form.settled("warehouse"),
        }
    }
}

/// The cells of a draft's lines.
fn rows_of(draft: &Value) -> Vec<Vec<String>> {
    let of = |line: &Value| {
        let cells = line.as_array().into_iter().flatten();
        let text = |cell: &Value| cell.as_str().unwrap_or("").to_owned();
        cells.map(text).collect()
    };
    let rows = draft["lines"].as_array().into_iter().flatten();
    rows.map(of).collect()
}

fn saved(value: &Value) -> Option<Saved> {
    let order = value["order"].as_str()?.to_owned();
    let version = value["version"].as_i64()?;
    Some(Saved { order, version })
}

/// Whether a promotion made the line: it comes again by itself.
pub fn is_made(row: &Value) -> bool {
    row["promotion"].is_string()
}

/// A line of an order as cells. Prices by hand come along only `with_prices`: a copy is priced anew.
pub fn line_of(row: &Value, need: &str, with_prices: bool) -> Vec<String> {
    let code = match text(row, "product") {
        code if code.is_empty() => text(row, "name"),
        code => code,
    };
    // Goods that are not known have no price of the rules, and zero where none was typed.
    let unpriced = row["product"].is_null() && row["price"] == "0.00";
    let by_hand = with_prices && row["price_from"] == "hand" && !unpriced;
    let hand = |name: &str| {
        if by_hand {
            text(row, name)
        } else {
            String::new()
        }
    };
    let need_date = Some(text(row, "need_date")).filter(|day| with_prices && day != need);
    let gift = row["gift"] == true;
    let own = |name: &str| text(row, name);
    vec![
        code,
        text(row, "ordered"),
        hand("price"),
        hand("price_reason"),
        need_date.unwrap_or_default(),
        if gift { "1".to_owned() } else { String::new() },
        own("delivery_policy"),
        own("tolerance_over"),
        own("tolerance_under"),
    ]
}

/// The field of the head that fills a gap.
pub fn gap_field(code: &str) -> &str {
    if code == "phone" { "customer" } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let mut sheet = Sheet::default();
        assert!(!sheet.is_unsaved());
        sheet.form.set("customer", "C1");
        sheet.note = "红牛 20".into();
        lines::load(
            &mut sheet.grid,
            vec![
                ["1001", "20", "9.5", "大单", "", "", "", "", ""]
                    .map(str::to_owned)
                    .to_vec(),
            ],
        );
        sheet.saved = Some(Saved {
            order: "SO1".into(),
            version: 3,
        });
        assert!(sheet.is_unsaved());
        assert_eq!(Sheet::from_draft(&sheet.draft()).draft(), sheet.draft());
    }
}
