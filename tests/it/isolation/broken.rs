//! An act that breaks off, at whatever statement, was never begun; given again, it is done once.

use std::path::Path;
use std::sync::mpsc::channel;

use orderdesk::desk::{Envelope, Failure, Office, StoreError};
use serde_json::{Value, json};

use super::pairs::PAIRS;
use super::{Scene, open, rows, run, scenes};
use crate::support::office::{Desk, boss};
use crate::support::statements::{Then, on_a_full_disk, watched};

/// Gives it, which the office may not be able to do.
fn attempt(office: &Office, act: &Value) -> Result<Value, StoreError> {
    let envelope = Envelope::parse(act.clone()).unwrap();
    match office.run(&boss(), &envelope) {
        Ok(done) => Ok(done.value),
        Err(Failure::Store(why)) => Err(why.itself()),
        Err(Failure::Refused(no)) => panic!("{no}"),
    }
}

/// The same again, by the session that could not and by another.
fn again(office: &Office, file: &Path, act: &Value, wanted: &Value, after: &str) {
    assert_eq!(run(office, act).as_ref(), Ok(wanted));
    assert_eq!(run(&open(file), act).as_ref(), Ok(wanted));
    assert!(rows(file) == after);
}

/// Fails one statement after the other of an act: either nothing of it is left, or it is done whole,
/// since a statement of one step is over before it can fail and what comes behind the commit changes
/// nothing. Gives at how many it failed.
fn whole_or_never(desk: Desk, act: Value) -> usize {
    of_the_scene(&Scene::of(desk), act)
}

/// The same of an act that an office is about to do, on copies of its file.
pub fn tried_on_copies(desk: &Desk, act: Value) -> usize {
    of_the_scene(&Scene::copied(desk), act)
}

fn of_the_scene(scene: &Scene, mut act: Value) -> usize {
    if act["id"].is_null() {
        act["id"] = json!("once");
    }
    let file = scene.file("whole");
    let before = rows(&file);
    let wanted = run(&open(&file), &act).unwrap();
    let after = rows(&file);
    let mut failed = 0;
    for at in 1.. {
        let file = scene.file("office");
        let office = open(&file);
        let (told, reached) = channel();
        let mut n = 0;
        let watch = move |statement: &str| {
            n += 1;
            if n == at {
                // A panic must not pass through SQLite: whoever is gone is missed elsewhere.
                let _ = told.send(statement.to_owned());
                return Then::Fail;
            }
            Then::Go
        };
        let done = watched(watch, || attempt(&office, &act));
        let Ok(what) = reached.try_recv() else {
            return failed;
        };
        match done {
            Err(why) => {
                assert!(
                    matches!(why, StoreError::Sql(_)),
                    "{act}, statement {at}: {why}"
                );
                assert!(
                    rows(&file) == before,
                    "{act}, statement {at}: something is left"
                );
                failed += 1;
            }
            Ok(value) => {
                assert_eq!(value, wanted, "{act}, statement {at}");
                assert!(
                    rows(&file) == after,
                    "{act}, statement {at} ({what}): not done whole"
                );
            }
        }
        again(&office, &file, &act, &wanted, &after);
    }
    unreachable!("an act has an end")
}

#[test]
fn a_bill_that_fails_at_any_statement_was_never_begun() {
    let desk = Desk::in_memory();
    let bill = scenes::bill_of_five(&desk);
    let failed = whole_or_never(desk, bill);
    assert!(failed > 40, "{failed}");
}

#[test]
fn an_approval_that_fails_at_any_statement_was_never_begun() {
    let desk = Desk::in_memory();
    let (approval, _) = scenes::approval_of_five(&desk);
    let failed = whole_or_never(desk, approval);
    assert!(failed > 40, "{failed}");
}

#[test]
fn handing_in_that_fails_at_any_statement_was_never_begun() {
    let desk = Desk::in_memory();
    let order = scenes::entered(&desk, "C1", 5);
    let act = scenes::act("clerk", "order.submit", json!({ "order": order }));
    let failed = whole_or_never(desk, act);
    assert!(failed > 40, "{failed}");
}

#[test]
fn a_change_that_fails_at_any_statement_was_never_begun() {
    let desk = Desk::in_memory();
    scenes::arrives(&desk, 8);
    let order = scenes::approved(&desk, "C1", 5);
    let lines = json!([{ "line": 1, "product": "P1", "qty": "7" }]);
    let change =
        json!({ "order": order, "asked_by": "customer", "reason": "more", "lines": lines });
    desk.say(scenes::act("clerk", "order.change", change));
    let asked = desk.ask("order", json!({ "order": order }));
    for opinion in asked["opinions"].as_array().unwrap() {
        let department = opinion["department"].as_str().unwrap();
        let with = json!({ "order": order, "department": department, "verdict": "pass" });
        desk.say(scenes::act(department, "review.give", with));
    }
    let failed = whole_or_never(desk, scenes::approval(&order));
    assert!(failed > 40, "{failed}");
}

#[test]
fn a_deposit_that_clears_and_fails_at_any_statement_was_never_begun() {
    let desk = Desk::in_memory();
    scenes::arrives(&desk, 8);
    desk.say(
        json!({"do": "customer.save", "with": {"code": "CD", "name": "CD", "terms": "deposit:30",
            "address": "广州", "phone": "13800000009"}}),
    );
    let order = scenes::approved(&desk, "CD", 5);
    let with = json!({"customer": "CD", "amount": "50", "method": "cheque", "order": order});
    let paid = desk.say(scenes::act("finance", "receipt.record", with));
    let with = json!({ "receipt": paid["receipt"] });
    let failed = whole_or_never(desk, scenes::act("finance", "receipt.clear", with));
    assert!(failed > 15, "{failed}");
}

#[test]
fn acts_that_meet_fail_whole_at_any_statement() {
    if std::env::var_os("ORDERDESK_ISOLATION").is_none() {
        return;
    }
    for pair in PAIRS {
        for n in 0..2 {
            let desk = Desk::in_memory();
            let act = (pair.scene)(&desk).into_iter().nth(n).unwrap();
            println!(
                "{}: {act}: {}",
                pair.name,
                whole_or_never(desk, act.clone())
            );
        }
    }
}

#[test]
fn an_act_for_which_the_disk_has_no_room_was_never_begun() {
    let scene = Scene::of(Desk::in_memory());
    let file = scene.file("office");
    let office = on_a_full_disk(|| open(&file));
    // The pages there are take some more.
    for n in 0..1_000 {
        let lines = json!([{"product": "P1", "qty": 1}]);
        let with = json!({"customer": "C1", "channel": "phone", "remark": "长".repeat(400), "lines": lines});
        let act = json!({"do": "order.enter", "by": "clerk", "with": with, "id": format!("{n}")});
        let before = rows(&file);
        let Err(why) = attempt(&office, &act) else {
            continue;
        };
        assert!(matches!(why, StoreError::DiskFull), "{why}");
        assert!(rows(&file) == before, "something is left");
        drop(office);
        let office = open(&file);
        let wanted = run(&office, &act).unwrap();
        again(&office, &file, &act, &wanted, &rows(&file));
        assert!(office.check(true).unwrap().iter().all(|one| one.ok));
        return;
    }
    panic!("the disk was never full");
}
