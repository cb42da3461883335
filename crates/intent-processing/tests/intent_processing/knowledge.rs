//! What the knowledge base in memory finds.

use std::collections::BTreeMap;
use std::sync::Arc;

use nephoran_intent_processing::knowledge::{
    KnowledgeBase, library::Library, user_documents::UserDocuments,
};

use super::knowledge_queries::{HELD_OUT, ON_TOPIC, UNRELATED, best, false_finds, share_found};

/// `processing.rag.retrievalThreshold` where nothing is configured.
const DEFAULT_THRESHOLD: f64 = 0.7;

async fn shipped() -> Library {
    Library::open(&UserDocuments::default()).await.unwrap()
}

fn documents(of: &[(&str, &str)]) -> UserDocuments {
    let data: BTreeMap<String, String> = of
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    UserDocuments::from_config_map(&data)
}

#[tokio::test]
async fn an_intent_finds_its_article_at_the_default_threshold() {
    let library = shipped().await;

    let (in_three, missed) = share_found(&library, ON_TOPIC, 3, DEFAULT_THRESHOLD).await;
    assert!(in_three >= 0.95, "{in_three}: {missed:#?}");
    let (in_five, missed) = share_found(&library, ON_TOPIC, 5, DEFAULT_THRESHOLD).await;
    assert!(in_five >= 0.98, "{in_five}: {missed:#?}");
}

#[tokio::test]
async fn intents_that_the_weights_were_not_set_with_find_theirs_too() {
    let (in_five, missed) = share_found(&shipped().await, HELD_OUT, 5, DEFAULT_THRESHOLD).await;

    assert!(in_five >= 0.9, "{in_five}: {missed:#?}");
}

#[tokio::test]
async fn unrelated_text_finds_nothing_at_the_default_threshold() {
    let wrong = false_finds(&shipped().await, DEFAULT_THRESHOLD).await;

    assert_eq!(wrong, [""; 0]);
}

#[tokio::test]
async fn a_page_of_unrelated_text_finds_nothing_either() {
    let page: String = UNRELATED.join(" ").chars().take(2_000).collect();

    assert_eq!(
        best(&shipped().await, &page, 5, DEFAULT_THRESHOLD).await,
        []
    );
}

#[tokio::test]
async fn the_name_of_a_function_alone_is_enough() {
    let library = shipped().await;

    for (text, expected) in [
        ("deploy an AMF", "amf"),
        ("UPF", "upf"),
        ("remove N3IWF", "n3iwf"),
    ] {
        assert_eq!(
            best(&library, text, 1, DEFAULT_THRESHOLD).await[0].id,
            expected
        );
    }
}

#[tokio::test]
async fn the_same_question_has_the_same_answer_in_every_process() {
    let (one, other) = (shipped().await, shipped().await);

    assert_eq!(one.digest(), other.digest());
    for text in ["5G core", "slice", "AMF SMF UPF", "latency of the RAN"] {
        assert_eq!(
            best(&one, text, 20, 0.0).await,
            best(&other, text, 20, 0.0).await
        );
    }
}

#[tokio::test]
async fn at_most_as_many_passages_as_asked_for_come_best_first() {
    let found = best(
        &shipped().await,
        "scale the UPF and the SMF of the core",
        4,
        0.0,
    )
    .await;

    assert_eq!(found.len(), 4);
    assert!(found.is_sorted_by(|a, b| a.score >= b.score), "{found:?}");
    assert!(
        found
            .iter()
            .all(|passage| (0.0..=1.0).contains(&passage.score))
    );
}

#[tokio::test]
async fn a_query_language_in_the_text_is_text() {
    let library = shipped().await;
    let plain = best(&library, "AMF title upf", 5, 0.0).await;

    for text in [
        "+AMF -title:\"upf\"",
        "(AMF) AND title:upf~2",
        "AMF^100 title:[upf TO *]",
    ] {
        let found = best(&library, text, 5, 0.0).await;
        assert_eq!(
            found.first().map(|p| &p.id),
            plain.first().map(|p| &p.id),
            "{text}"
        );
    }
    for text in [
        "",
        "*",
        "title:*",
        "\\\"",
        "((((",
        "\u{0}\u{202e}",
        "AND OR NOT",
    ] {
        assert_eq!(best(&library, text, 5, 0.0).await, [], "{text}");
    }
}

#[tokio::test]
async fn a_users_document_is_found_beside_the_shipped_ones() {
    let sites = documents(&[(
        "site-names.md",
        "# Our sites\n\nZugspitze is the edge site in the south.",
    )]);
    let library = Library::open(&sites).await.unwrap();

    let found = best(&library, "deploy a UPF at Zugspitze", 5, 0.7).await;

    let ids: Vec<_> = found.iter().map(|passage| passage.id.as_str()).collect();
    assert!(
        ids.contains(&"user/site-names") && ids.contains(&"upf"),
        "{ids:?}"
    );
}

#[tokio::test]
async fn other_documents_change_answers_and_digest_while_the_old_index_goes_on() {
    let library = shipped().await;
    let (before, old) = (library.digest(), library.current());

    let sites = documents(&[("sites.md", "Zugspitze is the edge site in the south.")]);
    library.replace_user_documents(&sites).await.unwrap();

    assert_ne!(library.digest(), before);
    assert_eq!(best(&library, "Zugspitze", 1, 0.0).await.len(), 1);
    assert_eq!(old.digest(), before);
    assert_eq!(best(&*old, "Zugspitze", 1, 0.0).await, []);
    library
        .replace_user_documents(&UserDocuments::default())
        .await
        .unwrap();
    assert_eq!(library.digest(), before);
}

#[tokio::test]
async fn a_document_that_turns_bad_stays_as_it_was_until_mended_or_removed() {
    let library = shipped().await;
    let good = [
        ("a.md", "Zugspitze is in the south."),
        ("b.md", "Helgoland is in the north."),
    ];
    library
        .replace_user_documents(&documents(&good))
        .await
        .unwrap();

    let bad = documents(&[("a.md", "---\ntitel: typing error\n---\nWatzmann")]);
    library.replace_user_documents(&bad).await.unwrap();

    assert_eq!(best(&library, "Zugspitze", 1, 0.0).await.len(), 1);
    assert_eq!(best(&library, "Watzmann", 1, 0.0).await, []);
    assert_eq!(best(&library, "Helgoland", 1, 0.0).await, []);
    library
        .replace_user_documents(&documents(&[]))
        .await
        .unwrap();
    assert_eq!(best(&library, "Zugspitze", 1, 0.0).await, []);
}

#[tokio::test]
async fn searches_go_on_while_an_index_is_built() {
    let library = Arc::new(shipped().await);
    let long = "Kestrel sites are described here.\n\n".repeat(20_000);
    let long = documents(&[("long.txt", &long[..500_000])]);

    let building = tokio::spawn({
        let library = Arc::clone(&library);
        async move { library.replace_user_documents(&long).await }
    });
    while !building.is_finished() {
        assert!(!best(&*library, "deploy an AMF", 3, 0.7).await.is_empty());
        tokio::task::yield_now().await;
    }
    building.await.unwrap().unwrap();

    assert!(!best(&*library, "kestrel", 3, 0.0).await.is_empty());
}
