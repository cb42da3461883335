//! Child processes that cannot outlive us: the control plane's programs, the Git servers, and the controllers
//! under test.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

/// How often a condition of a child is looked at while waiting for it.
const POLL: Duration = Duration::from_millis(20);

/// Why a child could not be started or did not do what was waited for.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// The program could not be started.
    #[error(
        "failed to start {program}: check that it is installed, as well as setpriv (Debian package util-linux)"
    )]
    Start {
        /// The child's name.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It ended while it was expected to run.
    #[error("{program} ended with {status}; the end of {}:\n{tail}", log.display())]
    Ended {
        /// The child's name.
        program: String,
        /// How it ended.
        status: ExitStatus,
        /// Where all it wrote is.
        log: PathBuf,
        /// The last lines it wrote.
        tail: String,
    },
    /// It runs, but did not get there in time.
    #[error("{program} did not {expected} within {within:?}; the end of {}:\n{tail}", log.display())]
    TimedOut {
        /// The child's name.
        program: String,
        /// What was waited for.
        expected: String,
        /// How long.
        within: Duration,
        /// Where all it wrote is.
        log: PathBuf,
        /// The last lines it wrote.
        tail: String,
    },
    /// The system refused to signal it or to tell its state.
    #[error("failed to signal or inspect {program}")]
    Control {
        /// The child's name.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// What to run: enough to start it again after a kill.
#[derive(Debug, Clone)]
pub struct Program {
    name: String,
    executable: PathBuf,
    arguments: Vec<OsString>,
    environment: BTreeMap<OsString, OsString>,
    log: PathBuf,
}

impl Program {
    /// A program whose standard output and error are appended to `<log_directory>/<name>.log`.
    #[must_use]
    pub fn new(name: &str, executable: impl Into<PathBuf>, log_directory: &Path) -> Self {
        Self {
            name: name.to_owned(),
            executable: executable.into(),
            arguments: Vec::new(),
            environment: BTreeMap::new(),
            log: log_directory.join(format!("{name}.log")),
        }
    }

    /// Adds one argument.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Adds several arguments.
    #[must_use]
    pub fn args(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets an environment variable, beside those inherited.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// Starts it.
    pub fn spawn(self) -> Result<ChildProcess, ProcessError> {
        let child = self.start()?;
        Ok(ChildProcess {
            program: self,
            child,
        })
    }

    fn start(&self) -> Result<Child, ProcessError> {
        let failed = |source| ProcessError::Start {
            program: self.name.clone(),
            source,
        };
        let log = File::options()
            .create(true)
            .append(true)
            .open(&self.log)
            .map_err(failed)?;
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "--"])
            .arg(&self.executable)
            .args(&self.arguments)
            .envs(&self.environment)
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(failed)?)
            .stderr(log);
        spawn_on_lasting_thread(command).map_err(failed)
    }
}

/// A running (or ended) child, killed on drop.
#[derive(Debug)]
pub struct ChildProcess {
    program: Program,
    child: Child,
}

impl ChildProcess {
    /// The name it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.program.name
    }

    /// Its process id. `setpriv` replaces itself by the program, so this is the program's own.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The file that holds all it wrote, over restarts too.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.program.log
    }

    /// Fails when it has ended, with the end of its log.
    pub fn check_running(&mut self) -> Result<(), ProcessError> {
        match self.exit_status()? {
            None => Ok(()),
            Some(status) => Err(ProcessError::Ended {
                program: self.program.name.clone(),
                status,
                log: self.program.log.clone(),
                tail: self.log_tail(),
            }),
        }
    }

    /// How it ended, or none while it runs.
    pub fn exit_status(&mut self) -> Result<Option<ExitStatus>, ProcessError> {
        self.child
            .try_wait()
            .map_err(|source| control(&self.program, source))
    }

    /// Waits until a GET of `url` (http) answers with success, for instance a controller's `/readyz`.
    pub async fn wait_until_ready(
        &mut self,
        url: &str,
        within: Duration,
    ) -> Result<(), ProcessError> {
        // A proxy configured for the machine must not stand between two processes of it.
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(within)
            .build()
            .map_err(|error| control(&self.program, io::Error::other(error)))?;
        let answers = async || {
            client
                .get(url)
                .send()
                .await
                .is_ok_and(|answer| answer.status().is_success())
        };
        self.wait_until(&format!("answer {url} with success"), within, answers)
            .await
    }

    /// Waits until `is_so`, which `expected` puts into words that follow "it did not".
    pub async fn wait_until(
        &mut self,
        expected: &str,
        within: Duration,
        is_so: impl AsyncFn() -> bool,
    ) -> Result<(), ProcessError> {
        let deadline = Instant::now() + within;
        loop {
            self.check_running()?;
            if is_so().await {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(self.timed_out(expected, within));
            }
            sleep(POLL).await;
        }
    }

    /// Kills it as `kill -9` does and waits for its end. It has no chance to clean up.
    pub fn kill9(&mut self) -> Result<(), ProcessError> {
        self.child
            .kill()
            .and_then(|()| self.child.wait())
            .map(drop)
            .map_err(|source| control(&self.program, source))
    }

    /// Kills it when it still runs, and starts it again with the same arguments.
    pub fn restart(&mut self) -> Result<(), ProcessError> {
        self.kill9()?;
        self.child = self.program.start()?;
        Ok(())
    }

    /// Asks it to end (SIGTERM) and waits.
    pub async fn terminate(&mut self, within: Duration) -> Result<ExitStatus, ProcessError> {
        let deadline = Instant::now() + within;
        let mut signalled = false;
        loop {
            // Looked at before signalling: an id of a child that was already waited for may be someone else's.
            if let Some(status) = self.exit_status()? {
                return Ok(status);
            }
            if !signalled {
                kill_process(Pid::from_child(&self.child), Signal::TERM)
                    .map_err(|source| control(&self.program, source.into()))?;
                signalled = true;
            }
            if Instant::now() >= deadline {
                return Err(self.timed_out("end after SIGTERM", within));
            }
            sleep(POLL).await;
        }
    }

    /// The memory it holds now (resident set), in bytes.
    pub fn resident_memory(&self) -> Result<u64, ProcessError> {
        let failed = |source| control(&self.program, source);
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).map_err(failed)?;
        status
            .lines()
            .find_map(|line| {
                line.strip_prefix("VmRSS:")?
                    .trim()
                    .strip_suffix(" kB")?
                    .parse::<u64>()
                    .ok()
            })
            .map(|kibibytes| kibibytes * 1024)
            .ok_or_else(|| failed(io::Error::other("the process has ended")))
    }

    /// The processor time it has used since it started, in all its threads.
    pub fn processor_time(&self) -> Result<Duration, ProcessError> {
        let failed = |source| control(&self.program, source);
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid())).map_err(failed)?;
        // The name stands in parentheses and may hold anything; user and system time are fields 14 and 15, counted from 1.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let ticks: u64 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok())
            .sum();
        let per_second = rustix::param::clock_ticks_per_second().max(1);
        Ok(Duration::from_millis(ticks * 1000 / per_second))
    }

    fn timed_out(&self, expected: &str, within: Duration) -> ProcessError {
        ProcessError::TimedOut {
            program: self.program.name.clone(),
            expected: expected.to_owned(),
            within,
            log: self.program.log.clone(),
            tail: self.log_tail(),
        }
    }

    fn log_tail(&self) -> String {
        let text = fs::read(&self.program.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        // Nothing is left to do for one that cannot be killed: it ends with us at the latest.
        let _ = self.kill9();
    }
}

fn control(program: &Program, source: io::Error) -> ProcessError {
    ProcessError::Control {
        program: program.name.clone(),
        source,
    }
}

/// The kernel sends a child its parent-death signal when the *thread* that started it ends. Test threads and
/// runtime workers end early, so all children are started by one thread that lasts as long as this process.
fn spawn_on_lasting_thread(command: Command) -> io::Result<Child> {
    type Request = (Command, mpsc::Sender<io::Result<Child>>);
    static SPAWNER: OnceLock<mpsc::Sender<Request>> = OnceLock::new();

    let spawner = SPAWNER.get_or_init(|| {
        let (requests, inbox) = mpsc::channel::<Request>();
        std::thread::spawn(move || {
            for (mut command, answer) in inbox {
                // A requester that is gone has dropped its receiver; the child then ends with us.
                let _ = answer.send(command.spawn());
            }
        });
        requests
    });
    let (answer, result) = mpsc::channel();
    spawner.send((command, answer)).map_err(io::Error::other)?;
    result.recv().map_err(io::Error::other)?
}
