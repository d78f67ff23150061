//! Columns and sort over the lists of a real office.

use crate::ui::base::ScreenKind;
use crate::ui::screens::live::Live;
use crate::ui::shell::testing::on;
use crate::words::Lang;

fn first_rows(live: &Live) -> Vec<String> {
    let seen = live.seen(80, 24);
    let rows = seen
        .lines()
        .filter(|line| line.contains(" P1 ") || line.contains(" P2 "));
    rows.map(str::to_owned).collect()
}

#[test]
fn a_person_sorts_hides_and_moves_columns_and_finds_them_so_again() {
    let mut live = Live::new(Lang::En);
    live.keys("Alt-3 'p Alt-L");
    assert_eq!(on(&live.app), ScreenKind::Columns);
    insta::assert_snapshot!("box", live.seen(80, 24));
    // The price downwards: the window is dearer than the screw.
    live.keys("Down Down Down Down Enter Enter Esc");
    assert_eq!(on(&live.app), ScreenKind::Stock);
    assert!(first_rows(&live)[0].contains("P2"), "{}", live.seen(80, 24));
    live.keys("Alt-L Down Down Space Down Left Esc");
    let seen = live.seen(80, 24);
    assert!(!seen.contains("Spec"), "{seen}");
    let kept = live.last_kept("columns").unwrap();
    for word in ["stock", "Spec", "List"] {
        assert!(kept.contains(word), "{kept}");
    }
    // Built in again: nothing is kept.
    live.keys("Alt-L Ctrl-U Esc");
    assert_eq!(live.last_kept("columns").unwrap(), "park columns None");
    assert!(live.seen(80, 24).contains("Spec"));
}

#[test]
fn one_column_stays_and_a_screen_without_a_list_says_so() {
    let mut live = Live::new(Lang::En);
    live.keys("Alt-3 Alt-L");
    for _ in 0..6 {
        live.keys("Space Down");
    }
    let seen = live.seen(80, 24);
    assert_eq!(seen.matches("[x]").count(), 1, "{seen}");
    live.keys("Esc Alt-1 Alt-L");
    assert_eq!(on(&live.app), ScreenKind::OrderEntry);
    assert!(live.seen(80, 24).contains("No list here"));
}

#[test]
fn a_filter_that_is_kept_is_there_when_the_screen_is_opened_again() {
    let mut live = Live::new(Lang::Zh);
    live.keys("Alt-3 'p2 Alt-L End Space Esc");
    assert!(!live.seen(80, 24).contains("不锈钢螺丝"));
    live.keys("Esc Esc Alt-0 Alt-3");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("铝合金窗") && !seen.contains("不锈钢螺丝"),
        "{seen}"
    );
}
