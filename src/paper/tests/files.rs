//! Tables and problem lists on their way out.

use crate::domain::Code;
use crate::paper::file_out::{WriteError, write_new};
use crate::paper::problem_sheet::{ProblemRow, problems_csv};
use crate::paper::sheet::{Input, read_sheets};
use crate::paper::table_out::{OutCell, Table, csv, xlsx};

fn table() -> Table {
    let text = |s: &str| OutCell::Text(s.to_owned());
    let number = |s: &str| OutCell::Number(s.to_owned());
    Table {
        headers: vec!["单号".into(), "金额".into(), "备注".into()],
        rows: vec![
            vec![
                text("3304375611452199951"),
                number("-12.50"),
                text("=cmd()"),
            ],
            vec![text("+86 1"), number("12345678901234567"), OutCell::Empty],
            vec![text("a,\"b\""), number("=1"), text("两\n行")],
        ],
    }
}

#[test]
fn csv_opens_in_excel_and_calculates_nothing() {
    let text = String::from_utf8(csv(&table())).unwrap();
    assert_eq!(
        text,
        "\u{FEFF}单号,金额,备注\r\n3304375611452199951,-12.50,'=cmd()\r\n\
         '+86 1,12345678901234567,\r\n\"a,\"\"b\"\"\",'=1,\"两\n行\"\r\n"
    );
}

#[test]
fn xlsx_keeps_ids_as_texts_and_numbers_as_numbers() {
    let bytes = xlsx(&table()).unwrap();
    let sheet = read_sheets(&Input::new("t.xlsx", &bytes))
        .unwrap()
        .remove(0);
    let rows = sheet.rows.first(9).unwrap();
    let cells = &rows[1].cells;
    assert_eq!(
        (cells.get(0).unwrap().text, cells.get(0).unwrap().numeric),
        ("3304375611452199951", false)
    );
    assert_eq!(
        (cells.get(1).unwrap().text, cells.get(1).unwrap().numeric),
        ("-12.5", true)
    );
    assert_eq!(
        (cells.get(2).unwrap().text, cells.get(2).unwrap().numeric),
        ("=cmd()", false)
    );
    assert!(
        !rows[2].cells.get(1).unwrap().numeric,
        "a number too long for Excel goes as text"
    );
    assert_eq!(bytes, xlsx(&table()).unwrap(), "no clock in it");
    let long = Table {
        headers: vec!["x".into()],
        rows: vec![vec![OutCell::Text("y".repeat(40_000))]],
    };
    assert_eq!(xlsx(&long).unwrap_err().code(), Code::ImportBadFile);
}

#[test]
fn problems_are_a_table_of_four_columns() {
    let row = ProblemRow {
        line: 3,
        code: "import.bad_id".into(),
        id: "=1+1".into(),
        text: "订单号, 坏了".into(),
    };
    let text = String::from_utf8(problems_csv([Ok::<_, ()>(row)].into_iter()).unwrap()).unwrap();
    assert_eq!(
        text,
        "\u{FEFF}line,code,id,text\r\n3,import.bad_id,'=1+1,\"订单号, 坏了\"\r\n"
    );
}

#[test]
fn a_new_file_never_replaces_another() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.csv");
    write_new(&path, b"one").unwrap();
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let refused = |path| match write_new(path, b"two").unwrap_err() {
        WriteError::Refused(no) => no.code() == Code::AlreadyThere,
        WriteError::Io(_) => false,
    };
    assert!(refused(&path));
    assert_eq!(std::fs::read(&path).unwrap(), b"one");
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).unwrap();
    assert!(refused(&link), "a link is never followed");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing is left behind"
    );
    let lost = write_new(&folder.path().join("no/such/folder"), b"x");
    assert!(matches!(lost, Err(WriteError::Io(_))));
}
