//! The machine that the numbers are from.

use std::fs;

use serde::Serialize;

/// What numbers depend on; zero or empty where the system does not say.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    /// Model of the processor.
    pub processor: String,
    /// Cores this process may use.
    pub cores: usize,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// Load averages of the last 1, 5 and 15 minutes. Above the number of cores, somebody else was at work.
    pub load_average: [f64; 3],
}

impl Machine {
    /// As it is now.
    #[must_use]
    pub fn now() -> Self {
        let read = |path| fs::read_to_string(path).unwrap_or_default();
        let mut load = [0.0; 3];
        for (average, text) in load
            .iter_mut()
            .zip(read("/proc/loadavg").split_whitespace())
        {
            *average = text.parse().unwrap_or_default();
        }
        let memory = field(&read("/proc/meminfo"), "MemTotal");
        let kibibytes: u64 = memory.trim_end_matches(" kB").parse().unwrap_or_default();
        Self {
            processor: field(&read("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            memory_mib: kibibytes / 1024,
            load_average: load,
        }
    }
}

/// Resident memory of this process in bytes; zero where the system does not say.
#[must_use]
pub fn resident_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kibibytes = field(&status, "VmRSS");
    kibibytes
        .trim_end_matches(" kB")
        .parse::<u64>()
        .unwrap_or_default()
        * 1024
}

/// The first `<name> : <value>` of a text.
fn field(text: &str, name: &str) -> String {
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    let mut found = pairs.filter(|(known, _)| known.trim() == name);
    found
        .next()
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}
