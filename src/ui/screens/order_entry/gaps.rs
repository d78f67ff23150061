//! What an order lacks: told, and gone to.

use crate::ui::widgets::field::Fault;
use crate::words::Lang;
use crate::words::papers::GAPS;

use super::sheet::{Gap, gap_field};
use super::{Focus, OrderEntry};

impl OrderEntry {
    /// The gaps in words, those that stop the order first and with their sign; what several lines lack
    /// is said once.
    pub(super) fn gaps_told(&self, lang: Lang) -> String {
        let gaps = self.sheet.open_gaps();
        let (stop, mind): (Vec<&Gap>, Vec<&Gap>) = gaps.iter().partition(|gap| gap.blocking);
        let mut kinds: Vec<(&Gap, Vec<usize>)> = Vec::new();
        for gap in stop.into_iter().chain(mind) {
            let same = kinds.iter_mut().find(|(of, lines)| {
                of.code == gap.code && of.blocking == gap.blocking && !lines.is_empty()
            });
            match (same, gap.line) {
                (Some((_, lines)), Some(line)) => lines.push(line + 1),
                (_, line) => kinds.push((gap, line.map(|line| line + 1).into_iter().collect())),
            }
        }
        let tell = |(gap, lines): (&Gap, Vec<usize>)| {
            let word = lang.word(GAPS, &gap.code);
            let sign = if gap.blocking { "!" } else { "?" };
            let told = match lines.as_slice() {
                [] => word,
                [line] => lang.entry_gap_line(&line.to_string(), &word),
                [first, .., last] if last - first + 1 == lines.len() => {
                    lang.entry_gap_line(&format!("{first}-{last}"), &word)
                }
                several => {
                    let several: Vec<String> = several.iter().map(ToString::to_string).collect();
                    lang.entry_gap_line(&several.join(" "), &word)
                }
            };
            format!("{sign}{told}")
        };
        let told: Vec<String> = kinds.into_iter().map(tell).collect();
        told.join(lang.pick("、", ", "))
    }

    /// Goes to the first gap that stops the order.
    pub(super) fn go_to_gap(&mut self) {
        let gaps = self.sheet.open_gaps();
        let Some(gap) = gaps.iter().find(|gap| gap.blocking) else {
            return;
        };
        match gap.line {
            Some(line) => {
                self.focus = Focus::Lines;
                let id = if gap.code == "qty" { "qty" } else { "code" };
                self.sheet.grid.blame(line, id, Fault::Needed);
            }
            None if gap.code == "lines" => self.turn_to_lines(),
            None => {
                self.focus = Focus::Head;
                self.sheet.form.blame(gap_field(&gap.code), Fault::Needed);
            }
        }
    }
}
