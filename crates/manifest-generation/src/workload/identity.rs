//! Names, labels and selectors: the same on every object of a function.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use nephoran_api::{INTENT_LABEL, Isolation, label_value};

use crate::blueprint::{Blueprint, Function};

/// Label: the function's type as a DNS label.
pub(crate) const TYPE_LABEL: &str = "app.kubernetes.io/name";
/// Label: the function's name.
pub(crate) const INSTANCE_LABEL: &str = "app.kubernetes.io/instance";
/// Label: the package.
pub(crate) const PACKAGE_LABEL: &str = "app.kubernetes.io/part-of";
/// Label: who writes the object.
pub(crate) const MANAGED_BY_LABEL: &str = "app.kubernetes.io/managed-by";
/// Value of [`MANAGED_BY_LABEL`].
pub(crate) const MANAGER: &str = "nephoran";
/// Annotation: position in the start order; objects of a lower number are applied first.
const START_ORDER_ANNOTATION: &str = "nephoran.com/start-order";

/// A function and the labels it is known by.
pub(crate) struct Identity<'a> {
    pub(crate) function: &'a Function<'a>,
    namespace: &'a str,
    package_label: String,
    intent_label: String,
    isolation: Isolation,
}

impl<'a> Identity<'a> {
    pub(crate) fn new(
        blueprint: &'a Blueprint<'a>,
        function: &'a Function<'a>,
        intent: &str,
    ) -> Self {
        Self {
            function,
            namespace: blueprint.namespace,
            package_label: blueprint.package_label(),
            intent_label: label_value(intent),
            isolation: blueprint.plan.isolation,
        }
    }

    pub(super) const fn isolation(&self) -> Isolation {
        self.isolation
    }

    pub(super) const fn namespace(&self) -> &'a str {
        self.namespace
    }

    pub(super) fn package_label(&self) -> &str {
        &self.package_label
    }

    pub(crate) fn name(&self) -> &'a str {
        self.function.name()
    }

    /// Metadata of every object of the function.
    pub(crate) fn metadata(&self) -> ObjectMeta {
        ObjectMeta {
            name: Some(self.name().to_owned()),
            namespace: Some(self.namespace.to_owned()),
            labels: Some(self.labels()),
            annotations: Some(BTreeMap::from([(
                START_ORDER_ANNOTATION.to_owned(),
                self.function.start_order.to_string(),
            )])),
            ..ObjectMeta::default()
        }
    }

    pub(crate) fn labels(&self) -> BTreeMap<String, String> {
        let mut labels = self.selector_labels();
        labels.extend(
            [
                (TYPE_LABEL, self.function.function_type().short_name()),
                (
                    "app.kubernetes.io/component",
                    self.function.template.plane.as_str(),
                ),
                (MANAGED_BY_LABEL, MANAGER),
                (INTENT_LABEL, self.intent_label.as_str()),
            ]
            .map(|(key, value)| (key.to_owned(), value.to_owned())),
        );
        labels
    }

    /// What a selector matches: only labels that never change, because selectors cannot.
    pub(crate) fn selector_labels(&self) -> BTreeMap<String, String> {
        self.selector_labels_of(self.name())
    }

    pub(crate) fn selector(&self) -> LabelSelector {
        LabelSelector {
            match_labels: Some(self.selector_labels()),
            ..LabelSelector::default()
        }
    }

    /// The selector labels of another function of the package.
    pub(crate) fn selector_labels_of(&self, name: &str) -> BTreeMap<String, String> {
        BTreeMap::from([
            (INSTANCE_LABEL.to_owned(), name.to_owned()),
            (PACKAGE_LABEL.to_owned(), self.package_label.clone()),
        ])
    }
}
