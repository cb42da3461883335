//! Packages in other formats and with templates of the operator's own, from the intent to what runs.

#![allow(clippy::unwrap_used)]

use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::core::v1::ConfigMap;
use kube::Api;
use kube::api::ObjectMeta;
use nephoran_api::{
    CATALOGUE_LABEL, ManifestGeneration, NetworkIntentSpec, PackageFormat, Packaging, ResourcePlan,
    TEMPLATE_SET_LABEL,
};
use nephoran_end_to_end::access::apply;
use nephoran_end_to_end::controller::program;
use nephoran_end_to_end::intent::{Intent, spec};
use nephoran_end_to_end::system::{NAMESPACE, System, SystemOptions};
use tokio::sync::OnceCell;

async fn system() -> &'static System {
    static SYSTEM: OnceCell<System> = OnceCell::const_new();
    let start = async || System::start(SystemOptions::default()).await.unwrap();
    SYSTEM.get_or_init(start).await
}

/// The intent `name` in a new namespace.
async fn intent_in(namespace: &str, name: &str) -> (&'static System, Intent) {
    let system = system().await;
    system.create_namespace(namespace).await.unwrap();
    let client = system.client().await.unwrap();
    (system, Intent::new(&client, namespace, name))
}

/// Asks for `sentence` as a package of `format`, and waits until it runs.
async fn deploy(system: &System, intent: &Intent, sentence: &str, format: PackageFormat) {
    let packaging = Packaging {
        format,
        ..Packaging::default()
    };
    let wanted = NetworkIntentSpec {
        packaging,
        ..spec(sentence)
    };
    intent.apply(wanted).await.unwrap();
    intent.ready(system).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_is_committed_beside_what_is_applied() {
    let (system, intent) = intent_in("charts", "access").await;
    let sentence = "Deploy an AMF with 2 replicas";
    deploy(system, &intent, sentence, PackageFormat::Helm).await;
    let files = || system.repository().files_of(&intent.path()).unwrap();
    for path in [
        "chart/Chart.yaml",
        "chart/templates/amf-deployment.yaml",
        "manifests/amf/deployment.yaml",
    ] {
        let path = format!("clusters/local/charts/access/{path}");
        assert!(files().contains(&path), "{path} is not in {:?}", files());
    }
    let client = system.client().await.unwrap();
    let amf = Api::<Deployment>::namespaced(client, "charts")
        .get("amf")
        .await
        .unwrap();
    assert_eq!(amf.spec.unwrap().replicas, Some(2));

    // Another format is another package of the same functions.
    deploy(system, &intent, sentence, PackageFormat::Kustomize).await;
    let overlay = "clusters/local/charts/access/overlays/staging/kustomization.yaml";
    assert!(files().iter().any(|path| path == overlay), "{:?}", files());
    let of_chart = |path: &String| path.contains("/chart/");
    assert!(!files().iter().any(of_chart), "{:?}", files());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_set_of_the_operator_counts_from_the_next_package_on() {
    let (system, intent) = intent_in("templates", "register").await;
    let client = system.client().await.unwrap();
    intent.say("Deploy an NRF").await.unwrap();
    intent.ready(system).await.unwrap();
    let set = |template: &str| {
        let functions = "version: \"7\"\nfunctions: {free5GC: {NRF: {files: {nrfcfg.yaml: ours.j2}, command: [./nrf]}}}\n";
        let files = [("set.yaml", functions), ("ours.j2", template)];
        labelled("our-templates", TEMPLATE_SET_LABEL, files)
    };
    let config_maps = Api::<ConfigMap>::namespaced(client.clone(), NAMESPACE);
    apply(&config_maps, &set("ours: {{ name }}\n"))
        .await
        .unwrap();
    let used = async |wanted: &str, round: u32| {
        // Every round is another plan, so that a package is generated with the set that is in force by then.
        intent
            .say(&format!("Deploy an NRF with {}00m CPU", round + 2))
            .await
            .unwrap();
        intent.ready(system).await.unwrap();
        let generation = intent
            .api::<ManifestGeneration>()
            .get(&intent.name)
            .await
            .unwrap();
        let set = generation.status.unwrap().template_set.unwrap();
        let path = "clusters/local/templates/register/nrf/configmap.yaml";
        let text = system.repository().read(path).unwrap();
        (set.contains(wanted), text)
    };
    let mut text = String::new();
    for round in 0..10 {
        let (is_used, found) = used("+7 ", round).await;
        text = found;
        if is_used {
            break;
        }
    }
    assert!(text.contains("ours: nrf"), "{text}");

    // A broken one is told, and the good one stays.
    apply(&config_maps, &set("{% set a = 1 %}\n"))
        .await
        .unwrap();
    system
        .told("TemplateSetInvalid", &["ours.j2 line 1", "\"set\""])
        .await
        .unwrap();
    let (is_used, text) = used("+7 ", 20).await;
    assert!(is_used && text.contains("ours: nrf"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_of_the_operator_counts_from_the_next_plan_on() {
    let (system, intent) = intent_in("catalogues", "selection").await;
    let config_maps = Api::<ConfigMap>::namespaced(system.client().await.unwrap(), NAMESPACE);
    let catalogue = |tag: &str| {
        let template = format!(
            "templates: {{NSSF: {{image: {{repository: registry.example.com/nssf, tag: {tag}, source: mirror}}}}}}\n"
        );
        labelled(
            "our-catalogue",
            CATALOGUE_LABEL,
            [("core.yaml", template.as_str())],
        )
    };
    apply(&config_maps, &catalogue("v1")).await.unwrap();
    let planned = async |round: u32| {
        let sentence = format!("Deploy an NSSF with {}00m CPU", round + 2);
        intent.say(&sentence).await.unwrap();
        intent.ready(system).await.unwrap();
        let plan = intent
            .api::<ResourcePlan>()
            .get(&intent.name)
            .await
            .unwrap();
        let plan = plan.status.unwrap().result.unwrap();
        let nssf = plan.components.into_iter().find(|of| of.name == "nssf");
        nssf.unwrap().image
    };
    let mut image = String::new();
    for round in 0..10 {
        image = planned(round).await;
        if image.starts_with("registry.example.com/") {
            break;
        }
    }
    assert_eq!(image, "registry.example.com/nssf:v1");
    let deployment = "clusters/local/catalogues/selection/nssf/deployment.yaml";
    let text = system.repository().read(deployment).unwrap();
    assert!(text.contains(&image), "{text}");

    // A broken one is told, and the good one stays.
    apply(&config_maps, &catalogue("latest")).await.unwrap();
    system
        .told("CatalogueInvalid", &["core.yaml", "latest"])
        .await
        .unwrap();
    assert_eq!(planned(20).await, image);
}

/// A ConfigMap of the controllers' settings.
fn labelled<const N: usize>(name: &str, label: &str, files: [(&str, &str); N]) -> ConfigMap {
    let owned = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
    ConfigMap {
        metadata: ObjectMeta {
            name: Some(name.to_owned()),
            namespace: Some(NAMESPACE.to_owned()),
            labels: Some([(label.to_owned(), "true".to_owned())].into()),
            ..ObjectMeta::default()
        },
        data: Some(files.into_iter().map(owned).collect()),
        ..ConfigMap::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plugin_shows_what_a_file_would_change_of_what_runs() {
    // One of its own: what counts on the other is templates that come and go.
    let system = System::start(SystemOptions::default()).await.unwrap();
    system.create_namespace("differences").await.unwrap();
    let client = system.client().await.unwrap();
    let intent = Intent::new(&client, "differences", "access");
    intent.say("Deploy an AMF with 2 replicas").await.unwrap();
    intent.ready(&system).await.unwrap();
    let difference = |replicas: u32| {
        let file = system.data_dir().join(format!("access-{replicas}.yaml"));
        let written = format!(
            "apiVersion: nephoran.com/v1\nkind: NetworkIntent\nmetadata: {{name: access, namespace: differences}}\nspec: {{intent: Deploy an AMF with {replicas} replicas}}\n"
        );
        std::fs::write(&file, written).unwrap();
        let output = std::process::Command::new(program("kubectl-nephoran").unwrap())
            .args(["diff", "-f", file.to_str().unwrap()])
            .env("KUBECONFIG", system.kubeconfig())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let (code, text, said) = difference(2);
    assert_eq!((code, text.as_str()), (Some(0), ""), "{said}");
    let (code, text, said) = difference(3);
    assert_eq!(code, Some(3), "{said}");
    assert!(
        text.contains("--- running/local/amf/deployment.yaml"),
        "{text}"
    );
    assert!(text.contains("-  replicas: 2\n+  replicas: 3\n"), "{text}");
}
