//! Journeys of a person through the real program, in a real terminal.

// Helpers of tests are not marked as tests, so the lints cannot tell them from the program.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../it/support/books.rs"]
mod books;
mod desk;
mod trouble;

use std::thread;
use std::time::{Duration, Instant};

use desk::{Desk, ESC, F3, F6};
use rustix::process::Signal;

#[test]
fn a_clerk_finds_an_order_by_its_last_four_digits() {
    let mut desk = Desk::open("wangfang");
    desk.until("to do");
    desk.until("practice");
    let rows = desk.ask(&["orders", "limit=1"])["rows"].clone();
    let number = rows[0]["order"].as_str().unwrap().to_owned();
    let tail = &number[number.len() - 4..];
    desk.send(F3);
    desk.send(tail);
    desk.until(&format!("order    {number}"));
    desk.send("\r");
    desk.until_one_of(&["Timeline: not available yet", "Timeline"]);
    let (code, _, _) = desk.leave();
    assert_eq!(code, 0);
}

#[test]
fn a_clerk_answers_whether_goods_can_be_had() {
    let mut desk = Desk::open("wangfang");
    let rows = desk.ask(&["products", "limit=1"])["rows"].clone();
    let code = rows[0]["code"].as_str().unwrap().to_owned();
    // All keys at once, faster than any answer.
    desk.send(&format!("\x1b3{code}\r5\r+30\r"));
    desk.until("at the earliest");
    desk.until("only looked up, nothing is reserved");
    desk.send(ESC);
    desk.send(ESC);
    desk.send(ESC);
    desk.until("Choose by digit or arrow");
    assert_eq!(desk.leave().0, 0);
}

#[test]
fn an_order_is_typed_in_chinese_and_handed_in() {
    let mut desk = Desk::open("wangfang");
    desk.until("to do");
    // As an input method commits them: whole words at once, full-width digits among them.
    desk.send("\x1b1");
    desk.until("Customer");
    desk.send("广州珠屿\r");
    desk.until("K016");
    desk.send("＋５\r");
    desk.send("不锈钢合页　２０\r");
    desk.until("H0088");
    desk.send(F6);
    desk.until("submitted");
    let rows = desk.ask(&["orders", "limit=1"])["rows"].clone();
    assert_eq!(rows[0]["customer"], "K016");
    assert_eq!(rows[0]["state"], "reviewing");
    assert_eq!(rows[0]["wanted"], "20");
    assert_eq!(desk.leave().0, 0);
}

/// The bytes of each character parted wherever the line pleases; an Escape 5 or 80 ms ahead of its letter is one
/// key with it, 400 ms ahead it is itself.
#[test]
fn chinese_comes_in_pieces_and_escape_comes_late() {
    let mut desk = Desk::open("wangfang");
    desk.until("to do");
    for part in 1..=2 {
        desk.pieces("\x1b1".as_bytes(), 1, Duration::from_millis(5));
        desk.until("Customer");
        desk.pieces("广州珠屿\r".as_bytes(), part, Duration::from_millis(5));
        desk.until("K016");
        for held in [5, 80] {
            desk.pieces("\x1bp".as_bytes(), 1, Duration::from_millis(held));
            desk.until("Pass rules");
            desk.send("\x1b1");
            desk.until("K016");
        }
        // Back to the list below, which the letter filters.
        desk.pieces("\x1bp".as_bytes(), 1, Duration::from_millis(400));
        desk.until("Filter: p");
        desk.send("\x7f\x1b1");
        desk.until("K016");
        desk.send("\x0e"); // a new order; the one begun is put aside
        desk.until("parked");
    }
    assert_eq!(desk.leave().0, 0);
}

#[test]
fn a_half_typed_order_survives_a_kill() {
    let desk = Desk::half_typed();
    // What is typed is on its way into the file while it is shown; the kill is for what is there.
    desk.until_kept("H0088");
    let (home, office) = desk.end_by(Signal::KILL);
    let mut again = Desk::open_at("wangfang", home, office);
    again.until("to do");
    again.send("\x1b1");
    again.until("H0088");
    again.until("K016");
    assert_eq!(again.leave().0, 0);
}

#[test]
fn an_idle_desk_sends_nothing_and_hardly_wakes() {
    let desk = Desk::open("wangfang");
    desk.until("to do");
    thread::sleep(Duration::from_millis(1500));
    let (bytes, wakes) = (desk.bytes().len(), desk.wakes());
    thread::sleep(Duration::from_secs(3));
    assert_eq!(desk.bytes().len(), bytes, "no byte while nothing happens");
    let woken = desk.wakes() - wakes;
    assert!(woken <= 4, "{woken} wake-ups in three seconds");
}

#[test]
fn other_peoples_work_is_seen_without_a_key() {
    let desk = Desk::open("wangfang");
    desk.until("to do");
    let before = desk.bytes().len();
    let order = r#"{"do":"order.enter","with":{"channel":"phone","lines":[],"remark":"by another session"}}"#;
    let answer = desk.run(order);
    assert_eq!(answer["ok"], true, "{answer}");
    let end = Instant::now() + Duration::from_secs(30);
    while desk.bytes().len() == before {
        assert!(Instant::now() < end, "nothing was drawn anew");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_draft_on_a_lost_line_is_offered_back() {
    let mut desk = Desk::open("wangfang");
    desk.send("\x1b1");
    desk.until("F6 Submit");
    desk.send("zzqq");
    desk.until("zzqq");
    let (home, office) = desk.end_by(Signal::HUP);
    let desk = Desk::open_at("wangfang", home, office);
    desk.until("The draft from the lost line is back: Order entry");
}

#[test]
fn a_form_typed_under_an_old_program_is_there_under_the_new_one() {
    let mut desk = Desk::open("wangfang");
    desk.until("to do");
    desk.send("\x1b1");
    desk.until("F6 Submit");
    desk.send("广州珠屿\r");
    desk.until("K016");
    let version = desk::version(&desk.office, 99);
    desk.send("+5\rH0088*20\r");
    desk.send(F6);
    desk.until("upgraded");
    let (code, home, office) = desk.leave();
    assert_eq!(code, 0);
    desk::version(&office, version);
    let mut again = Desk::open_at("wangfang", home, office);
    again.until("The draft from the lost line is back: Order entry");
    again.send("\x1b1");
    again.until("H0088");
    again.until("K016");
    assert_eq!(again.leave().0, 0);
}
