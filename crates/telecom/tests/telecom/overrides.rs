//! A user's files on top of the built-in catalogue.

use nephoran_telecom::catalogue::{Axis, Load};
use nephoran_telecom::{Catalogue, NetworkFunctionType as Nf, ReferencePoint as Rp};

fn with(text: &str) -> Catalogue {
    Catalogue::with(&[("mine.yaml", text)]).expect("is valid")
}

#[test]
fn without_files_the_catalogue_is_the_built_in_one() {
    assert_eq!(
        &Catalogue::with(&[]).expect("is valid"),
        Catalogue::builtin()
    );
}

#[test]
fn a_template_of_a_known_type_merges_over_the_built_in_one_key_by_key() {
    let catalogue = with(
        "templates:
  AMF:
    image: {provider: Acme Networks, repository: registry.example.com/acme/amf, tag: 12.1.0, source: Acme release notes 12.1}
    interfaces: {N26: null}
    sizing: {perReplicaCapacity: 50000}
",
    );
    let (mine, builtin) = (
        catalogue.template(Nf::Amf).unwrap(),
        Catalogue::builtin().template(Nf::Amf).unwrap(),
    );
    let image = mine.image.as_ref().unwrap();
    assert_eq!(image.reference(), "registry.example.com/acme/amf:12.1.0");
    assert_eq!(image.provider.slug(), "acme-networks");
    assert!(!mine.interfaces.contains_key(&Rp::N26) && mine.interfaces.contains_key(&Rp::N2));
    assert_eq!(
        mine.sizing.base_cpu_millicores,
        builtin.sizing.base_cpu_millicores
    );
    assert_eq!(
        mine.size(&Load::on(Axis::Subscribers, 50_000))
            .unwrap()
            .replicas,
        1
    );
    assert_eq!(
        catalogue.template(Nf::Smf),
        Catalogue::builtin().template(Nf::Smf)
    );
}

#[test]
fn a_users_template_may_extend_a_new_base_and_a_built_in_one() {
    let catalogue = with(
        "bases:
  site-floor: {floor: {cpuMillicores: 400, source: estimate by the site}}
  site-sbi: {extends: site-floor, interfaces: {SBI: {port: 443}}, dependencies: {UDM: null}}
templates:
  AUSF: {extends: site-sbi, floor: {memoryMib: 300}}
  PCF: {extends: base-5gc-open5gs, image: {command: [open5gs-pcfd]}}
",
    );
    let ausf = catalogue.template(Nf::Ausf).unwrap();
    assert_eq!(
        (ausf.floor.cpu_millicores, ausf.floor.memory_mib),
        (400, 300)
    );
    assert_eq!(ausf.interfaces[&Rp::Sbi].port, Some(443));
    assert!(!ausf.dependencies.contains_key(&Nf::Udm) && ausf.dependencies.contains_key(&Nf::Nrf));
    let pcf = catalogue.template(Nf::Pcf).unwrap();
    assert_eq!(
        pcf.image.as_ref().unwrap().reference(),
        "docker.io/gradiant/open5gs:2.7.6"
    );
    assert_eq!(pcf.interfaces[&Rp::Sbi].port, Some(7777));
}

#[test]
fn every_kind_of_mistake_is_named_with_file_path_and_cure() {
    for (text, expected) in [
        (
            "templates: {AMF: {image: {tag: latest}}}",
            "mine.yaml: templates.AMF.image.tag: must name one release, never \"latest\"",
        ),
        (
            "templates: {AMF: {image: {repository: 'a/b:1'}}}",
            "mine.yaml: templates.AMF.image.repository: must be registry and repository",
        ),
        (
            "templates: {AMF: {image: {provider: ''}}}",
            "mine.yaml: templates.AMF.image.provider: provider \"\" is not a name",
        ),
        (
            "templates: {AMF: {sizing: {step: 0}}}",
            "mine.yaml: templates.AMF.sizing.step: is 0 and must be 1 to 1000000000",
        ),
        (
            "templates: {AMF: {sizing: {baseMemoryMib: 99000000}}}",
            "mine.yaml: templates.AMF.sizing.baseMemoryMib: is 99000000 and must be 0 to 67108864",
        ),
        (
            "templates: {AMF: {floor: {cpuMillicores: -1}}}",
            "mine.yaml: templates.AMF.floor.cpuMillicores: invalid value: integer `-1`",
        ),
        (
            "templates: {AMF: {floor: {cpuMillicores: 1.5}}}",
            "mine.yaml: templates.AMF.floor.cpuMillicores: invalid type: floating point `1.5`",
        ),
        (
            "templates: {AMF: {slo: {availability: .nan}}}",
            "failed to read catalogue file mine.yaml: non-finite float `.nan`",
        ),
        (
            "templates: {AMF: {slo: {availability: 1.5}}}",
            "mine.yaml: templates.AMF.slo.availability: must lie between 0 and 1",
        ),
        (
            "templates: {AMF: {overcommit: {cpuPercent: 500}}}",
            "mine.yaml: templates.AMF.overcommit.cpuPercent: is 500 and must be 100 to 400",
        ),
        (
            "templates: {UPF: {overcommit: {cpuPercent: 150, source: estimate}}}",
            "mine.yaml: templates.UPF.overcommit: the user plane and the physical layer are never overcommitted",
        ),
        (
            "templates: {AMF: {sizing: {storageMibPerStep: 1}}}",
            "mine.yaml: templates.AMF.sizing.storageMibPerStep: needs workload.storage",
        ),
        (
            "templates: {AMF: {sizing: {also: [{axis: subscribers, perReplicaCapacity: 1, step: 1, cpuMillicoresPerStep: 1, memoryMibPerStep: 1, source: estimate}]}}}",
            "mine.yaml: templates.AMF.sizing.also[0].axis: there is a line for subscribers already",
        ),
        (
            "templates: {AMF: {sizing: {also: [{axis: moons}]}}}",
            "mine.yaml: templates.AMF.sizing.also[0].axis: unknown sizing axis \"moons\"; use one of subscribers",
        ),
        (
            "templates: {AMF: {interfaces: {N2: {network: 'a b'}}}}",
            "mine.yaml: templates.AMF.interfaces.N2.network: must be a name",
        ),
        (
            "templates: {AMF: {colour: blue}}",
            "mine.yaml: templates.AMF.colour: unknown field `colour`",
        ),
        (
            "templates: {FOO: {}}",
            "mine.yaml: templates.FOO: unknown network function type \"FOO\"",
        ),
        (
            "templates: {AMF: {extends: nowhere}}",
            "mine.yaml: templates.AMF.extends: no base \"nowhere\"",
        ),
        (
            "bases: {base-ims: {}}",
            "mine.yaml: bases.base-ims: this base exists already; give it another name",
        ),
        (
            "bases: {a: {extends: b}, b: {extends: a}}",
            "mine.yaml: bases.a.extends: base \"b\" extends itself",
        ),
        (
            "templates: {UPF: {dependencies: {SMF: hard}}}",
            "mine.yaml: hard dependencies form a cycle: SMF → UPF → SMF",
        ),
        ("templates: [", "failed to read catalogue file mine.yaml: "),
        ("template: {}", "failed to read catalogue file mine.yaml: "),
    ] {
        let error = Catalogue::with(&[("mine.yaml", text)]).expect_err(text);
        assert!(
            error.to_string().starts_with(expected),
            "expected {expected}\n   found {error}"
        );
        assert_eq!(error.file(), "mine.yaml");
    }
}

#[test]
fn two_files_about_one_type_are_refused_with_the_second() {
    let text = "templates: {AMF: {floor: {memoryMib: 300}}}";
    let error = Catalogue::with(&[("a.yaml", text), ("b.yaml", text)]).expect_err("is there twice");
    assert_eq!(
        error.to_string(),
        "b.yaml: templates.AMF: this type has a template already; keep one of them"
    );
}

#[test]
fn a_template_written_out_is_a_template_again() {
    for template in Catalogue::builtin().templates() {
        let text = serde_saphyr::to_string(template).expect("can be written");
        assert!(!text.contains(": null"), "{text}");
        assert_eq!(
            &serde_saphyr::from_str::<nephoran_telecom::Template>(&text).expect("can be read"),
            template
        );
    }
}
