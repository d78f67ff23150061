//! `orderdesk admin keys`: every key as it arrives, and a ruler for the width of characters.
//!
//! For the person whose terminal, multiplexer or input method eats a key: which bytes came, which
//! key we take them for, and what it would do on the menu.

use std::fmt::Write as _;
use std::sync::mpsc;

use super::input::{self, Heard};
use super::signals;
use super::stage::Place;
use super::terminal::{self, Refused};
use crate::ui::base::event::Event;
use crate::ui::base::key::{Code, Key};
use crate::ui::base::{Keymap, ScreenKind};
use crate::words::{Ambiguous, Lang, Ruler};

/// So many Escapes one after the other leave, where Ctrl+Q does not arrive.
const ESCAPES: usize = 3;
/// So many bytes of what came at once are spelled out.
const SHOWN: usize = 12;
/// Cells to the mark of the ruler.
const MARK: usize = 44;

/// Shows keys until Ctrl+Q or three Escapes; tells the exit code. `faults` are what is wrong in the
/// person's own keymap.
pub fn show(place: &Place, lang: Lang, keymap: &Keymap, faults: &[String]) -> Result<i32, Refused> {
    let guard = terminal::take(place.term.as_deref())?;
    let (events, ends) = mpsc::channel();
    let (outbox, inbox) = mpsc::channel();
    signals::start(events, place.gate.clone()).map_err(Refused::Failed)?;
    input::listen(move |heard| outbox.send(heard).is_ok()).map_err(Refused::Failed)?;
    terminal::send(head(lang, faults).as_bytes());
    let mut escapes = 0;
    let mut code = 0;
    while let Ok(heard) = inbox.recv() {
        // The signal thread ends the program by itself; this only tells the code in time.
        if let Some(Event::Hangup(given)) = ends.try_iter().last() {
            code = given;
            break;
        }
        terminal::send(row(lang, keymap, &heard).as_bytes());
        for event in &heard.events {
            let esc = *event == Event::Key(Key::plain(Code::Esc));
            escapes = if esc { escapes + 1 } else { 0 };
        }
        if escapes >= ESCAPES || heard.events.contains(&Event::Key(Key::ctrl('q'))) {
            break;
        }
    }
    drop(guard);
    Ok(code)
}

/// What stands above the keys: what to do, and the ruler.
fn head(lang: Lang, faults: &[String]) -> String {
    let own = [lang.keys_own(), lang.keys_own_named()].join("\r\n");
    let mut text = format!(
        "{}\r\n{own}\r\n\r\n{}\r\n",
        lang.keys_how(),
        lang.keys_ruler()
    );
    let ruler = Ruler::new(Ambiguous::Narrow);
    for sample in ["0123456789", "汉字宽两格", "─│┌→●■①“”…×°"] {
        let _ = write!(text, "{}|\r\n", ruler.pad(sample, MARK)); // a String takes everything
    }
    for fault in faults {
        let _ = write!(text, "! {fault}\r\n");
    }
    text + "\r\n"
}

/// Bytes as people read them: `ESC [ 1 7 ~`, `^Q`, `E4 B8 AD`.
fn spelled(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        0x1b => "ESC".to_owned(),
        b' ' => "SPC".to_owned(),
        0x21..=0x7e => char::from(*byte).to_string(),
        0..=0x1f => format!("^{}", char::from(byte + 0x40)),
        _ => format!("{byte:02X}"),
    };
    let words: Vec<_> = bytes.iter().take(SHOWN).map(one).collect();
    let more = if bytes.len() > SHOWN { " .." } else { "" };
    words.join(" ") + more
}

/// One line for what came in together.
fn row(lang: Lang, keymap: &Keymap, heard: &Heard) -> String {
    let mut text = String::new();
    let bytes = spelled(&heard.bytes);
    if heard.events.is_empty() {
        return format!("{bytes}\r\n");
    }
    for (n, event) in heard.events.iter().enumerate() {
        let shown = if n == 0 { bytes.as_str() } else { "" };
        let told = match event {
            Event::Key(key) => told(lang, keymap, *key),
            Event::Paste(pasted) => lang.keys_paste(pasted.text.chars().count()),
            _ => continue,
        };
        let _ = write!(text, "{shown:<24} {told}\r\n");
    }
    text
}

fn told(lang: Lang, keymap: &Keymap, key: Key) -> String {
    let name = match key.typed() {
        Some(c) => lang.keys_char(&c.to_string(), Ruler::default().width(&c.to_string())),
        None => key.to_string(),
    };
    match keymap.find(ScreenKind::Menu, key) {
        Some(action) => format!("{name:<16} {}", action.name(lang)),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8], events: Vec<Event>) -> String {
        let heard = Heard {
            bytes: bytes.to_vec(),
            events,
        };
        row(Lang::En, &Keymap::built_in(), &heard)
    }

    #[test]
    fn a_key_is_told_with_its_bytes_and_its_meaning() {
        let f6 = said(b"\x1b[17~", vec![Event::Key(Key::plain(Code::F(6)))]);
        assert!(f6.contains("ESC [ 1 7 ~") && f6.contains("F6"), "{f6}");
        assert!(f6.contains("Save and submit"), "{f6}");
        let hanzi = said(
            "中".as_bytes(),
            vec![Event::Key(Key::plain(Code::Char('中')))],
        );
        assert!(
            hanzi.contains("E4 B8 AD") && hanzi.contains("2 cells"),
            "{hanzi}"
        );
    }

    #[test]
    fn what_is_not_understood_is_shown_all_the_same() {
        assert_eq!(said(b"\x1b[99;99~", vec![]), "ESC [ 9 9 ; 9 9 ~\r\n");
    }

    #[test]
    fn where_keys_of_ones_own_go_is_told() {
        for lang in Lang::ALL {
            assert!(head(lang, &[]).contains("~/.config/orderdesk/keys.toml"));
        }
    }

    #[test]
    fn the_marks_of_the_ruler_stand_in_one_column() {
        let head = head(Lang::En, &[]);
        let marks: Vec<_> = head.lines().filter(|line| line.ends_with('|')).collect();
        assert_eq!(marks.len(), 3);
        for line in marks {
            assert_eq!(Ruler::default().width(line.trim_end()), MARK + 1, "{line}");
        }
    }
}
