use nephoran_api::{ClusterNodes, ComputeAmounts, quantity};

use super::*;

fn amounts(millicores: u64) -> ComputeAmounts {
    ComputeAmounts {
        cpu: quantity::from_millicores(millicores),
        memory: quantity::from_mebibytes(1024),
    }
}

/// 10 CPU in all, of which so many millicores are requested by others.
fn figures(elsewhere: u64) -> Survey {
    Survey::Figures(ClusterNodes {
        ready: 2,
        allocatable: amounts(10_000),
        requested: amounts(elsewhere),
        requested_elsewhere: amounts(elsewhere),
    })
}

fn version(survey: Survey) -> Answer {
    Answer::Version("v1.34.1".to_owned(), survey)
}

fn after(old: &TargetClusterStatus, generation: i64, answer: &Answer) -> TargetClusterStatus {
    told(old, generation, answer, Timestamp::UNIX_EPOCH)
}

fn elsewhere(status: &TargetClusterStatus) -> &str {
    &status.nodes.as_ref().unwrap().requested_elsewhere.cpu.0
}

fn capacity_known(status: &TargetClusterStatus) -> (&str, &str) {
    let condition = conditions::get(&status.conditions, CAPACITY_KNOWN).unwrap();
    (&condition.status, &condition.reason)
}

#[test]
fn a_status_is_written_when_a_figure_moved_and_not_before() {
    let first = after(&TargetClusterStatus::default(), 1, &version(figures(1000)));
    assert_eq!(elsewhere(&first), "1");
    assert_eq!(after(&first, 1, &version(figures(1000))), first);
    assert_eq!(after(&first, 1, &version(figures(1500))), first);
    let moved = after(&first, 1, &version(figures(1501)));
    assert_eq!(elsewhere(&moved), "1501m");
}

#[test]
fn a_small_move_goes_along_with_another_reason_to_write() {
    let first = after(&TargetClusterStatus::default(), 1, &version(figures(1000)));
    assert_eq!(
        elsewhere(&after(&first, 2, &version(figures(1100)))),
        "1100m"
    );
}

#[test]
fn figures_stay_while_nobody_answers_and_go_when_they_may_not_be_read() {
    let first = after(&TargetClusterStatus::default(), 1, &version(figures(1000)));
    let silent = after(
        &first,
        1,
        &Answer::Silence("Unreachable", "no route".to_owned()),
    );
    assert_eq!(silent.nodes, first.nodes);
    let failed = after(&first, 1, &version(Survey::Failed("timeout".to_owned())));
    assert_eq!(failed.nodes, first.nodes);
    assert_eq!(capacity_known(&failed), ("Unknown", "NodesUnreadable"));
    for (survey, reason) in [
        (Survey::NoNodes, "NoNodes"),
        (Survey::Forbidden("forbidden".to_owned()), "NodesForbidden"),
    ] {
        let unknown = after(&first, 1, &version(survey));
        assert_eq!(unknown.nodes, None);
        assert_eq!(capacity_known(&unknown), ("False", reason));
        assert!(
            unknown.reachable,
            "{reason} is no reason not to deploy there"
        );
    }
}
