//! Samples, percentiles and CPU time. Whole numbers only: microseconds and hundredths.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Durations of one kind of work, and the CPU they took together.
#[derive(Debug, Default, Clone)]
pub struct Samples {
    micros: Vec<u64>,
    cpu_nanos: u64,
}

impl Samples {
    /// Measures one piece of work.
    pub fn time<T>(&mut self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let value = work()?;
        self.push(start.elapsed());
        Ok(value)
    }

    /// Adds one duration.
    pub fn push(&mut self, took: Duration) {
        self.micros
            .push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// Adds CPU time.
    pub fn add_cpu(&mut self, nanos: u64) {
        self.cpu_nanos += nanos;
    }

    /// The value below which so many of a thousand lie.
    pub fn at(&self, per_mille: usize) -> u64 {
        let mut sorted = self.micros.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        sorted.get(last * per_mille / 1_000).copied().unwrap_or(0)
    }

    /// CPU microseconds a piece.
    pub fn cpu(&self) -> u64 {
        let pieces = u64::try_from(self.micros.len()).unwrap_or(1).max(1);
        self.cpu_nanos / 1_000 / pieces
    }

    /// Microseconds together.
    pub fn total(&self) -> u64 {
        self.micros.iter().sum()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.micros.len()
    }
}

/// Nanoseconds this thread has been on a CPU.
pub fn cpu_now() -> Result<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(text.split_whitespace().next().unwrap_or("0").parse()?)
}

/// `a / b` with two decimals.
pub fn ratio(a: u64, b: u64) -> String {
    let hundredths = a * 100 / b.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
