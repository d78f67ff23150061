//! Where frames go: the real terminal, one buffered write a frame.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender};

use crossterm::clipboard::CopyToClipboard;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::app::App;
use super::input;
use super::pump::{self, Stage};
use super::signals::{self, StopGate};
use super::terminal::{self, Refused};
use crate::ui::base::event::Event;

/// Collects a frame; flushing is left to the stage, for the library flushes several times.
#[derive(Clone, Default)]
struct Collected(Rc<RefCell<Vec<u8>>>);

impl Write for Collected {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The real terminal.
struct Real {
    terminal: Terminal<CrosstermBackend<Collected>>,
    collected: Collected,
    /// The frame that went out last.
    last: Vec<u8>,
}

impl Real {
    fn new((columns, rows): (u16, u16)) -> io::Result<Self> {
        let collected = Collected::default();
        let area = Rect::new(0, 0, columns, rows);
        // A fixed viewport: the library would ask for the size on each frame, and run `tput` for it.
        let options = TerminalOptions {
            viewport: Viewport::Fixed(area),
        };
        let terminal = Terminal::with_options(CrosstermBackend::new(collected.clone()), options)?;
        Ok(Self {
            terminal,
            collected,
            last: Vec::new(),
        })
    }
}

impl Stage for Real {
    fn draw(&mut self, app: &App) -> io::Result<()> {
        self.terminal.draw(|frame| app.draw(frame))?;
        let frame = std::mem::take(&mut *self.collected.0.borrow_mut());
        // Where no cell changed, the library puts colours and cursor again as the last frame left them: the
        // line need not carry that, and a candidate window need not flicker.
        if !self.last.ends_with(&frame) {
            terminal::send(&frame);
            self.last = frame;
        }
        Ok(())
    }

    fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        // All is drawn anew: after a stop or somebody else's words on the screen, though it be the same.
        self.last.clear();
        self.terminal.resize(Rect::new(0, 0, columns, rows))
    }

    fn suspend(&mut self) {
        signals::stop_soon();
    }

    /// By OSC 52, which goes through ssh to the terminal in front of the person.
    fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = Vec::new();
        crossterm::queue!(bytes, CopyToClipboard::to_clipboard_from(text))?;
        terminal::send(&bytes);
        Ok(())
    }
}

/// What `main` knows and the screens do not.
#[derive(Debug, Clone)]
pub struct Place {
    /// `TERM`.
    pub term: Option<String>,
    /// Held inside transactions.
    pub gate: StopGate,
}

/// Takes the terminal, runs the desk until it is left, and tells the exit code.
///
/// `make` gets the size of the window; the desk's answers come through the sender that belongs to
/// `inbox`.
pub fn run(
    place: &Place,
    outbox: &Sender<Event>,
    inbox: &Receiver<Event>,
    make: impl FnOnce((u16, u16)) -> App,
) -> Result<i32, Refused> {
    let guard = terminal::take(place.term.as_deref())?;
    let size = terminal::size();
    signals::start(outbox.clone(), place.gate.clone()).map_err(Refused::Failed)?;
    input::start(outbox.clone()).map_err(Refused::Failed)?;
    let mut app = make(size);
    let mut stage = Real::new(size).map_err(Refused::Failed)?;
    let code = pump::run(&mut app, inbox, &mut stage).map_err(Refused::Failed)?;
    drop(guard);
    Ok(code)
}
