//! Taking steps back and doing them again.

use crate::ui::base::{Ctx, Effect, Tone};
use crate::ui::widgets::grid::GridLine;
use crate::words::Lang;

use super::clash::told;
use super::history::{Step, Whole};
use super::{Focus, OrderEntry};

impl OrderEntry {
    /// Takes a step back or does it again, goes there and says what it was.
    pub(super) fn step_back(&mut self, back: bool, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        if back && self.just_thrown && self.take_back_thrown(ctx, out) {
            return;
        }
        let mut step = self.sheet.step_back(back);
        // What was typed and then looked up is no place to stop: it would be looked up again.
        while let Some(Step::Head("customer", was)) = &step
            && self.is_unsettled()
            && let Some(next) = self.sheet.step_back(back)
        {
            step = Some(match next {
                Step::Head("customer", _) => Step::Head("customer", was.clone()),
                other => other,
            });
        }
        let whole = match &step {
            Some(Step::Whole(whole)) => Some(*whole),
            _ => None,
        };
        let what = match step {
            None if back && self.take_back_thrown(ctx, out) => return,
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
                if !self.is_unsettled() {
                    self.head_changed(id, ctx, out);
                }
                self.field_told(id, &was, lang)
            }
            Some(Step::Whole(whole)) => {
                self.know_buyer();
                self.ask_buyer(ctx, out);
                self.ask(ctx, out);
                match whole {
                    Whole::Merge => lang.entry_merge().to_owned(),
                    Whole::Paste(lines) => lang.entry_paste(lines),
                }
            }
            Some(Step::Line(line, was)) => {
                self.focus = Focus::Lines;
                self.line_changed(line, ctx, out);
                self.line_told(line, was, lang)
            }
        };
        let said = match whole {
            Some(Whole::Merge) if back => lang.entry_undone_merge().to_owned(),
            _ if back => lang.entry_undone(&what),
            _ => lang.entry_redone(&what),
        };
        out.push(Effect::Tell(Tone::Plain, said));
        self.keep(out);
    }

    /// Whether the caret stands on a customer who is not known yet.
    fn is_unsettled(&self) -> bool {
        let form = &self.sheet.form;
        let value = form.value("customer").trim();
        form.focused() == "customer" && !value.is_empty() && self.facts.buyer(value).is_none()
    }

    /// A line that changed: `line 2 1001 x 20 -> x 5`.
    fn line_told(&self, line: usize, was: Vec<String>, lang: Lang) -> String {
        let now = self.sheet.grid.lines().get(line).map(GridLine::values);
        let now = now.unwrap_or_default();
        let code = |cells: &[String]| cells.first().cloned().unwrap_or_default();
        let none = lang.entry_clash_none();
        let shown = |cells: &[String], with: bool| {
            let told = told(&serde_json::json!(cells), lang);
            let code = code(cells);
            match (with && !code.is_empty(), told == none) {
                (true, true) => code,
                (true, false) => format!("{code} {told}"),
                (false, _) => told,
            }
        };
        let other = code(&was) != code(&now);
        let change = format!("{} -> {}", shown(&was, true), shown(&now, other));
        format!("{} {change}", lang.entry_line_n(line + 1))
    }

    /// A field that changed: `need date 2026-11-30 -> none`.
    fn field_told(&self, id: &str, was: &str, lang: Lang) -> String {
        let label = self.sheet.form.label(id, lang);
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
