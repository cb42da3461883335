//! The five programs of the control plane and the arguments they need on loopback.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rcgen::KeyPair;

use crate::certificates::{CertificateAuthority, KeyedCertificate};
use crate::cluster::Options;
use crate::kubeconfig::{ClusterEntry, certificate_user};
use crate::process::Program;
use crate::run_directory::{ReservationError, ReservedPort};
use crate::simulated_nodes::STAGES;
use crate::storage;

/// The user that RBAC never refuses.
const ADMIN_GROUP: &str = "system:masters";
const ISSUER: &str = "https://kubernetes.default.svc.cluster.local";
/// Every write and no read: enough to count who wrote what, and small enough for thousands of intents.
const AUDIT_POLICY: &str = "apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
  verbs: [create, update, patch, delete, deletecollection]
- level: None
";
/// The controllers whose cloud or node network does not exist here.
const CONTROLLERS: &str = "*,-node-ipam-controller,-cloud-node-lifecycle-controller,-service-lb-controller,-node-route-controller";
/// The client-side limits of the controllers would be measured instead of our own work.
const QPS: [&str; 2] = ["--kube-api-qps=1000", "--kube-api-burst=2000"];

/// Why the control plane's files could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ControlPlaneError {
    /// No port was free.
    #[error(transparent)]
    Port(#[from] ReservationError),
    /// A certificate could not be generated.
    #[error("failed to generate the control plane's certificates")]
    Certificate(#[from] rcgen::Error),
    /// A file could not be written.
    #[error("failed to write {path}: check that the disk is not full")]
    Write {
        /// The file concerned.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// The files and ports that the programs share.
#[derive(Debug)]
pub(crate) struct ControlPlane {
    folder: PathBuf,
    options: Options,
    etcd_port: ReservedPort,
    etcd_peer_port: ReservedPort,
    api_port: ReservedPort,
    cluster: ClusterEntry,
}

impl ControlPlane {
    /// Takes ports, and writes certificates, keys, kubeconfigs and configuration files into `folder`.
    pub(crate) fn prepare(folder: &Path, options: Options) -> Result<Self, ControlPlaneError> {
        let authority = CertificateAuthority::new("kubernetes")?;
        let api_port = ReservedPort::take()?;
        let server = format!("https://127.0.0.1:{api_port}");
        let plane = Self {
            folder: folder.to_owned(),
            options,
            etcd_port: ReservedPort::take()?,
            etcd_peer_port: ReservedPort::take()?,
            api_port,
            cluster: ClusterEntry::new(&server, &authority.pem()),
        };
        plane.write("ca.crt", &authority.pem())?;
        let names = [
            "127.0.0.1",
            "localhost",
            "10.96.0.1",
            "kubernetes",
            "kubernetes.default.svc",
        ];
        plane.write_keyed("apiserver", &authority.server(&names)?)?;
        let service_accounts = KeyPair::generate()?;
        plane.write("service-accounts.key", &service_accounts.serialize_pem())?;
        plane.write("service-accounts.pub", &service_accounts.public_key_pem())?;

        // Aggregated API servers trust this authority to say which user a forwarded request is from.
        let front_proxy = CertificateAuthority::new("front-proxy")?;
        plane.write("front-proxy-ca.crt", &front_proxy.pem())?;
        plane.write_keyed(
            "front-proxy-client",
            &front_proxy.client("front-proxy-client", "")?,
        )?;

        plane.write("audit-policy.yaml", AUDIT_POLICY)?;
        plane.write("stages.yaml", STAGES)?;
        plane.write_kubeconfig("admin", &authority.client("admin", ADMIN_GROUP)?)?;
        plane.write_kubeconfig("kwok", &authority.client("kwok", ADMIN_GROUP)?)?;
        for component in ["kube-controller-manager", "kube-scheduler"] {
            let identity = authority.client(&format!("system:{component}"), component)?;
            plane.write_kubeconfig(component, &identity)?;
        }
        Ok(plane)
    }

    pub(crate) fn admin_kubeconfig(&self) -> PathBuf {
        self.kubeconfig("admin")
    }

    pub(crate) fn audit_log(&self) -> Option<PathBuf> {
        self.options.audit.then(|| self.path("audit.log"))
    }

    pub(crate) fn etcd(&self, executable: PathBuf) -> Program {
        let client = format!("http://127.0.0.1:{}", self.etcd_port);
        let peer = format!("http://127.0.0.1:{}", self.etcd_peer_port);
        let program = self
            .program("etcd", executable)
            .arg(format!("--data-dir={}", self.path("etcd").display()))
            .arg(format!("--listen-client-urls={client}"))
            .arg(format!("--advertise-client-urls={client}"))
            .arg(format!("--listen-peer-urls={peer}"))
            .arg(format!("--initial-advertise-peer-urls={peer}"))
            .arg(format!("--initial-cluster=default={peer}"));
        if self.options.fsync {
            program
        } else {
            program.arg("--unsafe-no-fsync")
        }
    }

    pub(crate) fn api_server(&self, executable: PathBuf) -> Program {
        let file = |name: &str| self.path(name).display().to_string();
        let program = self
            .program("kube-apiserver", executable)
            .arg(format!(
                "--etcd-servers=http://127.0.0.1:{}",
                self.etcd_port
            ))
            .args(["--bind-address=127.0.0.1", "--advertise-address=127.0.0.1"])
            .arg(format!("--secure-port={}", self.api_port))
            // A loopback address is no valid endpoint of the `kubernetes` Service.
            .args([
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.96.0.0/16",
            ])
            .args(["--authorization-mode=Node,RBAC", "--allow-privileged=true"])
            // As strict as the strictest clusters: an owner reference needs `update` on the owner's finalizers.
            .arg("--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement")
            .arg(format!("--client-ca-file={}", file("ca.crt")))
            .arg(format!("--tls-cert-file={}", file("apiserver.crt")))
            .arg(format!("--tls-private-key-file={}", file("apiserver.key")))
            .arg(format!("--service-account-issuer={ISSUER}"))
            .arg(format!(
                "--service-account-key-file={}",
                file("service-accounts.pub")
            ))
            .arg(format!(
                "--service-account-signing-key-file={}",
                file("service-accounts.key")
            ))
            .arg(format!(
                "--requestheader-client-ca-file={}",
                file("front-proxy-ca.crt")
            ))
            .arg("--requestheader-allowed-names=front-proxy-client")
            .arg("--requestheader-username-headers=X-Remote-User")
            .arg("--requestheader-group-headers=X-Remote-Group")
            .arg("--requestheader-extra-headers-prefix=X-Remote-Extra-")
            .arg(format!(
                "--proxy-client-cert-file={}",
                file("front-proxy-client.crt")
            ))
            .arg(format!(
                "--proxy-client-key-file={}",
                file("front-proxy-client.key")
            ));
        match self.audit_log() {
            None => program,
            Some(log) => program
                .arg(format!("--audit-policy-file={}", file("audit-policy.yaml")))
                .arg(format!("--audit-log-path={}", log.display())),
        }
    }

    pub(crate) fn controller_manager(&self, executable: PathBuf) -> Program {
        self.component("kube-controller-manager", executable)
            .arg(format!("--controllers={CONTROLLERS}"))
            .arg("--use-service-account-credentials=true")
            .arg(storage::ENABLE)
            .arg(format!("--root-ca-file={}", self.path("ca.crt").display()))
            .arg(format!(
                "--service-account-private-key-file={}",
                self.path("service-accounts.key").display()
            ))
    }

    pub(crate) fn scheduler(&self, executable: PathBuf) -> Program {
        self.component("kube-scheduler", executable)
    }

    pub(crate) fn kwok(&self, executable: PathBuf) -> Program {
        self.program("kwok", executable)
            .arg(format!(
                "--kubeconfig={}",
                self.kubeconfig("kwok").display()
            ))
            .arg(format!("--config={}", self.path("stages.yaml").display()))
            .arg("--manage-all-nodes=true")
            // Without a lease the node lifecycle controller declares every Pod not ready after 40 s.
            .arg("--node-lease-duration-seconds=40")
    }

    /// What the controller manager and the scheduler have in common: one instance, no port, no client-side limit.
    fn component(&self, name: &str, executable: PathBuf) -> Program {
        self.program(name, executable)
            .arg(format!("--kubeconfig={}", self.kubeconfig(name).display()))
            .args(["--leader-elect=false", "--secure-port=0"])
            .args(QPS)
    }

    fn program(&self, name: &str, executable: PathBuf) -> Program {
        Program::new(name, executable, &self.folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn kubeconfig(&self, user: &str) -> PathBuf {
        self.path(&format!("{user}.kubeconfig"))
    }

    fn write_kubeconfig(
        &self,
        user: &str,
        identity: &KeyedCertificate,
    ) -> Result<(), ControlPlaneError> {
        let text = self
            .cluster
            .kubeconfig(&certificate_user(identity), "default");
        self.write(&format!("{user}.kubeconfig"), &text)
    }

    fn write_keyed(&self, name: &str, pair: &KeyedCertificate) -> Result<(), ControlPlaneError> {
        self.write(&format!("{name}.crt"), &pair.certificate)?;
        self.write(&format!("{name}.key"), &pair.key)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), ControlPlaneError> {
        let path = self.path(name);
        fs::write(&path, text).map_err(|source| ControlPlaneError::Write { path, source })
    }
}
