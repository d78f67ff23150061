//! The palette: every action by name, pinyin initials or number, with its keys beside it.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::initials::readings;
use crate::domain::text::narrow;
use crate::ui::base::action::Scope;
use crate::ui::base::called::also;
use crate::ui::base::{
    Action, Answer, Command, Ctx, Effect, Input, Look, Opening, Press, Screen, ScreenKind, Tone,
};
use crate::ui::widgets::{Field, Kind, Took, field_draw, popup, scroll};
use crate::words::Lang;
use crate::words::command_names::command_name;

/// Rows beside the list: the frame, the field, and how many more there are.
const BESIDE: usize = 4;
/// Rows below the box that stay free.
const BELOW: u16 = 3;

/// Commands that only files give, row by row: they lead to the screen where a file is given.
const BY_FILES: [&str; 3] = ["import.start", "import.order", "import.finish"];

/// The best that letters with others between them may rank.
const SPREAD: u32 = 5;

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// Something of the screen below, or of everywhere.
    Action(Action),
    /// Something that the screen below does in another place of it.
    Elsewhere(Action),
    /// Opens the form of this command, or the screen that gives it.
    Command(&'static str),
}

impl Deed {
    /// Its name on the screen the palette was opened from.
    fn name(self, on: ScreenKind, lang: Lang) -> String {
        match self {
            Self::Action(action) => on.calls(action, lang).to_owned(),
            Self::Elsewhere(action) => {
                format!("{} {}", on.calls(action, lang), lang.palette_elsewhere())
            }
            Self::Command(name) => command_name(lang, name),
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::Action(action) | Self::Elsewhere(action) => action.id(),
            Self::Command(name) => name,
        }
    }

    const fn action(self) -> Option<Action> {
        match self {
            Self::Action(action) | Self::Elsewhere(action) => Some(action),
            Self::Command(_) => None,
        }
    }
}

/// A row that can be found.
#[derive(Debug, Clone)]
struct Entry {
    deed: Deed,
    /// Keys of an action, the contract's name of a command.
    keys: String,
    /// Its number.
    number: String,
    /// What it is found by.
    texts: Vec<String>,
}

impl Entry {
    /// A row as it is called on the screen `on`; what an action is called elsewhere finds it too.
    fn of(deed: Deed, on: ScreenKind, keys: String) -> Self {
        let zh = deed.name(on, Lang::Zh);
        let (number, initials) = match deed.action() {
            Some(action) => (action.number().to_string(), action.initials().to_owned()),
            None => (number_of(deed.id()), readings(&zh)),
        };
        let mut texts = vec![deed.name(on, Lang::En).to_lowercase(), deed.id().to_owned()];
        texts.extend(initials.split(['|', ' ']).map(str::to_owned));
        if let Some(action) = deed.action()
            && action.name(Lang::Zh) != zh
        {
            texts.extend(readings(&zh).split(['|', ' ']).map(str::to_owned));
            texts.push(action.name(Lang::Zh).to_owned());
            texts.push(action.name(Lang::En).to_lowercase());
        }
        if let Some(action) = deed.action() {
            for name in also(action) {
                texts.extend(readings(name).split(['|', ' ']).map(str::to_owned));
                texts.push((*name).to_owned());
            }
        }
        texts.push(zh);
        Self {
            deed,
            keys,
            number,
            texts,
        }
    }
}

/// Numbers of commands begin behind those of actions, with room for more of these.
const COMMANDS_FROM: usize = 101;

/// The number of a command: its place in the table of commands.
fn number_of(command: &str) -> String {
    let place = Command::SPECS.iter().position(|spec| spec.name == command);
    place.map_or_else(String::new, |n| (n + COMMANDS_FROM).to_string())
}

/// All commands there are.
fn commands() -> impl Iterator<Item = Entry> {
    let names = Command::SPECS.iter().map(|spec| spec.name);
    names.map(|name| Entry::of(Deed::Command(name), ScreenKind::Palette, name.to_owned()))
}

/// The palette over a screen.
#[derive(Debug)]
pub struct Palette {
    /// What can be asked for, with its keys.
    all: Vec<Entry>,
    /// The screen below.
    on: ScreenKind,
    typed: Field,
    /// Places in `all`, best first.
    hits: Vec<usize>,
    at: usize,
    /// Rows of the list when it was drawn last.
    height: Cell<usize>,
}

impl Palette {
    /// The palette for the screen one comes from: what it offers, what works everywhere, and the
    /// form of every command.
    pub fn new(opening: &Opening, ctx: &Ctx<'_>) -> Self {
        let works = |a: &Action| match a.scope() {
            Scope::Everywhere => *a != Action::Palette,
            Scope::Work => opening.actions.contains(a),
            Scope::Moving => false,
        };
        let entry = |a: &Action| {
            let keys = ctx.keymap.keys_text(opening.from, *a);
            Entry::of(Deed::Action(*a), opening.from, keys)
        };
        let actions = Action::ALL.iter().filter(|a| works(a)).map(entry);
        // The rest of what has a key here: found, so that nobody takes it for missing.
        let elsewhere = |a: &Action| {
            let keys = ctx.keymap.keys_text(opening.from, *a);
            let found = a.scope() == Scope::Work && !works(a) && !keys.is_empty();
            found.then(|| Entry::of(Deed::Elsewhere(*a), opening.from, keys))
        };
        let elsewhere = Action::ALL.iter().filter_map(elsewhere);
        let mut palette = Self {
            all: actions.chain(commands()).chain(elsewhere).collect(),
            on: opening.from,
            typed: Field::new(Kind::Code),
            hits: Vec::new(),
            at: 0,
            height: Cell::new(1),
        };
        palette.search();
        palette
    }

    fn search(&mut self) {
        let text = narrow(self.typed.value()).to_lowercase();
        let ranked = self.all.iter().enumerate();
        let mut ranked: Vec<(u32, usize)> = ranked
            .filter_map(|(n, entry)| rank(entry, &text).map(|rank| (rank, n)))
            .collect();
        ranked.sort_unstable();
        // Letters far apart are for what is found in no other way.
        if ranked.first().is_some_and(|(rank, _)| *rank < SPREAD) {
            ranked.retain(|(rank, _)| *rank < SPREAD);
        }
        self.hits = ranked.into_iter().map(|(_, n)| n).collect();
        self.at = 0;
    }

    fn press(&mut self, press: &Press, lang: Lang) -> Answer {
        let last = self.hits.len().saturating_sub(1);
        match press.action {
            Some(Action::Accept) => {
                return match self.hits.get(self.at).map(|n| self.all[*n].deed) {
                    None => Answer::Consumed,
                    Some(Deed::Action(action)) => Effect::Pass(action).into(),
                    Some(Deed::Elsewhere(action)) => {
                        let said = lang.palette_not_here(self.on.calls(action, lang));
                        Answer::Effects(vec![Effect::Tell(Tone::Warn, said)])
                    }
                    Some(Deed::Command(name)) if BY_FILES.contains(&name) => {
                        Answer::Effects(vec![Effect::Close, Effect::Open(ScreenKind::Imports)])
                    }
                    Some(Deed::Command(name)) => Answer::Effects(vec![
                        Effect::Close,
                        Effect::OpenAt(ScreenKind::Command, name.to_owned()),
                    ]),
                };
            }
            Some(Action::Back | Action::Palette) => return Effect::Close.into(),
            Some(Action::Up | Action::PrevField) => {
                self.at = self.at.checked_sub(1).unwrap_or(last);
            }
            Some(Action::Down | Action::NextField) => {
                self.at = if self.at == last { 0 } else { self.at + 1 }
            }
            Some(Action::PageUp) => self.at = self.at.saturating_sub(self.height.get()),
            Some(Action::PageDown) => self.at = (self.at + self.height.get()).min(last),
            _ => {
                match self.typed.press(press) {
                    Took::Edited => self.search(),
                    // The shell has the word that nothing is left to take back.
                    Took::Ignored if matches!(press.action, Some(Action::Undo | Action::Redo)) => {
                        return Answer::Ignored;
                    }
                    _ => {}
                }
            }
        }
        Answer::Consumed
    }
}

/// How well a row answers to what was typed, the best first; `None` if not at all.
fn rank(entry: &Entry, typed: &str) -> Option<u32> {
    if typed.is_empty() {
        let here = !matches!(entry.deed, Deed::Elsewhere(_));
        return here.then_some(0);
    }
    let texts = || entry.texts.iter().map(String::as_str);
    let key = |key: &str| key.eq_ignore_ascii_case(typed);
    // What the screen offers goes before the forms that are always there.
    let behind = match entry.deed {
        Deed::Action(_) => 0,
        Deed::Command(_) => 1,
        Deed::Elsewhere(_) => 2,
    };
    match () {
        () if entry.number == typed || texts().any(|text| text == typed) => Some(0),
        () if entry.keys.split(", ").any(key) => Some(0),
        () if texts().any(|text| text.starts_with(typed)) => Some(1 + behind),
        () if texts().any(|text| text.contains(typed)) => Some(2 + behind),
        // Letters in their order would find half of the commands.
        () if behind > 0 => None,
        () => texts()
            .filter_map(|text| spread(text, typed))
            .min()
            .map(|gaps| SPREAD + gaps),
    }
}

/// Whether the letters of `typed` stand in `text` in this order; tells how many others lie between.
fn spread(text: &str, typed: &str) -> Option<u32> {
    let mut letters = typed.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut gaps = 0;
    let mut begun = false;
    for c in text.chars() {
        match letters.peek() {
            None => break,
            Some(wanted) if *wanted == c => {
                letters.next();
                begun = true;
            }
            Some(_) => gaps += u32::from(begun),
        }
    }
    letters.peek().is_none().then_some(gaps)
}

impl Screen for Palette {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Palette
    }

    fn crumb(&self, _: &Look) -> String {
        String::new()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        match input {
            Input::Press(press) => self.press(&press, ctx.look.lang),
            Input::Paste(pasted) => {
                self.typed.paste(&pasted.text);
                self.search();
                Answer::Consumed
            }
            _ => Answer::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let place = popup::centred(area, 64, area.height.saturating_sub(BELOW));
        let height = usize::from(place.height).saturating_sub(BESIDE);
        self.height.set(height);
        let inner = popup::open(frame, place, lang.palette_prompt(), look);
        let mut rows = inner.rows();
        let Some(first) = rows.next() else {
            return;
        };
        field_draw::draw(frame, first, &self.typed, true, look);
        let cells = usize::from(inner.width);
        if self.hits.is_empty() {
            let row = rows.next().unwrap_or_default();
            frame.render_widget(Line::styled(lang.palette_nothing(), look.theme.dim()), row);
            return;
        }
        let shown = scroll::window(self.at, height, self.hits.len());
        let below = self.hits.len() - shown.end;
        for n in shown {
            let Some(row) = rows.next() else {
                return;
            };
            let entry = &self.all[self.hits[n]];
            let keys_cells = cells / 3;
            let name = look.pad(
                &entry.deed.name(self.on, lang),
                cells.saturating_sub(keys_cells + 6),
            );
            let text = format!(
                "{}{:>3} {name} {}",
                if n == self.at { '>' } else { ' ' },
                entry.number,
                look.pad(&entry.keys, keys_cells)
            );
            let style = if n == self.at {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            frame.render_widget(Line::styled(text, style), row);
            if n == self.at && n > 0 && look.is_read_aloud() {
                popup::stand_at(frame, row);
            }
        }
        if below > 0
            && let Some(row) = rows.next()
        {
            frame.render_widget(
                Line::styled(format!("  {}", lang.more_below(below)), look.theme.dim()),
                row,
            );
        }
    }

    fn actions(&self) -> Vec<Action> {
        Vec::new()
    }

    fn floats(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(typed: &str) -> Option<Deed> {
        let actions = Action::ALL.iter();
        let actions = actions.map(|action| {
            let on = ScreenKind::OrderEntry;
            Entry::of(Deed::Action(*action), on, String::new())
        });
        let ranked = actions
            .chain(commands())
            .enumerate()
            .filter_map(|(n, entry)| rank(&entry, typed).map(|rank| (rank, n, entry.deed)));
        ranked
            .min_by_key(|(rank, n, _)| (*rank, *n))
            .map(|(_, _, deed)| deed)
    }

    #[test]
    fn commands_have_numbers_of_their_own() {
        assert!(
            Action::ALL.len() < COMMANDS_FROM,
            "numbers of actions reach those of commands"
        );
        assert_eq!(number_of(Command::SPECS[0].name), "101");
        let entry = commands().nth(1).unwrap();
        assert_eq!(rank(&entry, "102"), Some(0));
    }

    #[test]
    fn every_command_is_found_by_its_names() {
        for spec in Command::SPECS {
            for lang in Lang::ALL {
                let name = command_name(lang, spec.name);
                assert_ne!(
                    name, spec.name,
                    "words/command_names.rs lacks {}",
                    spec.name
                );
            }
            assert_eq!(best(spec.name), Some(Deed::Command(spec.name)));
        }
        assert_eq!(best("保存货品"), Some(Deed::Command("product.save")));
        assert_eq!(best("bchp"), Some(Deed::Command("product.save")));
    }

    #[test]
    fn actions_are_found_by_name_initials_and_number() {
        assert_eq!(best("提交"), Some(Deed::Action(Action::Submit)));
        assert_eq!(best("bctj"), Some(Deed::Action(Action::Submit)));
        assert_eq!(best("qld"), Some(Deed::Action(Action::GoOrderEntry)));
        assert_eq!(best("sav"), Some(Deed::Action(Action::Submit)));
        assert_eq!(best("1"), Some(Deed::Action(Action::GoOrderEntry)));
        assert_eq!(
            best("ctlo"),
            Some(Deed::Action(Action::CopyLast)),
            "letters in their order"
        );
        assert_eq!(best("zzz"), None);
    }

    #[test]
    fn actions_are_found_by_what_else_people_call_them() {
        for (typed, action) in [
            ("主题", Action::SwitchTheme),
            ("theme", Action::SwitchTheme),
            ("park", Action::New),
            ("挂单", Action::New),
            ("gd", Action::New),
            ("搜索", Action::GoFind),
            ("exit", Action::Quit),
        ] {
            assert_eq!(best(typed), Some(Deed::Action(action)), "{typed}");
        }
    }

    #[test]
    fn what_works_in_another_place_is_found_behind_all_else() {
        let here = |deed| Entry::of(deed, ScreenKind::OrderEntry, String::new());
        let elsewhere = here(Deed::Elsewhere(Action::DeleteLine));
        assert_eq!(
            rank(&elsewhere, ""),
            None,
            "not in the way of the whole list"
        );
        let row = rank(&here(Deed::Action(Action::DeleteLine)), "删除行");
        assert!(rank(&elsewhere, "删除行") >= row && rank(&elsewhere, "删除行").is_some());
        assert_eq!(rank(&elsewhere, &elsewhere.number), Some(0));
    }
}
