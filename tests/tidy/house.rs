//! The tree of modules and who imports whom.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, named, sources};

/// The tree of modules, and what each passes on from another.
pub struct House {
    pub sources: Vec<Source>,
    modules: BTreeMap<Vec<String>, usize>,
    passed_on: BTreeMap<(Vec<String>, String), Vec<String>>,
}

impl House {
    pub fn read() -> Self {
        let sources = sources();
        let modules = sources
            .iter()
            .enumerate()
            .map(|(n, s)| (s.module.clone(), n))
            .collect();
        let mut house = Self {
            sources,
            modules,
            passed_on: BTreeMap::new(),
        };
        let mut passed = BTreeMap::new();
        for source in &house.sources {
            for one in named(source, &house.children(&source.module))
                .iter()
                .filter(|n| n.passes_on)
            {
                if let (Some(name), Some(path)) =
                    (one.path.last(), house.absolute(source, &one.path))
                {
                    passed.insert((source.module.clone(), name.clone()), path);
                }
            }
        }
        house.passed_on = passed;
        house
    }

    fn children(&self, module: &[String]) -> BTreeSet<String> {
        let inside = |m: &&Vec<String>| m.len() == module.len() + 1 && m.starts_with(module);
        self.modules
            .keys()
            .filter(inside)
            .filter_map(|m| m.last().cloned())
            .collect()
    }

    /// A path from the root of the house; nothing for somebody else's.
    fn absolute(&self, source: &Source, path: &[String]) -> Option<Vec<String>> {
        let mut base = source.module.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" | "orderdesk" => {
                base.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|p| p == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            first if self.children(&base).contains(first) => {}
            _ => return None,
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The file that a path ends in, following what modules pass on.
    fn file_of(&self, path: &[String], hops: usize) -> Option<usize> {
        let deepest = (0..=path.len())
            .rev()
            .find(|n| self.modules.contains_key(&path[..*n]))?;
        let module = path[..deepest].to_vec();
        if let Some(name) = path.get(deepest)
            && let Some(target) = self.passed_on.get(&(module.clone(), name.clone()))
            && hops < 8
        {
            let mut onward = target.clone();
            onward.extend(path[deepest + 1..].iter().cloned());
            return self.file_of(&onward, hops + 1);
        }
        self.modules.get(&module).copied()
    }

    /// Every import: from file, to file, line, and the path as it is spelled.
    pub fn imports(&self) -> Vec<(usize, usize, usize, Vec<String>)> {
        let mut found = Vec::new();
        for (n, source) in self.sources.iter().enumerate() {
            for one in named(source, &self.children(&source.module)) {
                let Some(path) = self.absolute(source, &one.path) else {
                    continue;
                };
                let Some(to) = self.file_of(&path, 0) else {
                    continue;
                };
                let child = self.sources[to].module.starts_with(&source.module);
                if to != n && !(one.passes_on && child) {
                    found.push((n, to, one.line, path));
                }
            }
        }
        found
    }
}
