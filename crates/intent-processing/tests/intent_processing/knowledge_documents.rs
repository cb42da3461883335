//! Which documents are read, and which are refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::symlink,
    path::Path,
};

use nephoran_intent_processing::knowledge::{
    article::Article, document_id::DocumentId, shipped, user_documents::UserDocuments,
};

fn config_map(of: &[(&str, &str)]) -> UserDocuments {
    let data: BTreeMap<String, String> = of
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    UserDocuments::from_config_map(&data)
}

fn ids(documents: &UserDocuments) -> Vec<&str> {
    documents
        .articles()
        .iter()
        .map(|article| article.id().as_str())
        .collect()
}

fn rejections(documents: &UserDocuments) -> Vec<String> {
    documents.rejected().map(ToString::to_string).collect()
}

#[test]
fn every_document_of_the_folder_is_shipped() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let shipped: BTreeSet<String> = shipped::DOCUMENTS
        .iter()
        .map(|(name, _)| format!("{name}.md"))
        .collect();

    assert_eq!(files, shipped);
    assert_eq!(
        shipped.len(),
        shipped::DOCUMENTS.len(),
        "a document stands in the table twice"
    );
}

#[test]
fn every_shipped_document_is_well_formed_short_and_sourced() {
    let articles = shipped::articles().unwrap();

    assert!(articles.len() >= 60);
    for article in &articles {
        let length: usize = article.passages().map(str::len).sum();
        assert!(
            (400..=2_600).contains(&length),
            "{}: {length}",
            article.id()
        );
        assert_eq!(article.passages().len(), 1);
        assert!(!article.sources().is_empty());
    }
    let titles: BTreeSet<_> = articles.iter().map(Article::title).collect();
    assert_eq!(
        titles.len(),
        articles.len(),
        "two documents have the same title"
    );
}

#[test]
fn a_shipped_document_without_a_source_is_refused() {
    let text = "---\ntitle: T\ntopics: [a]\n---\nText.\n";

    let error = Article::shipped("t", text).unwrap_err().to_string();

    assert!(
        error.contains("document t ") && error.contains("no sources"),
        "{error}"
    );
}

#[test]
fn a_title_comes_from_the_head_else_the_first_heading_else_the_name() {
    let documents = config_map(&[
        ("a.md", "---\ntitle: From the head\n---\n# Heading\nText."),
        ("b.md", "Text.\n\n## From the heading\n\nMore."),
        ("edge-site_names.txt", "Text."),
    ]);

    let titles: Vec<_> = documents.articles().iter().map(Article::title).collect();
    assert_eq!(
        titles,
        ["From the head", "From the heading", "edge site names"]
    );
    assert_eq!(
        ids(&documents),
        ["user/a", "user/b", "user/edge-site_names"]
    );
}

#[test]
fn a_bad_document_is_named_with_its_line_and_the_others_stay() {
    let documents = config_map(&[
        ("fine.md", "Text."),
        ("key.md", "---\ntitle: T\ntitel: U\n---\nText."),
        ("open.md", "---\ntitle: T\nText."),
        ("null.md", "Text.\nMore\u{0}text."),
        ("void.md", "  \n\n"),
        ("yaml.md", "---\ntitle: [\n---\nText."),
    ]);

    assert_eq!(ids(&documents), ["user/fine"]);
    let rejections = rejections(&documents);
    let expected = [
        ("user/key", "line 3"),
        ("user/null", "line 2: it holds the control character U+0000"),
        ("user/open", "line 1: the head that begins here never ends"),
        ("user/void", "line 1: it holds no text"),
        ("user/yaml", "line "),
    ];
    assert_eq!(rejections.len(), expected.len(), "{rejections:#?}");
    for (rejection, (name, what)) in rejections.iter().zip(expected) {
        assert!(
            rejection.contains(name) && rejection.contains(what),
            "{rejection}"
        );
    }
}

#[test]
fn an_id_is_never_a_path_or_a_control_character() {
    for name in [
        "",
        "..",
        "a..b",
        "../a",
        "a/b",
        "a\\b",
        ".hidden",
        "a b",
        "a\nb",
        "a\u{202e}b",
        "ä",
    ] {
        assert!(DocumentId::user(name).is_err(), "{name:?}");
        assert!(DocumentId::shipped(name).is_err(), "{name:?}");
    }
    assert!(DocumentId::user(&"a".repeat(254)).is_err());
    assert_eq!(DocumentId::user("5G.v2.md").unwrap().as_str(), "user/5G.v2");
}

#[test]
fn two_documents_with_one_id_are_not_both_read() {
    let documents = config_map(&[("a.md", "First."), ("a.txt", "Second.")]);

    assert_eq!(ids(&documents), ["user/a"]);
    assert!(rejections(&documents)[0].contains("another document has the id user/a"));
}

#[test]
fn documents_that_are_too_large_are_refused_with_the_limit() {
    let (large, half) = ("x ".repeat(300_000), "x ".repeat(250_000));
    let mut many: Vec<(String, &str)> = (0..18)
        .map(|n| (format!("{n:02}.md"), half.as_str()))
        .collect();
    many.push(("99.md".to_owned(), &large));
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();

    let documents = config_map(&many);

    assert_eq!(documents.articles().len(), 16);
    let rejections = rejections(&documents);
    assert!(
        rejections[0].contains("more than 8388608 bytes"),
        "{rejections:?}"
    );
    assert!(rejections[2].contains("may have 524288"), "{rejections:?}");
}

#[test]
fn a_long_document_becomes_passages_of_whole_paragraphs() {
    let paragraph = "Every word of this paragraph counts. ".repeat(12);
    let text = format!(
        "# Title\n\n## Part\n\n{0}\n\n{0}\n\n{0}\n\n## Last\n\nEnd.",
        paragraph.trim()
    );
    let article = Article::user("long.md", &text).unwrap();

    let passages: Vec<&str> = article.passages().collect();

    assert!(passages.iter().all(|passage| passage.len() <= 1_200));
    assert_eq!(passages.join("\n\n"), text);
    assert!(passages[0].starts_with("# Title\n\n## Part\n\nEvery"));
    assert_eq!(passages.last(), Some(&"## Last\n\nEnd."));
}

#[test]
fn a_paragraph_without_an_end_is_cut_between_characters() {
    for unit in ["a", "é", "🚀", "word ", "A sentence. "] {
        let article = Article::user("long.md", &unit.repeat(3_000)).unwrap();

        assert!(
            article
                .passages()
                .all(|passage| !passage.is_empty() && passage.len() <= 1_200)
        );
        let letters: usize = article
            .passages()
            .map(|p| p.split_whitespace().map(str::len).sum::<usize>())
            .sum();
        assert_eq!(
            letters,
            unit.split_whitespace().map(str::len).sum::<usize>() * 3_000
        );
    }
}

#[test]
fn a_mounted_config_map_is_read_through_its_links() {
    let mount = tempfile::tempdir().unwrap();
    let version = mount.path().join("..2026_01_01");
    fs::create_dir(&version).unwrap();
    fs::write(version.join("sites.md"), "Zugspitze.").unwrap();
    symlink("..2026_01_01", mount.path().join("..data")).unwrap();
    symlink("..data/sites.md", mount.path().join("sites.md")).unwrap();

    let documents = UserDocuments::from_directory(mount.path()).unwrap();

    assert_eq!(ids(&documents), ["user/sites"]);
    assert_eq!(rejections(&documents), [""; 0]);
}

#[test]
fn a_link_out_of_the_directory_and_a_binary_file_are_refused() {
    let (mount, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(outside.path().join("secret"), "password").unwrap();
    symlink(outside.path().join("secret"), mount.path().join("leak.md")).unwrap();
    symlink("nowhere", mount.path().join("lost.md")).unwrap();
    fs::write(mount.path().join("image.md"), [b'a', b'\n', 0xff, 0xfe]).unwrap();
    fs::write(mount.path().join("fine.md"), "Text.").unwrap();
    fs::create_dir(mount.path().join("folder")).unwrap();

    let documents = UserDocuments::from_directory(mount.path()).unwrap();

    assert_eq!(ids(&documents), ["user/fine"]);
    let rejections = rejections(&documents);
    assert_eq!(rejections.len(), 3, "{rejections:#?}");
    assert!(
        rejections[0].contains("image.md") && rejections[0].contains("line 2: it is not UTF-8")
    );
    assert!(rejections[1].contains("leads out of the directory"));
    assert!(rejections[2].contains("lost.md") && rejections[2].contains("cannot be read"));
}

#[test]
fn a_directory_that_is_not_there_is_an_error() {
    let error = UserDocuments::from_directory(Path::new("/nowhere/documents")).unwrap_err();

    assert!(error.to_string().contains("/nowhere/documents"), "{error}");
}
