//! Reference points and interfaces: which protocol and ports a standard gives each of them.

use crate::named::named_enum;

use Protocol::{Http2, Sctp, Tcp, Udp};
use ReferencePoint as Rp;

named_enum! {
    /// The transport an interface is declared with.
    pub enum Protocol ("protocol") {
        /// Stream Control Transmission Protocol, RFC 9260.
        Sctp = "SCTP",
        /// User Datagram Protocol, RFC 768.
        Udp = "UDP",
        /// Transmission Control Protocol, RFC 9293.
        Tcp = "TCP",
        /// HTTP/2 over TCP, RFC 9113.
        Http2 = "HTTP2",
    }
}

impl Protocol {
    /// The layer-4 protocol as a Kubernetes Service or NetworkPolicy spells it: `SCTP`, `UDP` or `TCP`.
    #[must_use]
    pub const fn transport(self) -> &'static str {
        match self {
            Self::Sctp => "SCTP",
            Self::Udp => "UDP",
            Self::Tcp | Self::Http2 => "TCP",
        }
    }
}

named_enum! {
    /// A reference point or interface between network functions.
    pub enum ReferencePoint ("reference point") {
        /// NGAP between RAN and AMF.
        N2 = "N2",
        /// User plane between RAN and UPF.
        N3 = "N3",
        /// PFCP between SMF and UPF.
        N4 = "N4",
        /// Plain IP (or Ethernet) between UPF and a data network.
        N6 = "N6",
        /// User plane between two UPFs.
        N9 = "N9",
        /// GTP-C between AMF and MME.
        N26 = "N26",
        /// Between the SEPPs of two operators.
        N32 = "N32",
        /// IKEv2 and IPsec between UE and N3IWF.
        Nwu = "NWu",
        /// IKEv2 and IPsec between UE and TNGF.
        Nwt = "NWt",
        /// AAA between trusted non-3GPP access point and TNGF.
        Ta = "Ta",
        /// AAA between trusted WLAN access point and TWIF.
        Yw = "Yw",
        /// Service based interface of the 5G core.
        Sbi = "SBI",
        /// F1AP between CU-CP and DU.
        F1C = "F1-C",
        /// User plane between CU-UP and DU.
        F1U = "F1-U",
        /// E1AP between CU-CP and CU-UP.
        E1 = "E1",
        /// XnAP between two gNBs.
        Xn = "Xn",
        /// Control, user and synchronisation plane of the open fronthaul: eCPRI in Ethernet frames.
        FronthaulCus = "OFH-CUS",
        /// Management plane of the open fronthaul.
        FronthaulM = "OFH-M",
        /// E2AP between an E2 node and the Near-RT RIC.
        E2 = "E2",
        /// Policies between Non-RT RIC and Near-RT RIC.
        A1 = "A1",
        /// Management of a function by the SMO: NETCONF to the function, VES events from it.
        O1 = "O1",
        /// Between SMO and O-Cloud.
        O2 = "O2",
        /// Between rApp and Non-RT RIC.
        R1 = "R1",
        /// RIC message router between the parts of the Near-RT RIC and its xApps.
        Rmr = "RMR",
        /// Control plane between eNB and MME.
        S1Ap = "S1AP",
        /// User plane between eNB and SGW-U.
        S1U = "S1-U",
        /// GTP-C between MME and SGW-C.
        S11 = "S11",
        /// GTP-C between SGW-C and PGW-C.
        S5C = "S5-C",
        /// User plane between SGW-U and PGW-U.
        S5U = "S5-U",
        /// PFCP between SGW-C and SGW-U.
        Sxa = "Sxa",
        /// PFCP between PGW-C and PGW-U.
        Sxb = "Sxb",
        /// Plain IP between PGW-U and a packet data network.
        Sgi = "SGi",
        /// Diameter applications: S6a, Cx, Gx, Rx and their like.
        Diameter = "Diameter",
        /// SIP between a UE and the IMS and inside it: Gm and Mw.
        Sip = "SIP",
    }
}

/// What the standards fix about one reference point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferencePointFacts {
    /// The reference point.
    pub point: ReferencePoint,
    /// Protocols that may carry it, the usual one first; empty when it has no transport port of its own
    /// (plain IP on N6, Ethernet frames on the fronthaul).
    pub protocols: &'static [Protocol],
    /// Port numbers that are accepted; empty together with `protocols`.
    pub ports: &'static [u16],
    /// The port to use unless a provider listens elsewhere.
    pub default_port: Option<u16>,
    /// Where the numbers come from: a standard and clause, or a project's file.
    pub source: &'static str,
}

impl ReferencePointFacts {
    /// Whether an interface on this point may use `protocol` and `port`.
    #[must_use]
    pub fn accepts(&self, protocol: Protocol, port: u16) -> bool {
        self.protocols.contains(&protocol) && self.ports.contains(&port)
    }
}

impl ReferencePoint {
    /// What the standards fix about this reference point.
    #[must_use]
    pub const fn facts(self) -> &'static ReferencePointFacts {
        &REFERENCE_POINTS[self as usize]
    }

    /// The port to use unless a provider listens elsewhere; `None` where there is no transport port.
    #[must_use]
    pub const fn default_port(self) -> Option<u16> {
        self.facts().default_port
    }
}

const fn point(
    point: ReferencePoint,
    protocols: &'static [Protocol],
    ports: &'static [u16],
    source: &'static str,
) -> ReferencePointFacts {
    let default_port = if let [first, ..] = ports {
        Some(*first)
    } else {
        None
    };
    ReferencePointFacts {
        point,
        protocols,
        ports,
        default_port,
        source,
    }
}

/// One row per reference point, the default port first, in the order of [`ReferencePoint::ALL`]
/// (checked below at compile time).
#[rustfmt::skip]
pub const REFERENCE_POINTS: [ReferencePointFacts; ReferencePoint::ALL.len()] = [
    point(Rp::N2, &[Sctp], &[38412], "TS 38.412 clause 7; IANA ng-control"),
    point(Rp::N3, &[Udp], &[2152], "TS 29.281 clause 4.4.2; IANA gtp-user"),
    point(Rp::N4, &[Udp], &[8805], "TS 29.244; IANA pfcp"),
    point(Rp::N6, &[], &[], "TS 23.501 clause 4.2.7: plain IP or Ethernet"),
    point(Rp::N9, &[Udp], &[2152], "TS 29.281 clause 4.4.2; IANA gtp-user"),
    point(Rp::N26, &[Udp], &[2123], "TS 29.274 clause 4.2; IANA gtp-control"),
    point(Rp::N32, &[Http2], &[443, 7777], "TS 29.573: HTTP/2 over TLS; IANA https; 7777 Open5GS sepp.yaml"),
    point(Rp::Nwu, &[Udp], &[500, 4500], "RFC 7296 clause 2: IKEv2, 4500 behind a NAT"),
    point(Rp::Nwt, &[Udp], &[500, 4500], "RFC 7296 clause 2: IKEv2, 4500 behind a NAT"),
    point(Rp::Ta, &[Udp], &[1812], "RFC 2865 clause 3: RADIUS; free5GC tngfcfg.yaml"),
    point(Rp::Yw, &[Udp], &[1812], "RFC 2865 clause 3: RADIUS; the protocol is an estimate, TS 23.501 clause 4.2.8.5 leaves it open"),
    point(Rp::Sbi, &[Http2], &[80, 443, 7777, 8000], "TS 29.500 clause 5; 80 and 8000 free5GC, 7777 Open5GS, 80 OAI charts"),
    point(Rp::F1C, &[Sctp], &[38472], "TS 38.472 clause 7; IANA f1-control"),
    point(Rp::F1U, &[Udp], &[2152, 2153], "TS 38.474; IANA gtp-user; 2153 where N3 has the same address, as in the charts of OAI"),
    point(Rp::E1, &[Sctp], &[38462], "TS 38.462 clause 7; IANA e1-interface"),
    point(Rp::Xn, &[Sctp], &[38422], "TS 38.422 clause 7; IANA xn-control"),
    point(Rp::FronthaulCus, &[], &[], "O-RAN.WG4.CUS: eCPRI in Ethernet frames, EtherType AEFE"),
    point(Rp::FronthaulM, &[Tcp], &[830], "O-RAN.WG4.MP: NETCONF over SSH; RFC 6242 clause 7"),
    point(Rp::E2, &[Sctp], &[36422, 36421, 37464], "O-RAN SC ric-common _e2term.tpl 36422; FlexRIC 36421; IANA e2ap 37464"),
    point(Rp::A1, &[Tcp], &[10000], "O-RAN.WG2.A1TP: HTTP; O-RAN SC ric-common _a1mediator.tpl"),
    point(Rp::O1, &[Tcp], &[830, 8443, 8080], "O-RAN.WG10.O1: NETCONF RFC 6242 clause 7; VES 8443 and 8080 of the ONAP VES collector"),
    point(Rp::O2, &[Tcp], &[443, 5005], "O-RAN.WG6.O2IMS: HTTPS; 5005 O-RAN SC pti-o2"),
    point(Rp::R1, &[Tcp], &[443, 8080, 8433], "O-RAN.WG2.R1AP: HTTPS; 8080 and 8433 O-RAN SC nonrtric"),
    point(Rp::Rmr, &[Tcp], &[4560, 4561, 4562], "O-RAN SC ric-common templates: 4560 data, 4561 routes, 4562 alarms"),
    point(Rp::S1Ap, &[Sctp], &[36412], "TS 36.412 clause 7; IANA s1-control"),
    point(Rp::S1U, &[Udp], &[2152], "TS 29.281 clause 4.4.2; IANA gtp-user"),
    point(Rp::S11, &[Udp], &[2123], "TS 29.274 clause 4.2; IANA gtp-control"),
    point(Rp::S5C, &[Udp], &[2123], "TS 29.274 clause 4.2; IANA gtp-control"),
    point(Rp::S5U, &[Udp], &[2152], "TS 29.281 clause 4.4.2; IANA gtp-user"),
    point(Rp::Sxa, &[Udp], &[8805], "TS 29.244; IANA pfcp"),
    point(Rp::Sxb, &[Udp], &[8805], "TS 29.244; IANA pfcp"),
    point(Rp::Sgi, &[], &[], "TS 29.061: plain IP"),
    point(Rp::Diameter, &[Sctp, Tcp], &[3868], "RFC 6733 clause 2.1"),
    point(Rp::Sip, &[Udp, Tcp], &[5060], "RFC 3261 clause 19.1.2"),
];

const _: () = {
    let mut row = 0;
    while row < REFERENCE_POINTS.len() {
        assert!(
            REFERENCE_POINTS[row].point as usize == row,
            "REFERENCE_POINTS must follow the order of the enum"
        );
        row += 1;
    }
};
