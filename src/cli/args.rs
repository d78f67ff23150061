//! The arguments, as clap reads them.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum};

use super::config::{LANGS, THEMES};

/// The order desk: no subcommand opens the screens.
#[derive(Debug, Parser)]
#[command(name = "orderdesk", version, about, disable_help_subcommand = true)]
pub struct Args {
    /// The office file (else ORDERDESK_DB, else the config file, else the user's data folder)
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Language: zh or en (else the config file, else LANG)
    #[arg(long, global = true, value_name = "zh|en", value_parser = PossibleValuesParser::new(LANGS))]
    pub lang: Option<String>,
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Colours: auto, 16, dark or light (ground), okabe-ito (safe for the colour-blind) or mono
    #[arg(long, global = true, value_name = "NAME", value_parser = PossibleValuesParser::new(THEMES))]
    pub theme: Option<String>,
    /// Frames of ASCII signs
    #[arg(long, global = true)]
    pub ascii: bool,
    /// No frames and no charts, for screen readers
    #[arg(long, global = true)]
    pub plain: bool,
    /// No colour
    #[arg(long, global = true)]
    pub no_color: bool,
    /// Say more on standard error
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// What to do
    #[command(subcommand)]
    pub call: Option<Call>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Call {
    /// Open a practice office full of sample data, in a file of its own
    Demo {
        /// Make it anew
        #[arg(long)]
        fresh: bool,
        /// Sit down as this person of the practice office
        #[arg(long = "as", value_name = "LOGIN")]
        seat: Option<String>,
    },
    /// Run commands: JSON lines in, one answer line out for each
    Run {
        /// The file; - or nothing is standard input
        file: Option<PathBuf>,
        /// Work on a private copy
        #[arg(long)]
        dry_run: bool,
        /// Stop at the first refusal
        #[arg(long)]
        stop_on_refusal: bool,
    },
    /// Ask a query: boards, lists, reports
    Ask {
        /// Its name; `orderdesk help queries` lists them
        name: String,
        /// Keys
        #[arg(value_name = "key=value")]
        keys: Vec<String>,
        /// How to write the answer (table on a terminal, json in a pipe)
        #[arg(long, value_enum)]
        format: Option<Format>,
        /// Write it to a file
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Import orders or masters from files
    Import(Import),
    /// Check the file, every invariant, the audit chain
    Check {
        /// The whole audit chain and every page
        #[arg(long)]
        deep: bool,
        /// A head of the audit chain that was kept elsewhere, as `admin doctor` tells it: the chain
        /// must still hold it, and nothing before it may have gone
        #[arg(long, value_name = "SEQ:HASH", value_parser = anchor)]
        anchor: Option<Anchor>,
        /// table or json
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// Copy the office file while others work, and check the copy
    Backup {
        /// The copy, which must not be there yet; or a folder, where it is named by the time
        file: PathBuf,
        /// In a folder: how many of the newest stay
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
        keep: Option<u16>,
    },
    /// Put a backup in the place of the office file, when nobody works
    Restore {
        /// The backup
        file: PathBuf,
    },
    /// Administer an office
    Admin {
        /// What
        #[command(subcommand)]
        what: Admin,
    },
    /// Describe commands and queries
    Help {
        /// What
        #[command(subcommand)]
        what: Option<Topic>,
    },
    /// Write completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual page
    Man,
    /// Read a workbook from standard input, within limits; the program calls itself so
    #[command(hide = true)]
    ReadWorkbook,
    /// Acts at random without pause, for tests of what a kill leaves behind
    #[command(hide = true)]
    Stress(Stress),
}

/// Arguments of `stress`.
#[derive(Debug, clap::Args)]
pub struct Stress {
    /// Acts to try
    #[arg(long, default_value_t = 200)]
    pub acts: u64,
    /// What the ids begin with; no two workers may share it
    #[arg(long, default_value = "stress")]
    pub name: String,
    /// Which acts: the same seed on the same office tries the same
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Make customers and goods first
    #[arg(long)]
    pub furnish: bool,
}

/// A place in the audit chain and its hash.
pub type Anchor = (i64, String);

fn anchor(text: &str) -> Result<Anchor, String> {
    let parts = text.split_once(':').and_then(|(seq, hash)| {
        let seq: i64 = seq.parse().ok().filter(|seq| *seq > 0)?;
        let hex = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| (seq, hash.to_ascii_lowercase()))
    });
    parts.ok_or_else(|| "wanted: SEQ:HASH, as orderdesk admin doctor tells it".to_owned())
}

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// What the files hold
    #[arg(value_enum)]
    pub kind: ImportKind,
    /// The files
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Platform profile, if it is not to be recognised by the headings
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// The customer that the orders belong to
    #[arg(long, value_name = "CODE")]
    pub customer: Option<String>,
    /// Work on a private copy
    #[arg(long)]
    pub dry_run: bool,
    /// Write the list of what failed, with the reasons
    #[arg(long, value_name = "FILE")]
    pub problems: Option<PathBuf>,
    /// Write the rows that failed in their own layout with the reason behind (.csv or .xlsx), to be mended and fed again
    #[arg(long, value_name = "FILE")]
    pub lost: Option<PathBuf>,
}

/// What a file to import holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportKind {
    /// Orders of a platform, or an order sheet
    Orders,
    /// Customers
    Customers,
    /// Products
    Products,
    /// Prices
    Prices,
    /// Counted stock
    Stock,
    /// Receipts
    Receipts,
    /// Waybills and signatures from a carrier
    Waybills,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for a person
    Table,
    /// JSON
    Json,
    /// CSV with a byte order mark, for spreadsheets
    Csv,
    /// A spreadsheet
    Xlsx,
}

/// Administration.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make the office file; whoever runs it is its first person, with every role
    Init {
        /// Name of the office
        #[arg(long)]
        name: Option<String>,
        /// Several people share the file: `by` and `at` need a right, duties are strict
        #[arg(long)]
        shared: bool,
        /// The first person, instead of whoever runs it; only root may name another
        #[arg(long, value_name = "LOGIN")]
        owner_login: Option<String>,
    },
    /// A guarded office for several clerks: shows the recipe; root has it done and looked over
    SetupShared(SetupShared),
    /// List the people, or save one
    User {
        /// Login
        login: Option<String>,
        /// Name for people
        #[arg(long)]
        name: Option<String>,
        /// Roles, separated by commas
        #[arg(long, value_delimiter = ',')]
        roles: Option<Vec<String>>,
        /// May act no more
        #[arg(long, conflicts_with = "active")]
        inactive: bool,
        /// May act again
        #[arg(long)]
        active: bool,
    },
    /// Give a role a command, or take it
    Role {
        /// The role
        role: String,
        /// The command, or one of the rights act_as, cost.see, phone.see and price.see
        command: String,
        /// yes or no
        #[arg(value_parser = ["yes", "no"])]
        allowed: String,
    },
    /// The nightly run, for cron: holds, reservations kept too long, limits that ended
    Nightly {
        /// The day it is for (default: now)
        #[arg(long, value_name = "DATE")]
        at: Option<String>,
    },
    /// Bring an older office file to today's shape, after a copy of it, and its search texts up to date
    Upgrade,
    /// Look whether the office stands as it should, bit by bit; ends with 1 if something is wrong
    Doctor {
        /// table or json
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// Show each key as it arrives, and a ruler for the width of characters; written to a file or
    /// through a pipe, the built-in keymap, to begin one of one's own with
    Keys,
    /// List the settings, or set one
    Setting {
        /// Its name
        name: Option<String>,
        /// Its value
        value: Option<String>,
    },
}

/// Arguments of `admin setup-shared`.
#[derive(Debug, clap::Args)]
pub struct SetupShared {
    /// The first person of the office, with every role
    #[arg(long, value_name = "LOGIN")]
    pub owner: Option<String>,
    /// Name of the office
    #[arg(long)]
    pub name: Option<String>,
    /// The group that opens the office; nobody is a member of it
    #[arg(long, default_value = "orderdesk")]
    pub group: String,
    /// The folder of the office
    #[arg(long, value_name = "FOLDER", default_value = "/var/lib/orderdesk")]
    pub folder: PathBuf,
    /// Where the program is installed
    #[arg(long, value_name = "FILE", default_value = "/usr/local/bin/orderdesk")]
    pub program: PathBuf,
    /// Where root keeps backups
    #[arg(long, value_name = "FOLDER", default_value = "/var/backups/orderdesk")]
    pub backups: PathBuf,
    /// Show the recipe and do nothing
    #[arg(long)]
    pub print: bool,
}

/// What to describe.
#[derive(Debug, Subcommand)]
pub enum Topic {
    /// Every command, or one
    Commands {
        /// One only
        name: Option<String>,
        /// json gives JSON Schema
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// Every query, or one
    Queries {
        /// One only
        name: Option<String>,
        /// json gives JSON Schema
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
    /// Every refusal code with its cause and way out
    Refusals,
}
