//! Trust decisions, which no public door shows without a server.
#![allow(clippy::unwrap_used)]

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use super::certificates::CertificateBundle;
use super::known_hosts::{HostKeyVerdict, KnownHosts};

// `printf key-a | base64`, and so on.
const LINES: &str = "\
# comment
git.example.com,10.0.0.1 ssh-ed25519 a2V5LWE=
git.example.com ssh-rsa a2V5LXI= somebody@host
[git.example.com]:2222 ssh-ed25519 a2V5LWI=
@revoked other.example.com ssh-ed25519 a2V5LWE=
@cert-authority *.example.com ssh-ed25519 a2V5LWE=
|1|MDEyMzQ1Njc4OTAxMjM0NTY3ODk=|4NahFAQrZ88NoH/cnAHkSxkYVzE= ssh-ed25519 a2V5LWM=
";

#[test]
fn a_host_key_is_known_for_its_host_and_port_only() {
    let known = KnownHosts::parse(LINES).unwrap();
    assert_eq!(
        known.judge("Git.Example.com", 22, b"key-a"),
        HostKeyVerdict::Known
    );
    assert_eq!(known.judge("10.0.0.1", 22, b"key-a"), HostKeyVerdict::Known);
    assert_eq!(
        known.judge("git.example.com", 22, b"key-r"),
        HostKeyVerdict::Known
    );
    assert_eq!(
        known.judge("git.example.com", 2222, b"key-b"),
        HostKeyVerdict::Known
    );
    let different = HostKeyVerdict::Different("ssh-ed25519".to_owned());
    assert_eq!(known.judge("git.example.com", 2222, b"key-a"), different);
    assert_eq!(
        known.judge("git.example.org", 22, b"key-a"),
        HostKeyVerdict::UnknownHost
    );
    assert_eq!(
        known.judge("other.example.com", 22, b"key-a"),
        HostKeyVerdict::Revoked
    );
}

#[test]
fn a_hashed_host_is_recognised() {
    let known = KnownHosts::parse(LINES).unwrap();
    assert_eq!(
        known.judge("hashed.example.com", 22, b"key-c"),
        HostKeyVerdict::Known
    );
    assert_eq!(
        known.judge("hashed.example.com", 23, b"key-c"),
        HostKeyVerdict::UnknownHost
    );
}

fn authority(name: &str) -> (Issuer<'static, KeyPair>, String) {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let pem = parameters.self_signed(&key).unwrap().pem();
    (Issuer::new(parameters, key), pem)
}

#[test]
fn a_bundle_trusts_what_its_authority_signed_for_that_host_and_nothing_else() {
    let (ours, pem) = authority("ours");
    let (theirs, _) = authority("theirs");
    let bundle = CertificateBundle::parse("ca.crt", &pem).unwrap();
    let key = KeyPair::generate().unwrap();
    let server =
        CertificateParams::new(vec!["git.example.com".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let signed = server.signed_by(&key, &ours).unwrap();
    assert!(bundle.trusts(signed.der(), "git.example.com"));
    assert!(bundle.trusts(signed.der(), "127.0.0.1"));
    assert!(!bundle.trusts(signed.der(), "evil.example.com"));
    let foreign = server.signed_by(&key, &theirs).unwrap();
    assert!(!bundle.trusts(foreign.der(), "git.example.com"));
}

#[test]
fn a_self_signed_server_certificate_in_the_bundle_is_trusted() {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["git.example.com".to_owned()])
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let bundle = CertificateBundle::parse("ca.crt", &certificate.pem()).unwrap();
    assert!(bundle.trusts(certificate.der(), "git.example.com"));
}
