//! The person's configuration file: what it may say, and everything in it that is wrong.
//!
//! Invariant: nothing in it is passed over in silence, and what it names lies beside it, whatever
//! folder the program is started in.

use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::words::Lang;
use crate::words::fill::safe;

/// What the configuration file may say.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The office file.
    pub db: Option<PathBuf>,
    /// zh or en.
    pub lang: Option<String>,
    /// auto, 16, dark, light, okabe-ito or mono.
    pub theme: Option<String>,
    /// Frames of ASCII signs, or not; left out, as the terminal can.
    pub ascii: Option<bool>,
    /// No frames and no charts, for screen readers.
    pub plain: bool,
    /// narrow or wide: how the terminal draws signs of ambiguous width.
    pub ambiguous: Option<String>,
    /// A file of key bindings that replace the built-in ones.
    pub keymap: Option<PathBuf>,
    /// The file itself.
    file: PathBuf,
    /// What is wrong in it: the line, if there is one, and why.
    faults: Vec<(Option<usize>, Fault)>,
}

#[derive(Debug, Clone)]
enum Fault {
    /// It is not there.
    Missing,
    /// It cannot be read.
    Unreadable(String),
    /// Not TOML.
    Syntax(String),
    /// Nothing is set by this name.
    Key(String),
    /// Not one of these words.
    Value(&'static str, &'static [&'static str]),
    /// Not the name of a file.
    NoPath(&'static str),
}

const KEYS: [&str; 7] = [
    "db",
    "lang",
    "theme",
    "ascii",
    "plain",
    "ambiguous",
    "keymap",
];
const YES_NO: &[&str] = &["true", "false"];
/// The names of `--theme`.
pub const THEMES: &[&str] = &["auto", "16", "dark", "light", "okabe-ito", "mono"];
/// The names of `--lang`.
pub const LANGS: &[&str] = &["zh", "en"];

impl Config {
    /// Takes what reading the file gave. A file that is not there says nothing, unless it was asked for.
    pub fn read(file: &Path, text: io::Result<String>, asked_for: bool) -> Self {
        let mut config = Self {
            file: file.to_owned(),
            ..Self::default()
        };
        match text {
            Ok(text) => config.take(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if asked_for {
                    config.report(None, Fault::Missing);
                }
            }
            Err(error) => config.report(None, Fault::Unreadable(error.to_string())),
        }
        config
    }

    /// What is wrong, a sentence each.
    pub fn tell(&self, lang: Lang) -> Vec<String> {
        let file = safe(&self.file.display().to_string());
        let tell = |(line, fault): &(Option<usize>, Fault)| {
            let fault = match fault {
                Fault::Missing => lang.file_gone().to_owned(),
                Fault::Unreadable(why) => lang.config_unreadable(why),
                Fault::Syntax(why) => lang.keymap_syntax(why),
                Fault::Key(key) => lang.config_key(&safe(key), &KEYS.join(", ")),
                Fault::Value(key, allowed) => lang.config_value(key, &allowed.join(", ")),
                Fault::NoPath(key) => lang.config_no_path(key),
            };
            match line {
                Some(line) => lang.keymap_line(&file, *line, &fault),
                None => lang.of_file(&file, &fault),
            }
        };
        self.faults.iter().map(tell).collect()
    }

    fn report(&mut self, line: Option<usize>, fault: Fault) {
        self.faults.push((line, fault));
    }

    fn take(&mut self, text: &str) {
        let line = |at: usize| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let at = error.span().map(|span| line(span.start));
                return self.report(at, Fault::Syntax(error.message().to_owned()));
            }
        };
        for (key, value) in table.get_ref() {
            if let Err(fault) = self.set(key.get_ref(), value) {
                self.report(Some(line(key.span().start)), fault);
            }
        }
        self.faults.sort_by_key(|(line, _)| *line);
    }

    fn set(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<(), Fault> {
        let value = value.get_ref();
        let word = |key, allowed: &'static [&'static str]| {
            let said = value.as_str().filter(|word| allowed.contains(word));
            said.map(str::to_owned).ok_or(Fault::Value(key, allowed))
        };
        let switch = |key| value.as_bool().ok_or(Fault::Value(key, YES_NO));
        // `join` leaves an absolute path as it is.
        let folder = self.file.parent().unwrap_or_else(|| Path::new(""));
        let path = |key| {
            let name = value.as_str().filter(|name| !name.is_empty());
            name.map(|name| folder.join(name)).ok_or(Fault::NoPath(key))
        };
        match key {
            "db" => self.db = Some(path("db")?),
            "keymap" => self.keymap = Some(path("keymap")?),
            "lang" => self.lang = Some(word("lang", LANGS)?),
            "theme" => self.theme = Some(word("theme", THEMES)?),
            "ambiguous" => self.ambiguous = Some(word("ambiguous", &["narrow", "wide"])?),
            "ascii" => self.ascii = Some(switch("ascii")?),
            "plain" => self.plain = switch("plain")?,
            other => return Err(Fault::Key(other.to_owned())),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Config {
        Config::read(
            Path::new("/home/a/o/config.toml"),
            Ok(text.to_owned()),
            false,
        )
    }

    #[test]
    fn what_it_names_lies_beside_it() {
        let config =
            read("keymap = \"keys.toml\"\ndb = \"/srv/o.db\"\ntheme = \"dark\"\nplain = true");
        assert_eq!(config.keymap, Some("/home/a/o/keys.toml".into()));
        assert_eq!(config.db, Some("/srv/o.db".into()));
        assert_eq!(
            (config.theme.as_deref(), config.plain),
            (Some("dark"), true)
        );
        assert!(config.tell(Lang::Zh).is_empty());
        let beside = Config::read(Path::new("c.toml"), Ok("db = \"o.db\"".to_owned()), true);
        assert_eq!(beside.db, Some("o.db".into()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_is_allowed() {
        let faults =
            read("thme = \"dark\"\n\ntheme = \"blue\"\nplain = \"yes\"\nkeymap = 1\nlang = \"zh\"");
        assert_eq!(faults.lang.as_deref(), Some("zh"));
        assert_eq!(
            faults.tell(Lang::Zh),
            [
                "/home/a/o/config.toml 第 1 行: 没有 thme 这一项;可用 db, lang, theme, ascii, plain, ambiguous, keymap",
                "/home/a/o/config.toml 第 3 行: theme 可取 auto, 16, dark, light, okabe-ito, mono",
                "/home/a/o/config.toml 第 4 行: plain 可取 true, false",
                "/home/a/o/config.toml 第 5 行: keymap 应为加引号的文件名",
            ]
        );
        let broken = read("lang = zh\n").tell(Lang::En);
        assert!(
            broken[0].starts_with("/home/a/o/config.toml, line 1: not TOML"),
            "{broken:?}"
        );
        let gone = || Err(io::ErrorKind::NotFound.into());
        assert!(
            Config::read(Path::new("c"), gone(), false)
                .tell(Lang::En)
                .is_empty()
        );
        let told = Config::read(Path::new("c"), gone(), true).tell(Lang::En);
        assert_eq!(told, ["c: no such file"]);
        let shut = Config::read(
            Path::new("c"),
            Err(io::ErrorKind::PermissionDenied.into()),
            false,
        );
        assert_eq!(shut.tell(Lang::Zh), ["c: 读不了 (permission denied)"]);
    }
}
