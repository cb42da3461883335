//! What a cluster's admission limits refuse (`TargetCluster.spec.admission`).

use nephoran_api::ClusterAdmission;
use nephoran_telecom::NetworkFunctionType;

/// Why `admission` refuses a function; `None` when it admits it.
pub(crate) fn refusal(
    admission: Option<&ClusterAdmission>,
    namespace: &str,
    function_type: NetworkFunctionType,
    most_replicas: u32,
) -> Option<String> {
    let admission = admission?;
    if !admission.allowed_namespaces.is_empty()
        && !admission
            .allowed_namespaces
            .iter()
            .any(|allowed| allowed == namespace)
    {
        return Some(format!(
            "namespace {namespace} is not one of {}",
            admission.allowed_namespaces.join(", ")
        ));
    }
    if !admission.allowed_types.is_empty() && !admission.allowed_types.contains(&function_type) {
        let allowed: Vec<_> = admission
            .allowed_types
            .iter()
            .map(ToString::to_string)
            .collect();
        return Some(format!(
            "{function_type} is not one of {}",
            allowed.join(", ")
        ));
    }
    admission
        .max_replicas
        .filter(|most| most_replicas > *most)
        .map(|most| format!("{most_replicas} replicas of {function_type} are more than {most}"))
}
