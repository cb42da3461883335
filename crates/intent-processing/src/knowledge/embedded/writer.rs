//! Writes the index: one segment, in memory, without threads.

use tantivy::{
    Index, IndexSettings, ReloadPolicy, Searcher, TantivyDocument, TantivyError,
    directory::RamDirectory,
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{TextAnalyzer, TokenizerManager, WhitespaceTokenizer},
};

use crate::knowledge::{article::Article, concept, words};

/// What the tables of the index begin with, in bytes; they grow with the documents.
const FIRST_ALLOCATION: usize = 500_000;
/// Name of the analyser of concepts, which are words already.
const SPACED: &str = "spaced";

/// Where the words of a passage stand.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) title: Field,
    pub(super) topics: Field,
    pub(super) concepts: Field,
    pub(super) text: Field,
}

fn schema() -> (Schema, Fields) {
    let indexed = |analyser: &str| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(analyser)
                .set_index_option(IndexRecordOption::WithFreqs),
        )
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        title: builder.add_text_field("title", indexed(words::ANALYSER)),
        topics: builder.add_text_field("topics", indexed(words::ANALYSER)),
        concepts: builder.add_text_field("concepts", indexed(SPACED)),
        text: builder.add_text_field("text", indexed(words::ANALYSER)),
    };
    (builder.build(), fields)
}

/// One segment with the passages in their order, or nothing when there are none. The text itself stays outside: the index
/// knows a passage by its place.
///
/// The writer for a single segment is hidden in tantivy's documentation because it must begin with an empty directory, as
/// it does here. The usual one starts threads, reserves 15 MB, and may cut the passages into several segments in any order.
pub(super) fn write(
    articles: &[Article],
    analyser: &TextAnalyzer,
) -> Result<(Option<Searcher>, Fields), TantivyError> {
    let (schema, fields) = schema();
    if articles.iter().all(|article| article.passages.is_empty()) {
        return Ok((None, fields));
    }
    let tokenizers = TokenizerManager::new();
    tokenizers.register(words::ANALYSER, analyser.clone());
    tokenizers.register(SPACED, WhitespaceTokenizer::default());
    let mut writer = Index::builder()
        .schema(schema)
        .tokenizers(tokenizers)
        .settings(IndexSettings {
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        })
        .single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), FIRST_ALLOCATION)?;
    for article in articles {
        let topics = article.topics.join(" ");
        let concepts = concept::of_document(&article.title, &topics);
        for passage in &article.passages {
            let mut document = TantivyDocument::new();
            document.add_text(fields.title, &article.title);
            document.add_text(fields.topics, &topics);
            document.add_text(fields.concepts, &concepts);
            document.add_text(fields.text, passage);
            writer.add_document(document)?;
        }
    }
    let reader = writer
        .finalize()?
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .doc_store_cache_num_blocks(0)
        .try_into()?;
    Ok((Some(reader.searcher()), fields))
}
