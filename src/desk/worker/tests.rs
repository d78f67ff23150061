//! The threads over real files: two sessions, a busy writer, a damaged file.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};

use serde_json::json;

use super::*;
use crate::desk::Clock;
use crate::desk::testing::{Bench, NOW};

mod sent_away;

/// Longer than any test takes.
const PATIENCE: Duration = Duration::from_secs(20);

fn clock() -> Clock {
    let now = NOW.parse().unwrap();
    Arc::new(move || now)
}

fn boss() -> Caller {
    Caller {
        login: "boss".to_owned(),
        uid: 1,
        seat: None,
    }
}

/// A session with its threads, and what they report.
fn session(path: &Path, every: Duration) -> (Worker, Receiver<Report>) {
    let (reports, inbox): (Sender<Report>, _) = mpsc::channel();
    let tell: Tell = Arc::new(move |report| drop(reports.send(report)));
    let worker = Worker::start_looking(office(path), &boss(), Gate::default(), tell, every);
    (worker.unwrap(), inbox)
}

fn office(path: &Path) -> Office {
    Office::open(path, clock()).unwrap()
}

fn path(bench: &Bench) -> PathBuf {
    bench.office.path().to_owned()
}

fn carrier(code: &str) -> Command {
    let fields = json!({"code": code, "name": code, "transit_days": 2});
    Command::parse("carrier.save", fields).unwrap()
}

fn me() -> Query {
    Query::parse("me", json!({})).unwrap()
}

fn answer(inbox: &Receiver<Report>, wanted: u64) -> Result<Value, Refusal> {
    loop {
        match inbox.recv_timeout(PATIENCE).unwrap() {
            Report::Answer(ticket, answer) if ticket == wanted => return answer,
            _ => {}
        }
    }
}

/// An import of customers, tried or done, with its scratch beside the file.
fn wish(file: &Path, rehearse: bool) -> Wish {
    Wish {
        kind: "customers".to_owned(),
        files: vec![file.to_owned()],
        profile: None,
        customer: None,
        rehearse,
        scratch: file.parent().unwrap().to_owned(),
        problems: None,
        lost: None,
        words: |refusal| refusal.code().name().to_owned(),
    }
}

#[test]
fn commands_and_questions_are_answered_by_their_tickets() {
    let bench = Bench::new();
    let (worker, inbox) = session(&path(&bench), LOOK);
    worker.run(7, carrier("YT"));
    worker.ask(8, me());
    assert!(answer(&inbox, 7).is_ok());
    worker.ask(9, me());
    assert_eq!(answer(&inbox, 9).unwrap()["login"], "boss");
    worker.run(
        10,
        Command::parse("order.submit", json!({"order": "SO0"})).unwrap(),
    );
    assert!(answer(&inbox, 10).is_err());
}

#[test]
fn a_form_handed_in_again_is_one_and_a_changed_one_another() {
    let bench = Bench::new();
    let (worker, inbox) = session(&path(&bench), LOOK);
    let with = json!({"code": "K1", "name": "客户", "terms": "net:30"});
    let save = Command::parse("customer.save", with).unwrap();
    worker.run(1, save);
    answer(&inbox, 1).unwrap();
    let enter = |remark: &str| {
        let with = json!({"customer": "K1", "channel": "phone", "remark": remark, "lines": []});
        Command::parse("order.enter", with).unwrap()
    };
    let order = |ticket: u64, form: &str, remark: &str| {
        worker.run_once(ticket, enter(remark), form.to_owned());
        answer(&inbox, ticket).unwrap()["order"].clone()
    };
    let first = order(2, "f1", "急");
    assert_eq!(order(3, "f1", "急"), first, "the answer was not heard");
    assert_ne!(order(4, "f1", "不急"), first);
    assert_ne!(order(5, "f2", "急"), first, "another form says the same");
}

#[test]
fn the_own_commit_is_reported_without_waiting_for_the_next_look() {
    let bench = Bench::new();
    let (worker, inbox) = session(&path(&bench), PATIENCE);
    worker.run(1, carrier("YT"));
    assert!(matches!(
        inbox.recv_timeout(PATIENCE),
        Ok(Report::Answer(1, Ok(_)))
    ));
    assert_eq!(inbox.recv_timeout(PATIENCE), Ok(Report::Changed));
}

#[test]
fn another_sessions_commit_is_noticed() {
    let bench = Bench::new();
    let (_worker, inbox) = session(&path(&bench), Duration::from_millis(10));
    bench.run(
        "carrier.save",
        json!({"code": "YT", "name": "YT", "transit_days": 1}),
    );
    assert_eq!(inbox.recv_timeout(PATIENCE), Ok(Report::Changed));
}

#[test]
fn questions_do_not_wait_for_a_busy_writer_and_nothing_is_lost() {
    let bench = Bench::new();
    let (worker, inbox) = session(&path(&bench), LOOK);
    let other = Office::open(&path(&bench), clock()).unwrap();
    let held = other.db().begin().unwrap();
    worker.run(1, carrier("YT"));
    for ticket in 2..22 {
        worker.ask(ticket, me());
    }
    for ticket in 2..22 {
        let told = inbox.recv_timeout(PATIENCE).unwrap();
        assert!(
            matches!(told, Report::Answer(t, Ok(_)) if t == ticket),
            "{told:?}"
        );
    }
    drop(held);
    assert!(answer(&inbox, 1).is_ok(), "it lands when the other is done");
}

#[test]
fn a_form_is_kept_before_the_threads_end() {
    let bench = Bench::new();
    let (worker, _inbox) = session(&path(&bench), LOOK);
    for n in 0..50 {
        worker.park("order_entry", "", Some(json!({ "n": n })));
    }
    worker.park("stock", "", Some(json!("x")));
    worker.park("stock", "", None);
    drop(worker);
    let parked = bench.office.parked(&boss()).unwrap();
    assert_eq!(parked.len(), 1);
    assert_eq!(parked[0].body, json!({ "n": 49 }));
}

#[test]
fn a_damaged_file_is_told_and_not_written_any_more() {
    let bench = Bench::new();
    let (tell, inbox) = mpsc::channel();
    let desk = WriteDesk {
        stop: Arc::default(),
        office: Office::open(&path(&bench), clock()).unwrap(),
        caller: boss(),
        gate: Gate::default(),
        tell: Arc::new(move |report| drop(tell.send(report))),
        reads: mpsc::channel().0,
        damaged: Arc::default(),
        not_kept: RefCell::default(),
        noted_stranger: Cell::default(),
    };
    let found: Result<(), _> =
        desk.guarded(|_| Err(Failure::Store(StoreError::Damaged("page 3".to_owned()))));
    assert_eq!(found.unwrap_err().code(), Code::OfficeDamaged);
    desk.run(1, carrier("YT"), None);
    let told = inbox.recv_timeout(PATIENCE).unwrap();
    let Report::Answer(1, Err(refusal)) = told else {
        panic!("{told:?}")
    };
    assert_eq!(refusal.code(), Code::OfficeDamaged);
}

#[test]
fn a_question_that_meets_damage_ends_all_writing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    drop(Office::found(&path, clock(), "Test", &boss(), false).unwrap());
    let db = rusqlite::Connection::open(&path).unwrap();
    let sql = "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = 'sqlite_autoindex_customer_1'";
    let (page, size): (u32, u32) = db
        .query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap();
    drop(db);
    let (page, size) = (page as usize, size as usize);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[(page - 1) * size..][..64].fill(0xA5);
    std::fs::write(&path, &bytes).unwrap();

    let (worker, inbox) = session(&path, LOOK);
    worker.run(1, carrier("YT"));
    assert!(answer(&inbox, 1).is_ok(), "nobody has seen it yet");
    let before = std::fs::read(&path).unwrap();
    worker.ask(2, Query::parse("customers", json!({})).unwrap());
    assert_eq!(answer(&inbox, 2).unwrap_err().code(), Code::OfficeDamaged);
    worker.run(3, carrier("ZT"));
    assert_eq!(answer(&inbox, 3).unwrap_err().code(), Code::OfficeDamaged);
    assert!(
        std::fs::read(&path).unwrap() == before,
        "nothing is written any more"
    );
}

#[test]
fn a_failing_office_is_a_no_that_the_screen_can_show() {
    let code = |error: StoreError| Failure::from(error).into_refusal().code();
    assert_eq!(code(StoreError::DiskFull), Code::OfficeFull);
    assert_eq!(code(StoreError::ReadOnly), Code::OfficeReadOnly);
    assert_eq!(code(StoreError::Busy), Code::OfficeBusy);
    assert_eq!(code(StoreError::NotADatabase), Code::OfficeDamaged);
    assert_eq!(code(StoreError::Sql("odd".to_owned())), Code::OfficeFailed);
    let newer = StoreError::Newer { found: 9, known: 1 };
    assert_eq!(code(newer), Code::OfficeUpgraded);
}

#[test]
fn an_import_serves_others_between_two_papers_and_stops_without_harm() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("customers.csv");
    let rows: Vec<String> = (0..60).map(|n| format!("K{n:03},客户{n},net:30")).collect();
    std::fs::write(&file, format!("code,name,terms\n{}\n", rows.join("\n"))).unwrap();
    // Nobody is told anything before the test has heard the last report: a paper at a time.
    let (reports, inbox) = mpsc::sync_channel(0);
    let tell: Tell = Arc::new(move |report| drop(reports.send(report)));
    let started = Worker::start_looking(
        office(&path(&bench)),
        &boss(),
        Gate::default(),
        tell,
        PATIENCE,
    );
    let worker = started.unwrap();
    let answer = |wanted: u64| loop {
        match inbox.recv_timeout(PATIENCE).unwrap() {
            Report::Answer(ticket, answer) if ticket == wanted => return answer.unwrap(),
            _ => {}
        }
    };
    let last = |ticket: u64| loop {
        let told = answer(ticket);
        if !told["batch"].is_null() {
            return told;
        }
    };
    worker.import(1, wish(&file, true));
    let tried = last(1);
    assert_eq!(
        (&tried["added"], &tried["stopped"]),
        (&json!(60), &json!(false))
    );
    worker.import(2, wish(&file, false));
    assert_eq!(answer(2)["all"], 60);
    worker.run(3, carrier("YT"));
    assert_eq!(answer(3)["code"], "YT", "the import is not over");
    worker.stop_import();
    let stopped = last(2);
    assert_eq!(stopped["stopped"], true);
    let added = stopped["added"].as_i64().unwrap();
    assert!((1..60).contains(&added), "{added}");
    worker.import(4, wish(&file, false));
    let rest = last(4);
    assert_eq!(rest["added"].as_i64().unwrap() + added, 60);
    assert_eq!(rest["skipped"].as_i64().unwrap(), added);
    drop(inbox);
}

#[test]
fn a_list_on_the_screen_keeps_the_log_of_others_short() {
    let bench = Bench::new();
    let path = path(&bench);
    let (worker, inbox) = session(&path, LOOK);
    for n in 0..30 {
        bench.run(
            "carrier.save",
            json!({"code": format!("A{n}"), "name": "x"}),
        );
    }
    // A page is shown, its next one is never asked for; two hours of others' work go by.
    let page = Query::parse("timeline", json!({"limit": 5}))
        .or_else(|_| Query::parse("carriers", json!({"limit": 5})));
    worker.ask(1, page.unwrap());
    assert!(answer(&inbox, 1).is_ok());
    let name = "长".repeat(100);
    for n in 0..1_500 {
        bench.run(
            "carrier.save",
            json!({"code": format!("B{}", n % 40), "name": format!("{name}{n}")}),
        );
    }
    let mut log = path.into_os_string();
    log.push("-wal");
    let long = std::fs::metadata(log).unwrap().len();
    assert!(long < 4 << 20, "{long} bytes");
    worker.ask(2, me());
    assert!(answer(&inbox, 2).is_ok());
}

#[test]
fn a_list_that_cannot_be_written_there_is_told_by_its_file() {
    let bench = Bench::new();
    let (worker, inbox) = session(&path(&bench), LOOK);
    let office = path(&bench);
    let mut journal = office.clone().into_os_string();
    journal.push("-journal");
    for (ticket, file, code) in [
        (1, "/proc/none/x.csv".into(), Code::FileNotWritten),
        (2, PathBuf::from(journal), Code::BadField),
        (3, office, Code::BadField),
    ] {
        let export = Export {
            name: "carriers".to_owned(),
            keys: json!({}),
            file: file.clone(),
            labels: ["", ""],
        };
        worker.save(ticket, export);
        let refusal = answer(&inbox, ticket).unwrap_err();
        assert_eq!(refusal.code(), code, "{}", file.display());
        let told = refusal.facts().get("file").and_then(Value::as_str);
        assert!(told == file.to_str() || code == Code::BadField, "{refusal}");
    }
}

/// The program may be stopped by its shell whenever the gate is free: never inside a save
/// (`reliability.md` R5). The clock is read inside each.
#[test]
fn the_gate_is_held_inside_every_save() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let sheet = folder.path().join("c.csv");
    std::fs::write(&sheet, "code,name,terms\nK1,客户,net:30\n").unwrap();
    let gate = Gate::default();
    let (inside, seen) = mpsc::channel();
    let look = gate.clone();
    let clock: Clock = Arc::new(move || {
        if thread::current().name() == Some("write desk") {
            let _ = inside.send(look.try_lock().is_err()); // nobody looks any more
        }
        NOW.parse().unwrap()
    });
    let (reports, inbox) = mpsc::channel();
    let tell: Tell = Arc::new(move |report| drop(reports.send(report)));
    let office = Office::open(&path(&bench), clock).unwrap();
    let worker = Worker::start(office, &boss(), gate.clone(), tell).unwrap();
    worker.run(1, carrier("YT"));
    assert!(answer(&inbox, 1).is_ok());
    worker.park("stock", "", Some(json!("half typed")));
    worker.import(2, wish(&sheet, false));
    while answer(&inbox, 2).unwrap()["batch"].is_null() {}
    drop(worker);
    let seen: Vec<bool> = seen.try_iter().collect();
    assert!(seen.len() > 3 && seen.iter().all(|held| *held), "{seen:?}");
    assert!(gate.try_lock().is_ok(), "and free between them");
}
