//! What network functions are called: the label in object names and the words operators write.

use crate::network_function::NetworkFunctionType::{
    self, Af, Amf, Ausf, Bsf, Chf, Dccf, FiveGEir, Gnodeb, Hss, ICscf, Lmf, Mme, N3iwf, NearRtRic,
    Nef, NonRtRic, Nrf, Nssaaf, Nssf, Nwdaf, OCuCp, OCuUp, ODu, OEnb, ORu, PCscf, Pcf, PgwC, PgwU,
    RApp, SCscf, Scp, Sepp, SgwC, SgwU, Smf, Smo, Smsf, Tngf, Twif, Udm, Udr, Udsf, Upf, XApp,
};

/// The names of one network function type beside its canonical spelling.
pub(crate) struct Names {
    pub(crate) function: NetworkFunctionType,
    pub(crate) short: &'static str,
    pub(crate) synonyms: &'static [&'static str],
}

const fn names(
    function: NetworkFunctionType,
    short: &'static str,
    synonyms: &'static [&'static str],
) -> Names {
    Names {
        function,
        short,
        synonyms,
    }
}

/// One row per type, in the order of [`NetworkFunctionType::ALL`] (checked below at compile time).
#[rustfmt::skip]
pub(crate) const NAMES: [Names; NetworkFunctionType::ALL.len()] = [
    names(Amf, "amf", &["access and mobility management function", "access and mobility management", "access and mobility function", "access mobility function", "access mobility management function", "mobility management function", "core access and mobility management function"]),
    names(Smf, "smf", &["session management function", "session management", "session manager"]),
    names(Upf, "upf", &["user plane function", "user plane", "user plane gateway", "5g user plane", "edge upf", "psa upf", "packet forwarding function"]),
    names(Nrf, "nrf", &["network repository function", "nf repository function", "nf repository", "network function repository function", "network function repository", "core network repository", "network repository"]),
    names(Ausf, "ausf", &["authentication server function", "authentication server", "authentication function"]),
    names(Udm, "udm", &["unified data management", "unified data management function", "subscriber data management"]),
    names(Udr, "udr", &["unified data repository", "unified data repository function", "user data repository", "subscriber data repository"]),
    names(Udsf, "udsf", &["unstructured data storage function", "unstructured data storage", "unstructured data store"]),
    names(Pcf, "pcf", &["policy control function", "policy control", "policy and charging function"]),
    names(Nssf, "nssf", &["network slice selection function", "network slice selection", "slice selection function", "slice selection"]),
    names(Nef, "nef", &["network exposure function", "network exposure", "exposure function"]),
    names(Smsf, "smsf", &["short message service function", "sms function", "short message function"]),
    names(Bsf, "bsf", &["binding support function", "binding support"]),
    names(Chf, "chf", &["charging function", "converged charging function", "converged charging system", "online charging function"]),
    names(Nwdaf, "nwdaf", &["network data analytics function", "network data analytics", "network analytics function", "analytics function"]),
    names(Scp, "scp", &["service communication proxy", "service communications proxy"]),
    names(Sepp, "sepp", &["security edge protection proxy", "security edge proxy", "roaming security proxy"]),
    names(N3iwf, "n3iwf", &["non 3gpp interworking function", "non 3gpp interworking", "n3 interworking function", "untrusted non 3gpp gateway"]),
    names(Tngf, "tngf", &["trusted non 3gpp gateway function", "trusted non 3gpp gateway"]),
    names(Twif, "twif", &["trusted wlan interworking function", "trusted wlan interworking"]),
    names(Af, "af", &["application function", "5g application function"]),
    names(Lmf, "lmf", &["location management function", "location management", "location server"]),
    names(Nssaaf, "nssaaf", &["network slice specific authentication and authorization function", "network slice specific authentication and authorisation function", "slice authentication function", "slice specific authentication function"]),
    names(FiveGEir, "eir-5g", &["5g equipment identity register", "equipment identity register", "5g eir function", "eir", "5geir"]),
    names(Dccf, "dccf", &["data collection coordination function", "data collection coordination"]),
    names(Gnodeb, "gnb", &["gnb", "gnodeb base station", "g node b", "gnode b", "5g base station", "5g nr base station", "nr base station", "next generation node b", "next generation nodeb"]),
    names(ODu, "o-du", &["du", "odu", "o ran du", "oran du", "distributed unit", "o ran distributed unit", "oran distributed unit", "open distributed unit", "gnb du"]),
    names(OCuCp, "o-cu-cp", &["cu cp", "cucp", "ocucp", "ocu cp", "o ran cu cp", "oran cu cp", "gnb cu cp", "central unit control plane", "centralized unit control plane", "centralised unit control plane", "o ran central unit control plane", "cu control plane", "o cu control plane"]),
    names(OCuUp, "o-cu-up", &["cu up", "cuup", "ocuup", "ocu up", "o ran cu up", "oran cu up", "gnb cu up", "central unit user plane", "centralized unit user plane", "centralised unit user plane", "o ran central unit user plane", "cu user plane", "o cu user plane"]),
    names(ORu, "o-ru", &["ru", "oru", "o ran ru", "oran ru", "radio unit", "o ran radio unit", "oran radio unit", "open radio unit"]),
    names(OEnb, "o-enb", &["enb", "oenb", "enodeb", "o enodeb", "o ran enb", "oran enb", "evolved node b", "lte base station", "4g base station"]),
    names(NearRtRic, "near-rt-ric", &["ric", "near rt ran intelligent controller", "nearrtric", "near rtric", "nrt ric", "near real time ric", "near realtime ric", "near real time ran intelligent controller", "near real time radio intelligent controller", "near realtime ran intelligent controller", "ran intelligent controller", "ric platform"]),
    names(NonRtRic, "non-rt-ric", &["nonrtric", "non rtric", "non rt ran intelligent controller", "non real time ric", "non realtime ric", "non real time ran intelligent controller", "non real time radio intelligent controller", "non realtime ran intelligent controller"]),
    names(Smo, "smo", &["service management and orchestration", "service management and orchestration framework", "smo framework"]),
    names(RApp, "rapp", &["r app", "rapps", "r apps", "non rt ric application", "non rt ric app"]),
    names(XApp, "xapp", &["x app", "xapps", "x apps", "near rt ric application", "near rt ric app", "ric application", "ric app"]),
    names(Mme, "mme", &["mobility management entity"]),
    names(SgwC, "sgw-c", &["sgwc", "serving gateway control plane", "serving gateway control"]),
    names(SgwU, "sgw-u", &["sgwu", "serving gateway user plane", "serving gateway user"]),
    names(PgwC, "pgw-c", &["pgwc", "pdn gateway control plane", "packet gateway control plane", "packet data network gateway control plane"]),
    names(PgwU, "pgw-u", &["pgwu", "pdn gateway user plane", "packet gateway user plane", "packet data network gateway user plane"]),
    names(Hss, "hss", &["home subscriber server", "home subscriber service"]),
    names(PCscf, "p-cscf", &["pcscf", "proxy cscf", "proxy call session control function"]),
    names(ICscf, "i-cscf", &["icscf", "interrogating cscf", "interrogating call session control function"]),
    names(SCscf, "s-cscf", &["scscf", "serving cscf", "serving call session control function"]),
];

const _: () = {
    let mut row = 0;
    while row < NAMES.len() {
        assert!(
            NAMES[row].function as usize == row,
            "NAMES must follow the order of the enum"
        );
        row += 1;
    }
};
