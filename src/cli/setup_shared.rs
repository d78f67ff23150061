//! `orderdesk admin setup-shared`: the recipe of a guarded office (`reliability.md` D3): shown to
//! anybody, done by root, looked over afterwards.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::unistd::{Group, User, getuid};

use super::args::SetupShared;
use super::out::Exit;
use super::session::{Session, World};
use super::{doctor, out};
use crate::guard::CONF;
use crate::words::fill::safe;

/// Where the commands of the recipe are; root's own `PATH` may hold anything.
const PATH: &str = "/usr/sbin:/usr/bin:/sbin:/bin";

/// One step, shown as the line of shell that it is.
enum Step {
    Run(Vec<String>),
    Write(PathBuf, String),
}

impl Step {
    fn run(words: &[&str]) -> Self {
        Self::Run(words.iter().map(|word| (*word).to_owned()).collect())
    }

    fn shown(&self) -> String {
        match self {
            Self::Run(words) => words
                .iter()
                .map(|w| quoted(w))
                .collect::<Vec<_>>()
                .join(" "),
            Self::Write(path, text) => {
                let path = quoted(&path.display().to_string());
                let text = text.trim_end();
                format!(
                    "printf '%s\\n' {} > {path} && chmod 0644 {path}",
                    quoted(text)
                )
            }
        }
    }

    fn done(&self) -> Result<(), String> {
        match self {
            Self::Run(words) => {
                let mut command = Command::new(&words[0]);
                command.args(&words[1..]).env_clear().env("PATH", PATH);
                command.stdin(Stdio::null()).stdout(Stdio::null());
                match command.status() {
                    Ok(status) if status.success() => Ok(()),
                    Ok(status) => Err(status.to_string()),
                    Err(error) => Err(error.to_string()),
                }
            }
            Self::Write(path, text) => write(path, text).map_err(|error| error.to_string()),
        }
    }
}

/// Whole or not at all, and never through a link that somebody planted.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let _ = std::fs::remove_file(&fresh);
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o644)
        .open(&fresh)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Shows the recipe; root, who names the first person, has it done.
pub fn setup(session: &Session<'_>, what: &SetupShared) -> Result<Exit, Exit> {
    let office = what.folder.join("desk.db");
    let program = session.world.program.clone();
    let program = program.unwrap_or_else(|| PathBuf::from("orderdesk"));
    let steps = recipe(what, &office, &program);
    let root = getuid().is_root();
    if what.print || !root || what.owner.is_none() {
        for step in &steps {
            out::line(&step.shown())?;
        }
        if !what.print {
            out::say(session.lang.shared_not_done());
        }
        return Ok(if what.print { Exit::Done } else { Exit::Usage });
    }
    let owner = what.owner.as_deref().unwrap_or_default();
    if User::from_name(owner).ok().flatten().is_none() {
        out::say(&session.lang.no_such_login(&safe(owner)));
        return Ok(Exit::Usage);
    }
    for step in &steps {
        out::say(&safe(&step.shown()));
        if let Err(why) = step.done() {
            out::say(&session.lang.shared_stopped(&safe(&why)));
            return Ok(Exit::Office);
        }
    }
    looked_over(session, what, &office)
}

/// The steps that are still to be done; done again they change nothing.
fn recipe(what: &SetupShared, office: &Path, program: &Path) -> Vec<Step> {
    let shown = |path: &Path| path.display().to_string();
    let (folder, file, installed) = (shown(&what.folder), shown(office), shown(&what.program));
    let owner = what.owner.as_deref().unwrap_or("LOGIN");
    let group = what.group.as_str();
    let owned = format!("root:{group}");
    let mut steps = Vec::new();
    if Group::from_name(group).ok().flatten().is_none() {
        steps.push(Step::run(&["groupadd", "--system", group]));
    }
    if program == what.program {
        steps.push(Step::run(&["chown", &owned, &installed]));
        steps.push(Step::run(&["chmod", "2755", &installed]));
    } else {
        let program = shown(program);
        let to = [
            "-o", "root", "-g", group, "-m", "2755", &program, &installed,
        ];
        steps.push(Step::run(&[&["install"][..], &to].concat()));
    }
    let place = [
        "install", "-d", "-o", "root", "-g", group, "-m", "2770", &folder,
    ];
    steps.push(Step::run(&place));
    if !office.exists() {
        let name = what.name.as_deref().unwrap_or("Orderdesk");
        let init = [
            "admin",
            "init",
            "--shared",
            "--name",
            name,
            "--owner-login",
            owner,
        ];
        let words = [&[installed.as_str(), "--db", file.as_str()][..], &init].concat();
        steps.push(Step::run(&words));
    }
    steps.push(Step::run(&["chown", &owned, &file]));
    steps.push(Step::run(&["chmod", "0660", &file]));
    steps.push(Step::Write(CONF.into(), format!("db = {file}\n")));
    let backups = shown(&what.backups);
    let kept = [
        "install", "-d", "-o", "root", "-g", "root", "-m", "0700", &backups,
    ];
    steps.push(Step::run(&kept));
    steps
}

/// What `admin doctor` says of the new office, with the program that is installed now.
fn looked_over(session: &Session<'_>, what: &SetupShared, office: &Path) -> Result<Exit, Exit> {
    let (from, args) = (session.world, session.args);
    let world = World {
        program: Some(what.program.clone()),
        clock: from.clock.clone(),
        caller: from.caller.clone(),
        config: from.config.clone(),
        db_variable: None,
        named: Some(office.to_owned()),
        data: from.data.clone(),
        scratch: from.scratch.clone(),
        locale: from.locale.clone(),
        ..*from
    };
    let session = Session {
        world: &world,
        lang: session.lang,
        db: office.to_owned(),
        args,
    };
    let exit = doctor::doctor(&session, None)?;
    if exit == Exit::Done {
        out::say(session.lang.shared_ready());
    }
    Ok(exit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recipe_is_shell_that_a_person_can_run() {
        let what = SetupShared {
            owner: Some("anna".into()),
            name: Some("张三's desk".into()),
            group: "orderdesk-test".into(),
            folder: "/var/lib/order desk".into(),
            program: "/usr/local/bin/orderdesk".into(),
            backups: "/var/backups/orderdesk".into(),
            print: true,
        };
        let office = what.folder.join("desk.db");
        let steps = recipe(&what, &office, Path::new("/root/orderdesk"));
        let lines: Vec<_> = steps.iter().map(Step::shown).collect();
        assert_eq!(
            lines,
            [
                "groupadd --system orderdesk-test",
                "install -o root -g orderdesk-test -m 2755 /root/orderdesk /usr/local/bin/orderdesk",
                "install -d -o root -g orderdesk-test -m 2770 '/var/lib/order desk'",
                "/usr/local/bin/orderdesk --db '/var/lib/order desk/desk.db' admin init --shared --name \
                 '张三'\\''s desk' --owner-login anna",
                "chown root:orderdesk-test '/var/lib/order desk/desk.db'",
                "chmod 0660 '/var/lib/order desk/desk.db'",
                "printf '%s\\n' 'db = /var/lib/order desk/desk.db' > /etc/orderdesk.conf && chmod 0644 /etc/orderdesk.conf",
                "install -d -o root -g root -m 0700 /var/backups/orderdesk",
            ]
        );
        let steps = recipe(&what, &office, &what.program);
        assert_eq!(steps[2].shown(), "chmod 2755 /usr/local/bin/orderdesk");
    }
}
