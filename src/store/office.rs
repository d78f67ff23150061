//! The office itself: settings, people, rights, number series, calendar.

use super::{Db, Result, Tx};
use crate::domain::ids::StaffId;
use crate::domain::{Day, Moment, Role};

record! {
    /// A person of the office.
    pub struct Staff {
        /// Row.
        pub id: StaffId,
        /// Name at the operating system and in commands.
        pub login: String,
        /// Name for people.
        pub name: String,
        /// The operating system's number of this person, if known.
        pub uid: Option<i64>,
        /// Whether the person may act.
        pub active: bool,
        /// Counts the changes of this row.
        pub version: i64,
    }
}

record! {
    /// A setting of the office.
    pub struct Setting {
        /// Its name.
        pub name: String,
        /// Its value.
        pub value: String,
    }
}

record! {
    /// One change of an office's rights.
    pub struct Permission {
        /// Role.
        pub role: Role,
        /// Command, or a right such as `act_as`.
        pub command: String,
        /// Given or taken.
        pub allowed: bool,
    }
}

const STAFF: &str = "SELECT id, login, name, uid, active, version FROM staff";

/// The value of a setting, if somebody set it.
pub fn setting(db: &Db, name: &str) -> Result<Option<String>> {
    db.value("SELECT value FROM setting WHERE name = ?1", [name])
}

/// Every setting that somebody set.
pub fn settings(db: &Db) -> Result<Vec<Setting>> {
    db.all("SELECT name, value FROM setting ORDER BY name", [])
}

/// Sets a setting.
pub fn set(tx: &Tx<'_>, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2)
               ON CONFLICT DO UPDATE SET value = excluded.value";
    tx.exec(sql, [name, value]).map(drop)
}

/// The person with this login.
pub fn staff_by_login(db: &Db, login: &str) -> Result<Option<Staff>> {
    db.opt(&format!("{STAFF} WHERE login = ?1"), [login])
}

/// The person with this number at the operating system.
pub fn staff_by_uid(db: &Db, uid: i64) -> Result<Option<Staff>> {
    db.opt(&format!("{STAFF} WHERE uid = ?1"), [uid])
}

/// Ties a person to a number of the system, where none is known yet.
pub fn bind(tx: &Tx<'_>, id: StaffId, uid: i64) -> Result<()> {
    let sql = "UPDATE staff SET uid = ?2 WHERE id = ?1 AND uid IS NULL";
    tx.exec(sql, (id, uid)).map(drop)
}

/// The person of this row.
pub fn staff(db: &Db, id: StaffId) -> Result<Staff> {
    db.one(&format!("{STAFF} WHERE id = ?1"), [id])
}

/// Everybody, by login.
pub fn all_staff(db: &Db) -> Result<Vec<Staff>> {
    db.all(&format!("{STAFF} ORDER BY login"), [])
}

/// The roles of a person.
pub fn roles(db: &Db, id: StaffId) -> Result<Vec<Role>> {
    db.values("SELECT role FROM staff_role WHERE staff_id = ?1", [id])
}

/// How many active administrators there are beside this person.
pub fn other_admins(db: &Db, id: StaffId) -> Result<i64> {
    let sql = "SELECT count(*) FROM staff s JOIN staff_role r ON r.staff_id = s.id
               WHERE r.role = 'admin' AND s.active = 1 AND s.id <> ?1";
    Ok(db.value(sql, [id])?.unwrap_or(0))
}

/// Adds a person or changes one, with the roles given.
pub fn save_staff(
    tx: &Tx<'_>,
    login: &str,
    name: &str,
    uid: Option<i64>,
    active: bool,
    roles: &[Role],
) -> Result<StaffId> {
    let sql = "INSERT INTO staff (login, name, uid, active) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (login) DO UPDATE SET name = excluded.name, active = excluded.active,
                   uid = coalesce(excluded.uid, uid), version = version + 1
               RETURNING id";
    let id: StaffId = tx
        .value(sql, (login, name, uid, active))?
        .ok_or_else(no_row)?;
    tx.exec("DELETE FROM staff_role WHERE staff_id = ?1", [id])?;
    for role in roles {
        let sql = "INSERT INTO staff_role (staff_id, role) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        tx.exec(sql, (id, role))?;
    }
    Ok(id)
}

/// What this office changed about a command's rights.
pub fn permissions(db: &Db, command: &str) -> Result<Vec<Permission>> {
    db.all(
        "SELECT role, command, allowed FROM permission WHERE command = ?1",
        [command],
    )
}

/// Gives or takes a right.
pub fn permit(tx: &Tx<'_>, role: Role, command: &str, allowed: bool) -> Result<()> {
    let sql = "INSERT INTO permission (role, command, allowed) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET allowed = excluded.allowed";
    tx.exec(sql, (role, command, allowed)).map(drop)
}

/// The pairs of parts that one person may not have in the same order, those that count.
pub fn duty_rules(db: &Db) -> Result<Vec<DutyRule>> {
    db.all("SELECT * FROM duty_rule WHERE active = 1", [])
}

/// Every row of the duty matrix.
pub fn all_duty_rules(db: &Db) -> Result<Vec<DutyRule>> {
    db.all("SELECT * FROM duty_rule ORDER BY part_a, part_b", [])
}

record! {
    /// Two parts that one person may not have in the same order.
    pub struct DutyRule {
        /// One part.
        pub part_a: String,
        /// The other.
        pub part_b: String,
        /// Whether it counts.
        pub active: bool,
    }
}

/// Adds a row of the duty matrix, or writes the one of the same parts.
pub fn save_duty_rule(tx: &Tx<'_>, part_a: &str, part_b: &str, active: bool) -> Result<()> {
    let sql = "INSERT INTO duty_rule (part_a, part_b, active) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET active = excluded.active";
    tx.exec(sql, (part_a, part_b, active)).map(drop)
}

/// Every marked day of the calendar.
pub fn calendar(db: &Db) -> Result<Vec<(Day, bool)>> {
    let rows: Vec<CalendarDay> = db.all("SELECT day, work FROM calendar_day", [])?;
    Ok(rows.into_iter().map(|row| (row.day, row.work)).collect())
}

record! {
    /// A marked day.
    pub struct CalendarDay {
        /// The day.
        pub day: Day,
        /// Whether it is worked.
        pub work: bool,
    }
}

/// Marks a day as worked or free.
pub fn mark_day(tx: &Tx<'_>, day: Day, work: bool, name: &str) -> Result<()> {
    let sql = "INSERT INTO calendar_day (day, work, name) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET work = excluded.work, name = excluded.name";
    tx.exec(sql, (day, work, name)).map(drop)
}

/// Takes the mark off a day.
pub fn unmark_day(tx: &Tx<'_>, day: Day) -> Result<()> {
    tx.exec("DELETE FROM calendar_day WHERE day = ?1", [day])
        .map(drop)
}

record! {
    /// A marked day with its name.
    pub struct MarkedDay {
        /// The day.
        pub date: Day,
        /// Whether it is worked.
        pub work: bool,
        /// What it is called.
        pub name: String,
    }
}

/// Marked days in their order, from and to a day if given, behind `after`.
pub fn marked_days(
    db: &Db,
    (from, to): (Option<Day>, Option<Day>),
    after: Option<Day>,
    limit: i64,
) -> Result<Vec<MarkedDay>> {
    let sql = "SELECT day AS date, work, name FROM calendar_day
               WHERE day >= coalesce(?1, '') AND day <= coalesce(?2, '9999') AND day > coalesce(?3, '')
               ORDER BY day LIMIT ?4";
    db.all(sql, (from, to, after, limit))
}

/// The years that have marked days; others count Monday to Friday.
pub fn marked_years(db: &Db) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT CAST(substr(day, 1, 4) AS INTEGER) FROM calendar_day ORDER BY 1";
    db.values(sql, [])
}

/// Gives out the next number of a series: prefix, day, four digits or more, without gaps.
pub fn next_number(tx: &Tx<'_>, prefix: &str, day: Day) -> Result<String> {
    let day = day.compact();
    let sql = "INSERT INTO series (prefix, day, last) VALUES (?1, ?2, 1)
               ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last";
    let last: i64 = tx.value(sql, [prefix, day.as_str()])?.ok_or_else(no_row)?;
    Ok(format!("{prefix}{day}-{last:04}"))
}

/// Keeps a half-typed form for its person.
pub fn park(
    tx: &Tx<'_>,
    who: StaffId,
    screen: &str,
    slot: &str,
    body: &str,
    at: Moment,
) -> Result<()> {
    let sql = "INSERT INTO parked (staff_id, screen, slot, body, at) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT DO UPDATE SET body = excluded.body, at = excluded.at";
    tx.exec(sql, (who, screen, slot, body, at)).map(drop)
}

/// Forgets a half-typed form; tells whether there was one.
pub fn unpark(tx: &Tx<'_>, who: StaffId, screen: &str, slot: &str) -> Result<bool> {
    let sql = "DELETE FROM parked WHERE staff_id = ?1 AND screen = ?2 AND slot = ?3";
    tx.exec(sql, (who, screen, slot)).map(|gone| gone > 0)
}

/// The half-typed forms of a person, newest first.
pub fn parked(db: &Db, who: StaffId) -> Result<Vec<Parked>> {
    db.all(
        "SELECT screen, slot, body, at FROM parked WHERE staff_id = ?1 ORDER BY at DESC, slot",
        [who],
    )
}

record! {
    /// Somebody with changes of an order that are typed and not saved.
    pub struct Editor {
        /// Login.
        pub who: String,
        /// When something was typed last.
        pub since: Moment,
    }
}

/// The others who have this order among the `edits` of a half-typed form, whoever typed last first.
/// There are no more forms than people have windows.
pub fn editors(db: &Db, order: &str, but: StaffId) -> Result<Vec<Editor>> {
    let sql =
        "SELECT s.login AS who, max(p.at) AS since FROM parked p JOIN staff s ON s.id = p.staff_id
               WHERE p.staff_id <> ?2
                   AND EXISTS (SELECT 1 FROM json_each(p.body, '$.edits') WHERE value = ?1)
               GROUP BY s.login ORDER BY since DESC, who";
    db.all(sql, (order, but))
}

record! {
    /// A half-typed form.
    pub struct Parked {
        /// The screen it belongs to.
        pub screen: String,
        /// Which of several on that screen.
        pub slot: String,
        /// What was typed, as JSON.
        pub body: String,
        /// When it was kept.
        pub at: Moment,
    }
}

fn no_row() -> super::StoreError {
    super::StoreError::Sql("a statement that returns a row returned none".to_owned())
}
