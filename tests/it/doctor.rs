//! `admin doctor`: names the wrong bit and the command that mends it; the command does mend it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::support::program::Program;

/// The finding of this name.
fn finding(program: &Program, name: &str) -> Value {
    let told = program
        .call(&["admin", "doctor", "--format", "json"])
        .json();
    let all = told["findings"].as_array().unwrap();
    let found = all.iter().find(|one| one["name"] == name);
    found.cloned().unwrap_or_else(|| panic!("{name}: {told}"))
}

fn bits(program: &Program, file: u32, folder: u32) {
    fs::set_permissions(&program.db, Permissions::from_mode(file)).unwrap();
    fs::set_permissions(program.folder.path(), Permissions::from_mode(folder)).unwrap();
}

#[test]
fn a_plain_office_is_well_and_an_open_file_is_named() {
    let program = Program::with_office();
    bits(&program, 0o600, 0o700);
    let told = program.call(&["admin", "doctor"]).ends(0).json();
    assert_eq!(told["ok"], true, "{told}");
    assert_eq!(finding(&program, "mode")["facts"]["mode"], "plain");
    assert_eq!(finding(&program, "journal_mode")["grade"], "ok");
    assert_eq!(finding(&program, "synchronous")["grade"], "ok");
    bits(&program, 0o644, 0o700);
    let file = finding(&program, "file_mode");
    assert_eq!(file["grade"], "warn");
    assert!(file["mend"].as_str().unwrap().starts_with("chmod o-rwx"));
    let before = finding(&program, "audit_head")["facts"]["seq"].clone();
    program
        .run(&[json!({"do": "warehouse.save", "with": {"code": "W1", "name": "W1"}})])
        .ends(0);
    assert_ne!(finding(&program, "audit_head")["facts"]["seq"], before);
}

#[test]
fn a_shared_office_is_looked_at_bit_by_bit() {
    let program = Program::new();
    program.call(&["admin", "init", "--shared"]).ends(0);
    bits(&program, 0o644, 0o755);
    program.call(&["admin", "doctor"]).ends(1);
    let folder = finding(&program, "folder_mode");
    assert_eq!(folder["grade"], "bad");
    assert_eq!(folder["facts"]["missing"], "2020", "{folder}");
    assert_eq!(folder["facts"]["too_many"], "0005");
    for name in ["folder_mode", "file_mode"] {
        let mend = finding(&program, name)["mend"].as_str().unwrap().to_owned();
        let done = std::process::Command::new("sh")
            .args(["-c", &mend])
            .status();
        assert!(done.unwrap().success(), "{mend}");
        assert_eq!(finding(&program, name)["grade"], "ok", "{mend}");
    }
    // Not guarded: whoever can open the file can go round the program. That is told, with the way
    // to a guarded office; a group bit on a program that anybody could replace is never advised.
    let mode = finding(&program, "mode");
    assert_eq!(
        (&mode["grade"], &mode["facts"]["mode"]),
        (&json!("warn"), &json!("shared"))
    );
    assert_eq!(mode["mend"], "orderdesk admin setup-shared");
    let told = program.call(&["admin", "doctor"]).ends(0).out;
    assert!(
        !told.contains("2755") && !told.contains("program_mode"),
        "{told}"
    );
}

#[test]
fn a_missing_office_is_a_missing_office() {
    Program::new().call(&["admin", "doctor"]).ends(3);
}

#[test]
fn a_log_that_grew_too_long_is_named() {
    let program = Program::with_office();
    bits(&program, 0o600, 0o700);
    assert_eq!(finding(&program, "log")["grade"], "ok");
    let mut log = program.db.clone().into_os_string();
    log.push("-wal");
    let log = fs::OpenOptions::new().create(true).append(true).open(log);
    log.unwrap().set_len(65 << 20).unwrap();
    let found = finding(&program, "log");
    assert_eq!(found["grade"], "warn", "{found}");
    assert!(found["facts"]["bytes"].as_u64().unwrap() > 64 << 20);
}
