//! Rows packed behind one another, of whatever kind; many of them lie in a scratch file.

use std::cell::RefCell;
use std::io;
use std::marker::PhantomData;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::Refusal;

use super::bad_file;
use super::scratch::Scratch;

/// Bytes read ahead: rows are mostly asked for one after the other.
const AHEAD: usize = 64 << 10;

/// Rows in the order in which they were put.
#[derive(Debug)]
pub struct Spool<T> {
    scratch: Scratch,
    /// Where each row ends.
    ends: Vec<u64>,
    ahead: RefCell<Ahead>,
    of: PhantomData<T>,
}

/// What was read ahead, and from where.
#[derive(Debug, Default)]
struct Ahead {
    at: u64,
    bytes: Vec<u8>,
}

/// An empty one that stays in memory.
impl<T> Default for Spool<T> {
    fn default() -> Self {
        Self::new(Scratch::default())
    }
}

impl<T> Spool<T> {
    /// None yet.
    pub(super) fn new(scratch: Scratch) -> Self {
        Self {
            scratch,
            ends: Vec::new(),
            ahead: RefCell::default(),
            of: PhantomData,
        }
    }

    /// None yet; many will lie in a file of this folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self::new(Scratch::new(Some(folder.to_owned())))
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl<T: Serialize + DeserializeOwned> Spool<T> {
    /// Puts a row below the others.
    pub fn push(&mut self, row: &T) -> Result<(), Refusal> {
        // A row of texts and numbers always has this form.
        let bytes = postcard::to_stdvec(row).map_err(|_| bad_file("unreadable"))?;
        self.scratch.put(&bytes).map_err(|why| no_scratch(&why))?;
        self.ends.push(self.scratch.len());
        Ok(())
    }

    /// The row at a place, if there are so many.
    pub fn get(&self, place: usize) -> Result<Option<T>, Refusal> {
        let Some(end) = self.ends.get(place).copied() else {
            return Ok(None);
        };
        let before = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or_default();
        let mut ahead = self.ahead.borrow_mut();
        let bytes = ahead
            .bytes(&self.scratch, start, end)
            .map_err(|why| no_scratch(&why))?;
        let row = postcard::from_bytes(bytes);
        row.map(Some)
            .map_err(|_| no_scratch(&io::ErrorKind::InvalidData.into()))
    }

    /// The rows from a place on.
    pub fn from(&self, place: usize) -> impl Iterator<Item = Result<T, Refusal>> + '_ {
        (place..self.len()).filter_map(|at| self.get(at).transpose())
    }

    /// The first rows, as many as there are.
    pub fn first(&self, most: usize) -> Result<Vec<T>, Refusal> {
        self.from(0).take(most).collect()
    }
}

impl Ahead {
    fn bytes(&mut self, scratch: &Scratch, start: u64, end: u64) -> io::Result<&[u8]> {
        let held = self.at..=self.at + self.bytes.len() as u64;
        if !(held.contains(&start) && held.contains(&end)) {
            let wanted = usize::try_from(end - start).unwrap_or(usize::MAX);
            self.at = start;
            self.bytes.resize(wanted.max(AHEAD), 0);
            let mut filled = 0;
            while filled < wanted {
                let read = scratch.read_at(start + filled as u64, &mut self.bytes[filled..])?;
                if read == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                filled += read;
            }
            self.bytes.truncate(filled);
        }
        // Both lie inside what is held, which lies in memory.
        let place = |at: u64| usize::try_from(at - self.at).unwrap_or(usize::MAX);
        self.bytes
            .get(place(start)..place(end))
            .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// The scratch file takes no more, or does not give back what it took.
pub(super) fn no_scratch(why: &io::Error) -> Refusal {
    bad_file("no_scratch").fact("error", why.to_string())
}
