//! An act that breaks off, at whatever statement, was never begun; given again, it is done once.

use std::path::Path;

use orderdesk::desk::{Envelope, Failure, Office, StoreError};
use serde_json::{Value, json};

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

#[test]
fn an_act_that_fails_at_any_statement_was_never_begun() {
    let desk = Desk::in_memory();
    let mut bill = scenes::bill_of_five(&desk);
    bill["id"] = json!("once");
    let scene = Scene::of(desk);
    let file = scene.file("whole");
    let before = rows(&file);
    let wanted = run(&open(&file), &bill).unwrap();
    let after = rows(&file);
    let mut failed = 0;
    for at in 1.. {
        let file = scene.file("office");
        let office = open(&file);
        let mut n = 0;
        let watch = move |_: &str| {
            n += 1;
            if n == at { Then::Fail } else { Then::Go }
        };
        match watched(watch, || attempt(&office, &bill)) {
            Err(why) => {
                assert!(matches!(why, StoreError::Sql(_)), "statement {at}: {why}");
                assert!(rows(&file) == before, "statement {at}: something is left");
                failed += 1;
            }
            // A statement of one step is over before it can fail, the last one is the end.
            Ok(value) => assert_eq!(value, wanted),
        }
        again(&office, &file, &bill, &wanted, &after);
        if at > 40 && failed + 10 < at {
            break;
        }
    }
    assert!(failed > 40, "{failed}");
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
