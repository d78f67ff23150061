//! A `run` that stays open between lines.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

/// The program, its input and its answers.
pub struct Session {
    pub child: Child,
    input: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Session {
    /// Begins what ends in a call of `run`.
    pub fn of(command: &mut Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            child,
            input,
            answers,
        }
    }

    /// Gives a line.
    pub fn tell(&mut self, line: &Value) {
        writeln!(self.input, "{line}").unwrap();
    }

    /// Gives a line and waits for its answer.
    pub fn say(&mut self, line: &Value) -> Value {
        self.tell(line);
        serde_json::from_str(&self.answers.next().unwrap().unwrap()).unwrap()
    }

    /// Gives no more, and its exit code.
    pub fn ends(mut self) -> Option<i32> {
        drop(self.input);
        self.child.wait().unwrap().code()
    }
}
