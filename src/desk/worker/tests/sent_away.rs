//! Somebody who is sent away while his screens are open (`reliability.md` R33).

use super::*;

/// Takes bo on or sends him away.
fn save_bo(office: &Office, role: &str, active: bool) {
    let with = json!({"login": "bo", "name": "bo", "roles": [role], "active": active});
    let envelope = Envelope::from(Command::parse("user.save", with).unwrap());
    office.run(&boss(), &envelope).unwrap();
}

/// Bo at his keyboard.
fn bo() -> Caller {
    Caller {
        login: "bo".to_owned(),
        uid: 2,
        seat: None,
    }
}

/// The next question, command, form, list and file are refused.
#[test]
fn whoever_is_sent_away_is_refused_whatever_is_done_next() {
    let bench = Bench::new();
    let boss = boss();
    let employ = |active: bool| save_bo(&bench.office, "admin", active);
    employ(true);
    let caller = bo();
    let (reports, inbox) = mpsc::channel();
    let tell: Tell = Arc::new(move |report| drop(reports.send(report)));
    let worker = Worker::start(office(&path(&bench)), &caller, Gate::default(), tell).unwrap();
    worker.run(1, carrier("YT"));
    assert!(answer(&inbox, 1).is_ok());
    worker.ask(2, me());
    assert!(answer(&inbox, 2).is_ok());
    employ(false);
    let folder = tempfile::tempdir().unwrap();
    let [sheet, out] = ["c.csv", "out.csv"].map(|name| folder.path().join(name));
    std::fs::write(&sheet, "code,name,terms\nK1,客户,net:30\n").unwrap();
    let export = Export {
        name: "carriers".to_owned(),
        keys: json!({}),
        file: out.clone(),
        labels: ["", ""],
    };
    // One by one: two threads answer.
    let refused = |ticket: u64| {
        let told = answer(&inbox, ticket).unwrap_err();
        assert_eq!(told.code(), Code::NotPermitted, "{ticket}");
    };
    worker.ask(3, me());
    refused(3);
    worker.run(4, carrier("ZT"));
    refused(4);
    worker.import(5, wish(&sheet, false));
    refused(5);
    worker.save(6, export);
    refused(6);
    worker.park("order_entry", "", Some(json!("half typed")));
    let kept = inbox
        .iter()
        .find(|report| matches!(report, Report::NotKept(..)));
    let half = Some(json!("half typed"));
    assert_eq!(
        kept,
        Some(Report::NotKept("order_entry".to_owned(), half)),
        "kept elsewhere"
    );
    assert!(!out.exists());
    let rows = bench
        .office
        .ask_by_name(&boss, "audit", json!({"who": "bo"}))
        .unwrap();
    let told = |name: &str| {
        let rows = rows["rows"].as_array().unwrap().iter();
        rows.filter(|row| row["command"] == name && row["outcome"] == "not_permitted")
            .count()
    };
    assert_eq!(
        (told("carrier.save"), told("import.start")),
        (1, 1),
        "{rows}"
    );
}

/// Whoever was sent away stands in the chain of an office of several, once however often an open screen
/// asks anew, and with each list he tries to take away.
#[test]
fn whoever_is_sent_away_and_asks_on_is_written_down_once() {
    let folder = tempfile::tempdir().unwrap();
    for (shared, wanted) in [(false, Vec::new()), (true, vec!["reading.log"; 2])] {
        let path = folder.path().join(format!("{shared}.db"));
        let office = Office::found(&path, clock(), "o", &boss(), shared).unwrap();
        let employ = |active: bool| save_bo(&office, "clerk", active);
        employ(true);
        let caller = bo();
        let (reports, inbox) = mpsc::channel();
        let tell: Tell = Arc::new(move |report| drop(reports.send(report)));
        let open = Office::open(&path, clock()).unwrap();
        let worker = Worker::start(open, &caller, Gate::default(), tell).unwrap();
        worker.ask(1, me());
        assert!(answer(&inbox, 1).is_ok());
        employ(false);
        for ticket in 2..5 {
            worker.ask(ticket, me());
            let told = answer(&inbox, ticket).unwrap_err();
            assert_eq!(told.code(), Code::NotPermitted);
        }
        let export = Export {
            name: "carriers".to_owned(),
            keys: json!({}),
            file: folder.path().join("out.csv"),
            labels: ["", ""],
        };
        worker.save(5, export);
        assert!(answer(&inbox, 5).is_err());
        drop(worker); // it has done what it was given
        let rows = office.ask_by_name(&boss(), "audit", json!({"who": "bo"}));
        let rows = rows.unwrap()["rows"].take();
        let rows = rows.as_array().unwrap().iter();
        let noes = rows.filter(|row| row["outcome"] == "not_permitted");
        let told: Vec<_> = noes.map(|row| row["command"].clone()).collect();
        assert_eq!(told, wanted, "{shared}");
    }
}
