//! What operators write, and the article that must come up; and texts that no article fits.

use nephoran_intent_processing::knowledge::{KnowledgeBase, Passage, Query};

/// An intent and the ids of which one must be among the best.
pub type Labelled = (&'static str, &'static [&'static str]);

#[rustfmt::skip]
pub const ON_TOPIC: &[Labelled] = &[
    ("Deploy an AMF for 50k subscribers", &["amf"]),
    ("Deploy a high-availability AMF with 3 replicas in production", &["amf", "high-availability-redundancy"]),
    ("Scale the access and mobility management function to 5 instances", &["amf"]),
    ("Two session management functions with 4 CPUs each", &["smf"]),
    ("Place a UPF at the edge with 10 Gbps throughput", &["upf", "capacity-upf-throughput", "edge-mec-placement"]),
    ("Size the user plane function for 40 Gbit/s", &["upf", "capacity-upf-throughput"]),
    ("Add a network repository function for service discovery", &["nrf"]),
    ("Subscribers must be authenticated by an AUSF", &["ausf"]),
    ("Deploy UDM and UDR with a shared subscription database", &["udm", "udr"]),
    ("PCF with policy control for gold customers", &["pcf"]),
    ("Install the NSSF so that devices get their slice", &["nssf", "slice-selection"]),
    ("Expose network capabilities to third parties with a NEF", &["nef"]),
    ("SMS over NAS with an SMSF", &["smsf"]),
    ("NWDAF for analytics of slice load", &["nwdaf"]),
    ("Route SBI requests through a service communication proxy", &["scp"]),
    ("Roaming with partner networks through SEPP and N32", &["sepp", "security-roaming-n32"]),
    ("Connect untrusted Wi-Fi through N3IWF", &["n3iwf"]),
    ("Location management function for indoor positioning", &["lmf"]),
    ("Check stolen handsets with a 5G-EIR", &["5g-eir"]),
    ("Charging function for online charging", &["chf"]),
    ("Bring up a gNodeB for 3 cells", &["gnodeb", "capacity-cells-per-du"]),
    ("Split the base station into O-CU-CP, O-CU-UP and O-DU", &["o-cu-cp", "o-cu-up", "o-du"]),
    ("Distributed unit with PTP time synchronisation", &["ptp-synchronisation", "o-du"]),
    ("Near-RT RIC with two xApps for traffic steering", &["near-rt-ric", "xapp"]),
    ("rApp for energy saving on the Non-RT RIC", &["rapp", "non-rt-ric"]),
    ("Service management and orchestration for O-RAN", &["smo"]),
    ("A1 policies between the RICs", &["reference-point-a1"]),
    ("E2 nodes report measurements to the near real-time RIC", &["reference-point-e2", "near-rt-ric"]),
    ("Only SMF may reach UPF on N4", &["reference-point-n4"]),
    ("GTP-U tunnels on N3 and N9", &["reference-point-n3-n9"]),
    ("N2 over SCTP in Kubernetes", &["kubernetes-sctp-services", "reference-point-n1-n2"]),
    ("F1 between central and distributed unit", &["reference-point-f1"]),
    ("Xn handover between base stations", &["reference-point-xn"]),
    ("Break out to the data network with DNN internet on N6", &["reference-point-n6"]),
    ("URLLC slice with 1 ms latency for robots", &["slice-urllc"]),
    ("eMBB slice with 2 Gbps downlink", &["slice-embb"]),
    ("mMTC slice for 100000 sensors", &["slice-miot"]),
    ("V2X slice for connected cars on the motorway", &["slice-v2x"]),
    ("Slice with SST 1 and SD 010203", &["slice-sst-values", "slice-differentiator", "slice-s-nssai"]),
    ("Isolated slice with dedicated functions for the police", &["slice-isolation"]),
    ("Guaranteed bit rate flow with 5QI 1 for voice", &["qos-5qi-table", "qos-gbr-non-gbr", "qos-5qi-concept", "qos-bit-rates"]),
    ("Packet delay budget below 10 ms", &["qos-packet-delay-budget"]),
    ("Five nines availability for the core", &["qos-availability-nines"]),
    ("Packet error rate of 10^-6", &["qos-packet-error-rate"]),
    ("Jitter below 1 ms for TSN", &["qos-jitter"]),
    ("Hugepages of 1Gi for DPDK", &["kubernetes-hugepages", "kubernetes-sr-iov"]),
    ("SR-IOV virtual functions for the user plane", &["kubernetes-sr-iov"]),
    ("Pin CPUs of one NUMA node", &["kubernetes-cpu-pinning"]),
    ("Spread the replicas over nodes with anti-affinity", &["spreading-anti-affinity"]),
    ("Autoscale the SMF between 2 and 10 replicas at 70% CPU", &["autoscaling-network-functions"]),
    ("mTLS and OAuth2 on the service based interface", &["security-sbi-tls-oauth2", "service-based-interface"]),
    ("IPsec for the backhaul", &["security-ipsec-n2-n3"]),
    ("Upgrade the AMF with a rolling update and roll back on failure", &["upgrade-maintenance"]),
    ("Private 5G campus network for a factory", &["private-5g-campus"]),
    ("Voice over NR with IMS", &["ims-voice"]),
    ("Interworking with the 4G core over N26", &["epc-interworking"]),
    ("free5GC core in the lab", &["open-source-free5gc"]),
    ("Nephio package specialisation for the edge clusters", &["nephio-package-specialization"]),
    ("Minimise energy and cost", &["optimisation-goals"]),
    ("PLMN 001-01 with TAC 7", &["plmn-tac-identities"]),
];

/// Written after the weights were set and not looked at since: what the index is worth on new text.
#[rustfmt::skip]
pub const HELD_OUT: &[Labelled] = &[
    ("We need a second AMF in Munich because registrations grow", &["amf", "capacity-registrations-per-second"]),
    ("Give the stadium a UPF close to the radio sites", &["upf", "edge-mec-placement"]),
    ("Double the SMF replicas, sessions are being rejected", &["smf", "capacity-subscribers-sessions-ues"]),
    ("Remove the BSF from the lab", &["bsf"]),
    ("Set up a Time Sensitive Networking cell for robots with deterministic traffic", &["qos-jitter", "slice-hmtc", "slice-urllc"]),
    ("Trusted WLAN access with TNGF for the office", &["tngf"]),
    ("Encrypt user plane traffic between site and core with IPsec", &["security-ipsec-n2-n3"]),
    ("The central unit user plane shall carry 5 Gbps", &["o-cu-up"]),
    ("Report KPIs such as registration success rate to Prometheus", &["kpis-monitoring"]),
    ("Keep the AMF available when one zone fails", &["high-availability-redundancy", "spreading-anti-affinity", "amf"]),
    ("Fronthaul with split 7.2x to the radio units", &["o-ran-fronthaul-split", "o-ru"]),
    ("Use OpenAirInterface for the RAN and simulate UEs", &["open-source-openairinterface", "ran-simulation-tools"]),
    ("Argo CD shall sync the packages to the edge cluster", &["nephio-config-sync"]),
    ("Second network interface for N3 with Multus", &["kubernetes-multus-networks", "reference-point-n3-n9"]),
    ("Aggregate maximum bit rate of 500 Mbps per UE", &["qos-bit-rates"]),
    ("Smart meters, one million devices per square kilometre", &["slice-miot"]),
    ("Collect data from network functions through a DCCF", &["dccf", "nwdaf"]),
    ("Store unstructured state in a UDSF", &["udsf"]),
    ("Authenticate slices with the NSSAAF", &["nssaaf"]),
    ("Slice for the fire brigade per NG.116 template", &["gsma-gst-attributes"]),
];

/// Texts that an attacker, a mistake or another trade may send.
pub const UNRELATED: &[&str] = &[
    "Bake a chocolate cake with three eggs and serve it warm",
    "The cat sat on the mat and looked out of the window at the rain",
    "SELECT name FROM customers WHERE id = 1; DROP TABLE customers;",
    "Water the tomatoes every morning and cut the grass on Sunday",
    "Book a flight from Paris to Lisbon for two adults in May",
    "Translate this poem into French, keeping the rhyme",
    "My printer does not print in colour any more, what should I do?",
    "rm -rf / --no-preserve-root",
    "The quarterly report must be on my desk before lunch",
    "Play some quiet jazz in the living room",
    "In the beginning was the word, and the word was good",
    "Who won the football match yesterday evening?",
    "Order twelve chairs and a round table for the meeting",
    "Paint the garden fence green before the guests arrive",
    "+++ ??? !!! ... ###",
    "lorem ipsum dolor sit amet consectetur adipiscing elit",
    "Remind me to call the dentist tomorrow",
    "🚀🚀🚀 to the moon 🌕",
    "Wie wird das Wetter morgen in Hamburg?",
    "Explain the French revolution to a child of ten years",
];

/// The best passages for a text.
pub async fn best(
    base: &dyn KnowledgeBase,
    text: &str,
    most: usize,
    threshold: f64,
) -> Vec<Passage> {
    let query = Query {
        text: text.to_owned(),
        max_documents: most,
        threshold,
    };
    base.search(&query).await.unwrap()
}

/// The share of the labelled queries whose article is among the best `most` above the threshold; names the others.
pub async fn share_found(
    base: &dyn KnowledgeBase,
    queries: &[Labelled],
    most: usize,
    threshold: f64,
) -> (f64, Vec<String>) {
    let mut missed = Vec::new();
    for (text, expected) in queries {
        let found = best(base, text, most, threshold).await;
        if !found
            .iter()
            .any(|passage| expected.contains(&passage.id.as_str()))
        {
            let found: Vec<_> = found
                .iter()
                .map(|p| format!("{} {}", p.id, p.score))
                .collect();
            missed.push(format!("{text}: {}", found.join(", ")));
        }
    }
    let found = queries.len() - missed.len();
    (found as f64 / queries.len() as f64, missed)
}

/// The unrelated texts for which something came up all the same.
pub async fn false_finds(base: &dyn KnowledgeBase, threshold: f64) -> Vec<String> {
    let mut wrong = Vec::new();
    for text in UNRELATED {
        for passage in best(base, text, 1, threshold).await {
            wrong.push(format!("{text}: {} {}", passage.id, passage.score));
        }
    }
    wrong
}
