//! Lists as this person wants them: kept like a form, told to every list that is open.

use serde_json::{Value, json};

use super::layers::Layers;
use crate::ui::base::{Arrangeable, Arrangement, Arrangements, Screen};

/// How this person wants lists.
#[derive(Debug, Default)]
pub(super) struct Lists(Arrangements);

impl Lists {
    /// As they were kept. What this program cannot read is as if it were not there.
    pub(super) fn kept(kept: Option<&Value>) -> Self {
        let wishes = kept.and_then(|kept| serde_json::from_value(kept.clone()).ok());
        Self(wishes.unwrap_or_default())
    }

    /// The wishes by the name of the list.
    pub(super) const fn wishes(&self) -> &Arrangements {
        &self.0
    }

    /// A fresh screen with its lists as this person wants them.
    pub(super) fn opened(&self, mut screen: Box<dyn Screen>) -> Box<dyn Screen> {
        self.arrange(screen.as_mut(), true);
        screen
    }

    /// Tells a screen's lists how they are wanted; it may have made one anew.
    pub(super) fn show(&self, screen: &mut dyn Screen) {
        self.arrange(screen, false);
    }

    /// Takes a wish for one list and shows it at once; gives what is to be kept.
    pub(super) fn take(
        &mut self,
        list: String,
        wish: Arrangement,
        layers: &mut Layers,
    ) -> Option<Value> {
        if wish == Arrangement::default() {
            self.0.remove(&list);
        } else {
            self.0.insert(list, wish);
        }
        for screen in layers.from_top_mut() {
            self.show(screen.as_mut());
        }
        (!self.0.is_empty()).then(|| json!(self.0))
    }

    fn arrange(&self, screen: &mut dyn Screen, opening: bool) {
        let usual = Arrangement::default();
        for list in screen.lists() {
            let wish = self.0.get(list.name()).unwrap_or(&usual);
            list.arrange(wish, opening);
        }
    }
}

/// The list that has the keys, if a person may arrange it.
pub(super) fn of_top(layers: &mut Layers) -> Option<Arrangeable> {
    let lists = layers.top_mut().lists();
    let list = lists.first().filter(|list| !list.name().is_empty())?;
    Some(list.arrangeable())
}
