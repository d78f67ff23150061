//! The desk's threads as the screens know them: a [`Port`], and reports turned into events.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use serde_json::Value;

use crate::desk::worker::{Report, Tell, Worker};

use super::base::{Command, Event, Export, ImportWish, Port, Query, ScreenKind, Ticket};
use super::drafts::Folder;
use super::window::Sign;

/// Both doors to the desk.
#[derive(Debug)]
pub struct Link {
    /// The threads; dropping the link lets them finish what they were given.
    worker: Worker,
    /// Where drafts go when the line is gone.
    folder: Folder,
    /// What `~` stands for before the name of a file.
    home: Option<PathBuf>,
    /// Tells the person's other windows that this one is open; goes last.
    _sign: Option<Sign>,
}

impl Link {
    /// Both doors, and the sign of the window that has them.
    pub const fn new(
        worker: Worker,
        folder: Folder,
        home: Option<PathBuf>,
        sign: Option<Sign>,
    ) -> Self {
        Self {
            worker,
            folder,
            home,
            _sign: sign,
        }
    }

    fn meant(&self, file: PathBuf) -> PathBuf {
        at_home(self.home.as_deref(), file)
    }
}

/// The file that a person means by a name; `~/` is what a shell would make of it.
fn at_home(home: Option<&Path>, file: PathBuf) -> PathBuf {
    match (home, file.strip_prefix("~")) {
        (Some(home), Ok(below)) => home.join(below),
        _ => file,
    }
}

impl Port for Link {
    fn submit(&self, ticket: Ticket, command: Command) {
        self.worker.run(ticket.0, command);
    }

    fn submit_once(&self, ticket: Ticket, command: Command, form: String) {
        self.worker.run_once(ticket.0, command, form);
    }

    fn ask(&self, ticket: Ticket, query: Query) {
        self.worker.ask(ticket.0, query);
    }

    fn save(&self, ticket: Ticket, mut export: Export) {
        export.file = self.meant(export.file);
        self.worker.save(ticket.0, export);
    }

    fn import(&self, ticket: Ticket, mut wish: ImportWish) {
        // The person's own folder: nobody else reads what is in the office there.
        self.folder.path().clone_into(&mut wish.scratch);
        wish.files = wish.files.drain(..).map(|file| self.meant(file)).collect();
        wish.problems = wish.problems.take().map(|file| self.meant(file));
        wish.lost = wish.lost.take().map(|file| self.meant(file));
        self.worker.import(ticket.0, wish);
    }

    fn stop_import(&self) {
        self.worker.stop_import();
    }

    fn park(&self, kind: ScreenKind, draft: Option<Value>) {
        self.worker.park(kind.id(), self.folder.slot(kind), draft);
    }

    fn park_at_once(&self, drafts: &[(ScreenKind, Value)]) {
        // Nobody is there any more to be told; the desk has the forms as they were parked before.
        let _ = self.folder.keep(drafts);
    }
}

/// Sends reports of the threads to the main loop; a form that the office did not take goes to the
/// folder at once, since nobody may be there to hear of it when the desk is being left.
pub fn reports_to(events: Sender<Event>, folder: Folder) -> Tell {
    Arc::new(move |report| {
        let event = match report {
            Report::NotKept(screen, draft) => {
                let _ = folder.keep_for_now(&screen, draft.as_ref()); // the screen still has it
                return;
            }
            Report::Answer(ticket, reply) => Event::Reply(Ticket(ticket), reply),
            Report::Changed => Event::OfficeChanged,
        };
        let _ = events.send(event); // no receiver: the program is ending
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_at_home_is_what_a_shell_makes_of_it() {
        let home = Some(PathBuf::from("/home/bo"));
        for (name, meant) in [
            ("~/订单.csv", "/home/bo/订单.csv"),
            ("a~/b.csv", "a~/b.csv"),
            ("~anna/b.csv", "~anna/b.csv"),
            ("/x/~/b.csv", "/x/~/b.csv"),
        ] {
            assert_eq!(at_home(home.as_deref(), name.into()), PathBuf::from(meant));
        }
        assert_eq!(at_home(None, "~/a".into()), PathBuf::from("~/a"));
    }
}
