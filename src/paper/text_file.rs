//! Delimited text: its encoding decided on the whole file, its delimiter guessed.

use std::collections::VecDeque;
use std::io::{self, BufReader, Read};

use encoding_rs::{Encoding as Decoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::domain::Refusal;

use super::grid::{Broken, Budget, COLUMNS_MOST, Encoding, Row, Rows, Sheet};
use super::input::Input;
use super::spool::no_scratch;
use super::{bad_file, html};

/// Lines looked at for the delimiter.
const LINES_LOOKED_AT: usize = 20;
/// Bytes looked at for the delimiter, and for whether it is a page.
const START: u64 = 256 << 10;
/// Bytes looked at together for the encoding.
const PIECE: usize = 64 << 10;
/// Readable multi-byte characters for each broken one past which a file is damaged UTF-8 rather
/// than GB18030: of random GBK text hardly any pair passes for UTF-8 (`practice.md §1.8`).
const GOOD_FOR_EACH_BAD: usize = 10;

/// Reads a text file as one table. The file is gone through twice, never held as a whole.
pub(super) fn read(input: &Input) -> Result<Sheet, Refusal> {
    parsed(input).map_err(|why| no_scratch(&why))?
}

/// The same, where the file itself may fail.
fn parsed(input: &Input) -> io::Result<Result<Sheet, Refusal>> {
    let (decoding, encoding) = encoding(input)?;
    let mut decoded = DecodeReaderBytesBuilder::new()
        .encoding(Some(decoding))
        .build(input.reader());
    let mut start = Vec::new();
    decoded.by_ref().take(START).read_to_end(&mut start)?;
    if start.starts_with("\u{FEFF}".as_bytes()) {
        start.drain(..3);
    }
    let start_text = String::from_utf8_lossy(&start);
    let is_html = html::is_html(&start_text);
    let rows = if is_html {
        html::rows(BufReader::new(start.chain(decoded)), input.rows())?
    } else {
        let delimiter = delimiter(&start_text);
        rows(start.chain(decoded), delimiter, input.rows())
    };
    Ok(rows.map(|rows| Sheet {
        name: String::new(),
        encoding: if is_html { Encoding::Html } else { encoding },
        rows,
    }))
}

/// BOM, else strict UTF-8, else GB18030. What cannot be decoded becomes U+FFFD, and the row that
/// holds it is refused later.
fn encoding(input: &Input) -> io::Result<(&'static Decoding, Encoding)> {
    let mut mark = [0; 3];
    let read = input.first(&mut mark)?;
    Ok(match &mark[..read] {
        [0xFF, 0xFE, ..] => (UTF_16LE, Encoding::Utf16),
        [0xFE, 0xFF, ..] => (UTF_16BE, Encoding::Utf16),
        [0xEF, 0xBB, 0xBF] => (UTF_8, Encoding::Utf8),
        _ if is_mostly_utf8(input.reader())? => (UTF_8, Encoding::Utf8),
        _ => (GB18030, Encoding::Gb18030),
    })
}

fn is_mostly_utf8(mut from: impl Read) -> io::Result<bool> {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut piece = Vec::new();
    loop {
        let kept = piece.len();
        let wanted = (PIECE - kept) as u64;
        let read = from.by_ref().take(wanted).read_to_end(&mut piece)?;
        // A character cut off by the piece's end is looked at with the next.
        let cut = if read == 0 { 0 } else { cut_off(&piece) };
        let whole = piece.len() - cut;
        for chunk in piece[..whole].utf8_chunks() {
            good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            bad += usize::from(!chunk.invalid().is_empty());
        }
        if read == 0 {
            return Ok(bad == 0 || good > bad.saturating_mul(GOOD_FOR_EACH_BAD));
        }
        piece.drain(..whole);
    }
}

/// How many last bytes are the beginning of a character that goes on.
fn cut_off(bytes: &[u8]) -> usize {
    match std::str::from_utf8(&bytes[bytes.len().saturating_sub(3)..]) {
        Err(error) if error.error_len().is_none() => bytes.len().min(3) - error.valid_up_to(),
        _ => 0,
    }
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

fn rows(text: impl Read, delimiter: u8, mut rows: Rows) -> Result<Rows, Refusal> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(Lines::new(text));
    let mut budget = Budget::default();
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|_| bad_file("unreadable"))?
    {
        let start = record.position().map_or(0, csv::Position::byte);
        let mut row = Row::at(reader.get_mut().of_record(start));
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
            rows.push(&row)?;
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
        row.broken.get_or_insert((Broken::UnclosedQuote, column));
    }
}

/// Line numbers by byte; the reader's own do not see the empty lines it skips. What has been read and not
/// been counted yet is kept: a record and what is read ahead.
struct Lines<R> {
    from: R,
    ahead: VecDeque<u8>,
    at: u64,
    line: u64,
}

impl<R> Lines<R> {
    const fn new(from: R) -> Self {
        Self {
            from,
            ahead: VecDeque::new(),
            at: 0,
            line: 1,
        }
    }

    /// The line on which the record whose reading began at `start` really stands.
    fn of_record(&mut self, start: u64) -> u64 {
        while let Some(byte) = self.ahead.front().copied() {
            let skipped = self.at >= start && !matches!(byte, b'\n' | b'\r');
            if skipped {
                break;
            }
            // A line ends at LF, or at a CR that no LF follows.
            let ends = byte == b'\n' || (byte == b'\r' && self.ahead.get(1) != Some(&b'\n'));
            self.line += u64::from(ends);
            self.at += 1;
            self.ahead.pop_front();
        }
        self.line
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.ahead.extend(&into[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_on_the_edge_of_a_piece_is_one() {
        for shift in 0..4 {
            let text = "x".repeat(PIECE - shift) + &"单€𠮷".repeat(30_000);
            assert!(is_mostly_utf8(text.as_bytes()).unwrap());
            let one_bad = [text.as_bytes(), &[0xE5]].concat();
            assert!(is_mostly_utf8(&one_bad[..]).unwrap(), "much is good");
        }
        for bytes in [&b"ab\xE5\x8D"[..], b"\xD6\xD0\xB9\xFA"] {
            assert!(!is_mostly_utf8(bytes).unwrap(), "{bytes:?}");
        }
        assert!(is_mostly_utf8(&b""[..]).unwrap());
    }
}
