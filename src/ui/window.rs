//! Which windows of a person are open: each holds a locked file in the person's own folder, and the
//! system lets go of it whatever ends the window.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// What such a file is called: this and the window.
const NAME: &str = "window-";

/// The sign of an open window; dropping it takes it down.
#[derive(Debug)]
pub struct Sign {
    path: PathBuf,
    _locked: File,
}

impl Sign {
    /// Hangs out the sign of a window in a folder, and takes down those of windows that were killed.
    pub fn hang(folder: &Path, window: &str) -> io::Result<Self> {
        make(folder)?;
        for entry in fs::read_dir(folder)?.flatten() {
            if let Some(other) = entry
                .file_name()
                .to_str()
                .and_then(|n| n.strip_prefix(NAME))
            {
                is_open(folder, other);
            }
        }
        // Locked before it has its name: nobody finds it unlocked.
        let fresh = folder.join(format!("new-{NAME}{window}"));
        let mut how = OpenOptions::new();
        let locked = how.write(true).create_new(true).mode(0o600).open(&fresh)?;
        locked.lock()?;
        let path = folder.join(format!("{NAME}{window}"));
        fs::rename(fresh, &path)?;
        Ok(Self {
            path,
            _locked: locked,
        })
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        // A sign that stays is taken down by the next window.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether this window is open; the sign of one that was killed is taken down.
pub fn is_open(folder: &Path, window: &str) -> bool {
    let path = folder.join(format!("{NAME}{window}"));
    let Ok(file) = OpenOptions::new().read(true).open(&path) else {
        return false;
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => true,
        // Where nothing can be locked no window is known to be open.
        Err(TryLockError::Error(_)) => false,
        Ok(()) => {
            let _ = fs::remove_file(path);
            false
        }
    }
}

/// Makes the person's own folder.
pub fn make(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_open_while_its_sign_hangs() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state");
        assert!(!is_open(&folder, "a"));
        let sign = Sign::hang(&folder, "a").unwrap();
        let other = Sign::hang(&folder, "b").unwrap();
        assert!(is_open(&folder, "a") && is_open(&folder, "b"));
        drop(sign);
        assert!(!is_open(&folder, "a") && is_open(&folder, "b"));
        drop(other);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }

    #[test]
    fn the_sign_of_a_killed_window_is_taken_down() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("window-dead"), "").unwrap();
        let _sign = Sign::hang(home.path(), "a").unwrap();
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
