//! What a cluster's nodes offer and what Pods ask of them: pure sums over the few fields that count.

mod figures;
mod node;
mod pod;

pub use figures::{Tally, has_moved};
pub use node::{NodeSpec, NodeStatus, offer};
pub use pod::{PodSpec, effective_request};

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use nephoran_api::{ComputeAmounts, quantity};
use serde::Deserialize;

/// CPU in millicores and memory in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compute {
    /// CPU in millicores.
    pub cpu: u64,
    /// Memory in bytes.
    pub memory: u64,
}

impl Compute {
    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.saturating_add(other.cpu),
            memory: self.memory.saturating_add(other.memory),
        }
    }

    /// The larger of each.
    #[must_use]
    pub fn most(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.max(other.cpu),
            memory: self.memory.max(other.memory),
        }
    }
}

/// Amounts as Kubernetes writes them; further resources are not looked at.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Amounts {
    cpu: Option<Quantity>,
    memory: Option<Quantity>,
}

impl Amounts {
    /// As numbers. The API server admits nothing that does not parse; it would count as nothing.
    fn numbers(&self) -> Compute {
        let [cpu, memory] = self.numbers_stated();
        Compute {
            cpu: cpu.unwrap_or(0),
            memory: memory.unwrap_or(0),
        }
    }

    /// CPU and memory, each only when it is stated.
    fn numbers_stated(&self) -> [Option<u64>; 2] {
        let cpu = self.cpu.as_ref();
        let memory = self.memory.as_ref();
        [
            cpu.and_then(|cpu| quantity::millicores(cpu).ok()),
            memory.and_then(|memory| quantity::bytes(memory).ok()),
        ]
    }
}

impl From<&ComputeAmounts> for Compute {
    fn from(written: &ComputeAmounts) -> Self {
        Self {
            cpu: quantity::millicores(&written.cpu).unwrap_or(0),
            memory: quantity::bytes(&written.memory).unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests;
