//! `docs/catalogue.md`: every template with its figures and sources, and what the planner makes of a few loads.

mod function;
mod sizes;

use std::fmt::{self, Write};

use nephoran_telecom::{Catalogue, Template};

const INTRODUCTION: &str = "\
# Catalogue of network functions

Written by `make docs` from crates/telecom/data/catalogue; do not edit. One template per type of network function says
how it is sized, wired, secured and watched. Every figure names its source; `estimate` says that it is ours, and why.
How to change templates and add your own is in [operating.md](operating.md#templates-of-your-own);
`kubectl nephoran catalogue TYPE` shows one template in full.

Hardware `when highThroughput` is planned for a function that carries more than 10 Gbit/s, by all its replicas
together. Hardware `when realRadio` and the floor with a radio of hardware are what a radio unit would take: no intent
says that one is connected, so every radio is planned as a simulated one.
";

/// The page for a catalogue.
///
/// # Errors
/// Never; writing to a text does not fail.
pub fn catalogue_page(catalogue: &Catalogue) -> Result<String, fmt::Error> {
    let mut page = INTRODUCTION.to_owned();
    overview(&mut page, catalogue)?;
    sizes::tables(&mut page, catalogue)?;
    writeln!(page, "\n## Functions")?;
    for template in catalogue.templates() {
        function::section(&mut page, template)?;
    }
    Ok(page)
}

fn overview(page: &mut String, catalogue: &Catalogue) -> fmt::Result {
    writeln!(page, "\n## Templates\n")?;
    writeln!(
        page,
        "| Type | Plane | Image | Floor per replica | Size follows | Replicas |"
    )?;
    writeln!(page, "|---|---|---|---|---|---|")?;
    for template in catalogue.templates() {
        let axes: Vec<_> = template
            .sizing
            .lines()
            .map(|line| line.axis.as_str())
            .collect();
        writeln!(
            page,
            "| [{name}](#{anchor}) | {} | {} | {}m, {}Mi | {} | {} to {} |",
            template.plane,
            image(template),
            template.floor.cpu_millicores,
            template.floor.memory_mib,
            axes.join(", "),
            template.floor.replicas,
            template.scaling.max_replicas,
            name = template.function,
            anchor = template.function.as_str().to_lowercase(),
        )?;
    }
    Ok(())
}

fn image(template: &Template) -> String {
    template.image.as_ref().map_or_else(
        || "none; name one".to_owned(),
        |image| format!("{} `{}`", image.provider, image.reference()),
    )
}
