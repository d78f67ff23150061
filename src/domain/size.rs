//! The order of sizes in a size group: `S M L XL`, `155 160`, `35 36 37.5`, `155/80A`.

/// Letters of sizes without their X, from small to large.
const LETTERS: [&str; 3] = ["S", "M", "L"];

/// What sizes of a group are sorted by: letters by size, then numbers by value, then words.
///
/// `2XL` is `XXL`; `F` and `均码` (one size) are words and come last.
pub fn sort_key(size: &str) -> (u8, i64, String) {
    let upper = super::text::narrow(size).to_uppercase();
    if let Some(step) = letters(&upper) {
        return (0, step, String::new());
    }
    let end = upper.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, rest) = upper.split_at(end.unwrap_or(upper.len()));
    match number.parse::<super::Qty>() {
        Ok(count) => (1, count.count(), rest.to_owned()),
        Err(_) => (2, 0, upper),
    }
}

/// Whether a heading is a size: letters, a shoe or trouser number, `155/80A`, one size.
pub fn is_size(heading: &str) -> bool {
    let upper = super::text::narrow(heading).to_uppercase();
    let upper = upper.strip_suffix('码').unwrap_or(&upper);
    if letters(upper).is_some() || matches!(upper, "F" | "FREE" | "均") {
        return true;
    }
    let end = upper.find(|c: char| !c.is_ascii_digit());
    let (number, rest) = upper.split_at(end.unwrap_or(upper.len()));
    let number: u32 = number.parse().unwrap_or(0);
    match rest {
        "" => {
            (20..=60).contains(&number) || (70..=200).contains(&number) && number.is_multiple_of(5)
        }
        ".5" => (20..=60).contains(&number),
        cup => (70..=200).contains(&number) && cup.starts_with('/') && cup.len() > 1,
    }
}

/// How far above M a size of letters is.
fn letters(upper: &str) -> Option<i64> {
    let base = upper.trim_start_matches(|c: char| c == 'X' || c.is_ascii_digit());
    let place = LETTERS.iter().position(|letter| *letter == base)?;
    let front = &upper[..upper.len() - base.len()];
    let steps = match front.strip_suffix('X').and_then(|n| n.parse::<i64>().ok()) {
        Some(n) => n,
        None if front.bytes().all(|b| b == b'X') => i64::try_from(front.len()).ok()?,
        None => return None,
    };
    match (place, steps) {
        (0, steps) => Some(-1 - steps),
        (1, 0) => Some(0),
        (2, steps) => Some(1 + steps),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_stand_from_small_to_large() {
        for group in [
            &["XXS", "XS", "S", "M", "L", "XL", "2XL", "XXXL", "4XL"][..],
            &["35", "36", "37", "37.5", "38", "40"],
            &["95/80A", "155/80A", "160/84A", "165/88A"],
            &["M", "40", "F", "均码"],
        ] {
            let mut turned: Vec<_> = group.iter().rev().copied().collect();
            turned.sort_by_key(|size| sort_key(size));
            assert_eq!(turned, group);
        }
        assert_eq!(sort_key("2XL"), sort_key("xxl"));
        for is in ["S", "2xl", "均码", "36码", "37.5", "155/80A", "160", "Ｍ"] {
            assert!(is_size(is), "{is}");
        }
        for none in ["合计", "备注", "7", "2026", "单价", "Y", "1234", ""] {
            assert!(!is_size(none), "{none}");
        }
    }
}
