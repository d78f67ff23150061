//! The tables of `tests/README.md`: each requirement with what makes it so and the test that shows it.

use std::collections::BTreeSet;
use std::fs;

use super::source::root;

/// How many requirements and suites `reliability.md` has.
const ALL: &[(char, usize)] = &[('R', 45), ('S', 13)];

/// Suites whose cases are listed one by one, and how many it asks for.
const CASES: &[(&str, usize)] = &[("S3", 19), ("S4", 25)];

/// Where tests are made of names alone.
const STORIES: &str = "tests/it/stories.rs";

/// What is wrong with the tables.
pub fn faults() -> Vec<String> {
    let text = fs::read_to_string(root().join("tests/README.md")).unwrap();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, number, _, third, fourth, _] = cells[..] else {
            continue;
        };
        let Some(kind) = number.chars().next().filter(|_| is_number(number)) else {
            continue;
        };
        seen.insert(number.to_owned());
        let mut fault = |why: &str| faults.push(format!("tests/README.md:{}: {why}", at + 1));
        // A requirement names mechanism and test, a suite its tests and the command of its full size.
        let (mechanism, tests) = if kind == 'R' {
            (third, fourth)
        } else {
            ("", third)
        };
        for named in named(mechanism) {
            if let Some(why) = why_not(named, false) {
                fault(&why);
            }
        }
        if kind == 'R' && named(mechanism).is_empty() {
            fault("names no mechanism");
        }
        if kind == 'S' && !fourth.contains("cargo test") {
            fault("names no command");
        }
        for named in named(tests) {
            if let Some(why) = why_not(named, true) {
                fault(&why);
            }
        }
        if !named(tests).iter().any(|name| name.contains("::")) {
            fault("names no test");
        }
    }
    for (kind, last) in ALL {
        let missing = (1..=*last).map(|n| format!("{kind}{n}"));
        let missing = missing.filter(|number| !seen.contains(number));
        faults.extend(missing.map(|number| format!("tests/README.md: {number} is missing")));
    }
    faults.extend(
        CASES
            .iter()
            .flat_map(|(suite, least)| cases(&text, suite, *least)),
    );
    faults
}

/// What is wrong with the cases of a suite: `| S3.1 | fault | test |`, numbered through.
fn cases(text: &str, suite: &str, least: usize) -> Vec<String> {
    let start = format!("| {suite}.");
    let mut faults = Vec::new();
    let mut seen = 0;
    for line in text.lines().filter(|line| line.starts_with(&start)) {
        seen += 1;
        let tests = named(line);
        if !line.starts_with(&format!("{start}{seen} |")) || tests.is_empty() {
            faults.push(format!(
                "tests/README.md: {line}: not {suite}.{seen}, or no test"
            ));
        }
        faults.extend(tests.into_iter().filter_map(|test| why_not(test, true)));
    }
    if seen < least {
        faults.push(format!(
            "tests/README.md: {seen} cases of {suite}, not {least}"
        ));
    }
    faults
}

/// `R12`, `S3`.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['R', 'S']);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// What stands in backticks.
fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Why `path` or `path::function` is nothing that is there.
fn why_not(named: &str, test: bool) -> Option<String> {
    let (path, function) = named.split_once("::").unwrap_or((named, ""));
    let Ok(text) = fs::read_to_string(root().join(path)) else {
        return Some(format!("there is no {path}"));
    };
    if function.is_empty() {
        return None;
    }
    let signature = [format!("fn {function}("), format!("fn {function}<")];
    let Some(at) = signature.iter().find_map(|it| text.find(it)) else {
        // A story: a macro makes the test that tells it.
        if path == STORIES
            && text
                .lines()
                .any(|line| line.trim() == format!("{function},"))
        {
            return None;
        }
        return Some(format!("{path} has no {function}"));
    };
    // Between its mark and its name a test has nothing but other marks.
    let before = text[..at].trim_end_matches(|c: char| c != '\n');
    let marks = before.lines().rev().map(str::trim);
    let mut marks = marks.take_while(|line| line.starts_with("#[") || line.starts_with(")]"));
    let is_test = !test || marks.any(|line| line == "#[test]");
    (!is_test).then(|| format!("{path}::{function} is no test"))
}
