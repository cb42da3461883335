//! A session manager and its user plane on different clusters. It is said, and refuses nothing: a user plane at the edge
//! is what many ask for, but a cluster knows the names of its own Services only.

use nephoran_api::Component;
use nephoran_telecom::NetworkFunctionType;

/// One sentence per user plane that shares its cluster with no session manager of the plan, when there is one elsewhere.
/// N4 is PFCP on UDP 8805 (TS 29.244 clause 6.3.1).
pub(crate) fn warnings(components: &[Component]) -> Vec<String> {
    let of = |wanted: NetworkFunctionType| {
        let components = components.iter();
        components.filter(move |one| one.function_type == wanted)
    };
    of(NetworkFunctionType::Upf)
        .filter(|upf| of(NetworkFunctionType::Smf).all(|smf| smf.cluster != upf.cluster))
        .filter_map(|upf| Some(sentence(of(NetworkFunctionType::Smf).next()?, upf)))
        .collect()
}

fn sentence(smf: &Component, upf: &Component) -> String {
    format!(
        "N4 crosses clusters: {} runs on {} and {} on {}, and each reaches the other by the name of its Service; check that both clusters resolve these names and let UDP 8805 through between their Pods",
        smf.name, smf.cluster, upf.name, upf.cluster
    )
}
