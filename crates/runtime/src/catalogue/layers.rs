//! Which version of each ConfigMap counts. Pure: files go in, a catalogue comes out.

use std::collections::BTreeMap;

use nephoran_telecom::{Catalogue, CatalogueError};

/// The files of one ConfigMap by key.
pub(super) type Files = BTreeMap<String, String>;

/// The last good version of each ConfigMap, by name.
#[derive(Debug, Default)]
pub(super) struct Layers {
    good: BTreeMap<String, Files>,
}

/// What came of the present ConfigMaps.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) catalogue: Catalogue,
    /// Those whose present version does not count, and why.
    pub(super) refused: BTreeMap<String, CatalogueError>,
}

impl Layers {
    /// Takes the present ConfigMaps. One that cannot be used counts in its last good version, and not at all if there
    /// is none or that does not fit the others any more.
    pub(super) fn take(&mut self, present: &BTreeMap<String, Files>) -> Taken {
        let mut refused = BTreeMap::new();
        let mut counting = present.clone();
        let catalogue = loop {
            let error = match parse(&counting) {
                Ok(catalogue) => break catalogue,
                Err(error) => error,
            };
            let Some((name, files)) = culprit(&error, &mut counting) else {
                // Without a ConfigMap there is nothing but the built-in files, which are valid.
                break Catalogue::builtin().clone();
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
        Taken { catalogue, refused }
    }
}

fn parse(config_maps: &BTreeMap<String, Files>) -> Result<Catalogue, CatalogueError> {
    let files: Vec<(String, &str)> = config_maps
        .iter()
        .flat_map(|(name, files)| {
            files
                .iter()
                .map(move |(key, text)| (format!("{name}/{key}"), text.as_str()))
        })
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    Catalogue::with(&files)
}

/// Takes the ConfigMap whose file `error` names out of `counting`; the last one, should it name none.
fn culprit(
    error: &CatalogueError,
    counting: &mut BTreeMap<String, Files>,
) -> Option<(String, Files)> {
    let named = error.file().split_once('/').map(|(name, _)| name);
    match named.and_then(|name| counting.remove_entry(name)) {
        Some(entry) => Some(entry),
        None => counting.pop_last(),
    }
}
