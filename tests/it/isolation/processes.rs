//! The same with another process: the program waits for a session of this one.

use std::os::unix::fs::MetadataExt;
use std::process::Stdio;
use std::sync::Arc;
use std::{io::Write, thread};

use chrono::Utc;
use orderdesk::desk::{Caller, Envelope, Office};
use serde_json::{Value, json};

use super::{is_awaited, statements, stop, watched};
use crate::support::program::Program;

fn order_of(product: &str) -> Value {
    json!({"customer": "C1", "channel": "phone", "ship_to": "广州", "lines": [{"product": product, "qty": "5"}]})
}

#[test]
fn another_process_waits_and_is_told_who_was_first() {
    let program = Program::with_office();
    let masters = [
        json!({"do": "customer.save", "with": {"code": "C1", "name": "客", "terms": "prepaid"}}),
        json!({"do": "product.save", "with": {"code": "P1", "name": "货", "unit": "件", "tax_rate": "13", "list_price": "10"}}),
        json!({"do": "order.enter", "with": order_of("P1")}),
    ];
    let told = program.run(&masters).ends(0).lines();
    let order = &told[2]["value"]["order"];
    statements::told();
    let me = Caller {
        login: program.ask(&["me"])["login"].as_str().unwrap().to_owned(),
        uid: program.folder.path().metadata().unwrap().uid(),
        seat: None,
    };
    let editing = |version: i64, remark: &str| json!({"do": "order.edit", "with": {"order": order, "version": version, "remark": remark}});
    for (version, at) in (1..).zip([1, 2, 12, 24]) {
        let (watch, has_stopped, go) = stop(at);
        let mine = Envelope::parse(editing(version, &format!("急 {at}"))).unwrap();
        let file = &program.db;
        let mut child = program.command();
        child
            .arg("run")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let (first, second) = thread::scope(|scope| {
            let first = scope.spawn(|| {
                let office = Office::open(file, Arc::new(Utc::now)).unwrap();
                watched(watch, || office.run(&me, &mine))
            });
            has_stopped.recv().unwrap();
            let mut child = child.spawn().unwrap();
            let line = editing(version, "慢").to_string();
            child
                .stdin
                .take()
                .unwrap()
                .write_all(line.as_bytes())
                .unwrap();
            while !is_awaited(file) {
                assert_eq!(child.try_wait().unwrap(), None, "it did not wait");
                thread::yield_now();
            }
            go();
            (first.join().unwrap(), child.wait_with_output().unwrap())
        });
        first.unwrap();
        let answer: Value = serde_json::from_slice(&second.stdout).unwrap();
        let no = &answer["refusal"];
        assert_eq!(no["code"], "version_conflict", "{answer}");
        assert_eq!(no["facts"]["who"], json!(me.login), "{answer}");
        assert_eq!(no["facts"]["what"], "order.edit", "{answer}");
        assert_eq!(no["facts"]["version"], json!(version + 1), "{answer}");
    }
    program.call(&["check", "--deep"]).ends(0);
}
