//! Reference points and interfaces: which protocol and ports a standard gives each of them.

use crate::named::named_enum;

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
    /// The layer-4 protocol as a Kubernetes Service or `NetworkPolicy` spells it: `SCTP`, `UDP` or `TCP`.
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
        /// `XnAP` between two gNBs.
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
