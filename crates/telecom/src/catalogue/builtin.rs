//! The data files that ship with this crate.

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$( ($name, include_str!(concat!("../../data/catalogue/", $name))) ),+]
    };
}

/// `(file name, YAML text)`.
pub(super) const FILES: &[(&str, &str)] = files![
    "bases.yaml",
    "core-control.yaml",
    "core-access.yaml",
    "core-supporting.yaml",
    "epc-ims.yaml",
    "ran.yaml",
    "ric-smo.yaml",
];
