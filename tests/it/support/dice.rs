//! A plain generator of numbers that look random; the seed alone decides.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A number that a person gives by this name, if one does.
pub fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|n| n.parse().ok())
}

/// The seed that `ORDERDESK_SEED` gives, else any; it is printed, so that it can be given again.
pub fn seed() -> u64 {
    let any = || RandomState::new().build_hasher().finish();
    let seed = told("ORDERDESK_SEED").unwrap_or_else(any);
    println!("ORDERDESK_SEED={seed}");
    seed
}

/// The generator, at its seed.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// The same, for places in a list.
    pub fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll(sides as u64)).unwrap()
    }
}
