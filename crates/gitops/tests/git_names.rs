//! What names, addresses and Secrets are accepted, and what is never printed.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use nephoran_gitops::git::{
    Author, BranchName, Credentials, CredentialsError, PackagePath, PathInPackage, RepositoryUrl,
    TrailerValue, Transport,
};

#[test]
fn names_that_could_escape_or_look_like_options_are_refused() {
    for text in [
        "",
        "..",
        "a/../b",
        "/a",
        "a//b",
        "a/",
        "-a",
        "a/-b",
        "a b",
        "a\nb",
        "a\\b",
        ".git/x",
        ".GIT",
        "a/.gitmodules",
        "a.",
        "ä",
    ] {
        assert!(text.parse::<PackagePath>().is_err(), "package {text:?}");
        assert!(text.parse::<PathInPackage>().is_err(), "file {text:?}");
    }
    assert!(".hidden/x".parse::<PackagePath>().is_err());
    for text in [
        "", "-x", "a/-b", "a..b", "a b", "a~1", "a^", "a:b", "x.lock", "a//b", "/a", "a/", "@{",
        "a\nb", "ü",
    ] {
        assert!(text.parse::<BranchName>().is_err(), "branch {text:?}");
    }
    for text in ["main", "feature/slice-1", "release-1.2"] {
        assert_eq!(
            text.parse::<BranchName>().unwrap().reference(),
            format!("refs/heads/{text}")
        );
    }
    for text in [
        "Kptfile",
        "templates/_helpers.tpl",
        ".helmignore",
        "a-b/c.yaml",
    ] {
        assert_eq!(text.parse::<PathInPackage>().unwrap().as_str(), text);
    }
}

#[test]
fn repository_addresses_of_every_transport_are_understood() {
    let cases = [
        ("file:///srv/git/site.git", Transport::File, None),
        (
            "http://git.example.com:8080/site.git",
            Transport::Http,
            Some(("git.example.com", 8080)),
        ),
        (
            "https://git.example.com/team/site",
            Transport::Https,
            Some(("git.example.com", 443)),
        ),
        (
            "https://[::1]:8443/site.git",
            Transport::Https,
            Some(("::1", 8443)),
        ),
        (
            "ssh://git@git.example.com:2222/srv/site.git",
            Transport::Ssh,
            Some(("git.example.com", 2222)),
        ),
        (
            "ssh://git.example.com/~team/site.git",
            Transport::Ssh,
            Some(("git.example.com", 22)),
        ),
        (
            "deploy@git.example.com:team/site.git",
            Transport::Ssh,
            Some(("git.example.com", 22)),
        ),
    ];
    for (text, transport, endpoint) in cases {
        let url: RepositoryUrl = text
            .parse()
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(
            (url.transport(), url.endpoint(), url.as_str()),
            (transport, endpoint, text)
        );
    }
    let scp: RepositoryUrl = "deploy@git.example.com:team/site.git".parse().unwrap();
    assert_eq!(scp.ssh_user(), "deploy");
}

#[test]
fn dangerous_repository_addresses_are_refused_without_repeating_their_passwords() {
    let cases = [
        "",
        "--upload-pack=touch",
        "-oProxyCommand=x@host:path",
        "https://user:hunter2@example.com/x",
        "https://hunter2@example.com/x",
        "ssh://git:hunter2@example.com/x",
        "ssh://-oProxyCommand=x/path",
        "git@-oProxyCommand:path",
        "git@example.com:-path",
        "ssh://git@example.com/a/-b",
        "file:///srv/../etc",
        "file:///srv/%2e%2e/etc",
        "file://host/srv",
        "https://example.com/a/../b",
        "https://example.com/",
        "https://example.com/x?a=b",
        "ext::sh -c x",
        "git://example.com/x",
        "/srv/git",
        "relative/path",
        "https://example.com/a\nb",
        "host:path",
        "a@b:c:d",
    ];
    for text in cases {
        let error = text
            .parse::<RepositoryUrl>()
            .err()
            .unwrap_or_else(|| panic!("{text:?} was accepted"));
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}

fn secret(entries: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    entries
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.as_bytes().to_vec()))
        .collect()
}

const KEY: &str =
    "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----\n";
const HOST: &str = "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJbKIEVKkVBz3xNY3qA3VhFwT1CnsZ0Wd5n4RqE9oXk";

#[test]
fn a_secret_with_the_keys_flux_uses_is_understood_and_never_printed() {
    let cases: [&[(&str, &str)]; 3] = [
        &[("username", "bot"), ("password", "hunter2\n")],
        &[("bearerToken", "hunter2")],
        &[
            ("identity", KEY),
            ("known_hosts", HOST),
            ("password", "hunter2"),
        ],
    ];
    for entries in cases {
        let credentials = Credentials::from_secret_data(&secret(entries)).unwrap();
        assert!(!format!("{credentials:?}").contains("hunter2"));
    }
}

#[test]
fn a_secret_that_cannot_work_says_which_key_to_mend() {
    let cases: [(&[(&str, &str)], &str); 9] = [
        (&[], "username/password"),
        (&[("token", "hunter2")], "bearerToken"),
        (&[("username", "bot")], "password"),
        (&[("password", "hunter2")], "username"),
        (&[("identity", KEY)], "known_hosts"),
        (
            &[("identity", "hunter2"), ("known_hosts", HOST)],
            "identity",
        ),
        (
            &[
                ("identity", KEY),
                ("known_hosts", "*.example.com ssh-rsa AAAA"),
            ],
            "line 1",
        ),
        (
            &[
                ("username", "bot"),
                ("password", "x"),
                ("bearerToken", "hunter2"),
            ],
            "both",
        ),
        (&[("ca.crt", "hunter2")], "ca.crt"),
    ];
    for (entries, part) in cases {
        let error: CredentialsError = Credentials::from_secret_data(&secret(entries)).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains(part), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn commit_metadata_stays_on_one_line() {
    assert!(Author::new("Ann <x>", "ann@example.com").is_err());
    assert!(Author::new("Ann", "ann@example.com\n").is_err());
    assert!("a\nNephoran-Intent: b".parse::<TrailerValue>().is_err());
    assert!("telecom/slice".parse::<TrailerValue>().is_ok());
}
