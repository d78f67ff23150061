//! The measures of a world of random acts: what must hold between them whatever happened, and the unit
//! fill counted again from the facts.

use serde_json::{Value, json};

use super::{LOOK, World};
use crate::support::tables;

/// Measures that are sums over lines.
const OF_LINES: [&str; 5] = ["unit_fill", "value_fill", "line_fill", "on_time", "otif"];

/// What they are told by, one at a look.
const GROUPS: [&str; 5] = ["clerk", "customer", "channel", "product", "month"];

/// A count of an answer in its smallest unit.
fn count(value: &Value) -> i64 {
    match value {
        Value::String(text) => {
            let (whole, part) = text.split_once('.').unwrap_or((text, ""));
            format!("{whole}{part:0<3}").parse().unwrap()
        }
        number => number.as_i64().unwrap(),
    }
}

struct Told(Vec<Value>);

impl Told {
    fn parts(&self, name: &str) -> (i64, i64) {
        let rows = self.0.iter().filter(|row| row["name"] == name);
        rows.fold((0, 0), |(part, of), row| {
            (
                part + count(&row["numerator"]),
                of + count(&row["denominator"]),
            )
        })
    }
}

impl World {
    fn measured(&self, by: Option<&str>) -> Told {
        let today = &self.clock()[..10];
        let mut with = json!({"from": "2026-01-01", "to": "2028-12-31", "as_of": today});
        if let Some(by) = by {
            with["by"] = json!(by);
        }
        let answer = self.desk.ask("kpi", with);
        assert_eq!(answer["next"], Value::Null);
        Told(answer["rows"].as_array().unwrap().clone())
    }

    /// Never more than the whole, never more both than either, groups add up; units by the facts.
    pub fn look_at_measures(&self) {
        let told = self.measured(None);
        for row in &told.0 {
            let (part, of) = (count(&row["numerator"]), count(&row["denominator"]));
            let days = row["name"] == "cycle_time" || row["name"] == "dso";
            assert!(
                days || row["name"] == "complaint_rate" || part <= of,
                "{row}"
            );
            assert!(
                row["name"] == "dso" || row["value"].is_null() == (of == 0),
                "{row}"
            );
            let listed = row["lines"].as_array().unwrap().len();
            assert_eq!(
                i64::try_from(listed).unwrap(),
                row["failed"].as_i64().unwrap().min(50)
            );
        }
        let (otif, lines) = told.parts("otif");
        let (on_time, filled) = (told.parts("on_time"), told.parts("line_fill"));
        assert!(otif <= on_time.0.min(filled.0));
        assert_eq!((lines, lines), (on_time.1, filled.1));
        let (perfect, orders) = (told.parts("perfect_order"), told.parts("otif_order"));
        assert!(perfect.0 <= orders.0 && perfect.1 == orders.1);
        let by = GROUPS[self.acts / LOOK[0] % GROUPS.len()];
        let groups = self.measured(Some(by));
        for name in OF_LINES {
            assert_eq!(groups.parts(name), told.parts(name), "{name} by {by}");
        }
        assert_eq!(told.parts("unit_fill"), self.units_by_the_facts());
    }

    fn units_by_the_facts(&self) -> (i64, i64) {
        let db = tables::reader(&self.desk.path);
        let today = &self.clock()[..10];
        let sum = |what: &str| {
            let sql = format!(
                "SELECT coalesce(sum({what}), 0) FROM (SELECT
                     max(0, l.qty - coalesce((SELECT sum(c.qty) FROM cancellation c WHERE c.line_id = l.id
                         AND c.reason IN ('customer', 'duplicate')), 0)) AS demand,
                     coalesce((SELECT sum(p.qty) FROM shipment_line p JOIN shipment s ON s.id = p.shipment_id
                         WHERE p.line_id = l.id AND date(s.dispatched_at) <= l.promise_base_on), 0) AS left
                 FROM order_line l WHERE l.removed = 0 AND l.promise_base_on <= '{today}')"
            );
            tables::number(&db, &sql)
        };
        // Whole pieces all of them, told without decimals.
        (sum("min(demand, left)"), sum("demand"))
    }
}
