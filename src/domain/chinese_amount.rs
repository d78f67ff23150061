//! Amounts in Chinese capitals 大写金额 as on receipts and contracts (`practice.md §3.1`).
//!
//! What lives here: the writing rule of the central bank. It is a spelling of a number, the same in
//! every language of the desk, and so no sentence meant for a person. Called by printed papers.

use super::number::Money;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
/// The places of a group of four, from the left.
const PLACES: [&str; 4] = ["仟", "佰", "拾", ""];
/// The groups of four, from the left; the bound of `Money` is a hundred 亿.
const GROUPS: [&str; 3] = ["亿", "万", ""];

/// Writes an amount in capitals with its prefix, as 人民币壹仟肆佰零玖元伍角整.
///
/// Where the rule leaves a character free, what is written leaves the least room for additions:
/// 整 also after 角, and 零 after a round 元.
pub fn in_capitals(amount: Money) -> String {
    let cents = amount.0.unsigned_abs();
    let (yuan, jiao, fen) = (cents / 100, cents / 10 % 10, cents % 10);
    let mut text = String::from("人民币");
    if amount < Money::ZERO {
        text.push('负');
    }
    if yuan > 0 || cents == 0 {
        push_whole(&mut text, yuan);
        text.push('元');
    }
    let after_yuan = yuan > 0;
    if jiao > 0 {
        if after_yuan && yuan % 10 == 0 {
            text.push('零');
        }
        text.push_str(digit(jiao));
        text.push('角');
    } else if fen > 0 && after_yuan {
        text.push('零');
    }
    if fen > 0 {
        text.push_str(digit(fen));
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

fn digit(value: u64) -> &'static str {
    usize::try_from(value)
        .ok()
        .and_then(|i| DIGITS.get(i))
        .unwrap_or(&DIGITS[0])
}

/// Writes the whole 元, group by group of four digits.
///
/// Zeros that only end a group leave no 零 before a 仟 right after them (107000 is 壹拾万柒仟):
/// the group's name parts them already. An empty group does leave one.
fn push_whole(text: &mut String, yuan: u64) {
    if yuan == 0 {
        text.push_str(digit(0));
    }
    let groups = [yuan / 100_000_000, yuan / 10_000 % 10_000, yuan % 10_000];
    let mut is_first = true;
    let mut skipped = false;
    for (group, name) in groups.into_iter().zip(GROUPS) {
        if group == 0 {
            skipped = true;
            continue;
        }
        if !is_first && (skipped || group < 1_000) {
            text.push_str(digit(0));
        }
        push_group(text, group);
        text.push_str(name);
        (is_first, skipped) = (false, false);
    }
}

/// Writes a group of up to four digits, a run of zeros inside it as one 零.
fn push_group(text: &mut String, group: u64) {
    let mut zeros = false;
    let mut is_first = true;
    for (unit, place) in [1_000, 100, 10, 1].into_iter().zip(PLACES) {
        let value = group / unit % 10;
        if value == 0 {
            zeros = true;
            continue;
        }
        if zeros && !is_first {
            text.push_str(digit(0));
        }
        text.push_str(digit(value));
        text.push_str(place);
        (is_first, zeros) = (false, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_hold() {
        // practice.md §3.1; where a character is free, the form that leaves no room.
        for (amount, text) in [
            ("0.00", "零元整"),
            ("0.10", "壹角整"),
            ("1409.50", "壹仟肆佰零玖元伍角整"),
            ("6007.14", "陆仟零柒元壹角肆分"),
            ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
            ("107000.53", "壹拾万柒仟元零伍角叁分"),
            ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
            ("325.04", "叁佰贰拾伍元零肆分"),
            ("10000.00", "壹万元整"),
            ("100000.00", "壹拾万元整"),
            ("100100000.00", "壹亿零壹拾万元整"),
            ("-123.45", "负壹佰贰拾叁元肆角伍分"),
        ] {
            let amount: Money = amount.parse().unwrap();
            assert_eq!(in_capitals(amount), format!("人民币{text}"), "{amount}");
        }
    }

    #[test]
    fn zeros_are_told_once() {
        for (amount, text) in [
            ("0.05", "伍分"),
            ("0.15", "壹角伍分"),
            ("1.00", "壹元整"),
            ("1.05", "壹元零伍分"),
            ("10.05", "壹拾元零伍分"),
            ("1001.00", "壹仟零壹元整"),
            ("1010.00", "壹仟零壹拾元整"),
            ("100700.00", "壹拾万零柒佰元整"),
            ("10007000.00", "壹仟万柒仟元整"),
            ("100000007.00", "壹亿零柒元整"),
            ("100007000.00", "壹亿零柒仟元整"),
            ("10000000000.00", "壹佰亿元整"), // the bound of Money
        ] {
            let amount: Money = amount.parse().unwrap();
            assert_eq!(in_capitals(amount), format!("人民币{text}"), "{amount}");
        }
    }
}
