//! The program as scripts call it: endings, lines that are no commands, files that are no offices.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::office::Desk;
use crate::support::program::{Answer, Program};
use crate::support::tables;

fn warehouse(code: &str) -> Value {
    json!({"do": "warehouse.save", "with": {"code": code, "name": code}})
}

#[test]
fn endings_are_those_of_the_contract() {
    let program = Program::with_office();
    program.run(&[warehouse("W1")]).ends(0);
    program
        .run(&[json!({"do": "order.submit", "with": {"order": "NONE"}})])
        .ends(1);
    program.call(&["ask", "order", "order=NONE"]).ends(1);
    program.call(&["no-such-call"]).ends(2);
    program.call(&["run", "--no-such-flag"]).ends(2);
    program.call(&["--lang", "fr", "check"]).ends(2);
    program.call(&["run", "/no/such/file"]).ends(2);
    program.call(&["--help"]).ends(0);
    program.call(&["check", "--deep"]).ends(0);
    let missing = Program::new();
    missing.call(&["check"]).ends(3);
    let stranger =
        json!({"do": "user.save", "with": {"login": "other", "name": "o", "roles": ["admin"]}});
    program.run(&[stranger]).ends(0);
    let made = program.call(&["ask", "users"]).ends(0).json();
    let me = made["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["login"] != "other")
        .unwrap()["login"]
        .clone();
    program
        .run(&[
            json!({"do": "user.save", "with": {"login": me, "name": "me", "roles": ["auditor"]}}),
        ])
        .ends(0);
    program
        .call(&["admin", "setting", "office", "Mine"])
        .ends(4);
    // A refusal of permission inside a run is a refusal like any other.
    program.run(&[warehouse("W2")]).ends(1);
}

#[test]
fn lines_that_are_no_commands_are_refused_one_by_one() {
    let program = Program::with_office();
    let long = format!("{{\"do\":\"{}\"}}", "x".repeat(1 << 20));
    let product = |price: &str| {
        format!(
            r#"{{"do":"product.save","with":{{"code":"P","name":"p","unit":"u","tax_rate":"13","list_price":{price}}}}}"#
        )
    };
    let lines = [
        ("no json".to_owned(), "bad_line"),
        ("[1]".to_owned(), "bad_line"),
        ("\"text\"".to_owned(), "bad_line"),
        ("{\"do\":".to_owned(), "bad_line"),
        (long, "bad_line"),
        (r#"{"do":"order.explode"}"#.to_owned(), "unknown_command"),
        (r#"{"with":{}}"#.to_owned(), "bad_field"),
        (
            r#"{"do":"warehouse.save","with":{"code":"W","name":"w"},"hurry":true}"#.to_owned(),
            "bad_field",
        ),
        (
            r#"{"do":"warehouse.save","with":{"code":"W","name":"w","colour":"red"}}"#.to_owned(),
            "bad_field",
        ),
        (
            r#"{"do":"warehouse.save","with":{"code":"W"}}"#.to_owned(),
            "bad_field",
        ),
        (
            r#"{"do":"warehouse.save","with":[]}"#.to_owned(),
            "bad_field",
        ),
        (
            r#"{"do":"warehouse.save","with":{"code":"W","name":"w"},"at":"2026-02-30T09:00:00"}"#
                .to_owned(),
            "bad_field",
        ),
        (
            r#"{"do":"warehouse.save","with":{"code":"W","name":"w"},"id":""}"#.to_owned(),
            "bad_field",
        ),
        (product("12.5"), "bad_field"),
        (product("1e400"), "bad_line"),
        (product("1e2"), "bad_field"),
        (product("\"NaN\""), "bad_field"),
        (product("\"1,000\""), "bad_field"),
        (product("\"1_000\""), "bad_field"),
        (product("\"0.00001\""), "bad_field"),
        (product("\"-1\""), "bad_field"),
        (product("9000000000000000000"), "money.overflow"),
        (product("\"12.50\""), ""),
        (product("12"), ""),
    ];
    let text: Vec<_> = lines.iter().map(|(line, _)| line.as_str()).collect();
    let answer = program.feed(&["run"], text.join("\n").as_bytes()).ends(1);
    compare(&lines, &answer);
}

/// Each line got its code, and a bad one is named by its number.
#[track_caller]
fn compare(lines: &[(String, &str)], answer: &Answer) {
    let answers = answer.lines();
    assert_eq!(answers.len(), lines.len());
    let mut faults = Vec::new();
    for (n, ((line, code), answer)) in lines.iter().zip(&answers).enumerate() {
        if answer["refusal"]["code"].as_str().unwrap_or("") != *code {
            faults.push(format!(
                "{}: wanted {code}: {answer}",
                &line[..line.len().min(150)]
            ));
        }
        if *code == "bad_line" && answer["refusal"]["facts"]["line"] != json!(n + 1) {
            faults.push(format!("line {} is not named: {answer}", n + 1));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn bytes_that_are_no_text_do_not_end_the_run() {
    let program = Program::with_office();
    let mut bytes = b"\xff\xfe\x00{\n\x1b[31m\n".to_vec();
    bytes.extend(warehouse("W1").to_string().bytes());
    let answers = program.feed(&["run", "-"], &bytes).ends(1).lines();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[2]["ok"], json!(true));
    assert!(!answers[1].to_string().contains('\u{1b}'));
}

#[test]
fn a_dry_run_changes_nothing_and_says_what_would_be() {
    let program = Program::with_office();
    let before = tables::dump(&tables::reader(&program.db));
    let file = program.file("lines", format!("{}\n", warehouse("W1")));
    let answers = program.call(&["run", &file, "--dry-run"]).ends(0).lines();
    assert_eq!(answers[0]["ok"], json!(true));
    assert_eq!(tables::dump(&tables::reader(&program.db)), before);
    let left: Vec<_> = fs::read_dir(program.folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with("orderdesk-")),
        "{left:?}"
    );
}

#[test]
fn stopping_on_a_refusal_leaves_the_rest_unread() {
    let program = Program::with_office();
    let text = format!("{}\nrubbish\n{}\n", warehouse("W1"), warehouse("W2"));
    let answers = program
        .feed(&["run", "--stop-on-refusal"], text.as_bytes())
        .ends(1)
        .lines();
    assert_eq!(answers.len(), 2);
    assert_eq!(
        program.ask(&["warehouses"])["rows"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let answers = program.feed(&["run"], text.as_bytes()).ends(1).lines();
    assert_eq!(answers.len(), 3);
}

#[test]
fn a_missing_office_is_named_with_what_to_do() {
    let program = Program::new();
    for words in [
        &["run"][..],
        &["check"],
        &["ask", "orders"],
        &["backup", "copy.db"],
        &["admin", "user"],
        &["import", "products", "x.csv"],
    ] {
        if words[0] == "import" {
            program.file("x.csv", "code,name\n");
        }
        let mut command = program.command();
        command.current_dir(program.folder.path());
        let answer: Answer = command.args(words).output().unwrap().into();
        let answer = answer.ends(3);
        assert!(
            answer.out.is_empty() && answer.err.contains("admin init"),
            "{answer:?}"
        );
        assert!(!program.db.exists(), "{words:?} made a file");
    }
}

#[test]
fn files_that_are_no_offices_are_left_alone() {
    let program = Program::new();
    let other = rusqlite::Connection::open(&program.db).unwrap();
    other
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        .unwrap();
    other.close().unwrap();
    untouched(&program, &[], "");
    fs::write(&program.db, "a shopping list\n".repeat(100)).unwrap();
    untouched(&program, &[], "");
    fs::write(&program.db, "").unwrap();
    untouched(&program, &[], "");
    fs::remove_file(&program.db).unwrap();
    fs::create_dir(&program.db).unwrap();
    program.call(&["check"]).ends(3);
    program.call(&["run"]).ends(3);
    fs::remove_dir(&program.db).unwrap();
    let made = Command::new("mkfifo").arg(&program.db).status().unwrap();
    assert!(made.success());
    program.call(&["check"]).ends(3);
    program.call(&["run"]).ends(3);
}

/// Every call ends with 3, and the file is byte for byte what it was, with nothing beside it.
fn untouched(program: &Program, more: &[&str], says: &str) {
    let before = fs::read(&program.db).unwrap();
    for words in [
        &["check"][..],
        &["run"],
        &["ask", "orders"],
        &["admin", "setting", "office", "x"],
    ]
    .iter()
    .copied()
    .chain(if more.is_empty() { None } else { Some(more) })
    {
        let answer = program.call(words).ends(3);
        assert!(answer.out.is_empty(), "{answer:?}");
        assert!(answer.err.contains(says), "{answer:?}");
        assert_eq!(fs::read(&program.db).unwrap(), before, "{words:?}");
        for ending in ["-wal", "-shm", "-journal"] {
            assert!(
                !program.path(&format!("office.db{ending}")).exists(),
                "{words:?} left {ending}"
            );
        }
    }
}

#[test]
fn a_newer_office_is_refused_and_left_alone() {
    let program = Program::with_office();
    let db = rusqlite::Connection::open(&program.db).unwrap();
    db.pragma_update(None, "user_version", 9_999).unwrap();
    db.pragma_update(None, "journal_mode", "DELETE").unwrap();
    db.close().unwrap();
    untouched(&program, &[], "9999");
}

#[test]
fn a_truncated_office_is_damaged_and_not_written_to() {
    let program = Program::with_office();
    let db = rusqlite::Connection::open(&program.db).unwrap();
    db.pragma_update(None, "journal_mode", "DELETE").unwrap();
    db.close().unwrap();
    let whole = fs::read(&program.db).unwrap();
    fs::write(&program.db, &whole[..whole.len() / 2]).unwrap();
    let before = fs::read(&program.db).unwrap();
    let answer = program.call(&["check"]);
    assert!(matches!(answer.code, Some(1 | 3)), "{answer:?}");
    let answer = program.run(&[warehouse("W1")]);
    assert_ne!(answer.code, Some(0), "{answer:?}");
    assert_eq!(fs::read(&program.db).unwrap().len(), before.len());
}

#[test]
fn a_backup_is_whole_and_goes_back_when_nobody_works() {
    let program = Program::with_office();
    program.run(&[warehouse("W1")]).ends(0);
    let copy = program.path("copy.db").display().to_string();
    let answer = program.call(&["backup", &copy]).ends(0).json();
    assert_eq!(answer["ok"], json!(true));
    program.call(&["backup", &copy]).ends(1);
    program.run(&[warehouse("W2")]).ends(0);
    // Another session has the office open: it reads its first line and waits for the next.
    let mut other = program.command();
    other
        .arg("run")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut other = other.spawn().unwrap();
    writeln!(other.stdin.as_mut().unwrap(), "{}", warehouse("W3")).unwrap();
    let mut answers = std::io::BufReader::new(other.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut answers, &mut String::new()).unwrap();
    let refused = program.call(&["restore", &copy]).ends(3);
    assert!(refused.out.is_empty(), "{refused:?}");
    writeln!(other.stdin.as_mut().unwrap(), "{}", warehouse("W4")).unwrap();
    drop(other.stdin.take());
    assert!(other.wait().unwrap().success());
    assert_eq!(
        program.ask(&["warehouses"])["rows"]
            .as_array()
            .unwrap()
            .len(),
        4,
        "nothing was lost"
    );
    program.call(&["restore", &copy]).ends(0);
    assert_eq!(
        program.ask(&["warehouses"])["rows"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    program.call(&["check", "--deep"]).ends(0);
    program.run(&[warehouse("W2")]).ends(0);
    let bad = program.file("bad.db", "no office");
    program.call(&["restore", &bad]).ends(3);
    assert_eq!(
        program.ask(&["warehouses"])["rows"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn help_describes_every_command_and_query() {
    let program = Program::new();
    for (topic, names) in [
        (
            "commands",
            orderdesk::desk::Command::SPECS
                .iter()
                .map(|s| s.name)
                .collect::<Vec<_>>(),
        ),
        (
            "queries",
            orderdesk::desk::Query::SPECS
                .iter()
                .map(|s| s.name)
                .collect(),
        ),
    ] {
        let told = program
            .call(&["help", topic, "--format", "json"])
            .ends(0)
            .json();
        let told: Vec<_> = told
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["name"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(told, names);
        let text = program.call(&["help", topic]).ends(0).out;
        assert!(names.iter().all(|name| text.contains(name)));
        for name in names {
            program.call(&["help", topic, name]).ends(0);
        }
        assert_ne!(program.call(&["help", topic, "no.such"]).code, Some(0));
    }
    assert!(
        program
            .call(&["completions", "bash"])
            .ends(0)
            .out
            .contains("orderdesk")
    );
    assert!(program.call(&["man"]).ends(0).out.contains(".TH"));
}

/// Commands of the contract's table that the program has: a name in the one is a name in the other.
#[test]
fn every_command_of_the_program_knows_its_fields() {
    for spec in orderdesk::desk::Command::SPECS {
        let schema = spec.schema();
        assert_eq!(schema["type"], "object", "{}", spec.name);
        let refused =
            orderdesk::desk::Command::parse(spec.name, json!({"no such field": 1})).unwrap_err();
        assert_eq!(refused.code().name(), "bad_field", "{}", spec.name);
    }
}

#[test]
fn answers_come_as_csv_and_as_spreadsheet() {
    let program = Program::with_office();
    program.run(&[warehouse("W1"), warehouse("=W2"), warehouse("00W3")]);
    let csv = program
        .call(&["ask", "warehouses", "--format", "csv"])
        .ends(0)
        .out;
    assert!(csv.starts_with('\u{feff}') && csv.contains("00W3"), "{csv}");
    assert!(
        !csv.lines()
            .any(|line| line.split(',').any(|cell| cell.starts_with('='))),
        "{csv}"
    );
    let out = program.path("w.xlsx").display().to_string();
    let told = program
        .call(&["ask", "warehouses", "--format", "xlsx", "--out", &out])
        .ends(0);
    assert!(told.out.is_empty());
    assert!(fs::read(&out).unwrap().starts_with(b"PK"));
    // What is there is not overwritten.
    let before = fs::read(&out).unwrap();
    assert_ne!(
        program.call(&["ask", "warehouses", "--out", &out]).code,
        Some(0)
    );
    assert_eq!(fs::read(&out).unwrap(), before);
    let table = program
        .call(&["ask", "warehouses", "--format", "table"])
        .ends(0)
        .out;
    assert!(table.contains("W1"));
    let office = program.db.display().to_string();
    assert_ne!(
        program
            .call(&["ask", "warehouses", "--format", "csv", "--out", &office])
            .code,
        Some(0)
    );
    program.call(&["check"]).ends(0);
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let program = Program::with_office();
    let customer = |n: i32| json!({"do": "customer.save", "with": {"code": format!("C{n}"), "name": "甲".repeat(60), "terms": "cod"}});
    program
        .run(&(0..600).map(customer).collect::<Vec<_>>())
        .ends(0);
    let mut child = program.command();
    child
        .args(["ask", "customers", "limit=1000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 141)), "{output:?}");
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn what_is_not_the_result_is_not_on_standard_output() {
    let program = Program::new();
    let made = program.call(&["admin", "init", "--name", "甲"]).ends(0);
    assert_eq!(made.lines().len(), 1);
    assert_eq!(made.json()["ok"], json!(true));
    assert!(program.call(&["admin", "init"]).ends(3).out.is_empty());
    let refused = program.call(&["ask", "order", "order=NONE"]).ends(1);
    assert!(refused.out.is_empty());
    let told: Value = serde_json::from_str(refused.err.trim()).unwrap();
    assert_eq!(told["refusal"]["code"], "not_found");
    for part in ["text", "way_out"] {
        assert!(
            !told["refusal"][part].as_str().unwrap().is_empty(),
            "{told}"
        );
    }
    let zh = program
        .call(&["--lang", "zh", "ask", "order", "order=NONE"])
        .ends(1);
    assert!(zh.err.contains("找不到"), "{zh:?}");
}

#[test]
fn the_library_and_the_program_answer_the_same() {
    let desk = Desk::new();
    let order = desk.approved("C1", json!([{"product": "P1", "qty": "2"}]));
    let inside = desk.ask(
        "price",
        json!({"customer": "C1", "product": "P1", "qty": "2"}),
    );
    let mut command = Program::at(&desk.path, desk.folder.path());
    command.args(["check", "--deep", "--format", "json"]);
    let answer: Answer = command.output().unwrap().into();
    assert_eq!(answer.ends(0).json()["ok"], json!(true));
    assert_eq!(inside["price"], "10.00", "{order}");
}
