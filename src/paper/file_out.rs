//! A new file, whole or not at all, and never over one that is there.

use std::fs::{File, OpenOptions, hard_link, remove_file};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::domain::text::is_hidden;
use crate::domain::{Code, Refusal};

/// Names tried for the temporary file before giving up.
const NAMES_TRIED: u32 = 100;

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file of this name is there already.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The file system would not.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl WriteError {
    /// As a no that a person reads, who is told which file it was.
    pub fn told(self, path: &Path) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Io(error) => Refusal::new(Code::FileNotWritten)
                .fact("file", path.to_string_lossy())
                .fact("why", error.to_string()),
        }
    }
}

/// Writes a file that must not be there yet: readable by its owner only, on disk before it has
/// its name. A link of that name counts as being there and is never followed.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    refuse_name(path)?;
    let folder = folder(path);
    let (temp, mut file) = temporary(path, folder)?;
    let done = file
        .write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| name(&temp, path));
    if let Err(why) = done {
        // The temporary file is ours and useless now; that it cannot be removed helps nobody.
        let _ = remove_file(&temp);
        return Err(match why.kind() {
            io::ErrorKind::AlreadyExists => there(path).into(),
            _ => why.into(),
        });
    }
    // The name is durable only with the folder; some file systems cannot sync one.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Refuses a path under which [`write_new`] could not put a file now: before long work that ends with it.
pub fn refuse_unless_free(path: &Path) -> Result<(), WriteError> {
    refuse_name(path)?;
    let folder = folder(path);
    let (temp, _) = temporary(path, folder)?;
    Ok(remove_file(temp)?)
}

/// A name that is taken, or that would not show as what it is wherever files are listed.
fn refuse_name(path: &Path) -> Result<(), Refusal> {
    if path.symlink_metadata().is_ok() {
        return Err(there(path));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.chars().any(is_hidden) {
        return Err(Refusal::bad_field(
            "file",
            "a name without hidden characters",
        ));
    }
    Ok(())
}

/// Where a path lies.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn there(path: &Path) -> Refusal {
    Refusal::new(Code::AlreadyThere)
        .fact("kind", "file")
        .fact("what", path.to_string_lossy())
}

fn temporary(path: &Path, folder: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let name = name.to_string_lossy();
    let short: String = name.chars().take(40).collect();
    let process = std::process::id();
    for number in 0..NAMES_TRIED {
        let temp = folder.join(format!(".{short}.{process}-{number}.part"));
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&temp);
        match made {
            Ok(file) => return Ok((temp, file)),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
            Err(why) => return Err(why),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Gives the written file its name unless somebody else has taken it meanwhile.
fn name(temp: &Path, path: &Path) -> io::Result<()> {
    match renameat_with(CWD, temp, CWD, path, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::EXIST) => Err(io::ErrorKind::AlreadyExists.into()),
        // Not every file system can; a second name and the end of the first does the same.
        Err(_) => {
            hard_link(temp, path)?;
            remove_file(temp)
        }
    }
}
