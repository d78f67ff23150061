//! A guarded office in the hands of a clerk who means ill (`reliability.md` R27, R29): what the
//! caller puts around the program decides nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::{Value, json};

use crate::support::program::Answer;
use crate::support::three_users::{ANNA, BO, CAI, Clerk, SharedBox};

/// Longer than any state takes to come about, even on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// With bo and cai as clerks, a customer and goods.
pub fn furnished() -> Option<SharedBox> {
    let here = SharedBox::new()?;
    here.set_up().ends(0);
    for clerk in [BO, CAI] {
        here.call(ANNA, &["admin", "user", clerk.0, "--roles", "clerk"])
            .ends(0);
    }
    let masters = [
        json!({"do": "customer.save", "with": {"code": "C1", "name": "客", "terms": "prepaid"}}),
        json!({"do": "product.save", "with": {"code": "P1", "name": "货", "unit": "件", "tax_rate": "13",
            "list_price": "10"}}),
    ];
    say(&here, ANNA, &masters).ends(0);
    Some(here)
}

pub fn say(here: &SharedBox, clerk: Clerk, lines: &[Value]) -> Answer {
    fed(here.command(clerk, &[], &[&here.program(), "run"]), lines)
}

pub fn fed(mut command: Command, lines: &[Value]) -> Answer {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let text: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let mut input = child.stdin.take().unwrap();
    input.write_all(text.join("\n").as_bytes()).unwrap();
    drop(input);
    child.wait_with_output().unwrap().into()
}

pub fn order(reference: &str) -> Value {
    json!({"do": "order.enter", "with": {"customer": "C1", "channel": "phone", "ship_to": "广州",
        "customer_ref": reference, "lines": [{"product": "P1", "qty": "1"}]}})
}

/// A file of a clerk's that everybody may use.
fn put(path: &Path, text: &str, mode: u32) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    chown(path, Some(BO.1), Some(BO.1)).unwrap();
}

/// Bo's own programs, libraries and folders, each of which leaves a mark when it is used with another
/// group than bo's own.
struct Evil {
    folder: PathBuf,
    library: bool,
}

impl Evil {
    fn new(here: &SharedBox) -> Self {
        let folder = PathBuf::from(here.home(BO, "evil"));
        for name in [
            "",
            "bin",
            "home",
            "config",
            "data",
            "state",
            "cache",
            "tmp",
            "terminfo/x",
        ] {
            std::fs::create_dir_all(folder.join(name)).unwrap();
            chown(folder.join(name), Some(BO.1), Some(BO.1)).unwrap();
        }
        let mark = format!(
            "#!/bin/sh\necho \"$0\" >> '{}'\n",
            folder.join("ran").display()
        );
        for name in [
            "tput",
            "sh",
            "stty",
            "vi",
            "ls",
            "locale",
            "orderdesk",
            "unshare",
            "id",
            "less",
        ] {
            put(&folder.join("bin").join(name), &mark, 0o755);
        }
        let config = "lang = \"zh\"\nthis is no configuration\n";
        for place in ["config", "home/.config"] {
            let own = folder.join(place).join("orderdesk");
            std::fs::create_dir_all(&own).unwrap();
            std::fs::write(own.join("config.toml"), config).unwrap();
        }
        put(&folder.join("terminfo/x/xterm"), "no description", 0o644);
        let mut evil = Self {
            folder,
            library: false,
        };
        evil.library = evil.make_library();
        evil
    }

    /// A library that marks being loaded into a process whose group is not its person's own.
    fn make_library(&self) -> bool {
        let source = self.folder.join("evil.c");
        let text = format!(
            "#define _GNU_SOURCE\n#include <unistd.h>\n#include <fcntl.h>\n\
             __attribute__((constructor)) static void in(void) {{ gid_t r, e, s; getresgid(&r, &e, &s);\n\
             if (r != e || r != s) close(open(\"{}\", O_CREAT|O_WRONLY, 0644)); }}\n",
            self.folder.join("loaded").display()
        );
        std::fs::write(&source, text).unwrap();
        let mut compile = Command::new("cc");
        compile
            .args(["-shared", "-fPIC", "-o"])
            .arg(self.folder.join("evil.so"));
        let made = compile
            .arg(&source)
            .status()
            .is_ok_and(|status| status.success());
        if !made {
            println!("skipped: no C compiler for a library of the caller's");
        }
        made
    }

    /// What `env` is told before the program.
    fn environment(&self) -> Vec<String> {
        let below = |name: &str, dir: &str| format!("{name}={}", self.folder.join(dir).display());
        let mut all = vec![
            below("PATH", "bin"),
            below("HOME", "home"),
            below("XDG_CONFIG_HOME", "config"),
            below("XDG_DATA_HOME", "data"),
            below("XDG_STATE_HOME", "state"),
            below("XDG_CACHE_HOME", "cache"),
            below("SQLITE_TMPDIR", "tmp"),
            below("TMPDIR", "tmp"),
            below("TERMINFO", "terminfo"),
            below("TERMINFO_DIRS", "terminfo"),
            below("ORDERDESK_DB", "own.db"),
            "TZ=Pacific/Kiritimati".into(),
            "LANG=en".into(),
            "TERM=xterm".into(),
        ];
        for name in ["EDITOR", "VISUAL", "PAGER", "SHELL", "BROWSER"] {
            all.push(below(name, "bin/vi"));
        }
        if self.library {
            for name in ["LD_PRELOAD", "LD_AUDIT"] {
                all.push(below(name, "evil.so"));
            }
        }
        all
    }

    /// The program as bo calls it, through a shell that runs `first`.
    fn call(&self, here: &SharedBox, first: &str, words: &[&str]) -> Command {
        let program = here.program();
        let script = format!("{first}; exec \"$@\"");
        let mut all = vec!["/bin/sh", "-c", &script, "sh", "/usr/bin/env", "-i"];
        let environment = self.environment();
        all.extend(environment.iter().map(String::as_str));
        all.push(&program);
        all.extend(words);
        here.command(BO, &[], &all)
    }

    /// Nothing of bo's was run or written.
    fn was_not_used(&self) {
        for mark in ["ran", "loaded", "own.db"] {
            assert!(
                !self.folder.join(mark).exists(),
                "{mark}: {:?}",
                std::fs::read_to_string(self.folder.join(mark))
            );
        }
        for name in ["home", "data", "state", "cache", "tmp"] {
            let mut left: Vec<_> = std::fs::read_dir(self.folder.join(name))
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect();
            left.retain(|it| it != ".config");
            assert!(left.is_empty(), "{name}: {left:?}");
        }
    }
}

fn now(answer: &Answer) -> String {
    answer.json()["now"].as_str().unwrap().to_owned()
}

#[test]
fn nothing_that_the_caller_puts_around_the_program_is_used_with_the_group() {
    let Some(here) = furnished() else { return };
    let evil = Evil::new(&here);
    let before = now(&here.call(BO, &["ask", "me"]).ends(0));
    let told: Answer = evil
        .call(&here, ":", &["ask", "me"])
        .output()
        .unwrap()
        .into();
    let told = told.ends(0);
    let after = now(&here.call(BO, &["ask", "me"]).ends(0));
    // A zone six hours ahead of the office's moves nothing.
    assert!(
        before <= now(&told) && now(&told) <= after,
        "{before} {told:?} {after}"
    );
    for first in ["umask 000", "umask 777", "umask 0222"] {
        let done = fed(evil.call(&here, first, &["run"]), &[order(first)]).ends(0);
        let number = done.json()["value"]["order"].as_str().unwrap().to_owned();
        let day = |time: &str| time[..10].replace('-', "");
        let later = now(&here.call(BO, &["ask", "me"]).ends(0));
        assert!(
            (day(&before)..=day(&later)).contains(&number[2..10].to_owned()),
            "{number}: {before}"
        );
    }
    let out = here.home(BO, "orders.csv");
    let words = ["ask", "orders", "--format", "csv", "--out", &out];
    let told: Answer = evil.call(&here, ":", &words).output().unwrap().into();
    told.ends(0);
    evil.was_not_used();
    here.call(CAI, &["check", "--deep"]).ends(0);
}

#[test]
fn a_session_without_any_open_file_or_with_odd_rights_leaves_the_office_sound() {
    let Some(here) = furnished() else { return };
    let evil = Evil::new(&here);
    let file = here.home(BO, "lines.jsonl");
    for (n, first) in [
        "exec <&-",
        "exec <&- >&-",
        "exec <&- >&- 2>&-",
        "exec >&- 2>&-",
    ]
    .into_iter()
    .enumerate()
    {
        let reference = format!("closed {n}");
        put(Path::new(&file), &order(&reference).to_string(), 0o600);
        let mut command = evil.call(&here, first, &["run", &file]);
        command.output().unwrap();
        let orders = here.call(CAI, &["ask", "orders"]).ends(0).out;
        assert!(orders.contains(&reference), "{first}: {orders}");
        here.call(CAI, &["check", "--deep"]).ends(0);
    }
    evil.was_not_used();
    // Beside an open session with the oddest of rights: what lies beside the office is the group's.
    let mut open = evil.call(&here, "umask 777", &["run"]);
    open.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut open = open.spawn().unwrap();
    let mut input = open.stdin.take().unwrap();
    writeln!(input, "{}", order("open")).unwrap();
    let mut answers = BufReader::new(open.stdout.take().unwrap()).lines();
    assert!(answers.next().unwrap().unwrap().contains("\"ok\":true"));
    let group = std::fs::metadata(here.office()).unwrap().gid();
    for ending in ["-wal", "-shm", ".gate", ".work"] {
        let about = std::fs::metadata(here.office() + ending).unwrap();
        let bits = (about.mode() & 0o7777, about.gid());
        assert_eq!(bits, (0o660, group), "{ending}");
    }
    here.call(CAI, &["ask", "orders"]).ends(0);
    drop(input);
    assert!(open.wait().unwrap().success());
}

/// Waits until it is so.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "waited for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The same program, arguments and environment for a pty.
fn for_a_pty(command: &Command) -> CommandBuilder {
    let mut built = CommandBuilder::new(command.get_program());
    built.env_clear();
    built.args(command.get_args());
    built.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    built
}

#[test]
fn the_screens_run_nothing_of_the_callers_and_end_by_a_signal_he_had_blocked() {
    let Some(here) = furnished() else { return };
    let evil = Evil::new(&here);
    let program = here.program();
    let mut words: Vec<String> = [
        "/usr/bin/env",
        "-i",
        "--block-signal=TERM",
        "--block-signal=HUP",
    ]
    .map(str::to_owned)
    .to_vec();
    words.extend(evil.environment());
    words.push(program.clone());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // A window of no size is what makes terminal libraries ask `tput`.
    let none = PtySize {
        rows: 0,
        cols: 0,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(none).unwrap();
    let mut child = pair
        .slave
        .spawn_command(for_a_pty(&here.command(BO, &[], &words)))
        .unwrap();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let into = seen.clone();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n @ 1..) = reader.read(&mut buffer) {
            into.lock().unwrap().extend_from_slice(&buffer[..n]);
        }
    });
    let shown = |text: &str| String::from_utf8_lossy(&seen.lock().unwrap()).contains(text);
    until("the screens", || shown("\u{1b}[?1049h"));
    pair.master
        .resize(PtySize {
            rows: 24,
            cols: 80,
            ..none
        })
        .unwrap();
    until("the menu", || shown("Choose by digit"));
    let pid = rustix::process::Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap());
    rustix::process::kill_process(pid.unwrap(), rustix::process::Signal::TERM).unwrap();
    let mut code = None;
    until("the end by a signal", || {
        code = child.try_wait().unwrap();
        code.is_some()
    });
    assert_eq!(code.unwrap().exit_code(), 143);
    evil.was_not_used();
}
