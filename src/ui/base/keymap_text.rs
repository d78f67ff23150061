//! The keymap we ship as a person begins one of his own with: remarks in his language.

use std::fmt::Write as _;

use crate::words::Lang;

use super::action::Action;
use super::keymap::BUILT_IN;
use super::kind::ScreenKind;

/// The keymap we ship, in this language.
pub fn built_in(lang: Lang) -> String {
    written(BUILT_IN, lang)
}

/// The rows as they stand in `built_in`, each with the name of its action, each part with its screen's.
fn written(built_in: &str, lang: Lang) -> String {
    let head = [
        lang.keys_file_what(),
        lang.keys_file_never(),
        lang.keys_file_empty(),
        lang.keys_file_own(),
    ];
    let mut text = String::new();
    for line in head {
        let _ = writeln!(text, "# {line}"); // a String takes everything
    }
    let mut screen = None;
    let rows = built_in
        .lines()
        .map(|row| row.split_once(" #").map_or(row, |(row, _)| row));
    for row in rows.filter(|row| !row.starts_with('#')) {
        let section = row.strip_prefix('[').and_then(|row| row.strip_suffix(']'));
        if let Some(name) = section {
            screen = ScreenKind::from_id(name);
        }
        let action = row
            .split_once(" = ")
            .and_then(|(id, _)| Action::from_id(id));
        let told = match (section, action, screen) {
            (Some(_), ..) => screen.map(|screen| screen.name(lang)),
            (_, Some(action), Some(screen)) => Some(screen.calls(action, lang)),
            (_, Some(action), None) => Some(action.name(lang)),
            _ => None,
        };
        let _ = match told {
            Some(told) => writeln!(text, "{row} # {told}"),
            None => writeln!(text, "{row}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::keymap::Keymap;
    use super::*;

    #[test]
    fn what_is_written_means_the_same_and_is_told_in_the_language() {
        let ours = Keymap::built_in();
        for lang in Lang::ALL {
            let text = written(BUILT_IN, lang);
            assert_eq!(Keymap::load(&text, None), (ours.clone(), vec![]), "{text}");
            let row = format!(
                "submit = [\"F6\", \"F8\", \"Ctrl+S\"] # {}",
                Action::Submit.name(lang)
            );
            assert!(text.contains(&row), "{text}");
            assert!(text.contains("~/.config/orderdesk/keys.toml"), "{text}");
        }
        let zh = written(BUILT_IN, Lang::Zh);
        assert!(!zh.contains("arrive") && !zh.contains("Your own"), "{zh}");
    }
}
