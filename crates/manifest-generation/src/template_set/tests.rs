//! What a set may hold, and what a template may do.

use std::collections::BTreeMap;

use minijinja::context;
use nephoran_telecom::NetworkFunctionType;

use super::sandbox::{MOST_TEMPLATE_BYTES, admit, environment, render};
use super::{TemplateSet, TemplateSetError};

fn rendered(template: &str) -> Result<String, String> {
    let mut environment = environment();
    environment
        .add_template("it", template)
        .map_err(|error| format!("{error:#}"))?;
    render(
        &environment,
        "it",
        context! { name => "core-amf", tac => 10 },
    )
    .map_err(|error| error.to_string())
}

fn set(description: &str, templates: &[(&str, &str)]) -> Result<TemplateSet, TemplateSetError> {
    let mut files: BTreeMap<String, String> = templates
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    files.insert("set.yaml".to_owned(), description.to_owned());
    TemplateSet::builtin().with(&files)
}

#[test]
fn an_undefined_value_is_named_with_its_template_and_line() {
    let error = rendered("first\n{{ nmae }}\n").unwrap_err();
    assert!(error.contains("template it line 2"), "{error}");
    assert!(error.contains("undefined"), "{error}");
}

#[test]
fn a_template_that_loops_runs_out_of_fuel() {
    let error =
        rendered("{% for a in range(5000) %}{% for b in range(5000) %}{% endfor %}{% endfor %}")
            .unwrap_err();
    assert!(error.contains("fuel"), "{error}");
}

#[test]
fn a_template_that_prints_a_gigabyte_is_stopped() {
    for template in [
        "{% for a in range(5000) %}{{ \"x\" * 200000 }}{% endfor %}",
        "{{ \"x\" * 1000000 }}",
        "{{ (\"x\" * 200000)|replace(\"x\", \"xxxxxxxxxx\") }}",
        "{{ \"a\nb\"|indent(1000000000) }}",
    ] {
        let error = rendered(template).unwrap_err();
        assert!(error.contains("262144 bytes"), "{template}: {error}");
    }
}

#[test]
fn a_template_cannot_reach_outside() {
    for template in [
        "{% include \"/etc/passwd\" %}",
        "{% include \"../../etc/passwd\" %}",
        "{{ debug() }}",
        "{{ name.__class__ }}",
    ] {
        assert!(rendered(template).is_err(), "{template}");
    }
}

#[test]
fn our_filters_and_functions_do_what_templates_are_promised() {
    assert_eq!(rendered("{{ tac|hex6 }}").unwrap(), "00000a");
    let error = rendered("{{ fail(\"no peer\") }}").unwrap_err();
    assert!(error.contains("no peer"), "{error}");
}

#[test]
fn a_template_of_a_config_map_may_not_keep_text() {
    for (template, tag) in [
        ("{% set a = \"x\" %}", "set"),
        ("a\n{%- macro a() %}{% endmacro %}", "macro"),
        ("{% filter upper %}a{% endfilter %}", "filter"),
        ("{% with a = 1 %}{% endwith %}", "with"),
        ("{% from \"a\" import b %}", "from"),
        ("{% for a in [] recursive %}{% endfor %}", "for recursive"),
    ] {
        match admit("mine.j2", template) {
            Err(TemplateSetError::Tag { tag: found, .. }) => assert_eq!(found, tag),
            other => panic!("{template}: {other:?}"),
        }
    }
    assert!(admit("mine.j2", "{% if a %}{{ b }}{% endif %}").is_ok());
    assert!(admit("mine.j2", &"x".repeat(MOST_TEMPLATE_BYTES + 1)).is_err());
}

#[test]
fn a_set_on_top_replaces_a_function_and_keeps_the_others() {
    let description =
        "version: \"7\"\nfunctions:\n  free5gc:\n    AMF:\n      files: {amfcfg.yaml: mine.j2}\n";
    let set = set(description, &[("mine.j2", "name: {{ name }}\n")]).unwrap();
    let amf = set.start("free5GC", NetworkFunctionType::Amf).unwrap();
    assert_eq!(amf.files["amfcfg.yaml"], "mine.j2");
    assert!(amf.arguments.is_empty());
    assert!(set.start("free5GC", NetworkFunctionType::Smf).is_some());
    assert_ne!(set.identity(), TemplateSet::builtin().identity());
    assert!(set.identity().contains("+7 sha256:"), "{}", set.identity());
}

#[test]
fn a_set_that_cannot_be_used_says_why() {
    let described = |file: &str, template: &str| {
        format!(
            "version: \"1\"\nfunctions: {{free5GC: {{AMF: {{files: {{{file}: {template}}}}}}}}}\n"
        )
    };
    for (description, templates, said) in [
        (described("amf.yaml", "absent.j2"), vec![], "absent.j2"),
        (
            described("../amf.yaml", "a.j2"),
            vec![("a.j2", "")],
            "../amf.yaml",
        ),
        (
            described("amf.yaml", "a.j2"),
            vec![("a.j2", "{% if %}")],
            "a.j2 line 1",
        ),
        (
            "version: \"1\"\nfunctions: {free5GC: {AFM: {}}}".to_owned(),
            vec![],
            "AFM",
        ),
        (
            "version: \"1\"\nfunctions: {}\nfunction: {}".to_owned(),
            vec![],
            "function",
        ),
    ] {
        let error = set(&description, &templates).unwrap_err().to_string();
        assert!(error.contains(said), "{said}: {error}");
    }
    let none = TemplateSet::builtin().with(&BTreeMap::new()).unwrap_err();
    assert_eq!(none, TemplateSetError::NoDescription);
}
