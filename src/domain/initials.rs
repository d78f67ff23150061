//! Pinyin for search: every reading of a name, so that 重庆 answers to both cq and zq.

use pinyin::ToPinyinMulti;

use super::text;

/// How many readings of a whole name are kept; beyond it the first ones stand.
const MOST: usize = 8;

/// The search text of a name: initials and full pinyin in every reading, separated by `|`.
pub fn readings(name: &str) -> String {
    let name = text::narrow(name).to_lowercase();
    let mut short = vec![String::new()];
    let mut long = vec![String::new()];
    for c in name.chars().take(60) {
        let sounds = sounds(c);
        short = grown(
            &short,
            sounds
                .iter()
                .map(|s| &s[..s.chars().next().map_or(0, char::len_utf8)]),
        );
        long = grown(&long, sounds.iter().map(String::as_str));
    }
    short.append(&mut long);
    short.retain(|reading| !reading.is_empty());
    short.dedup();
    short.join("|")
}

/// The ways a character can be said; a letter or digit says itself, anything else is silent.
fn sounds(c: char) -> Vec<String> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_string()];
    }
    let mut found: Vec<String> = Vec::new();
    for sound in c.to_pinyin_multi().into_iter().flatten() {
        let plain = sound.plain().replace('ü', "v");
        if !found.contains(&plain) {
            found.push(plain);
        }
    }
    found
}

fn grown<'a>(so_far: &[String], sounds: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let mut next: Vec<String> = Vec::new();
    for said in so_far {
        for sound in sounds.clone() {
            let longer = format!("{said}{sound}");
            if next.len() < MOST && !next.contains(&longer) {
                next.push(longer);
            }
        }
    }
    if next.is_empty() {
        so_far.to_vec()
    } else {
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
