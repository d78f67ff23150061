//! The look over all orders in the evening: where the facts say it must stand, and where it stands.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{Month, QUEUES, WAITS};
use crate::support::tables;

/// The facts of an order, counted from the tables without the desk.
struct Facts {
    number: String,
    state: String,
    ordered_on: String,
    next_at: String,
    /// The lists its goods wait in; `billing` whenever something is not billed.
    goods: Vec<&'static str>,
    last_left: String,
}

const FACTS: &str = "SELECT o.number, o.state, o.ordered_on,
    coalesce((SELECT next_at FROM contact k WHERE k.order_id = o.id ORDER BY k.id DESC LIMIT 1), '') AS next_at,
    max(o.state = 'approved' AND l.removed = 0 AND l.qty - l.cancelled > l.reserved + l.packed + l.shipped) AS short,
    max(l.reserved > 0) AS pack, max(l.packed > 0) AS dispatch,
    max(l.shipped > l.signed + l.refused) AS road,
    max(l.shipped - l.returned_unbilled > l.invoiced) AS billing,
    coalesce((SELECT max(s.dispatched_at) FROM shipment s WHERE s.order_id = o.id), '') AS last_left
    FROM sales_order o LEFT JOIN order_line l ON l.order_id = o.id GROUP BY o.id ORDER BY o.id";

fn facts(db: &Connection) -> Vec<Facts> {
    let mut statement = db.prepare(FACTS).unwrap();
    let rows = statement.query_map([], |row| {
        Ok(Facts {
            number: row.get("number")?,
            state: row.get("state")?,
            ordered_on: row.get("ordered_on")?,
            next_at: row.get("next_at")?,
            goods: ["short", "pack", "dispatch", "road", "billing"]
                .into_iter()
                .filter(|list| matches!(row.get(*list), Ok(Some(true))))
                .collect(),
            last_left: row.get("last_left")?,
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The lists in which every order with these facts stands, and no other.
const EXACT: &[&str] = &[
    "incomplete",
    "drafts",
    "review",
    "director",
    "short",
    "pack",
    "dispatch",
    "road",
    "billing",
];

impl Facts {
    /// The lists that name it, by the rules.
    fn lists(&self, now: &str, today: &str, bill_by: &str) -> BTreeSet<&'static str> {
        let called = self.next_at.as_str() > now;
        let mut lists = BTreeSet::new();
        match self.state.as_str() {
            "incomplete" | "returned" if !called => lists.insert("incomplete"),
            "draft" if !called && self.ordered_on.as_str() < today => lists.insert("drafts"),
            "reviewing" => lists.insert("review"),
            "director" => lists.insert("director"),
            _ => false,
        };
        let young = self.last_left.as_str() >= bill_by;
        let wait = self
            .goods
            .iter()
            .filter(|list| **list != "billing" || !young);
        lists.extend(wait);
        lists
    }

    fn is_to_bill(&self) -> bool {
        self.goods.contains(&"billing")
    }

    /// Whether it may stand in no list for now: finished, put off by a call, or young.
    fn may_rest(&self, now: &str, today: &str) -> bool {
        match self.state.as_str() {
            "closed" | "short_closed" | "cancelled" | "void" | "rejected" => true,
            "draft" => self.ordered_on == today || self.next_at.as_str() > now,
            "incomplete" | "returned" => self.next_at.as_str() > now,
            // Gone and signed, and not to be billed before some days have passed.
            "approved" => self.is_to_bill(),
            _ => false,
        }
    }
}

impl Month {
    /// Compares the lists with the facts of every order.
    pub(super) fn evening(&self, seed: u64) {
        let stands = self.lists();
        let (now, today) = (self.now.to_string(), self.now.day().to_string());
        // Billing is due three days after goods left; the day itself is looked at from both sides.
        let bill_by = format!("{}T", self.now.day().plus_days(-2));
        for order in facts(&tables::reader(&self.desk.path)) {
            let wanted = order.lists(&now, &today, &bill_by);
            let found = stands.get(&order.number).cloned().unwrap_or_default();
            let at = format!("seed {seed}, {now}, {} {}", order.number, order.state);
            let exact: BTreeSet<_> = found
                .iter()
                .copied()
                .filter(|list| EXACT.contains(list))
                .collect();
            // A bill for part of the goods moves the day on which the rest is asked for.
            let both = |set: &BTreeSet<&'static str>| {
                set.iter()
                    .copied()
                    .filter(|list| *list != "billing")
                    .collect::<BTreeSet<_>>()
            };
            assert_eq!(both(&exact), both(&wanted), "{at}");
            assert!(!exact.contains("billing") || order.is_to_bill(), "{at}");
            assert!(
                !found.is_empty() || order.may_rest(&now, &today),
                "{at} is in no list"
            );
        }
    }

    /// Every list by order.
    fn lists(&self) -> BTreeMap<String, BTreeSet<&'static str>> {
        let mut stands: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
        let mut put = |list: &'static str, rows: Vec<Value>| {
            for row in rows {
                if let Some(order) = row["order"].as_str() {
                    stands.entry(order.to_owned()).or_default().insert(list);
                }
            }
        };
        for queue in QUEUES {
            put(queue, self.queue(queue));
        }
        for (wait, list) in WAITS {
            put(list, self.waiting(wait));
        }
        stands
    }

    /// Orders that have not come to their end.
    pub(super) fn unfinished(&self) -> Vec<String> {
        let all = facts(&tables::reader(&self.desk.path));
        let open = |order: &&Facts| {
            !matches!(
                order.state.as_str(),
                "closed" | "short_closed" | "cancelled" | "void" | "rejected"
            )
        };
        let told = |order: &Facts| {
            let shown = self.ask("order", json!({ "order": order.number }));
            let kind = &shown["head"]["kind"];
            format!(
                "{} {} {kind} held: {}",
                order.number, order.state, shown["holds"]
            )
        };
        all.iter().filter(open).map(told).collect()
    }
}
