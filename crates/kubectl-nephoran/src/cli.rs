//! The command line: one type per command.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use nephoran_api::{PackageFormat, PodSecurity, Provider, WorkloadKind};
use nephoran_telecom::NetworkFunctionType;

/// Sentences in, running network functions out: see how an intent stands, or what would become of it.
///
/// All commands but `status` and `diff` work offline, with the same engines as the controllers; `parse` can also ask a language model.
#[derive(Debug, Parser)]
#[command(
    name = "kubectl nephoran",
    bin_name = "kubectl nephoran",
    version,
    after_help = "\
Exit codes:
  0  all is well
  1  it could not be done; the message says what to change
  2  the command line is wrong
  3  an intent needs clarification, or something is not ready or not healthy yet"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the phases of a NetworkIntent, its route, commit and conditions
    Status(StatusArguments),
    /// Say how a sentence is understood, offline unless a provider is named
    Parse(ParseArguments),
    /// Plan the NetworkIntents of files, offline
    Plan(PlanArguments),
    /// Write the packages of the NetworkIntents of files to a directory, offline
    Render(RenderArguments),
    /// Show what the NetworkIntents of files would change of the packages that run
    Diff(DiffArguments),
    /// Check a directory of manifests, offline
    Check(CheckArguments),
    /// Show the templates of network functions, offline
    Catalogue(CatalogueArguments),
    /// Judge the health of objects in files, offline
    Health(HealthArguments),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl nephoran status complete-core -n core
  kubectl nephoran status complete-core -n core --watch

Exit codes: 0 Ready, 1 Stalled or an error, 3 on its way (never with --watch).")]
pub(crate) struct StatusArguments {
    /// Name of the NetworkIntent
    pub(crate) name: String,
    /// Its namespace; that of the kubeconfig context when absent
    #[arg(short, long)]
    pub(crate) namespace: Option<String>,
    /// Follow it until it is Ready or Stalled
    #[arg(short, long)]
    pub(crate) watch: bool,
    /// Context of the kubeconfig
    #[arg(long)]
    pub(crate) context: Option<String>,
    /// Form of the answer; with --watch, JSON is one line per change
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: TextOrJson,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl nephoran parse \"Deploy a URLLC slice for factory robots in eu-west with 3 AMF replicas\"
  kubectl nephoran parse \"Scale the AMF to 5 replicas\" -o json
  kubectl nephoran parse -f intent.yaml
  kubectl nephoran parse -f intent.yaml --provider mistral --configuration configuration.yaml

The builtin parser works offline. Any other provider is asked over the network, with the address and key of the configuration, which is that of the intent-processing controller.

Exit codes: 0 understood, 1 not a sentence an intent may hold or no answer, 3 a question is open.")]
pub(crate) struct ParseArguments {
    /// What is wanted, in plain English, 10 to 2000 characters; with -f, instead of the text in the file
    #[arg(required_unless_present = "file")]
    pub(crate) text: Option<String>,
    /// File with one NetworkIntent, whose text and typed hints count; `-` for standard input
    #[arg(short = 'f', long = "filename", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Who understands the sentence; all but builtin need --configuration
    #[arg(
        long,
        value_enum,
        default_value_t,
        requires_ifs = [
            ("openai", "configuration"),
            ("mistral", "configuration"),
            ("claude", "configuration"),
            ("local", "configuration"),
        ]
    )]
    pub(crate) provider: ProviderName,
    /// Configuration of the intent-processing controller, with its providers
    #[arg(long, value_name = "FILE")]
    pub(crate) configuration: Option<PathBuf>,
    /// Form of the answer; JSON is {model, confidence, status: ok|clarify|error, spans, provenance}
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: TextJsonOrYaml,
}

/// A provider as the field `spec.processing.provider` spells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProviderName {
    #[default]
    Builtin,
    #[value(name = "openai")]
    OpenAi,
    Mistral,
    Claude,
    Local,
}

impl From<ProviderName> for Provider {
    fn from(name: ProviderName) -> Self {
        match name {
            ProviderName::Builtin => Self::Builtin,
            ProviderName::OpenAi => Self::OpenAi,
            ProviderName::Mistral => Self::Mistral,
            ProviderName::Claude => Self::Claude,
            ProviderName::Local => Self::Local,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Sources {
    /// File or directory with NetworkIntents and TargetClusters as YAML or JSON, `-` for standard input; repeatable
    #[arg(short = 'f', long = "filename", required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// File with the TargetClusters to plan for, e.g. from `kubectl get targetclusters -o yaml`; repeatable
    #[arg(long = "cluster", value_name = "FILE")]
    pub(crate) clusters: Vec<PathBuf>,
    /// File with templates of network functions of your own, as `catalogue -f` reads it; repeatable
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogue: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl nephoran plan -f examples/
  kubectl nephoran plan -f examples/01-core.yaml -f examples/02-scale-amf.yaml --explain
  kubectl nephoran plan -f intent.yaml --cluster clusters.yaml -o yaml

Intents that change functions (scale, optimize, configure, maintain, remove) are applied to the Deploy among the files that owns those functions. Without a TargetCluster, one named `local` is assumed.

Exit codes: 0 planned, 1 an intent cannot be planned, 3 an intent needs clarification.")]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: TableJsonOrYaml,
    /// Say why: every number with its formula and source, assumptions, placements, start order, alternatives, score
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl nephoran render -f examples/ -d packages
  kubectl nephoran render -f intent.yaml --format helm -d packages
  kubectl nephoran render -f intent.yaml --workload nephio -d packages
  kubectl nephoran render -f intent.yaml -d checkout/of/the/repository --force

Packages lie as in Git: DIR/<cluster>/<namespace>/<intent>/. Nothing half-written is ever seen there: all packages are complete beside DIR before they are moved, and all are moved or none.

Exit codes: 0 written, 1 an intent cannot be rendered and nothing was written, 3 one needs clarification and nothing was written.")]
pub(crate) struct RenderArguments {
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// Directory the packages go to; created when missing
    #[arg(short, long = "directory", value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// Package format: kpt, kustomize or helm; that of each intent when absent
    #[arg(long, value_parser = package_format)]
    pub(crate) format: Option<PackageFormat>,
    /// Kind of workload objects: native or nephio; that of each intent when absent
    #[arg(long, value_parser = workload_kind)]
    pub(crate) workload: Option<WorkloadKind>,
    /// Directory with a template set of your own: `set.yaml` and templates
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// Write to a directory that is not empty: replaces packages of the same path, keeps everything else
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl nephoran diff -f intent.yaml
  kubectl nephoran diff -f intent.yaml | less

The TargetClusters of the cluster count unless the files name some. Numbers that run stay, as in a new plan of the controller.

Exit codes: 0 nothing would change, 1 an error, 3 something would change or an intent needs clarification.")]
pub(crate) struct DiffArguments {
    /// File or directory with NetworkIntents and TargetClusters as YAML or JSON, `-` for standard input; repeatable
    #[arg(short = 'f', long = "filename", required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Namespace of the controllers, whose catalogue and templates count
    #[arg(long, default_value = "nephoran-system", value_name = "NAMESPACE")]
    pub(crate) system_namespace: String,
    /// Context of the kubeconfig
    #[arg(long)]
    pub(crate) context: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl nephoran check -d packages
  kubectl nephoran check -d packages -o sarif > findings.sarif
  kubectl nephoran check -d packages --pod-security baseline

Input of tools (config.kubernetes.io/local-config), kustomizations and charts are passed over: render them first. A capability beyond the level is accepted where the pods record it and the catalogue grants it to a function of their type.

Exit codes: 0 no rule of severity error is broken, 1 one is, or the directory cannot be read.")]
pub(crate) struct CheckArguments {
    /// Directory with manifests, searched to its end
    #[arg(short, long = "directory", value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// Pod security level every pod is held to
    #[arg(long, value_enum, default_value_t)]
    pub(crate) pod_security: PodSecurityLevel,
    /// Mend in the files what can be mended without knowing what was meant, and say what that was
    #[arg(long)]
    pub(crate) fix: bool,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: CheckFormat,
}

/// A level of the Pod Security Standards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PodSecurityLevel {
    #[default]
    Restricted,
    Baseline,
    Privileged,
}

impl From<PodSecurityLevel> for PodSecurity {
    fn from(level: PodSecurityLevel) -> Self {
        match level {
            PodSecurityLevel::Restricted => Self::Restricted,
            PodSecurityLevel::Baseline => Self::Baseline,
            PodSecurityLevel::Privileged => Self::Privileged,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    #[default]
    Text,
    Json,
    Sarif,
    Junit,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl get deployments,statefulsets,pods -n core -o yaml | kubectl nephoran health -f -
  kubectl nephoran health -f objects.yaml -o json

Exit codes: 0 every object is Current, 1 an error, 3 an object is not Current.")]
pub(crate) struct HealthArguments {
    /// File or directory with objects as YAML or JSON, `-` for standard input; repeatable
    #[arg(short = 'f', long = "filename", required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: TextOrJson,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  kubectl nephoran catalogue
  kubectl nephoran catalogue UPF
  kubectl nephoran catalogue AMF -f my-templates.yaml -o yaml

Files are what a ConfigMap with the label nephoran.com/catalogue=true holds under a key: `bases` and `templates`. They lie on the built-in templates, key by key.

Exit codes: 0 shown, 1 a file cannot be used.")]
pub(crate) struct CatalogueArguments {
    /// Type of network function, e.g. AMF or O-CU-CP; all of them when absent
    #[arg(value_name = "TYPE")]
    pub(crate) function: Option<NetworkFunctionType>,
    /// File with templates of your own, `-` for standard input; repeatable
    #[arg(short = 'f', long = "filename", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: TableJsonOrYaml,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    #[default]
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextJsonOrYaml {
    #[default]
    Text,
    Json,
    Yaml,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableJsonOrYaml {
    #[default]
    Table,
    Json,
    Yaml,
}

fn workload_kind(text: &str) -> Result<WorkloadKind, String> {
    match text.to_ascii_lowercase().as_str() {
        "native" => Ok(WorkloadKind::Native),
        "nephio" | "nephionf" => Ok(WorkloadKind::NephioNF),
        _ => Err("write native or nephio".to_owned()),
    }
}

fn package_format(text: &str) -> Result<PackageFormat, String> {
    [
        PackageFormat::Kpt,
        PackageFormat::Kustomize,
        PackageFormat::Helm,
    ]
    .into_iter()
    .find(|format| format!("{format:?}").eq_ignore_ascii_case(text))
    .ok_or_else(|| "write kpt, kustomize or helm".to_owned())
}
