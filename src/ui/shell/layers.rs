//! The stack of screens: the top one answers first.
//!
//! Invariant: it is never empty; the bottom cannot be taken off.

use crate::ui::base::{Answer, Ctx, Input, Screen, ScreenKind};

/// The screens that are open, the one on top last.
pub struct Layers {
    bottom: Box<dyn Screen>,
    above: Vec<Box<dyn Screen>>,
    /// Closed with something half typed: they come back as they were left, steps to undo and caret.
    resting: Vec<Box<dyn Screen>>,
}

impl Layers {
    /// A stack of one.
    pub fn new(bottom: Box<dyn Screen>) -> Self {
        Self {
            bottom,
            above: Vec::new(),
            resting: Vec::new(),
        }
    }

    /// The screen on top.
    pub fn top(&self) -> &dyn Screen {
        self.above.last().unwrap_or(&self.bottom).as_ref()
    }

    /// The screen on top, to work with.
    pub fn top_mut(&mut self) -> &mut Box<dyn Screen> {
        self.above.last_mut().unwrap_or(&mut self.bottom)
    }

    /// All screens, from the bottom.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &dyn Screen> {
        std::iter::once(self.bottom.as_ref()).chain(self.above.iter().map(AsRef::as_ref))
    }

    /// All screens, from the top, to work with.
    pub fn from_top_mut(&mut self) -> impl Iterator<Item = &mut Box<dyn Screen>> {
        self.above
            .iter_mut()
            .rev()
            .chain(std::iter::once(&mut self.bottom))
    }

    /// The screens to draw, from below: the last one that does not float, and what floats on it.
    pub fn visible(&self) -> Vec<&dyn Screen> {
        let mut seen = Vec::new();
        for screen in self.all().rev() {
            seen.push(screen);
            if !screen.floats() {
                break;
            }
        }
        seen.reverse();
        seen
    }

    /// Puts a screen on top.
    pub fn push(&mut self, screen: Box<dyn Screen>) {
        self.above.push(screen);
    }

    /// Takes the top one off, unless it is the last.
    pub fn pop(&mut self) -> Option<Box<dyn Screen>> {
        self.above.pop()
    }

    /// Takes a screen out, wherever it is.
    pub fn remove(&mut self, kind: ScreenKind) -> Option<Box<dyn Screen>> {
        let at = self.above.iter().position(|screen| screen.kind() == kind)?;
        Some(self.above.remove(at))
    }

    /// Puts a screen that was closed to rest.
    pub fn rest(&mut self, screen: Box<dyn Screen>) {
        self.resting.push(screen);
    }

    /// Takes out the screen of this kind that rests.
    pub fn wake(&mut self, kind: ScreenKind) -> Option<Box<dyn Screen>> {
        let at = self
            .resting
            .iter()
            .position(|screen| screen.kind() == kind)?;
        Some(self.resting.remove(at))
    }

    /// Takes off what floats on top.
    pub fn sink_floating(&mut self) {
        while self.top().floats() && self.above.pop().is_some() {}
    }

    /// Leaves the bottom alone.
    pub fn clear(&mut self) -> Vec<Box<dyn Screen>> {
        std::mem::take(&mut self.above)
    }

    /// Offers an input from the top down until one takes it, those at rest last; tells who did.
    pub fn offer(&mut self, input: &Input, ctx: &Ctx<'_>) -> Option<(ScreenKind, Answer)> {
        let open = self.above.iter_mut().rev();
        let open = open.chain(std::iter::once(&mut self.bottom));
        for screen in open.chain(&mut self.resting) {
            match screen.update(input.clone(), ctx) {
                Answer::Ignored => {}
                answer => return Some((screen.kind(), answer)),
            }
        }
        None
    }
}
