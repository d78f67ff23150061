//! `clock.accept`, and the machine's clock against what was written down (`reliability.md` R27, D11).
//!
//! Effective dates hang on the clock, so that a machine whose clock was set back would book into the
//! past. Nothing is written until somebody who answers for it says that the clock is right now, and
//! was wrong before. The order of things is that of the audit rows, whatever their times say.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::{Code, Moment, Refusal};
use crate::store::{Db, audit};

payload! {
    /// Says that the machine's clock is right, though it stands behind the last thing that was
    /// written down: from now on that counts as written by a clock that was ahead.
    pub struct ClockAccept {
        /// Why it was ahead.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
    }
}

/// The command itself, which a clock that stands behind does not stop.
const NAME: &str = "clock.accept";

/// So much is a summer time that ends, or another zone of the office: no clock set back.
const SLACK: TimeDelta = TimeDelta::hours(12);

/// Refuses where the clock stands behind the last accepted command.
pub fn not_behind(db: &Db, now: Moment, command: &str) -> Outcome<()> {
    let last = audit::last_ok_clock(db)?.filter(|_| command != NAME);
    match last {
        Some(last) if now.time() - last.time() < -SLACK => {
            let refusal = Refusal::new(Code::ClockBehind).fact("now", now);
            Err(refusal.fact("last", last).into())
        }
        _ => Ok(()),
    }
}

/// Nothing but its audit row is written: that row is the new last one.
pub fn accept(cx: &mut Cx<'_>, p: &ClockAccept) -> Outcome<Value> {
    let before = audit::last_ok_clock(cx.tx)?;
    cx.about("clock");
    cx.changed(Aggregate::Office);
    Ok(json!({ "before": before, "reason": p.reason }))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use chrono::{DateTime, Utc};
    use serde_json::json;

    use super::*;
    use crate::desk::{Caller, Command, Envelope, Office};

    #[test]
    fn a_clock_set_back_asks_somebody_who_answers_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let noon = "2026-11-23T04:00:00Z"
            .parse::<DateTime<Utc>>()
            .unwrap()
            .timestamp();
        let seconds = Arc::new(AtomicI64::new(noon));
        let read = seconds.clone();
        let clock =
            Arc::new(move || DateTime::from_timestamp(read.load(Ordering::SeqCst), 0).unwrap());
        let person = |login: &str, uid| Caller {
            login: login.to_owned(),
            uid,
            seat: None,
        };
        let boss = person("boss", 1);
        let office = Office::found(&folder.path().join("o.db"), clock, "o", &boss, true).unwrap();
        let say = |who: &Caller, name: &str, with| {
            let command = Command::parse(name, with).unwrap();
            let done = office.run(who, &Envelope::from(command));
            done.map_err(|failure| failure.into_refusal().code())
        };
        let carrier = |code: &str| json!({"code": code, "name": code});
        let accept = json!({"reason": "the battery of the board"});
        say(
            &boss,
            "user.save",
            json!({"login": "bo", "name": "bo", "roles": ["clerk"]}),
        )
        .unwrap();
        say(&boss, "carrier.save", carrier("A")).unwrap();
        let hours = |n: i64| seconds.store(noon + n * 3_600, Ordering::SeqCst);
        hours(-11);
        say(&boss, "carrier.save", carrier("B")).unwrap();
        hours(-24);
        assert_eq!(
            say(&boss, "carrier.save", carrier("C")).err(),
            Some(Code::ClockBehind)
        );
        // What a clerk is refused leaves a row, and that row is no way round.
        let bo = person("bo", 2);
        assert_eq!(
            say(&bo, "clock.accept", accept.clone()).err(),
            Some(Code::NotPermitted)
        );
        assert_eq!(
            say(&boss, "carrier.save", carrier("C")).err(),
            Some(Code::ClockBehind)
        );
        let done = say(&boss, "clock.accept", accept.clone()).unwrap();
        assert_eq!(done.value["before"], "2026-11-23T01:00:00");
        say(&boss, "carrier.save", carrier("C")).unwrap();
        // Ahead is no question, however far; back from there is.
        hours(24 * 365 * 12);
        say(&boss, "carrier.save", carrier("D")).unwrap();
        hours(1);
        assert_eq!(
            say(&boss, "carrier.save", carrier("E")).err(),
            Some(Code::ClockBehind)
        );
        say(&boss, "clock.accept", accept).unwrap();
        say(&boss, "carrier.save", carrier("E")).unwrap();
        assert!(office.check(true).unwrap().iter().all(|one| one.ok));
    }
}
