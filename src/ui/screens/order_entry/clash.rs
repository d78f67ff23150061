//! Somebody else changed the order meanwhile: what only one of the two changed is kept, what both
//! changed is chosen field by field (`reliability.md` R19).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::words::Lang;

/// What both changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which value.
    pub place: Place,
    /// What the office had before both.
    pub was: Value,
    /// What the clerk typed.
    pub mine: Value,
    /// What the office has.
    pub theirs: Value,
    /// Chosen: theirs or mine.
    pub take_theirs: Option<bool>,
}

/// Where a value stands in a draft.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A field of the head.
    Head(String),
    /// A line by its goods, and which of several with the same.
    Line(String, usize),
}

/// The choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Who changed it, and when.
    pub who: String,
    /// What both changed.
    pub rows: Vec<Row>,
    /// What only the other changed.
    pub taken: Vec<Row>,
    /// The row under the cursor.
    pub at: usize,
    /// The draft as it is to be, but for the rows.
    merged: BTreeMap<Place, Value>,
    /// The draft of the office, with number and version.
    pub office: Value,
    /// The order of the lines.
    order: Vec<Place>,
}

/// The values of a draft by place; lines in their order.
fn places(draft: &Value) -> (BTreeMap<Place, Value>, Vec<Place>) {
    let mut all = BTreeMap::new();
    let mut order = Vec::new();
    for (id, value) in draft["head"].as_object().into_iter().flatten() {
        all.insert(Place::Head(id.clone()), value.clone());
    }
    for line in draft["lines"].as_array().into_iter().flatten() {
        let code = line[0].as_str().unwrap_or_default().to_owned();
        let same = order
            .iter()
            .filter(|place| matches!(place, Place::Line(c, _) if *c == code));
        let place = Place::Line(code.clone(), same.count());
        order.push(place.clone());
        all.insert(place, line.clone());
    }
    (all, order)
}

impl Clash {
    /// Puts mine and the office's together over what the office had before.
    pub fn of(base: &Value, mine: &Value, office: Value, who: &str) -> Self {
        let ((base, _), (mine, my_order), (theirs, their_order)) =
            (places(base), places(mine), places(&office));
        let mut order = their_order;
        order.extend(
            my_order
                .into_iter()
                .filter(|place| !theirs.contains_key(place)),
        );
        let mut merged = BTreeMap::new();
        let (mut rows, mut taken) = (Vec::new(), Vec::new());
        let none = Value::Null;
        let every = mine.keys().chain(theirs.keys());
        let every: std::collections::BTreeSet<_> = every.cloned().collect();
        for place in every {
            let of = |all: &BTreeMap<Place, Value>| all.get(&place).unwrap_or(&none).clone();
            let (was, my, their) = (of(&base), of(&mine), of(&theirs));
            if my == their || their == was {
                merged.insert(place, my);
                continue;
            }
            let alone = my == was;
            merged.insert(place.clone(), if alone { &their } else { &my }.clone());
            let row = Row {
                place,
                was,
                mine: my,
                theirs: their,
                take_theirs: alone.then_some(true),
            };
            if alone { &mut taken } else { &mut rows }.push(row);
        }
        Self {
            who: who.to_owned(),
            rows,
            taken,
            at: 0,
            merged,
            office,
            order,
        }
    }

    /// The draft that was agreed on; the order's number and version are the office's.
    pub fn draft(&self) -> Value {
        let mut all = self.merged.clone();
        for row in &self.rows {
            if row.take_theirs == Some(true) {
                all.insert(row.place.clone(), row.theirs.clone());
            }
        }
        let mut draft = self.office.clone();
        for (place, value) in &all {
            if let Place::Head(id) = place {
                draft["head"][id] = value.clone();
            }
        }
        let lines = self.order.iter().filter_map(|place| all.get(place));
        draft["lines"] = lines.filter(|line| line.is_array()).cloned().collect();
        draft
    }

    /// Rows still to choose.
    pub fn open_rows(&self) -> usize {
        let open = |row: &&Row| row.take_theirs.is_none();
        self.rows.iter().filter(open).count()
    }

    /// Chooses for the row under the cursor and goes on.
    pub fn choose(&mut self, theirs: bool) {
        if let Some(row) = self.rows.get_mut(self.at) {
            row.take_theirs = Some(theirs);
        }
        self.at = (self.at + 1).min(self.rows.len().saturating_sub(1));
    }
}

impl Row {
    /// What the other made of what was there: `x 5 @ 10 -> x 5 @ 12`.
    pub fn change(&self, lang: Lang) -> String {
        let now = told(&self.theirs, lang);
        match told(&self.was, lang) {
            _ if self.was.is_null() => now,
            was if was == lang.entry_clash_none() => now,
            was => format!("{was} -> {now}"),
        }
    }
}

/// How a value of a draft is told; lines as quantity and price.
pub fn told(value: &Value, lang: Lang) -> String {
    match value {
        Value::Array(cells) => {
            let cell = |n: usize| cells.get(n).and_then(Value::as_str).unwrap_or_default();
            let price = cell(2);
            let qty = match cell(1) {
                "" if price.is_empty() => return lang.entry_clash_none().to_owned(),
                "" => lang.entry_clash_none(),
                qty => qty,
            };
            let gift = if cell(5).is_empty() { "" } else { " *" };
            match price {
                "" => format!("x {qty}{gift}"),
                price => format!("x {qty} @ {price}{gift}"),
            }
        }
        Value::String(text) if !text.is_empty() => text.clone(),
        Value::Null => lang.entry_clash_gone().to_owned(),
        _ => lang.entry_clash_none().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn draft(remark: &str, lines: &[(&str, &str)]) -> Value {
        let lines: Vec<_> = lines
            .iter()
            .map(|(code, qty)| json!([code, qty, "", ""]))
            .collect();
        json!({ "head": { "remark": remark, "terms": "net:30" }, "lines": lines })
    }

    #[test]
    fn what_one_of_the_two_changed_is_kept() {
        let base = draft("", &[("A", "1"), ("B", "2")]);
        let mine = draft("", &[("A", "5"), ("B", "2"), ("C", "9")]);
        let theirs = draft("急", &[("A", "1")]);
        let clash = Clash::of(&base, &mine, theirs, "anna");
        assert_eq!(clash.rows, []);
        let taken: Vec<_> = clash.taken.iter().map(|row| row.change(Lang::En)).collect();
        assert_eq!(taken, ["急", "x 2 -> (taken out)"]);
        assert_eq!(clash.draft(), draft("急", &[("A", "5"), ("C", "9")]));
    }

    #[test]
    fn what_is_empty_is_said_to_be() {
        let line = |qty: &str, price: &str| told(&json!(["A", qty, price, ""]), Lang::Zh);
        assert_eq!(line("", ""), "(无)");
        assert_eq!(line("", "8"), "x (无) @ 8");
        assert_eq!(line("5", ""), "x 5");
        assert_eq!(told(&json!(""), Lang::En), "(nothing)");
    }

    #[test]
    fn what_both_changed_is_chosen() {
        let base = draft("", &[("A", "1"), ("A", "7")]);
        let mine = draft("送货前来电", &[("A", "5"), ("A", "7")]);
        let theirs = draft("急", &[("A", "6"), ("A", "8")]);
        let mut clash = Clash::of(&base, &mine, theirs, "anna");
        assert_eq!(clash.open_rows(), 2);
        assert_eq!(clash.rows[0].change(Lang::En), "急");
        assert_eq!(clash.rows[1].change(Lang::En), "x 1 -> x 6");
        clash.choose(true);
        clash.choose(false);
        assert_eq!(clash.draft(), draft("急", &[("A", "5"), ("A", "8")]));
    }
}
