//! A guarded office with three clerks of the system, on a machine whose own users stay untouched.
//!
//! Everything runs in a mount namespace of its own, over whose `/etc` lies a copy with the clerks
//! in it: no user, group or configuration of the machine is added or changed, and nothing is left.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::program::Answer;

/// A clerk: login and number, which is that of the group too.
#[derive(Debug, Clone, Copy)]
pub struct Clerk(pub &'static str, pub u32);

pub const ANNA: Clerk = Clerk("anna", 61_001);
pub const BO: Clerk = Clerk("bo", 61_002);
pub const CAI: Clerk = Clerk("cai", 61_003);
/// Known to the system, and to no office.
pub const DAN: Clerk = Clerk("dan", 61_004);

pub struct SharedBox {
    pub folder: TempDir,
}

impl SharedBox {
    /// Nothing where it cannot be tried: not root, no namespaces, a file system without setgid.
    pub fn new() -> Option<Self> {
        let why = Self::obstacle();
        if let Some(why) = why {
            println!("skipped: three users need root ({why})");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let here = Self { folder };
        let open = |path: PathBuf| {
            std::fs::create_dir_all(&path).unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        };
        open(here.folder.path().to_owned());
        open(here.path("bin"));
        open(here.path("home"));
        let copied = Command::new("cp")
            .args(["-a", "/etc"])
            .arg(here.path("etc"))
            .status();
        assert!(copied.unwrap().success());
        drop(std::fs::remove_file(here.path("etc/orderdesk.conf")));
        let mut users = std::fs::read_to_string(here.path("etc/passwd")).unwrap();
        let mut groups = std::fs::read_to_string(here.path("etc/group")).unwrap();
        for Clerk(login, id) in [ANNA, BO, CAI, DAN] {
            let home = here.path("home").join(login);
            users.extend([format!("{login}:x:{id}:{id}::{}:/bin/sh\n", home.display())]);
            groups.extend([format!("{login}:x:{id}:\n")]);
            std::fs::create_dir(&home).unwrap();
            std::fs::set_permissions(&home, PermissionsExt::from_mode(0o700)).unwrap();
            chown(&home, Some(id), Some(id)).unwrap();
        }
        std::fs::write(here.path("etc/passwd"), users).unwrap();
        std::fs::write(here.path("etc/group"), groups).unwrap();
        Some(here)
    }

    fn obstacle() -> Option<&'static str> {
        if !nix::unistd::getuid().is_root() {
            return Some("not root");
        }
        let works = |program: &str, words: &[&str]| {
            let mut command = Command::new(program);
            command
                .args(words)
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let alone = ["-m", "sh", "-c", "mount --bind /etc /etc"];
        if !works("unshare", &alone) {
            return Some("no mount namespaces");
        }
        if !works(
            "setpriv",
            &["--reuid=61001", "--regid=61001", "--clear-groups", "true"],
        ) {
            return Some("no setpriv");
        }
        let place = rustix::fs::statvfs(std::env::temp_dir()).unwrap();
        place
            .f_flag
            .contains(rustix::fs::StatVfsMountFlags::NOSUID)
            .then_some("the temporary folder is nosuid")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn home(&self, clerk: Clerk, name: &str) -> String {
        self.path("home")
            .join(clerk.0)
            .join(name)
            .display()
            .to_string()
    }

    /// The program that is installed.
    pub fn program(&self) -> String {
        self.path("bin/orderdesk").display().to_string()
    }

    /// The office.
    pub fn office(&self) -> String {
        self.path("desk/desk.db").display().to_string()
    }

    /// A command over the copied `/etc`; it becomes the process itself, so that its number is known.
    pub fn inside(&self, words: &[&str]) -> Command {
        let mut command = Command::new("unshare");
        let over = "mount --bind \"$1\" /etc && shift && exec \"$@\"";
        command.args(["-m", "sh", "-c", over, "sh"]);
        command.arg(self.path("etc")).args(words);
        command.stdin(Stdio::null());
        command
    }

    /// The same as a clerk, with options of `setpriv` before it.
    pub fn command(&self, clerk: Clerk, options: &[&str], words: &[&str]) -> Command {
        let (user, group) = (
            format!("--reuid={}", clerk.1),
            format!("--regid={}", clerk.1),
        );
        let mut all = vec!["setpriv", &user, &group, "--clear-groups"];
        all.extend(options);
        all.push("--");
        all.extend(words);
        let mut command = self.inside(&all);
        let home = self.path("home").join(clerk.0);
        command.env_clear().env("HOME", home).env("LANG", "en");
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command.current_dir("/");
        command
    }

    /// Has a clerk call the program.
    pub fn call(&self, clerk: Clerk, words: &[&str]) -> Answer {
        let program = self.program();
        let all = [&[program.as_str()], words].concat();
        self.command(clerk, &[], &all).output().unwrap().into()
    }

    /// Has root run something.
    pub fn root(&self, words: &[&str]) -> Answer {
        self.inside(words).output().unwrap().into()
    }

    /// Makes the guarded office by the program's own recipe, anna first.
    pub fn set_up(&self) -> Answer {
        let (program, folder, backups) = (self.program(), self.path("desk"), self.path("backups"));
        let mut command = self.inside(&[env!("CARGO_BIN_EXE_orderdesk"), "admin", "setup-shared"]);
        command.args([
            "--owner",
            "anna",
            "--name",
            "Guarded",
            "--program",
            &program,
        ]);
        command
            .arg("--folder")
            .arg(folder)
            .arg("--backups")
            .arg(backups);
        command.env("LANG", "en");
        command.output().unwrap().into()
    }
}
