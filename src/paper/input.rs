//! A file to import, as it was when it was opened: whatever happens to it later, what is read is
//! what was counted, and what is written back has the rows that were refused.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::grid::Rows;
use super::scratch::{Reader, Scratch};

/// Most bytes of a file on disk.
pub const FILE_MOST: u64 = 128 << 20;
/// Bytes copied or compared at once.
const PIECE: usize = 64 << 10;

/// A file's name and its bytes.
#[derive(Debug)]
pub struct Input {
    name: String,
    bytes: Scratch,
}

impl Input {
    /// Bytes at hand; rows read from them stay in memory, too.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        let mut scratch = Scratch::default();
        // Without a file nothing can fail.
        let _ = scratch.put(bytes);
        Self {
            name: name.to_owned(),
            bytes: scratch,
        }
    }

    /// A file as it is now, as far as any may go; whoever calls has made sure that it is not the office.
    pub fn of_file(name: &str, path: &Path, folder: &Path) -> io::Result<Self> {
        // It may grow while it is read.
        Self::copied(name, File::open(path)?.take(FILE_MOST + 1), folder)
    }

    /// Copies what is to be read into a scratch file of this folder, unless it is small; its rows
    /// will lie there, too.
    pub fn copied(name: &str, mut from: impl Read, folder: &Path) -> io::Result<Self> {
        let mut bytes = Scratch::new(Some(folder.to_owned()));
        let mut piece = vec![0; PIECE];
        loop {
            match from.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => bytes.put(&piece[..read])?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self {
            name: name.to_owned(),
            bytes,
        })
    }

    /// The file's name as it was told.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.bytes.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads it from its beginning.
    pub fn reader(&self) -> Reader<'_> {
        self.bytes.reader()
    }

    /// All of it, for readers that need it so.
    pub(super) fn whole(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.reader().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Its first bytes, as many as fit.
    pub(super) fn first(&self, into: &mut [u8]) -> io::Result<usize> {
        self.bytes.read_at(0, into)
    }

    /// Whether two files hold the same.
    pub(super) fn same_as(&self, other: &Self) -> io::Result<bool> {
        if self.len() != other.len() {
            return Ok(false);
        }
        let (mut own, mut its) = (vec![0; PIECE], vec![0; PIECE]);
        let mut at = 0;
        while at < self.len() {
            let read = self.bytes.read_at(at, &mut own)?;
            let same = other.bytes.read_at(at, &mut its[..read])?;
            if read == 0 || own[..same] != its[..same] {
                return Ok(false);
            }
            at += same as u64;
        }
        Ok(true)
    }

    /// An empty table, to be filled with rows of this file.
    pub(super) fn rows(&self) -> Rows {
        Rows::new(self.bytes.like())
    }
}
