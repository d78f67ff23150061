//! Rust files read as text: without comments, texts and test code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A source file without comments, text and test code.
pub struct Source {
    pub file: String,
    /// `["desk", "orders", "enter"]`; empty for lib.rs, `["main"]` for main.rs.
    pub module: Vec<String>,
    /// Same lines as the file, with everything that is no code blanked.
    pub code: String,
    pub lines: usize,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

pub fn rust_files(under: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(&root().join(under), &mut found);
    let name = |path: &Path| path.strip_prefix(root()).unwrap().display().to_string();
    found
        .iter()
        .map(|path| (name(path), fs::read_to_string(path).unwrap()))
        .collect()
}

pub fn module_of(file: &str) -> Vec<String> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

/// Blanks comments, strings and characters, keeping every line where it was.
pub fn blank(text: &str) -> String {
    let b: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    let keep = |c: char| if c == '\n' { '\n' } else { ' ' };
    while i < b.len() {
        let next = b.get(i + 1).copied().unwrap_or(' ');
        let end = match b[i] {
            '/' if next == '/' => line_end(&b, i),
            '/' if next == '*' => block_end(&b, i),
            '"' => string_end(&b, i),
            'r' if matches!(next, '"' | '#') && !word_before(&b, i) => raw_end(&b, i),
            '\'' => char_end(&b, i),
            _ => i,
        };
        if end > i {
            out.extend(b[i..end].iter().map(|c| keep(*c)));
            i = end;
        } else {
            out.push(b[i]);
            i += 1;
        }
    }
    out
}

pub fn word_before(b: &[char], i: usize) -> bool {
    i > 0 && (b[i - 1].is_alphanumeric() && b[i - 1] != 'b' || b[i - 1] == '_')
}

pub fn line_end(b: &[char], i: usize) -> usize {
    b[i..]
        .iter()
        .position(|c| *c == '\n')
        .map_or(b.len(), |at| i + at)
}

pub fn block_end(b: &[char], mut i: usize) -> usize {
    let mut depth = 0;
    while i + 1 < b.len() {
        match (b[i], b[i + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') if depth == 1 => return i + 2,
            ('*', '/') => depth -= 1,
            _ => {
                i += 1;
                continue;
            }
        }
        i += 2;
    }
    b.len()
}

pub fn string_end(b: &[char], mut i: usize) -> usize {
    i += 1;
    while i < b.len() && b[i] != '"' {
        i += if b[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

pub fn raw_end(b: &[char], i: usize) -> usize {
    let hashes = b[i + 1..].iter().take_while(|c| **c == '#').count();
    if b.get(i + 1 + hashes) != Some(&'"') {
        return i;
    }
    let mut at = i + 2 + hashes;
    while at < b.len() {
        let closes = b[at] == '"'
            && b[at + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes;
        if closes {
            return at + 1 + hashes;
        }
        at += 1;
    }
    b.len()
}

/// A character literal; a lifetime is left alone.
pub fn char_end(b: &[char], i: usize) -> usize {
    match (b.get(i + 1), b.get(i + 2)) {
        (Some('\\'), Some(_)) => {
            let close = b[i + 3..].iter().position(|c| *c == '\'');
            close.map_or(i, |at| i + 4 + at)
        }
        (Some(_), Some('\'')) => i + 3,
        _ => i,
    }
}

/// End of the item that begins at `from`: its closing brace, or its semicolon.
pub fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_i32;
    for (at, c) in code[from..].char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth -= 1;
                if depth == 0 && c == '}' {
                    return from + at + 1;
                }
            }
            ';' if depth == 0 => return from + at + 1,
            _ => {}
        }
    }
    code.len()
}

/// Blanks test items and names the child modules that are test files.
pub fn without_tests(code: &str) -> (String, Vec<String>) {
    let mut kept = code.to_owned();
    let mut test_files = Vec::new();
    while let Some(at) = kept.find("#[cfg(test)]") {
        let mut from = at + "#[cfg(test)]".len();
        while kept[from..].trim_start().starts_with("#[") {
            from += kept[from..].find(']').unwrap() + 1;
        }
        let end = item_end(&kept, from);
        let item = &kept[from..end];
        if let Some((_, name)) = item.split_once("mod ")
            && item.trim_end().ends_with(';')
            && !item.contains('{')
        {
            test_files.push(name.trim_matches([' ', ';', '\n']).to_owned());
        }
        let blanked: String = kept[at..end]
            .chars()
            .map(|c| if c == '\n' { c } else { ' ' })
            .collect();
        // Characters of more than one byte have been blanked with the comments and texts.
        kept.replace_range(at..end, &blanked);
    }
    (kept, test_files)
}

/// The program's sources without its tests.
pub fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut tests: BTreeSet<Vec<String>> = BTreeSet::new();
    for (file, text) in rust_files("src") {
        let module = module_of(&file);
        let (code, test_files) = without_tests(&blank(&text));
        for name in test_files {
            let mut inner = module.clone();
            inner.push(name);
            tests.insert(inner);
        }
        found.push(Source {
            file,
            module,
            code,
            lines: text.lines().count(),
        });
    }
    // A file named by `#[path]` says by its own name that it holds tests.
    let named_so = |s: &Source| s.module.last().is_some_and(|name| name.ends_with("_tests"));
    let declared = |s: &Source| tests.iter().any(|test| s.module.starts_with(test));
    found.retain(|source| !named_so(source) && !declared(source));
    found
}

pub fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Unfolds `a::{b, c::{d, self}}` into whole paths.
pub fn unfold(tree: &str, prefix: &[String], into: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    if let Some(open) = tree.find('{') {
        let mut base = prefix.to_vec();
        base.extend(
            tree[..open]
                .split("::")
                .map(str::trim)
                .filter(|p| !p.is_empty())
                .map(str::to_owned),
        );
        let inner = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
        let mut depth = 0;
        let mut from = 0;
        for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !inner[from..at].trim().is_empty() {
                        unfold(&inner[from..at], &base, into);
                    }
                    from = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let plain = tree.split(" as ").next().unwrap_or(tree);
    let mut path = prefix.to_vec();
    path.extend(
        plain
            .split("::")
            .map(|p| p.trim().to_owned())
            .filter(|p| p != "self" || prefix.is_empty()),
    );
    into.push(path);
}

/// A path that a file names, the place, and whether it only passes a child on.
pub struct Named {
    pub path: Vec<String>,
    pub line: usize,
    pub passes_on: bool,
}

/// All paths into our own rooms: `use` trees and paths written out.
pub fn named(source: &Source, children: &BTreeSet<String>) -> Vec<Named> {
    let code = &source.code;
    let mut found = Vec::new();
    let mut rest = code.clone();
    let mut from = 0;
    while let Some(at) = rest[from..].find("use ").map(|at| at + from) {
        from = at + 4;
        let before = rest[..at].trim_end_matches(' ');
        let starts = before.is_empty() || before.ends_with(['\n', ';', '{', '}']);
        let public = before.ends_with(')') || before.ends_with("pub");
        if !starts && !public {
            continue;
        }
        let Some(end) = rest[at..].find(';').map(|e| e + at) else {
            break;
        };
        let mut paths = Vec::new();
        unfold(&rest[at + 4..end], &[], &mut paths);
        let line = line_of(code, at);
        let passes_on = public;
        found.extend(paths.into_iter().map(|path| Named {
            path,
            line,
            passes_on,
        }));
        let blanked: String = rest[at..end]
            .chars()
            .map(|c| if c == '\n' { c } else { ' ' })
            .collect();
        rest.replace_range(at..end, &blanked);
    }
    let starts: Vec<&str> = ["crate", "super", "self"]
        .into_iter()
        .chain(children.iter().map(String::as_str))
        .collect();
    for start in starts {
        let mut from = 0;
        let needle = format!("{start}::");
        while let Some(at) = rest[from..].find(&needle).map(|at| at + from) {
            from = at + needle.len();
            let before = rest[..at].chars().next_back().unwrap_or(' ');
            if is_word(before) || before == ':' || before == '$' {
                continue;
            }
            let whole: String = rest[at..]
                .chars()
                .take_while(|c| is_word(*c) || *c == ':')
                .collect();
            let path = whole
                .split("::")
                .filter(|p| !p.is_empty())
                .map(str::to_owned)
                .collect();
            found.push(Named {
                path,
                line: line_of(code, at),
                passes_on: false,
            });
        }
    }
    found
}
