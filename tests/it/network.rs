//! An office on a disk of another machine (`reliability.md` R41): refused with the reason, nothing opened.
//!
//! The file system is real to the kernel and made here: a `fuse.sshfs` whose other end is this test. It is
//! mounted in a namespace of its own, for the program alone. Needs root.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::support::program::{Answer, Program};

/// What the kernel asks, of `linux/fuse.h`.
mod asked {
    pub const LOOKUP: u32 = 1;
    pub const FORGET: u32 = 2;
    pub const GETATTR: u32 = 3;
    pub const STATFS: u32 = 17;
    pub const INIT: u32 = 26;
    pub const INTERRUPT: u32 = 36;
    pub const BATCH_FORGET: u32 = 42;
    pub const STATX: u32 = 52;
}

/// Bytes that stand for a number of so many of them.
fn put(into: &mut [u8], at: usize, value: u32) {
    into[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

/// A `fuse_attr`: a folder, or a plain file of a page.
fn attributes(node: u32) -> [u8; 88] {
    let mut about = [0; 88];
    let mode = if node == 1 { 0o040_777 } else { 0o100_666 };
    put(&mut about, 0, node);
    put(&mut about, 8, 4_096); // bytes
    put(&mut about, 60, mode);
    put(&mut about, 64, 1); // names
    about
}

/// The other machine, until `over`: every name that is not new is a file, and whatever would open one is told
/// that it cannot be.
fn serve(mut line: &File, over: &AtomicBool) -> Vec<u32> {
    let mut opened = Vec::new();
    let mut question = vec![0; 1 << 17];
    loop {
        match line.read(&mut question) {
            Ok(40..) => {}
            // Not mounted yet.
            Err(why)
                if why.kind() == ErrorKind::PermissionDenied && !over.load(Ordering::SeqCst) =>
            {
                thread::sleep(Duration::from_millis(5));
                continue;
            }
            _ => return opened,
        }
        let number = |at: usize| u32::from_le_bytes(question[at..at + 4].try_into().unwrap());
        let (what, node) = (number(4), number(16));
        let mut body = Vec::new();
        let mut error = 0_i32;
        match what {
            asked::FORGET | asked::INTERRUPT | asked::BATCH_FORGET => continue,
            asked::INIT => {
                body.resize(64, 0);
                put(&mut body, 0, 7);
                put(&mut body, 4, 31.min(number(44)));
                put(&mut body, 20, 4_096); // the longest write
            }
            asked::LOOKUP if question[40..].starts_with(b"new") => error = -2, // not there
            asked::LOOKUP => {
                body.resize(40, 0);
                put(&mut body, 0, 2);
                body.extend(attributes(2));
            }
            asked::GETATTR => {
                body.resize(16, 0);
                body.extend(attributes(node));
            }
            asked::STATFS => body.resize(80, 0),
            asked::STATX => error = -38, // the kernel asks as of old
            other => {
                opened.push(other);
                error = -38;
            }
        }
        let length = 16 + body.len();
        let mut answer = vec![0; 16];
        put(&mut answer, 0, u32::try_from(length).unwrap());
        answer[4..8].copy_from_slice(&error.to_le_bytes());
        answer[8..16].copy_from_slice(&question[8..16]); // which question
        answer.extend(body);
        // An answer that nobody waits for any more is refused.
        drop(line.write(&answer));
    }
}

#[test]
fn an_office_on_a_disk_of_another_machine_is_refused_with_the_reason() {
    let program = Program::new();
    let place = program.path("far");
    std::fs::create_dir(&place).unwrap();
    let device = File::options().read(true).write(true).open("/dev/fuse");
    let Ok(device) = device.and_then(|device| Ok((rustix::io::dup(&device)?, device))) else {
        println!("skipped: a file system of one's own needs root and fuse");
        return;
    };
    let line = File::from(device.0); // every child of this process has it, too
    drop(device.1);
    let options = format!(
        "fd={},rootmode=40000,user_id=0,group_id=0,allow_other",
        line.as_raw_fd()
    );
    let script = "mount -i -t fuse.sshfs -o \"$1\" far \"$2\" || exit 99\n\
        for call in 'ask carriers' 'check' 'admin upgrade' 'backup x.db'; do\n\
        \"$0\" --db \"$2/office.db\" $call; echo \"$call: $?\"\ndone\n\
        \"$0\" --db \"$2/new.db\" admin init; echo \"init: $?\"\n\
        \"$0\" --db \"$3\" restore \"$2/copy.db\"; echo \"restore: $?\"";
    let mut command = Command::new("timeout");
    // Whatever waits for an answer that never comes is ended.
    command.args(["-s", "KILL", "60", "unshare", "-m", "sh", "-c", script]);
    command.args([env!("CARGO_BIN_EXE_orderdesk")]);
    command.arg(options).arg(&place).arg(&program.db);
    command.env("LANG", "en").env("HOME", program.folder.path());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let over = Arc::new(AtomicBool::new(false));
    let ends = over.clone();
    let far = thread::spawn(move || serve(&line, &ends));
    let told = Answer::from(child.wait_with_output().unwrap());
    over.store(true, Ordering::SeqCst);
    if told.code == Some(99) {
        println!("skipped: no file system can be mounted here: {told:?}");
        return;
    }
    let refused = told.err.matches("lies on sshfs, over the network").count();
    assert!(refused == 6, "{told:?}");
    assert_eq!(told.out.matches(": 3\n").count(), 6, "{told:?}");
    let opened = far.join().unwrap();
    assert!(opened.is_empty(), "asked for more than names: {opened:?}");
}
