//! How it looks, in both languages and sizes.

use super::Clerk;
use crate::words::Lang;

fn each(name: &str, play: impl Fn(&mut Clerk)) {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut clerk = Clerk::new(lang);
        play(&mut clerk);
        insta::assert_snapshot!(format!("{name}_80_{tag}"), clerk.seen());
        insta::assert_snapshot!(format!("{name}_120_{tag}"), clerk.wide());
    }
}

#[test]
fn empty() {
    each("empty", |_| {});
}

#[test]
fn half_typed() {
    each("half_typed", |clerk| {
        clerk.keys("'GZMM Enter '+2 Enter '1001*60 Enter '1003 Enter '200 Enter '1004*3/6.5 Enter");
        clerk.keys("'bxg");
    });
}

#[test]
fn after_a_refusal() {
    each("after_a_refusal", |clerk| {
        clerk.keys("'GZMM Tab Tab 'PO-1 Enter '+1 Enter '1001*2 Enter F6");
        clerk
            .keys("'GZMM Tab Tab 'PO-1 Enter '+1 Enter '1003*2 Enter 'xyz Enter Enter '1 Enter F6");
    });
}

#[test]
fn incomplete() {
    each("incomplete", |clerk| {
        clerk.keys("'GZMM Enter '+1 Enter '1003*2 Enter 'xyz Enter Enter '1 Enter F6");
    });
}

#[test]
fn choices() {
    each("choices", |clerk| clerk.keys("'GZMM Tab Tab Tab"));
}

#[test]
fn handed_in() {
    each("handed_in", |clerk| {
        clerk.keys("'GZMM Enter Enter '1001*45/99 Enter '1002*5 Enter F6 '长期客户 Enter");
    });
}
