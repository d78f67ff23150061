//! Pinyin for search: every reading of a name, so that 重庆 answers to both cq and zq.
//!
//! Invariant: each reading of each character stands in the text between the usual readings of its
//! neighbours, in initials and in full. All mixes of a long name would be thousands, so only its
//! first characters are mixed in full.

use pinyin::ToPinyinMulti;

use super::text;

/// Mixes of the first characters with several readings, of initials and of what is said in full,
/// which is four times as long.
const MIXES: [usize; 2] = [16, 4];

/// Characters kept on each side of a reading that the mixes leave out.
const REACH: usize = 3;

/// Two such readings so near each other are kept together too: of 厦门银行 both 厦 and 行 are said
/// otherwise than alone.
const NEAR: usize = 3;

/// Characters of a name that are said; the work rises with the square of them.
const LONGEST: usize = 200;

/// The search text of a name: initials and full pinyin, separated by `|`; behind them, after
/// blanks, what is said from the middle of the name, which is no beginning of it.
pub fn readings(name: &str) -> String {
    let name = text::narrow(name).to_lowercase();
    let long: Vec<Vec<String>> = name
        .chars()
        .take(LONGEST)
        .map(sounds)
        .filter(|sounds| !sounds.is_empty())
        .collect();
    let first = |sound: &String| sound.chars().take(1).collect();
    let short: Vec<Vec<String>> = long
        .iter()
        .map(|sounds| distinct(sounds.iter().map(first)))
        .collect();
    let mut begun = String::new();
    let mut inside = String::new();
    for (said, most) in [(&short, MIXES[0]), (&long, MIXES[1])] {
        let mixed = mix(said, most, &mut begun);
        rest(said, mixed, &begun, &mut inside);
    }
    begun + &inside
}

/// The ways a character can be said; a letter or digit says itself, anything else is silent.
fn sounds(c: char) -> Vec<String> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_string()];
    }
    let multi = c.to_pinyin_multi().into_iter().flatten();
    distinct(multi.map(|sound| sound.plain().replace('ü', "v")))
}

fn distinct(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// Adds the whole name as it is usually said, then the mixes of its first characters as far as
/// they reach; gives how many characters are mixed.
fn mix(said: &[Vec<String>], most: usize, begun: &mut String) -> usize {
    let mut count = 1;
    let mixed = said.iter().take_while(|sounds| {
        count *= sounds.len();
        count <= most
    });
    let mixed = mixed.count();
    let many = said[..mixed].iter().rposition(|sounds| sounds.len() > 1);
    let end = many.map_or(0, |last| said.len().min(last + 1 + REACH));
    let mut ways = vec![String::new()];
    for (at, sounds) in said[..end].iter().enumerate() {
        let kept = if at < mixed { sounds.len() } else { 1 };
        let longer = |way: &String| -> Vec<String> {
            let sounds = sounds[..kept].iter();
            sounds.map(|sound| format!("{way}{sound}")).collect()
        };
        ways = ways.iter().flat_map(longer).collect();
    }
    ways.insert(0, said.iter().map(|sounds| sounds[0].as_str()).collect());
    for way in ways {
        let here = begun.starts_with(&way) || begun.contains(&format!("|{way}"));
        if !here {
            if !begun.is_empty() {
                begun.push('|');
            }
            begun.push_str(&way);
        }
    }
    mixed
}

/// Adds what the mixes leave out: each reading of each later character among its neighbours, and
/// two of them together if they are near.
fn rest(said: &[Vec<String>], mixed: usize, begun: &str, inside: &mut String) {
    let others = |at: usize| (1..said[at].len()).map(move |n| (at, n));
    let mut keep = |one: (usize, usize), two: (usize, usize), reach: usize| {
        let end = said.len().min(two.0 + 1 + reach);
        let sound = |at: usize| {
            let changed = [one, two].into_iter().find(|(place, _)| *place == at);
            said[at][changed.map_or(0, |(_, n)| n)].as_str()
        };
        let part: String = (one.0.saturating_sub(reach)..end).map(sound).collect();
        if !begun.contains(&part) && !inside.contains(&part) {
            inside.push(' ');
            inside.push_str(&part);
        }
    };
    for one in (mixed.saturating_sub(NEAR)..said.len()).flat_map(others) {
        if one.0 >= mixed {
            keep(one, one, REACH);
        }
        let behind = mixed.max(one.0 + 1)..said.len().min(one.0 + 1 + NEAR);
        for two in behind.flat_map(others) {
            keep(one, two, 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_reading_is_kept() {
        let py = readings("重庆火锅");
        assert!(py.contains("cqhg") && py.contains("zqhg"), "{py}");
        assert!(py.contains("chongqing"), "{py}");
    }

    #[test]
    fn letters_and_digits_say_themselves() {
        assert!(readings("不锈钢螺丝M8×20").contains("bxglsm820"));
        assert_eq!(readings("、。"), "");
    }

    #[test]
    fn late_in_a_long_name_the_readings_are_there_too() {
        let py = readings("长乐石角六合大厦不锈钢参茸行厦门银行重庆长沙分公司");
        for said in [
            "cqcs", "zqcs", "cqzs", "xmyh", "smyx", "dsbxg", "dxbxg", "clsj", "zysj",
        ] {
            assert!(py.contains(said), "{said}: {py}");
        }
        for said in [
            "chongqingchang",
            "changsha",
            "xiamenyinhang",
            "changle",
            "dasha",
        ] {
            assert!(py.contains(said), "{said}: {py}");
        }
    }

    #[test]
    fn only_what_a_name_begins_with_stands_behind_a_bar() {
        let name = "长乐石角六合大厦不锈钢厦门银行";
        let py = readings(name);
        let begun = py.split(' ').next().unwrap_or_default();
        for way in begun.split('|') {
            assert!(way.starts_with(['z', 'c']), "{way}: {py}");
        }
        assert!(py.len() > begun.len(), "{py}");
        assert!(readings(&name.repeat(30)).len() < 60_000);
    }

    proptest! {
        #[test]
        fn each_reading_of_each_character_answers(
            name in r"[重庆长沙厦门银行音乐会计大不锈钢螺丝成都朝阳石广场有限公司六角南红色M8-]{0,30}|\p{Han}{0,12}",
        ) {
            let py = readings(&name);
            let lower = name.to_lowercase();
            let said: Vec<_> = lower.chars().map(sounds).filter(|s| !s.is_empty()).collect();
            for (at, ways) in said.iter().enumerate() {
                let behind = said.len().min(at + 3);
                for way in ways {
                    let around: Vec<&str> = (at.saturating_sub(2)..behind)
                        .map(|n| if n == at { way.as_str() } else { said[n][0].as_str() })
                        .collect();
                    let short: String = around.iter().filter_map(|s| s.chars().next()).collect();
                    prop_assert!(py.contains(&around.concat()), "{} {:?} {}", name, around, py);
                    prop_assert!(py.contains(&short), "{} {} {}", name, short, py);
                }
            }
        }
    }
}
