//! Files with a byte flipped, a row dropped or columns swapped: never a panic, never a lost row.

use proptest::prelude::*;

use super::more_platforms::{ALI, DOUYIN, PDD, ali_rows, douyin_row, pdd_row};
use super::support::*;
use crate::paper::input::Input;
use crate::paper::masters_sheet::{MasterKind, read_masters};
use crate::paper::order_sheet::read_orders;

fn fixtures() -> Vec<Vec<(String, Vec<u8>)>> {
    let ids: Vec<String> = (0..4).map(|n| format!("88776655443322110{n}")).collect();
    let list: Vec<_> = ids.iter().map(|id| old_order(id, &[])).collect();
    let detail: Vec<_> = ids
        .iter()
        .map(|id| old_line(id, "短袖", "45.00", "2"))
        .collect();
    let jd: Vec<_> = (0..6)
        .map(|n| jd_row(&format!("1172943993{}", n / 2), "1", "1", "完成"))
        .collect();
    let pdd = [
        pdd_row("261125-123456789012345", &[]),
        pdd_row("261125-123456789012346", &[]),
    ];
    let douyin = [
        douyin_row("6917926768823643751", "6917926768823643752", &[]),
        douyin_row(
            "6917926768823643751",
            "6917926768823643753",
            &[("选购商品", "a;b"), ("商品数量", "2")],
        ),
    ];
    let file = |name: &str, bytes| (name.to_owned(), bytes);
    vec![
        vec![
            file("list", gbk(&csv(OLD_LIST, &list))),
            file("detail", gbk(&csv(OLD_DETAIL, &detail))),
        ],
        vec![file("jd", gbk(&csv(JD, &jd)))],
        vec![file("jd8", csv(JD, &jd).into_bytes())],
        vec![file("jdx", xlsx_texts(JD, &jd))],
        vec![file("pdd", csv(PDD, &pdd).into_bytes())],
        vec![file("douyin", csv(DOUYIN, &douyin).into_bytes())],
        vec![file("1688", xlsx_texts(ALI, &ali_rows()))],
        vec![file("jd.xls", gbk(&page(JD, &jd)))],
    ]
}

fn survives(files: &[(String, Vec<u8>)]) {
    if let Ok(read) = read_platform(files, None) {
        accounted(&read);
        let _ = read
            .orders
            .iter()
            .map(|order| order.status.name().len())
            .sum::<usize>();
    }
    for (name, bytes) in files {
        let input = Input::new(name, bytes);
        let _ = read_masters(MasterKind::Products, &input);
        if let Ok(read) = read_orders(&input) {
            let lines: usize = read.drafts.iter().map(|draft| draft.lines.len()).sum();
            assert_eq!(read.rows, (lines + read.problems.len()) as u64 + read.sums);
        }
    }
}

#[test]
fn every_single_byte_of_a_text_may_flip() {
    let all = fixtures();
    // Every 61st byte with a few faces: the sheet's own signs and what is no text at all.
    for files in all.iter().filter(|files| !files[0].1.starts_with(b"PK")) {
        for (which, (_, bytes)) in files.iter().enumerate() {
            for at in (0..bytes.len()).step_by(61) {
                let face = [b'"', b',', b'\n', 0xFF, 0, b'\t'][at % 6];
                let mut files = files.clone();
                files[which].1[at] = face;
                survives(&files);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_flipped_byte_or_a_cut_never_panics(which in 0_usize..8, at: prop::sample::Index, bit in 0_u8..8, cut: bool) {
        let mut files = fixtures().swap_remove(which);
        let bytes = &mut files[0].1;
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at); } else { bytes[at] ^= 1 << bit; }
        survives(&files);
    }

    #[test]
    fn dropped_rows_are_dropped_and_no_more(drop_list in 1_usize..5, drop_detail in 1_usize..5) {
        let mut files = fixtures().swap_remove(0);
        for (file, row) in files.iter_mut().zip([drop_list, drop_detail]) {
            let mut lines: Vec<&[u8]> = file.1.split_inclusive(|b| *b == b'\n').collect();
            lines.remove(row);
            file.1 = lines.concat();
        }
        let read = read_platform(&files, None).unwrap();
        accounted(&read);
        prop_assert_eq!(read.rows, 6);
        let whole = read.orders.iter().filter(|order| order.complete).count();
        prop_assert_eq!(whole, if drop_list == drop_detail { 3 } else { 2 });
    }

    #[test]
    fn swapped_columns_change_nothing(a in 0_usize..30, b in 0_usize..30) {
        let swap = |row: &str| {
            let mut cells: Vec<String> = row.split(',').map(str::to_owned).collect();
            cells.swap(a, b);
            cells
        };
        let row = jd_row("11729439936", "1", "2", "等待出库");
        let mut swapped = row.clone();
        swapped.swap(a, b);
        let plain = read(&[("j", csv(JD, &[row]).into_bytes())]);
        let turned = read(&[("j", csv(&swap(JD).join(","), &[swapped]).into_bytes())]);
        let bare = |mut read: Read| { read.orders[0].raw.clear();
            // What is not read is told in the order of the columns.
            read.tables[0].unknown.sort(); read };
        prop_assert_eq!(bare(plain), bare(turned));
    }
}
