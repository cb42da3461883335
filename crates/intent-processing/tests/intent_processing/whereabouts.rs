//! What stays a question because acting on it would be a guess: where a function is, which functions, to what end; and
//! ordinary texts that look like one of these and are clear.

use nephoran_api::{Action, IntentHints, IntentModel};
use nephoran_intent_processing::{clarification, understand};
use nephoran_telecom::NetworkFunctionType::{self, Amf, Nrf, Smf, Upf};

fn question(text: &str) -> Option<String> {
    let understanding = understand(text, &IntentHints::default());
    clarification(&understanding).map(|question| question.to_string())
}

fn understood(text: &str) -> IntentModel {
    let understanding = understand(text, &IntentHints::default());
    assert_eq!(question(text), None, "{text}");
    understanding.model
}

fn is_asked(text: &str, about: &str) {
    let question = question(text).unwrap_or_default();
    assert!(question.contains(about), "{text}\n{question}");
}

fn replicas(model: &IntentModel, function: NetworkFunctionType) -> Option<u32> {
    let mut functions = model.network_functions.iter();
    functions
        .find(|request| request.function_type == function)
        .and_then(|request| request.replicas)
}

#[test]
fn a_proper_name_beside_a_function_is_asked_about() {
    for (text, name) in [
        ("pls increase UPF mombasa from 2 to 4 replicas", "mombasa"),
        (
            "SMF at Riyadh is too loaded since 22h, scale it to 6",
            "Riyadh",
        ),
        ("Scale O-CU-UP Kuwait City to 6 replicas", "Kuwait City"),
        ("UPF Cali is at 92% CPU, put one more replica", "Cali"),
        (
            "Please remove the old PCF from Tunis, nobody uses it now",
            "Tunis",
        ),
        ("Roll the AMF of Quito back to 3.1.4", "Quito"),
        ("Take the Busan UPF down to one instance", "Busan"),
        (
            "Put a UPF on each of the edge sites Bristol, Leeds and Cardiff.",
            "Bristol",
        ),
        ("UPF, 5 replicas, Milan, 100 Gbps in total.", "Milan"),
        ("Decommission the whole Montreal lab core.", "Montreal"),
        ("UPF needed at edge site Bilbao, single instance", "Bilbao"),
        (
            "Network policy for NRF Dakar: accept only the AMF and the SMF",
            "Dakar",
        ),
        (
            "Morning peak at Shinjuku is too much for the CU-UP, please go from 3 to 6 instances.",
            "Shinjuku",
        ),
        (
            "New stadium site in Doha: please deploy a UPF with 2 replicas at the same place",
            "Doha",
        ),
        (
            "Bring the DU count at the chamber site down to 1.",
            "chamber",
        ),
        (
            "Balance nothing, restart the DUs at terminal 2",
            "terminal 2",
        ),
    ] {
        is_asked(text, name);
    }
    for text in [
        "On Black Friday scale the CHF to 8 replicas",
        "The UDR of the Polish utility needs 200Gi of storage.",
        "Please grow the UDM from 4 replicas to 6. Kind regards, Ines",
        "Set CPU request to 2 and limit to 4 for the AMF containers.",
        "Scale the Nokia AMF to 3",
        "We have football match tomorrow in Doha, scale UPF to 8 replicas and SMF to 4",
        "Deploy a UPF with 3 replicas in Perth, cluster per-edge-01",
    ] {
        understood(text);
    }
}

#[test]
fn functions_and_ends_that_are_not_named_are_asked_about() {
    is_asked(
        "Turn on mutual TLS between all core functions in lab-core.",
        "all core functions",
    );
    is_asked("Set up a UPF on node rack3-srv2", "rack3-srv2");
    is_asked("Improve the SMF", "latency, throughput");
    is_asked("Deploy a UPF with enough capacity", "how much");
    is_asked(
        "UPF in edge-berlin restarted 14 times since last night",
        "no verb",
    );
    is_asked(
        "deploy upf on edge01 and edge02, 2 replicas per site",
        "several",
    );
    is_asked(
        "IoT slice, SST 3, up to 1 million devices, 100 kbps each.",
        "rate per user",
    );
    let tls = understood("Enforce strict mTLS for all functions of the 5G core");
    assert_eq!(tls.action, Action::Configure);
}

#[test]
fn who_is_there_already_is_scaled() {
    for text in [
        "smf needs 5 replicas pls",
        "UPF on syd-edge-01 needs 8 replicas for the New Year's Eve traffic",
        "For the Christmas peak we need the SMF at 6 replicas and the UPF at 8.",
        "AMF and SMF in grid-5g should both run with 3 replicas",
        "The UPF for the AGV fleet has to run with five replicas from now on",
        "Take the SMSF for the IoT MVNO up to 4 pods.",
        "Bump CHF to 5 replicas in eu-west, billing run tonight.",
        "I need one extra AMF instance for the airport network.",
        "Take one replica away from the NSSF, we don't need 3.",
        "Please reduce the O-CU-UP instances for the V2X test track from 4 to 2.",
    ] {
        assert_eq!(understood(text).action, Action::Scale, "{text}");
    }
    let new = understood("A UPF needs 3 replicas");
    assert_eq!(new.action, Action::Deploy);
}

#[test]
fn every_function_keeps_its_own_number() {
    let text = "I'd like an NRF, an AMF with 2 replicas and an SMF with 2 replicas";
    let model = understood(text);
    assert_eq!(replicas(&model, Nrf), None);
    assert_eq!(replicas(&model, Amf), Some(2));
    let rest = "Deploy AMF, SMF, UPF and NRF. 2 replicas for AMF and SMF, 1 for the rest.";
    let model = understood(rest);
    assert_eq!(
        (replicas(&model, Smf), replicas(&model, Upf)),
        (Some(2), Some(1))
    );
    for (text, name) in [
        ("Scale the upf-edge deployment to 7 replicas", "upf-edge"),
        ("set replicas of pcf-enterprise to 3", "pcf-enterprise"),
    ] {
        let model = understood(text);
        let named = model.network_functions[0].name.as_deref();
        assert_eq!(named, Some(name), "{text}");
    }
}

#[test]
fn amounts_belong_to_requests_and_limits() {
    for (text, resources) in [
        (
            "Set requests to 500m / 1Gi and limits to 2 / 4Gi for the SMF.",
            ["500m", "1Gi", "2", "4Gi"],
        ),
        (
            "Set memory limit of the AMF to 8Gi and the request to 4Gi",
            ["", "4Gi", "", "8Gi"],
        ),
        (
            "memory limit of upf-grid to 4Gi, request 2Gi",
            ["", "2Gi", "", "4Gi"],
        ),
        (
            "The NWDAF keeps running out of memory, raise its limit to 8Gi pls",
            ["", "", "", "8Gi"],
        ),
        (
            "memory limit of the police AMF should be 4Gi, request 2Gi",
            ["", "2Gi", "", "4Gi"],
        ),
        (
            "Request 500m CPU and 1Gi memory for NRF in core-blr",
            ["500m", "1Gi", "", ""],
        ),
        (
            "Please raise CPU request of the CU-UP to 6 cores and keep the limit at 8.",
            ["6", "", "8", ""],
        ),
        (
            "Memory limit of UDR should go up to 12Gi.",
            ["", "", "", "12Gi"],
        ),
        (
            "Give the broadcast UPF 8 CPUs and 16Gi of memory.",
            ["8", "16Gi", "", ""],
        ),
        (
            "AMF in airport-5gc should have a CPU limit of 4 cores and a memory limit of 8Gi.",
            ["", "", "4", "8Gi"],
        ),
    ] {
        let model = understood(text);
        assert_eq!(model.action, Action::Configure, "{text}");
        let found = model.resources.unwrap();
        let found = [found.cpu, found.memory, found.max_cpu, found.max_memory]
            .map(|amount| amount.map(|amount| amount.0).unwrap_or_default());
        assert_eq!(found, resources, "{text}");
    }
}

#[test]
fn a_slice_that_is_there_needs_no_kind() {
    for text in [
        "Change the latency target of the AGV slice to 15 ms",
        "Change availability of the grid control slice to 99.9999%",
        "raise downlink of slice logistics-gold from 100 to 300 Mbps",
    ] {
        assert_eq!(understood(text).slice, None, "{text}");
    }
    // Whatever is removed or new has to be told from others.
    is_asked("Delete the AGV slice", "which kind of slice");
    is_asked(
        "Configure a network slice for AGVs, latency max 10 ms",
        "which kind of slice",
    );
    is_asked(
        "Set packet loss below 0.01% for the broadcast slice in Las Vegas",
        "Vegas",
    );
    let text = "please make a private slice, 500 devices, isolated from the public eMBB slice";
    is_asked(text, "which kind of slice");
    for text in [
        "make slice SST=2 SD=0000A1, max latency 5 ms",
        "New slice SST 1 SD 010203 for our tenant, 1 Gbps guaranteed.",
    ] {
        assert_eq!(understood(text).action, Action::Deploy, "{text}");
    }
}

#[test]
fn a_namespace_is_named_by_any_word() {
    for (text, namespace) in [
        ("Add one more AUSF replica in 5glab.", "5glab"),
        (
            "Give the UPF in plugfest-a 8 CPUs and 16 GB of memory.",
            "plugfest-a",
        ),
        ("scale up upf in upf-edge to 6 pods", "upf-edge"),
        (
            "bring up UDM with 2 replicas in subscriber-data",
            "subscriber-data",
        ),
        (
            "Can we have two more SMF replicas in the enterprise namespace?",
            "enterprise",
        ),
        (
            "We need a network policy which allows N4 only from SMF to UPF in edge-prod.",
            "edge-prod",
        ),
        ("Deploy a UPF on kol-prod-01, ns core-kol", "core-kol"),
        (
            "INC0093310: UPF in upf-fra is at 90% CPU, double the replicas",
            "upf-fra",
        ),
        (
            "P-CSCF keeps getting OOM killed in ims-prod, please raise its memory limit to 6Gi",
            "ims-prod",
        ),
        (
            "Set memory request for HSS in hss-prod to 4Gi and limit to 8Gi",
            "hss-prod",
        ),
        (
            "Need to grow PGW-U to 6 instances in epc-user-plane",
            "epc-user-plane",
        ),
        ("Can you take the UPF in rel-118 down to 0?", "rel-118"),
    ] {
        let placement = understood(text).placement.unwrap();
        assert_eq!(placement.namespace.as_deref(), Some(namespace), "{text}");
    }
    is_asked("Scale the AMF to 3 in wave2", "wave2");
    is_asked(
        "Create a URLLC slice for the robots at edge-dor-04, 5 ms",
        "edge-dor-04",
    );
    is_asked(
        "roll out a gNB to site edge-muc-05 and edge-muc-06",
        "several",
    );
}

#[test]
fn what_stands_beside_an_order_is_no_order() {
    for (text, action) in [
        (
            "The festival is finished so reduce upf-roskilde to one replica.",
            Action::Scale,
        ),
        (
            "Increase memory of the NWDAF to 32 GB, the demo keeps getting killed",
            Action::Configure,
        ),
        (
            "Rollback PCF in core-del to 2.2.7, the new build breaks N7",
            Action::Maintain,
        ),
        (
            "Only the SMF may talk to UPF on N4 port 8805, drop everything else.",
            Action::Configure,
        ),
        (
            "Raise the guaranteed throughput of the stadium slice to 2 Gbps",
            Action::Configure,
        ),
        (
            "Keep the AMF pods on different nodes so one host failure doesn't take them all out.",
            Action::Configure,
        ),
        (
            "Please take media-upf up to 4 pods, we add 30 cameras tomorrow.",
            Action::Scale,
        ),
        (
            "Give the tele-surgery slice 5QI 82 and a latency budget of 10 ms",
            Action::Configure,
        ),
        (
            "Remove the old SGW in region west, all users are moved already",
            Action::Remove,
        ),
        (
            "CHF to 4 replicas in prod, billing run is starting",
            Action::Scale,
        ),
        (
            "Enterprise slice for our tenant, SST 1 SD 00BEEF, guaranteed 200 Mbps",
            Action::Deploy,
        ),
    ] {
        assert_eq!(understood(text).action, action, "{text}");
    }
    let standalone = understood("a standalone NRF, because the whole region will register there");
    assert_eq!(standalone.placement, None);
    is_asked(
        "The O-DU in ran-south needs 16 cores and 32Gi of hugepages memory",
        "hugepages",
    );
    is_asked(
        "Only allow traffic from the AMF to the AUSF on port 443",
        "port 443",
    );
}

#[test]
fn numbers_around_a_function_are_its_own() {
    for text in [
        "upgrade the NWDAF from 3.2 to 3.4",
        "We'd like to move the NWDAF from 3.2 to 3.4 tonight",
    ] {
        let model = understood(text);
        assert_eq!(model.action, Action::Maintain, "{text}");
        assert_eq!(
            model.network_functions[0].version.as_deref(),
            Some("3.4"),
            "{text}"
        );
    }
    let versioned = understood("deploy AMF v2.3.1 x3 in eu-west");
    assert_eq!(replicas(&versioned, Amf), Some(3));
    let one = understood("Put one NRF with 2 replicas into namespace core-shared");
    assert_eq!(replicas(&one, Nrf), Some(2));
    let listed = understood("Core for the lab: 1 AMF, 1 SMF, 1 UPF in namespace a-1");
    assert_eq!(listed.network_functions.len(), 3);
}
