//! Row mapping: a struct whose fields are the columns of a statement, by name.

use rusqlite::{Row, Statement};

/// A struct that can be read from a row.
pub(super) trait FromRow: Sized {
    /// The columns it is read from, in the order of its fields.
    const COLUMNS: &'static [&'static str];

    /// Reads the columns that stand at these places.
    fn from_row(row: &Row<'_>, places: &[usize]) -> rusqlite::Result<Self>;
}

/// Where the columns of a record stand in a statement's rows, found once for all its rows.
///
/// Each is looked for behind the one before: fields and columns run alike but for what is left out.
pub(super) fn places(statement: &Statement<'_>, columns: &[&str]) -> rusqlite::Result<Vec<usize>> {
    let count = statement.column_count();
    let mut next = 0;
    let mut places = Vec::with_capacity(columns.len());
    for column in columns {
        let mut ring = (next..count).chain(0..next);
        let place = ring
            .find(|at| statement.column_name(*at).is_ok_and(|name| name == *column))
            .ok_or_else(|| rusqlite::Error::InvalidColumnName((*column).to_owned()))?;
        places.push(place);
        next = place + 1;
    }
    Ok(places)
}

/// Declares a struct and reads it from a row by the names of its fields.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        pub struct $name { $($(#[$doc])* pub $field: $type),+ }

        impl $crate::store::record::FromRow for $name {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn from_row(row: &rusqlite::Row<'_>, places: &[usize]) -> rusqlite::Result<Self> {
                let mut places = places.iter().copied();
                let mut next = || places.next().unwrap_or(usize::MAX);
                Ok(Self { $($field: row.get(next())?),+ })
            }
        }
    };
}
