use super::{KubeconfigError, client_from_kubeconfig};

fn kubeconfig(cluster: &str, user: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: edge\nclusters:\n- name: edge\n  cluster:\n    \
         server: https://edge.example:6443\n{cluster}users:\n- name: gitops\n  user:\n    token: t0ken\n{user}\
         contexts:\n- name: edge\n  context: {{cluster: edge, user: gitops}}\n"
    )
}

#[tokio::test]
async fn a_kubeconfig_that_is_only_data_gives_a_client() {
    let client = client_from_kubeconfig(kubeconfig("", "").as_bytes())
        .await
        .unwrap();
    assert_eq!(client.default_namespace(), "default");
}

#[tokio::test]
async fn a_kubeconfig_may_not_run_commands_read_files_or_skip_checks() {
    let cases = [
        (
            "",
            "    exec: {apiVersion: client.authentication.k8s.io/v1, command: sh}\n",
            "exec",
        ),
        ("", "    auth-provider: {name: gcp}\n", "auth-provider"),
        ("", "    tokenFile: /var/run/secrets/token\n", "tokenFile"),
        ("", "    client-certificate: /tmp/a\n", "client-certificate"),
        ("", "    client-key: /tmp/a\n", "client-key"),
        (
            "    certificate-authority: /tmp/a\n",
            "",
            "certificate-authority",
        ),
        (
            "    insecure-skip-tls-verify: true\n",
            "",
            "insecure-skip-tls-verify",
        ),
        ("    proxy-url: http://proxy\n", "", "proxy-url"),
    ];
    for (cluster, user, expected) in cases {
        match client_from_kubeconfig(kubeconfig(cluster, user).as_bytes())
            .await
            .map(|_| ())
        {
            Err(KubeconfigError::NotSelfContained { field, .. }) => assert_eq!(field, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_unreadable_kubeconfig_is_never_quoted() {
    for text in ["users: [{name: a, user: {token: t0ken", "\u{0}", "- t0ken"] {
        let Err(error) = client_from_kubeconfig(text.as_bytes()).await else {
            panic!("{text}")
        };
        assert!(!error.to_string().contains("t0ken"), "{error}");
    }
    assert_eq!(
        client_from_kubeconfig(&[0xff]).await.map(|_| ()),
        Err(KubeconfigError::Unreadable)
    );
}

#[tokio::test]
async fn a_kubeconfig_without_its_context_says_what_to_check() {
    let text = kubeconfig("", "").replace("current-context: edge\n", "");
    let Err(error) = client_from_kubeconfig(text.as_bytes()).await else {
        panic!("no context")
    };
    assert!(
        error
            .to_string()
            .ends_with("check current-context and the names it leads to"),
        "{error}"
    );
}
