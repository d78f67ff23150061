//! The kept streams of keys, `tests/corpus/screens` (`reliability.md` S9): whatever once brought a screen down
//! is pressed again, at every size.

use std::path::Path;

use super::live::Live;
use crate::words::Lang;

const SIZES: &[(u16, u16)] = &[(80, 24), (40, 12), (10, 3), (1, 1), (200, 50)];

#[test]
fn the_kept_keys_bring_nothing_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/screens");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for (file, lang) in files.iter().zip(Lang::ALL.iter().cycle()) {
        println!("{}", file.display()); // of a panic it is the last
        let mut live = Live::new(*lang);
        live.no_files = true;
        let keys = std::fs::read_to_string(file).unwrap();
        for (key, (columns, rows)) in keys.split_whitespace().zip(SIZES.iter().cycle()) {
            live.keys(key);
            live.seen(*columns, *rows);
        }
        let checked = live.office.check(false).unwrap();
        let bad: Vec<_> = checked.into_iter().filter(|check| !check.ok).collect();
        assert!(bad.is_empty(), "{}: {bad:#?}", file.display());
    }
}
