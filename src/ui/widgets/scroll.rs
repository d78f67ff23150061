//! Which part of a long thing is on the screen.

/// A window over rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scroll {
    /// The first row shown.
    pub top: usize,
}

impl Scroll {
    /// Moves as little as needed so that `row` is among `height` rows shown of `count`.
    pub fn show(&mut self, row: usize, height: usize, count: usize) {
        if row < self.top {
            self.top = row;
        } else if height > 0 && row >= self.top + height {
            self.top = row + 1 - height;
        }
        self.top = self.top.min(count.saturating_sub(height));
    }

    /// Moves by rows, staying inside.
    pub fn by(&mut self, rows: isize, height: usize, count: usize) {
        self.top = self
            .top
            .saturating_add_signed(rows)
            .min(count.saturating_sub(height));
    }

    /// The rows shown.
    pub fn range(self, height: usize, count: usize) -> std::ops::Range<usize> {
        let top = self.top.min(count);
        top..(top + height).min(count)
    }
}

/// Where a window of `height` over `count` rows begins so that `row` is inside: for drawing
/// without keeping a state.
pub fn window(row: usize, height: usize, count: usize) -> std::ops::Range<usize> {
    let mut scroll = Scroll::default();
    scroll.show(row, height, count);
    scroll.range(height, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_moves_as_little_as_needed() {
        let mut scroll = Scroll::default();
        scroll.show(12, 10, 50);
        assert_eq!(scroll.range(10, 50), 3..13);
        scroll.show(5, 10, 50);
        assert_eq!(scroll.top, 3);
        scroll.show(0, 10, 50);
        assert_eq!(scroll.top, 0);
        scroll.by(100, 10, 50);
        assert_eq!(scroll.range(10, 50), 40..50);
        assert_eq!(window(3, 0, 5), 0..0);
    }
}
