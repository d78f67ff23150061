//! A new office in a folder of its own, on a fixed clock, with a person for every role.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use orderdesk::desk::{Caller, Done, Envelope, Failure, Office};
use orderdesk::domain::Refusal;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The moment at which tests happen: 2026-11-23 09:30 in Shanghai, a Monday.
pub const NOW: &str = "2026-11-23T01:30:00Z";

/// A person for each role, named like the role.
pub const ROLES: &[&str] = &[
    "clerk",
    "sales",
    "finance",
    "production",
    "quality",
    "warehouse",
    "logistics",
    "purchasing",
    "director",
    "supervisor",
    "admin",
    "auditor",
];

/// A desk to test.
pub struct Desk {
    pub office: Office,
    pub path: PathBuf,
    pub folder: TempDir,
}

/// The first person of every office of these tests.
pub fn boss() -> Caller {
    Caller {
        login: "boss".to_owned(),
        uid: 4_000_001,
        seat: None,
    }
}

/// A folder in memory where there is one: for what commits thousands of times and is no test of disks.
pub fn memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    folder.unwrap()
}

impl Desk {
    /// An office with nobody in it but its founder.
    pub fn bare(shared: bool) -> Self {
        Self::founded(tempfile::tempdir().unwrap(), shared)
    }

    fn founded(folder: TempDir, shared: bool) -> Self {
        let path = folder.path().join("office.db");
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let clock = Arc::new(move || now);
        let office = Office::found(&path, clock, "Test", &boss(), shared).unwrap();
        Self {
            office,
            path,
            folder,
        }
    }

    /// An office with a person for each role, warehouse W1, carrier SF, customer C1 on net:30 and
    /// products P1 at 10.00 and P2 at 45.20, 13 % VAT.
    pub fn new() -> Self {
        Self::furnished(Self::bare(false))
    }

    /// The same in memory.
    pub fn in_memory() -> Self {
        Self::furnished(Self::founded(memory(), false))
    }

    fn furnished(desk: Self) -> Self {
        for role in ROLES {
            desk.say(
                json!({"do": "user.save", "with": {"login": role, "name": role, "roles": [role]}}),
            );
        }
        let give = |name: &str, with: Value| desk.say(json!({ "do": name, "with": with }));
        give("warehouse.save", json!({"code": "W1", "name": "仓一"}));
        give(
            "carrier.save",
            json!({"code": "SF", "name": "顺丰", "transit_days": 2}),
        );
        give(
            "customer.save",
            json!({"code": "C1", "name": "客户一", "terms": "net:30", "phone": "13800000001",
            "address": "广州市天河区 1 号"}),
        );
        for (code, price) in [("P1", "10"), ("P2", "45.20")] {
            give(
                "product.save",
                json!({"code": code, "name": code, "unit": "件", "tax_rate": "13",
                "list_price": price}),
            );
        }
        desk
    }

    /// Gives a line as `run` takes it.
    pub fn attempt(&self, line: Value) -> Result<Done, Refusal> {
        let envelope = Envelope::parse(line)?;
        match self.office.run(&boss(), &envelope) {
            Ok(done) => Ok(done),
            Err(Failure::Refused(refusal)) => Err(refusal),
            Err(failure) => panic!("{failure}"),
        }
    }

    /// Gives a line that must be accepted, and its value.
    #[track_caller]
    pub fn say(&self, line: Value) -> Value {
        match self.attempt(line.clone()) {
            Ok(done) => done.value,
            Err(refusal) => panic!("{line}: {refusal}"),
        }
    }

    /// Gives a line that must be refused, and its code.
    #[track_caller]
    pub fn refused(&self, line: Value) -> &'static str {
        match self.attempt(line.clone()) {
            Ok(done) => panic!("{line} was accepted: {}", done.value),
            Err(refusal) => refusal.code().name(),
        }
    }

    /// Asks as the founder.
    #[track_caller]
    pub fn ask(&self, name: &str, keys: Value) -> Value {
        match self.office.ask_by_name(&boss(), name, keys.clone()) {
            Ok(answer) => answer,
            Err(failure) => panic!("{name} {keys}: {failure}"),
        }
    }

    /// Enters, submits, reviews and approves an order, and its number.
    #[track_caller]
    pub fn approved(&self, customer: &str, lines: Value) -> String {
        let entered = self.say(json!({"do": "order.enter", "by": "clerk",
            "with": {"customer": customer, "channel": "phone", "lines": lines,
                "need_date": "2026-12-10", "ship_to": "广州"}}));
        let order = entered["order"].as_str().unwrap().to_owned();
        self.through(&order, None);
        order
    }

    /// Takes a draft through to force, every department saying pass.
    #[track_caller]
    pub fn through(&self, order: &str, at: Option<&str>) {
        let give = |by: &str, name: &str, with: Value| {
            let mut line = json!({"do": name, "by": by, "with": with});
            if let Some(at) = at {
                line["at"] = json!(at);
            }
            self.say(line)
        };
        let submitted = give(
            "clerk",
            "order.submit",
            json!({"order": order,
            "answers": [{"check": "duplicate_order", "text": "asked: a second order"}]}),
        );
        for department in submitted["route"]["departments"].as_array().unwrap() {
            let by = department.as_str().unwrap();
            give(
                by,
                "review.give",
                json!({"order": order, "department": by, "verdict": "pass"}),
            );
        }
        if submitted["route"]["director"] == json!(true) {
            give(
                "director",
                "order.approve",
                json!({"order": order, "objective": 5, "accurate": 4}),
            );
        }
    }

    /// Checks every invariant.
    #[track_caller]
    pub fn sound(&self, deep: bool) {
        let bad: Vec<_> = self
            .office
            .check(deep)
            .unwrap()
            .into_iter()
            .filter(|c| !c.ok)
            .collect();
        assert!(bad.is_empty(), "{bad:#?}");
    }
}
