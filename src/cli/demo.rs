//! Opening the desk, on an office or on a practice office.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::out;
use super::out::Exit;
use super::session::{Screens, Session};
use crate::desk::demo as practice;
use crate::desk::zone::{self, Zone};
use crate::desk::{self, Caller, Failure, Office};
use crate::domain::{Day, Refusal};
use crate::guard;
use crate::words::fill::safe;

/// Opens the screens; a first run makes the office file.
pub fn open_desk(session: &Session<'_>, screens: &Screens<'_>) -> Result<Exit, Exit> {
    let world = session.world;
    if !world.stdin_is_terminal || !world.stdout_is_terminal {
        out::say(session.lang.no_terminal());
        return Err(Exit::Usage);
    }
    // A guarded office is made by root alone, and a clerk cannot even see whether it is there.
    let missing = session.db.metadata().err().map(|error| error.kind());
    if missing == Some(std::io::ErrorKind::NotFound) && !guard::is_on() {
        let (name, shared) = first_questions(session)?;
        Office::found(
            &session.db,
            world.clock.clone(),
            &name,
            &world.caller,
            shared,
        )
        .map_err(|why| out::failed(session.lang, &why))?;
    }
    Ok((screens.desk)(session, &world.caller))
}

/// Opens a practice office, making it first if it is not there.
pub fn demo(
    session: &Session<'_>,
    fresh: bool,
    seat: Option<&str>,
    screens: &Screens<'_>,
) -> Result<Exit, Exit> {
    let world = session.world;
    let path = practice_file(session)?;
    // Practice is never the guarded office: it is made and opened with the person's own rights.
    guard::choose(&path).map_err(|why| {
        out::say(&why);
        Exit::Office
    })?;
    let founder = Caller {
        seat: None,
        ..world.caller.clone()
    };
    let unfinished = practice::unfinished(&path).map_err(|why| out::failed(session.lang, &why))?;
    if fresh || !path.exists() {
        make(session, (&path, &unfinished), &founder)?;
    } else if path == own_place(session) {
        // Made by an older program: it is for practice, nobody has to be asked.
        desk::upgrade(&founder, &path).map_err(|why| out::failed(session.lang, &why))?;
    }
    let seat = seat
        .map(str::to_owned)
        .or_else(|| Some(practice::USUAL_SEAT.to_owned()));
    let caller = Caller { seat, ..founder };
    let own = Session {
        world,
        lang: session.lang,
        db: path,
        args: session.args,
    };
    let office = own.reader()?;
    office
        .ask_by_name(&caller, "me", json!({}))
        .map_err(|why| out::failed(own.lang, &why))?;
    drop(office);
    if !world.stdin_is_terminal || !world.stdout_is_terminal {
        out::line(&json!({ "ok": true, "file": own.db }).to_string())?;
        return Ok(Exit::Done);
    }
    Ok((screens.desk)(&own, &caller))
}

/// Where the practice office lies: the file named by `--db`, else by `ORDERDESK_DB` unless a real
/// office lies there, else its own place in the user's data folder.
fn practice_file(session: &Session<'_>) -> Result<PathBuf, Exit> {
    if let Some(path) = &session.args.db {
        if is_free_for_practice(session, path)? {
            return Ok(path.clone());
        }
        out::say(
            &session
                .lang
                .office_there(&safe(&path.display().to_string())),
        );
        return Err(Exit::Refused);
    }
    if let Some(path) = &session.world.db_variable
        && is_free_for_practice(session, path)?
    {
        return Ok(path.clone());
    }
    Ok(own_place(session))
}

/// The place in the user's data folder that no real office has.
fn own_place(session: &Session<'_>) -> PathBuf {
    session.world.data.join("practice.db")
}

/// A practice office never takes the place of a real one.
fn is_free_for_practice(session: &Session<'_>, path: &Path) -> Result<bool, Exit> {
    if !path.exists() {
        return Ok(true);
    }
    let clock = session.world.clock.clone();
    let office = Office::open_reader(path, clock).map_err(|why| out::failed(session.lang, &why))?;
    office
        .is_practice()
        .map_err(|why| out::failed(session.lang, &why))
}

/// A new office asks for its name, and whether several people will share it.
fn first_questions(session: &Session<'_>) -> Result<(String, bool), Exit> {
    out::say(
        &session
            .lang
            .first_run(&safe(&session.db.display().to_string())),
    );
    let name = asked(session.lang.ask_office_name())?;
    let shared = asked(session.lang.ask_shared())?;
    let name = if name.is_empty() {
        "Orderdesk".to_owned()
    } else {
        name
    };
    Ok((name, shared == "2"))
}

/// An answer typed on one line; the end of input takes the question back.
fn asked(question: &str) -> Result<String, Exit> {
    out::say(question);
    let mut line = String::new();
    match std::io::stdin().read_line(&mut line) {
        Ok(read) if read > 0 => Ok(crate::domain::text::clean(&line)),
        _ => Err(Exit::Usage),
    }
}

/// Makes it beside its place and moves it there when it is whole. Its clock stands still at the
/// start of the day, so that the same day gives the same file.
fn make(
    session: &Session<'_>,
    (path, unfinished): (&Path, &Path),
    founder: &Caller,
) -> Result<(), Exit> {
    let failed = |why: Failure| out::failed(session.lang, &why);
    out::say(session.lang.demo_filling());
    remove(unfinished); // of a process that had our number
    let now = (session.world.clock)();
    let local = Zone::or_usual(zone::USUAL).local(now).date();
    let today = Day::new(local)
        .map_err(|_| failed(Refusal::new(crate::domain::Code::DateOutOfRange).into()))?;
    let still = local.and_time(chrono::NaiveTime::MIN).and_utc();
    let clock = Arc::new(move || still);
    let name = practice::OFFICE;
    let office = Office::found(unfinished, clock, name, founder, false).map_err(failed)?;
    let terminal = session.world.stdout_is_terminal;
    let mut last = 0;
    practice::fill(&office, founder, today, &mut |done, all| {
        let percent = done * 100 / all.max(1);
        if terminal && percent >= last + 10 {
            last = percent;
            out::say(&format!("{percent} %"));
        }
    })
    .map_err(failed)?;
    office.settle().map_err(failed)?;
    drop(office);
    remove(path);
    std::fs::rename(unfinished, path).map_err(|error| {
        out::say(&error.to_string());
        Exit::Office
    })
}

fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        drop(std::fs::remove_file(PathBuf::from(file)));
    }
}
