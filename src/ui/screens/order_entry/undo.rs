//! Taking steps back and doing them again.

use crate::ui::base::{Ctx, Effect, Tone};
use crate::words::Lang;

use super::history::Step;
use super::{Focus, OrderEntry};

impl OrderEntry {
    /// Takes a step back or does it again, goes there and says what it was.
    pub(super) fn step_back(&mut self, back: bool, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        let what = match self.sheet.step_back(back) {
            None => {
                let said = if back {
                    lang.entry_no_undo()
                } else {
                    lang.entry_no_redo()
                };
                out.push(Effect::Tell(Tone::Plain, said.to_owned()));
                return;
            }
            Some(Step::Head(id, was)) => {
                self.focus = Focus::Head;
                self.sheet.form.go_to(id);
                let what = self.field_told(id, &was, lang);
                self.head_changed(id, ctx, out);
                what
            }
            Some(Step::Line(line)) => {
                self.focus = Focus::Lines;
                self.line_changed(line, ctx, out);
                lang.entry_line_n(line + 1)
            }
        };
        let said = if back {
            lang.entry_undone(&what)
        } else {
            lang.entry_redone(&what)
        };
        out.push(Effect::Tell(Tone::Plain, said));
        self.keep(out);
    }

    /// A field that changed: `need date 2026-11-30 -> none`.
    fn field_told(&self, id: &str, was: &str, lang: Lang) -> String {
        let mut entries = self.sheet.form.entries().iter();
        let label = entries.find(|entry| entry.id == id);
        let label = label.map_or(id, |entry| (entry.label)(lang));
        let shown = |value: &str| match value {
            "" => lang.entry_clash_none().to_owned(),
            value => value.to_owned(),
        };
        format!(
            "{label} {} -> {}",
            shown(was),
            shown(self.sheet.form.value(id))
        )
    }
}
