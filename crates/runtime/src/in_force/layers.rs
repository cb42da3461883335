//! Which version of each ConfigMap counts. Pure: files go in, settings come out.

use std::collections::BTreeMap;
use std::fmt::Display;

/// The files of one ConfigMap by key.
pub type Files = BTreeMap<String, String>;

/// Settings that files of ConfigMaps lie on.
pub trait Layered: Clone + Send + Sync + 'static {
    /// What is wrong with a file.
    type Error: Display + Send;
    /// Label of the ConfigMaps.
    const LABEL: &'static str;
    /// Reason of the Event on a ConfigMap that cannot be used.
    const INVALID: &'static str;
    /// Name of the settings in logs.
    const NAME: &'static str;

    /// What this build ships.
    fn builtin() -> Self;

    /// The built-in settings with the files of some ConfigMaps, by name, on top.
    ///
    /// # Errors
    /// When the files cannot be used; the refusal names the ConfigMap.
    fn with(config_maps: &BTreeMap<String, Files>) -> Result<Self, Refusal<Self::Error>>;
}

/// Why the files of some ConfigMaps cannot be used.
#[derive(Debug)]
pub struct Refusal<E> {
    /// The ConfigMap that is wrong; `None` when no one is.
    pub config_map: Option<String>,
    /// What is wrong with it.
    pub error: E,
}

/// The last good version of each ConfigMap, by name.
#[derive(Debug, Default)]
pub(super) struct Layers {
    good: BTreeMap<String, Files>,
}

/// What came of the present ConfigMaps.
#[derive(Debug)]
pub(super) struct Taken<T: Layered> {
    pub(super) settings: T,
    /// Those whose present version does not count, and why.
    pub(super) refused: BTreeMap<String, T::Error>,
}

impl Layers {
    /// Takes the present ConfigMaps. One that cannot be used counts in its last good version, and not at all if there
    /// is none or that does not fit the others any more.
    pub(super) fn take<T: Layered>(&mut self, present: &BTreeMap<String, Files>) -> Taken<T> {
        let mut refused = BTreeMap::new();
        let mut counting = present.clone();
        let settings = loop {
            let Refusal { config_map, error } = match T::with(&counting) {
                Ok(settings) => break settings,
                Err(refusal) => refusal,
            };
            let Some((name, files)) = culprit(config_map, &mut counting) else {
                // Without a ConfigMap there is nothing but the built-in files, which are valid.
                break T::builtin();
            };
            if let Some(good) = self.good.get(&name)
                && *good != files
                && !refused.contains_key(&name)
            {
                counting.insert(name.clone(), good.clone());
            }
            refused.entry(name).or_insert(error);
        };
        self.good = counting;
        Taken { settings, refused }
    }
}

/// Takes the ConfigMap of that name out of `counting`; the last one, should there be no name.
fn culprit(
    name: Option<String>,
    counting: &mut BTreeMap<String, Files>,
) -> Option<(String, Files)> {
    match name.and_then(|name| counting.remove_entry(&name)) {
        Some(entry) => Some(entry),
        None => counting.pop_last(),
    }
}
