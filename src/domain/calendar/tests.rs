use super::*;
use crate::domain::day::day;
use proptest::prelude::*;

fn national_day() -> Calendar {
    // 2026: off 10-01..07, the Saturday 10-10 is worked (practice.md §3.6).
    let off = (1..=7).map(|n| (day(&format!("2026-10-{n:02}")), false));
    Calendar::new(off.chain([(day("2026-10-10"), true)]))
}

#[test]
fn marks_go_before_weekdays() {
    let calendar = national_day();
    assert!(calendar.is_workday(day("2026-09-30")));
    assert!(!calendar.is_workday(day("2026-10-01")), "a marked Thursday");
    assert!(calendar.is_workday(day("2026-10-10")), "a marked Saturday");
    assert!(!calendar.is_workday(day("2026-10-17")), "a plain Saturday");
}

#[test]
fn a_year_without_data_is_monday_to_friday() {
    let calendar = national_day();
    assert!(calendar.knows(2026) && !calendar.knows(2027));
    assert!(calendar.is_workday(day("2027-10-01")));
    assert!(!calendar.is_workday(day("2027-10-02")));
}

#[test]
fn working_days_step_over_the_holiday() {
    let calendar = national_day();
    let eve = day("2026-09-30");
    assert_eq!(calendar.plus_workdays(eve, 0), eve);
    assert_eq!(calendar.plus_workdays(eve, 1), day("2026-10-08"));
    assert_eq!(calendar.plus_workdays(eve, 3), day("2026-10-10"));
    assert_eq!(calendar.plus_workdays(eve, 4), day("2026-10-12"));
    assert_eq!(calendar.workdays_between(eve, day("2026-10-07")), 0);
    assert_eq!(calendar.workdays_between(eve, day("2026-10-10")), 3);
    assert_eq!(calendar.workdays_between(day("2026-10-10"), eve), -3);
}

#[test]
fn counting_ends_with_the_range() {
    let calendar = Calendar::default();
    assert_eq!(
        calendar.plus_workdays(day("2199-12-30"), u32::MAX),
        day("2199-12-31")
    );
}

#[test]
fn working_hours_stay_inside_the_span() {
    let calendar = national_day();
    for (start, hours, end) in [
        ("2026-11-23T09:30:00", 4, "2026-11-23T13:30:00"),
        ("2026-11-23T14:00:00", 4, "2026-11-23T18:00:00"),
        ("2026-11-23T14:00:01", 4, "2026-11-24T09:00:01"),
        ("2026-11-23T07:00:00", 1, "2026-11-23T10:00:00"),
        ("2026-11-23T18:00:00", 0, "2026-11-24T09:00:00"),
        ("2026-11-27T17:00:00", 4, "2026-11-30T12:00:00"), // over a weekend
        ("2026-11-28T12:00:00", 9, "2026-11-30T18:00:00"), // from a Saturday
        ("2026-09-30T17:00:00", 2, "2026-10-08T10:00:00"), // over the holiday
    ] {
        let start: Moment = start.parse().unwrap();
        let found = calendar.plus_work_hours(start, hours, Hours::default());
        assert_eq!(found.to_string(), end, "{start} + {hours} h");
    }
}

#[test]
fn hours_are_a_span_of_one_day() {
    assert_eq!("09:00-18:00".parse(), Ok(Hours::default()));
    assert_eq!(Hours::default().to_string(), "09:00-18:00");
    assert!("00:00-24:00".parse::<Hours>().is_ok());
    for bad in [
        "18:00-09:00",
        "09:00-09:00",
        "09:00-24:01",
        "9:00-18:00",
        "09:60-18:00",
        "",
    ] {
        assert_eq!(bad.parse::<Hours>(), Err(NotHours), "{bad}");
    }
}

proptest! {
    #[test]
    fn counting_back_gives_the_count(offset in 0_i64..800, n in 0_u32..60) {
        let calendar = national_day();
        let start = day("2026-01-01").plus_days(offset);
        let end = calendar.plus_workdays(start, n);
        prop_assert_eq!(calendar.workdays_between(start, end), i64::from(n));
    }
}
