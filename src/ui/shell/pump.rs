//! The main loop: waits for events, lets the screens work, draws when something changed.
//!
//! Invariant: no frame clock. One draw when the queue is empty, or after so many events that the
//! eye would miss it.

use std::io;
use std::sync::mpsc::Receiver;

use crate::ui::base::event::Event;

use super::app::App;
use super::burst::Bursts;

/// The most events between two draws: a flood of 60 kB is drawn a dozen times, not 60,000.
const DRAIN: usize = 5_000;

/// Something to draw on.
pub trait Stage {
    /// Draws a frame.
    fn draw(&mut self, app: &App) -> io::Result<()>;

    /// Takes a new size and forgets what is on the screen.
    fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()>;

    /// Stops the program until it is called back.
    fn suspend(&mut self);

    /// Puts a text into the terminal's clipboard, if there is one.
    fn copy(&mut self, _text: &str) -> io::Result<()> {
        Ok(())
    }
}

/// Runs until the desk is left; tells the exit code.
pub fn run(app: &mut App, inbox: &Receiver<Event>, stage: &mut dyn Stage) -> io::Result<i32> {
    app.start();
    stage.draw(app)?;
    app.take_dirty();
    let mut bursts = Bursts::default();
    loop {
        let Some(first) = bursts.next(inbox).or_else(|| inbox.recv().ok()) else {
            return Ok(app.exit_code().unwrap_or(0));
        };
        let mut repaint = false;
        let mut next = Some(first);
        for _ in 0..DRAIN {
            let Some(event) = next.take().or_else(|| bursts.next(inbox)) else {
                break;
            };
            repaint |= matches!(event, Event::Resize(..));
            let burst = bursts.is_in(&event, app.digits_choose(), inbox);
            app.handle_among(event, burst);
            if let Some(code) = app.exit_code() {
                return Ok(code);
            }
            if app.take_suspend() {
                stage.suspend();
            }
            if let Some(text) = app.take_copy() {
                stage.copy(&text)?;
            }
        }
        repaint |= app.take_repaint();
        if repaint {
            let (columns, rows) = app.size();
            stage.resize(columns, rows)?;
        }
        if app.take_dirty() || repaint {
            stage.draw(app)?;
        }
    }
}
