//! Why a program that should have the office's group was started without it (`reliability.md` R32).

use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// What kept the group away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The program file is not setgid to the folder's group.
    Mode {
        /// The command that mends it.
        mend: String,
    },
    /// It lies on a file system mounted `nosuid`.
    NoSuid,
    /// Whoever started it forbade new rights.
    NoNewPrivileges,
    /// It is being traced.
    Traced,
    /// The group was there, and was given up or is another one.
    Unknown,
}

impl Cause {
    /// Its name in facts.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Mode { .. } => "program_mode",
            Self::NoSuid => "nosuid",
            Self::NoNewPrivileges => "no_new_privs",
            Self::Traced => "traced",
            Self::Unknown => "unknown",
        }
    }

    /// What mends it.
    pub fn mend(&self) -> String {
        match self {
            Self::Mode { mend } => mend.clone(),
            Self::NoSuid => "install -m 2755 orderdesk /usr/local/bin/orderdesk".to_owned(),
            Self::NoNewPrivileges => "setpriv --dump; systemd: NoNewPrivileges=no".to_owned(),
            Self::Traced => "orderdesk, without strace or gdb".to_owned(),
            Self::Unknown => "orderdesk admin setup-shared".to_owned(),
        }
    }
}

/// Why this process has not the group of the folder that the office lies in.
pub fn why_without_group(office: &Path) -> Cause {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let program = std::fs::read_link("/proc/self/exe").unwrap_or_default();
    let group = office
        .parent()
        .and_then(|f| std::fs::metadata(f).ok())
        .map(|about| about.gid());
    let nosuid = rustix::fs::statvfs(&program)
        .is_ok_and(|about| about.f_flag.contains(rustix::fs::StatVfsMountFlags::NOSUID));
    let file = std::fs::metadata(&program)
        .ok()
        .map(|about| (about.mode() & 0o7777, about.gid()));
    cause(&status, file, group, nosuid, &program)
}

fn cause(
    status: &str,
    file: Option<(u32, u32)>,
    group: Option<u32>,
    nosuid: bool,
    program: &Path,
) -> Cause {
    let is = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.is_some_and(|value| value.trim() != "0")
    };
    if let (Some((mode, gid)), Some(group)) = (file, group)
        && (mode & 0o2011 != 0o2011 || gid != group)
    {
        let program = program.display();
        let mend = format!("chown root:{group} '{program}' && chmod 2755 '{program}'");
        return Cause::Mode { mend };
    }
    if is("NoNewPrivs:") {
        Cause::NoNewPrivileges
    } else if nosuid {
        Cause::NoSuid
    } else if is("TracerPid:") {
        Cause::Traced
    } else {
        Cause::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_told_apart() {
        let status =
            |nnp: u8, tracer: u8| format!("Name:\tx\nTracerPid:\t{tracer}\nNoNewPrivs:\t{nnp}\n");
        let seen = |status: &str, file, nosuid| {
            cause(status, file, Some(7), nosuid, Path::new("/p")).name()
        };
        let right = Some((0o2755, 7));
        assert_eq!(seen(&status(0, 0), Some((0o755, 7)), false), "program_mode");
        assert_eq!(
            seen(&status(0, 0), Some((0o2755, 8)), false),
            "program_mode"
        );
        assert_eq!(seen(&status(1, 0), right, false), "no_new_privs");
        assert_eq!(seen(&status(0, 0), right, true), "nosuid");
        assert_eq!(seen(&status(0, 9), right, false), "traced");
        assert_eq!(seen(&status(0, 0), right, false), "unknown");
        let Cause::Mode { mend } = cause("", Some((0o755, 7)), Some(7), false, Path::new("/p"))
        else {
            panic!("the mode is wrong");
        };
        assert!(mend.contains("chmod 2755 '/p'"), "{mend}");
    }
}
