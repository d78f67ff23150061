//! Clerks who never rest, killed again and again: nothing acknowledged is lost, nothing is sold twice
//! (`reliability.md` S1, S11).
//!
//! Four of 200 acts; `ORDERDESK_STORM=16x2000 cargo test --release --test it storm` is the full one.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::dice::Dice;
use crate::support::program::Program;
use crate::support::tables;

/// What came of a storm.
#[derive(Default)]
struct Told {
    acked: Vec<String>,
    refused: usize,
    kills: usize,
    last: Option<Instant>,
    pause: Duration,
}

impl Told {
    fn take(&mut self, line: &str) {
        let now = Instant::now();
        if let Some(last) = self.last.replace(now) {
            self.pause = self.pause.max(now - last);
        }
        match line.split_once(' ') {
            Some(("ACK", id)) => self.acked.push(id.to_owned()),
            Some(("NO", _)) => self.refused += 1,
            _ => panic!("{line}"),
        }
    }
}

fn size() -> (u64, usize) {
    let text = std::env::var("ORDERDESK_STORM").unwrap_or_else(|_| "4x200".to_owned());
    let (clerks, acts) = text.split_once('x').unwrap();
    (clerks.parse().unwrap(), acts.parse().unwrap())
}

/// One clerk's life after life, until that many acts have been answered.
fn clerk(program: &Program, slot: u64, acts: usize, seed: u64, told: &Mutex<Told>) {
    let mut dice = Dice(seed ^ slot.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut answered = 0;
    for life in 0_u64.. {
        if answered >= acts {
            return;
        }
        let mut command = program.command();
        command.args(["stress", "--acts", &(acts - answered).to_string()]);
        command.args([
            "--name",
            &format!("{slot}-{life}"),
            "--seed",
            &dice.roll(1 << 30).to_string(),
        ]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut take = |line: String| {
            told.lock().unwrap().take(&line);
            answered += 1;
        };
        for _ in 0..dice.roll(40) {
            let Some(Ok(line)) = lines.next() else { break };
            take(line);
        }
        for _ in 0..dice.roll(3_000_000) {
            std::hint::spin_loop(); // somewhere within the next act
        }
        let done = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        // A line is one write to the pipe: it is there whole, or was never said.
        for line in lines.map_while(Result::ok) {
            take(line);
        }
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(err.is_empty(), "{slot}-{life}: {err}");
        told.lock().unwrap().kills += usize::from(!done);
    }
}

#[test]
fn killed_clerks_lose_nothing_that_was_acknowledged() {
    let (clerks, acts) = size();
    let seed = RandomState::new().build_hasher().finish();
    println!("seed {seed}");
    let program = Program::with_office();
    program
        .call(&["stress", "--acts", "0", "--furnish"])
        .ends(0);
    let told = Mutex::new(Told::default());
    std::thread::scope(|scope| {
        for slot in 0..clerks {
            let (program, told) = (&program, &told);
            scope.spawn(move || clerk(program, slot, acts, seed, told));
        }
    });
    let told = told.into_inner().unwrap();
    let db = tables::reader(&program.db);
    let kept: BTreeSet<String> = tables::rows(&db, "SELECT id FROM command_id")
        .into_iter()
        .collect();
    let lost: Vec<_> = told.acked.iter().filter(|id| !kept.contains(*id)).collect();
    assert!(
        lost.is_empty(),
        "seed {seed}: {lost:?} of {}",
        told.acked.len()
    );
    assert!(
        told.acked.len() > acts,
        "seed {seed}: {} acknowledged",
        told.acked.len()
    );
    let kinds = tables::number(
        &db,
        "SELECT count(DISTINCT command) FROM audit WHERE outcome = 'ok'",
    );
    println!(
        "{} kills, {} acknowledged, {} refused, {} unheard, {kinds} kinds, longest pause {:?}",
        told.kills,
        told.acked.len(),
        told.refused,
        kept.len() - told.acked.len(),
        told.pause
    );
    assert!(kinds >= 15, "seed {seed}: only {kinds} kinds of acts");
    let oversold =
        "SELECT count(*) FROM stock_level WHERE on_hand < 0 OR reserved + packed > on_hand";
    assert_eq!(tables::number(&db, oversold), 0, "seed {seed}");
    program.call(&["check", "--deep"]).ends(0);
    if std::env::var_os("ORDERDESK_STORM").is_some() {
        assert!(told.pause <= Duration::from_secs(1), "{:?}", told.pause);
    }
}

#[test]
fn a_storm_is_not_for_an_office_with_customers_of_its_own() {
    let program = Program::with_office();
    program
        .run(&[json!({"do": "customer.save", "with": {"code": "C1", "name": "客", "terms": "prepaid"}})])
        .ends(0);
    program.call(&["stress", "--furnish"]).ends(2);
    let db = tables::reader(&program.db);
    assert_eq!(tables::number(&db, "SELECT count(*) FROM audit"), 1);
}

#[test]
fn a_retry_after_a_kill_makes_one_order() {
    let program = Program::with_office();
    program
        .call(&["stress", "--acts", "0", "--furnish"])
        .ends(0);
    let mut dice = Dice(RandomState::new().build_hasher().finish());
    for n in 0..12 {
        let order = json!({"do": "order.enter", "id": format!("once-{n}"), "with": {"customer": "STRESS1",
            "channel": "phone", "customer_ref": format!("once-{n}"), "lines": [{"product": "STRESS1", "qty": "1"}]}});
        // Killed somewhere before, within or after the commit, three times.
        for _ in 0..3 {
            let mut command = program.command();
            let mut child = command
                .arg("run")
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            writeln!(child.stdin.take().unwrap(), "{order}").unwrap();
            std::thread::sleep(Duration::from_micros(dice.roll(40_000)));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let told = program.run(&[order.clone(), order]).ends(0).lines();
        assert_eq!(told[0], told[1]);
        let number: &Value = &told[0]["value"]["order"];
        assert_eq!(
            number.as_str().unwrap().rsplit('-').next().unwrap(),
            format!("{:04}", n + 1)
        );
    }
    let db = tables::reader(&program.db);
    assert_eq!(tables::number(&db, "SELECT count(*) FROM sales_order"), 12);
    program.call(&["check", "--deep"]).ends(0);
}
