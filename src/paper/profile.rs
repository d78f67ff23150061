//! What is known of each platform's files: editable data, because platforms rename columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Refusal, text};

use super::clip;
use super::header::Aliases;

const BUILT_IN: [&str; 3] = [
    include_str!("../../assets/profiles/taobao.toml"),
    include_str!("../../assets/profiles/taobao2023.toml"),
    include_str!("../../assets/profiles/jd.toml"),
];

/// The one set of states behind all platforms' words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The buyer has not paid.
    PendingPayment,
    /// Paid, nothing sent.
    ToShip,
    /// Some of it sent.
    PartShipped,
    /// All of it sent.
    Shipped,
    /// Received and settled.
    Done,
    /// Cancelled or closed.
    Closed,
    /// A refund is asked for or the platform has locked it: send nothing.
    Refunding,
    /// A word nobody has told us about; it is shown as it stands.
    Unknown,
}

impl Status {
    /// The state's name in answers and books.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PendingPayment => "pending_payment",
            Self::ToShip => "to_ship",
            Self::PartShipped => "part_shipped",
            Self::Shipped => "shipped",
            Self::Done => "done",
            Self::Closed => "closed",
            Self::Refunding => "refunding",
            Self::Unknown => "unknown",
        }
    }
}

/// A platform whose orders can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Taobao and Tmall.
    Taobao,
    /// JD.
    Jd,
}

impl Channel {
    /// The channel's code on orders.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Taobao => "taobao",
            Self::Jd => "jd",
        }
    }
}

/// What one row of a table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// One order, without its goods.
    Orders,
    /// One line of goods, the order named by its number.
    Lines,
    /// One line of goods with the order's values repeated.
    Both,
}

/// One layout of a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// What a row stands for.
    pub rows: RowKind,
    /// Fields that must be there.
    pub needs: Vec<String>,
    /// Headings of which one at least must be there.
    #[serde(default)]
    pub marks: Vec<String>,
    /// Headings that tell another layout.
    #[serde(default)]
    pub never: Vec<String>,
    /// Names under which each field may stand.
    pub fields: Aliases,
}

/// One platform's files of one age.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The profile's name.
    pub name: String,
    /// The platform.
    pub channel: Channel,
    /// Other names a person may choose it by.
    #[serde(default)]
    pub also: Vec<String>,
    /// Fewest and most digits of an order number.
    pub id_digits: (usize, usize),
    /// Cells that say nothing.
    #[serde(default)]
    pub blanks: Vec<String>,
    /// The tables it knows.
    pub tables: Vec<Layout>,
    /// Status words.
    pub status: BTreeMap<String, Status>,
    /// Beginnings of status words that decide by themselves.
    #[serde(default)]
    pub prefix: BTreeMap<String, Status>,
    /// Words of a refund that is still open.
    #[serde(default)]
    pub refund_open: Vec<String>,
}

impl Profile {
    /// Reads a profile from its text and brings its words into the form they are compared in.
    pub fn from_toml(source: &str) -> Result<Self, Refusal> {
        let mut profile: Self = toml::from_str(source)
            .map_err(|why| Refusal::bad_field("profile", clip(why.message())))?;
        let norm = |words: BTreeMap<String, Status>| -> BTreeMap<String, Status> {
            words.into_iter().map(|(k, v)| (word(&k), v)).collect()
        };
        profile.status = norm(profile.status);
        profile.prefix = norm(profile.prefix);
        profile.refund_open = profile.refund_open.iter().map(|w| word(w)).collect();
        Ok(profile)
    }

    /// The state behind a platform's word.
    pub fn status(&self, told: &str) -> Status {
        let told = word(told);
        let by_prefix = self
            .prefix
            .iter()
            .find(|(p, _)| told.starts_with(p.as_str()));
        let status = self.status.get(&told).copied();
        by_prefix.map_or(status.unwrap_or(Status::Unknown), |(_, status)| *status)
    }

    /// Whether a refund word means that a refund is still being asked for.
    pub fn is_refund_open(&self, told: &str) -> bool {
        self.refund_open.contains(&word(told))
    }

    fn answers_to(&self, name: &str) -> bool {
        let named = |n: &str| n.eq_ignore_ascii_case(name);
        named(&self.name) || named(self.channel.code()) || self.also.iter().any(|n| named(n))
    }
}

/// A status word for comparing: newer files use half-width punctuation in the same phrase.
fn word(told: &str) -> String {
    let narrowed = text::narrow(told);
    narrowed.chars().filter(|c| !c.is_whitespace()).collect()
}

/// All profiles at hand; own ones come before those built in.
#[derive(Debug, Clone)]
pub struct Profiles(Vec<Profile>);

impl Profiles {
    /// The profiles built in.
    pub fn built_in() -> Result<Self, Refusal> {
        let all = BUILT_IN.iter().map(|source| Profile::from_toml(source));
        Ok(Self(all.collect::<Result<_, _>>()?))
    }

    /// Puts an office's own profile first; one of the same name replaces the other.
    pub fn add(&mut self, source: &str) -> Result<(), Refusal> {
        let profile = Profile::from_toml(source)?;
        self.0.retain(|known| known.name != profile.name);
        self.0.insert(0, profile);
        Ok(())
    }

    /// The names of all profiles.
    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|profile| profile.name.as_str()).collect()
    }

    /// The profiles a name chooses: all without one, else by profile or platform.
    pub(super) fn chosen(&self, name: Option<&str>) -> Result<Vec<&Profile>, Refusal> {
        let all = self.0.iter();
        let chosen: Vec<&Profile> = match name {
            Some(name) => all.filter(|profile| profile.answers_to(name)).collect(),
            None => all.collect(),
        };
        if chosen.is_empty() {
            return Err(
                Refusal::not_found("profile", name.unwrap_or_default()).fact("known", self.names())
            );
        }
        Ok(chosen)
    }
}
