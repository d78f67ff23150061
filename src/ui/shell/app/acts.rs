//! What keys and pastes come to: the top screen has them first, the rest is the shell's.

use crate::ui::base::action::Scope;
use crate::ui::base::{Action, Answer, Input, Key, Pasted, Press, ScreenKind, Tone};

use super::{App, lists};

/// Whether an action goes away from the screen, so that a box over it would be left open.
fn leaves(action: Action) -> bool {
    ScreenKind::of_action(action).is_some()
        || matches!(
            action,
            Action::Palette | Action::Columns | Action::Find | Action::Quit
        )
}

impl App {
    pub(super) fn key(&mut self, key: Key, burst: bool) {
        self.wishes.draw |= self.messages.hush();
        let kind = self.layers.top().kind();
        let press = Press {
            action: self.setup.keymap.find(kind, key),
            key: Some(key),
            burst,
        };
        self.press(press);
    }

    pub(super) fn paste(&mut self, pasted: Pasted) {
        self.wishes.draw |= self.messages.hush();
        if pasted.left_out > 0 {
            let text = self.setup.look.lang.paste_cut(pasted.left_out);
            self.say(Tone::Warn, text);
        }
        self.give_top(&Input::Paste(pasted));
    }

    /// Lets the top screen have the press, and does what is left to the shell.
    pub(super) fn press(&mut self, press: Press) {
        // Help is for what lies over the screen too, which takes every other key for itself.
        let on_help = self.layers.top().kind() == ScreenKind::Help;
        if press.action == Some(Action::Help) && !on_help {
            return self.open(ScreenKind::Help, None);
        }
        let boxed = self.layers.top().boxed();
        let (kind, answer) = self.ask_top(&Input::Press(press));
        let kept =
            matches!(answer, Answer::Consumed) || boxed && !matches!(answer, Answer::Ignored);
        if press.action.is_some_and(leaves) && kept {
            self.say_what_is_in_the_way(kind, press.key);
        }
        if self.carry_answer(kind, answer) {
            return;
        }
        if let Some(action) = press.action {
            return self.act(action);
        }
        // Letters that nobody wants say nothing: they come in bursts.
        if let Some(key) = press.key.filter(|key| key.typed().is_none()) {
            let text = self.setup.look.lang.key_does_nothing(&key.to_string());
            self.say(Tone::Plain, text);
        }
    }

    /// A box has the keys: says which one closes it, for a key that does nothing is a riddle.
    fn say_what_is_in_the_way(&mut self, kind: ScreenKind, key: Option<Key>) {
        let close = self.setup.keymap.keys(kind, Action::Back).first();
        if let (Some(close), Some(key)) = (close, key) {
            let lang = self.setup.look.lang;
            let text = lang.close_first(&close.to_string(), &key.to_string());
            self.say(Tone::Plain, text);
        }
    }

    /// What an action does that no screen wants.
    fn act(&mut self, action: Action) {
        if let Some(kind) = ScreenKind::of_action(action) {
            let goods = self.layers.top().goods();
            return self.open(kind, goods.filter(|_| kind == ScreenKind::Stock));
        }
        match action {
            Action::Help => self.open(ScreenKind::Help, None),
            Action::Palette => self.open(ScreenKind::Palette, None),
            Action::Find => self.open(ScreenKind::Find, None),
            Action::Columns if lists::of_top(&mut self.layers).is_some() => {
                self.open(ScreenKind::Columns, None);
            }
            Action::Columns => self.say(Tone::Plain, self.setup.look.lang.no_columns_here()),
            Action::Back => self.close(),
            Action::Quit => self.quit(),
            Action::Refresh => self.redraw(),
            Action::SwitchTheme => {
                let (theme, name) = self.setup.look.theme.next();
                self.setup.look.theme = theme;
                self.say(Tone::Plain, self.setup.look.lang.theme_now(name));
            }
            Action::SwitchLang => self.speak(self.setup.look.lang.other()),
            Action::Suspend => self.wishes.suspend = true,
            Action::Undo => self.say(Tone::Plain, self.setup.look.lang.entry_no_undo()),
            Action::Redo => self.say(Tone::Plain, self.setup.look.lang.entry_no_redo()),
            other if other.scope() == Scope::Work => {
                let lang = self.setup.look.lang;
                self.say(Tone::Plain, lang.action_not_here(other.name(lang)));
            }
            _ => {}
        }
    }
}
