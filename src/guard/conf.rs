//! The configuration that only root can write, and whether the office lies as it must.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A file or folder that would let somebody past the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// Where.
    pub path: PathBuf,
    /// What was seen: mode in octal, owner, group.
    pub seen: String,
    /// What is wanted.
    pub wanted: String,
    /// The command that mends it.
    pub mend: String,
}

/// The office that the configuration names: `db = /var/lib/orderdesk/desk.db`. No file, no office;
/// a file that others than root can write is refused.
pub fn named_office(conf: &Path) -> Result<Option<PathBuf>, String> {
    use std::io::Read;
    let mut file = match std::fs::File::open(conf) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("{}: {error}", conf.display())),
    };
    let name = conf.display();
    let about = file
        .metadata()
        .map_err(|error| format!("{name}: {error}"))?;
    if about.uid() != 0 || about.mode() & 0o022 != 0 || !about.is_file() {
        return Err(format!(
            "{name} must be root's alone: chown root:root {name} && chmod 0644 {name}"
        ));
    }
    let mut text = String::new();
    let read = file.by_ref().take(64 << 10).read_to_string(&mut text);
    read.map_err(|error| format!("{name}: {error}"))?;
    office_in(&text).map_err(|line| format!("{name}:{line}: wanted: db = /an/absolute/path"))
}

/// Reads `db = PATH` among blank lines and `#` remarks; gives the number of a line it cannot read.
fn office_in(text: &str) -> Result<Option<PathBuf>, usize> {
    let mut found = None;
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=').ok_or(n + 1)?;
        let path = Path::new(value.trim().trim_matches('"'));
        let plain = path
            .components()
            .all(|part| !matches!(part, std::path::Component::ParentDir));
        if key.trim() != "db"
            || !path.is_absolute()
            || !plain
            || path.file_name().is_none()
            || found.is_some()
        {
            return Err(n + 1);
        }
        found = Some(path.to_owned());
    }
    Ok(found)
}

/// The office itself, its log, its lock files, a copy under its name in the same folder.
pub(super) fn is_part_of(path: &Path, office: Option<&Path>) -> bool {
    let Some(office) = office else { return false };
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.as_encoded_bytes().to_vec())
    };
    let (Some(of_path), Some(of_office)) = (name(path), name(office)) else {
        return false;
    };
    path.parent() == office.parent() && of_path.starts_with(&of_office)
}

/// Whether the folder and the file are open to the program's group alone; call it with the group.
/// `owner` is root, but for tests.
pub fn vet(office: &Path, owner: u32, group: u32) -> Result<(), Exposed> {
    let folder = office.parent().unwrap_or_else(|| Path::new("/"));
    for (path, mode, kind) in [(folder, 0o2770, "folder"), (office, 0o660, "file")] {
        // What is not there is told by whoever opens it.
        let Ok(about) = std::fs::symlink_metadata(path) else {
            return Ok(());
        };
        let right_kind = if kind == "folder" {
            about.is_dir()
        } else {
            about.is_file()
        };
        let seen = about.mode() & 0o7777;
        let right = right_kind && (seen, about.uid(), about.gid()) == (mode, owner, group);
        if !right {
            let shown = path.display();
            return Err(Exposed {
                path: path.to_owned(),
                seen: format!("{seen:04o} {}:{}", about.uid(), about.gid()),
                wanted: format!("{kind} {mode:04o} {owner}:{group}"),
                mend: format!("chown {owner}:{group} '{shown}' && chmod {mode:04o} '{shown}'"),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn one_absolute_path_is_read_and_nothing_else() {
        assert_eq!(
            office_in("# desk\n\ndb = /var/lib/o/desk.db\n"),
            Ok(Some("/var/lib/o/desk.db".into()))
        );
        assert_eq!(
            office_in("db=\"/o/desk.db\""),
            Ok(Some("/o/desk.db".into()))
        );
        assert_eq!(office_in("# nothing\n"), Ok(None));
        for (text, line) in [
            ("db = desk.db", 1),
            ("db = file:/o/desk.db?nolock=1", 1),
            ("\ndb = /o/../etc/shadow", 2),
            ("db = /", 1),
            ("db = /a/b\ndb = /c/d", 2),
            ("path = /a/b", 1),
            ("db", 1),
        ] {
            assert_eq!(office_in(text), Err(line), "{text}");
        }
    }

    #[test]
    fn a_configuration_that_others_write_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let conf = folder.path().join("orderdesk.conf");
        assert_eq!(named_office(&conf), Ok(None));
        std::fs::write(&conf, "db = /o/desk.db").unwrap();
        std::fs::set_permissions(&conf, PermissionsExt::from_mode(0o664)).unwrap();
        assert!(named_office(&conf).unwrap_err().contains("chmod 0644"));
        std::fs::set_permissions(&conf, PermissionsExt::from_mode(0o644)).unwrap();
        let read = named_office(&conf);
        // Only root can make a file of root's.
        if rustix::process::getuid().is_root() {
            assert_eq!(read, Ok(Some("/o/desk.db".into())));
        } else {
            assert!(read.is_err());
        }
    }

    #[test]
    fn the_group_is_for_the_office_and_what_bears_its_name_beside_it() {
        let office = Path::new("/var/lib/orderdesk/desk.db");
        let part = |path: &str| is_part_of(Path::new(path), Some(office));
        assert!(part("/var/lib/orderdesk/desk.db") && part("/var/lib/orderdesk/desk.db-wal"));
        assert!(!part("/var/lib/orderdesk/other.db") && !part("/home/anna/desk.db"));
        assert!(!part("/var/lib/orderdesk/desk.db/../../x") && !part("desk.db") && !part("/"));
        assert!(!is_part_of(office, None));
    }

    #[test]
    fn a_wrong_bit_is_named_with_its_repair() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("desk");
        std::fs::create_dir(&folder).unwrap();
        let office = folder.join("desk.db");
        std::fs::write(&office, "").unwrap();
        let about = std::fs::metadata(&office).unwrap();
        let bits = |dir: u32, file: u32| {
            std::fs::set_permissions(&folder, PermissionsExt::from_mode(dir)).unwrap();
            std::fs::set_permissions(&office, PermissionsExt::from_mode(file)).unwrap();
            vet(&office, about.uid(), about.gid())
        };
        assert_eq!(bits(0o2770, 0o660), Ok(()));
        for (dir, file, wrong) in [
            (0o2771, 0o660, &folder),
            (0o2775, 0o660, &folder),
            (0o770, 0o660, &folder),
            (0o2770, 0o664, &office),
            (0o2770, 0o600, &office),
        ] {
            let exposed = bits(dir, file).unwrap_err();
            assert_eq!(exposed.path, *wrong, "{dir:o} {file:o}");
            assert!(exposed.mend.contains("chmod"), "{exposed:?}");
        }
        assert_eq!(bits(0o2770, 0o660), Ok(()));
        assert!(vet(&office, about.uid() + 1, about.gid()).is_err());
        assert!(vet(&office, about.uid(), about.gid() + 1).is_err());
        let link = folder.join("link.db");
        std::os::unix::fs::symlink(&office, &link).unwrap();
        assert!(vet(&link, about.uid(), about.gid()).is_err(), "no link");
    }
}
