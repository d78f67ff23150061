//! Bytes put one behind the other and read again from anywhere: few of them in memory, more in a
//! file without a name, so that a big import takes no more memory than a small one.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

/// Bytes kept in memory before they go to the file.
const IN_MEMORY: usize = 1 << 20;

/// What has been put so far.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Where the file may lie; without it everything stays in memory.
    folder: Option<PathBuf>,
    file: Option<File>,
    /// How much of it is in the file; the tail follows.
    filed: u64,
    tail: Vec<u8>,
}

impl Scratch {
    /// An empty one with its file in a folder, if there is one.
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            ..Self::default()
        }
    }

    /// The same kind of scratch, empty.
    pub(super) fn like(&self) -> Self {
        Self::new(self.folder.clone())
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> u64 {
        self.filed + self.tail.len() as u64
    }

    /// Puts bytes behind the others.
    pub(super) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.tail.extend_from_slice(bytes);
        let Some(folder) = self
            .folder
            .as_ref()
            .filter(|_| self.tail.len() >= IN_MEMORY)
        else {
            return Ok(());
        };
        let file = match &mut self.file {
            Some(file) => file,
            // Nobody else can open it, and it is gone with the process.
            none => none.insert(tempfile::tempfile_in(folder)?),
        };
        file.write_all(&self.tail)?;
        self.filed += self.tail.len() as u64;
        self.tail.clear();
        Ok(())
    }

    /// Reads what stands at a place, as much of it as there is and fits.
    pub(super) fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        if let Some(in_tail) = at.checked_sub(self.filed) {
            let in_tail = usize::try_from(in_tail).unwrap_or(usize::MAX);
            let mut rest = self.tail.get(in_tail..).unwrap_or_default();
            return rest.read(into);
        }
        let in_file = usize::try_from(self.filed - at).unwrap_or(usize::MAX);
        let most = into.len().min(in_file);
        let into = &mut into[..most];
        match &self.file {
            Some(file) => file.read_at(into, at),
            None => Ok(0),
        }
    }

    /// Reads it from its beginning.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { of: self, at: 0 }
    }
}

/// Reads from the beginning on.
#[derive(Debug)]
pub struct Reader<'a> {
    of: &'a Scratch,
    at: u64,
}

impl Read for Reader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.of.read_at(self.at, into)?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_read_from_memory_and_file_alike() {
        let folder = tempfile::tempdir().unwrap();
        let part: Vec<u8> = (0..700_000_u32).map(|n| n.to_le_bytes()[1]).collect();
        for folder in [None, Some(folder.path().to_owned())] {
            let mut scratch = Scratch::new(folder.clone());
            let mut all = Vec::new();
            for _ in 0..4 {
                scratch.put(&part).unwrap();
                all.extend_from_slice(&part);
            }
            assert_eq!(scratch.file.is_some(), folder.is_some());
            assert_eq!(scratch.len(), all.len() as u64);
            let mut read = Vec::new();
            scratch.reader().read_to_end(&mut read).unwrap();
            assert!(read == all);
            let mut few = [0; 3];
            assert_eq!(scratch.read_at(1_400_001, &mut few).unwrap(), 3);
            assert_eq!(few, all[1_400_001..1_400_004]);
            assert_eq!(scratch.read_at(all.len() as u64, &mut few).unwrap(), 0);
        }
        let nowhere = Scratch::new(Some(PathBuf::from("/nowhere")));
        let mut nowhere = nowhere.like();
        assert!(nowhere.put(&part).is_ok() && nowhere.put(&part).is_err());
    }
}
