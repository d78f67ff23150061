//! Where a file goes that somebody takes away (`reliability.md` R40): to a new name of the person's own,
//! whole, for nobody else to read; never through a link, over a file, or beside the office under its name.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::support::program::{Answer, Program};
use crate::support::three_users::{ANNA, BO, SharedBox};

/// Every name below a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            all.extend(names(&entry.path()));
        }
        all.push(entry.path().display().to_string());
    }
    all.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    all.sort();
    all
}

#[test]
fn a_list_that_is_taken_away_goes_to_a_new_file_of_ones_own_or_nowhere() {
    let program = Program::with_office();
    let carrier = json!({"do": "carrier.save", "with": {"code": "SF", "name": "SF"}});
    program.run(&[carrier]).ends(0);
    let here = |name: &str| program.path(name).display().to_string();
    program.file("there.csv", "mine");
    std::fs::create_dir(here("folder")).unwrap();
    symlink(here("nowhere.csv"), here("dangling.csv")).unwrap();
    symlink(here("there.csv"), here("link.csv")).unwrap();
    symlink(&program.db, here("office_link.csv")).unwrap();
    let before = names(program.folder.path());
    let office = std::fs::read(&program.db).unwrap();
    let db = program.db.display().to_string();
    let beside = |ending: &str| format!("{db}{ending}");
    let dotted = here("folder/../office.db-journal");
    let bad = [
        here("there.csv"),
        here("dangling.csv"),
        here("link.csv"),
        here("office_link.csv"),
        db.clone(),
        beside("-wal"),
        beside("-shm"),
        beside("-journal"),
        beside(".gate"),
        beside(".work"),
        dotted,
        "/proc/self/fd/1".into(),
        "/proc/self/mem".into(),
        "/proc/x.csv".into(),
        "/proc/self/task/x.csv".into(),
        here("folder"),
        here("folder/"),
        here("new/"),
        here("folder/.."),
        here("none/x.csv"),
        here("two\nlines.csv"),
        here("red\u{1b}[31m.csv"),
        here("gpj.\u{202e}csv"),
        "..".into(),
        ".".into(),
        "/".into(),
    ];
    for path in &bad {
        for lang in ["zh", "en"] {
            let words = [
                "--lang", lang, "ask", "carriers", "--format", "csv", "--out", path,
            ];
            let told = program.call(&words);
            assert!(matches!(told.code, Some(1 | 3)), "{path:?}: {told:?}");
            assert!(
                !told.err.is_empty() && told.out.is_empty(),
                "{path:?}: {told:?}"
            );
            assert!(!told.err.contains('\u{1b}'), "{path:?}: {told:?}");
            // In the person's language, whatever the system says in its own.
            let words = lang == "en" || !told.err.is_ascii();
            let named = told.code == Some(1) || told.err.contains(path);
            assert!(words && named, "{path:?}: {told:?}");
            assert_eq!(names(program.folder.path()), before, "{path:?}");
        }
    }
    assert_eq!(std::fs::read(here("there.csv")).unwrap(), b"mine");
    assert!(
        std::fs::read(&program.db).unwrap() == office,
        "the office was touched"
    );
    program.call(&["check", "--deep"]).ends(0);
}

#[test]
fn a_list_of_problems_goes_the_same_ways() {
    let program = Program::with_office();
    let here = |name: &str| program.path(name).display().to_string();
    program.file("there.csv", "mine");
    symlink(here("there.csv"), here("link.csv")).unwrap();
    let beside = |ending: &str| format!("{}{ending}", program.db.display());
    let sheet = program.file("c.csv", "code,name,terms\nC1,,\n");
    for path in [
        beside("-journal"),
        here("link.csv"),
        here("two\nlines.csv"),
        here("there.csv"),
    ] {
        let told = program.call(&["import", "customers", &sheet, "--problems", &path]);
        assert_eq!(told.code, Some(1), "{path:?}: {told:?}");
        assert!(!Path::new(&beside("-journal")).exists(), "{told:?}");
    }
    assert_eq!(std::fs::read(here("there.csv")).unwrap(), b"mine");
}

#[test]
fn nobody_else_reads_a_list_that_was_taken_away_under_an_open_umask() {
    let program = Program::with_office();
    let out = program.path("x.csv");
    let call = "umask 000; exec \"$0\" --db \"$1\" ask carriers --out \"$2\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", call, env!("CARGO_BIN_EXE_orderdesk")])
        .args([&program.db, &out])
        .env_clear()
        .env("HOME", program.folder.path());
    Answer::from(command.output().unwrap()).ends(0);
    let about = std::fs::metadata(&out).unwrap();
    let me = nix::unistd::getuid().as_raw();
    assert_eq!((about.mode() & 0o7777, about.uid()), (0o600, me));
}

#[test]
fn whatever_the_umask_a_file_that_is_taken_away_is_its_persons_alone() {
    let Some(here) = SharedBox::new() else { return };
    here.set_up().ends(0);
    here.call(ANNA, &["admin", "user", "bo", "--roles", "clerk"])
        .ends(0);
    let (program, office) = (here.program(), here.office());
    let out = |path: &str| {
        let script = "umask 000; exec \"$0\" ask carriers --format csv --out \"$1\"";
        let words = ["sh", "-c", script, &program, path];
        Answer::from(here.command(BO, &[], &words).output().unwrap())
    };
    let own = here.home(BO, "列表.csv");
    out(&own).ends(0);
    let about = std::fs::metadata(&own).unwrap();
    let bits = (about.mode() & 0o7777, about.uid(), about.gid());
    assert_eq!(bits, (0o600, BO.1, BO.1));
    // Links that somebody planted where anybody may write, to the office and to a file of another's.
    let open = here.path("open");
    std::fs::create_dir(&open).unwrap();
    std::fs::set_permissions(&open, PermissionsExt::from_mode(0o1777)).unwrap();
    let annas = here.home(ANNA, "x.csv");
    let planted = |name: &str, to: &str| {
        let link = open.join(name);
        symlink(to, &link).unwrap();
        link.display().to_string()
    };
    let journal = format!("{office}-journal");
    let folder = planted("folder", &here.path("desk").display().to_string());
    for path in [
        planted("office.csv", &office),
        planted("anna.csv", &annas),
        planted("journal.csv", &journal),
        format!("{folder}/new.csv"),
        format!("{folder}/desk.db-journal"),
        own.clone(),
        office.clone(),
        journal.clone(),
    ] {
        let told = out(&path);
        assert!(matches!(told.code, Some(1 | 3)), "{path}: {told:?}");
    }
    assert!(!Path::new(&annas).exists() && !Path::new(&journal).exists());
    assert!(!here.path("desk/new.csv").exists());
    here.call(BO, &["check", "--deep"]).ends(0);
}
