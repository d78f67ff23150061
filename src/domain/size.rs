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

/// Style, colour and size of goods.
pub type Variant<'a> = [&'a str; 3];

/// Puts goods of one style that stand together in the order of its sizes, colour by colour as the
/// colours come.
pub fn arrange<T>(rows: &mut [T], variant: impl Fn(&T) -> Variant<'_>) {
    let together = |a: &T, b: &T| !variant(a)[0].is_empty() && variant(a)[0] == variant(b)[0];
    for run in rows.chunk_by_mut(together) {
        let mut colours: Vec<String> = Vec::new();
        for row in run.iter() {
            let colour = variant(row)[1];
            if !colours.iter().any(|known| known == colour) {
                colours.push(colour.to_owned());
            }
        }
        run.sort_by_cached_key(|row| {
            let [_, colour, size] = variant(row);
            (
                colours.iter().position(|known| known == colour),
                sort_key(size),
            )
        });
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
    fn goods_of_a_style_stand_by_colour_and_size_and_others_where_they_were() {
        let mut rows = [
            "|x|",
            "A|black|L",
            "A|black|M",
            "A|white|M",
            "A|black|XL",
            "A|white|S",
            "B|black|40",
            "B|black|38",
            "|y|",
            "A|black|S",
        ];
        arrange(&mut rows, |row| {
            let mut parts = row.split('|');
            [(); 3].map(|()| parts.next().unwrap_or(""))
        });
        assert_eq!(
            rows,
            [
                "|x|",
                "A|black|M",
                "A|black|L",
                "A|black|XL",
                "A|white|S",
                "A|white|M",
                "B|black|38",
                "B|black|40",
                "|y|",
                "A|black|S",
            ]
        );
    }

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
