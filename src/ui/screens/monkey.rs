//! Keys at random on every screen, over a real office (`reliability.md` S9): whatever is pressed, nothing
//! panics at any size, and what came of it is sound.
//!
//! The seed is printed; `ORDERDESK_SEED=n` presses the same keys again, `ORDERDESK_MONKEY=100000` so many.

use serde_json::json;

#[path = "../../../tests/it/support/dice.rs"]
mod dice;

use dice::Dice;

use super::live::Live;
use crate::words::Lang;

/// Keys unless told otherwise, in each language.
const KEYS: usize = 1_000;

/// What is pressed; the first ones more often.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "Enter", "Down", "Up", "Tab", "F6", "Esc", "F5", "F2", "'1", "'2", "'3", "'P1", "'C1", "'20",
    "Left", "Right", "Home", "End", "PgUp", "PgDn", "Ins", "Del", "Backspace", "Space", "Shift-Tab",
    "F1", "F3", "F4", "F7", "F8", "F9", "F10", "F11", "F12",
    "Ctrl-C", "Ctrl-D", "Ctrl-E", "Ctrl-F", "Ctrl-G", "Ctrl-K", "Ctrl-L", "Ctrl-N", "Ctrl-O", "Ctrl-P",
    "Ctrl-R", "Ctrl-S", "Ctrl-T", "Ctrl-U", "Ctrl-X", "Ctrl-Y", "Ctrl-Z",
    "Alt-0", "Alt-1", "Alt-2", "Alt-3", "Alt-4", "Alt-5", "Alt-6", "Alt-7", "Alt-8", "Alt-9", "Alt-S",
    "Alt-R", "Alt-D", "Alt-P", "Alt-U", "Alt-L", "Alt-Z", "Alt-T", "Alt-W", "Alt-X",
    "'gz", "'+3", "'..", "'//", "'P1*20/11.5", "'P2\u{3000}３", "'12*3+5", "'99999999999999999999", "'-5",
    "'0", "'0.001", "'周五", "'１２０５", "'“红牛”", "'𠮷👨‍👩‍👧", "'é\u{301}", "'a", "'x",
];

const PASTES: &[&str] = &[
    "8801 黑 S2 M3 L2\nP1 20\n",
    "P1\t20\t11.5\nP2\t3\t190\n",
    "张三 13800138000 浙江省杭州市余杭区仓前街道1号",
    "\u{1b}[2J\u{7}\u{202e}\u{0}",
    "",
];

const SIZES: &[(u16, u16)] = &[(80, 24), (80, 24), (200, 50), (40, 12), (10, 3), (1, 1)];

/// An office in which something can be done on every screen.
fn busy(lang: Lang) -> Live {
    let mut live = Live::new(lang);
    live.no_files = true;
    live.billed("C1", "P1", "3", "2026-11-24");
    live.billed("C2", "P2", "2", "2026-12-24");
    let at = "2026-11-24T15:00:00";
    for qty in ["5", "7"] {
        live.submitted(
            at,
            "C1",
            json!([{"product": "P1", "qty": qty}, {"product": "P2", "qty": "1"}]),
        );
    }
    live.entered(at, "C2", json!([{"product": "P2", "qty": "4"}]));
    live
}

fn play(lang: Lang, seed: u64, keys: usize) {
    let mut live = busy(lang);
    let mut dice = Dice(seed);
    let mut pressed = 0;
    // Few keys may happen to give no command at all: then it goes on until one does.
    while pressed < keys || live.last_command().is_none() && pressed < 20 * keys {
        pressed += 1;
        match dice.below(60) {
            0 => live.paste(PASTES[dice.below(PASTES.len())]),
            // Several at once, before anything is answered.
            1 => {
                for _ in 0..4 {
                    live.keys_ahead(NAMES[dice.below(20)]);
                }
                live.settle();
            }
            _ => {
                let most = [24, NAMES.len()][dice.below(2)];
                live.keys(NAMES[dice.below(most)]);
            }
        }
        let (columns, rows) = SIZES[dice.below(SIZES.len())];
        live.seen(columns, rows);
    }
    assert!(live.last_command().is_some(), "commands were given");
    let checked = live.office.check(true).unwrap();
    let bad: Vec<_> = checked.into_iter().filter(|check| !check.ok).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn keys_at_random_bring_nothing_down() {
    let seed = dice::seed();
    let keys = dice::told("ORDERDESK_MONKEY").map_or(KEYS, |n| usize::try_from(n).unwrap());
    for lang in Lang::ALL {
        play(lang, seed, keys);
    }
}
