//! One screen with everything on it (frames, bars, a late row, a message) in every kind of look.

use crate::ui::base::Look;
use crate::ui::base::look::Frames;
use crate::ui::base::theme::{Choice, Theme};
use crate::words::{Ambiguous, Lang, Ruler};

use super::live::Live;

/// Somebody owes and is late; a paper lies over the list with a fault in it.
fn opened(look: Look) -> Live {
    let mut live = Live::that_looks(look);
    live.billed("C1", "P1", "10", "2026-10-10");
    live.billed("C2", "P2", "2", "2026-12-20");
    live.keys("Alt-8");
    live
}

fn look(choice: Choice, no_color: bool) -> Look {
    Look {
        theme: Theme::new(choice, no_color, "xterm-256color"),
        ..Look::new(Lang::Zh)
    }
}

#[test]
fn every_theme_wears_its_own_colours_and_says_the_same() {
    let plain = opened(look(Choice::Mono, false)).seen(80, 24);
    for (name, choice) in [
        ("16", Choice::Sixteen),
        ("dark", Choice::Dark),
        ("light", Choice::Light),
        ("okabe_ito", Choice::OkabeIto),
        ("mono", Choice::Mono),
    ] {
        let live = opened(look(choice, false));
        insta::assert_snapshot!(format!("theme_{name}"), live.worn());
        assert_eq!(
            live.seen(80, 24),
            plain,
            "a colour says nothing that no word says"
        );
    }
    let no_color = opened(look(Choice::OkabeIto, true));
    assert_eq!(
        no_color.worn(),
        opened(look(Choice::Mono, false)).worn(),
        "NO_COLOR wins"
    );
}

#[test]
fn frames_are_lines_ascii_or_none_at_every_width_of_doubtful_characters() {
    for (name, frames) in [("ascii", Frames::Ascii), ("plain", Frames::Plain)] {
        let live = opened(Look {
            frames,
            ..Look::new(Lang::Zh)
        });
        let seen = live.seen(80, 24);
        assert!(!seen.contains(['│', '─', '█', '▌']), "{seen}");
        insta::assert_snapshot!(format!("frames_{name}"), seen);
    }
    let wide = Look {
        ruler: Ruler::new(Ambiguous::Wide),
        ..Look::new(Lang::Zh)
    };
    insta::assert_snapshot!("ambiguous_wide", opened(wide).seen(80, 24));
}
