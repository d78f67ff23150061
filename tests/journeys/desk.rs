//! Starts the real program in a pty on a practice office of its own, types, looks.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// The program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_orderdesk");

/// Longer than any step takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// F3, as xterm sends it.
pub const F3: &str = "\x1bOR";
/// F6.
pub const F6: &str = "\x1b[17~";
/// F12, the stand-in for Esc that needs no waiting for what may follow.
pub const ESC: &str = "\x1b[24~";

/// The practice office that all journeys begin with: made once for a build of the program, since
/// its thousands of commands take a while, then copied.
fn model() -> &'static Path {
    static MODEL: OnceLock<PathBuf> = OnceLock::new();
    MODEL.get_or_init(|| {
        let built = std::fs::metadata(PROGRAM).unwrap().modified().unwrap();
        let built = built.duration_since(UNIX_EPOCH).unwrap().as_secs();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let path = folder.join(format!("practice-{built}.db"));
        if path.exists() {
            return path;
        }
        let home = tempfile::tempdir_in(folder).unwrap();
        let new = home.path().join("practice.db");
        let made = program(home.path())
            .args(["demo", "--db"])
            .arg(&new)
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        std::fs::rename(new, &path).unwrap();
        path
    })
}

/// The program with a home of its own.
fn program(home: &Path) -> Command {
    let mut program = Command::new(PROGRAM);
    for (name, value) in surroundings(home) {
        program.env(name, value);
    }
    program
}

fn surroundings(home: &Path) -> Vec<(&'static str, String)> {
    let below = |name: &str| home.join(name).display().to_string();
    vec![
        ("HOME", home.display().to_string()),
        ("XDG_CONFIG_HOME", below("config")),
        ("XDG_DATA_HOME", below("data")),
        ("XDG_STATE_HOME", below("state")),
        ("LANG", "en_US.UTF-8".into()),
        ("LC_ALL", "en_US.UTF-8".into()),
        ("TERM", "xterm".into()),
        ("ORDERDESK_DB", String::new()),
        ("NO_COLOR", String::new()),
    ]
}

/// Gives the file another version, as a newer program's upgrade does; its version before.
pub fn version(office: &Path, version: i64) -> i64 {
    let db = rusqlite::Connection::open(office).unwrap();
    let before = db
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    db.pragma_update(None, "user_version", version).unwrap();
    before
}

/// The program on the screen of a person.
pub struct Desk {
    /// Keeps the line open.
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Vec<u8>>>,
    /// While somebody holds it nothing is read from the line.
    pub frozen: Arc<Mutex<()>>,
    /// The office file.
    pub office: PathBuf,
    /// The person's home.
    pub home: tempfile::TempDir,
}

impl Desk {
    /// Opens a practice office of its own as this person, in a window of 80x24.
    pub fn open(seat: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let office = home.path().join("practice.db");
        std::fs::copy(model(), &office).unwrap();
        Self::open_at(seat, home, office)
    }

    /// Opens an office that is there.
    pub fn open_at(seat: &str, home: tempfile::TempDir, office: PathBuf) -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(["demo", "--as", seat, "--db"]);
        command.arg(&office);
        for (name, value) in surroundings(home.path()) {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let into = seen.clone();
        let frozen = Arc::new(Mutex::new(()));
        let thaw = frozen.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                into.lock().unwrap().extend_from_slice(&buffer[..n]);
                drop(thaw.lock());
            }
        });
        let desk = Self {
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            frozen,
            child,
            seen,
            office,
            home,
        };
        desk.until("Choose by digit or arrow");
        desk
    }

    /// Types.
    pub fn send(&mut self, text: &str) {
        self.writer.write_all(text.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Types bytes as a line brings them: so many at once, and a pause.
    pub fn pieces(&mut self, bytes: &[u8], many: usize, pause: Duration) {
        for piece in bytes.chunks(many) {
            self.writer.write_all(piece).unwrap();
            self.writer.flush().unwrap();
            thread::sleep(pause);
        }
    }

    /// Gives the window another size.
    pub fn resize(&self, rows: u16, cols: u16) {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
    }

    /// The program's number.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Every byte the program sent.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().clone()
    }

    /// What is on the screen.
    pub fn screen(&self) -> String {
        let (rows, columns) = (NonZeroU16::new(24).unwrap(), NonZeroU16::new(80).unwrap());
        let mut parser = vt100::Parser::new(rows, columns, 0);
        parser.process(&self.bytes());
        parser.screen().contents()
    }

    /// Waits for a text on the screen.
    pub fn until(&self, text: &str) {
        self.until_one_of(&[text]);
    }

    /// Waits for one of several texts.
    pub fn until_one_of(&self, texts: &[&str]) {
        let end = Instant::now() + PATIENCE;
        while !texts.iter().any(|text| self.screen().contains(text)) {
            let screen = self.screen();
            assert!(
                Instant::now() < end,
                "waited for {texts:?}; on the screen:\n{screen}"
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Order entry with a customer, a date and twenty of one thing typed.
    pub fn half_typed() -> Self {
        let mut desk = Self::open("wangfang");
        desk.until("to do");
        desk.send("\x1b1");
        desk.until("Customer");
        desk.send("广州珠屿\r");
        desk.until("K016");
        desk.send("+5\rH0088*20\r");
        // The price by quantity: the list price, 230.00, is shown only until the office has answered.
        desk.until("218.50");
        desk
    }

    /// The half-typed order is the newest of the office, behind it the one that was.
    pub fn has_made_one_order(&self, before: &Value) {
        let rows = self.ask(&["orders", "limit=2"])["rows"].clone();
        assert_eq!(
            (&rows[0]["customer"], &rows[1]["order"]),
            (&"K016".into(), before)
        );
    }

    /// Waits until what is being typed lies in the office with this text.
    pub fn until_kept(&self, text: &str) {
        let end = Instant::now() + PATIENCE;
        let db = rusqlite::Connection::open(&self.office).unwrap();
        let sql = "SELECT EXISTS (SELECT 1 FROM parked WHERE instr(body, ?1) > 0)";
        while !db
            .query_row(sql, [text], |row| row.get::<_, bool>(0))
            .unwrap()
        {
            assert!(Instant::now() < end, "waited for {text} to be kept");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks the office by the command line, beside the screen.
    pub fn ask(&self, words: &[&str]) -> Value {
        let asked = program(self.home.path())
            .arg("--db")
            .arg(&self.office)
            .args(["ask", "--format", "json"])
            .args(words)
            .output()
            .unwrap();
        serde_json::from_slice(&asked.stdout).unwrap_or_else(|_| panic!("{asked:?}"))
    }

    /// Runs a command by the command line, beside the screen.
    pub fn run(&self, line: &str) -> Value {
        let mut child = program(self.home.path())
            .arg("--db")
            .arg(&self.office)
            .args(["run", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(line.as_bytes()).unwrap();
        drop(input);
        let out = child.wait_with_output().unwrap();
        serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{out:?}"))
    }

    /// How often any thread of the program was put to sleep so far: each is a wake-up later.
    pub fn wakes(&self) -> u64 {
        let tasks = format!("/proc/{}/task", self.pid());
        let mut sum = 0;
        for task in std::fs::read_dir(tasks).unwrap().flatten() {
            let status = std::fs::read_to_string(task.path().join("status")).unwrap();
            let line = status
                .lines()
                .find(|l| l.starts_with("voluntary_ctxt_switches"));
            sum += line
                .and_then(|l| l.split_whitespace().last()?.parse::<u64>().ok())
                .unwrap();
        }
        sum
    }

    /// Leaves the program and gives its exit code and what it leaves behind.
    pub fn leave(mut self) -> (u32, tempfile::TempDir, PathBuf) {
        self.send("\x11");
        let code = self.child.wait().unwrap().exit_code();
        (code, self.home, self.office)
    }

    /// Ends the session by a signal; gives what the program leaves behind.
    pub fn end_by(mut self, signal: Signal) -> (tempfile::TempDir, PathBuf) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
        self.child.wait().unwrap();
        (self.home, self.office)
    }
}
