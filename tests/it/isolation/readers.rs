//! Who only looks sees all of an act or nothing of it, whenever he looks.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;

use chrono::{DateTime, Utc};
use orderdesk::desk::Office;
use serde_json::{Value, json};

use super::{Scene, open, run, scenes};
use crate::support::office::{Desk, NOW, boss};
use crate::support::statements::{self, Then, watched};

/// What somebody may be looking at while an order is approved, and all of it moves by that.
const QUESTIONS: &[(&str, &str)] = &[
    ("order", "order"),
    ("timeline", "order"),
    ("orders", ""),
    ("stock", ""),
    ("reservations", "product"),
    ("schedule", "product"),
    ("credit", "customer"),
    ("worklist", ""),
    ("counts", ""),
    ("audit", ""),
];

/// An office with an order that takes goods and credit as soon as it is approved.
fn scene() -> (Scene, Value, String) {
    let desk = Desk::in_memory();
    let (approval, order) = scenes::approval_of_five(&desk);
    (Scene::of(desk), approval, order)
}

fn reader(file: &Path) -> Office {
    statements::told();
    let now: DateTime<Utc> = NOW.parse().unwrap();
    Office::open_reader(file, Arc::new(move || now)).unwrap()
}

fn ask(office: &Office, (name, key): (&str, &str), order: &str) -> Value {
    let keys = match key {
        "order" => json!({ "order": order }),
        "product" => json!({"product": "P1"}),
        "customer" => json!({"customer": "C1"}),
        _ => json!({}),
    };
    office.ask_by_name(&boss(), name, keys).unwrap()
}

#[test]
fn nothing_of_an_act_is_seen_before_its_end() {
    let (scene, approval, order) = scene();
    let file = scene.file("office");
    let (writer, looks) = (open(&file), reader(&file));
    let all = move |office: &Office| -> Vec<Value> {
        let each = QUESTIONS.iter();
        each.map(|question| ask(office, *question, &order))
            .collect()
    };
    let before = all(&looks);
    let (tell, told) = channel();
    let watch = {
        let (all, looks) = (all.clone(), reader(&file));
        move |_: &str| {
            let _ = tell.send(all(&looks));
            Then::Go
        }
    };
    watched(watch, || run(&writer, &approval)).unwrap();
    let seen: Vec<_> = told.try_iter().collect();
    assert!(seen.len() > 50, "{} statements", seen.len());
    for (at, seen) in seen.iter().enumerate() {
        assert_eq!(*seen, before, "before statement {}", at + 1);
    }
    let after = all(&looks);
    for (n, question) in QUESTIONS.iter().enumerate() {
        assert_ne!(after[n], before[n], "{question:?} has moved");
    }
}

#[test]
fn a_question_in_the_middle_of_which_an_act_is_done_sees_one_moment() {
    let (scene, approval, order) = scene();
    for question in QUESTIONS {
        let file = scene.file("office");
        let (looks, counted) = (reader(&file), channel());
        let (count, counted) = counted;
        let each = move |_: &str| {
            let _ = count.send(());
            Then::Go
        };
        let before = watched(each, || ask(&looks, *question, &order));
        let statements = counted.try_iter().count();
        run(&open(&file), &approval).unwrap();
        let after = ask(&looks, *question, &order);
        drop(looks);
        let mut seen = Vec::new();
        for at in 1..=statements {
            let file = scene.file(&format!("{at}"));
            let (looks, writer, act) = (reader(&file), open(&file), approval.clone());
            let mut n = 0;
            let watch = move |_: &str| {
                n += 1;
                if n == at {
                    let _ = run(&writer, &act);
                }
                Then::Go
            };
            let said = watched(watch, || ask(&looks, *question, &order));
            assert!(
                said == before || said == after,
                "{question:?} at {at}: {said}"
            );
            seen.push(said == after);
        }
        // Its moment is that of its first look.
        assert_eq!(
            (seen[0], seen[statements - 1]),
            (true, false),
            "{question:?}: {seen:?}"
        );
    }
}
