//! `hold_code.save`: what a hold code stops, who releases it, whether it goes by itself (`rules.md §3`).

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::check::Check;
use crate::domain::order::Stage;
use crate::domain::{Refusal, Role};
use crate::store::holds::{self, HoldCode, PLATFORM};
use crate::store::{Db, Tx};

payload! {
    /// Says what a hold code means. On a change, what is left out stays.
    pub struct HoldCodeSave {
        /// The code, e.g. credit, address.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// The stage it stops unless the hold says another (default ship).
        pub stage: Option<Stage>,
        /// Whether it goes by itself when what raised it is gone; for credit, overdue, payment,
        /// cheque, promise and collection.
        #[serde(default, deserialize_with = "fields::flag")]
        pub clears: Option<bool>,
        /// Roles that may release it (default supervisor).
        pub roles: Option<Vec<Role>>,
        /// The check it stands for, which a release may set aside; null = none.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Check>"))]
        pub check: Option<Option<Check>>,
    }
}

/// The hold of the stage of collection at which nothing more is shipped.
pub const COLLECTION: &str = "collection";

/// Codes about money: what raises them can be seen to be gone, and finance releases them.
pub const MONEY: &[(&str, Check)] = &[
    ("credit", Check::CreditLimit),
    ("overdue", Check::Overdue),
    ("payment", Check::PaymentCleared),
    ("cheque", Check::Overdue),
    ("promise", Check::Overdue),
    (COLLECTION, Check::Overdue),
];

/// Codes of which no money tells the end, from the start.
const OTHERS: &[&str] = &["address", "price", "quality", "customer", PLATFORM];

/// Writes the codes an office starts with. Money alone lifts no hold until the office says so
/// (`rules.md §3`), save the stop of collection, which ends with the item that raised it.
pub fn seed(tx: &Tx<'_>) -> Outcome<()> {
    for (code, check) in MONEY {
        let code = HoldCode {
            releasers: "finance,supervisor".to_owned(),
            check_code: check.to_string(),
            clears: *code == COLLECTION,
            ..unknown(code)
        };
        holds::save_code(tx, &code)?;
    }
    for code in OTHERS {
        holds::save_code(tx, &unknown(code))?;
    }
    Ok(())
}

/// What a code means about which the office has said nothing.
fn unknown(code: &str) -> HoldCode {
    HoldCode {
        code: code.to_owned(),
        stage: Stage::Ship,
        clears: false,
        releasers: Role::Supervisor.to_string(),
        check_code: String::new(),
    }
}

/// What a code means in this office.
pub fn meaning(db: &Db, code: &str) -> Outcome<HoldCode> {
    Ok(holds::hold_code(db, code)?.unwrap_or_else(|| unknown(code)))
}

/// The roles that may release holds of this code.
pub fn releasers(code: &HoldCode) -> Vec<Role> {
    let names = code.releasers.split(',');
    names.filter_map(|role| role.parse().ok()).collect()
}

/// Saves a code.
pub fn save(cx: &mut Cx<'_>, p: &HoldCodeSave) -> Outcome<Value> {
    let mut row = meaning(cx.tx, &p.code)?;
    row.stage = p.stage.unwrap_or(row.stage);
    row.clears = p.clears.unwrap_or(row.clears);
    if row.clears && !MONEY.iter().any(|(code, _)| *code == p.code) {
        let known: Vec<_> = MONEY.iter().map(|(code, _)| *code).collect();
        let why = "only for codes whose end can be seen";
        return Err(Refusal::bad_field("clears", why)
            .fact("codes", known)
            .into());
    }
    if let Some(roles) = &p.roles {
        if roles.is_empty() {
            return Err(Refusal::bad_field("roles", "at least one role").into());
        }
        let names: Vec<_> = roles.iter().map(ToString::to_string).collect();
        row.releasers = names.join(",");
    }
    if let Some(check) = p.check {
        row.check_code = check.map(|check| check.to_string()).unwrap_or_default();
    }
    holds::save_code(cx.tx, &row)?;
    cx.about(&p.code);
    cx.changed(Aggregate::Office);
    Ok(told(&row))
}

/// A code as answers show it.
pub fn told(row: &HoldCode) -> Value {
    json!({
        "code": row.code, "stage": row.stage, "clears": row.clears, "roles": releasers(row),
        "check": Some(&row.check_code).filter(|check| !check.is_empty()),
    })
}
