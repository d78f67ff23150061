//! Drafts of a session whose line was lost: files in the person's own folder, offered back at the
//! next start.
//!
//! Invariant: a file is removed only when all it holds is in the office file.

use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::fs::{self, OpenOptions};
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::base::ScreenKind;
use super::screens;
use super::window::{self, Sign};
use crate::desk::{Caller, Office, Outcome};

/// The slot of what every window of a person shares, and of forms from before windows had their own.
const SHARED: &str = "";

/// What such a file is called: this, a number, the ending.
const NAME: &str = "drafts-";
const ENDING: &str = ".json";

/// The largest file that is read; what a person types is far smaller.
const LARGEST: u64 = 4 << 20;

/// The forms of one session as they were when the line was lost.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// The office they belong to.
    office: PathBuf,
    /// Who typed them: the login, or the seat of a practice office.
    who: String,
    /// The window they were typed in; none in files of before.
    #[serde(default)]
    window: String,
    /// Screen and form.
    drafts: Vec<(String, Value)>,
}

/// Where drafts are kept for one person at one office.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    office: PathBuf,
    who: String,
    /// Tells this window from all others.
    window: String,
}

impl Folder {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder `state` for this person at this office.
    pub fn new(state: &Path, office: &Path, caller: &Caller) -> Self {
        Self {
            path: state.to_owned(),
            office: std::path::absolute(office).unwrap_or_else(|_| office.to_owned()),
            who: caller.seat.clone().unwrap_or_else(|| caller.login.clone()),
            window: format!("{:016x}", RandomState::new().build_hasher().finish()),
        }
    }

    /// Where this window keeps the half-typed form of a screen: each window has its own, so that two
    /// of one person never hold the same order. How lists are arranged goes for all of them.
    pub fn slot(&self, kind: ScreenKind) -> &str {
        if kind == ScreenKind::Columns {
            SHARED
        } else {
            &self.window
        }
    }

    /// Shows the person's other windows that this one is open, as long as what is given back lives.
    pub fn open_window(&self) -> io::Result<Sign> {
        Sign::hang(&self.path, &self.window)
    }

    /// Writes the drafts to a file that nobody else can read.
    pub fn keep(&self, drafts: &[(ScreenKind, Value)]) -> io::Result<()> {
        if drafts.is_empty() {
            return Ok(());
        }
        let drafts = drafts
            .iter()
            .map(|(kind, draft)| (kind.id().to_owned(), draft.clone()));
        let kept = Kept {
            office: self.office.clone(),
            who: self.who.clone(),
            window: self.window.clone(),
            drafts: drafts.collect(),
        };
        window::make(&self.path)?;
        let text = serde_json::to_vec(&kept)?;
        let mut number = std::process::id();
        // A file of an earlier process with the same number is left alone.
        let mut file = loop {
            let path = self.path.join(format!("{NAME}{number}{ENDING}"));
            let mut how = OpenOptions::new();
            how.write(true).create_new(true).mode(0o600);
            match how.open(path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    number = number.wrapping_add(1);
                }
                opened => break opened?,
            }
        };
        file.write_all(&text)?;
        file.sync_all()
    }

    /// Keeps the one form of a screen that the office did not take, in place of an earlier one;
    /// with nothing, forgets it.
    pub fn keep_for_now(&self, screen: &str, draft: Option<&Value>) -> io::Result<()> {
        let name = format!("{NAME}{}-{screen}{ENDING}", self.window);
        let path = self.path.join(name);
        let Some(draft) = draft else {
            return fs::remove_file(path);
        };
        let kept = Kept {
            office: self.office.clone(),
            who: self.who.clone(),
            window: self.window.clone(),
            drafts: vec![(screen.to_owned(), draft.clone())],
        };
        window::make(&self.path)?;
        let fresh = path.with_extension("new");
        // Left by a session that was killed in the middle, if it is there.
        let _ = fs::remove_file(&fresh);
        let mut how = OpenOptions::new();
        let mut file = how.write(true).create_new(true).mode(0o600).open(&fresh)?;
        file.write_all(&serde_json::to_vec(&kept)?)?;
        file.sync_all()?;
        fs::rename(fresh, path)
    }

    /// The files of this person at this office, oldest first.
    fn files(&self) -> Vec<(PathBuf, Kept)> {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return Vec::new(); // no folder: nothing was ever lost
        };
        let mut found: Vec<_> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let ours = name.starts_with(NAME) && name.ends_with(ENDING);
                let about = entry
                    .metadata()
                    .ok()
                    .filter(|about| ours && about.is_file() && about.len() <= LARGEST)?;
                let kept: Kept = serde_json::from_slice(&fs::read(entry.path()).ok()?).ok()?;
                let mine = kept.office == self.office && kept.who == self.who;
                mine.then(|| (about.modified().ok(), entry.path(), kept))
            })
            .collect();
        found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        found
            .into_iter()
            .map(|(_, path, kept)| (path, kept))
            .collect()
    }
}

/// The half-typed forms to begin with.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// A form for a screen.
    pub parked: BTreeMap<ScreenKind, Value>,
    /// Those that a window has left that is closed.
    pub left: Vec<ScreenKind>,
    /// Those of them that were on a line that was lost.
    pub saved: Vec<ScreenKind>,
}

/// Collects what windows that are closed have left: in the office, and in files where the line was
/// lost or the office did not take a form. It is this window's from now on.
pub fn collect(office: &Office, caller: &Caller, folder: &Folder) -> Outcome<Found> {
    let mut found = Found {
        saved: bring_in(office, caller, folder),
        ..Found::default()
    };
    let mut left: BTreeMap<ScreenKind, Vec<(String, Value)>> = BTreeMap::new();
    for form in office.parked(caller)? {
        let Some(kind) = ScreenKind::from_id(&form.screen) else {
            continue; // of a newer program; it stays for that one
        };
        if folder.slot(kind) == form.slot {
            found.parked.insert(kind, form.body);
        } else if form.slot == SHARED || !window::is_open(&folder.path, &form.slot) {
            left.entry(kind).or_default().push((form.slot, form.body));
        }
    }
    for (kind, mut forms) in left {
        let bodies = forms.iter().map(|(_, body)| body.clone()).collect();
        let body = screens::joined(kind, bodies).unwrap_or_else(|| {
            forms.truncate(1); // the newest; the others wait for their turn
            forms[0].1.clone()
        });
        let slots: Vec<_> = forms.into_iter().map(|(slot, _)| slot).collect();
        if office.adopt(caller, kind.id(), &slots, (folder.slot(kind), &body))? {
            found.left.push(kind);
            found.parked.insert(kind, body);
        }
    }
    Ok(found)
}

/// Puts the files of closed windows into the office, over what it has of them; tells the screens.
fn bring_in(office: &Office, caller: &Caller, folder: &Folder) -> Vec<ScreenKind> {
    let mut saved = Vec::new();
    for (path, kept) in folder.files() {
        if window::is_open(&folder.path, &kept.window) {
            continue;
        }
        let mut safe = true;
        for (screen, draft) in kept.drafts {
            let Some(kind) = ScreenKind::from_id(&screen) else {
                safe = false; // of a newer program; it stays for that one
                continue;
            };
            let slot = if folder.slot(kind) == SHARED {
                SHARED
            } else {
                &kept.window
            };
            safe &= office.park(caller, &screen, slot, Some(&draft)).is_ok();
            saved.retain(|saved| *saved != kind);
            saved.push(kind);
        }
        if safe {
            // A file that stays is only offered once more.
            let _ = fs::remove_file(path);
        }
    }
    saved
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::Arc;

    use serde_json::json;

    use super::*;

    fn who(login: &str) -> Caller {
        Caller {
            login: login.to_owned(),
            uid: 1,
            seat: None,
        }
    }

    #[test]
    fn a_lost_draft_comes_back_once_and_to_its_person_alone() {
        let home = tempfile::tempdir().unwrap();
        let (state, file) = (home.path().join("state"), home.path().join("office.db"));
        let now = "2026-11-25T01:00:00Z".parse().unwrap();
        let office =
            Office::found(&file, Arc::new(move || now), "店", &who("anna"), false).unwrap();
        let [first, folder] = [(); 2].map(|()| Folder::new(&state, &file, &who("anna")));
        assert_eq!(
            collect(&office, &who("anna"), &folder).unwrap(),
            Found::default()
        );

        let (old, new) = (json!({ "current": "old" }), json!({ "current": "new" }));
        office
            .park(
                &who("anna"),
                "order_entry",
                first.slot(ScreenKind::OrderEntry),
                Some(&old),
            )
            .unwrap();
        first.keep(&[(ScreenKind::OrderEntry, new)]).unwrap();
        let written = fs::read_dir(&state).unwrap().next().unwrap().unwrap();
        assert_eq!(
            written.metadata().unwrap().permissions().mode() & 0o777,
            0o600
        );
        let ben = Folder::new(&state, &file, &who("ben"));
        assert!(ben.files().is_empty());

        let found = collect(&office, &who("anna"), &folder).unwrap();
        assert_eq!(
            found.parked[&ScreenKind::OrderEntry]["current"],
            json!("new")
        );
        assert_eq!(found.saved, [ScreenKind::OrderEntry]);
        assert_eq!(fs::read_dir(&state).unwrap().count(), 0);
        let again = collect(&office, &who("anna"), &folder).unwrap();
        assert_eq!(again.parked, found.parked);
        assert_eq!(again.saved, []);
    }

    #[test]
    fn an_open_window_keeps_its_forms_and_a_closed_one_leaves_them() {
        let home = tempfile::tempdir().unwrap();
        let (state, file) = (home.path().join("state"), home.path().join("office.db"));
        let now = "2026-11-25T01:00:00Z".parse().unwrap();
        let anna = who("anna");
        let office = Office::found(&file, Arc::new(move || now), "店", &anna, false).unwrap();
        let windows = [(); 4].map(|()| Folder::new(&state, &file, &anna));
        let typed = |name: &str| json!({ "current": { "name": name }, "shelf": [] });
        let park = |folder: &Folder, kind: ScreenKind, form: &Value| {
            let slot = folder.slot(kind).to_owned();
            office.park(&anna, kind.id(), &slot, Some(form)).unwrap();
        };
        let signs = [0, 1].map(|n| windows[n].open_window().unwrap());
        park(&windows[0], ScreenKind::OrderEntry, &typed("a"));
        park(&windows[1], ScreenKind::OrderEntry, &typed("b"));
        windows[1]
            .keep_for_now("stock", Some(&json!("b's stock")))
            .unwrap();
        park(&windows[1], ScreenKind::Columns, &json!("columns"));

        // A third window finds both open: nothing of theirs is its own, but for the columns.
        let third = collect(&office, &anna, &windows[2]).unwrap();
        let columns = BTreeMap::from([(ScreenKind::Columns, json!("columns"))]);
        assert_eq!((third.parked, third.left), (columns, vec![]));

        drop(signs);
        let fourth = collect(&office, &anna, &windows[3]).unwrap();
        assert_eq!(fourth.left, [ScreenKind::OrderEntry, ScreenKind::Stock]);
        assert_eq!(fourth.saved, [ScreenKind::Stock]);
        assert_eq!(fourth.parked[&ScreenKind::Stock], json!("b's stock"));
        // Both orders are there, and only once.
        let orders = &fourth.parked[&ScreenKind::OrderEntry];
        let names = [&orders["current"]["name"], &orders["shelf"][0]["name"]];
        assert!(names == ["a", "b"] || names == ["b", "a"], "{orders}");
        let again = collect(&office, &anna, &windows[3]).unwrap();
        assert_eq!(again.parked, fourth.parked);
        assert_eq!(again.left, []);
    }

    #[test]
    fn a_form_that_the_office_does_not_take_has_one_file_and_that_can_go() {
        let home = tempfile::tempdir().unwrap();
        let state = home.path().join("state");
        let folder = |who_: &str| Folder::new(&state, Path::new("/x/office.db"), &who(who_));
        let (anna, annas_other) = (folder("anna"), folder("anna"));
        anna.keep_for_now("stock", Some(&json!(1))).unwrap();
        anna.keep_for_now("stock", Some(&json!(2))).unwrap();
        annas_other.keep_for_now("stock", Some(&json!(3))).unwrap();
        let mut kept: Vec<_> = anna
            .files()
            .into_iter()
            .map(|(_, kept)| kept.drafts)
            .collect();
        kept.sort_by_key(|drafts| drafts[0].1.as_i64());
        assert_eq!(
            kept,
            [[("stock".into(), json!(2))], [("stock".into(), json!(3))]]
        );
        assert!(folder("ben").files().is_empty());
        let path = fs::read_dir(&state)
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path();
        assert_eq!(
            fs::metadata(path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        anna.keep_for_now("stock", None).unwrap();
        assert_eq!(anna.files().len(), 1);
    }

    #[test]
    fn two_lost_sessions_do_not_overwrite_each_other() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path(), Path::new("/x/office.db"), &who("anna"));
        folder.keep(&[(ScreenKind::Stock, json!(1))]).unwrap();
        folder.keep(&[(ScreenKind::Review, json!(2))]).unwrap();
        folder.keep(&[]).unwrap();
        assert_eq!(folder.files().len(), 2);
        fs::write(home.path().join("drafts-x.json"), "{").unwrap();
        assert_eq!(folder.files().len(), 2, "what cannot be read is left alone");
    }
}
