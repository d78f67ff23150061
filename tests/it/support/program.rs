//! The program itself, as a script calls it.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program with an office file in a folder of its own.
pub struct Program {
    pub folder: TempDir,
    pub db: PathBuf,
}

/// What a call answered.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// The lines of standard output as JSON.
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The only line of standard output.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// The ending is this one.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        let mut err = String::from_utf8(output.stderr).unwrap();
        // Else a failure would not say whether the program ended itself or somebody ended it.
        if let Some(signal) = output.status.signal() {
            err = format!("{err}[ended by signal {signal}]");
        }
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err,
        }
    }
}

impl Program {
    /// No office yet.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("office.db");
        Self { folder, db }
    }

    /// With an office.
    pub fn with_office() -> Self {
        let program = Self::new();
        program.call(&["admin", "init"]).ends(0);
        program
    }

    /// A file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder and gives its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    /// The program with the office and nothing of the tester's own surroundings.
    pub fn command(&self) -> Command {
        Self::at(&self.db, self.folder.path())
    }

    /// The program with this office file.
    pub fn at(db: &Path, home: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orderdesk"));
        command
            .env_clear()
            .env("HOME", home)
            .env("TZ", "UTC")
            .env("LANG", "en")
            .arg("--db")
            .arg(db);
        command.stdin(Stdio::null());
        command
    }

    /// Calls it.
    pub fn call(&self, words: &[&str]) -> Answer {
        self.command().args(words).output().unwrap().into()
    }

    /// Calls it where no file may be longer than so many half kilobytes, as on a full disk.
    pub fn limited(&self, blocks: &str, words: &[&str]) -> Answer {
        let call = format!("ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command
            .args(["-c", &call, env!("CARGO_BIN_EXE_orderdesk"), "--db"])
            .arg(&self.db)
            .args(words)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("LANG", "en");
        command.output().unwrap().into()
    }

    /// Calls `run` with these lines on standard input.
    pub fn run(&self, lines: &[Value]) -> Answer {
        let text: Vec<_> = lines.iter().map(ToString::to_string).collect();
        self.feed(&["run"], text.join("\n").as_bytes())
    }

    /// Calls it with bytes on standard input.
    pub fn feed(&self, words: &[&str], bytes: &[u8]) -> Answer {
        let mut command = self.command();
        command
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let bytes = bytes.to_vec();
        let writer = std::thread::spawn(move || drop(input.write_all(&bytes)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output.into()
    }

    /// Asks, as JSON.
    #[track_caller]
    pub fn ask(&self, words: &[&str]) -> Value {
        let mut all = vec!["ask"];
        all.extend(words);
        self.call(&all).ends(0).json()
    }
}
