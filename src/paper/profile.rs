//! What is known of each platform's files: editable data, because platforms rename columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::order::Channel;
use crate::domain::{Refusal, text};

use super::clip;
use super::header::Aliases;

const BUILT_IN: [&str; 9] = [
    include_str!("../../assets/profiles/taobao.toml"),
    include_str!("../../assets/profiles/taobao2023.toml"),
    include_str!("../../assets/profiles/jd.toml"),
    include_str!("../../assets/profiles/pinduoduo.toml"),
    include_str!("../../assets/profiles/douyin.toml"),
    include_str!("../../assets/profiles/1688.toml"),
    include_str!("../../assets/profiles/xiaohongshu.toml"),
    include_str!("../../assets/profiles/weixin.toml"),
    include_str!("../../assets/profiles/youzan.toml"),
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

/// What an order's number is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdForm {
    /// Digits alone.
    #[default]
    Digits,
    /// Latin letters, digits, `-` and `_`.
    Text,
}

/// Headings of the file with waybills that a platform takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The order's number.
    pub order_id: String,
    /// The carrier.
    pub carrier: String,
    /// The waybill.
    pub waybill: String,
}

/// What one row of a table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Whether rows without a number belong to the order above them, as under merged cells.
    #[serde(default)]
    pub inherits: bool,
    /// What parts the goods of one order that stand in one cell.
    #[serde(default)]
    pub parts: Option<String>,
    /// What an order is where the table has no column that says it.
    #[serde(default)]
    pub no_status: Option<Status>,
    /// Names under which each field may stand.
    pub fields: Aliases,
}

/// One platform's files of one age.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The profile's name.
    pub name: String,
    /// The channel of its orders.
    pub channel: Channel,
    /// The platform, where several share a channel.
    #[serde(default)]
    pub platform: Option<String>,
    /// Other names a person may choose it by.
    #[serde(default)]
    pub also: Vec<String>,
    /// Fewest and most digits of an order number.
    pub id_digits: (usize, usize),
    /// What it is made of.
    #[serde(default)]
    pub id_form: IdForm,
    /// Whether it begins with the day, as `yyMMdd`: the day of an order that tells no other.
    #[serde(default)]
    pub id_dated: bool,
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
    /// Words of a refund that is done: nothing of the line is owed any more.
    #[serde(default)]
    pub refund_done: Vec<String>,
    /// Endings of status words that decide by themselves.
    #[serde(default)]
    pub suffix: BTreeMap<String, Status>,
    /// What a payment that the carrier collects is called.
    #[serde(default)]
    pub cod: Vec<String>,
    /// What marks an order whose goods are sold ahead.
    #[serde(default)]
    pub presale: Vec<String>,
    /// Beginnings of cells that are cipher text.
    #[serde(default)]
    pub unreadable: Vec<String>,
    /// The file with waybills that the platform takes back.
    #[serde(default)]
    pub upload: Option<Upload>,
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
        profile.suffix = norm(profile.suffix);
        for words in [&mut profile.refund_open, &mut profile.refund_done] {
            *words = words.iter().map(|w| word(w)).collect();
        }
        Ok(profile)
    }

    /// The platform: where goods are mapped and orders kept apart by it.
    pub fn platform(&self) -> &str {
        self.platform.as_deref().unwrap_or(self.channel.name())
    }

    /// The state behind a platform's word.
    pub fn status(&self, told: &str) -> Status {
        let told = word(told);
        let ends = self.suffix.iter().find(|(end, _)| told.ends_with(*end));
        let begins = self.prefix.iter().find(|(p, _)| told.starts_with(*p));
        let whole = self.status.get(&told);
        let known = ends.or(begins).map(|(_, status)| status).or(whole);
        known.copied().unwrap_or(Status::Unknown)
    }

    /// Whether a refund word means that a refund is still being asked for.
    pub fn is_refund_open(&self, told: &str) -> bool {
        self.refund_open.contains(&word(told))
    }

    /// Whether a refund word means that the money is back.
    pub fn is_refund_done(&self, told: &str) -> bool {
        self.refund_done.contains(&word(told))
    }

    /// Whether the carrier collects what is paid.
    pub fn is_cod(&self, told: &str) -> bool {
        self.cod.iter().any(|mark| told.contains(mark.as_str()))
    }

    /// Whether a cell marks goods sold ahead.
    pub fn is_presale(&self, told: &str) -> bool {
        !told.contains('非') && self.presale.iter().any(|mark| told.contains(mark.as_str()))
    }

    /// Whether a cell is cipher text, which is no name and no address.
    pub fn is_unreadable(&self, told: &str) -> bool {
        self.unreadable
            .iter()
            .any(|mark| told.starts_with(mark.as_str()))
    }

    fn answers_to(&self, name: &str) -> bool {
        let named = |n: &str| n.eq_ignore_ascii_case(name);
        named(&self.name)
            || named(self.platform())
            || named(self.channel.name())
            || self.also.iter().any(|n| named(n))
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

    /// The profile of a platform that says how waybills go back, an office's own first.
    pub fn of_platform(&self, platform: &str) -> Option<&Profile> {
        let mut own = self
            .0
            .iter()
            .filter(|profile| profile.platform() == platform);
        own.find(|profile| profile.upload.is_some())
    }

    /// All of them.
    pub fn all(&self) -> &[Profile] {
        &self.0
    }

    /// The text of the profile of this name that is built in.
    pub fn source(name: &str) -> Option<&'static str> {
        let named = |source: &&&str| Profile::from_toml(source).is_ok_and(|own| own.name == name);
        BUILT_IN.iter().find(named).copied()
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
