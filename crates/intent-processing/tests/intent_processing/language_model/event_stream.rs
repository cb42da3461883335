//! Server-Sent Events, however their bytes are cut.

use nephoran_intent_processing::language_model::{Event, EventStream, EventStreamError};
use proptest::prelude::*;

fn event(kind: &str, data: &str) -> Event {
    Event {
        kind: kind.to_owned(),
        data: data.to_owned(),
    }
}

fn read(text: &str) -> Vec<Event> {
    EventStream::new(1 << 20).feed(text.as_bytes()).unwrap()
}

#[test]
fn all_line_ends_are_line_ends() {
    let expected = vec![event("a", "1\n2"), event("message", "3")];
    for end in ["\n", "\r\n", "\r"] {
        let text = "event: a|data: 1|data: 2||data: 3||".replace('|', end);
        assert_eq!(read(&text), expected, "{text:?}");
    }
}

#[test]
fn comments_ids_and_unknown_fields_are_passed_over() {
    let text = ": hello\nid: 7\nretry: 10\nfoo\ndata: x\n:\n\n";
    assert_eq!(read(text), [event("message", "x")]);
}

#[test]
fn one_space_after_the_colon_is_not_data() {
    assert_eq!(
        read("data:x\n\ndata:  y\n\n"),
        [event("message", "x"), event("message", " y")]
    );
}

#[test]
fn an_event_without_data_is_none() {
    assert_eq!(read("event: ping\n\n\n\ndata\n\n"), [event("message", "")]);
}

#[test]
fn a_byte_order_mark_is_allowed_only_in_front() {
    assert_eq!(read("\u{feff}data: x\n\n"), [event("message", "x")]);
    assert_eq!(read("\n\u{feff}data: x\n\n"), []);
}

#[test]
fn an_event_that_is_cut_off_is_none() {
    assert_eq!(read("data: x\n"), []);
    assert_eq!(read("data: x"), []);
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    let result = EventStream::new(100).feed(b"data: \xff\n");
    assert_eq!(result, Err(EventStreamError::NotText));
}

#[test]
fn an_event_has_a_limit_in_one_line_or_in_many() {
    let too_long = Err(EventStreamError::TooLong { limit: 100 });
    let line = "x".repeat(101);
    assert_eq!(EventStream::new(100).feed(line.as_bytes()), too_long);
    let lines = "data: 1234567890\n".repeat(11);
    assert_eq!(EventStream::new(100).feed(lines.as_bytes()), too_long);
    let empty = "data\n".repeat(200);
    assert_eq!(EventStream::new(100).feed(empty.as_bytes()), too_long);
    // Events that are done do not add up.
    let events = "data: 1234567890\n\n".repeat(50);
    assert_eq!(
        EventStream::new(100).feed(events.as_bytes()).unwrap().len(),
        50
    );
}

fn streams() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "data: ?[ -~äß€😀]{0,12}",
        "event: ?[a-z_]{0,8}",
        ": ?[a-z]{0,5}",
        Just(String::new()),
        "[ -~ü:]{0,10}",
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
    prop::collection::vec((line, end), 0..30).prop_map(|lines| {
        lines
            .into_iter()
            .flat_map(|(line, end)| [line, end.to_owned()])
            .collect()
    })
}

proptest! {
    #[test]
    fn cuts_make_no_difference(text in streams(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20)) {
        let bytes = text.as_bytes();
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut stream = EventStream::new(1 << 20);
        let mut events = Vec::new();
        for range in cuts.windows(2) {
            events.extend(stream.feed(&bytes[range[0]..range[1]]).unwrap());
        }
        prop_assert_eq!(events, read(&text));
    }

    #[test]
    fn data_arrives_as_it_was_sent(data in "[ -~äß€😀\n]{0,60}", kind in "[a-z]{1,8}") {
        let lines = data.replace('\n', "\r\ndata: ");
        let text = format!("event: {kind}\r\ndata: {lines}\r\n\r\n");
        prop_assert_eq!(read(&text), vec![event(&kind, &data)]);
    }

    #[test]
    fn no_bytes_make_it_panic(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..10)) {
        let mut stream = EventStream::new(64);
        for piece in pieces {
            if stream.feed(&piece).is_err() {
                break;
            }
        }
    }
}
