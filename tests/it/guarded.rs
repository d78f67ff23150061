//! The guarded office with three clerks of the system (`reliability.md` S5, R28 to R33).
//!
//! Needs root and says so where it is skipped. See `support/three_users.rs` for why it leaves
//! nothing behind on the machine.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::guarded_world::furnished;
use crate::support::program::Answer;
use crate::support::session::Session;
use crate::support::three_users::{ANNA, BO, CAI, Clerk, DAN, SharedBox};

/// A session of `run` with this umask.
fn session(here: &SharedBox, clerk: Clerk, umask: &str) -> Child {
    let program = here.program();
    let words = ["sh", "-c", "umask $1; exec $2 run", "sh", umask, &program];
    let mut command = here.command(clerk, &[], &words);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn say(here: &SharedBox, clerk: Clerk, umask: &str, lines: &[Value]) -> Answer {
    let mut child = session(here, clerk, umask);
    let mut input = child.stdin.take().unwrap();
    for line in lines {
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    child.wait_with_output().unwrap().into()
}

/// The groups of a process or thread by its folder in `/proc`: real, effective, saved, for files.
fn groups(of: &str) -> Vec<u32> {
    let status = std::fs::read_to_string(format!("{of}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("Gid:"));
    let numbers = line.unwrap().split_whitespace().skip(1);
    numbers.map(|n| n.parse().unwrap()).collect()
}

fn order(n: usize) -> Value {
    json!({"do": "order.enter", "with": {"customer": "C1", "channel": "phone", "ship_to": "广州",
        "customer_ref": format!("ref {n}"), "lines": [{"product": "P1", "qty": "1"}]}})
}

#[test]
fn the_recipe_makes_an_office_that_the_doctor_finds_well() {
    let Some(here) = furnished() else { return };
    let office = std::fs::metadata(here.office()).unwrap();
    let folder = std::fs::metadata(here.path("desk")).unwrap();
    assert_eq!((office.mode() & 0o7777, office.uid()), (0o660, 0));
    assert_eq!((folder.mode() & 0o7777, folder.uid()), (0o2770, 0));
    assert!(folder.gid() != 0 && office.gid() == folder.gid());
    here.set_up().ends(0); // again: nothing is made twice
    let told = here.call(BO, &["admin", "doctor"]).ends(0).json();
    let find = |name: &str| {
        let all = told["findings"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap().clone()
    };
    assert_eq!(find("mode")["facts"]["mode"], "guarded", "{told}");
    for name in [
        "folder_mode",
        "file_mode",
        "owner",
        "program_mode",
        "group_members",
    ] {
        assert_eq!(find(name)["grade"], "ok", "{told}");
    }
    let me = here.call(BO, &["ask", "me"]).ends(0).json();
    assert_eq!((&me["login"], &me["guarded"]), (&json!("bo"), &json!(true)));
    // Somebody whom the office does not know, whatever he says of himself.
    here.call(DAN, &["ask", "me"]).ends(4);
    let mut liar = here.command(DAN, &[], &[&here.program(), "ask", "me"]);
    liar.env("USER", "anna")
        .env("LOGNAME", "anna")
        .env("SUDO_USER", "anna");
    Answer::from(liar.output().unwrap()).ends(4);
    // Nobody but root makes an office there, or sets one up.
    here.call(BO, &["admin", "init"]).ends(3);
    let shown = here.call(BO, &["admin", "setup-shared"]).ends(2);
    assert!(
        shown.out.contains("chmod 0660") && shown.err.contains("root"),
        "{shown:?}"
    );
}

#[test]
fn three_users_write_at_once_whatever_their_umask() {
    let Some(here) = furnished() else { return };
    let clerks = [(ANNA, "022"), (BO, "000"), (CAI, "077")];
    let here = &here;
    std::thread::scope(|scope| {
        for (n, (clerk, umask)) in clerks.into_iter().enumerate() {
            scope.spawn(move || {
                for round in 0..4 {
                    let lines: Vec<_> = (0..5).map(|i| order(100 * n + 10 * round + i)).collect();
                    let answer = say(here, clerk, umask, &lines);
                    assert!(answer.err.is_empty(), "{answer:?}");
                    assert!(answer.lines().iter().all(|a| a["ok"] == true), "{answer:?}");
                }
            });
        }
    });
    let mut open = session(here, BO, "000");
    let mut input = open.stdin.take().unwrap();
    writeln!(input, "{}", order(999)).unwrap();
    let mut answers = BufReader::new(open.stdout.take().unwrap()).lines();
    let answer = answers.next().unwrap().unwrap();
    assert!(answer.contains("\"ok\":true"), "{answer}");
    let group = std::fs::metadata(here.office()).unwrap().gid();
    for ending in ["-wal", "-shm", ".gate", ".work"] {
        let about = std::fs::metadata(here.office() + ending).unwrap();
        let bits = (about.mode() & 0o7777, about.gid());
        assert_eq!(bits, (0o660, group), "{ending}");
    }
    // The session has stepped back to its own group on every thread, and keeps the way up.
    let pid = open.id();
    for thread in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
        let thread = thread.unwrap().path().display().to_string();
        assert_eq!(groups(&thread), [BO.1, BO.1, group, BO.1], "{thread}");
    }
    // And nobody looks into it, not even its own person.
    for what in ["fd", "environ", "mem", "cwd"] {
        let path = format!("/proc/{pid}/{what}");
        let look = [
            "sh",
            "-c",
            "ls $1/ >/dev/null 2>&1 || head -c1 $1 >/dev/null",
            "sh",
            &path,
        ];
        Answer::from(here.command(BO, &[], &look).output().unwrap()).ends(1);
    }
    drop(input);
    assert!(open.wait().unwrap().success());
    for ending in ["-wal", "-shm"] {
        assert!(
            !std::path::Path::new(&(here.office() + ending)).exists(),
            "{ending} is left"
        );
    }
    here.call(CAI, &["check", "--deep"]).ends(0);
    let rows = here
        .call(CAI, &["ask", "orders", "limit=200"])
        .ends(0)
        .json();
    assert_eq!(rows["rows"].as_array().unwrap().len(), 61);
}

#[test]
fn a_clerk_reaches_the_file_by_the_program_alone() {
    let Some(here) = furnished() else { return };
    let (office, program) = (here.office(), here.program());
    let folder = here.path("desk").display().to_string();
    let copy = here.home(BO, "copy.db");
    for words in [
        vec!["cat", &office],
        vec!["ls", &folder],
        vec!["cp", &office, &copy],
        vec!["sqlite3", &office, "SELECT 1"],
        vec!["sh", "-c", "echo >> $0", &office],
        vec!["ln", &office, &copy],
        vec!["rm", "-f", &office],
    ] {
        let answer = here.command(BO, &[], &words).output().unwrap();
        assert!(!answer.status.success(), "{words:?}");
    }
    // An own file, a link to the office, a name with tricks: with the clerk's own rights.
    let (link, own) = (here.home(BO, "link.db"), here.home(BO, "own.db"));
    let made = here
        .command(BO, &[], &["ln", "-s", &office, &link])
        .status();
    assert!(made.unwrap().success());
    let dots = here.path("bin/../desk/desk.db").display().to_string();
    for path in [&link, &dots, &format!("file:{office}?nolock=1")] {
        let answer = here.call(BO, &["--db", path, "ask", "me"]).ends(3);
        assert!(answer.out.is_empty(), "{path}: {answer:?}");
    }
    here.call(BO, &["--db", &office, "ask", "me"]).ends(0);
    here.call(BO, &["--db", &own, "admin", "init"]).ends(0);
    let made = std::fs::metadata(&own).unwrap();
    assert_eq!((made.uid(), made.gid()), (BO.1, BO.1));
    // A session on it has given the group up for good: there is no way back to it.
    let mut session = Session::of(&mut here.command(BO, &[], &[&program, "--db", &own, "run"]));
    let carrier = json!({"do": "carrier.save", "with": {"code": "SF", "name": "SF"}});
    assert_eq!(session.say(&carrier)["ok"], true);
    assert_eq!(groups(&format!("/proc/{}", session.child.id())), [BO.1; 4]);
    assert_eq!(session.ends(), Some(0));
    here.call(BO, &["demo"]).ends(0);
    // Nor by what the environment or a configuration of one's own says.
    let config = here.home(BO, "config.toml");
    std::fs::write(&config, format!("db = \"{own}\"\n")).unwrap();
    std::fs::set_permissions(&config, PermissionsExt::from_mode(0o644)).unwrap();
    let words = [&program, "--config", &config, "ask", "settings"];
    let mut command = here.command(BO, &[], &words);
    command
        .env("ORDERDESK_DB", &own)
        .env("XDG_DATA_HOME", "/tmp")
        .env("TMPDIR", "/nowhere");
    command
        .env("SQLITE_TMPDIR", here.home(BO, ""))
        .env("TZ", "Pacific/Kiritimati");
    let told = Answer::from(command.output().unwrap())
        .ends(0)
        .json()
        .to_string();
    assert!(
        told.contains("Guarded"),
        "the guarded office answered: {told}"
    );
}

#[test]
fn files_go_out_and_in_with_the_clerks_own_rights() {
    let Some(here) = furnished() else { return };
    let out = here.home(BO, "customers.csv");
    let ask = ["ask", "customers", "--format", "csv", "--out"];
    here.call(BO, &[&ask[..], &[&out]].concat()).ends(0);
    let about = std::fs::metadata(&out).unwrap();
    assert_eq!(
        (about.uid(), about.gid(), about.mode() & 0o777),
        (BO.1, BO.1, 0o600)
    );
    for place in [
        here.office() + "-wal",
        here.office(),
        here.home(CAI, "x.csv"),
        "/etc/x.csv".into(),
    ] {
        let answer = here.call(BO, &[&ask[..], &[&place]].concat());
        assert_ne!(answer.code, Some(0), "{place}");
    }
    here.call(CAI, &["check"]).ends(0);
    // A private file of bo's is read by bo, and not by cai.
    let file = here.home(BO, "lines.jsonl");
    std::fs::write(&file, format!("{}\n", order(1))).unwrap();
    std::os::unix::fs::chown(&file, Some(BO.1), Some(BO.1)).unwrap();
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    here.call(BO, &["run", &file]).ends(0);
    assert_ne!(here.call(CAI, &["run", &file]).code, Some(0));
    // A rehearsal leaves nothing, and nothing lies where the clerk could read it meanwhile.
    let before = names(&here, "desk");
    std::fs::write(&file, format!("{}\n", order(2))).unwrap();
    here.call(BO, &["run", "--dry-run", &file]).ends(0);
    assert_eq!(names(&here, "desk"), before);
}

fn names(here: &SharedBox, folder: &str) -> Vec<String> {
    let all = std::fs::read_dir(here.path(folder)).unwrap();
    let mut names: Vec<_> = all
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
    names.sort();
    names
}

#[test]
fn a_copy_of_everything_is_for_administrators_and_a_restore_for_root() {
    let Some(here) = furnished() else { return };
    let (bos, annas) = (here.home(BO, "all.db"), here.home(ANNA, "all.db"));
    let refused = here.call(BO, &["backup", &bos]).ends(4);
    assert!(refused.err.contains("not_permitted"), "{refused:?}");
    assert!(!std::path::Path::new(&bos).exists());
    here.call(ANNA, &["backup", &annas]).ends(0);
    let about = std::fs::metadata(&annas).unwrap();
    assert_eq!((about.uid(), about.mode() & 0o777), (ANNA.1, 0o600));
    let program = here.program();
    let roots = here.path("backups/night.db").display().to_string();
    here.root(&[&program, "backup", &roots]).ends(0);
    here.call(ANNA, &["restore", &annas]).ends(4);
    here.call(ANNA, &["admin", "upgrade"]).ends(4);
    here.root(&[&program, "restore", &roots]).ends(0);
    here.call(BO, &["admin", "doctor"]).ends(0);
    say(&here, BO, "022", &[order(1)]).ends(0);
}

#[test]
fn a_group_that_is_not_there_is_told_with_its_cause() {
    let Some(here) = furnished() else { return };
    let (program, folder) = (here.program(), here.path("desk"));
    let words = [program.as_str(), "ask", "me"];
    let told: Answer = here
        .command(BO, &["--no-new-privs"], &words)
        .output()
        .unwrap()
        .into();
    assert!(told.ends(3).err.contains("no_new_privs"));
    // Its file system mounted so that no program gets a group by its file.
    let bin = here.path("bin").display().to_string();
    let over = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,nosuid \"$0\" || exit 99
        exec setpriv --reuid=61002 --regid=61002 --clear-groups -- \"$1\" ask me";
    let mut nosuid = here.inside(&["sh", "-c", over, &bin, &program]);
    let told = Answer::from(nosuid.env("LANG", "en").env("HOME", "/").output().unwrap()).ends(3);
    assert!(told.err.contains("mounted nosuid"), "{told:?}");
    let traced = ["strace", "-o", "/dev/null", &program, "ask", "me"];
    let told = Answer::from(here.command(BO, &[], &traced).output().unwrap());
    match told.code {
        Some(3) => assert!(told.err.contains("traced by strace"), "{told:?}"),
        _ => println!("skipped: no strace here: {told:?}"),
    }
    let mode = |path: &std::path::Path, mode: u32| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    };
    mode(program.as_ref(), 0o755);
    let told = here.call(BO, &["ask", "me"]).ends(3);
    assert!(
        told.err.contains(&format!("chmod 2755 '{program}'")),
        "{told:?}"
    );
    mode(program.as_ref(), 0o2755);
    for (wrong, mend) in [(0o2771, "2771"), (0o2775, "2775"), (0o770, "0770")] {
        mode(&folder, wrong);
        let told = here.call(BO, &["ask", "me"]).ends(3);
        let right = told.err.contains(mend) && told.err.contains("chmod 2770");
        assert!(right, "{told:?}");
    }
    mode(&folder, 0o2770);
    mode(here.office().as_ref(), 0o664);
    let told = here.call(BO, &["ask", "me"]).ends(3);
    assert!(told.err.contains("chmod 0660"), "{told:?}");
    mode(here.office().as_ref(), 0o660);
    here.call(BO, &["ask", "me"]).ends(0);
    // A configuration that others can write is nobody's.
    mode(&here.path("etc/orderdesk.conf"), 0o666);
    let told = here.call(BO, &["ask", "me"]);
    assert!(
        told.code != Some(0) && told.err.contains("chmod 0644"),
        "{told:?}"
    );
}

#[test]
fn telephone_numbers_are_for_those_who_telephone() {
    let Some(here) = furnished() else { return };
    let shop = json!({"do": "customer.save", "with": {"code": "C2", "name": "店", "terms": "prepaid",
        "phone": "13800000008"}});
    say(&here, ANNA, "022", &[shop]).ends(0);
    let phone = |clerk: Clerk| {
        let card = here
            .call(clerk, &["ask", "customer", "customer=C2"])
            .ends(0)
            .json();
        card["phone"].as_str().unwrap().to_owned()
    };
    assert_eq!(phone(BO), "13800000008");
    here.call(ANNA, &["admin", "user", "bo", "--roles", "production"])
        .ends(0);
    assert_eq!(phone(BO), "138****0008");
    let out = here.home(BO, "c.csv");
    here.call(BO, &["ask", "customers", "--format", "csv", "--out", &out])
        .ends(0);
    assert!(
        !std::fs::read_to_string(&out)
            .unwrap()
            .contains("13800000008")
    );
    here.call(ANNA, &["admin", "role", "production", "phone.see", "yes"])
        .ends(0);
    assert_eq!(phone(BO), "13800000008");
}

#[test]
fn who_reads_cards_and_takes_lists_away_is_written_down() {
    let Some(here) = furnished() else { return };
    here.call(BO, &["ask", "customer", "customer=C1"]).ends(0);
    here.call(BO, &["ask", "customer", "customer=C1"]).ends(0);
    here.call(CAI, &["ask", "customer", "customer=C1"]).ends(0);
    let out = here.home(BO, "list.csv");
    here.call(BO, &["ask", "customers", "--out", &out]).ends(0);
    here.call(
        BO,
        &[
            "ask",
            "customers",
            "--format",
            "xlsx",
            "--out",
            &here.home(BO, "l.xlsx"),
        ],
    )
    .ends(0);
    here.call(BO, &["ask", "customers"]).ends(0);
    let rows = here.call(ANNA, &["ask", "audit"]).ends(0).json();
    let all = rows["rows"].as_array().unwrap();
    let seen = |who: &str, subject: &str, what: &str| {
        let is = |row: &&Value| {
            row["command"] == "reading.log"
                && row["who"] == who
                && row["subject"] == subject
                && row["with"]["what"] == what
        };
        all.iter().filter(is).count()
    };
    assert_eq!(seen("bo", "C1", "card"), 1, "{rows}");
    assert_eq!(seen("cai", "C1", "card"), 1);
    assert_eq!(seen("bo", "customers", "export"), 2);
    here.call(BO, &["check", "--deep"]).ends(0);
}

#[test]
fn neither_a_name_nor_a_number_given_to_somebody_else_is_the_person() {
    let Some(here) = furnished() else { return };
    say(&here, BO, "022", &[order(1)]).ends(0);
    let users = here.path("etc/passwd");
    let known = std::fs::read_to_string(&users).unwrap();
    let rename = |from: &str, to: &str| {
        std::fs::write(&users, known.replace(from, to)).unwrap();
    };
    // Bo's number goes to eve.
    rename("\nbo:x:61002", "\neve:x:61002");
    here.call(BO, &["ask", "me"]).ends(4);
    let told = say(&here, BO, "022", &[order(2)]).ends(1);
    assert_eq!(told.json()["refusal"]["code"], "not_permitted", "{told:?}");
    // Bo's name goes to dan's number.
    rename("\ndan:x:61004", "\nbo:x:61004");
    let text = std::fs::read_to_string(&users).unwrap();
    std::fs::write(&users, text.replace("\nbo:x:61002", "\nold:x:61002")).unwrap();
    here.call(DAN, &["ask", "me"]).ends(4);
    std::fs::write(&users, &known).unwrap();
    say(&here, BO, "022", &[order(2)]).ends(0);
    // Somebody who is sent away during a session is refused at the next act.
    let mut open = session(&here, BO, "022");
    let mut input = open.stdin.take().unwrap();
    let mut answers = BufReader::new(open.stdout.take().unwrap()).lines();
    writeln!(input, "{}", order(3)).unwrap();
    assert!(answers.next().unwrap().unwrap().contains("\"ok\":true"));
    here.call(ANNA, &["admin", "user", "bo", "--inactive"])
        .ends(0);
    writeln!(input, "{}", order(4)).unwrap();
    assert!(answers.next().unwrap().unwrap().contains("not_permitted"));
    drop(input);
    assert_eq!(open.wait().unwrap().code(), Some(1));
    let rows = here.call(ANNA, &["ask", "audit"]).ends(0).json();
    let refused = rows["rows"].as_array().unwrap();
    let refused = refused
        .iter()
        .filter(|row| row["outcome"] == "not_permitted");
    assert!(refused.count() >= 2, "{rows}");
}
