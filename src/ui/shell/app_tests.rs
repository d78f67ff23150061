use std::sync::mpsc;

use serde_json::json;

use super::*;
use crate::ui::base::Look;
use crate::ui::base::{Code, Command, Key, Query};
use crate::ui::screens;
use crate::ui::shell::pump::{self, Stage};
use crate::ui::shell::testing::{self, Sent, keys, seen};

/// A screen that asks, shows what came, and keeps what is typed.
#[derive(Default)]
struct Probe {
    typed: String,
    waiting: Option<Ticket>,
    shown: String,
    saving: bool,
}

impl Screen for Probe {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Stock
    }

    fn crumb(&self, _: &Look) -> String {
        self.shown.clone()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        match input {
            Input::Reply(ticket, Ok(value)) if self.waiting == Some(ticket) => {
                self.shown = value.to_string();
                self.saving = false;
                Answer::Consumed
            }
            Input::Press(press) if press.action == Some(Action::Submit) => {
                let ticket = ctx.ticket();
                self.waiting = Some(ticket);
                self.saving = true;
                Effect::Do(
                    ticket,
                    Command::parse("setting.set", json!({"name": "office", "value": "save"}))
                        .unwrap(),
                )
                .into()
            }
            Input::Press(press) => press.typed().map_or(Answer::Ignored, |c| {
                self.typed.push(c);
                Answer::Consumed
            }),
            Input::Shown | Input::Changed => {
                let ticket = ctx.ticket();
                self.waiting = Some(ticket);
                Effect::Ask(ticket, Query::parse("stock", json!({})).unwrap()).into()
            }
            _ => Answer::Ignored,
        }
    }

    fn draw(&self, frame: &mut ratatui::Frame<'_>, area: ratatui::layout::Rect, _: &Look) {
        frame.render_widget(self.typed.as_str(), area);
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::Submit, Action::Lookup, Action::Find]
    }

    fn holds_keys(&self) -> bool {
        self.saving
    }

    fn park(&self) -> Option<Value> {
        (!self.typed.is_empty()).then(|| json!(self.typed))
    }
}

fn maker(kind: ScreenKind, opening: &Opening, ctx: &Ctx<'_>) -> Option<Box<dyn Screen>> {
    match kind {
        ScreenKind::Stock => {
            let typed = opening
                .parked
                .as_ref()
                .and_then(|draft| draft.as_str())
                .unwrap_or_default();
            Some(Box::new(Probe {
                typed: typed.to_owned(),
                ..Probe::default()
            }))
        }
        // What these tests say about a screen that is not there must not hang on the real ones.
        ScreenKind::OrderEntry => None,
        _ => screens::make(kind, opening, ctx),
    }
}

fn app(lang: Lang) -> (App, Sent) {
    testing::app(lang, maker)
}

#[test]
fn menu_help_and_palette_look_like_this() {
    for lang in Lang::ALL {
        let (mut app, _) = app(lang);
        let name = |part: &str| format!("{part}_{}", lang.pick("zh", "en"));
        insta::assert_snapshot!(name("menu"), seen(&app, 80, 24));
        keys(&mut app, "Esc");
        insta::assert_snapshot!(name("leave"), seen(&app, 80, 24));
        keys(&mut app, "Esc 1 3 F6");
        app.handle(Event::Reply(Ticket(2), Ok(json!("S1"))));
        keys(&mut app, "F1");
        insta::assert_snapshot!(name("help"), seen(&app, 80, 24));
        keys(&mut app, "F1 Ctrl-K");
        insta::assert_snapshot!(name("palette"), seen(&app, 80, 24));
        keys(&mut app, "s u b");
        insta::assert_snapshot!(name("palette_typed"), seen(&app, 80, 24));
    }
}

#[test]
fn the_palette_does_what_the_key_would_do() {
    let (mut app, sent) = app(Lang::En);
    keys(&mut app, "3 Ctrl-K b c t j Enter");
    assert_eq!(app.layers.top().kind(), ScreenKind::Stock);
    assert_eq!(
        sent.last().as_deref(),
        Some("do 2 setting.set {\"name\":\"office\",\"value\":\"save\"}")
    );
    app.handle(Event::Reply(Ticket(2), Ok(json!("S1"))));
    keys(&mut app, "Ctrl-K q c d Enter");
    assert_eq!(app.layers.top().kind(), ScreenKind::Menu);
}

#[test]
fn an_answer_finds_its_screen_and_a_stale_one_nobody() {
    let (mut app, _) = app(Lang::En);
    keys(&mut app, "3");
    app.handle(Event::OfficeChanged);
    keys(&mut app, "Ctrl-K");
    app.handle(Event::Reply(Ticket(1), Ok(json!("old"))));
    assert!(!seen(&app, 80, 24).contains("old"));
    app.handle(Event::Reply(Ticket(2), Ok(json!("new"))));
    keys(&mut app, "Esc");
    assert!(seen(&app, 80, 24).contains("Stock > \"new\""));
}

#[test]
fn a_command_is_under_way_until_it_is_answered() {
    let (mut app, _) = app(Lang::En);
    keys(&mut app, "3 F8");
    assert!(seen(&app, 80, 24).contains("1 under way"));
    app.handle(Event::Reply(Ticket(2), Ok(json!("done"))));
    assert!(!seen(&app, 80, 24).contains("under way"));
}

#[test]
fn keys_typed_ahead_of_an_answer_wait_for_it() {
    let (mut app, sent) = app(Lang::En);
    keys(&mut app, "3 'ab F8 'cd F8 'ef");
    assert_eq!(app.layers.top().park(), Some(json!("ab")));
    app.handle(Event::Reply(Ticket(2), Ok(json!("one"))));
    assert_eq!(app.layers.top().park(), Some(json!("abcd")));
    app.handle(Event::Reply(Ticket(3), Ok(json!("two"))));
    assert_eq!(app.layers.top().park(), Some(json!("abcdef")));
    assert_eq!(
        sent.all()
            .iter()
            .filter(|line| line.starts_with("do"))
            .count(),
        2
    );
    keys(&mut app, "F8 'gh Ctrl-Q");
    assert_eq!(app.exit_code(), Some(0), "the way out does not wait");
}

#[test]
fn leaving_a_screen_keeps_its_draft() {
    let (mut app, sent) = app(Lang::En);
    keys(&mut app, "3 a b");
    assert!(seen(&app, 80, 24).contains("Stock *unsaved"));
    keys(&mut app, "Alt-0");
    let parked = r#"park stock Some(String("ab"))"#.to_owned();
    assert!(sent.all().contains(&parked));
    keys(&mut app, "3");
    assert!(seen(&app, 80, 24).contains("ab"));
    app.handle(Event::Hangup(129));
    assert_eq!(sent.last().as_deref(), Some("park at once 1"));
    assert_eq!(app.exit_code(), Some(129));
    assert_eq!(
        sent.all()
            .iter()
            .filter(|line| line.starts_with("ask") && line.contains(" stock "))
            .count(),
        2
    );
}

#[test]
fn messages_stay_until_the_next_key_and_help_keeps_them() {
    let (mut app, _) = app(Lang::En);
    keys(&mut app, "1");
    assert!(seen(&app, 80, 24).contains("? Order entry: not available yet"));
    keys(&mut app, "Down");
    assert!(!seen(&app, 80, 24).contains("not available yet"));
    keys(&mut app, "F1");
    assert!(seen(&app, 80, 60).contains("? Order entry: not available yet"));
}

#[test]
fn every_window_size_is_survived() {
    let (mut app, _) = app(Lang::Zh);
    for names in ["", "3 a b c", "F1", "Esc Ctrl-K", "Esc Esc Esc"] {
        keys(&mut app, names);
        for columns in [1, 2, 5, 10, 79, 80, 81, 200, 500] {
            for rows in [1, 2, 5, 10, 23, 24, 25, 60, 200] {
                app.handle(Event::Resize(columns, rows));
                seen(&app, columns, rows);
            }
        }
    }
    assert!(seen(&app, 60, 10).contains("窗口太小: 60x10,至少 80x24"));
}

#[test]
fn quitting_takes_esc_and_enter() {
    let (mut app, _) = app(Lang::Zh);
    keys(&mut app, "Esc 1 Down"); // 1 stays: it is order entry in people's fingers
    assert_eq!(app.exit_code(), None);
    keys(&mut app, "Esc Enter");
    assert_eq!(app.exit_code(), Some(0));
}

/// Counts frames.
#[derive(Default)]
struct Counting(usize);

impl Stage for Counting {
    fn draw(&mut self, app: &App) -> std::io::Result<()> {
        self.0 += 1;
        seen(app, 80, 24);
        Ok(())
    }

    fn resize(&mut self, _: u16, _: u16) -> std::io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) {}
}

#[test]
fn a_flood_of_keys_is_a_dozen_frames() {
    let (mut app, _) = app(Lang::Zh);
    let (sender, inbox) = mpsc::channel();
    sender.send(Event::Key("Alt-3".parse().unwrap())).unwrap();
    for _ in 0..60_000 {
        sender
            .send(Event::Key(Key::plain(Code::Char('x'))))
            .unwrap();
    }
    drop(sender);
    let mut stage = Counting::default();
    assert_eq!(pump::run(&mut app, &inbox, &mut stage).unwrap(), 0);
    assert!((12..=14).contains(&stage.0), "{} frames", stage.0);
    assert_eq!(app.layers.top().park(), Some(json!("x".repeat(60_000))));
}

/// What is on top behind these keys, which came at once.
fn at_once(app: &mut App, names: &str) -> ScreenKind {
    let (sender, inbox) = mpsc::channel();
    for name in names.split(' ') {
        sender.send(Event::Key(name.parse().unwrap())).unwrap();
    }
    drop(sender);
    pump::run(app, &inbox, &mut Counting::default()).unwrap();
    app.layers.top().kind()
}

#[test]
fn what_a_scanner_sends_chooses_nothing() {
    let (mut app, _) = app(Lang::Zh);
    assert_eq!(at_once(&mut app, "3 1 2 4 Enter"), ScreenKind::Menu);
    assert_eq!(at_once(&mut app, "a 3 Enter"), ScreenKind::Menu);
    // Whether to leave: neither its digits nor its end choose.
    assert_eq!(at_once(&mut app, "Esc 2 1 2 1 Enter"), ScreenKind::Menu);
    assert_eq!(app.exit_code(), None);
    keys(&mut app, "Esc");
    assert_eq!(at_once(&mut app, "3"), ScreenKind::Stock);
    // A field takes it as it takes what is typed.
    assert_eq!(at_once(&mut app, "6 9 1"), ScreenKind::Stock);
    assert_eq!(app.layers.top().park(), Some(json!("691")));
}

#[test]
fn a_digit_of_full_width_chooses_too_and_keys_typed_ahead_stay_keys() {
    let (mut app, _) = app(Lang::Zh);
    assert_eq!(at_once(&mut app, "３"), ScreenKind::Stock);
    assert_eq!(at_once(&mut app, "a Esc 3"), ScreenKind::Stock);
    // What a slow line brings together: the digit chooses, the rest is typed where it leads.
    let (mut app, _) = self::app(Lang::Zh);
    assert_eq!(at_once(&mut app, "3 a 1"), ScreenKind::Stock);
    assert_eq!(app.layers.top().park(), Some(json!("a1")));
}

#[test]
fn line_1_keeps_the_screen_one_is_on_and_drops_those_before() {
    for lang in Lang::ALL {
        let (mut app, _) = app(lang);
        keys(
            &mut app,
            "Alt-2 Alt-4 Alt-7 Alt-8 Alt-9 Alt-S Alt-R Alt-3 a",
        );
        let screen = seen(&app, 80, 24);
        let head = screen.lines().next().unwrap_or_default();
        let tail = lang.pick("> 查库存 *未保存  ", "> Stock *unsaved  ");
        assert!(head.starts_with(".. > "), "{head}");
        assert!(head.contains(tail), "{head}");
        assert!(!head.contains(lang.app_name()), "{head}");
        app.handle(Event::Reply(Ticket(1), Ok(json!("x".repeat(200)))));
        keys(&mut app, "Alt-3");
        let head = seen(&app, 160, 50);
        let head = head.lines().next().unwrap_or_default();
        assert!(head.starts_with(lang.app_name()), "room for all: {head}");
    }
}

#[test]
fn colours_are_changed_from_the_palette() {
    let (mut app, _) = app(Lang::Zh);
    keys(&mut app, "Ctrl-K q h p s Enter");
    assert!(seen(&app, 80, 24).contains("配色 dark"));
    let dark = testing::worn(&app, 80, 24);
    keys(&mut app, "Ctrl-K q h p s Enter");
    assert_ne!(testing::worn(&app, 80, 24), dark);
}

#[test]
fn the_palette_uses_the_room_and_leads_to_what_files_give() {
    let (mut app, _) = app(Lang::En);
    keys(&mut app, "F10");
    let rows = |screen: &str| screen.lines().filter(|line| line.contains('│')).count();
    let (small, tall) = (seen(&app, 80, 24), seen(&app, 160, 50));
    assert_eq!(rows(&small), 16, "{small}");
    assert_eq!(rows(&tall), 42, "{tall}");
    keys(&mut app, "'import.start");
    assert!(seen(&app, 80, 24).contains("Start an import"));
    keys(&mut app, "Enter");
    assert_eq!(app.layers.top().kind(), ScreenKind::Imports);
}

#[test]
fn no_hidden_character_of_a_text_is_drawn() {
    let (mut app, _) = app(Lang::Zh);
    let text = "ab\u{202e}c\u{1b}[2J\u{200b}d\u{7}\u{feff}e \u{1f468}\u{200d}\u{1f469}.";
    app.say(Tone::Warn, text);
    let screen = seen(&app, 80, 24);
    assert!(screen.contains("abc[2Jde \u{1f468}"), "{screen}");
    let hidden: Vec<char> = screen
        .chars()
        .filter(|c| *c != '\n' && crate::domain::text::is_hidden(*c))
        .collect();
    assert!(hidden.is_empty(), "{hidden:?}");
}
