//! What is known about implementations together, and what a plan is told of it.

use nephoran_telecom::compatibility::{
    Deployed, Implementation, Table, Verdict, Version, VersionRange, findings, known,
};
use nephoran_telecom::{Catalogue, NetworkFunctionType as Nf, ReferencePoint as Rp};

fn implementation<'a>(function: Nf, provider: &'a str, version: &'a str) -> Implementation<'a> {
    Implementation {
        function,
        provider,
        version,
    }
}

fn told(functions: &[(Nf, &str, &str)]) -> Vec<String> {
    let functions: Vec<_> = functions
        .iter()
        .map(|(function, provider, version)| Deployed {
            name: function.short_name(),
            implementation: implementation(*function, provider, version),
        })
        .collect();
    findings(Catalogue::builtin(), &functions)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn versions_are_read_from_tags_as_projects_write_them() {
    for (tag, numbers) in [
        ("v4.2.2", "4.2.2"),
        ("2.7.6", "2.7.6"),
        ("release_avx2-25.10", "25.10"),
        ("5.8.6-bookworm", "5.8.6"),
        ("2024.w32", "2024"),
        ("v2.3.0-rc1", "2.3.0"),
        ("1.2beta.4", "1.2"),
        ("99999999999999999999.1", ""),
    ] {
        assert_eq!(
            Version::in_tag(tag)
                .map(|version| version.to_string())
                .as_deref(),
            Some(numbers),
            "{tag}"
        );
    }
    for tag in ["develop", "", "avx2", "rev2"] {
        assert_eq!(Version::in_tag(tag), None, "{tag}");
    }
    let version = |tag| Version::in_tag(tag).expect("has numbers");
    assert!(version("v4.10.0") > version("v4.9.9") && version("4.2") == version("v4.2.0"));
    assert!(
        version("4.2.9").same_minor(&version("4.2.0"))
            && !version("4.2.9").same_minor(&version("4.3"))
    );
}

#[test]
fn ranges_hold_what_they_say() {
    let range: VersionRange = ">=2.6, <3".parse().expect("is a range");
    let holds = |tag| range.holds(&Version::in_tag(tag).expect("has numbers"));
    assert!(holds("2.6") && holds("v2.7.6") && !holds("2.5.9") && !holds("3.0"));
    assert!("2.6".parse::<VersionRange>().is_err() && ">=x".parse::<VersionRange>().is_err());
}

#[test]
fn every_entry_has_a_reason_and_a_source_and_a_point_both_sides_have() {
    for entry in Table::builtin().entries() {
        assert!(entry.reason.len() > 20, "{entry:?}");
        let users = Catalogue::builtin()
            .templates()
            .filter(|template| template.interfaces.contains_key(&entry.point));
        assert!(users.count() >= 2, "{}", entry.point);
    }
}

#[test]
fn the_built_in_core_has_nothing_to_tell() {
    let core: Vec<_> = [
        Nf::Amf,
        Nf::Smf,
        Nf::Upf,
        Nf::Nrf,
        Nf::Ausf,
        Nf::Udm,
        Nf::Udr,
        Nf::Pcf,
        Nf::Nssf,
    ]
    .map(|function| (function, "free5gc", "v4.2.2"))
    .to_vec();
    assert_eq!(told(&core), [""; 0]);
}

#[test]
fn a_session_manager_with_a_foreign_user_plane_is_told_with_the_reason() {
    let told = told(&[(Nf::Upf, "oai", "v2.1.0"), (Nf::Smf, "free5gc", "v4.2.2")]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with(
            "smf (free5gc v4.2.2) and upf (oai v2.1.0) are untested together on N4: the free5GC SMF"
        ),
        "{told:?}"
    );
}

#[test]
fn mixed_control_planes_are_one_finding_whatever_their_number() {
    let told = told(&[
        (Nf::Nrf, "free5gc", "v4.2.2"),
        (Nf::Amf, "free5gc", "v4.2.2"),
        (Nf::Bsf, "open5gs", "2.7.6"),
        (Nf::Scp, "open5gs", "2.7.6"),
    ]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with(
            "nrf, amf (free5gc v4.2.2) and bsf, scp (open5gs 2.7.6) are untested together on SBI: "
        ),
        "{told:?}"
    );
}

#[test]
fn functions_of_one_project_and_two_releases_do_not_fit() {
    let told = told(&[
        (Nf::Amf, "free5gc", "v4.2.2"),
        (Nf::Ausf, "free5gc", "v4.1.0"),
        (Nf::Udm, "free5gc", "v4.2.0"),
    ]);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with(
            "ausf (free5gc v4.1.0) and amf (free5gc v4.2.2) do not work together on SBI: "
        ),
        "{told:?}"
    );
    // A tag without a version is not judged.
    assert_eq!(
        self::told(&[
            (Nf::Amf, "free5gc", "v4.2.2"),
            (Nf::Ausf, "free5gc", "nightly")
        ]),
        [""; 0]
    );
}

#[test]
fn providers_without_an_entry_are_untested_together_on_the_point_they_share() {
    let told = told(&[
        (Nf::Amf, "acme-networks", "12"),
        (Nf::Gnodeb, "srsran", "25.10"),
        (Nf::ORu, "acme-networks", "1"),
    ]);
    assert_eq!(
        told,
        [
            "amf (acme-networks 12) and gnb (srsran 25.10) are untested together on N2",
            "o-ru (acme-networks 1) and gnb (srsran 25.10) are untested together on OFH-CUS",
            "o-ru (acme-networks 1) and gnb (srsran 25.10) are untested together on OFH-M"
        ]
    );
}

#[test]
fn what_is_known_does_not_depend_on_the_order() {
    let (gnb, ric) = (
        implementation(Nf::Gnodeb, "srsRAN", "25.10"),
        implementation(Nf::NearRtRic, "O-RAN SC", "6.0.6"),
    );
    let verdict = |one, other| known(Rp::E2, one, other).map(|(verdict, _)| verdict);
    assert_eq!(verdict(&gnb, &ric), Some(Verdict::Compatible));
    assert_eq!(verdict(&ric, &gnb), Some(Verdict::Compatible));
    let oai = implementation(Nf::ODu, "OAI", "v2.3.0");
    assert_eq!(verdict(&ric, &oai), Some(Verdict::Untested));
    let (amf, mme) = (
        implementation(Nf::Amf, "free5gc", "v4.2.2"),
        implementation(Nf::Mme, "open5gs", "2.7.6"),
    );
    assert_eq!(
        known(Rp::N26, &amf, &mme).map(|(verdict, _)| verdict),
        Some(Verdict::Incompatible)
    );
}
