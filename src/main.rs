//! The program: reads the world around it, opens the office, chooses the door, ends with a code.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use orderdesk::cli::{self, Config, Exit, Session, World};
use orderdesk::desk::Caller;
use orderdesk::guard;
use orderdesk::ui;

fn main() -> ExitCode {
    if let Err(why) = guard::enter() {
        cli::say(&why);
        return ExitCode::from(Exit::Office.code());
    }
    ui::report_panics(state());
    let world = match world() {
        Ok(world) => world,
        Err(why) => {
            cli::say(&format!("{why:#}"));
            return ExitCode::from(Exit::Usage.code());
        }
    };
    orderdesk::paper::sheet::read_workbooks_by(cli::in_a_child());
    let exit = cli::call(
        &world,
        std::env::args_os().collect(),
        &cli::Screens {
            desk: &screens,
            keys: &keys,
        },
    );
    ExitCode::from(exit.code())
}

/// Opens the screens.
fn screens(session: &Session<'_>, caller: &Caller) -> Exit {
    let (args, config) = (session.args, &session.world.config);
    let own_keys = match own_keys(session) {
        Ok(own) => own,
        Err(exit) => return exit,
    };
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let setup = ui::Setup {
        office: session.db.clone(),
        clock: session.world.clock.clone(),
        caller: caller.clone(),
        lang: session.lang,
        theme: args.theme.clone().or_else(|| config.theme.clone()),
        no_color: args.no_color || no_color,
        frames: frames(args, config),
        ambiguous: config.ambiguous.clone(),
        own_keys,
        term: std::env::var("TERM").ok(),
        state: state(),
        home: directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned()),
        show_clock: false,
    };
    match ui::open(&setup) {
        Ok(ui::idle::IDLE) => {
            cli::say(session.lang.closed_when_idle());
            Exit::Done
        }
        Ok(code) => ended(code),
        Err(ui::NotOpened::Office(why)) => cli::failed(session.lang, &why),
        Err(ui::NotOpened::Terminal(why)) => {
            cli::say(&why.tell(session.lang));
            Exit::Usage
        }
    }
}

/// As the person wants them, else as the terminal can.
fn frames(args: &cli::Args, config: &Config) -> ui::Frames {
    match (args.plain || config.plain, args.ascii, config.ascii) {
        (true, ..) => ui::Frames::Plain,
        (false, true, _) | (false, false, Some(true)) => ui::Frames::Ascii,
        (false, false, Some(false)) => ui::Frames::Lines,
        (false, false, None) => {
            let term = std::env::var("TERM").ok();
            ui::Frames::of_terminal(&variable(&["LC_ALL", "LC_CTYPE", "LANG"]), term.as_deref())
        }
    }
}

/// Shows each key as it arrives; where nobody can see them, the keymap we ship.
fn keys(session: &Session<'_>) -> Exit {
    let own = match own_keys(session) {
        Ok(own) => own,
        Err(exit) => return exit,
    };
    if !session.world.stdout_is_terminal {
        let written = cli::line(ui::built_in_keys(session.lang).trim_end());
        return written.map_or_else(|exit| exit, |()| Exit::Done);
    }
    let term = std::env::var("TERM").ok();
    match ui::show_keys(session.lang, own.as_ref(), term) {
        Ok(code) => ended(code),
        Err(why) => {
            cli::say(&why.tell(session.lang));
            Exit::Usage
        }
    }
}

/// The person's own keymap file, if the configuration names one.
fn own_keys(session: &Session<'_>) -> Result<Option<ui::OwnKeys>, Exit> {
    let Some(file) = &session.world.config.keymap else {
        return Ok(None);
    };
    let name = file.file_name().unwrap_or(file.as_os_str());
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(ui::OwnKeys {
            name: name.display().to_string(),
            text,
        })),
        Err(error) => {
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => session.lang.file_gone().to_owned(),
                _ => error.to_string(),
            };
            let why = session.lang.config_keymap(&why);
            cli::say(&session.lang.of_file(&file.display().to_string(), &why));
            Err(Exit::Usage)
        }
    }
}

fn ended(code: i32) -> Exit {
    match code {
        0 => Exit::Done,
        code => u8::try_from(code - 128).map_or(Exit::Office, Exit::Signal),
    }
}

/// The person's own folder for what has to outlive a session.
fn state() -> PathBuf {
    let folders = directories::ProjectDirs::from("", "", "orderdesk");
    let state = folders.map(|f| f.state_dir().unwrap_or_else(|| f.data_dir()).to_owned());
    state.unwrap_or_else(|| PathBuf::from("."))
}

/// Everything that the rooms below are told instead of looking themselves.
fn world() -> anyhow::Result<World> {
    let folders = directories::ProjectDirs::from("", "", "orderdesk");
    let home = PathBuf::from(".");
    let data = folders
        .as_ref()
        .map_or(home.clone(), |f| f.data_dir().to_owned());
    let config_file =
        config_argument().or_else(|| folders.as_ref().map(|f| f.config_dir().join("config.toml")));
    Ok(World {
        clock: Arc::new(chrono::Utc::now),
        caller: caller(),
        db_variable: std::env::var_os("ORDERDESK_DB")
            .filter(|v| !v.is_empty())
            .map(PathBuf::from),
        config: config(config_file.as_deref()),
        named: named()?,
        data,
        program: std::env::current_exe().ok(),
        scratch: std::env::temp_dir(),
        locale: locale(),
        stdin_is_terminal: std::io::stdin().is_terminal(),
        stdout_is_terminal: std::io::stdout().is_terminal(),
    })
}

/// The office that the system's configuration names; in guarded mode no other place counts.
fn named() -> anyhow::Result<Option<PathBuf>> {
    match guard::office() {
        Some((path, _)) => Ok(Some(path.to_owned())),
        None => guard::named_office(Path::new(guard::CONF)).map_err(anyhow::Error::msg),
    }
}

/// Who is at the keyboard, by the operating system's word and nobody else's.
fn caller() -> Caller {
    let uid = nix::unistd::getuid();
    let named = nix::unistd::User::from_uid(uid).ok().flatten();
    let login = named.map_or_else(|| format!("uid{uid}"), |user| user.name);
    Caller {
        login,
        uid: uid.as_raw(),
        seat: None,
    }
}

/// `--config FILE` is needed before the other arguments are understood.
fn config_argument() -> Option<PathBuf> {
    let mut words = std::env::args_os().skip(1);
    while let Some(word) = words.next() {
        if word == "--config" {
            return words.next().map(PathBuf::from);
        }
        if let Some(path) = word.to_str().and_then(|w| w.strip_prefix("--config=")) {
            return Some(PathBuf::from(path));
        }
    }
    None
}

/// What the configuration file says; the faults in it wait until the language is known.
fn config(file: Option<&Path>) -> Config {
    let read = |file| {
        Config::read(
            file,
            std::fs::read_to_string(file),
            config_argument().is_some(),
        )
    };
    file.map_or_else(Config::default, read)
}

fn locale() -> String {
    variable(&["LC_ALL", "LC_MESSAGES", "LANG"])
}

/// The first of these variables that holds anything.
fn variable(names: &[&str]) -> String {
    names
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default()
}
