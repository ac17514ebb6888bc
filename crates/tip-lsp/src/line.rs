//! The line to an editor at standard input and output.
//!
//! What is said most often and is longest, the findings of a document, is written as the text that it is; made into a message first it
//! would cost several times as much.

use std::cell::Cell;
use std::io::{self, Write, stdin, stdout};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded, select};
use lsp_server::{Connection, Message};
use serde::Serialize;

/// Says things to an editor.
///
/// Both channels hold nothing, so that whoever sends first is heard first.
#[derive(Debug)]
pub(crate) struct Outbox {
    messages: Sender<Message>,
    /// Takes the texts of messages; `None` where only messages are taken.
    texts: Option<Sender<Vec<u8>>>,
    /// How long the last text was: the next one will hardly be longer.
    length: Cell<usize>,
}

/// The threads that read and write.
pub(crate) struct Threads {
    reader: JoinHandle<io::Result<()>>,
    writer: JoinHandle<io::Result<()>>,
}

/// A message as it is written.
#[derive(Serialize)]
struct Written<'a, T> {
    jsonrpc: &'static str,
    method: &'a str,
    params: T,
}

impl Outbox {
    /// Makes one that says everything as messages.
    pub(crate) fn of(connection: &Connection) -> Self {
        Self {
            messages: connection.sender.clone(),
            texts: None,
            length: Cell::default(),
        }
    }

    /// Sends a message. An editor that is gone needs to be told nothing; the loop ends by itself.
    pub(crate) fn send(&self, message: impl Into<Message>) {
        let _ = self.messages.send(message.into());
    }

    /// Tells the editor something.
    pub(crate) fn tell(&self, method: &str, params: impl Serialize) {
        let Some(texts) = &self.texts else {
            self.send(lsp_server::Notification::new(method.to_owned(), params));
            return;
        };
        let written = Written {
            jsonrpc: "2.0",
            method,
            params,
        };
        let length = self.length.get();
        let mut text = Vec::with_capacity(length + length / 8);
        if serde_json::to_writer(&mut text, &written).is_ok() {
            // Standard output looks for the last end of a line, through all of a text that has none.
            text.push(b'\n');
            self.length.set(text.len());
            let _ = texts.send(text);
        }
    }
}

/// Opens the line.
pub(crate) fn stdio() -> (Connection, Outbox, Threads) {
    let (messages, messages_in) = bounded(0);
    let (texts, texts_in) = bounded(0);
    let (read, receiver) = bounded(0);
    let outbox = Outbox {
        messages: messages.clone(),
        texts: Some(texts),
        length: Cell::default(),
    };
    let connection = Connection {
        sender: messages,
        receiver,
    };
    let threads = Threads {
        reader: thread::spawn(move || read_all(&read)),
        writer: thread::spawn(move || write_all(&messages_in, &texts_in)),
    };
    (connection, outbox, threads)
}

impl Threads {
    /// Waits until all is said.
    pub(crate) fn join(self) -> io::Result<()> {
        for thread in [self.reader, self.writer] {
            thread
                .join()
                .map_err(|_| io::Error::other("a thread of the connection failed"))??;
        }
        Ok(())
    }
}

fn read_all(read: &Sender<Message>) -> io::Result<()> {
    let mut input = stdin().lock();
    while let Some(message) = Message::read(&mut input)? {
        let is_last = matches!(&message, Message::Notification(it) if it.method == "exit");
        // Who does not listen any more has ended.
        if read.send(message).is_err() || is_last {
            break;
        }
    }
    Ok(())
}

/// Writes what comes until nobody can send any more.
fn write_all(messages: &Receiver<Message>, texts: &Receiver<Vec<u8>>) -> io::Result<()> {
    let mut output = stdout().lock();
    loop {
        select! {
            recv(messages) -> message => match message {
                Ok(message) => message.write(&mut output)?,
                Err(_) => break,
            },
            recv(texts) -> text => match text {
                Ok(text) => write(&mut output, &text)?,
                Err(_) => break,
            },
        }
    }
    // Of the two senders one may be gone before the other.
    for message in messages {
        message.write(&mut output)?;
    }
    for text in texts {
        write(&mut output, &text)?;
    }
    Ok(())
}

fn write(output: &mut impl Write, text: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", text.len())?;
    output.write_all(text)?;
    output.flush()
}
