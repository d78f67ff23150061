//! Which platform orders go into force by themselves.

use super::{Db, Result, Tx};
use crate::domain::Money;

record! {
    /// A rule by which platform orders pass.
    pub struct PassRule {
        /// Channel; empty for those without a row of their own.
        pub channel: String,
        /// Whether it counts.
        pub active: bool,
        /// Up to this gross.
        pub amount_most: Option<Money>,
        /// Up to this weight in grams.
        pub weight_most: Option<i64>,
        /// From this time of the day.
        pub from_time: String,
        /// Before this time of the day.
        pub to_time: String,
        /// Whether one with a remark may pass.
        pub remarks: bool,
        /// An address with one of these stays, separated by blanks.
        pub words: String,
    }
}

impl PassRule {
    /// A rule that lets everything without a remark pass.
    pub fn blank(channel: &str) -> Self {
        Self {
            channel: channel.to_owned(),
            active: true,
            amount_most: None,
            weight_most: None,
            from_time: "00:00".to_owned(),
            to_time: "24:00".to_owned(),
            remarks: false,
            words: String::new(),
        }
    }
}

/// The rule of a channel.
pub fn rule(db: &Db, channel: &str) -> Result<Option<PassRule>> {
    db.opt("SELECT * FROM pass_rule WHERE channel = ?1", [channel])
}

/// All rules.
pub fn rules(db: &Db) -> Result<Vec<PassRule>> {
    db.all("SELECT * FROM pass_rule ORDER BY channel", [])
}

/// Saves a rule.
pub fn save(tx: &Tx<'_>, r: &PassRule) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO pass_rule (channel, active, amount_most, weight_most, from_time, to_time,
                   remarks, words)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let params = rusqlite::params![
        r.channel,
        r.active,
        r.amount_most,
        r.weight_most,
        r.from_time,
        r.to_time,
        r.remarks,
        r.words,
    ];
    tx.exec(sql, params).map(drop)
}
