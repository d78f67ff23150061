//! Files that are broken in ways of their own, kept in `tests/corpus` (`reliability.md` S9): nothing
//! panics, whatever is not taken is told in words with its file and line, twice is once, and none of it
//! needs much memory or time.
//!
//! A file that once broke something is dropped into the folder of its kind; nothing is registered.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;
use std::time::{Duration, Instant};

use orderdesk::desk::imports::{Imported, Job};
use orderdesk::desk::{Failure, Office};
use orderdesk::domain::{Day, Moment, Money, Price, Qty, Refusal};
use orderdesk::paper::input::Input;
use orderdesk::paper::masters_sheet::MasterKind;
use orderdesk::ui::base::Event;
use orderdesk::ui::shell::decoder::Decoder;
use orderdesk::ui::widgets::date_text::Lean;
use orderdesk::ui::widgets::{date_text, sum_text};
use orderdesk::words::Lang;
use serde_json::json;

use crate::support::office::{Desk, boss};

/// Kinds of masters, each with a folder; beside them `orders` of platforms and `own` sheets of customers.
const MASTERS: &[&str] = &[
    "customers",
    "products",
    "prices",
    "stock",
    "receipts",
    "waybills",
];

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(name)
}

/// What lies in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut entries: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    assert!(!entries.is_empty(), "{}", folder.display());
    entries
}

/// The files of an import: one, or all of a folder.
fn files(entry: &Path) -> Vec<Input> {
    let paths = if entry.is_dir() {
        entries(entry)
    } else {
        vec![entry.to_owned()]
    };
    let input = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        Input::new(&name, &std::fs::read(path).unwrap())
    };
    paths.into_iter().map(input).collect()
}

/// It is told in both languages, in words that no terminal takes for orders.
fn in_words(what: &str, refusal: &Refusal) {
    for lang in Lang::ALL {
        let told = lang.refusal(refusal);
        for text in [told.text, told.way_out] {
            assert!(!text.trim().is_empty(), "{what}: {refusal}");
            let raw = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(raw, None, "{what}: {text:?}");
            assert!(text.len() < 4_000, "{what}: {text}");
        }
    }
}

/// Imports a file or a folder of them; a refusal of all of it is told, and nothing.
fn taken(office: &Office, kind: &str, entry: &Path) -> Option<Imported> {
    let what = entry.display().to_string();
    let files = files(entry);
    let job = Job {
        masters: MasterKind::from_name(kind),
        files: &files,
        profile: None,
        customer: (kind == "own").then_some("C1"),
        scratch: None,
    };
    match office.import(&boss(), &job, &mut |_, _| true) {
        Ok(read) => {
            accounted(&what, &files, &read);
            Some(read)
        }
        Err(Failure::Refused(refusal)) => {
            in_words(&what, &refusal);
            None
        }
        Err(Failure::Store(why)) => panic!("{what}: {why}"),
    }
}

/// Whatever failed is among the problems, each with its file, its line and its words.
fn accounted(what: &str, files: &[Input], read: &Imported) {
    let problems: Vec<_> = read.problems.from(0).map(Result::unwrap).collect();
    assert!(read.failed == 0 || !problems.is_empty(), "{what}: {read:?}");
    for problem in &problems {
        let named = files.iter().any(|file| file.name() == problem.file);
        assert!(named && problem.line > 0, "{what}: {problem:?}");
        in_words(what, &problem.refusal);
    }
    for n in [read.added, read.updated, read.skipped, read.failed] {
        assert!((0..=read.rows).contains(&n), "{what}: {read:?}");
    }
}

/// Does the rest of a test in a process of its own, which has 256 MiB and a minute of work (R36), and says
/// whether this is that process.
fn has_its_limits(test: &str) -> bool {
    const CHILD: &str = "ORDERDESK_CORPUS_CHILD";
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let limits = "ulimit -d 262144 && ulimit -t 60 && exec \"$0\" --exact --nocapture \"$1\"";
    let mut child = Command::new("sh");
    child.args(["-c", limits]);
    child.arg(std::env::current_exe().unwrap()).arg(test);
    let told = child.env(CHILD, "1").output().unwrap();
    let out = String::from_utf8_lossy(&told.stdout);
    let err = String::from_utf8_lossy(&told.stderr);
    let done = told.status.success() && out.contains("1 passed");
    assert!(done, "{}\n{out}\n{err}", told.status);
    false
}

#[test]
fn every_file_of_the_corpus_is_taken_or_refused_in_words() {
    if !has_its_limits("corpus::every_file_of_the_corpus_is_taken_or_refused_in_words") {
        return;
    }
    let desk = Desk::in_memory();
    let (mut added, mut refused, mut problems) = (0, 0, 0);
    for kind in ["orders", "own"].iter().chain(MASTERS) {
        for entry in entries(&corpus(kind)) {
            let what = entry.display();
            let office = desk.office.private_copy(desk.folder.path()).unwrap();
            let Some(first) = taken(&office, kind, &entry) else {
                refused += 1;
                continue;
            };
            added += first.added;
            problems += first.problems.from(0).count();
            let again = taken(&office, kind, &entry).unwrap();
            assert_eq!(again.added, 0, "{what}: twice is once");
            if first.added > 0 {
                let checks = office.check(false).unwrap();
                let bad: Vec<_> = checks.iter().filter(|check| !check.ok).collect();
                assert!(bad.is_empty(), "{what}: {bad:#?}");
            }
        }
    }
    println!("{added} papers, {refused} files refused, {problems} problems");
    assert!(added > 20 && refused > 10 && problems > 20);
}

/// The lines of a file, which need be no text.
fn lines(name: &str) -> Vec<String> {
    let bytes = std::fs::read(corpus(name)).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    text.lines().map(str::to_owned).collect()
}

#[test]
fn every_line_of_the_corpus_is_looked_for_or_refused_in_words() {
    let desk = Desk::in_memory();
    for text in lines("search.txt") {
        for name in ["find", "orders", "customers", "products", "debtors"] {
            match desk
                .office
                .ask_by_name(&boss(), name, json!({ "text": text }))
            {
                Ok(answer) => assert!(answer.is_object(), "{name} {text}"),
                Err(Failure::Refused(refusal)) => in_words(&text, &refusal),
                Err(Failure::Store(why)) => panic!("{name} {text}: {why}"),
            }
        }
    }
}

/// What stands behind the bar is what the box makes of what stands before it.
fn as_told(name: &str, read: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    for line in lines(name) {
        let (typed, told) = line.rsplit_once(" | ").unwrap_or((&line, ""));
        let seen = read(typed);
        if seen != told {
            wrong.push(format!("{typed} | {seen}"));
        }
    }
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
}

/// A strict reader refuses, or reads what it writes.
fn strict<T: FromStr + Display + PartialEq>(typed: &str) {
    if let Ok(value) = typed.parse::<T>() {
        let again = value.to_string().parse().ok();
        assert!(again == Some(value), "{typed}");
    }
}

#[test]
fn every_date_of_the_corpus_is_read_as_it_stands_there() {
    let today: Day = "2026-11-25".parse().unwrap();
    as_told("dates.txt", |typed| {
        for lean in [Lean::Ahead, Lean::Back] {
            let _ = date_text::read(typed, today, lean);
        }
        strict::<Day>(typed);
        strict::<Moment>(typed);
        match date_text::read(typed, today, Lean::Ahead) {
            Ok(day) => day.to_string(),
            Err(why) => format!("{why:?}"),
        }
    });
}

#[test]
fn every_amount_of_the_corpus_is_read_as_it_stands_there() {
    as_told("amounts.txt", |typed| {
        strict::<Money>(typed);
        strict::<Price>(typed);
        strict::<Qty>(typed);
        match sum_text::read(typed, 2) {
            Ok(value) => value.to_string(),
            Err(why) => format!("{why:?}"),
        }
    });
}

#[test]
fn every_stream_of_bytes_becomes_keys_and_the_next_key_comes_through() {
    for entry in entries(&corpus("keys")) {
        let bytes = std::fs::read(&entry).unwrap();
        for part in [1, 7, bytes.len().max(1)] {
            let start = Instant::now();
            let mut decoder = Decoder::default();
            let mut events = 0;
            for chunk in bytes.chunks(part) {
                events += decoder.feed(chunk, start).len();
            }
            // A minute of silence ends whatever was begun.
            let mut now = start;
            for _ in 0..100 {
                now = decoder.deadline().unwrap_or(now);
                events += decoder.tick(now).len();
            }
            assert!(events <= bytes.len() + 1, "{}", entry.display());
            assert_eq!(decoder.deadline(), None, "{}", entry.display());
            let last = decoder.feed(b"q", now + Duration::from_mins(1));
            assert!(
                matches!(last[..], [Event::Key(_)]),
                "{}: {last:?}",
                entry.display()
            );
        }
    }
}
