//! Wishes about the order that stand in one part with goods: behind them or before.

use super::goods::{is_counted, tells_goods_beside_address};
use super::instruction;
use super::remark::is_of_papers;
use super::wish;
use super::words::count;
use super::written::{is_unit, price};

/// The longest wish behind goods; what is longer somebody reads.
const LONGEST: usize = 24;

/// The goods of a part and the wishes behind them: `D0001 10箱 开专票 明天送`, `D0001 5箱(周五前送到)`.
pub fn behind(part: &str) -> (&str, Vec<&str>) {
    let (mut goods, mut wishes) = (part.trim_end(), Vec::new());
    while let Some((before, wish)) = last(goods).filter(|(_, wish)| may_be_told(wish)) {
        wishes.insert(0, wish.trim_matches(wish::SIGNS));
        goods = before;
    }
    // Right behind the quantity: what stands between may be what they are about, `next Monday`.
    let last = goods.rsplit([' ', ',']).next().unwrap_or_default();
    let counted = is_counted(last) || count(last).is_some() || is_unit(last) || is_price(last);
    if counted {
        (goods, wishes)
    } else {
        (part, Vec::new())
    }
}

/// Whether what stands last is a wish that asks nothing of the goods before it.
fn may_be_told(wish: &str) -> bool {
    let said = wish.trim_matches(wish::SIGNS);
    let short = wish.chars().count() <= LONGEST;
    short && (wish::is_one(said) || is_of_papers(said)) && !asks(said)
}

/// Whether a word is a price by its looks: `@105`, `105元`.
fn is_price(word: &str) -> bool {
    price(word.trim_start_matches(['@', '¥', '￥', '单', '价'])).is_some()
}

/// Whether a wish asks something of the line too.
fn asks(wish: &str) -> bool {
    let plain = wish::day(wish).is_some();
    !plain && instruction::is_in_note(wish) && wish::figures_but_for_rates(wish)
        || instruction::says(wish)
}

/// The wish a part begins with, and the goods behind it: `明天送 D0001 10箱`.
pub fn ahead(part: &str) -> Option<(&str, &str)> {
    let (wish, goods) = part.split_once([' ', ':', ','])?;
    let said = wish.trim_matches(wish::SIGNS);
    let one = (wish::day(said).is_some() || wish::ALONE.contains(&said)) && !asks(said);
    (one && tells_goods_beside_address(goods)).then(|| (said, goods.trim_start()))
}

/// A text without what stands last in it: in brackets, or its last word.
fn last(text: &str) -> Option<(&str, &str)> {
    let open = text.rfind('(').filter(|_| text.ends_with(')'));
    // `by next Friday` is a day in several words.
    let blanks = text
        .rmatch_indices(' ')
        .map(|(at, _)| at + 1)
        .skip(1)
        .take(3);
    let day = blanks
        .filter(|at| text.is_ascii() && wish::day(&text[*at..]).is_some())
        .last();
    let at = open
        .or(day)
        .or_else(|| text.rfind([' ', ',']).map(|at| at + 1));
    let (before, last) = text.split_at(at?);
    Some((before.trim_end_matches([' ', ',']), last)).filter(|(before, _)| !before.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_stand_behind_goods_or_before_them() {
        for (part, goods, wishes) in [
            (
                "D0001 10箱 开专票 明天送",
                "D0001 10箱",
                vec!["开专票", "明天送"],
            ),
            ("D0001 5箱(周五前送到)", "D0001 5箱", vec!["周五前送到"]),
            ("D0001 5箱 12月5日送", "D0001 5箱", vec!["12月5日送"]),
            ("D0001 5箱 等通知再发", "D0001 5箱 等通知再发", vec![]),
            ("D0001 5箱 加急发2箱", "D0001 5箱 加急发2箱", vec![]),
            ("D0001 加急", "D0001 加急", vec![]),
        ] {
            assert_eq!(behind(part), (goods, wishes));
        }
        assert_eq!(ahead("明天送 D0001 10箱"), Some(("明天送", "D0001 10箱")));
        assert_eq!(ahead("今天特价 D0001 10箱"), None);
    }
}
