//! The days that measures are about.

use crate::domain::Day;

/// The days that are looked at, and up to when things are known.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// What is known at its end counts.
    pub as_of: Day,
}

impl Span {
    /// Whether a day lies in it.
    pub fn has(self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }
}
