//! The command line of `contract.md §1`: run, ask, import, check, backup, admin, help.
//!
//! What lives here: arguments, standard output and error, exit codes. What never does: a rule,
//! a statement of SQL, the clock, the environment (`main` hands both in).

mod admin;
mod args;
mod ask;
mod check;
mod config;
mod demo;
mod doctor;
mod files;
mod help;
mod out;
mod run;
mod session;
mod setup_shared;
mod stress;
mod workbook;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Parser;

use crate::guard;
use crate::words::Lang;

pub use args::{Args, Call};
pub use config::Config;
pub use out::{Exit, failed, line, say};
pub use session::{Screens, Session, World};
pub use workbook::in_a_child;

/// Runs a call of the command line and gives the exit code.
pub fn call(world: &World, words: Vec<OsString>, screens: &Screens<'_>) -> Exit {
    let args = match Args::try_parse_from(words) {
        Ok(args) => args,
        Err(wrong) => {
            // clap prints help by itself; a mistake holds what was typed.
            if wrong.use_stderr() {
                say(wrong.render().to_string().trim_end());
                return Exit::Usage;
            }
            drop(wrong.print());
            return Exit::Done;
        }
    };
    let lang = language(world, &args);
    let faults = world.config.tell(lang);
    // What a configuration may say stands in the help: it is given whatever is wrong in one.
    let explains = matches!(
        &args.call,
        Some(Call::Help { .. } | Call::Completions { .. } | Call::Man)
    );
    if !faults.is_empty() && !explains {
        for fault in faults {
            say(&fault);
        }
        return Exit::Usage;
    }
    let db = office_file(world, &args);
    if let Err(why) = guard::choose(&db) {
        say(&why);
        return Exit::Office;
    }
    let session = Session {
        world,
        lang,
        db,
        args: &args,
    };
    let result = match &args.call {
        None => demo::open_desk(&session, screens),
        Some(Call::Demo { fresh, seat }) => demo::demo(&session, *fresh, seat.as_deref(), screens),
        Some(Call::Run {
            file,
            dry_run,
            stop_on_refusal,
        }) => run::run(&session, file.as_deref(), *dry_run, *stop_on_refusal),
        Some(Call::Ask {
            name,
            keys,
            format,
            out,
        }) => ask::ask(&session, name, keys, *format, out.as_deref()),
        Some(Call::Import(import)) => files::import(&session, import),
        Some(Call::Check {
            deep,
            anchor,
            format,
        }) => check::check(&session, *deep, anchor.as_ref(), *format),
        Some(Call::Backup { file, keep }) => check::backup(&session, file, keep.map(usize::from)),
        Some(Call::Restore { file }) => check::restore(&session, file),
        Some(Call::Admin { what }) => admin::admin(&session, what, screens),
        Some(Call::Help { what }) => help::help(&session, what.as_ref()),
        Some(Call::Completions { shell }) => help::completions(*shell),
        Some(Call::Man) => help::man(),
        Some(Call::ReadWorkbook) => workbook::read(),
        Some(Call::Stress(how)) => stress::stress(&session, how),
    };
    result.unwrap_or_else(|exit| exit)
}

/// Where the office is. In guarded mode only root's word counts, and whoever names another file
/// has given the group away with it.
fn office_file(world: &World, args: &Args) -> PathBuf {
    let own = || {
        world
            .db_variable
            .clone()
            .or_else(|| world.config.db.clone())
    };
    let own = if guard::is_on() { None } else { own() };
    let place = args.db.clone().or(own).or_else(|| world.named.clone());
    place.unwrap_or_else(|| world.data.join("office.db"))
}

fn language(world: &World, args: &Args) -> Lang {
    let named = args.lang.as_deref().or(world.config.lang.as_deref());
    named
        .and_then(Lang::from_name)
        .or_else(|| Lang::from_name(&world.locale))
        .unwrap_or(Lang::En)
}
