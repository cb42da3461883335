//! A Redis of one's own, on a free port of loopback, without files.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Far more than a Redis that works takes to start.
const START: Duration = Duration::from_secs(20);

/// A running redis-server; ended when dropped.
#[derive(Debug)]
pub struct RedisServer {
    process: Child,
    /// Where it listens.
    pub port: u16,
}

impl RedisServer {
    /// Starts one.
    pub fn start() -> Self {
        Self::start_on(free_port(), &[])
    }

    /// Starts one on that port with further options.
    pub fn start_on(port: u16, options: &[&str]) -> Self {
        // Ends with the thread that started it, even when that is killed.
        let process = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "redis-server"])
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no"])
            .args(options)
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server: run tools/install-debian-packages.sh");
        let server = Self { process, port };
        let deadline = Instant::now() + START;
        while !server.answers() {
            assert!(Instant::now() < deadline, "redis-server does not answer");
            std::thread::yield_now();
        }
        server
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Whether it answers anything at all, be it that a password is missing.
    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else {
            return false;
        };
        stream.set_read_timeout(Some(START)).ok();
        let mut first = [0];
        stream.write_all(b"PING\r\n").is_ok() && stream.read_exact(&mut first).is_ok()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    listener.local_addr().expect("bound").port()
}
