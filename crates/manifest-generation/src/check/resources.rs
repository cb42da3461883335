//! Requests and limits lead to the quality of service that was planned.

use k8s_openapi::api::core::v1::Container;
use nephoran_api::{ManifestFinding, QosClass, quantity};

use super::{Context, rules};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<ManifestFinding>) {
    for workload in context.workloads() {
        let containers = workload.pods.spec.iter().flat_map(|spec| &spec.containers);
        for container in containers {
            for problem in problems(container, workload.function.component.qos_class) {
                findings.push(rules::RESOURCES.finding(
                    workload.path,
                    format!("container {} {problem}", container.name),
                ));
            }
        }
    }
}

pub(super) fn problems(container: &Container, class: QosClass) -> Vec<String> {
    let resources = container.resources.clone().unwrap_or_default();
    let (requests, limits) = (
        resources.requests.unwrap_or_default(),
        resources.limits.unwrap_or_default(),
    );
    let mut problems = Vec::new();
    for name in ["cpu", "memory"] {
        match (requests.get(name), limits.get(name)) {
            (Some(request), Some(limit)) => {
                match (quantity::millicores(request), quantity::millicores(limit)) {
                    (Ok(request), Ok(limit)) if request > limit => problems.push(format!(
                        "requests more {name} than its limit; raise the limit"
                    )),
                    (Ok(request), Ok(limit))
                        if class == QosClass::Guaranteed && request != limit =>
                    {
                        problems.push(format!("is planned Guaranteed but its {name} request differs from its limit; make them equal"));
                    }
                    (Ok(request), Ok(_))
                        if class == QosClass::Guaranteed
                            && name == "cpu"
                            && !request.is_multiple_of(1000) =>
                    {
                        problems.push("is planned Guaranteed but asks for a fraction of a CPU; ask for whole CPUs".to_owned());
                    }
                    (Ok(_), Ok(_)) => {}
                    (Err(error), _) | (_, Err(error)) => {
                        problems.push(format!("has a {name} amount that cannot be read: {error}"));
                    }
                }
            }
            _ => problems.push(format!("has no {name} request and limit; set both")),
        }
    }
    problems
}
