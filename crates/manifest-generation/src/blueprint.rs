//! The plan as the renderer reads it: names checked, identities and reference points parsed, templates found.
//!
//! Everything that could be wrong with a plan's text is found here and reported in one go, before any of it can
//! become a path or a DNS name.

use nephoran_api::{Component, Environment, ManifestFinding, NetworkRule, Plan, label_value};
use nephoran_telecom::catalogue::Role;
use nephoran_telecom::{
    Catalogue, NetworkFunctionType, Plmn, ReferencePoint, Snssai, Tac, Template,
};

use crate::check::{Rule, rules};
use crate::names::{MAX_COMPONENT_NAME, is_label, is_service_name, is_subdomain};
use crate::ports::{Port, listening};
use crate::template_set::{Start, TemplateSet};

/// Interfaces without which a function is not of its type (the sources are those of NEPH-INT-003).
const REQUIRED: &[(NetworkFunctionType, &[ReferencePoint])] = {
    use NetworkFunctionType::{Amf, NearRtRic, OCuCp, OCuUp, ODu, Smf, Upf};
    use ReferencePoint::{A1, E1, E2, F1C, F1U, N2, N3, N4, N6, O1, Sbi};
    &[
        (Amf, &[N2, Sbi]),
        (Smf, &[N4, Sbi]),
        (Upf, &[N3, N4, N6]),
        (OCuCp, &[N2, E1, F1C]),
        (OCuUp, &[N3, E1, F1U]),
        (ODu, &[F1C, F1U]),
        (NearRtRic, &[A1, E2, O1]),
    ]
};

/// A plan whose text has been read.
#[derive(Clone)]
pub(crate) struct Blueprint<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) templates: &'a TemplateSet,
    pub(crate) package: &'a str,
    pub(crate) namespace: &'a str,
    pub(crate) plmn: Plmn,
    pub(crate) tac: Tac,
    pub(crate) slice: Option<Snssai>,
    environment: Environment,
    /// In start order.
    pub(crate) functions: Vec<Function<'a>>,
}

/// One network function of the plan with its template.
#[derive(Clone)]
pub(crate) struct Function<'a> {
    pub(crate) component: &'a Component,
    pub(crate) template: &'a Template,
    /// How its software is started; `None` when the template set does not know it.
    pub(crate) start: Option<&'a Start>,
    /// Position in the plan's start order.
    pub(crate) start_order: usize,
    pub(crate) interfaces: Vec<FunctionInterface>,
}

/// One reference point of a function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FunctionInterface {
    pub(crate) point: ReferencePoint,
    /// Who opens the conversation.
    pub(crate) role: Role,
    /// `SCTP`, `UDP` or `TCP`; `None` where the reference point has no transport.
    pub(crate) transport: Option<&'static str>,
    /// The port listened on.
    pub(crate) port: Option<u16>,
}

impl Function<'_> {
    pub(crate) fn name(&self) -> &str {
        &self.component.name
    }

    pub(crate) const fn function_type(&self) -> NetworkFunctionType {
        self.component.function_type
    }

    /// Whether it runs once on every node, however many there are.
    pub(crate) fn runs_on_every_node(&self) -> bool {
        self.template.workload.kind == nephoran_telecom::catalogue::WorkloadKind::DaemonSet
    }

    /// The ports the function listens on, by number.
    pub(crate) fn ports(&self) -> Vec<Port> {
        let interfaces: Vec<_> = self
            .interfaces
            .iter()
            .filter_map(|interface| {
                interface
                    .transport
                    .map(|transport| (interface.point, transport, interface.port))
            })
            .collect();
        listening(&interfaces)
    }
}

impl<'a> Blueprint<'a> {
    /// Reads `plan`, or reports everything in it that cannot be read.
    pub(crate) fn read(
        plan: &'a Plan,
        catalogue: &'a Catalogue,
        templates: &'a TemplateSet,
    ) -> Result<Self, Vec<ManifestFinding>> {
        let mut findings = Findings::default();
        findings.names(plan);
        let network = findings.keep(&rules::IDENTITY, || {
            Ok::<_, nephoran_telecom::PlmnError>(Plmn {
                mcc: plan.plmn.mcc.parse()?,
                mnc: plan.plmn.mnc.parse()?,
            })
        });
        let tac = findings.keep(&rules::IDENTITY, || Tac::try_from(plan.plmn.tac));
        let slice = findings.keep(&rules::IDENTITY, || {
            let read = |slice: &nephoran_api::PlannedSlice| {
                let sd = slice.sd.as_deref().map(str::parse).transpose()?;
                Ok::<_, nephoran_telecom::SliceError>(Snssai { sst: slice.sst, sd })
            };
            plan.slice.as_ref().map(read).transpose()
        });
        let functions: Vec<_> = plan
            .components
            .iter()
            .enumerate()
            .filter_map(|(start_order, component)| {
                let start = templates.start(&component.provider, component.function_type);
                findings.function(start_order, component, catalogue, start)
            })
            .collect();
        match (network, tac, slice) {
            (Some(network), Some(tac), Some(slice)) if findings.0.is_empty() => Ok(Self {
                plan,
                catalogue,
                templates,
                package: &plan.package,
                namespace: &plan.namespace,
                plmn: network,
                tac,
                slice,
                // A plan that says nothing carries live traffic.
                environment: plan.environment.unwrap_or(Environment::Production),
                functions,
            }),
            _ => Err(findings.0),
        }
    }

    /// Clusters of the plan, each once, in name order.
    pub(crate) fn clusters(&self) -> std::collections::BTreeSet<&'a str> {
        self.functions
            .iter()
            .map(|function| function.component.cluster.as_str())
            .collect()
    }

    /// The functions that run on `cluster`, in start order.
    pub(crate) fn on_cluster(&self, cluster: &str) -> impl Iterator<Item = &Function<'a>> {
        self.functions
            .iter()
            .filter(move |function| function.component.cluster == cluster)
    }

    /// The package's name as a label value.
    pub(crate) fn package_label(&self) -> String {
        label_value(self.package)
    }

    /// The environment the package is for.
    pub(crate) const fn environment(&self) -> Environment {
        self.environment
    }

    /// The same plan in another environment.
    pub(crate) fn in_environment(&self, environment: Environment) -> Self {
        Self {
            environment,
            ..self.clone()
        }
    }

    /// Traffic admitted besides the reference points.
    pub(crate) fn network_rules(&self) -> &'a [NetworkRule] {
        &self.plan.network_rules
    }
}

/// What is wrong with a plan, collected while it is read.
#[derive(Default)]
struct Findings(Vec<ManifestFinding>);

impl Findings {
    fn add(&mut self, rule: &'static Rule, message: impl Into<String>) {
        self.0.push(rule.finding("plan", message));
    }

    fn keep<T, E: std::error::Error>(
        &mut self,
        rule: &'static Rule,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Option<T> {
        match read() {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(rule, error.to_string());
                None
            }
        }
    }

    fn names(&mut self, plan: &Plan) {
        if !is_subdomain(&plan.package) {
            self.add(
                &rules::NAMES,
                format!(
                    "package {:?} is not a DNS subdomain; name it like \"core-1\"",
                    plan.package
                ),
            );
        }
        if !is_label(&plan.namespace) {
            self.add(
                &rules::NAMES,
                format!(
                    "namespace {:?} is not a DNS label; name it like \"core\"",
                    plan.namespace
                ),
            );
        }
        if plan.components.is_empty() {
            self.add(
                &rules::NAMES,
                "the plan has no network function; name at least one",
            );
        }
        // A data network name has the syntax of an APN, in either case (TS 23.003 clauses 9.1 and 9A).
        let networks = plan.data_networks.iter();
        for name in networks.map(|network| &network.name) {
            if !is_subdomain(&name.to_ascii_lowercase()) {
                let message = format!(
                    "data network {name:?} is not a data network name; use letters, digits, hyphens and dots, like \"internet\""
                );
                self.add(&rules::NAMES, message);
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        for Component { name, cluster, .. } in &plan.components {
            if !is_service_name(name) || name.len() > MAX_COMPONENT_NAME {
                let message = format!(
                    "function name {name:?} is not a DNS label of at most {MAX_COMPONENT_NAME} characters that starts with a letter; name it like \"core-amf\""
                );
                self.add(&rules::NAMES, message);
            }
            if !is_subdomain(cluster) {
                self.add(&rules::NAMES, format!("cluster {cluster:?} of {name:?} is not the name of a TargetCluster; name it like \"edge-1\""));
            }
            if !seen.insert((cluster, name)) {
                self.add(
                    &rules::UNIQUE,
                    format!(
                        "two functions of cluster {cluster} are named {name}; rename one of them"
                    ),
                );
            }
        }
    }

    fn function<'a>(
        &mut self,
        start_order: usize,
        component: &'a Component,
        catalogue: &'a Catalogue,
        start: Option<&'a Start>,
    ) -> Option<Function<'a>> {
        let Some(template) = catalogue.template(component.function_type) else {
            let message = format!(
                "{}: the catalogue has no template of {}",
                component.name, component.function_type
            );
            self.add(&rules::DECLARED_PORT, message);
            return None;
        };
        let interfaces: Vec<_> = component
            .interfaces
            .iter()
            .filter_map(|interface| self.interface(component, template, interface))
            .collect();
        self.required_interfaces(component, &interfaces);
        Some(Function {
            component,
            template,
            start,
            start_order,
            interfaces,
        })
    }

    fn required_interfaces(&mut self, component: &Component, declared: &[FunctionInterface]) {
        let function = component.function_type;
        let missing = REQUIRED
            .iter()
            .filter(|(required_of, _)| *required_of == function)
            .flat_map(|(_, points)| *points)
            .filter(|point| !declared.iter().any(|interface| interface.point == **point));
        for point in missing {
            let message = format!(
                "{} is an {function} without {point}; declare the interface",
                component.name
            );
            self.add(&rules::REQUIRED_INTERFACE, message);
        }
    }

    fn interface(
        &mut self,
        component: &Component,
        template: &Template,
        interface: &nephoran_api::Interface,
    ) -> Option<FunctionInterface> {
        let point = self.keep(&rules::STANDARD_PORT, || {
            interface.point.parse::<ReferencePoint>()
        })?;
        let Some(declared) = template.interfaces.get(&point) else {
            let known: Vec<_> = template
                .interfaces
                .keys()
                .map(|point| point.as_str())
                .collect();
            let message = format!(
                "{}: {} has no {point} interface; it has {}",
                component.name,
                component.function_type,
                known.join(", ")
            );
            self.add(&rules::STANDARD_PORT, message);
            return None;
        };
        Some(FunctionInterface {
            point,
            role: declared.role,
            transport: interface
                .protocol
                .map(nephoran_telecom::Protocol::transport),
            port: interface.port,
        })
    }
}
