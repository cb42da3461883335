//! What keeps Pods from running, in one sentence a person can act on.

use k8s_openapi::api::core::v1::{ContainerState, ContainerStatus, Pod};

/// Longest text of a kubelet, scheduler or container that is passed on, in characters.
const LONGEST_DETAIL: usize = 300;

/// A reason the kubelet gives for a container that waits.
pub(crate) struct Waiting {
    reason: &'static str,
    /// Whether waiting alone does not help.
    pub(crate) hopeless: bool,
    /// What to do about it.
    pub(crate) next_step: &'static str,
}

/// The kubelet's reasons (`pkg/kubelet/container/sync_result.go`, `pkg/kubelet/images/types.go`) that a
/// person can do something about; `ContainerCreating` and `PodInitializing` are none.
const WAITING: &[Waiting] = &[
    waiting(
        "CrashLoopBackOff",
        true,
        "read the log of its last run (`kubectl logs --previous`)",
    ),
    waiting(
        "ImagePullBackOff",
        true,
        "check the image's name, its registry and the pull secret",
    ),
    waiting("InvalidImageName", true, "correct the image's name"),
    waiting(
        "ErrImageNeverPull",
        true,
        "load the image onto the node or change imagePullPolicy",
    ),
    // The kubelet says this after the first failed pull and tries again.
    waiting(
        "ErrImagePull",
        false,
        "check the image's name, its registry and the pull secret",
    ),
    waiting(
        "CreateContainerConfigError",
        false,
        "create the ConfigMap or Secret it refers to",
    ),
    waiting(
        "CreateContainerError",
        false,
        "correct its command, mounts or devices",
    ),
    waiting(
        "RunContainerError",
        false,
        "correct its command, mounts or devices",
    ),
];

const fn waiting(reason: &'static str, hopeless: bool, next_step: &'static str) -> Waiting {
    Waiting {
        reason,
        hopeless,
        next_step,
    }
}

impl Waiting {
    pub(crate) fn find(reason: &str) -> Option<&'static Self> {
        WAITING.iter().find(|waiting| waiting.reason == reason)
    }
}

/// The worst trouble of these Pods, and how many more have some; nothing when they are well or just starting.
///
/// A container that was killed for its memory comes first, then containers that wait in vain, then Pods without a node.
#[must_use]
pub fn pod_trouble(pods: &[Pod]) -> Option<String> {
    let mut troubles: Vec<_> = pods.iter().filter_map(trouble).collect();
    troubles.sort();
    let others = troubles.len().saturating_sub(1);
    let (_, worst) = troubles.into_iter().next()?;
    match others {
        0 => Some(worst),
        1 => Some(format!("{worst} (1 more Pod is in trouble)")),
        _ => Some(format!("{worst} ({others} more Pods are in trouble)")),
    }
}

/// How much a trouble explains, the best explanation first: an out-of-memory kill is behind many crash loops.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Explains {
    OutOfMemory,
    Waiting,
    Unschedulable,
}

fn trouble(pod: &Pod) -> Option<(Explains, String)> {
    let name = format!(
        "Pod {}/{}",
        pod.metadata.namespace.as_deref().unwrap_or_default(),
        pod.metadata.name.as_deref().unwrap_or_default()
    );
    let status = pod.status.as_ref()?;
    let containers: Vec<_> = status
        .init_container_statuses
        .iter()
        .chain(&status.container_statuses)
        .flatten()
        .filter(|container| !container.ready)
        .collect();
    let out_of_memory = containers
        .iter()
        .find_map(|container| out_of_memory(pod, container));
    if let Some(text) = out_of_memory {
        return Some((Explains::OutOfMemory, format!("{name}: {text}")));
    }
    if let Some(text) = containers
        .iter()
        .find_map(|container| waiting_in_vain(container))
    {
        return Some((Explains::Waiting, format!("{name}: {text}")));
    }
    let text = unschedulable(pod)?;
    Some((Explains::Unschedulable, format!("{name}: {text}")))
}

fn out_of_memory(pod: &Pod, container: &ContainerStatus) -> Option<String> {
    [container.state.as_ref(), container.last_state.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|state| state.terminated.as_ref())
        .find(|ended| ended.reason.as_deref() == Some("OOMKilled"))?;
    let limit = memory_limit(pod, &container.name).unwrap_or_else(|| "its limit".to_owned());
    Some(format!(
        "container {} was killed because it used more memory than {limit} (OOMKilled, image {}, {} restarts); ask for more memory",
        container.name, container.image, container.restart_count
    ))
}

fn memory_limit(pod: &Pod, container: &str) -> Option<String> {
    let spec = pod.spec.as_ref()?;
    let containers = spec
        .init_containers
        .iter()
        .flatten()
        .chain(&spec.containers);
    let limits = containers
        .filter(|candidate| candidate.name == container)
        .find_map(|candidate| candidate.resources.as_ref()?.limits.as_ref())?;
    limits.get("memory").map(|quantity| quantity.0.clone())
}

fn waiting_in_vain(container: &ContainerStatus) -> Option<String> {
    let waiting = container.state.as_ref()?.waiting.as_ref()?;
    let known = Waiting::find(waiting.reason.as_deref()?)?;
    let said = last_words(container.last_state.as_ref())
        .or_else(|| waiting.message.as_deref().map(cut))
        .map_or_else(String::new, |said| format!(": {said}"));
    Some(format!(
        "container {} is in {} (image {}, {} restarts){said}; {}",
        container.name, known.reason, container.image, container.restart_count, known.next_step
    ))
}

/// How a container's last run ended: more telling than "back-off 5m0s restarting failed container".
fn last_words(state: Option<&ContainerState>) -> Option<String> {
    let ended = state?.terminated.as_ref()?;
    let mut text = format!("its last run ended with exit code {}", ended.exit_code);
    if let Some(message) = ended
        .message
        .as_deref()
        .filter(|message| !message.trim().is_empty())
    {
        text = format!("{text}, {}", cut(message));
    }
    Some(text)
}

fn unschedulable(pod: &Pod) -> Option<String> {
    let conditions = pod.status.as_ref()?.conditions.as_ref()?;
    let scheduled = conditions
        .iter()
        .find(|condition| condition.type_ == "PodScheduled")?;
    if scheduled.status != "False" || scheduled.reason.as_deref() != Some("Unschedulable") {
        return None;
    }
    let said = scheduled
        .message
        .as_deref()
        .map_or_else(String::new, |said| format!(": {}", cut(said)));
    Some(format!(
        "no node takes it (Unschedulable){said}; add nodes, free capacity or ask for less"
    ))
}

fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST_DETAIL).collect()
}
