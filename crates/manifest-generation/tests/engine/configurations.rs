//! What the software of each function demands of the files it is given, so far as a value or its absence decides
//! whether it starts.

use nephoran_api::{Plan, UsedFunction};
use nephoran_manifest_generation::GenerateError;
use nephoran_telecom::{Catalogue, NetworkFunctionType};
use serde_json::Value;

use crate::plans::{component, generate, options, plan, urllc};
use NetworkFunctionType::{
    Amf, Ausf, Bsf, Chf, Hss, Lmf, Mme, N3iwf, Nef, Nrf, Nssf, Nwdaf, OCuCp, OCuUp, ODu, Pcf, PgwC,
    PgwU, Scp, Sepp, SgwC, SgwU, Smf, Tngf, Udm, Udr, Upf,
};

/// A function, its file, the version of the file's format that it reads, keys it does not start without, and where its
/// source says so.
type Demand = (
    NetworkFunctionType,
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
    &'static str,
);

const SBI: &str = "/configuration/sbi/bindingIPv4";
const NRF_URI: &str = "/configuration/nrfUri";

/// free5GC is that of free5gc v4.2.2, the files are below `NFs`; Open5GS that of v2.7.6, the files are below `src`.
const DEMANDS: &[Demand] = &[
    (
        Amf,
        "amfcfg.yaml",
        Some("1.0.9"),
        &[
            SBI,
            NRF_URI,
            "/configuration/ngapIpList/0",
            "/configuration/servedGuamiList/0/amfId",
            "/configuration/supportTaiList/0/tac",
            "/configuration/plmnSupportList/0/snssaiList/0/sst",
            "/configuration/supportDnnList/0",
            "/configuration/security/integrityOrder/0",
            "/configuration/networkName/full",
            "/configuration/t3502Value",
            "/configuration/t3512Value",
            "/configuration/t3570/enable",
        ],
        "amf/pkg/factory/config.go, Configuration",
    ),
    (
        Smf,
        "smfcfg.yaml",
        Some("1.0.7"),
        &[
            SBI,
            NRF_URI,
            "/configuration/pfcp/nodeID",
            "/configuration/pfcp/listenAddr",
            "/configuration/pfcp/externalAddr",
            "/configuration/snssaiInfos/0/dnnInfos/0/dns/ipv4",
            "/configuration/userplaneInformation/upNodes/UPF1/interfaces/0/endpoints/0",
            "/configuration/userplaneInformation/links/0/A",
            "/configuration/t3591/expireTime",
            "/configuration/t3592/expireTime",
        ],
        "smf/pkg/factory/config.go, Configuration",
    ),
    (
        Upf,
        "upfcfg.yaml",
        None,
        &[
            "/version",
            "/pfcp/addr",
            "/pfcp/nodeID",
            "/pfcp/retransTimeout",
            "/gtpu/forwarder",
            "/gtpu/ifList/0/addr",
            "/dnnList/0/cidr",
        ],
        "upf/pkg/factory/config.go, Config",
    ),
    (
        Nrf,
        "nrfcfg.yaml",
        Some("1.0.2"),
        &[
            SBI,
            "/configuration/MongoDBUrl",
            "/configuration/DefaultPlmnId/mcc",
        ],
        "nrf/pkg/factory/config.go, Configuration",
    ),
    (
        Ausf,
        "ausfcfg.yaml",
        Some("1.0.3"),
        &[SBI, NRF_URI, "/configuration/plmnSupportList/0/mcc"],
        "ausf/pkg/factory/config.go, Configuration",
    ),
    (
        Udm,
        "udmcfg.yaml",
        Some("1.0.3"),
        &[SBI, NRF_URI],
        "udm/pkg/factory/config.go, Configuration",
    ),
    (
        Udr,
        "udrcfg.yaml",
        Some("1.1.0"),
        &[
            SBI,
            NRF_URI,
            "/configuration/dbConnectorType",
            "/configuration/mongodb/url",
        ],
        "udr/pkg/factory/config.go, Configuration",
    ),
    (
        Pcf,
        "pcfcfg.yaml",
        Some("1.0.2"),
        &[
            SBI,
            NRF_URI,
            "/configuration/mongodb/url",
            "/configuration/serviceList/0/serviceName",
        ],
        "pcf/pkg/factory/config.go, Configuration",
    ),
    (
        Nssf,
        "nssfcfg.yaml",
        Some("1.0.2"),
        &[
            SBI,
            NRF_URI,
            "/configuration/supportedNssaiInPlmnList/0/plmnId/mcc",
        ],
        "nssf/pkg/factory/config.go, Configuration",
    ),
    (
        Nef,
        "nefcfg.yaml",
        Some("1.0.1"),
        &[SBI, NRF_URI, "/configuration/serviceList/0/serviceName"],
        "config/nefcfg.yaml (the reader of v4.2.2 is not published)",
    ),
    (
        Chf,
        "chfcfg.yaml",
        Some("1.0.3"),
        &[
            SBI,
            NRF_URI,
            "/configuration/cgf/hostIPv4",
            "/configuration/abmfDiameter/tls/pem",
            "/configuration/rfDiameter/tls/pem",
        ],
        "chf/pkg/factory/config.go, Configuration",
    ),
    (
        N3iwf,
        "n3iwfcfg.yaml",
        Some("1.0.5"),
        &[
            "/configuration/n3iwfInformation/supportedTAList/0/broadcastPlmnList/0/taiSliceSupportList/0/snssai/sd",
            "/configuration/amfSCTPAddresses/0/ip/0",
            "/configuration/ueIpAddressRange",
            "/configuration/livenessCheck/transFreq",
        ],
        "n3iwf/pkg/factory/config.go, Configuration",
    ),
    (
        Tngf,
        "tngfcfg.yaml",
        Some("1.0.3"),
        &[
            "/configuration/TNGFInformation/SupportedTAList/0/BroadcastPLMNList/0/TAISliceSupportList/0/SNSSAI/SD",
            "/configuration/AMFSCTPAddresses/0/IP/0",
            "/configuration/UEIPAddressRange",
        ],
        "tngf/pkg/factory/config.go, Configuration",
    ),
    (
        Mme,
        "mme.yaml",
        None,
        &[
            "/mme/freeDiameter",
            "/mme/s1ap/server/0/address",
            "/mme/gtpc/server/0/address",
            "/mme/gtpc/client/sgwc/0/address",
            "/mme/gtpc/client/smf/0/address",
            "/mme/gummei/0/mme_gid",
            "/mme/gummei/0/mme_code",
            "/mme/tai/0/tac",
            "/mme/security/integrity_order/0",
            "/mme/security/ciphering_order/0",
            "/mme/time/t3412/value",
        ],
        "mme/mme-context.c, mme_context_validation",
    ),
    (
        SgwC,
        "sgwc.yaml",
        None,
        &["/sgwc/gtpc/server/0/address", "/sgwc/pfcp/server/0/address"],
        "sgwc/context.c, sgwc_context_validation; lib/pfcp/context.c, ogs_pfcp_context_validation",
    ),
    (
        SgwU,
        "sgwu.yaml",
        None,
        &["/sgwu/gtpu/server/0/address", "/sgwu/pfcp/server/0/address"],
        "sgwu/context.c, sgwu_context_validation",
    ),
    (
        PgwC,
        "smf.yaml",
        None,
        &[
            "/smf/dns/0",
            "/smf/gtpu/server/0/address",
            "/smf/session/0/subnet",
            "/smf/pfcp/server/0/address",
        ],
        "smf/context.c, smf_context_validation",
    ),
    (
        PgwU,
        "upf.yaml",
        None,
        &[
            "/upf/gtpu/server/0/address",
            "/upf/session/0/subnet",
            "/upf/pfcp/server/0/address",
        ],
        "upf/context.c, upf_context_validation",
    ),
    (
        Hss,
        "hss.yaml",
        None,
        &["/db_uri", "/hss/freeDiameter"],
        "hss/hss-context.c, hss_context_validation; lib/dbi/ogs-mongoc.c, ogs_dbi_init",
    ),
    (
        Bsf,
        "bsf.yaml",
        None,
        &["/bsf/sbi/server/0/address", "/bsf/sbi/client/nrf/0/uri"],
        "lib/sbi/context.c, ogs_sbi_context_validation",
    ),
    (
        Scp,
        "scp.yaml",
        None,
        &["/scp/sbi/server/0/address"],
        "lib/sbi/context.c, ogs_sbi_context_validation",
    ),
    (
        Sepp,
        "sepp.yaml",
        None,
        &["/sepp/sbi/server/0/address", "/sepp/n32/server/0/sender"],
        "sepp/context.c, sepp_context_validation",
    ),
    (
        Lmf,
        "config.yaml",
        None,
        &[
            "/nfs/lmf/host",
            "/nfs/lmf/sbi/interface_name",
            "/lmf/num_gnb",
        ],
        "oai-cn5g-lmf src/lmf_app/lmf_config_yaml.cpp, lmf_config_yaml",
    ),
];

/// A plan of these functions on one cluster.
fn planned(functions: &[NetworkFunctionType]) -> Plan {
    let components = functions
        .iter()
        .map(|function| component(*function, "all", "local"));
    plan("all", components.collect())
}

/// The file `name` of the ConfigMap of a function.
fn file(plan: &Plan, folder: &str, name: &str) -> Option<String> {
    let package = generate(plan, &options(&plan.package)).unwrap();
    let map: Value =
        serde_saphyr::from_str(&package.files[&format!("{folder}/configmap.yaml")]).unwrap();
    map["data"][name].as_str().map(str::to_owned)
}

fn yaml(plan: &Plan, folder: &str, name: &str) -> Value {
    serde_saphyr::from_str(&file(plan, folder, name).unwrap()).unwrap()
}

#[test]
fn a_function_has_the_keys_it_does_not_start_without() {
    for (function, name, version, keys, source) in DEMANDS {
        let plan = planned(&[*function]);
        let file = yaml(&plan, &format!("local/all-{}", function.short_name()), name);
        let given = file.pointer("/info/version").and_then(Value::as_str);
        assert_eq!(given, *version, "{function}: {source}");
        for key in *keys {
            assert!(
                file.pointer(key).is_some_and(|value| !value.is_null()),
                "{function} has no {key}: {source}"
            );
        }
    }
}

#[test]
fn every_function_with_an_image_has_the_files_of_its_software() {
    let with_image = |function: &NetworkFunctionType| {
        let template = Catalogue::builtin().template(*function);
        template.is_some_and(|template| template.image.is_some())
    };
    // OAI publishes no configuration of its NWDAF.
    let functions = NetworkFunctionType::ALL
        .iter()
        .filter(|function| **function != Nwdaf);
    for function in functions.copied().filter(with_image) {
        let plan = planned(&[function]);
        let package = generate(&plan, &options("all")).unwrap();
        let path = format!("local/all-{}/configmap.yaml", function.short_name());
        let map: Value = serde_saphyr::from_str(&package.files[&path]).unwrap();
        let files = map["data"].as_object().map_or(0, serde_json::Map::len);
        assert!(files > 1, "{function} has function.yaml only");
    }
}

#[test]
fn an_mme_knows_a_pgw_c_that_no_reference_point_joins_it_with() {
    let epc = planned(&[Mme, SgwC, PgwC]);
    let mme = yaml(&epc, "local/all-mme", "mme.yaml");
    let address = mme.pointer("/mme/gtpc/client/smf/0/address").unwrap();
    assert_eq!(address, "all-pgw-c.telecom.svc.cluster.local");

    let mut used = planned(&[Mme, SgwC]);
    used.uses = vec![UsedFunction {
        function_type: PgwC,
        name: "their-pgw-c".to_owned(),
        cluster: "edge-1".to_owned(),
        package: "theirs".to_owned(),
    }];
    let mme = yaml(&used, "local/all-mme", "mme.yaml");
    let address = mme.pointer("/mme/gtpc/client/smf/0/address").unwrap();
    assert_eq!(address, "their-pgw-c.telecom.svc.clusterset.local");
}

/// `free5gc/smf` `internal/sbi/processor/datapath.go`: the SMF looks a session up by the address that the UPF's node name
/// has for it, and ends when there is none.
#[test]
fn a_upf_calls_itself_what_its_smf_calls_it() {
    for (plan, smf, upf) in [
        (planned(&[Smf, Upf]), "local/all-smf", "local/all-upf"),
        (urllc(), "central/robots-smf", "edge-1/robots-upf"),
    ] {
        let smf = yaml(&plan, smf, "smfcfg.yaml");
        let upf = yaml(&plan, upf, "upfcfg.yaml");
        let called = smf.pointer("/configuration/userplaneInformation/upNodes/UPF1/nodeID");
        assert_eq!(upf.pointer("/pfcp/nodeID"), called);
    }
}

/// First and last address of an IPv4 prefix.
fn range(cidr: &str) -> (u32, u32) {
    let (address, length) = cidr.split_once('/').unwrap();
    let first = u32::from(address.parse::<std::net::Ipv4Addr>().unwrap());
    (first, first + (u32::MAX >> length.parse::<u32>().unwrap()))
}

/// `free5gc/smf` `internal/context/user_plane_information.go`: the SMF ends when pools overlap.
#[test]
fn the_upfs_of_an_smf_have_pools_apart() {
    let mut plan = planned(&[Smf, Upf, Upf, Upf]);
    for (index, upf) in plan.components.iter_mut().enumerate().skip(1) {
        upf.name = format!("all-upf-{index}");
    }
    let smf = yaml(&plan, "local/all-smf", "smfcfg.yaml");
    let mut pools: Vec<_> = (1..=3)
        .map(|upf| {
            let pointer = format!(
                "/configuration/userplaneInformation/upNodes/UPF{upf}/sNssaiUpfInfos/0/dnnUpfInfoList/0/pools/0/cidr"
            );
            range(smf.pointer(&pointer).and_then(Value::as_str).unwrap())
        })
        .collect();
    pools.sort_unstable();
    assert!(pools.is_sorted_by(|one, next| one.1 < next.0), "{pools:?}");
    let (first, last) = range(&plan.data_networks[0].pool);
    assert!(first <= pools[0].0 && pools[2].1 <= last, "{pools:?}");
}

#[test]
fn a_tracking_area_code_that_the_software_cannot_read_is_refused() {
    for (function, tac, said) in [
        (OCuCp, 0x00ff_fffd, "from 1 to 65533"),
        (Mme, 0x0001_0000, "16 bits"),
    ] {
        let mut plan = planned(&[function]);
        plan.plmn.tac = tac;
        let error = match generate(&plan, &options("all")) {
            Err(error @ GenerateError::Rejected { .. }) => format!("{error:?}"),
            Err(error) => error.to_string(),
            Ok(_) => panic!("{function} takes {tac}"),
        };
        assert!(error.contains(said), "{error}");
    }
}

/// The value of `key` in a configuration of OpenAirInterface.
fn value(plan: &Plan, folder: &str, key: &str) -> u64 {
    let text = file(plan, folder, "gnb.conf").unwrap();
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix(&format!("{key} = ")))
        .unwrap_or_else(|| panic!("{folder} has no {key}"));
    let digits: String = line.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// OpenAirInterface `openair2/RRC/NR/rrc_gNB_du.c`: a CU-CP refuses a DU whose identity, cell or physical cell it has
/// already, and `rrc_gNB_cuup.c` the same of a CU-UP.
#[test]
fn the_units_of_a_gnb_know_its_identity_and_have_their_own() {
    let mut plan = planned(&[OCuCp, OCuUp, ODu, ODu]);
    plan.components[3].name = "all-o-du-2".to_owned();
    let gnb = value(&plan, "local/all-o-cu-cp", "gNB_ID");
    assert!(gnb < 1 << 22, "{gnb}");
    for unit in ["local/all-o-cu-up", "local/all-o-du", "local/all-o-du-2"] {
        assert_eq!(value(&plan, unit, "gNB_ID"), gnb, "{unit}");
    }
    for key in ["gNB_DU_ID", "nr_cellid", "physCellId"] {
        let [one, other] =
            ["local/all-o-du", "local/all-o-du-2"].map(|unit| value(&plan, unit, key));
        assert_ne!(one, other, "{key}");
    }
    assert_eq!(value(&plan, "local/all-o-du", "nr_cellid") >> 8, gnb);
}

#[test]
fn two_gnbs_are_told_apart() {
    let here = planned(&[OCuCp]);
    let mut there = planned(&[OCuCp]);
    there.namespace = "rural".to_owned();
    let identity = |plan: &Plan| value(plan, "local/all-o-cu-cp", "gNB_ID");
    assert_ne!(identity(&here), identity(&there));
}

#[test]
fn a_du_belongs_to_the_cu_cp_of_another_plan() {
    let theirs = planned(&[OCuCp]);
    let mut du = planned(&[ODu]);
    du.uses = vec![UsedFunction {
        function_type: OCuCp,
        name: "all-o-cu-cp".to_owned(),
        cluster: "local".to_owned(),
        package: "theirs".to_owned(),
    }];
    assert_eq!(
        value(&du, "local/all-o-du", "gNB_ID"),
        value(&theirs, "local/all-o-cu-cp", "gNB_ID")
    );
}
