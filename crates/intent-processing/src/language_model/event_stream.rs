//! Server-Sent Events (WHATWG HTML, section 9.2), read as their bytes arrive: no input and no clock here.
//!
//! Strict where it is safe to be: text must be UTF-8 and stay below the limit. Fields that mean nothing to an answer
//! (`id`, `retry`, unknown ones) are passed over, as the standard asks.

use std::mem;

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its type; `message` where the stream names none.
    pub kind: String,
    /// Its data, the lines joined by line feeds.
    pub data: String,
}

/// Why a stream cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventStreamError {
    /// A line is not text.
    #[error("a line of the event stream is not UTF-8")]
    NotText,
    /// A line or an event is longer than allowed.
    #[error("an event of the stream is longer than {limit} bytes")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
}

/// A reader of one stream. After an error it must not be fed again.
#[derive(Clone, Debug)]
pub struct EventStream {
    limit: usize,
    line: Vec<u8>,
    kind: String,
    data: String,
    has_data: bool,
    after_carriage_return: bool,
    at_start: bool,
}

impl EventStream {
    /// A reader that accepts events of up to `limit` bytes.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            kind: String::new(),
            data: String::new(),
            has_data: false,
            after_carriage_return: false,
            at_start: true,
        }
    }

    /// Takes the next bytes and gives back the events that they complete. An event that the end of the stream cuts off
    /// is never given back.
    ///
    /// # Errors
    /// When the bytes are no event stream.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Vec<Event>, EventStreamError> {
        let mut events = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            if mem::take(&mut self.after_carriage_return) && rest[0] == b'\n' {
                rest = &rest[1..];
                continue;
            }
            let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &rest[..end.unwrap_or(rest.len())];
            if self.line.len() + part.len() > self.limit {
                return Err(EventStreamError::TooLong { limit: self.limit });
            }
            self.line.extend_from_slice(part);
            let Some(end) = end else { break };
            self.after_carriage_return = rest[end] == b'\r';
            rest = &rest[end + 1..];
            events.extend(self.end_line()?);
        }
        Ok(events)
    }

    fn end_line(&mut self) -> Result<Option<Event>, EventStreamError> {
        let bytes = mem::take(&mut self.line);
        let line = str::from_utf8(&bytes).map_err(|_| EventStreamError::NotText)?;
        let line = if mem::take(&mut self.at_start) {
            line.strip_prefix('\u{feff}').unwrap_or(line)
        } else {
            line
        };
        if line.is_empty() {
            return Ok(self.end_event());
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.kind),
            "data" => self.add_data(value)?,
            // A comment (the empty field), an id, a retry time, or something newer than this code.
            _ => {}
        }
        Ok(None)
    }

    fn add_data(&mut self, value: &str) -> Result<(), EventStreamError> {
        if self.data.len() + value.len() >= self.limit {
            return Err(EventStreamError::TooLong { limit: self.limit });
        }
        if self.has_data {
            self.data.push('\n');
        }
        self.data.push_str(value);
        self.has_data = true;
        Ok(())
    }

    fn end_event(&mut self) -> Option<Event> {
        let kind = mem::take(&mut self.kind);
        let data = mem::take(&mut self.data);
        mem::take(&mut self.has_data).then(|| Event {
            kind: if kind.is_empty() {
                "message".to_owned()
            } else {
                kind
            },
            data,
        })
    }
}
