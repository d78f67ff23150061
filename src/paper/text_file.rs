//! Delimited text: its encoding decided on the whole file, its delimiter guessed.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::domain::Refusal;

use super::grid::{Budget, COLUMNS_MOST, Encoding, Row, Sheet};
use super::{bad_file, html};

/// Lines looked at for the delimiter.
const LINES_LOOKED_AT: usize = 20;
/// Readable multi-byte characters for each broken one past which a file is damaged UTF-8 rather
/// than GB18030: of random GBK text hardly any pair passes for UTF-8 (`practice.md §1.8`).
const GOOD_FOR_EACH_BAD: usize = 10;

/// Reads a text file as one table.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let (decoded, encoding) = decode(bytes);
    let text = decoded.strip_prefix('\u{FEFF}').unwrap_or(&decoded);
    let is_html = html::is_html(text);
    Ok(Sheet {
        name: String::new(),
        encoding: if is_html { Encoding::Html } else { encoding },
        rows: if is_html {
            html::rows(text)?
        } else {
            rows(text, delimiter(text))?
        },
    })
}

/// BOM, else strict UTF-8, else GB18030. What cannot be decoded becomes U+FFFD, and the row that
/// holds it is refused later.
fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    let told = if bytes.starts_with(&[0xFF, 0xFE]) {
        Some((UTF_16LE, Encoding::Utf16))
    } else if bytes.starts_with(&[0xFE, 0xFF]) {
        Some((UTF_16BE, Encoding::Utf16))
    } else if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) || is_mostly_utf8(bytes) {
        Some((UTF_8, Encoding::Utf8))
    } else {
        None
    };
    let (encoding, name) = told.unwrap_or((GB18030, Encoding::Gb18030));
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    (text, name)
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad.saturating_mul(GOOD_FOR_EACH_BAD)
}

/// Comma or tab, whichever stands more often outside quotes in the first lines.
fn delimiter(text: &str) -> u8 {
    let (mut commas, mut tabs, mut quoted, mut lines) = (0_u32, 0_u32, false, 0);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => commas += 1,
            b'\t' if !quoted => tabs += 1,
            b'\n' => lines += 1,
            _ => {}
        }
        if lines >= LINES_LOOKED_AT {
            break;
        }
    }
    if tabs > commas { b'\t' } else { b',' }
}

fn rows(text: &str, delimiter: u8) -> Result<Vec<Row>, Refusal> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut budget = Budget::default();
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    let mut lines = Lines::new(text);
    while reader
        .read_record(&mut record)
        .map_err(|_| bad_file("unreadable"))?
    {
        let start = record.position().map_or(0, csv::Position::byte);
        let mut row = Row::at(lines.of_record(start));
        let filled =
            (0..record.len()).rfind(|at| record.get(*at).is_some_and(|raw| !raw.is_empty()));
        for (column, raw) in record.iter().enumerate() {
            // Delimiters behind the last filled cell cost nothing, however many they are.
            if filled.is_none_or(|last| column > last) && column >= COLUMNS_MOST {
                break;
            }
            budget.spend(column, raw.len())?;
            row.watch(column, raw);
            swallowed(column, raw, delimiter, &mut row);
            row.cells.push(raw, false);
        }
        if !row.is_blank() {
            row.cells.shrink();
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Marks a row whose quoted cell runs over a line end and holds what looks like further rows: a
/// quote that was opened by mistake eats the orders behind it.
fn swallowed(column: usize, raw: &str, delimiter: u8, row: &mut Row) {
    let eaten = raw.split_once('\n').is_some_and(|(_, rest)| {
        rest.lines()
            .any(|line| line.bytes().filter(|b| *b == delimiter).count() >= 3)
    });
    if eaten {
        row.broken.get_or_insert(("unclosed_quote", column));
    }
}

/// Line numbers by byte; the reader's own do not see the empty lines it skips.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line on which the record whose reading began at `start` really stands.
    fn of_record(&mut self, start: u64) -> u64 {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            let skipped = self.at >= start && !matches!(byte, b'\n' | b'\r');
            if skipped {
                break;
            }
            // A line ends at LF, or at a CR that no LF follows.
            let ends =
                *byte == b'\n' || (*byte == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n'));
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}
