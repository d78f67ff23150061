//! The audit chain against somebody who can write the file (`reliability.md` S13, R43).

use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::program::Program;
use crate::support::tables;

/// An office with a few rows in its chain, settled into one file.
fn office() -> Program {
    let program = Program::with_office();
    let lines: Vec<_> = (0..9)
        .map(|n| json!({"do": "carrier.save", "with": {"code": format!("C{n}"), "name": format!("车 {n}")}}))
        .collect();
    program.run(&lines).ends(0);
    program
}

/// A second office with this done to its chain, the guards out of the way.
fn tampered(program: &Program, fault: &str) -> Program {
    let other = Program::new();
    std::fs::copy(&program.db, &other.db).unwrap();
    let db = Connection::open(&other.db).unwrap();
    let guards = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'";
    for guard in tables::rows(&db, guards) {
        db.execute_batch(&format!("DROP TRIGGER {guard}")).unwrap();
    }
    db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {fault}"))
        .unwrap();
    other
}

/// What `check --deep` says of the chain and the anchor.
fn faults(program: &Program, anchor: Option<&str>) -> String {
    let mut words = vec!["check", "--deep", "--format", "json"];
    words.extend(anchor.iter().flat_map(|anchor| ["--anchor", anchor]));
    let told = program.call(&words).json();
    let all = told["checks"].as_array().unwrap();
    let chain = all
        .iter()
        .filter(|one| one["name"].as_str().unwrap().starts_with("audit."));
    let faults: Vec<_> = chain
        .flat_map(|one| one["faults"].as_array().unwrap())
        .map(|fault| fault.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(told["ok"], json!(faults.is_empty()), "{told}");
    faults.join("; ")
}

/// The head of the chain, as the doctor prints it to be kept elsewhere.
fn head(program: &Program) -> String {
    let told = program
        .call(&["admin", "doctor", "--format", "json"])
        .json();
    let found = told["findings"].as_array().unwrap().clone();
    let head = found
        .into_iter()
        .find(|one| one["name"] == "audit_head")
        .unwrap();
    let facts: &Value = &head["facts"];
    format!("{}:{}", facts["seq"], facts["hash"].as_str().unwrap())
}

/// What the doctor says of the books.
fn books(program: &Program) -> String {
    let told = program.call(&["admin", "doctor", "--format", "json"]);
    let told = told.json();
    let found = told["findings"].as_array().unwrap().iter();
    let books = found.filter(|one| one["name"] == "books");
    books
        .map(|one| one["facts"]["failed"].to_string())
        .collect()
}

fn settled(path: &Path) -> bool {
    !path.with_extension("db-wal").exists()
}

#[test]
fn every_changed_field_of_a_row_is_found_and_the_row_named() {
    let program = office();
    assert!(settled(&program.db));
    assert_eq!(faults(&program, None), "");
    for (field, value) in [
        ("at", "strftime('%Y-%m-%dT%H:%M:%S', at, '+1 second')"),
        (
            "clock_at",
            "strftime('%Y-%m-%dT%H:%M:%S', clock_at, '-1 day')",
        ),
        ("who", "who || 'x'"),
        ("os_who", "replace(os_who, substr(os_who, 1, 1), 'Z')"),
        ("command", "'customer.save'"),
        ("subject", "subject || ' '"),
        ("payload", "replace(payload, 'C4', 'C5')"),
        ("outcome", "'not_permitted'"),
        (
            "prev_hash",
            "substr(prev_hash, 2) || substr(prev_hash, 1, 1)",
        ),
        ("hash", "substr(hash, 2) || substr(hash, 1, 1)"),
    ] {
        let other = tampered(
            &program,
            &format!("UPDATE audit SET {field} = {value} WHERE seq = 5"),
        );
        let told = faults(&other, None);
        assert!(told.starts_with("audit row 5: "), "{field}: {told}");
        assert!(books(&other).contains("audit row 5: "), "{field}");
    }
}

#[test]
fn rows_taken_out_or_exchanged_are_found() {
    let program = office();
    let head = head(&program);
    assert!(head.starts_with("9:"), "{head}");
    assert_eq!(faults(&program, Some(&head)), "");
    let swapped = "UPDATE audit SET seq = -5 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 6;
        UPDATE audit SET seq = 6 WHERE seq = -5";
    for (fault, first) in [
        ("DELETE FROM audit WHERE seq = 5", 6),
        ("DELETE FROM audit WHERE seq = 1", 2),
        (swapped, 5),
    ] {
        let other = tampered(&program, fault);
        let told = faults(&other, None);
        assert!(
            told.starts_with(&format!("audit row {first}: ")),
            "{fault}: {told}"
        );
    }
    // A cut tail follows from itself: only a head kept elsewhere shows it.
    let other = tampered(&program, "DELETE FROM audit WHERE seq >= 8");
    assert_eq!(faults(&other, None), "");
    let told = faults(&other, Some(&head));
    assert!(
        told.contains("row 9") && told.contains("not there"),
        "{told}"
    );
    // So does a chain forged anew from some row on.
    let forged = head.replace(&head[2..4], if &head[2..4] == "00" { "11" } else { "00" });
    assert!(faults(&program, Some(&forged)).contains("row 9"));
    // An anchor of earlier holds for ever.
    program
        .run(&[json!({"do": "carrier.save", "with": {"code": "L", "name": "later"}})])
        .ends(0);
    assert_eq!(faults(&program, Some(&head)), "");
    for wrong in ["9", "x:y", "9:", ":abc", "-1:abc"] {
        program.call(&["check", "--anchor", wrong]).ends(2);
    }
}
