//! `catalogue`: the templates, one or all, with a user's files on top.

use nephoran_telecom::Template;

use crate::{run, run_with};

#[test]
fn the_list_has_every_template() {
    insta::assert_snapshot!(run(["catalogue"]));
}

#[test]
fn one_template_is_shown_with_its_sources() {
    insta::assert_snapshot!(run(["catalogue", "upf"]));
}

#[test]
fn a_users_file_lies_on_the_built_in_template() {
    let mine = "templates: {AMF: {floor: {cpuMillicores: 700, source: estimate by the site}}}";
    let ran = run_with(["catalogue", "AMF", "-f", "-", "-o", "yaml"], mine);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let template: Template = serde_saphyr::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (template.floor.cpu_millicores, template.floor.memory_mib),
        (700, 128)
    );
}

#[test]
fn what_is_wrong_in_a_users_file_is_named() {
    insta::assert_snapshot!(run_with(
        ["catalogue", "-f", "-"],
        "templates: {AMF: {image: {tag: latest}}}"
    ));
}

#[test]
fn programs_get_all_templates() {
    let ran = run(["catalogue", "-o", "json"]);
    let templates: Vec<Template> = serde_json::from_str(&ran.stdout).unwrap();
    assert!(templates.len() >= 40);
}
