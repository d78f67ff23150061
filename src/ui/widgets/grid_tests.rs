use super::*;
use crate::ui::base::Pasted;
use crate::ui::widgets::testing::Desk;

const fn column(
    id: &'static str,
    label: fn(Lang) -> &'static str,
    kind: Kind,
    width: u16,
) -> GridColumn {
    GridColumn {
        id,
        label,
        kind,
        width,
        typed: true,
        needed: true,
    }
}

/// Code, name, quantity and price, as order entry has them.
pub(crate) fn grid() -> Grid {
    let mut name = column("name", |lang| lang.pick("品名", "Name"), Kind::Text, 0);
    name.typed = false;
    Grid::new(vec![
        column("code", |lang| lang.pick("编码", "Code"), Kind::Code, 10),
        name,
        column("qty", |lang| lang.pick("数量", "Qty"), Kind::Qty, 8),
        column("price", |lang| lang.pick("单价", "Price"), Kind::Price, 10),
    ])
}

/// Presses `keys` (names, or text behind an apostrophe); codes are answered as the screen would.
pub(crate) fn play(grid: &mut Grid, keys: &str) -> GridAnswer {
    let desk = Desk::new(Lang::En);
    let mut last = GridAnswer::Ignored;
    for key in keys.split_whitespace() {
        let presses = match key.strip_prefix('\'') {
            Some(text) => desk.typed(text),
            None => vec![desk.press(key)],
        };
        for press in presses {
            last = grid.take(&Input::Press(press), &desk.ctx());
            if let GridAnswer::Code { line, text } = &last {
                let quick = line_text::read(text);
                grid.set(*line, "code", &quick.code);
                grid.set(*line, "name", "不锈钢螺丝");
                grid.set(*line, "price", "12.50");
                if let Some(qty) = quick.qty {
                    grid.set(*line, "qty", &qty);
                }
                grid.go_on(*line);
            }
        }
    }
    last
}

fn codes(grid: &Grid) -> Vec<String> {
    grid.lines()
        .iter()
        .map(|line| format!("{}x{}", line.cells[0].value(), line.cells[2].value()))
        .collect()
}

#[test]
fn a_line_takes_a_few_keys() {
    let mut grid = grid();
    play(&mut grid, "'1001*20 Enter '1002 Enter '5 Enter");
    assert_eq!(codes(&grid), ["1001x20", "1002x5", "x"]);
    assert_eq!(grid.at(), (2, 0));
    assert_eq!(
        play(&mut grid, "Enter"),
        GridAnswer::Leave { forward: true }
    );
}

#[test]
fn signs_copy_from_above() {
    let mut grid = grid();
    play(&mut grid, "'1001*20 Enter '+ Enter '.. Enter");
    assert_eq!(
        grid.column(),
        "qty",
        "the code was copied, the quantity is asked for"
    );
    play(&mut grid, "'// Enter");
    assert_eq!(codes(&grid), ["1001x20", "1001x20", "1001x20", "x"]);
    assert!(matches!(
        play(&mut self::grid(), "'.. Enter"),
        GridAnswer::Faulty(_)
    ));
}

#[test]
fn lines_come_and_go_and_come_back() {
    let mut grid = grid();
    play(&mut grid, "'1001*20 Enter '1002*5 Enter Up Ctrl-X");
    assert_eq!(codes(&grid), ["1001x20", "x"]);
    play(&mut grid, "Ctrl-Z");
    assert_eq!(codes(&grid), ["1001x20", "1002x5", "x"]);
    play(&mut grid, "Ctrl-Y Up Ins");
    assert_eq!(codes(&grid), ["x", "1001x20", "x"]);
    play(&mut grid, "Ctrl-X Ctrl-X Ctrl-X Ctrl-X");
    assert_eq!(codes(&grid), ["x"]);
}

#[test]
fn cells_are_understood_when_left() {
    let mut grid = grid();
    play(&mut grid, "'1001 Enter '12*3 Tab");
    assert_eq!((grid.value(0, "qty"), grid.column()), ("36", "price"));
    assert_eq!(
        play(&mut grid, "'abc Enter"),
        GridAnswer::Faulty("Price: Not a number: mend it, or Ctrl+U empties it".into())
    );
    assert_eq!(grid.column(), "price");
    play(&mut grid, "Ctrl-U '9.9 Enter Ctrl-Z");
    assert_eq!(grid.value(0, "price"), "12.50");
    assert_eq!(
        play(&mut grid, "Up Up"),
        GridAnswer::Leave { forward: false }
    );
}

#[test]
fn a_code_that_was_not_found_is_asked_for_again() {
    let mut grid = grid();
    play(&mut grid, "'1001*20 Enter Up");
    grid.blame(0, "code", Fault::Said("not found".into()));
    assert_eq!(
        play(&mut grid, "Enter"),
        GridAnswer::Code {
            line: 0,
            text: "1001".into()
        }
    );
}

#[test]
fn a_pasted_block_is_lines_and_never_keys() {
    let desk = Desk::new(Lang::Zh);
    let mut grid = grid();
    let paste = |text: &str| {
        Input::Paste(Pasted {
            text: text.to_owned(),
            left_out: 0,
        })
    };
    let block = grid.take(&paste("1001\t20\n1002\t5\n"), &desk.ctx());
    assert_eq!(
        block,
        GridAnswer::Block(vec![
            vec!["1001".into(), "20".into()],
            vec!["1002".into(), "5".into()]
        ])
    );
    assert_eq!(grid.take(&paste("1001\n"), &desk.ctx()), GridAnswer::Edited);
    assert_eq!(grid.value(0, "code"), "1001");
}
