//! Rows a second of a platform's file: understood by us, beside the csv and calamine crates merely
//! reading the same bytes. `cargo bench --bench imports`.

use std::hint::black_box;
use std::io::Cursor;
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow};
use calamine::{Reader as _, Xlsx};
use orderdesk::domain::Refusal;
use orderdesk::paper::input::Input;
use orderdesk::paper::platform::{PlatformOrder, read_platform};
use orderdesk::paper::profile::Profiles;
use rust_xlsxwriter::Workbook;

/// Rows of the file of text, and of the workbook.
const ROWS: usize = 100_000;
const SHEET_ROWS: usize = 20_000;

/// Headings of Pinduoduo's export with a value for each.
const COLUMNS: [(&str, &str); 20] = [
    ("商品", "加厚毛巾"),
    ("订单号", ""),
    ("订单状态", "待发货"),
    ("商品总价(元)", "59.00"),
    ("邮费(元)", "0.00"),
    ("用户实付金额(元)", "59.00"),
    ("商家实收金额(元)", "59.00"),
    ("商品数量(件)", "2"),
    ("收货人", "王*"),
    ("手机", "138****1234"),
    ("省", "浙江省"),
    ("市", "杭州市"),
    ("区", "余杭区"),
    ("承诺发货时间", "2026-11-28 20:00:00"),
    ("商品id", "512345678901"),
    ("商品规格", "蓝色 两条"),
    ("商家编码-规格维度", "MJ-2"),
    ("售后状态", "无售后或售后取消"),
    ("快递单号", ""),
    ("快递公司", ""),
];

fn value(column: usize, row: usize) -> String {
    match COLUMNS[column] {
        ("订单号", _) => format!("261126-{row:015}"),
        (_, value) => value.to_owned(),
    }
}

fn text() -> Vec<u8> {
    let mut text = COLUMNS.map(|(name, _)| name).join(",");
    for row in 0..ROWS {
        let cells: Vec<_> = (0..COLUMNS.len())
            .map(|column| value(column, row))
            .collect();
        text.push('\n');
        text.push_str(&cells.join(","));
    }
    text.into_bytes()
}

fn workbook() -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (name, _)) in COLUMNS.iter().enumerate() {
        let at = u16::try_from(column)?;
        sheet.write(0, at, *name)?;
        for row in 0..SHEET_ROWS {
            sheet.write(u32::try_from(row)? + 1, at, value(column, row))?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// The best of five, in rows a second.
fn rate(rows: usize, mut read: impl FnMut() -> Result<usize>) -> Result<u128> {
    let mut best = u128::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        let seen = black_box(read()?);
        best = best.min(start.elapsed().as_micros());
        anyhow::ensure!(seen >= rows, "{seen} of {rows} rows");
    }
    Ok(rows as u128 * 1_000_000 / best.max(1))
}

fn ours(name: &str, bytes: &[u8]) -> Result<usize> {
    let profiles = Profiles::built_in().map_err(|no| anyhow!("{no}"))?;
    let files = [Input::new(name, bytes)];
    let read = read_platform(&profiles, &files, None).map_err(|no| anyhow!("{no}"))?;
    let whole = |order: &Result<PlatformOrder, Refusal>| order.as_ref().is_ok_and(|o| o.complete);
    Ok(read.orders().filter(whole).count())
}

fn main() -> Result<()> {
    let (text, book) = (text(), workbook()?);
    println!("rows a second, {} columns", COLUMNS.len());
    let bare = rate(ROWS, || {
        let mut reader = csv::Reader::from_reader(text.as_slice());
        let mut record = csv::StringRecord::new();
        let mut rows = 0;
        while reader.read_record(&mut record)? {
            rows += 1;
        }
        Ok(rows)
    })?;
    println!("{:<28}{bare:>12}", "csv, read only");
    println!(
        "{:<28}{:>12}",
        "csv, orders of it",
        rate(ROWS, || ours("p.csv", &text))?
    );
    let bare = rate(SHEET_ROWS, || {
        let mut book = Xlsx::new(Cursor::new(book.as_slice()))?;
        let name = book.sheet_names().first().cloned().context("a sheet")?;
        let mut cells = book.worksheet_cells_reader(&name)?;
        let mut last = 0;
        while let Some(cell) = cells.next_cell()? {
            last = cell.get_position().0 as usize;
        }
        Ok(last)
    })?;
    println!("{:<28}{bare:>12}", "xlsx, read only");
    println!(
        "{:<28}{:>12}",
        "xlsx, orders of it",
        rate(SHEET_ROWS, || ours("p.xlsx", &book))?
    );
    Ok(())
}
