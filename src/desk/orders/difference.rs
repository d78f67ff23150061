//! What became of an order between two of its snapshots.
//!
//! The comparison is pure: two bodies as `show::snapshot` wrote them, whenever that was.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::desk::failure::Outcome;
use crate::domain::ids::{CustomerId, OrderId, StaffId, WarehouseId};
use crate::store::{Db, customers, office, places, reviews};

/// A field that has another value now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The line it stands on; null is the head.
    pub line: Option<i64>,
    /// The field, as commands name it.
    pub field: String,
    /// What it was; null where there was none.
    pub was: Value,
    /// What it is now.
    pub now: Value,
}

/// Fields of the head: as the snapshot names them, and as commands do.
const HEAD: &[(&str, &str)] = &[
    ("customer_id", "customer"),
    ("channel", "channel"),
    ("kind", "kind"),
    ("customer_ref", "customer_ref"),
    ("need_on", "need_date"),
    ("ship_to", "ship_to"),
    ("warehouse_id", "warehouse"),
    ("terms", "terms"),
    ("delivery_policy", "delivery_policy"),
    ("owner_id", "owner"),
    ("remark", "remark"),
    ("gross", "gross"),
];

/// Fields of a line.
const LINE: &[&str] = &[
    "product",
    "name",
    "ordered",
    "cancelled",
    "price",
    "need_date",
    "gift",
    "delivery_policy",
    "tolerance_over",
    "tolerance_under",
];

/// Compares two snapshots: the head first, then line by line. A line that is new or gone shows
/// each of its fields against nothing.
pub fn between(before: &Value, now: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    for (stored, field) in HEAD {
        let (was, is) = (&before["head"][*stored], &now["head"][*stored]);
        if was != is {
            found.push(row(None, field, was, is));
        }
    }
    let (old, new) = (lines(before), lines(now));
    let mut numbers: Vec<i64> = old.iter().chain(&new).map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let of = |all: &[(i64, &Value)], number: i64| {
        let at = all.binary_search_by_key(&number, |(n, _)| *n);
        at.ok().map(|at| all[at].1.clone()).unwrap_or_default()
    };
    for number in numbers {
        let (was, is) = (of(&old, number), of(&new, number));
        for field in LINE {
            let (a, b) = (&was[*field], &is[*field]);
            if a != b && !is_noise(field, (&was, a), (&is, b), before, now) {
                found.push(row(Some(number), field, a, b));
            }
        }
    }
    found
}

fn row(line: Option<i64>, field: &str, was: &Value, now: &Value) -> Difference {
    Difference {
        line,
        field: field.to_owned(),
        was: was.clone(),
        now: now.clone(),
    }
}

/// The lines of a snapshot by number.
fn lines(body: &Value) -> Vec<(i64, &Value)> {
    let rows = body["lines"].as_array().map_or(&[][..], Vec::as_slice);
    let mut found: Vec<_> = rows
        .iter()
        .filter_map(|line| Some((line["line"].as_i64()?, line)))
        .collect();
    found.sort_by_key(|(number, _)| *number);
    found
}

/// What follows from another row and would only repeat it: the name of a product, the need date a
/// line takes from the head, the missing gift mark of a line that is not there.
fn is_noise(
    field: &str,
    (old, was): (&Value, &Value),
    (new, is): (&Value, &Value),
    before: &Value,
    now: &Value,
) -> bool {
    match field {
        "name" => old["product"] != new["product"] || !new["product"].is_null(),
        "need_date" => {
            let of_head =
                |value: &Value, body: &Value| value.is_null() || *value == body["head"]["need_on"];
            of_head(was, before) && of_head(is, now)
        }
        "gift" => *was != Value::Bool(true) && *is != Value::Bool(true),
        "cancelled" => [was, is].iter().all(|v| v.is_null() || **v == "0"),
        _ => false,
    }
}

/// What the last hand-in changed against the one before; nothing after the first.
pub fn since_last_submission(db: &Db, order: OrderId) -> Outcome<Vec<Difference>> {
    let snapshots = reviews::last_submissions(db, order)?;
    let [now, before] = snapshots.as_slice() else {
        return Ok(Vec::new());
    };
    of_snapshots(db, &before.body, &now.body)
}

/// Compares two bodies as they are kept, in the words of people.
pub fn of_snapshots(db: &Db, before: &str, now: &str) -> Outcome<Vec<Difference>> {
    let read = |body: &str| serde_json::from_str::<Value>(body).unwrap_or_default();
    let mut found = between(&read(before), &read(now));
    for row in found.iter_mut().filter(|row| row.line.is_none()) {
        row.was = named(db, &row.field, &row.was)?;
        row.now = named(db, &row.field, &row.now)?;
    }
    Ok(found)
}

/// A snapshot keeps rows of the file; people know them by their codes.
pub fn named(db: &Db, field: &str, value: &Value) -> Outcome<Value> {
    let Some(id) = value.as_i64() else {
        return Ok(value.clone());
    };
    Ok(match field {
        "customer" => customers::by_id(db, CustomerId(id))?.code.into(),
        "warehouse" => places::warehouse_by_id(db, WarehouseId(id))?.code.into(),
        "owner" => office::staff(db, StaffId(id))?.login.into(),
        _ => value.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(need: &str, lines: &Value) -> Value {
        json!({ "head": { "customer_id": 1, "need_on": need, "terms": "net:30" }, "lines": lines })
    }

    #[test]
    fn only_what_changed_is_told_and_once() {
        let old = body(
            "2026-12-01",
            &json!([
                { "line": 1, "product": "P1", "name": "a", "ordered": "10", "price": "2.00",
                  "need_date": "2026-12-01", "gift": false },
                { "line": 2, "product": "P2", "name": "b", "ordered": "1", "price": "3.00",
                  "need_date": "2026-11-30", "gift": false },
            ]),
        );
        assert_eq!(between(&old, &old), Vec::new());
        let new = body(
            "2026-12-05",
            &json!([
                { "line": 1, "product": "P1", "name": "a", "ordered": "8", "price": "2.00",
                  "need_date": "2026-12-05", "gift": false },
                { "line": 3, "product": "P3", "name": "c", "ordered": "4", "price": "1.00",
                  "need_date": "2026-12-05", "gift": true },
            ]),
        );
        let told: Vec<_> = between(&old, &new)
            .into_iter()
            .map(|d| format!("{:?} {} {} {}", d.line, d.field, d.was, d.now))
            .collect();
        assert_eq!(
            told,
            [
                r#"None need_date "2026-12-01" "2026-12-05""#,
                r#"Some(1) ordered "10" "8""#,
                r#"Some(2) product "P2" null"#,
                r#"Some(2) ordered "1" null"#,
                r#"Some(2) price "3.00" null"#,
                r#"Some(2) need_date "2026-11-30" null"#,
                r#"Some(3) product null "P3""#,
                r#"Some(3) ordered null "4""#,
                r#"Some(3) price null "1.00""#,
                "Some(3) gift null true",
            ]
        );
    }

    #[test]
    fn goods_that_no_product_answers_to_are_told_by_name() {
        let line = |name: &str| json!([{ "line": 1, "product": null, "name": name }]);
        let found = between(&body("", &line("螺丝")), &body("", &line("螺母")));
        assert_eq!(found.len(), 1);
        assert_eq!(
            (&found[0].field, &found[0].now),
            (&"name".to_owned(), &json!("螺母"))
        );
    }
}
