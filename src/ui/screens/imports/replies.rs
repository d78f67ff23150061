//! What shops' sheets want together, in a file, and beside it the reply to each shop.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::Imports;
use super::saving::Saving;
use crate::ui::base::{Answer, Ctx, Effect, Export, Input, Reply, Ticket, Tone};
use crate::ui::widgets::order_card::read::rows;
use crate::ui::widgets::sheet::SheetAnswer;

/// Rows that are asked for at once.
const PAGE: i64 = 200;

impl Imports {
    /// The customers whose sheets became orders just now.
    pub(super) fn customers(&self) -> Vec<String> {
        let done = self.result.as_ref().filter(|(_, rehearsed)| !rehearsed);
        let told = done.map(|(result, _)| rows(result, "customers"));
        let codes = told.into_iter().flatten().filter_map(|code| code.as_str());
        codes.map(str::to_owned).collect()
    }

    /// Asks for the name of the file.
    pub(super) fn ask_replies(&mut self, ctx: &Ctx<'_>) -> Answer {
        if self.customers().is_empty() {
            return Answer::Ignored;
        }
        self.saving = Some(Saving::new(ctx.look.lang));
        Answer::Consumed
    }

    /// An input while the file is being named.
    pub(super) fn name_replies(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        let Some(saving) = &mut self.saving else {
            return Answer::Ignored;
        };
        if !saving.open.is_empty() {
            return Answer::Consumed; // the answers are on their way
        }
        match saving.sheet.take(input, ctx) {
            SheetAnswer::Ignored => Answer::Ignored,
            SheetAnswer::Ask(ask) => ask.into(),
            SheetAnswer::Waiting | SheetAnswer::Changed(_) => Answer::Consumed,
            SheetAnswer::Cancelled => {
                self.saving = None;
                Answer::Consumed
            }
            SheetAnswer::Done => self.write_replies(ctx),
        }
    }

    fn write_replies(&mut self, ctx: &Ctx<'_>) -> Answer {
        let customers = self.customers();
        let batch = self
            .result
            .as_ref()
            .map(|(result, _)| result["batch"].clone());
        let (Some(saving), Some(batch)) = (&mut self.saving, batch) else {
            return Answer::Consumed;
        };
        let file = PathBuf::from(saving.sheet.value("file").trim());
        let demand = (
            "demand",
            json!({ "batch": batch, "limit": PAGE }),
            file.clone(),
        );
        let replies = customers.iter().map(|customer| {
            let keys = json!({ "batch": batch, "customer": customer, "limit": PAGE });
            ("replies", keys, beside(&file, customer))
        });
        let mut effects = Vec::new();
        for (name, keys, file) in std::iter::once(demand).chain(replies) {
            let ticket = ctx.ticket();
            saving.open.push(ticket);
            let export = Export {
                name: name.to_owned(),
                keys,
                file,
                labels: ["", ""],
            };
            effects.push(Effect::Save(ticket, export));
        }
        saving.written = 0;
        effects.into()
    }

    /// A file is written, or was not.
    pub(super) fn reply_written(
        &mut self,
        ticket: Ticket,
        reply: &Reply,
        ctx: &Ctx<'_>,
    ) -> Option<Answer> {
        let saving = self.saving.as_mut()?;
        let at = saving.open.iter().position(|open| *open == ticket)?;
        saving.open.swap_remove(at);
        let lang = ctx.look.lang;
        match reply {
            Ok(_) => saving.written += 1,
            Err(refusal) => saving.sheet.say_refused(refusal, lang),
        }
        let all = saving.written > self.customers().len();
        if !all {
            return Some(Answer::Consumed);
        }
        let saving = self.saving.take()?;
        let told = lang.import_replies_written(
            &saving.written.to_string(),
            saving.sheet.value("file").trim(),
        );
        Some(Effect::Tell(Tone::Good, told).into())
    }
}

/// The file of one customer beside the one of all: `wave.xlsx` gives `wave-S01.xlsx`.
fn beside(file: &Path, customer: &str) -> PathBuf {
    let part =
        |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let customer = customer.replace(std::path::MAIN_SEPARATOR, "_");
    let ending = match part(file.extension()) {
        ending if ending.is_empty() => ending,
        ending => format!(".{ending}"),
    };
    file.with_file_name(format!("{}-{customer}{ending}", part(file.file_stem())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customers_file_lies_beside_that_of_all() {
        for (file, customer, is) in [
            ("/a/补货.xlsx", "S01", "/a/补货-S01.xlsx"),
            ("wave", "A/../B", "wave-A_.._B"),
            ("a.b.csv", "S1", "a.b-S1.csv"),
        ] {
            assert_eq!(beside(Path::new(file), customer), PathBuf::from(is));
        }
    }
}
