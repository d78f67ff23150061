//! Workbooks that are made to bring their reader down (`reliability.md` R36): refused in time, by a
//! child with limits, and the session goes on.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::books::{book, row, with_parts};
use crate::support::program::Program;

/// Says in the archive's own lists that the largest part is small, so that no cap sees it coming.
fn lying(mut bytes: Vec<u8>, real: usize) -> Vec<u8> {
    let size = u32::try_from(real).unwrap().to_le_bytes();
    let mut lies = 0;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size {
            bytes[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
            lies += 1;
        }
    }
    assert!(lies >= 1, "the size was found");
    bytes
}

/// Imports customers from such a file: refused within ten seconds, and nothing is added.
fn refused(program: &Program, name: &str, bytes: &[u8]) {
    let file = program.file(name, bytes);
    let start = Instant::now();
    let told = program.call(&["import", "customers", &file]);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(12), "{name}: {took:?}");
    assert_eq!(told.code, Some(1), "{name}: {told:?}");
    assert!(told.err.contains("import.bad_file"), "{name}: {told:?}");
    let rows = program.ask(&["customers"]);
    assert_eq!(rows["rows"].as_array().unwrap().len(), 0, "{name}");
}

#[test]
fn a_workbook_that_is_too_much_is_refused_and_a_good_one_read() {
    let program = Program::with_office();
    let head = row(1, &["code", "name", "terms"]);
    refused(
        &program,
        "far.xlsx",
        &book(
            "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
            "",
        ),
    );
    let long = format!("<si><t>{}</t></si>", "a".repeat(300 << 20));
    let real = long.len()
        + "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"></sst>".len();
    let bomb = book("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", &long);
    refused(&program, "bomb.xlsx", &bomb);
    refused(&program, "lying.xlsx", &lying(bomb, real));
    let good = book(&[head, row(2, &["C1", "good", "prepaid"])].concat(), "");
    refused(&program, "cut.xlsx", &good[..good.len() / 2]);
    refused(
        &program,
        "only_zip.xlsx",
        &[b"PK\x03\x04".as_slice(), &[7; 500]].concat(),
    );
    refused(
        &program,
        "only_ole.xls",
        &[
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].as_slice(),
            &[7; 5_000],
        ]
        .concat(),
    );
    let told = program
        .call(&["import", "customers", &program.file("good.xlsx", &good)])
        .ends(0);
    assert_eq!(told.json()["added"], 1, "{told:?}");
    assert_eq!(program.ask(&["customers"])["rows"][0]["name"], "good");
}

/// Words of the XML itself that would read a file of the machine, or grow without end; an archive in
/// an archive.
#[test]
fn a_workbook_brings_nothing_in_from_outside_and_does_not_grow() {
    let program = Program::with_office();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let secret = program.file("secret", b"what nobody should read");
    let head = row(1, &["code", "name", "terms"]);
    let good = book(
        &[head.clone(), row(2, &["C1", "&x;", "prepaid"])].concat(),
        "",
    );
    let sheet = |words: &str| {
        let rows = [head.clone(), row(2, &["C1", "&x;", "prepaid"])].concat();
        let text = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE worksheet [{words}]>\
             <worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"
        );
        with_parts(&good, &[("xl/worksheets/sheet1.xml", text.into_bytes())])
    };
    let outside = format!("<!ENTITY x SYSTEM \"file://{secret}\">");
    let letters = "abcdefghijklmnopqrstuvwx";
    let tenfold = letters.chars().zip(letters.chars().skip(1));
    let tenfold = tenfold.map(|(of, next)| {
        let ten = format!("&{of};").repeat(10);
        format!("<!ENTITY {next} \"{ten}\">")
    });
    let first = "<!ENTITY a \"aaaaaaaaaa\">".to_owned();
    let grows: String = std::iter::once(first).chain(tenfold).collect();
    for (name, words) in [("outside.xlsx", &outside), ("grows.xlsx", &grows)] {
        let file = program.file(name, sheet(words));
        let start = Instant::now();
        let told = program.call(&["import", "customers", &file]);
        assert!(start.elapsed() < Duration::from_secs(12), "{name}");
        let rows = program.ask(&["customers"]).to_string();
        let all = format!("{told:?} {rows}");
        assert!(
            !all.contains("nobody should read") && !all.contains("aaaaaaaaaa"),
            "{all}"
        );
    }
    let inner = ("xl/worksheets/sheet1.xml", good.clone());
    refused(&program, "nested.xlsx", &with_parts(&good, &[inner]));
}

/// A damaged .xls can ask its reader for terabytes: the child ends, the program tells and goes on.
#[test]
fn an_old_workbook_with_a_byte_gone_wrong_is_read_or_refused() {
    let program = Program::with_office();
    let good = include_bytes!("../files/jd.xls");
    let mut refused = 0;
    for at in (0..good.len()).step_by(149) {
        let mut bytes = good.to_vec();
        bytes[at] ^= 0xFF;
        let file = program.file("jd.xls", &bytes);
        let told = program.call(&["import", "orders", &file, "--dry-run"]);
        assert!(matches!(told.code, Some(0 | 1)), "byte {at}: {told:?}");
        let known = ["import.", "bad_field", "not_found"];
        let named = known.iter().any(|code| told.err.contains(code));
        assert!(
            told.code == Some(0) || named || told.out.contains("failed"),
            "byte {at}: {told:?}"
        );
        refused += usize::from(told.err.contains("import.bad_file"));
    }
    assert!(refused > 0, "no flip hit the frame of the file");
}

#[test]
fn the_child_has_its_limits_and_nothing_else() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_orderdesk"))
        .arg("read-workbook")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let path = format!("/proc/{}/limits", child.id());
    let end = Instant::now() + Duration::from_secs(10);
    let wanted = [
        ("Max data size", 256 << 20),
        ("Max cpu time", 10),
        ("Max core file size", 0),
        ("Max file size", 0),
    ];
    loop {
        let limits = std::fs::read_to_string(&path).unwrap();
        let limit = |name: &str| {
            let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
            line[name.len()..]
                .split_whitespace()
                .next()
                .unwrap()
                .to_owned()
        };
        if wanted
            .iter()
            .all(|(name, most)| limit(name) == most.to_string())
        {
            break;
        }
        assert!(Instant::now() < end, "{limits}");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"a,b\n1,2\n")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("OK\n") && text.ends_with("\"End\"\n"),
        "{text}"
    );
}
