//! What the desk is opened with.

use std::collections::BTreeMap;

use serde_json::Value;

use super::status::Status;
use crate::ui::base::screen::Clock;
use crate::ui::base::{Ctx, Keymap, Look, Opening, Port, Screen, ScreenKind};

/// Makes a screen; `None` if there is none of this kind.
pub type Maker = fn(ScreenKind, &Opening, &Ctx<'_>) -> Option<Box<dyn Screen>>;

/// What the desk is opened with.
pub struct Setup {
    /// Language and looks.
    pub look: Look,
    /// Which key means what.
    pub keymap: Keymap,
    /// The office's clock.
    pub clock: Clock,
    /// The doors to the desk.
    pub port: Box<dyn Port>,
    /// Makes the screens: `screens::make`.
    pub maker: Maker,
    /// The right end of line 1.
    pub status: Status,
    /// Drafts of an earlier session.
    pub parked: BTreeMap<ScreenKind, Value>,
    /// Columns and rows of the window.
    pub size: (u16, u16),
}
