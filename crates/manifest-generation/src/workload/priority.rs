//! Which Pods stay when a node is full.

use nephoran_telecom::catalogue::Plane;

use crate::blueprint::{Blueprint, Function};

/// The PriorityClass that the cluster has for the function's plane.
pub(super) fn class(blueprint: &Blueprint<'_>, function: &Function<'_>) -> Option<String> {
    let profile = blueprint.plan.profiles.get(&function.component.cluster)?;
    let classes = &profile.priority_classes;
    match function.template.plane {
        Plane::Control => classes.control.clone(),
        Plane::User => classes.user.clone(),
        Plane::Management => classes.management.clone(),
    }
}
