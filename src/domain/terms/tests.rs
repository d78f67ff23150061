use super::*;
use crate::domain::day::day;

fn due(terms: &str, invoice: &str) -> String {
    let terms: Terms = terms.parse().unwrap();
    terms.due(day(invoice)).to_string()
}

#[test]
fn terms_are_written_as_they_are_read() {
    for text in [
        "prepaid",
        "cod",
        "deposit:30",
        "deposit:12.5",
        "deposit:30/net:30",
        "net:30",
        "net:0",
        "monthly:25+30",
        "monthly:31+0",
    ] {
        let terms: Terms = text.parse().unwrap();
        assert_eq!(terms.to_string(), text);
        let json = serde_json::to_string(&terms).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Terms>(&json).unwrap(), terms);
    }
}

#[test]
fn what_is_no_terms_is_not_read() {
    for text in [
        "",
        "prepaid:1",
        "Net:30",
        "net",
        "net:",
        "net:+3",
        "net:-3",
        "net:3651",
        "net:3.5",
        "deposit:0",
        "deposit:100.01",
        "deposit:30/net",
        "deposit:30/cod",
        "monthly:0+30",
        "monthly:32+30",
        "monthly:25",
        "monthly:25+",
        "monthly:25+30+1",
    ] {
        assert_eq!(text.parse::<Terms>(), Err(NotTerms), "{text}");
    }
    assert!(serde_json::from_str::<Terms>("\"net:x\"").is_err());
    assert!(serde_json::from_str::<Terms>("\"ｎｅｔ：３０\"").is_ok());
}

#[test]
fn money_before_goods_is_due_at_once() {
    for terms in ["prepaid", "cod", "deposit:30", "net:0"] {
        assert_eq!(due(terms, "2026-11-25"), "2026-11-25", "{terms}");
    }
    assert_eq!(due("net:30", "2026-11-25"), "2026-12-25");
    assert_eq!(due("deposit:30/net:30", "2026-11-25"), "2026-12-25");
}

#[test]
fn the_cut_off_day_itself_counts() {
    assert_eq!(due("monthly:25+30", "2026-11-24"), "2026-12-25");
    assert_eq!(due("monthly:25+30", "2026-11-25"), "2026-12-25");
    assert_eq!(due("monthly:25+30", "2026-11-26"), "2027-01-24");
    assert_eq!(due("monthly:25+0", "2026-12-26"), "2027-01-25");
}

#[test]
fn a_cut_off_past_the_month_clamps_to_its_end() {
    assert_eq!(due("monthly:31+0", "2027-02-10"), "2027-02-28");
    assert_eq!(due("monthly:31+0", "2028-02-10"), "2028-02-29");
    assert_eq!(due("monthly:31+0", "2027-02-28"), "2027-02-28");
    assert_eq!(due("monthly:31+0", "2027-04-30"), "2027-04-30");
    assert_eq!(due("monthly:30+0", "2027-01-31"), "2027-02-28");
    assert_eq!(due("monthly:30+5", "2027-01-31"), "2027-03-05");
}

#[test]
fn only_goods_before_money_are_credit() {
    for (text, credit, deposit) in [
        ("prepaid", false, None),
        ("cod", false, None),
        ("deposit:30", false, Some(Percent(3_000))),
        ("deposit:30/net:30", true, Some(Percent(3_000))),
        ("net:30", true, None),
        ("monthly:25+30", true, None),
    ] {
        let terms: Terms = text.parse().unwrap();
        assert_eq!(
            (terms.is_credit(), terms.deposit_percent()),
            (credit, deposit),
            "{text}"
        );
    }
}
