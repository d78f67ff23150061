//! The house rules of the source, read as text: floors, circles, names that live in one room, lengths.

// Helpers of tests are not marked as tests, so the lints cannot tell them from the program.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

#[path = "tidy/house.rs"]
mod house;
#[path = "tidy/proofs.rs"]
mod proofs;
#[path = "tidy/source.rs"]
mod source;

use house::House;
use source::{
    Source, blank, is_word, item_end, line_of, named, root, rust_files, sources, without_tests,
};

/// What each room may import besides itself.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("guard", &[]),
    ("store", &["domain", "guard"]),
    ("words", &["domain"]),
    ("paper", &["domain", "words"]),
    ("desk", &["store", "paper", "domain", "guard"]),
    ("cli", &["desk", "paper", "domain", "words", "guard"]),
    ("ui", &["desk", "domain", "words"]),
];

/// The stairs inside `ui`, from the top.
const UI_STAIRS: &[&str] = &["shell", "screens", "widgets", "base"];

/// Names that live in one room, and where else they may stand, with the reason.
const HOMES: &[(&str, &[&str])] = &[
    ("rusqlite", &["src/store/"]),
    ("ratatui", &["src/ui/"]),
    ("crossterm", &["src/ui/"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    // Thrown away before anything else looks at it.
    ("std::env", &["src/main.rs", "src/guard/start.rs"]),
    ("unsafe", &["src/guard/start.rs"]),
    ("Utc::now", &["src/main.rs"]),
    ("Local::now", &[]),
    ("SystemTime::now", &["src/main.rs"]),
    // Waiting for keys, for the terminal and for the lock is measured, never told or written down.
    (
        "Instant::now",
        &["src/ui/shell/", "src/ui/base/", "src/store/open.rs"],
    ),
    ("println!", &["src/main.rs", "src/cli/out.rs"]),
    ("print!", &["src/main.rs", "src/cli/out.rs"]),
    ("eprintln!", &["src/main.rs", "src/cli/out.rs"]),
    ("eprint!", &["src/main.rs", "src/cli/out.rs"]),
    (
        "stdout()",
        &["src/main.rs", "src/cli/out.rs", "src/ui/shell/"],
    ),
    (
        "stderr()",
        &["src/main.rs", "src/cli/out.rs", "src/ui/shell/"],
    ),
    // Whoever opens the office or a sidecar of it beside a connection drops SQLite's locks when it is
    // closed (`reliability.md` finding 6): files are opened by name in these places alone, none of which
    // is ever given the office while a connection is there.
    (
        "File::open",
        &[
            "src/cli/run.rs",      // refuses the office
            "src/guard/conf.rs",   // root's configuration
            "src/paper/", // imports, refused if they are the office; folders, to flush them
            "src/store/backup.rs", // copies and folders, to flush them
        ],
    ),
    (
        "OpenOptions",
        &[
            "src/cli/setup_shared.rs",
            "src/paper/file_out.rs",
            "src/store/backup.rs", // copies; a damaged office that nobody has open
            "src/store/gate.rs",   // lock files of our own
            "src/ui/drafts.rs",
            "src/ui/window.rs",
            "src/ui/shell/terminal.rs",
        ],
    ),
    ("File::create", &[]),
    ("fs::copy", &[]),
    ("fs::write", &[]),
    (
        "fs::read",
        &[
            "src/desk/imports/wish.rs", // refuses the office and what lies beside it
            "src/main.rs",
            "src/ui/drafts.rs",
            "src/ui/window.rs",
        ],
    ),
    (
        "fs::read_to_string",
        &[
            "src/desk/doctor_guarded.rs", // /proc
            "src/guard/",                 // /proc
            "src/main.rs",
            "src/store/holder.rs",  // /proc
            "src/store/network.rs", // /proc
        ],
    ),
    ("f32", &[]),
    // calamine hands cells over as floats, rust_xlsxwriter takes them as floats.
    ("f64", &["src/paper/"]),
    (".unwrap()", &[]),
    ("todo!", &[]),
    ("unimplemented!", &[]),
];

/// Lines of a file, and of a function.
const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;

/// Fails with all faults.
#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn rooms_import_only_what_lies_below() {
    let house = House::read();
    let mut faults = Vec::new();
    for (from, _, line, path) in house.imports() {
        // As it is spelled: desk passes rows of the store on, so that ui need not name it.
        let from = &house.sources[from];
        let (Some(room), Some(other)) = (from.module.first(), path.first()) else {
            continue;
        };
        let allowed = FLOORS.iter().find(|(name, _)| name == room);
        let allowed = allowed.map_or(&[][..], |(_, may)| may);
        let known = FLOORS.iter().any(|(name, _)| name == other);
        if room != "main" && room != other && known && !allowed.contains(&other.as_str()) {
            faults.push(format!("{}:{line}: {room} imports {other}", from.file));
        }
    }
    none(&faults);
}

#[test]
fn stairs_of_the_screens_lead_down() {
    let house = House::read();
    let mut faults = Vec::new();
    for (from, to, line, _) in house.imports() {
        let (from, to) = (&house.sources[from], &house.sources[to]);
        let step = |s: &Source| {
            let inner = (s.module.first()? == "ui").then(|| s.module.get(1))??;
            UI_STAIRS.iter().position(|stair| stair == inner)
        };
        let (Some(a), Some(b)) = (step(from), step(to)) else {
            continue;
        };
        if b < a {
            faults.push(format!(
                "{}:{line}: {} imports {}",
                from.file, UI_STAIRS[a], UI_STAIRS[b]
            ));
        }
        let screen = |s: &Source| s.module.get(2).cloned();
        if a == b
            && UI_STAIRS[a] == "screens"
            && from.module.len() > 2
            && to.module.len() > 2
            && screen(from) != screen(to)
        {
            faults.push(format!(
                "{}:{line}: a screen imports the screen {}",
                from.file, to.file
            ));
        }
    }
    none(&faults);
}

#[test]
fn no_circles_between_files() {
    let house = House::read();
    let mut edges: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for (from, to, line, _) in house.imports() {
        edges.entry(from).or_default().entry(to).or_insert(line);
    }
    let mut faults = Vec::new();
    for circle in circles(house.sources.len(), &edges) {
        let inside: BTreeSet<_> = circle.iter().copied().collect();
        for from in &circle {
            for (to, line) in edges.get(from).into_iter().flatten() {
                if inside.contains(to) {
                    let (a, b) = (&house.sources[*from].file, &house.sources[*to].file);
                    faults.push(format!("{a}:{line}: is in a circle with {b}"));
                }
            }
        }
    }
    none(&faults);
}

/// Groups of files that reach each other.
fn circles(count: usize, edges: &BTreeMap<usize, BTreeMap<usize, usize>>) -> Vec<Vec<usize>> {
    let reach: Vec<BTreeSet<usize>> = (0..count)
        .map(|start| {
            let mut seen = BTreeSet::new();
            let mut waiting = vec![start];
            while let Some(at) = waiting.pop() {
                for to in edges.get(&at).into_iter().flat_map(BTreeMap::keys) {
                    if seen.insert(*to) {
                        waiting.push(*to);
                    }
                }
            }
            seen
        })
        .collect();
    let mut found: Vec<Vec<usize>> = Vec::new();
    for n in 0..count {
        if reach[n].contains(&n) && !found.iter().any(|c| c.contains(&n)) {
            found.push(
                (0..count)
                    .filter(|m| reach[n].contains(m) && reach[*m].contains(&n))
                    .collect(),
            );
        }
    }
    found
}

#[test]
fn names_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for source in sources() {
        for (name, homes) in HOMES {
            if homes.iter().any(|home| source.file.starts_with(home)) {
                continue;
            }
            for (at, _) in source.code.match_indices(name) {
                let before = source.code[..at].chars().next_back().unwrap_or(' ');
                let after = source.code[at + name.len()..].chars().next().unwrap_or(' ');
                let part = name.starts_with(is_word) && is_word(before)
                    || name.ends_with(is_word) && is_word(after);
                if !part {
                    let line = line_of(&source.code, at);
                    faults.push(format!("{}:{line}: {name} does not live here", source.file));
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn files_and_functions_stay_short() {
    let mut faults = Vec::new();
    for (file, text) in rust_files("src").into_iter().chain(rust_files("tests")) {
        let lines = text.lines().count();
        if lines > FILE_LINES {
            faults.push(format!(
                "{file}:{lines}: a file of more than {FILE_LINES} lines"
            ));
        }
        faults.extend(long_functions(&file, &blank(&text)));
    }
    none(&faults);
}

fn long_functions(file: &str, code: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        let name: String = code[at + 3..].chars().take_while(|c| is_word(*c)).collect();
        if is_word(before) || name.is_empty() {
            continue;
        }
        let end = item_end(code, at);
        let lines = code[at..end].matches('\n').count() + 1;
        if lines > FUNCTION_LINES {
            let line = line_of(code, at);
            faults.push(format!(
                "{file}:{line}: {name} has {lines} lines, more than {FUNCTION_LINES}"
            ));
        }
    }
    faults
}

#[test]
fn every_test_file_is_registered() {
    let mut faults = Vec::new();
    for folder in ["it", "journeys", "terminal"] {
        let main = fs::read_to_string(root().join(format!("tests/{folder}/main.rs"))).unwrap();
        for (file, _) in rust_files(&format!("tests/{folder}")) {
            let inner = file
                .trim_start_matches(&format!("tests/{folder}/"))
                .trim_end_matches(".rs");
            let top = inner.split('/').next().unwrap_or(inner);
            if top != "main" && !main.contains(&format!("mod {top};")) {
                faults.push(format!(
                    "{file}:1: is not registered in tests/{folder}/main.rs"
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_requirement_has_its_mechanism_and_its_test() {
    none(&proofs::faults());
}

#[test]
fn the_reader_of_sources_sees_through() {
    let text = "use crate::{a, b::{self, c::D}}; // use crate::x;\nlet s = \"crate::y::Z\"; let c = '\"';\n\
        crate::d::e(); fn f<'a>() { super::g::H; }\n#[cfg(test)]\nmod tests { use crate::t; }\n";
    let (code, _) = without_tests(&blank(text));
    let module = vec!["room".to_owned(), "file".to_owned()];
    let source = Source {
        file: "src/room/file.rs".into(),
        module,
        code,
        lines: 0,
    };
    let paths: Vec<_> = named(&source, &BTreeSet::new())
        .into_iter()
        .map(|n| n.path.join("::"))
        .collect();
    assert_eq!(
        paths,
        [
            "crate::a",
            "crate::b",
            "crate::b::c::D",
            "crate::d::e",
            "super::g::H"
        ]
    );
    assert_eq!(source.lines, 0);
}
