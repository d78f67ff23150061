//! The right end of line 1: what waits, who, in which office, and what is under way.
//!
//! Invariant: a long office name is shortened before anything else is.

use crate::domain::{Moment, Role};
use crate::ui::base::Look;
use crate::words::papers::ROLES;

/// Cells below which the name of the office says nothing.
const LEAST_OFFICE: usize = 6;

/// How the office is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sharing {
    /// One person.
    #[default]
    Solo,
    /// Several clerks who trust each other: whoever can open the file can go round the program.
    Shared,
    /// Several clerks, walled off by the system.
    Guarded,
    /// A practice office: nothing here is real.
    Practice,
}

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The office's name.
    pub office: String,
    /// Who is at the keyboard.
    pub login: String,
    /// What this person may be; the first is named.
    pub roles: Vec<Role>,
    /// How the office is shared.
    pub sharing: Sharing,
    /// How many rows of the worklist wait for this person, once known.
    pub waiting: Option<u64>,
    /// Whether the time is shown.
    pub clock: bool,
}

impl Status {
    /// The text in so many cells, with the number of commands that have not been answered.
    pub fn text(&self, look: &Look, under_way: usize, now: Moment, cells: usize) -> String {
        let lang = look.lang;
        let mut parts = Vec::new();
        if under_way > 0 {
            parts.push(lang.working(under_way));
        }
        if let Some(waiting) = self.waiting {
            parts.push(lang.waiting(waiting));
        }
        // Stands where a long office name cannot push it out of the line.
        if self.sharing == Sharing::Practice {
            parts.push(lang.mode_practice().to_owned());
        }
        parts.push(self.who(look));
        let place = parts.len();
        parts.push(match self.sharing {
            Sharing::Solo => lang.mode_solo().to_owned(),
            Sharing::Shared => lang.mode_shared().to_owned(),
            Sharing::Guarded => lang.mode_guarded().to_owned(),
            Sharing::Practice => String::new(),
        });
        if self.clock {
            parts.push(now.time().format("%H:%M").to_string());
        }
        let others = parts.iter().filter(|part| !part.is_empty());
        let taken: usize = others.map(|part| look.width(part) + 2).sum();
        let office = look.ruler.shown(&self.office);
        let left = cells.saturating_sub(taken);
        if left >= LEAST_OFFICE.min(look.width(&office)) {
            let office = look.ruler.shorten(&office, left).into_owned();
            parts.insert(place, office);
        }
        parts.retain(|part| !part.is_empty());
        parts.join("  ")
    }

    /// `anna 业务`, or `boss 订单专员+11` for somebody with many roles.
    fn who(&self, look: &Look) -> String {
        let Some(role) = self.roles.first() else {
            return self.login.clone();
        };
        let more = match self.roles.len() {
            1 => String::new(),
            n => format!("+{}", n - 1),
        };
        format!(
            "{} {}{more}",
            self.login,
            look.lang.word(ROLES, role.name())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn a_long_office_name_gives_way_to_the_person() {
        let look = Look::new(Lang::Zh);
        let status = Status {
            office: "广州市天河区某某贸易有限公司第二营业部".into(),
            login: "anna".into(),
            roles: vec![Role::Sales],
            waiting: Some(3),
            ..Status::default()
        };
        let now = "2026-11-25T09:30:00".parse().unwrap();
        let who = status.who(&look);
        let text = status.text(&look, 0, now, 40);
        assert!(text.contains(&format!("{who}  广州市")), "{text}");
        assert!(look.width(&text) <= 40, "{text}");
        assert!(text.ends_with("单人"), "{text}");
        let text = status.text(&look, 0, now, 24);
        assert!(text.contains(&who) && !text.contains("广州"), "{text}");
    }
}
