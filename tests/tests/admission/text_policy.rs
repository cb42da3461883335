//! The admission policy for the text of an intent, against the real API server.

use anyhow::{Context, Result, bail};
use k8s_openapi::api::admissionregistration::v1::{
    ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding,
};
use kube::api::{ApiResource, DynamicObject, Patch, PatchParams, PostParams};
use kube::{Api, Client};
use nephoran_devcluster::cluster::{DevCluster, Options};
use nephoran_end_to_end::access::repository_root;
use nephoran_end_to_end::waiting::until;
use serde_json::{Value, json};

const HIDDEN: &str = "Deploy A\u{200b}MF with 3 replicas";
const PLAIN: &str = "Deploy AMF with 3 replicas";

/// Characters with a word of the message that refuses a text with them.
const REFUSED: [(&str, &str); 22] = [
    ("\u{1}", "spec.intent holds a control character; remove it"),
    ("\0", "control character"),
    ("\u{8}", "control character"),
    ("\u{b}", "control character"),
    ("\r", "control character"),
    ("\u{1b}[31m", "control character"),
    ("\u{7f}", "control character"),
    ("\u{85}", "control character"),
    ("\u{2028}", "control character"),
    ("\u{202e}", "changes the direction of writing; remove it"),
    ("\u{2066}", "changes the direction of writing"),
    ("\u{200f}", "changes the direction of writing"),
    ("\u{61c}", "changes the direction of writing"),
    (
        "\u{200b}",
        "nobody can see, such as a zero-width space; remove it",
    ),
    ("\u{200d}", "nobody can see"),
    ("\u{feff}", "nobody can see"),
    ("\u{ad}", "nobody can see"),
    ("\u{e0041}", "nobody can see"),
    ("\u{e01ef}", "nobody can see"),
    (
        "\u{fffd}",
        "bytes that are no text; write the text as UTF-8",
    ),
    ("\u{fffd}\u{fffd}\u{fffd}", "bytes that are no text"),
    ("\u{ffff}", "bytes that are no text"),
];

/// What a person may well write.
const ACCEPTED: [&str; 6] = [
    "Deploy AMF\n\twith 3 replicas",
    "Déployer AMF – à Zürich, 3 Repliken",
    "部署 AMF 三个副本 在 欧洲 西部",
    "AMF を 3 レプリカで展開してください",
    "Deploy AMF 🚀 ❤️ with 3 replicas ≤ 5 µs",
    "SELECT * FROM amf; -- $(rm -rf /) {{ x }}",
];

fn resource(kind: &str) -> ApiResource {
    ApiResource {
        group: "nephoran.com".to_owned(),
        version: "v1".to_owned(),
        api_version: "nephoran.com/v1".to_owned(),
        kind: kind.to_owned(),
        plural: format!("{}s", kind.to_lowercase()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_policy_refuses_what_nobody_reads_and_leaves_stored_objects_alone() -> Result<()> {
    let options = Options {
        nodes: 0,
        crds: Some(repository_root().join("config/crds")),
        ..Options::default()
    };
    // Its own cluster: a policy and a changed definition would disturb others.
    let cluster = DevCluster::start(options).await?;
    let client = cluster.client().await?;
    let kinds = ["NetworkIntent", "IntentProcessing"];
    for kind in kinds {
        create(&client, kind, HIDDEN, &PostParams::default()).await?;
    }
    apply_policy(&client).await?;
    for kind in kinds {
        enforced(&client, kind).await?;
        characters(&client, kind).await?;
        stored_objects_live_on(&client, kind).await?;
    }
    no_warnings(&client).await?;
    a_longer_text_than_the_schema_should_admit(&client).await?;
    cluster.stop();
    Ok(())
}

/// What the API server would say to a new object, as JSON: in YAML, and so in a server-side apply, some control
/// characters never arrive.
async fn creation(client: &Client, kind: &str, text: &str) -> Result<(), String> {
    let dry_run = PostParams {
        dry_run: true,
        ..PostParams::default()
    };
    create(client, kind, text, &dry_run)
        .await
        .map_err(|error| error.to_string())
}

async fn create(
    client: &Client,
    kind: &str,
    text: &str,
    parameters: &PostParams,
) -> kube::Result<()> {
    let resource = resource(kind);
    let name = if parameters.dry_run { "new" } else { "stored" };
    let mut object = DynamicObject::new(name, &resource);
    object.data = json!({ "spec": { "intent": text } });
    let api: Api<DynamicObject> = Api::namespaced_with(client.clone(), "default", &resource);
    api.create(parameters, &object).await.map(drop)
}

/// Applies the file that is shipped, with unknown fields refused.
async fn apply_policy(client: &Client) -> Result<()> {
    let file = repository_root().join("config/policies/network-intent-text.yaml");
    let objects: Vec<Value> = serde_saphyr::from_multiple(&std::fs::read_to_string(file)?)?;
    let [policy, binding] = &objects[..] else {
        bail!("a policy and its binding are expected");
    };
    let parameters = PatchParams::apply("tests").validation_strict();
    let name = "nephoran-intent-text";
    Api::<ValidatingAdmissionPolicy>::all(client.clone())
        .patch(name, &parameters, &Patch::Apply(policy))
        .await?;
    Api::<ValidatingAdmissionPolicyBinding>::all(client.clone())
        .patch(name, &parameters, &Patch::Apply(binding))
        .await?;
    Ok(())
}

/// A binding takes a moment to be enforced.
async fn enforced(client: &Client, kind: &str) -> Result<()> {
    until("the policy is enforced", async || {
        match creation(client, kind, HIDDEN).await {
            Err(said) if said.contains("nephoran-intent-text") => Ok(()),
            other => Err(format!("{other:?}")),
        }
    })
    .await
}

async fn characters(client: &Client, kind: &str) -> Result<()> {
    let mut wrong = Vec::new();
    for (characters, message) in REFUSED {
        let text = format!("Deploy AMF{characters} with 3 replicas");
        match creation(client, kind, &text).await {
            Err(said) if said.contains(message) => {}
            other => wrong.push(format!("{text:?}: expected {message:?}, was {other:?}")),
        }
    }
    // The longest text, of characters that take the most room.
    let long = "🚀".repeat(2000);
    for text in ACCEPTED.into_iter().chain([long.as_str()]) {
        if let Err(said) = creation(client, kind, text).await {
            wrong.push(format!("{text:?}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{kind}:\n{}", wrong.join("\n"));
    Ok(())
}

/// An object that was stored before the policy keeps its text through every change but one of the text.
async fn stored_objects_live_on(client: &Client, kind: &str) -> Result<()> {
    let api: Api<DynamicObject> = Api::namespaced_with(client.clone(), "default", &resource(kind));
    let parameters = PatchParams::default();
    let change = async |change: Value| {
        api.patch("stored", &parameters, &Patch::Merge(change))
            .await
    };
    for harmless in [
        json!({ "metadata": { "finalizers": ["nephoran.com/test"], "labels": { "a": "b" } } }),
        json!({ "spec": { "suspend": true } }),
    ] {
        change(harmless.clone())
            .await
            .with_context(|| format!("{kind} {harmless}"))?;
    }
    let status = json!({ "status": { "observedGeneration": 1 } });
    api.patch_status("stored", &parameters, &Patch::Merge(status))
        .await
        .context("status")?;
    let other = change(json!({ "spec": { "intent": "Deploy S\u{200b}MF with 3 replicas" } })).await;
    assert!(other.unwrap_err().to_string().contains("nobody can see"));
    change(json!({ "spec": { "intent": PLAIN } })).await?;
    change(json!({ "metadata": { "finalizers": null } })).await?;
    api.delete("stored", &kube::api::DeleteParams::default())
        .await?;
    Ok(())
}

/// The API server checks the types of the expressions against the definitions of the kinds.
async fn no_warnings(client: &Client) -> Result<()> {
    let api = Api::<ValidatingAdmissionPolicy>::all(client.clone());
    let checked = until("the policy's types are checked", async || {
        let policy = api.get("nephoran-intent-text").await;
        let status = policy.map_err(|error| error.to_string())?.status;
        status
            .and_then(|status| status.type_checking)
            .ok_or_else(|| "there is no status.typeChecking".to_owned())
    })
    .await?;
    let warnings = checked.expression_warnings.unwrap_or_default();
    assert!(warnings.is_empty(), "{warnings:?}");
    Ok(())
}

/// The schema refuses long texts first; the policy holds where a definition was changed by hand.
async fn a_longer_text_than_the_schema_should_admit(client: &Client) -> Result<()> {
    use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
    let definitions = Api::<CustomResourceDefinition>::all(client.clone());
    let field =
        "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/intent/maxLength";
    let patch = serde_json::from_value(json!([{ "op": "remove", "path": field }]))?;
    definitions
        .patch(
            "networkintents.nephoran.com",
            &PatchParams::default(),
            &Patch::<()>::Json(patch),
        )
        .await?;
    let (at_the_limit, above) = ("x".repeat(2000), "x".repeat(2001));
    until(
        "the policy refuses a text of 2001 characters",
        async || match creation(client, "NetworkIntent", &above).await {
            Err(said) if said.contains("spec.intent has more than 2000 characters; say what") => {
                Ok(())
            }
            other => Err(format!("{other:?}")),
        },
    )
    .await?;
    let accepted = creation(client, "NetworkIntent", &at_the_limit).await;
    assert_eq!(accepted, Ok(()));
    Ok(())
}
