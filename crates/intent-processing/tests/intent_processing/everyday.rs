//! What operators type on any day: names without nouns, details of how something is done, reasons beside an order.

use nephoran_api::{Action, IntentHints, IntentModel, PlacementRequest};
use nephoran_intent_processing::{clarification, understand};

use crate::phrasings::{names, understood};

#[track_caller]
fn is_asked(text: &str) {
    let understanding = understand(text, &IntentHints::default());
    assert!(clarification(&understanding).is_some(), "{text}");
}

fn placed(model: IntentModel) -> PlacementRequest {
    model.placement.unwrap_or_default()
}

#[test]
fn a_name_without_a_noun_is_a_namespace_or_a_cluster_by_its_preposition() {
    for text in [
        "Restart the SMF in hospital-core",
        "Restart the SMF in 5gc-prod",
        "Restart the SMF in core-edge, it hangs",
        "Bump the UPF in upf-changi from 2 to 4 pods",
    ] {
        assert!(placed(understood(text)).namespace.is_some(), "{text}");
    }
    for text in [
        "Scale the UPF to 4 replicas on edge-site-3",
        "Stand up a CU-CP at edge site den-edge-01",
    ] {
        assert!(placed(understood(text)).cluster.is_some(), "{text}");
    }
    let assumptions = understood("Restart the SMF in hospital-core").assumptions;
    assert!(
        assumptions
            .iter()
            .any(|assumption| assumption.contains("cluster hospital-core")),
        "{assumptions:?}"
    );
    let city = placed(understood(
        "Update the UDM to release 5.2 in the Sydney cluster",
    ));
    assert_eq!(city.cluster.as_deref(), Some("sydney"));
    for text in [
        "Restart the SMF in Frankfurt",
        "Take the UPF at factory-edge to 3 replicas",
        "Scale in the Vancouver CU to a single instance",
        "Chicago AMF is running hot, add two more instances",
        "Turn on autoscaling for the Dallas edge UPF, min 2, max 8",
        "Deploy a UPF for voice in Newark, 3 replicas",
        "We open the Athens site next week, please put one AMF there",
    ] {
        is_asked(text);
    }
    let region = placed(understood("Restart the SMF in eu-west-1")).region;
    assert_eq!(region.as_deref(), Some("eu-west-1"));
    // "ns" is a namespace, and no nanosecond.
    let model = understood("create amf in ns hospital-test, 1 replica");
    assert!(model.qos.is_none());
    assert_eq!(placed(model).namespace.as_deref(), Some("hospital-test"));
}

#[test]
fn premises_are_no_region() {
    for text in [
        "Minimise the latency of the UPF for the vehicles in hall 3",
        "The customer at Terminal 4 needs a UPF sized for 10 Gbps",
        "Create a slice with SST 2 and SD 000102 for the car plant in Sanand",
    ] {
        understood(text);
    }
}

#[test]
fn a_set_that_says_where_functions_are_is_not_changed() {
    for (text, function) in [
        ("Take one AMF replica away from the lab core", "AMF"),
        ("Upgrade the SMF of the public safety core to 3.1.0", "SMF"),
        ("Add an NWDAF to the core with 1 replica", "NWDAF"),
        ("Deploy an SCP in front of the core with 3 replicas", "SCP"),
        (
            "Deploy an SCP with 3 replicas so the core functions talk less",
            "SCP",
        ),
        (
            "Get the energy saving rApp deployed on our non-RT RIC",
            "rApp",
        ),
        ("Set the memory limit of the RIC xApps to 2Gi", "xApp"),
        ("Deploy the BSF alongside the existing PCF", "BSF"),
    ] {
        assert_eq!(
            names(&understood(text).network_functions),
            [function],
            "{text}"
        );
    }
    let listed = understood("Spin up a staging core: AMF, SMF and NRF, one replica each");
    assert_eq!(names(&listed.network_functions), ["AMF", "SMF", "NRF"]);
    let sized = understood("Core for the customer: AMF 1, SMF 1, UPF 2");
    assert_eq!(sized.network_functions.len(), 3);
    let whole = understood("Deploy everything but the NSSF of the 5G core");
    assert_eq!(whole.network_functions.len(), 8);
}

#[test]
fn numbers_that_say_how_count_no_replicas() {
    for text in [
        "upgrade the UPF to 1.9.0, max one pod unavailable, the plant runs 24/7",
        "upgrade the UPF to 1.9.0 with maxUnavailable 1",
        "New site goes live on 9/5. Upgrade the UPF to 1.9.0",
        "upgrade the UPF to 1.9.0, ticket INC0048812",
        "upgrade the UPF to 1.9.0, change CHG10277",
    ] {
        let model = understood(text);
        assert_eq!(model.action, Action::Maintain, "{text}");
        assert_eq!(model.scaling, None, "{text}");
        assert_eq!(model.network_functions[0].replicas, None, "{text}");
    }
    for text in [
        "Launch three UPFs, one each for assembly and logistics",
        "Launch three UPFs, one per hall",
        "Deploy three UPFs, the operator is doubling its meters",
        "Add a UPF in namespace ran-factory with three replicas",
    ] {
        let model = understood(text);
        assert_eq!(model.action, Action::Deploy, "{text}");
        assert_eq!(model.network_functions[0].replicas, Some(3), "{text}");
    }
    let spread = understood("Spread the three NRF pods over the zones");
    assert_eq!(spread.network_functions[0].replicas, None);
    let counted = understood("Deploy SMF with 2 replicas and UPF with twice as many, i.e. 4");
    assert_eq!(counted.network_functions[1].replicas, Some(4));
}

#[test]
fn reasons_beside_an_order_ask_nothing() {
    for text in [
        "Reduce the NRF to 1 replica, we don't need the second one there",
        "Take the NRF down to 1 replica, we do not need two there",
        "Reduce the NRF to 1 replica, the customer has left",
        "Reduce the NRF to 1 replica, it only costs latency there",
        "Reduce the NRF to 1 replica, the lab cannot afford more",
        "After the event is finished bring the NRF back to 1 replica",
    ] {
        let functions = understood(text).network_functions;
        assert_eq!(names(&functions), ["NRF"], "{text}");
        assert_eq!(functions[0].replicas, Some(1), "{text}");
    }
    for (text, action) in [
        ("Delete the NSSF, not used any more", Action::Remove),
        (
            "Roll back the UPF to the previous version, we have packet loss since the upgrade",
            Action::Maintain,
        ),
        (
            "Tune the UPF for throughput, the backup of the images takes too long",
            Action::Optimize,
        ),
        (
            "Cost matters more than speed, please optimise the UPF for cost",
            Action::Optimize,
        ),
        (
            "Set up a UPF at the edge so that the data stays on site",
            Action::Deploy,
        ),
    ] {
        assert_eq!(understood(text).action, action, "{text}");
    }
    let sensors = understood("Sensor slice: mMTC, 8000 devices, latency doesn't matter");
    assert!(sensors.qos.is_none());
}

#[test]
fn a_verb_is_read_by_its_object() {
    for (text, action) in [
        (
            "Only the SMF may reach the UPF on N4, please add a network policy",
            Action::Configure,
        ),
        ("Put the NRF behind mTLS", Action::Configure),
        (
            "Put istio sidecars on the PCF and the CHF",
            Action::Configure,
        ),
        ("Put the NRF behind the Istio mesh", Action::Configure),
        (
            "Activate IPsec encryption for the gNodeB",
            Action::Configure,
        ),
        (
            "Add the AMF and the SMF in namespace core to the service mesh",
            Action::Configure,
        ),
        (
            "Make sure no two UPF pods land on the same node",
            Action::Configure,
        ),
        ("UDR memory to 32Gi please", Action::Configure),
        ("Request 4 cores for each O-CU-UP pod", Action::Configure),
        (
            "Give them an eMBB slice with 200 Mbps guaranteed uplink",
            Action::Deploy,
        ),
        (
            "I'd like an AMF that can take 50000 devices",
            Action::Deploy,
        ),
        ("Optimise the SMF for fast session setup", Action::Optimize),
        (
            "Keep the cost of the UDM as low as possible",
            Action::Optimize,
        ),
        ("Put the CU-CP back on 24.2", Action::Maintain),
        (
            "Raise the AMF capacity to 120k UEs, add replicas as necessary",
            Action::Scale,
        ),
    ] {
        assert_eq!(understood(text).action, action, "{text}");
    }
    let uplink = understood("Give them an eMBB slice with 200 Mbps guaranteed uplink");
    let qos = uplink.qos.unwrap();
    assert!(qos.throughput_uplink.is_some() && qos.throughput_downlink.is_none());
    // What is all that is asked for has to be understood.
    is_asked("Run the UDR pods as non-root");
    is_asked("Run the NEF only on the dmz nodes");
}

#[test]
fn an_exception_from_a_denial_is_an_admission() {
    for (text, from, to) in [
        (
            "Deny all ingress traffic to the UDM except from the AUSF",
            "AUSF",
            "UDM",
        ),
        (
            "Block everything from the NEF except to the NRF",
            "NEF",
            "NRF",
        ),
    ] {
        let model = understood(text);
        let rules = model.policies.unwrap().network;
        let [rule] = &rules[..] else {
            panic!("{text}: {rules:?}");
        };
        assert_eq!((rule.from.as_str(), rule.to.as_str()), (from, to), "{text}");
    }
}

#[test]
fn limits_are_what_is_said_of_limits() {
    let limits = understood("Change the UPF limits to 12 CPU and 24Gi memory");
    let resources = limits.resources.unwrap();
    assert!(resources.cpu.is_none() && resources.max_cpu.is_some());
    assert!(resources.memory.is_none() && resources.max_memory.is_some());
    let same = understood("Set the UPF requests to 8 cores and 16Gi memory, limits the same");
    let resources = same.resources.unwrap();
    assert_eq!(resources.cpu, resources.max_cpu);
    assert_eq!(resources.memory, resources.max_memory);
    let raised = understood("The NWDAF runs out of memory, raise it to 32Gi");
    assert!(raised.resources.unwrap().memory.is_some());
    let bare = understood("Create a URLLC slice with reliability 99.999 and 50 ms latency");
    assert_eq!(bare.qos.unwrap().availability, Some(0.99999));
}
