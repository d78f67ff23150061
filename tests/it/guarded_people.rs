//! People of a guarded office who are curious, sent away, or somebody else by now (`reliability.md` R27,
//! R28, R33).

use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use orderdesk::desk::{Caller, Envelope, Office};
use serde_json::{Value, json};

use crate::guarded_world::{furnished, order, say, until};
use crate::support::program::Answer;
use crate::support::session::Session;
use crate::support::three_users::{ANNA, BO, CAI, Clerk, DAN, SharedBox};

/// A session of `run` that stays open, begun by a shell that does `first`.
fn session(here: &SharedBox, clerk: Clerk, first: &str) -> Session {
    let script = format!("{first}; exec \"$0\" run");
    Session::of(&mut here.command(clerk, &[], &["sh", "-c", &script, &here.program()]))
}

fn as_bo(here: &SharedBox, words: &[&str]) -> Answer {
    let all = [&["timeout", "20"], words].concat();
    let output = here.command(BO, &[], &all).output().unwrap();
    Answer {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A process of bo's own, which bo may look into: what fails there says nothing elsewhere.
fn own_process(here: &SharedBox) -> Child {
    let own = here.command(BO, &[], &["sleep", "600"]).spawn().unwrap();
    let exe = format!("/proc/{}/exe", own.id());
    until("a process of one's own", || {
        std::fs::read_link(&exe).is_ok_and(|exe| !exe.ends_with("sh") && !exe.ends_with("unshare"))
            && std::fs::read_to_string(format!("/proc/{}/cmdline", own.id()))
                .unwrap()
                .starts_with("sleep")
    });
    own
}

/// Ways to look into a process.
const LOOKS: &[&[&str]] = &[
    &["cat", "/proc/PID/environ"],
    &["cat", "/proc/PID/maps"],
    &["cat", "/proc/PID/auxv"],
    &["dd", "if=/proc/PID/mem", "bs=1", "count=1", "skip=ADDRESS"],
    &["ls", "/proc/PID/fd/"],
    &["ls", "/proc/PID/map_files/"],
    &["ls", "/proc/PID/cwd/"],
    &["readlink", "/proc/PID/exe"],
    &["gdb", "-nx", "-batch", "-p", "PID", "-ex", "info registers"],
    &["strace", "-o", "/dev/null", "-p", "PID"],
];

#[test]
fn nobody_looks_into_a_session_or_the_files_it_works_on() {
    let Some(here) = furnished() else { return };
    let mut session = session(&here, BO, "umask 000");
    assert_eq!(session.say(&order("a"))["ok"], true);
    let mut own = own_process(&here);
    let theirs = session.child.id();
    for look in LOOKS {
        let first = |pid: u32| {
            // Anybody's first page that is mapped; bo cannot know that of the session.
            let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
            let hex = maps.split('-').next().unwrap().to_owned();
            u64::from_str_radix(&hex, 16).unwrap().to_string()
        };
        let at = |pid: u32| -> Answer {
            let words: Vec<String> = look
                .iter()
                .map(|word| {
                    word.replace("PID", &pid.to_string())
                        .replace("ADDRESS", &first(pid))
                })
                .collect();
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            if look[0] == "strace" {
                words.splice(0..0, ["timeout", "-s", "INT", "1"]);
            }
            as_bo(&here, &words)
        };
        let seen = |answer: &Answer| match look[0] {
            "gdb" => answer.out.contains("rip") || answer.out.contains("pc "),
            "strace" => answer.err.contains("attached") && answer.code != Some(1),
            _ => answer.code == Some(0),
        };
        let mine = at(own.id());
        if !seen(&mine) {
            println!("skipped: {look:?} sees nothing here even of one's own: {mine:?}");
            continue;
        }
        let told = at(theirs);
        assert!(!seen(&told), "{look:?}: {told:?}");
    }
    own.kill().unwrap();
    own.wait().unwrap();
    // Nor at the files while they are open.
    for ending in ["", "-wal", "-shm", ".work"] {
        let file = here.office() + ending;
        let to = here.home(BO, "copy");
        for words in [
            &["cat", &file][..],
            &["cp", &file, &to],
            &["ls", &file],
            &["sqlite3", &file, "SELECT count(*) FROM audit"],
            &["sh", "-c", "echo >> $0", &file],
            &["chmod", "666", &file],
        ] {
            let told = as_bo(&here, words);
            assert_ne!(told.code, Some(0), "{words:?}: {told:?}");
        }
    }
    assert_eq!(session.say(&order("b"))["ok"], true);
    here.call(CAI, &["check", "--deep"]).ends(0);
}

#[test]
fn a_session_that_is_made_to_crash_leaves_no_core_behind() {
    let Some(here) = furnished() else { return };
    let place = here.path("cores");
    std::fs::create_dir(&place).unwrap();
    std::fs::set_permissions(&place, PermissionsExt::from_mode(0o700)).unwrap();
    chown(&place, Some(BO.1), Some(BO.1)).unwrap();
    let first = format!("cd '{}' && ulimit -c unlimited", place.display());
    // That a core would be written here at all is seen with a process of bo's own.
    let script = format!("{first} && kill -ABRT $$");
    let own = here
        .command(BO, &[], &["sh", "-c", &script])
        .status()
        .unwrap();
    if !own.core_dumped() {
        println!("skipped: this machine writes no cores");
        return;
    }
    for left in std::fs::read_dir(&place).unwrap() {
        std::fs::remove_file(left.unwrap().path()).unwrap();
    }
    // Not QUIT, which may be ignored for whoever is begun in the background, nor SEGV, whose handler looks
    // for a stack that is full and goes on.
    for signal in ["ABRT", "ILL", "FPE"] {
        let mut session = session(&here, BO, &first);
        assert_eq!(session.say(&order(signal))["ok"], true);
        let pid = session.child.id().to_string();
        as_bo(&here, &["kill", "-s", signal, &pid]).ends(0);
        let status = session.child.wait().unwrap();
        assert!(
            status.signal().is_some() && !status.core_dumped(),
            "{status:?}"
        );
        assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
    }
    here.call(CAI, &["check", "--deep"]).ends(0);
}

/// Rows of the audit that say no, newest first: who, by which login of the system, what.
fn noes(here: &SharedBox) -> Vec<[String; 3]> {
    let rows = here
        .call(ANNA, &["ask", "audit", "limit=1000"])
        .ends(0)
        .json();
    let rows = rows["rows"].as_array().unwrap().iter();
    let noes = rows.filter(|row| row["outcome"] == "not_permitted");
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    noes.map(|row| [text(row, "who"), text(row, "os_who"), text(row, "command")])
        .collect()
}

#[test]
fn whoever_is_sent_away_or_is_another_by_now_is_refused_at_the_next_act_and_written_down() {
    let Some(here) = furnished() else { return };
    let mut session = session(&here, BO, "umask 022");
    assert_eq!(session.say(&order("a"))["ok"], true);
    here.call(ANNA, &["admin", "user", "bo", "--inactive"])
        .ends(0);
    for reference in ["b", "c"] {
        let told = session.say(&order(reference));
        assert_eq!(told["refusal"]["code"], "not_permitted", "{told}");
    }
    let row = |who: &str, os: &str, command: &str| [who, os, command].map(str::to_owned);
    let entered = || row("bo", "bo", "order.enter");
    assert_eq!(noes(&here), [entered(), entered()]);
    here.call(BO, &["ask", "orders"]).ends(4);
    // Nor by a file: the batch itself is refused, and nothing of it is in.
    let sheet = here.home(BO, "orders.csv");
    std::fs::write(&sheet, "客户,货号,数量\nC1,P1,1\n").unwrap();
    chown(&sheet, Some(BO.1), Some(BO.1)).unwrap();
    let told = here.call(BO, &["import", "orders", &sheet]).ends(4);
    assert!(told.err.contains("not_permitted"), "{told:?}");
    let out = here.home(BO, "out.csv");
    here.call(BO, &["ask", "customers", "--out", &out]).ends(4);
    assert!(!std::path::Path::new(&out).exists());
    let told =
        ["reading.log", "import.start", "reading.log"].map(|command| row("bo", "bo", command));
    assert_eq!(noes(&here)[..3], told, "the two questions, too");
    here.call(ANNA, &["admin", "user", "bo", "--active"])
        .ends(0);
    assert_eq!(session.say(&order("b"))["ok"], true, "the same session");
    // Bo leaves, and the system gives his number to eve and his name to dan.
    drop(session);
    let users = here.path("etc/passwd");
    let known = std::fs::read_to_string(&users).unwrap();
    let changed = known.replace("\nbo:x:61002", "\neve:x:61002");
    std::fs::write(&users, changed.replace("\ndan:x:61004", "\nbo:x:61004")).unwrap();
    for (clerk, login) in [(BO, "eve"), (DAN, "bo")] {
        let told = say(&here, clerk, &[order(login)]).ends(1);
        assert_eq!(told.json()["refusal"]["code"], "not_permitted", "{told:?}");
        assert_eq!(noes(&here)[0], row(login, login, "order.enter"));
        here.call(clerk, &["ask", "orders"]).ends(4);
    }
    let orders = here.call(CAI, &["ask", "orders"]).ends(0).json();
    assert_eq!(orders["rows"].as_array().unwrap().len(), 2, "{orders}");
    here.call(CAI, &["check", "--deep"]).ends(0);
}

#[test]
fn a_clock_that_was_set_back_asks_a_manager_and_things_stay_in_their_order() {
    let Some(here) = furnished() else { return };
    // Somebody worked while the clock of the machine was far ahead.
    let ahead: DateTime<Utc> = "2099-01-05T02:00:00Z".parse().unwrap();
    let office = Office::open(here.office().as_ref(), Arc::new(move || ahead)).unwrap();
    let anna = Caller {
        login: "anna".into(),
        uid: ANNA.1,
        seat: None,
    };
    let envelope = Envelope::parse(order("ahead")).unwrap();
    let done = office.run(&anna, &envelope).unwrap();
    let number = done.value["order"].as_str().unwrap().to_owned();
    drop(office);
    let hold =
        json!({"do": "hold.place", "with": {"order": number, "code": "other", "reason": "wait"}});
    let accept = json!({"do": "clock.accept", "with": {"reason": "the battery of the board"}});
    let told = say(&here, BO, &[hold.clone(), accept.clone()])
        .ends(1)
        .lines();
    assert_eq!(told[0]["refusal"]["code"], "clock.behind", "{told:?}");
    assert_eq!(told[1]["refusal"]["code"], "not_permitted", "{told:?}");
    say(&here, BO, std::slice::from_ref(&hold)).ends(1);
    say(&here, ANNA, &[accept]).ends(0);
    say(&here, BO, &[hold]).ends(0);
    // By sequence: what came later stands later, though its time is the earlier one.
    let key = format!("order={number}");
    let rows = here.call(BO, &["ask", "timeline", &key]).ends(0).json();
    let rows = rows["rows"].as_array().unwrap();
    let what: Vec<&str> = rows
        .iter()
        .map(|row| row["what"].as_str().unwrap())
        .collect();
    let place = |name: &str| what.iter().position(|it| it.contains(name)).unwrap();
    assert!(place("entered") < place("hold"), "{rows:?}");
    let time = |name: &str| rows[place(name)]["at"].as_str().unwrap();
    assert!(time("entered") > time("hold"), "{rows:?}");
    let rows = here
        .call(ANNA, &["ask", "audit", "limit=1000"])
        .ends(0)
        .json();
    let places: Vec<i64> = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["seq"].as_i64().unwrap())
        .collect();
    assert!(
        places.is_sorted_by(|a, b| a > b),
        "newest first: {places:?}"
    );
    here.call(CAI, &["check", "--deep"]).ends(0);
}
