//! Orders thrown away, and brought back.

use super::Clerk;
use crate::words::Lang;

#[test]
fn what_was_thrown_away_comes_back_by_undo() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter '1003*1 Enter");
    let (before, seen) = (clerk.parked(), clerk.seen());
    clerk.keys("Alt-X 1");
    assert_eq!(clerk.parked(), None);
    assert!(clerk.said().contains("Ctrl+Z"), "{}", clerk.said());
    clerk.keys("Ctrl-Z");
    assert!(clerk.said().contains("丢弃的单已取回"), "{}", clerk.said());
    assert_eq!(clerk.parked(), before);
    let body = |seen: &str| seen.lines().take(20).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&clerk.seen()), body(&seen));
    // Its steps came with it.
    clerk.keys("Ctrl-Z");
    assert!(clerk.said().contains("已撤销"), "{}", clerk.said());
    clerk.keys("Ctrl-Y Alt-X 1 F5 Ctrl-Z");
    assert!(clerk.seen().contains("1001"), "{}", clerk.seen());
    // Something was begun meanwhile and taken back again: still there.
    clerk.keys("Alt-X 1 'GZMD Enter Ctrl-Z Ctrl-Z Ctrl-Z");
    assert!(clerk.seen().contains("1001"), "{}", clerk.seen());
}

#[test]
fn a_parked_order_thrown_away_comes_back_by_undo() {
    let mut clerk = Clerk::new(Lang::En);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter F5 'GZMD Enter '+3 Enter '1003*4 Enter F5");
    let before = clerk.parked();
    clerk.keys("Ctrl-L Down Alt-X 1 Ctrl-Z");
    assert!(
        clerk.seen().contains("GZMM") || clerk.seen().contains("某某"),
        "{}",
        clerk.seen()
    );
    clerk.keys("Esc");
    assert_eq!(clerk.parked(), before);
}
