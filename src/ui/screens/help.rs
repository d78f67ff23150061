//! Help: how things are typed on the screen below, the keys that work there, from the same tables
//! as they work by, and the last messages.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::ui::base::action::Scope;
use crate::ui::base::{
    Action, Answer, Ctx, Effect, HelpPart, Input, Keymap, Look, Opening, Screen, ScreenKind, Tone,
};
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::{sheet, toast};
use crate::words::Lang;
use crate::words::forms::{self, Form};

/// What a part of the forms is called, and its rows.
type Part = (fn(Lang) -> &'static str, &'static [Form]);

/// Cells of the column of forms.
const FORM: usize = 21;

/// Help for one screen.
#[derive(Debug)]
pub struct Help {
    about: ScreenKind,
    part: HelpPart,
    /// Actions with their keys.
    keys: Vec<(Action, String)>,
    said: Vec<(Tone, String)>,
    scroll: Scroll,
    /// Rows that fitted when it was drawn last.
    height: Cell<usize>,
}

impl Help {
    /// Help for the screen one comes from.
    pub fn new(opening: &Opening, ctx: &Ctx<'_>) -> Self {
        // A paper has keys of its own, whatever they mean on the screen below.
        let (about, offered) = match opening.part {
            HelpPart::Paper => (ScreenKind::Command, sheet::ACTIONS),
            _ => (opening.from, opening.actions.as_slice()),
        };
        let keys = keys_of(about, offered, ctx.keymap);
        let said = opening.said.iter().rev().cloned().collect();
        Self {
            about,
            part: opening.part,
            keys,
            said,
            scroll: Scroll::default(),
            height: Cell::new(20),
        }
    }

    fn lines(&self, look: &Look, cells: usize) -> Vec<Line<'static>> {
        let lang = look.lang;
        let head = |text: String| Line::styled(text, look.theme.title());
        let mut lines = Vec::new();
        for (title, forms) in self.forms() {
            lines.push(head(title(lang).to_owned()));
            for ([typed_zh, typed_en], [zh, en]) in *forms {
                let typed = look.pad(lang.pick(typed_zh, typed_en), FORM);
                lines.push(Line::from(format!("  {typed} {}", lang.pick(zh, en))));
            }
            lines.push(Line::default());
        }
        lines.push(head(format!(
            "{}: {}",
            lang.help_keys_here(),
            self.about.name(lang)
        )));
        let column = 30;
        for (action, keys) in &self.keys {
            lines.push(Line::from(format!(
                "  {} {keys}",
                look.pad(self.about.calls(*action, lang), column)
            )));
        }
        for own in [lang.keys_own(), lang.keys_own_named()] {
            lines.push(Line::styled(format!("  {own}"), look.theme.dim()));
        }
        lines.push(Line::default());
        lines.push(head(lang.help_messages().to_owned()));
        if self.said.is_empty() {
            lines.push(Line::styled(
                format!("  {}", lang.help_no_messages()),
                Style::new(),
            ));
        }
        for (tone, text) in &self.said {
            lines.push(toast::line(look, *tone, text, cells));
        }
        lines
    }

    /// What is typed in a short form here.
    const fn forms(&self) -> &'static [Part] {
        const LINE: Part = (Lang::help_forms, forms::LINE);
        const SIZES: Part = (Lang::help_sizes, forms::SIZES);
        const CLASH: Part = (Lang::help_clash, forms::CLASH);
        match (self.about, self.part) {
            (ScreenKind::OrderEntry, HelpPart::Screen) => &[LINE, SIZES],
            (ScreenKind::OrderEntry, HelpPart::Sizes) => &[SIZES, LINE],
            (ScreenKind::OrderEntry, HelpPart::Clash) => &[CLASH, LINE],
            (ScreenKind::Measures, _) => &[(Lang::help_measures, forms::MEASURES)],
            _ => &[],
        }
    }

    fn count(&self) -> usize {
        let forms: usize = self.forms().iter().map(|(_, rows)| rows.len() + 2).sum();
        forms + 5 + self.keys.len() + self.said.len().max(1)
    }
}

/// What works on a screen: what it offers itself, then what works everywhere.
fn keys_of(kind: ScreenKind, offered: &[Action], keymap: &Keymap) -> Vec<(Action, String)> {
    // What is typed can be taken back wherever one types.
    let typing = |a: &Action| matches!(a, Action::Undo | Action::Redo);
    let everywhere = |a: &Action| a.scope() != Scope::Work || typing(a);
    let general = Action::ALL.iter();
    let general = general.filter(|a| everywhere(a) && !offered.contains(a));
    let all = offered.iter().chain(general);
    let with_keys = all.map(|action| (*action, keymap.keys_text(kind, *action)));
    with_keys.filter(|(_, keys)| !keys.is_empty()).collect()
}

impl Screen for Help {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Help
    }

    fn crumb(&self, _: &Look) -> String {
        String::new()
    }

    fn update(&mut self, input: Input, _: &Ctx<'_>) -> Answer {
        let height = self.height.get();
        let page = isize::try_from(height).unwrap_or(1).max(1);
        let rows = match input.action() {
            Some(Action::Up) => -1,
            Some(Action::Down) => 1,
            Some(Action::PageUp) => -page,
            Some(Action::PageDown) => page,
            Some(Action::First) => isize::MIN,
            Some(Action::Last) => isize::MAX,
            Some(Action::Help | Action::Accept) => return Effect::Close.into(),
            _ => return Answer::Ignored,
        };
        self.scroll.by(rows, height, self.count());
        Answer::Consumed
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lines = self.lines(look, area.width.into());
        let all = usize::from(area.height);
        // What does not fit says so in the last row.
        let height = all - usize::from(lines.len() > all);
        self.height.set(height);
        let shown = self.scroll.range(height, lines.len());
        let below = lines.len() - shown.end;
        let mut rows = area.rows();
        for (line, row) in lines[shown].iter().zip(rows.by_ref().take(height)) {
            frame.render_widget(line, row);
        }
        if let Some(row) = rows.next().filter(|_| below > 0) {
            let more = format!("  {}", look.lang.more_below(below));
            frame.render_widget(Line::styled(more, look.theme.dim()), row);
        }
    }

    fn actions(&self) -> Vec<Action> {
        Vec::new()
    }
}
