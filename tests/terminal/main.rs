//! The terminal for real: a child of this very test runs the desk in a pty, and bad things happen.

// Helpers of tests are not marked as tests, so the lints cannot tell them from the program.
#![allow(clippy::unwrap_used, clippy::panic)]

mod child;
mod desk;
mod saving;

use std::fs;
use std::path::Path;
use std::process::Command as Program;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::PtySize;
use rustix::process::Signal;

use desk::{Desk, How, parser};

fn reports(folder: &Path) -> usize {
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().starts_with("orderdesk-panic-"))
        .count()
}

#[test]
fn signals_give_the_terminal_back_and_park() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
    ] {
        let mut desk = Desk::typing(How::Leader);
        desk.send("half an order");
        desk.until("the text", |desk| desk.screen().contains("half an order"));
        desk.signal(signal);
        assert_eq!(desk.gone(), code);
        desk.until("the terminal", |desk| {
            String::from_utf8_lossy(&desk.bytes()).contains("1049l")
        });
        desk.assert_given_back();
        assert_eq!(desk.draft(), "order_entry \"half an order\"");
    }
}

#[test]
fn a_stalled_line_does_not_hold_up_the_end() {
    let mut desk = Desk::typing(How::Leader);
    desk.send("kept");
    desk.until("the text", |desk| desk.screen().contains("kept"));
    let stall = desk.stall.clone();
    let held = stall.lock().unwrap();
    for n in 0..200 {
        let size = PtySize {
            rows: 24 + n % 30,
            cols: 80 + n,
            pixel_width: 0,
            pixel_height: 0,
        };
        desk.master.as_ref().unwrap().resize(size).unwrap();
        thread::sleep(Duration::from_millis(2));
    }
    desk.signal(Signal::TERM);
    assert_eq!(desk.gone(), 143);
    assert_eq!(desk.draft(), "order_entry \"kept\"");
    assert!(desk.is_sane());
    drop(held);
}

#[test]
fn a_program_that_hangs_ends_by_a_signal_all_the_same() {
    let mut desk = Desk::typing(How::Leader);
    desk.send("hang");
    desk.until("the text", |desk| desk.screen().contains("hang"));
    desk.send("\x1b[17~"); // F6
    desk.until("the end of the main thread", |desk| {
        desk.folder.path().join("held").exists()
    });
    desk.signal(Signal::TERM);
    assert_eq!(desk.gone(), 143);
    desk.assert_given_back();
}

#[test]
fn a_line_that_is_gone_ends_the_program() {
    for how in [How::Leader, How::Deaf, How::Loose] {
        let mut desk = Desk::typing(how);
        desk.send("kept");
        desk.until("the text", |desk| desk.screen().contains("kept"));
        // Every copy of the master has to go; the reader lets go after the next byte.
        desk.leave.store(true, Ordering::SeqCst);
        desk.send("!");
        desk.reader.take().unwrap().join().unwrap();
        desk.writer = None;
        desk.master = None;
        desk.slave = None;
        let code = desk.gone();
        assert_eq!(code, 129, "{how:?}");
        // The last key may be lost with the line; what was seen on the screen is not.
        assert!(
            desk.draft().starts_with("order_entry \"kept"),
            "{}",
            desk.draft()
        );
    }
}

#[test]
fn a_panic_anywhere_gives_the_terminal_back() {
    for word in ["panic", "thread"] {
        let mut desk = Desk::typing(How::Leader);
        desk.send(word);
        desk.send("\x1b[17~"); // F6
        assert_eq!(desk.gone(), 101, "{word}");
        desk.until("the line", |desk| {
            String::from_utf8_lossy(&desk.bytes()).contains("internal error: planted")
        });
        desk.assert_given_back();
        assert_eq!(reports(desk.folder.path()), 1);
    }
}

#[test]
fn stopped_and_brought_back() {
    let mut desk = Desk::typing(How::Shell);
    desk.send("kept");
    desk.until("the text", |desk| desk.screen().contains("kept"));
    // Twice the same screen, which has to be drawn twice.
    for _ in 0..2 {
        desk.signal(Signal::TSTP);
        desk.until("the stop", |desk| desk.state() == 'T');
        desk.assert_given_back();
        desk.seen.lock().unwrap().clear();
        desk.signal(Signal::CONT);
        desk.until("the screen", |desk| {
            desk.screen().contains("kept") && desk.screen().contains("F6 Submit")
        });
        assert!(!desk.is_sane(), "raw again");
    }
    desk.send("!");
    desk.until("a key", |desk| desk.screen().contains("kept!"));
}

/// A desk in the middle of a transaction that was told to stop.
fn told_to_stop_while_saving() -> Desk {
    let mut desk = Desk::typing(How::Shell);
    desk.send("hold");
    desk.send("\x1b[17~"); // F6
    desk.until("the transaction", |desk| {
        desk.folder.path().join("held").exists()
    });
    desk.signal(Signal::TSTP);
    desk.send("!");
    desk.until("a key", |desk| desk.screen().contains("hold!"));
    assert_ne!(desk.state(), 'T', "others would wait for it");
    desk
}

#[test]
fn nobody_is_stopped_inside_a_transaction() {
    let desk = told_to_stop_while_saving();
    fs::write(desk.folder.path().join("let-go"), "").unwrap();
    desk.until("the stop", |desk| desk.state() == 'T');
    desk.assert_given_back();
    desk.signal(Signal::CONT);
    desk.until("the screen", |desk| desk.screen().contains("hold!"));
}

#[test]
fn the_end_does_not_wait_behind_a_stop() {
    let mut desk = told_to_stop_while_saving();
    desk.signal(Signal::TERM);
    assert_eq!(desk.gone(), 143);
    desk.assert_given_back();
    assert!(desk.draft().contains("hold!"), "{}", desk.draft());
}

#[test]
fn a_stop_without_a_shell_is_ignored() {
    let mut desk = Desk::typing(How::Leader);
    desk.signal(Signal::TSTP);
    desk.send("alive");
    desk.until("a key", |desk| desk.screen().contains("alive"));
}

#[test]
fn keys_arrive_whatever_the_line_does() {
    let mut desk = Desk::typing(How::Leader);
    desk.send("\x1b");
    thread::sleep(Duration::from_millis(5));
    desk.send("OQ");
    desk.until("F2", |desk| desk.screen().contains("looked up"));
    desk.send("广州天河");
    desk.until("the text", |desk| desk.screen().contains("广州天河"));
    let mut parser = parser();
    parser.process(&desk.bytes());
    assert_eq!(
        parser.screen().cursor_position(),
        (1, 8),
        "the real cursor is at the caret"
    );
    assert!(!parser.screen().hide_cursor());
    // Half a sequence stops neither the screen nor what follows.
    desk.send("\x15change\x1b[17~\x1b[1;");
    desk.until("the refresh", |desk| {
        desk.screen().contains("office changed")
    });
}

#[test]
fn a_paste_never_acts_as_keys() {
    let mut desk = Desk::typing(How::Leader);
    desk.send(&format!(
        "\x1b[200~{}\x1b[201~\r\x1b[17~\x1b[201~",
        "x".repeat(1_000_000)
    ));
    desk.until("the notice", |desk| desk.screen().contains("left out"));
    desk.send("\x15panic?\x1b[200~ no end");
    desk.until("the text", |desk| desk.screen().contains("panic? no end"));
    desk.send("!");
    desk.until("the keyboard", |desk| desk.screen().contains("no end!"));
}

#[test]
fn random_bytes_and_resizes_are_survived() {
    let mut desk = Desk::typing(How::Leader);
    let mut seed = 7_u64;
    for n in 0..300_u16 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let noise: Vec<u8> = (0..40)
            .map(|i| (seed >> (i % 8 * 8)).to_le_bytes()[0].wrapping_mul(i | 1))
            .filter(|b| *b != 0x11)
            .collect();
        desk.writer.as_mut().unwrap().write_all(&noise).unwrap();
        let size = PtySize {
            rows: n % 50,
            cols: n % 130,
            pixel_width: 0,
            pixel_height: 0,
        };
        desk.master.as_ref().unwrap().resize(size).unwrap();
    }
    thread::sleep(Duration::from_millis(1500));
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    desk.master.as_ref().unwrap().resize(size).unwrap();
    desk.until("the screen", |desk| desk.screen().contains("Orderdesk"));
    assert_eq!(
        desk.child
            .try_wait()
            .unwrap()
            .map(|status| status.exit_code()),
        None
    );
}

#[test]
fn an_idle_desk_is_silent_and_a_key_is_cheap() {
    let mut desk = Desk::typing(How::Leader);
    thread::sleep(Duration::from_millis(300));
    let (before, ticks) = (desk.bytes().len(), desk.ticks());
    thread::sleep(Duration::from_secs(2));
    assert_eq!(desk.bytes().len(), before, "no byte while idle");
    assert!(desk.ticks() - ticks <= 1);
    desk.send("a");
    desk.until("a key", |desk| desk.bytes().len() > before);
    thread::sleep(Duration::from_millis(100));
    let cost = desk.bytes().len() - before;
    assert!(cost <= 300, "{cost} bytes for a key");
}

#[test]
fn a_terminal_that_cannot_show_screens_is_refused() {
    for term in ["dumb", ""] {
        let mut desk = Desk::start(How::Leader, term);
        let end = Instant::now() + Duration::from_secs(5);
        let code = loop {
            if let Some(status) = desk.child.try_wait().unwrap() {
                break status.exit_code();
            }
            assert!(Instant::now() < end);
            thread::sleep(Duration::from_millis(5));
        };
        assert_eq!(code, 2);
        desk.until("the line", |desk| {
            String::from_utf8_lossy(&desk.bytes()).contains("cannot show screens")
        });
        assert!(!String::from_utf8_lossy(&desk.bytes()).contains("\x1b[?1049h"));
    }
    let exe = std::env::current_exe().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = Program::new(exe)
        .args(child::arguments().split(' '))
        .env("DESK_FOLDER", folder.path())
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("A terminal is needed"));
}

#[test]
fn a_flood_of_keys_is_not_drawn_key_by_key() {
    let mut desk = Desk::typing(How::Leader);
    let before = desk.bytes().len();
    for _ in 0..60 {
        desk.send(&"x".repeat(1_000));
        desk.send("\x15"); // the field is empty again
    }
    desk.send("the end");
    desk.until("the last key", |desk| desk.screen().contains("the end"));
    let cost = desk.bytes().len() - before;
    assert!(cost < 60_000, "{cost} bytes for 60,000 keys");
}

#[test]
fn plain_terminals_show_the_screens_too() {
    for term in ["vt100", "linux", "screen", "no-such-terminal"] {
        let mut desk = Desk::start(How::Leader, term);
        desk.until("the menu", |desk| desk.screen().contains("Order entry"));
        desk.send("1");
        desk.until("the field", |desk| desk.screen().contains("F6 Submit"));
        desk.signal(Signal::TERM);
        assert_eq!(desk.gone(), 143, "{term}");
        desk.assert_given_back();
    }
}
