use super::*;
use crate::domain::day::day;

fn want(qty: i64, promise: &str) -> Want {
    Want {
        qty: Qty(qty),
        site: None,
        promise: day(promise),
        kept: Vec::new(),
    }
}

fn source(on: &str, site: i64, qty: i64) -> Source {
    Source {
        day: day(on),
        site: WarehouseId(site),
        qty: Qty(qty),
    }
}

const TODAY: &str = "2026-11-23";

fn served(wants: &[Want], sources: Vec<Source>) -> Vec<(Option<Day>, Option<usize>)> {
    let met = serve(day(TODAY), wants, sources);
    met.iter().map(|m| (m.day, m.displaced_by)).collect()
}

#[test]
fn the_first_in_service_takes_the_first_goods() {
    let wants = [
        want(6, "2026-11-24"),
        want(6, "2026-11-24"),
        want(6, "2026-11-30"),
        want(6, "2026-11-30"),
    ];
    let sources = vec![source("2026-11-28", 1, 10), source(TODAY, 1, 8)];
    let late = day("2026-11-28");
    assert_eq!(
        served(&wants, sources),
        [
            (Some(day(TODAY)), None),
            (Some(late), Some(0)),
            (Some(late), None),
            (None, Some(2)),
        ]
    );
}

#[test]
fn goods_that_should_have_come_count_today() {
    let got = served(&[want(5, TODAY)], vec![source("2026-11-01", 1, 5)]);
    assert_eq!(got, [(Some(day(TODAY)), None)]);
}

#[test]
fn a_line_is_served_from_its_own_warehouse() {
    let mut sited = want(5, TODAY);
    sited.site = Some(WarehouseId(2));
    let sources = vec![source(TODAY, 1, 5), source("2026-12-01", 2, 5)];
    assert_eq!(
        served(&[sited, want(5, TODAY)], sources),
        [(Some(day("2026-12-01")), None), (Some(day(TODAY)), None)]
    );
}

#[test]
fn stock_kept_further_down_pushes_before_what_is_served_above() {
    let mut behind = want(0, TODAY);
    behind.kept.push(WarehouseId(1));
    let wants = [want(4, TODAY), want(4, TODAY), behind];
    let got = served(&wants, vec![source(TODAY, 1, 4)]);
    assert_eq!(got[1], (None, Some(2)));
    assert_eq!(got[2], (Some(day(TODAY)), None), "it has its goods");
}
