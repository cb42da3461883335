//! The verbs the parser knows, by what they ask for.
//!
//! Data only. Of a lemma every form is known ([`inflection`](super::inflection)); a phrase, most of them nouns made of
//! verbs, is matched as it stands. Both are written like the phrases of the [`vocabulary`](super::vocabulary).

use crate::builtin::term::{Term, Verb};
use crate::builtin::vocabulary::Row;

/// Verbs in their base form; the words behind the first are particles, which may stand behind the object.
#[rustfmt::skip]
pub(crate) const LEMMAS: &[(Verb, &[&str])] = &[
    (Verb::Deploy, &["deploy", "redeploy", "create", "instantiate", "provision", "install", "launch", "spin up", "bring up", "stand up", "set up", "roll out", "build", "build up", "build out", "establish", "onboard", "start", "start up", "commission", "introduce", "turn up", "allocate", "deliver", "place", "put", "run", "host", "realise", "realize", "activate", "order", "put in place", "put up", "put into service", "put into operation", "put live", "bring into service", "bring into operation", "bring online", "bring live", "bring to life", "take into service", "take into operation", "fire up", "light up", "boot up", "power up", "get up", "rig up", "construct", "set aside", "stick", "pop", "kick off", "get going", "make available", "land", "throw", "chuck", "plonk", "bung", "whip up", "throw up"]),
    (Verb::Scale, &["scale", "rescale", "resize", "bring"]),
    (Verb::Grow, &["scale out", "scale up", "grow", "increase", "expand", "raise", "boost", "extend", "ramp up", "beef up", "upscale", "upsize", "enlarge", "step up", "go up", "dial up", "crank up", "push up", "augment", "rise", "lift", "multiply", "pump up", "jack up", "build up on"]),
    (Verb::Shrink, &["scale in", "scale down", "shrink", "reduce", "decrease", "lower", "cut", "drop", "scale back", "downscale", "downsize", "ramp down", "dial down", "dial back", "trim", "step down", "bring down", "slim down", "cut back", "cut down", "get down", "drive down", "push down", "go down", "wind back", "pare down", "turn down", "thin out", "come down"]),
    (Verb::Add, &["add", "append"]),
    (Verb::Remove, &["remove", "delete", "tear down", "decommission", "uninstall", "undeploy", "terminate", "destroy", "take down", "take out of service", "retire", "get rid of", "shut down", "deactivate", "withdraw", "clean up", "dismantle", "turn off", "switch off", "take offline", "remove from service", "withdraw from service", "phase out", "discontinue", "remove entirely", "erase", "expunge", "eliminate", "scrap", "wipe", "kill", "take out", "take away", "pull out", "pull down", "power off", "power down", "wind down", "spin down", "discard", "purge", "sunset", "rip out", "strip out", "deprovision", "put out of service", "take out of operation", "do away with", "get shot of", "throw out", "throw away", "ditch", "axe", "nuke", "bin", "pull", "shave off", "chop off", "strip off", "dispose of", "cease to exist", "deinstall", "prune", "disband", "clear away", "put an end to", "subtract", "deduct"]),
    (Verb::Optimize, &["optimize", "optimise", "tune", "fine tune", "improve", "enhance", "minimize", "minimise", "maximize", "maximise", "prioritize", "prioritise", "rebalance", "replan", "favour", "favor", "streamline", "squeeze", "balance", "trade off", "plan anew", "plan again", "plan afresh", "rework", "rethink"]),
    (Verb::Configure, &["configure", "reconfigure", "enable", "apply", "enforce", "modify", "amend", "alter", "move", "migrate", "relocate", "assign", "attach", "disable", "turn on", "switch on", "pin", "monitor", "observe", "watch", "encrypt", "secure", "protect", "collect", "gather", "expose", "scrape", "track", "shift", "route", "harden", "reserve", "open", "authenticate", "authorise", "authorize", "join", "spread", "distribute", "scatter", "dimension", "schedule", "isolate", "exclude", "lock down"]),
    (Verb::Set, &["set", "change", "make", "adjust", "keep", "restrict", "ramp", "dial", "operate", "equip", "tighten", "relax"]),
    (Verb::Ensure, &["ensure", "guarantee", "maintain", "provide", "achieve", "meet", "assure"]),
    (Verb::Maintain, &["upgrade", "update", "restart", "reboot", "evacuate", "cordon", "stop and start", "stop and restart", "patch", "downgrade", "roll back", "drain", "refresh", "bump", "roll", "reload", "recycle", "bounce", "cycle", "replace", "swap", "substitute", "revert", "go back", "fall back", "undo", "turn off and on", "switch off and on", "power cycle", "bring up to date"]),
    (Verb::Autoscale, &["autoscale", "auto scale"]),
    (Verb::Deny, &["deny", "block", "forbid", "prohibit", "reject"]),
];

/// Past participles that are not made by rule.
#[rustfmt::skip]
pub(crate) const IRREGULAR: &[(&str, &str)] = &[
    ("spin", "spun"), ("bring", "brought"), ("stand", "stood"), ("set", "set"), ("put", "put"), ("build", "built"), ("run", "run"), ("take", "taken"), ("get", "got"), ("light", "lit"),
    ("grow", "grown"), ("go", "gone"), ("give", "given"), ("shrink", "shrunk"), ("cut", "cut"), ("wind", "wound"), ("tear", "torn"), ("shut", "shut"), ("withdraw", "withdrawn"), ("spread", "spread"),
    ("make", "made"), ("keep", "kept"), ("meet", "met"), ("forbid", "forbidden"), ("fall", "fallen"), ("undo", "undone"), ("stick", "stuck"), ("throw", "thrown"), ("do", "done"),
];

/// Words and phrases that are matched as they stand.
#[rustfmt::skip]
pub(crate) const PHRASES: &[Row] = &[
    (Term::Verb(Verb::Deploy), &["deploys", "depl", "dply", "setup", "rollout", "rolling out a", "deployed as", "add a new", "set me up", "open a slice", "open an embb", "open a urllc", "open a new", "creation", "installation", "commissioning", "establishment", "put together", "set us up with", "set us up", "set me up with"]),
    (Term::Verb(Verb::Need), &["to operate", "receive", "to receive", "appreciate", "would appreciate", "would welcome", "could do with", "could use", "are in need of", "is in need of", "in need of", "wish for", "wish to have", "like to have", "call for", "calls for", "ask for", "asks for", "grateful for", "lack", "lacks", "need", "needs", "want", "wants", "require", "requires", "deployment", "deployment of", "deployments", "would like", "i'd like", "looking for", "get", "give", "grant", "prepare", "instantiation", "implement", "provisioning"]),
    (Term::Verb(Verb::Scale), &["adjust the size of", "scaling"]),
    (Term::Verb(Verb::Grow), &["horizontally scale", "scale it out", "scale it up", "expansion", "extension", "upscaling"]),
    (Term::Verb(Verb::Shrink), &["scale it in", "scale it down", "reduction", "reductions", "downscaling"]),
    (Term::Verb(Verb::Remove), &["out of service", "gone for good", "be gone", "take it off", "take them off", "take it off again", "drop support for", "removal", "deletion", "termination", "decommissioning", "teardown", "shutdown", "retirement", "undeployment", "withdrawal", "pull the plug on", "pull the plug", "no longer need", "no longer needs", "no longer require", "no longer requires", "no longer want", "have no use for", "have no more use for", "have no further use for", "can do without", "say goodbye to", "undo the installation of", "undo the deployment of", "reverse the installation of", "reverse the deployment of", "revert the deployment of", "revert the installation of"]),
    (Term::Verb(Verb::Optimize), &["prefer", "re plan", "save", "optimization", "optimisation", "optimisation run", "optimization run", "reducing", "increasing", "optimise for", "optimize for", "become as little as possible", "be as little as possible", "become as low as possible", "be as low as possible", "be kept as low as possible", "become as small as possible", "be as small as possible", "be kept as small as possible", "become as short as possible", "be as short as possible", "become as high as possible", "be as high as possible", "improvement", "improvements", "optimisations", "optimizations", "minimisation", "minimization", "maximisation", "maximization"]),
    (Term::Verb(Verb::Configure), &["allow for", "migration", "relocation", "reconfiguration", "activation", "hardening", "introduction of"]),
    (Term::Verb(Verb::Set), &["become", "becomes", "go to"]),
    (Term::Verb(Verb::Ensure), &["make sure", "make sure that", "ensure that", "guaranteed", "would like that", "want that", "wants that", "wish that", "require that", "requires that", "see to it that"]),
    (Term::Verb(Verb::Maintain), &["rollback", "rolling restart", "rolling update", "rolling upgrade", "rolling restart of", "perform maintenance", "perform maintenance on", "perform a rolling restart of", "perform a rolling update of", "put into maintenance", "maintenance on", "take a backup of", "make a backup of", "create a backup of", "do a backup of", "make backups of", "take backups of", "backup of", "backup", "schedule maintenance", "schedule maintenance for", "schedule maintenance on", "plan maintenance for", "back up", "do maintenance on", "into maintenance", "into maintenance mode", "under maintenance", "in maintenance mode", "return", "software upgrade", "software update", "software upgrades", "software updates", "sw upgrade", "sw update", "version upgrade", "version update", "release upgrade", "release change", "version change", "upgrades to be done", "upgrades to be made", "upgrades to be carried out", "upgrades needed", "upgrades required", "upgrades requested", "give way"]),
    (Term::Verb(Verb::Autoscale), &["autoscaling", "auto scaling", "automatically scale", "horizontal autoscaling", "horizontal pod autoscaling", "hpa", "horizontal pod autoscaler", "elastically scale", "scale automatically", "scaling automatically", "autoscales", "autoscaler", "elastic", "elastically", "grow automatically", "scales automatically", "adapt automatically", "automatically adapt", "adjust automatically", "automatically adjust", "scaled automatically", "automatic scaling", "scale itself", "scale by itself", "scale on its own", "grow and shrink", "grows and shrinks", "shrink and grow", "scale up and down", "scale out and in", "scale in and out", "scales up and down", "scales in and out", "expand and shrink", "expand and contract", "come and go", "vary automatically", "varies automatically", "vary with the load", "follow the load", "follows the load", "breathe with the load"]),
    (Term::Multiply(20), &["double", "doubling", "twice", "twice as many", "doubled", "be doubled", "double up", "double up on", "twofold", "two fold"]),
    (Term::Multiply(30), &["triple", "treble", "three times as many", "tripled", "be tripled", "threefold", "three fold"]),
    (Term::Multiply(40), &["quadruple", "quadrupled", "fourfold", "four fold"]),
    (Term::Multiply(5), &["halve", "halving", "cut in half", "by half", "in half", "half as many", "halved", "be halved"]),
];
