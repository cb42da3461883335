use nephoran_telecom::{Catalogue, CatalogueError, NetworkFunctionType as Nf};

/// A complete template of the given type, with `extra` lines at the template's own indentation.
fn file(function: &str, extra: &str) -> String {
    format!(
        "templates:
  {function}:
    plane: control
    standard: TS 23.501
    interfaces: {{}}
    workload: {{kind: Deployment}}
    sizing: {{axis: subscribers, perReplicaCapacity: 10, baseCpuMillicores: 1, baseMemoryMib: 1, step: 1, cpuMillicoresPerStep: 1, memoryMibPerStep: 1, source: estimate}}
    floor: {{replicas: 1, cpuMillicores: 1, memoryMib: 1, source: estimate}}
    scaling: {{maxReplicas: 2, horizontallyScalable: true, source: estimate}}
    slo: {{availability: 0.99, latencyP99Ms: 10, source: estimate}}
{extra}"
    )
}

fn refused(text: &str) -> String {
    Catalogue::parse(&[("mine.yaml", text)])
        .expect_err("must be refused")
        .to_string()
}

#[test]
fn a_complete_file_is_a_catalogue() {
    let text = file("AMF", "");
    let catalogue = Catalogue::parse(&[("mine.yaml", &text)]).expect("is valid");
    assert_eq!(catalogue.templates().count(), 1);
}

#[test]
fn a_refused_file_is_named_with_the_field_and_the_cure() {
    for (extra, expected) in [
        (
            "    image: {provider: OAI, repository: a/b, tag: latest, source: estimate}",
            "mine.yaml: templates.AMF.image.tag: must name one release, never \"latest\"",
        ),
        (
            "    image: {provider: OAI, repository: a/b, tag: v1, source: ' '}",
            "mine.yaml: templates.AMF.image.source: a source is empty",
        ),
        (
            "    image: {provider: OAI, repository: a/b, tag: v1}",
            "mine.yaml: templates.AMF.image: missing field `source`",
        ),
        (
            "    probe: {kind: icmp, port: 1, source: estimate}",
            "mine.yaml: templates.AMF.probe.kind: unknown probe kind \"icmp\"; use one of tcp, http",
        ),
        (
            "    dependencies: {NRF: hard}",
            "mine.yaml: templates.AMF.dependencies.NRF: there is no template of this type; add one",
        ),
        (
            "    colour: blue",
            "mine.yaml: templates.AMF.colour: unknown field `colour`",
        ),
        (
            "    extends: base-x",
            "mine.yaml: templates.AMF.extends: no base \"base-x\"",
        ),
    ] {
        let message = refused(&file("AMF", extra));
        assert!(
            message.starts_with(expected),
            "expected {expected}\n   found {message}"
        );
    }
}

#[test]
fn an_interface_must_fit_its_reference_point() {
    let with = |interface: &str| {
        file("AMF", "").replace("interfaces: {}", &format!("interfaces: {interface}"))
    };
    let message = refused(&with("{N2: {role: server, protocol: TCP}}"));
    assert!(
        message.starts_with(
            "mine.yaml: templates.AMF.interfaces.N2.protocol: N2 does not run over TCP"
        ),
        "{message}"
    );
    let message = refused(&with("{N2: {role: server, port: 38413}}"));
    assert!(
        message.starts_with(
            "mine.yaml: templates.AMF.interfaces.N2.port: N2 accepts the ports [38412], not 38413"
        ),
        "{message}"
    );
    let message = refused(&with("{N6: {role: both, port: 80}}"));
    assert!(message.contains("interfaces.N6.port"), "{message}");
}

#[test]
fn figures_that_contradict_each_other_are_refused() {
    for (from, to, field) in [
        ("step: 1", "step: 0", "sizing.step"),
        (
            "perReplicaCapacity: 10",
            "perReplicaCapacity: 0",
            "sizing.perReplicaCapacity",
        ),
        ("maxReplicas: 2", "maxReplicas: 0", "scaling.maxReplicas"),
        (
            "availability: 0.99",
            "availability: 99.9",
            "slo.availability",
        ),
        (
            "cpuMillicoresPerStep: 1",
            "cpuMillicoresPerStep: -1",
            "sizing.cpuMillicoresPerStep",
        ),
        (
            "cpuMillicoresPerStep: 1",
            "cpuMillicoresPerStep: 2000000000",
            "sizing.cpuMillicoresPerStep",
        ),
        ("maxReplicas: 2", "maxReplicas: 5000", "scaling.maxReplicas"),
        (
            "cpuMillicores: 1,",
            "cpuMillicores: 0,",
            "floor.cpuMillicores",
        ),
        (
            "{kind: Deployment}",
            "{kind: Deployment, storage: {sizeGib: 1, source: estimate}}",
            "workload.storage",
        ),
        ("{kind: Deployment}", "{kind: DaemonSet}", "workload.kind"),
    ] {
        let message = refused(&file("AMF", "").replace(from, to));
        assert!(
            message.starts_with(&format!("mine.yaml: templates.AMF.{field}: ")),
            "{message}"
        );
    }
}

#[test]
fn a_template_takes_over_its_base_key_by_key_across_files() {
    let bases = "bases:
  base-a:
    interfaces: {N2: {role: server}, SBI: {role: both, port: 8000}}
    dependencies: {SMF: hard}
";
    let own = file("AMF", "    extends: base-a\n    dependencies: {SMF: null}")
        .replace("interfaces: {}", "interfaces: {SBI: {port: 7777}}");
    let catalogue =
        Catalogue::parse(&[("mine.yaml", &own), ("bases.yaml", bases)]).expect("is valid");
    let amf = catalogue.template(Nf::Amf).expect("is there");
    let ports: Vec<_> = amf
        .interfaces
        .values()
        .map(|interface| interface.port)
        .collect();
    assert_eq!(ports, [Some(38412), Some(7777)]);
    assert_eq!(amf.hard_dependencies().count(), 0);
}

#[test]
fn a_base_that_extends_itself_is_refused() {
    let text = format!(
        "bases:\n  a: {{extends: b}}\n  b: {{extends: a}}\n{}",
        file("AMF", "    extends: a")
    );
    assert_eq!(
        refused(&text),
        "mine.yaml: bases.a.extends: base \"b\" extends itself"
    );
}

#[test]
fn a_cycle_of_hard_dependencies_is_refused_and_shown() {
    let amf = file("AMF", "    dependencies: {SMF: hard}");
    let smf = file("SMF", "    dependencies: {AMF: hard}");
    let error =
        Catalogue::parse(&[("amf.yaml", &amf), ("smf.yaml", &smf)]).expect_err("is a cycle");
    assert_eq!(
        error,
        CatalogueError::Cycle {
            file: "smf.yaml".to_owned(),
            functions: vec![Nf::Amf, Nf::Smf, Nf::Amf]
        }
    );
    assert_eq!(
        error.to_string(),
        "smf.yaml: hard dependencies form a cycle: AMF → SMF → AMF; make one of them soft"
    );
    let soft = file("SMF", "    dependencies: {AMF: soft}");
    assert!(Catalogue::parse(&[("amf.yaml", &amf), ("smf.yaml", &soft)]).is_ok());
}

#[test]
fn two_templates_of_one_type_and_broken_yaml_are_refused() {
    let amf = file("AMF", "");
    let error =
        Catalogue::parse(&[("a.yaml", &amf), ("b.yaml", &amf)]).expect_err("is twice there");
    assert_eq!(
        error.to_string(),
        "b.yaml: templates.AMF: this type has a template already; keep one of them"
    );
    let error = Catalogue::parse(&[("a.yaml", "templates: [")]).expect_err("is not YAML");
    assert_eq!(error.reason(), "CatalogueSyntax");
    assert!(
        error
            .to_string()
            .starts_with("failed to read catalogue file a.yaml: ")
    );
    assert!(refused("templates: {AMFX: {}}").contains("unknown network function type \"AMFX\""));
}
