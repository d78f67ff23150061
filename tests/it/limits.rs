//! An office under a program that may have next to nothing, and rubbish where its log and memory would be
//! (`reliability.md` S3): it works, or says why not, and is whole afterwards.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::program::{Answer, Program};

fn carrier(code: &str) -> Value {
    json!({"do": "carrier.save", "with": {"code": code, "name": code}})
}

/// Saves a carrier under limits that the shell sets.
fn under(program: &Program, limit: &str, code: &str) -> Answer {
    let line = program.file("one.jsonl", carrier(code).to_string());
    let call = format!("ulimit {limit}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &call, env!("CARGO_BIN_EXE_orderdesk"), "--db"]);
    command.arg(&program.db).args(["run", &line]).env_clear();
    command.env("HOME", program.folder.path()).env("LANG", "en");
    command.output().unwrap().into()
}

fn carriers(program: &Program) -> Vec<String> {
    let told = program.ask(&["carriers"]);
    let rows = told["rows"].as_array().unwrap().iter();
    rows.map(|row| row["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn with_hardly_a_file_to_open_it_works_or_says_so() {
    let program = Program::with_office();
    let mut saved = Vec::new();
    // Fewer are not enough to load the program.
    for most in 4..16 {
        let code = format!("N{most:02}");
        let told = under(&program, &format!("-n {most}"), &code);
        if told.code == Some(0) {
            saved.push(code);
            continue;
        }
        assert_eq!(told.code, Some(3), "{most}: {told:?}");
        let named = told.err.contains("office.db") && told.err.contains("cannot be opened");
        assert!(named, "{most}: {told:?}");
    }
    assert!(saved.contains(&"N15".to_owned()), "{saved:?}");
    assert_eq!(carriers(&program), saved, "what was said to be saved");
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn with_little_memory_it_works() {
    let program = Program::with_office();
    under(&program, "-d 49152", "SF").ends(0);
    assert_eq!(carriers(&program), ["SF"]);
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn rubbish_instead_of_a_log_or_its_memory_is_nothing() {
    for (ending, size) in [
        ("-wal", 7),
        ("-wal", 100_000),
        ("-shm", 7),
        ("-shm", 32_768),
    ] {
        let program = Program::with_office();
        program.run(&[carrier("A")]).ends(0);
        program.file(&format!("office.db{ending}"), vec![0xA5; size]);
        assert_eq!(carriers(&program), ["A"], "{ending} {size}");
        program.run(&[carrier("B")]).ends(0);
        assert_eq!(carriers(&program), ["A", "B"], "{ending} {size}");
        program.call(&["check", "--deep"]).ends(0);
    }
}

#[test]
fn a_folder_that_is_not_there_is_named_and_not_made() {
    let program = Program::new();
    let place = program.path("nowhere");
    let office = place.join("office.db");
    for words in [&["ask", "orders"][..], &["run"], &["check"]] {
        let mut command = Program::at(&office, program.folder.path());
        let told = Answer::from(command.args(words).output().unwrap()).ends(3);
        let named = told.err.contains(&office.display().to_string());
        assert!(
            named && told.err.contains("orderdesk admin init"),
            "{told:?}"
        );
        assert!(!place.exists(), "{words:?}");
    }
}

#[test]
fn a_broken_header_is_told_with_the_way_back() {
    let program = Program::with_office();
    let whole = std::fs::read(&program.db).unwrap();
    // The size of a page, the kind of the file, the first page's own head.
    for (from, to) in [(16, 18), (18, 20), (100, 108)] {
        let mut bytes = whole.clone();
        bytes[from..to].fill(0xA5);
        std::fs::write(&program.db, &bytes).unwrap();
        let told = program.run(&[carrier("A")]).ends(3);
        let way = ["orderdesk restore", "name the office file with --db"];
        let way = way.iter().any(|way| told.err.contains(way));
        assert!(way && told.err.contains("office.db"), "{from}: {told:?}");
        assert!(std::fs::read(&program.db).unwrap() == bytes, "{from}");
    }
}
