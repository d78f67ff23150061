//! Reading any table: sniffing, encodings, caps and the traps of cells.

use super::support::*;
use crate::domain::{Code, Money, Qty, Refusal};
use crate::paper::cell;
use crate::paper::grid::Broken;
use crate::paper::header::{self, Aliases};
use crate::paper::platform;
use crate::paper::profile::Profiles;
use crate::paper::sheet::{self, Cell, Encoding, Input, Row, Sheet};

fn read_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    sheet::read_sheets(&Input::new("f", bytes))
}

fn one(bytes: &[u8]) -> Sheet {
    read_sheets(bytes).unwrap().remove(0)
}

fn read_rows(sheet: &Sheet) -> Vec<Row> {
    sheet.rows.first(usize::MAX).unwrap()
}

fn why(bytes: &[u8]) -> String {
    let no = read_sheets(bytes).unwrap_err();
    assert_eq!(no.code(), Code::ImportBadFile);
    no.facts()["why"].as_str().unwrap().to_owned()
}

#[test]
fn the_encoding_is_told_from_the_whole_file() {
    let text = "名称,数量\r\n红牛,1\r\n㐀𠮷€,2\r\n";
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(
        text.replace(',', "\t")
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    let bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (bom, Encoding::Utf8),
        (gb, Encoding::Gb18030),
        (utf16, Encoding::Utf16),
    ] {
        let sheet = one(&bytes);
        assert_eq!(sheet.encoding, encoding);
        assert_eq!(read_rows(&sheet)[0].cell(0).text, "名称");
        assert_eq!(read_rows(&sheet)[2].cell(0).text, "㐀𠮷€");
        assert!(read_rows(&sheet).iter().all(|row| row.broken.is_none()));
    }
}

#[test]
fn what_cannot_be_decoded_refuses_its_row_only() {
    let good = csv(
        JD,
        &[
            jd_row("11729439936", "1", "1", "完成"),
            jd_row("11729439937", "1", "1", "完成"),
        ],
    );
    let utf8 = [good.as_bytes(), b""].concat();
    for (mut bytes, mark) in [
        (gbk(&good), gbk("红牛")),
        (utf8, "红牛".as_bytes().to_vec()),
    ] {
        let at = bytes.windows(mark.len()).position(|w| w == mark).unwrap();
        bytes[at] = 0xFF;
        let read = read(&[("j.csv", bytes)]);
        assert_eq!((read.orders.len(), read.problems.len()), (1, 1));
        assert_eq!(read.problems[0].refusal.facts()["why"], "undecodable");
        assert_eq!(read.problems[0].refusal.facts()["field"], "商品名称");
        let raw = serde_json::Value::Array(read.orders[0].raw.clone());
        assert!(!raw.to_string().contains('\u{FFFD}'));
    }
}

#[test]
fn delimiter_and_line_numbers_are_found() {
    let sheet = one("标题\r\n\r\n货号\t数量\r\nA\t\"多\r\n行\"\r\n\r\n\r\nB\t2".as_bytes());
    let lines: Vec<u64> = read_rows(&sheet).iter().map(|row| row.line).collect();
    assert_eq!(lines, [1, 3, 4, 8]);
    assert_eq!(read_rows(&sheet)[2].cell(1).text, "多 行");
    let old_mac = one(b"a,b\r1,2\r3,4");
    assert_eq!(read_rows(&old_mac)[2].line, 3);
}

#[test]
fn headings_may_stand_deep_and_be_written_anyhow() {
    use std::fmt::Write;
    let mut text = "某某店铺导出\n".to_owned();
    for n in 0..16 {
        writeln!(text, "说明{n},x").unwrap();
    }
    text.push_str("＊Order_No.,商品总价（元）, 数 量 \n1,2,3\n");
    let sheet = one(text.as_bytes());
    let names = [
        ("id", vec!["order no.".to_owned()]),
        ("total", vec!["商品总价".to_owned()]),
        ("qty", vec!["数量".to_owned()]),
    ];
    let aliases = Aliases::new(names.iter().map(|(f, n)| (*f, &n[..])));
    let header = header::find(&sheet, &aliases).unwrap().unwrap();
    assert_eq!((header.at, header.score()), (17, 3));
    assert!(header.has("total") && header.unknown.is_empty());
    let deeper = format!("{}id\n", "x\n".repeat(50));
    assert!(
        header::find(&one(deeper.as_bytes()), &aliases)
            .unwrap()
            .is_none()
    );
}

#[test]
fn an_unclosed_quote_does_not_swallow_orders_silently() {
    let rows: Vec<_> = (0..4)
        .map(|n| jd_row(&format!("1172943993{n}"), "1", "1", "完成"))
        .collect();
    let broken = csv(JD, &rows).replacen("在线支付", "\"在线支付", 1);
    for (text, orders) in [
        (
            broken
                .replace("\"2,650.00\"", "2650.00")
                .replace("\"￥1,299.00\"", "1299"),
            0,
        ),
        (broken, 3),
    ] {
        let read = read_platform(&[("j.csv".to_owned(), gbk(&text))], None).unwrap();
        assert_eq!((read.orders.len(), read.problems.len()), (orders, 1));
        let why = &read.problems[0].refusal.facts()["why"];
        // Where the next quote ends it, the cells that follow stand one off and say it.
        assert!(why == "unclosed_quote" || why == "number", "{why}");
        assert_eq!(read.problems[0].line, 2);
    }
}

#[test]
fn a_page_named_xls_is_read_as_its_table() {
    let row = jd_row("11729439936", "1", "2", "等待出库");
    let cells = |tag: &str, cells: Vec<String>| -> String {
        let cells = cells.iter().map(|c| format!("<{tag} x:str>{c}</{tag}>"));
        cells.collect::<Vec<_>>().concat()
    };
    let head = cells("th", JD.split(',').map(str::to_owned).collect());
    let page = format!(
        "<html><table><tr>{head}</tr><tr>{}</tr></table></html>",
        cells("td", row)
    );
    let read = read(&[("jd.xls", gbk(&page))]);
    assert_eq!(read.orders[0].lines[0].qty, Qty(2000));
}

#[test]
fn hidden_characters_and_huge_cells_do_not_get_in() {
    let sheet = one("a\u{202E}b\0,\u{1b}[31m,\u{200B}\n".as_bytes());
    let rows_of = read_rows(&sheet);
    let texts: Vec<&str> = rows_of[0].cells.iter().map(|cell| cell.text).collect();
    assert_eq!(texts, ["ab", "[31m", ""]);
    let huge = format!("a,b\n1,{}\n", "长".repeat(3_400_000));
    assert_eq!(
        read_rows(&one(huge.as_bytes()))[1].broken,
        Some((Broken::TooLong, 1))
    );
}

#[test]
fn files_that_are_no_tables_are_refused() {
    assert_eq!(why(b""), "empty");
    assert_eq!(why(b"\r\n \r\n"), "empty");
    assert_eq!(why(b"<html><body><table></table>"), "empty");
    assert_eq!(why(b"PK\x03\x04truncated"), "unreadable");
    assert_eq!(
        why(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]),
        "unreadable"
    );
    let mut cut = xlsx(&[vec![t("a")]]);
    cut.truncate(cut.len() / 2);
    assert!(read_sheets(&cut).is_err());
    let names = [("a.csv".to_owned(), b"who,knows\n1,2\n".to_vec())];
    let no = read_platform(&names, None).unwrap_err();
    assert_eq!(
        (no.code(), &no.facts()["why"]),
        (Code::ImportBadFile, &"unknown_headings".into())
    );
    assert_eq!(no.facts()["file"], "a.csv");
}

#[test]
fn far_cells_are_refused_and_far_rows_cost_nothing() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet()
        .write_string(1_048_575, 16_383, "x")
        .unwrap();
    assert_eq!(why(&book.save_to_buffer().unwrap()), "too_wide");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet()
        .write_string(1_048_575, 2, "x")
        .unwrap();
    let sheet = one(&book.save_to_buffer().unwrap());
    assert_eq!(
        (sheet.rows.len(), read_rows(&sheet)[0].line),
        (1, 1_048_576)
    );
    assert_eq!(
        why(",".repeat(5000).replace(",,", ",x").as_bytes()),
        "too_wide"
    );
    assert_eq!(
        one(format!("x{}", ",".repeat(90_000)).as_bytes())
            .rows
            .len(),
        1
    );
}

#[test]
fn a_directory_that_tells_of_too_much_is_refused() {
    let mut bytes = xlsx(&[vec![t("a")]]);
    let at = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&(600_u32 << 20).to_le_bytes());
    assert_eq!(why(&bytes), "too_large");
}

#[test]
fn numbers_lose_their_marks_and_nothing_else() {
    let money = |text: &str| cell::number::<Money>("x", text);
    for (text, count) in [
        ("¥1,234.50", 123_450),
        ("￥ 1，234.50 元", 123_450),
        ("97.50元", 9_750),
        ("１２．５０", 1_250),
        ("-12.5", -1_250),
        ("-¥12.5", -1_250),
        ("¥-12.5", -1_250),
        ("-0.00", 0),
        ("12,345,678", 1_234_567_800),
        ("RMB 3", 300),
    ] {
        assert_eq!(money(text).unwrap(), Some(Money(count)), "{text}");
    }
    assert_eq!(money(" ").unwrap(), None);
    for bad in [
        "1,23", "12,5", ",123", "1234,567", "1.234,5", "12.505", "--1", "1-2", "abc", "1e3",
        "12元5",
    ] {
        assert_eq!(money(bad).unwrap_err().code(), Code::BadField, "{bad}");
    }
    assert_eq!(
        money("99999999999").unwrap_err().code(),
        Code::MoneyOverflow
    );
    assert_eq!(cell::quantity::<Qty>("q", "3 件").unwrap(), Some(Qty(3000)));
    assert!(
        cell::quantity::<Qty>("q", "3箱").is_err(),
        "a box is not a piece"
    );
}

#[test]
fn times_are_read_in_every_form_seen() {
    let at = |text: &str| cell::moment("t", text).map(|m| m.unwrap().to_string());
    for (text, time) in [
        ("2026-11-23 09:30:05", "2026-11-23T09:30:05"),
        ("2026-11-23 09:30", "2026-11-23T09:30:00"),
        ("2026/1/5 9:05", "2026-01-05T09:05:00"),
        ("2026-01-05T09:05:06.123", "2026-01-05T09:05:06"),
        ("2026-06-11 22:17前", "2026-06-11T22:17:00"),
        ("2026年1月5日", "2026-01-05T00:00:00"),
        ("2026.1.5", "2026-01-05T00:00:00"),
        ("20260105", "2026-01-05T00:00:00"),
        ("46182.395833333", "2026-06-09T09:30:00"),
        ("46182", "2026-06-09T00:00:00"),
    ] {
        assert_eq!(at(text).unwrap(), time, "{text}");
    }
    for bad in [
        "31.4.",
        "11/23/2026",
        "2024-02-30",
        "2026-11-23 25:00",
        "2026-13-01",
        "26-1-5",
        "soon",
        "1.2.3.4",
    ] {
        assert_eq!(at(bad).unwrap_err().code(), Code::BadField, "{bad}");
    }
    for out in ["1989-12-31", "9999-12-31", "0000-00-00", "5", "999999999"] {
        assert_eq!(at(out).unwrap_err().code(), Code::DateOutOfRange, "{out}");
    }
    assert_eq!(cell::moment("t", " ").unwrap(), None);
}

#[test]
fn ids_are_trusted_or_refused() {
    let id = |text: &str, numeric: bool| {
        let cell = Cell { text, numeric };
        cell::outside_id("id", cell, text, (8, 20)).map_err(|no| no.facts()["why"].clone())
    };
    assert_eq!(
        id("3304375611452199951", false).unwrap(),
        "3304375611452199951"
    );
    assert_eq!(
        id("3304375611452190000", false).unwrap(),
        "3304375611452190000"
    );
    assert_eq!(id("11729439936", true).unwrap(), "11729439936");
    assert_eq!(id("1172943993612345", true).unwrap(), "1172943993612345");
    for (text, numeric, why) in [
        ("3304375611452200000", true, "rounded"),
        ("1172943993612340", true, "rounded"),
        ("3.30438E+18", false, "scientific"),
        ("3E18", false, "scientific"),
        ("合计", false, "form"),
        ("123.5", true, "form"),
        ("12", false, "length"),
        ("", false, "missing"),
    ] {
        assert_eq!(id(text, numeric).unwrap_err(), why, "{text}");
    }
}

#[test]
fn each_platform_is_known_by_its_headings() {
    for (platform, header) in [
        (
            "pdd",
            "商品,订单号,订单状态,商品总价(元),邮费(元),用户实付金额(元),商家实收金额(元),商品数量(件),收货人,手机,商品id,商品规格,商家编码-规格维度,快递单号",
        ),
        (
            "douyin",
            "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,收件人,订单提交时间,商家备注,订单状态,APP渠道",
        ),
        (
            "1688",
            "订单编号,买家公司名,买家会员名,货品总价(元),运费(元),实付款(元),订单状态,订单创建时间,收货人姓名,货品标题,单价(元),数量,货号",
        ),
        (
            "xiaohongshu",
            "订单号,用户应付金额(元),承诺发货时间,用户备注,SKU件数,商家编码,快递单号,快递公司",
        ),
        (
            "weixin",
            "订单号,订单状态,商品名称,商品数量,商品价格(单件),订单实际收款金额,订单运费",
        ),
        (
            "youzan",
            "订单号,买家付款时间,全部商品名称,商品种类数,订单实付金额,订单状态",
        ),
    ] {
        let files = [("x.csv".to_owned(), format!("{header}\n1\n").into_bytes())];
        assert_eq!(read_platform(&files, None).unwrap().platform, platform);
    }
    let files = [(
        "x.csv".to_owned(),
        "编号,日期,合计\n1\n".to_owned().into_bytes(),
    )];
    let no = read_platform(&files, None).unwrap_err();
    assert_eq!(no.facts()["why"], "unknown_headings");
}

#[test]
fn a_file_too_big_for_memory_reads_the_same_from_its_scratch_file() {
    let rows: Vec<_> = (0..8_000)
        .map(|n| jd_row(&format!("{}", 11_729_439_936_u64 + n / 2), "1", "2", "完成"))
        .collect();
    let bytes = gbk(&csv(JD, &rows));
    assert!(bytes.len() > 1 << 20, "{} bytes", bytes.len());
    let folder = tempfile::tempdir().unwrap();
    let profiles = Profiles::built_in().unwrap();
    let read = |input: Input| -> Vec<_> {
        let inputs = [input];
        let read = platform::read_platform(&profiles, &inputs, None).unwrap();
        assert_eq!(read.rows(), 8_000);
        read.orders().collect::<Result<_, _>>().unwrap()
    };
    let in_file = Input::copied("j.csv", &bytes[..], folder.path()).unwrap();
    let in_file = read(in_file);
    assert_eq!((in_file.len(), in_file[3_999].lines.len()), (4_000, 2));
    assert!(in_file == read(Input::new("j.csv", &bytes)));
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "a scratch file has no name");
    let no = Input::copied("j.csv", &bytes[..], &folder.path().join("gone"));
    assert!(no.is_err());
}
