//! The fields of every command and query, as JSON Schema: a line of `assets/shapes.tsv` each.
//!
//! The types say them, and a test holds the file to the types. Said by the program itself they took half a
//! megabyte of it, for a page of help and a form now and then.

use serde_json::Value;

const SHAPES: &str = include_str!("../../assets/shapes.tsv");

/// The fields of the command or query of this name.
pub fn of(name: &str) -> Value {
    let mut lines = SHAPES.lines().filter_map(|line| line.split_once('\t'));
    let shape = lines.find(|(of, _)| *of == name).map(|(_, shape)| shape);
    shape
        .and_then(|shape| serde_json::from_str(shape).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::SHAPES;
    use crate::desk::command::CommandSpec;
    use crate::desk::query::QuerySpec;
    use crate::desk::{Command, Query};

    /// After a change of a field: `SHAPES=write cargo test --lib shapes`.
    #[test]
    fn the_file_says_what_the_types_say() {
        let mut wanted = String::new();
        for (name, shape) in Command::shapes().into_iter().chain(Query::shapes()) {
            writeln!(wanted, "{name}\t{shape}").expect("text takes text");
        }
        if std::env::var_os("SHAPES").is_some_and(|wish| wish == "write") {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/shapes.tsv");
            std::fs::write(path, &wanted).expect("it is written");
            return;
        }
        for (is, should) in SHAPES.lines().zip(wanted.lines()) {
            assert_eq!(is, should, "SHAPES=write cargo test --lib shapes");
        }
        assert_eq!(SHAPES.lines().count(), wanted.lines().count());
    }

    #[test]
    fn every_name_has_its_line() {
        let commands = Command::SPECS.iter().map(CommandSpec::schema);
        let queries = Query::SPECS.iter().map(QuerySpec::schema);
        for shape in commands.chain(queries) {
            assert_eq!(shape["type"], "object");
        }
    }
}
