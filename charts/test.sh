#!/usr/bin/env bash
# Checks what an administrator installs: lints and renders every chart, with its defaults and with every value changed,
# and lets promtool check and unit-test the alerts and parse the dashboard's queries. HELM and PROMTOOL name the programs to use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ -z "${HELM:-}" ]; then
  HELM=$(tools/build-controlplane.sh helm)/helm
fi
PROMTOOL=${PROMTOOL:-promtool}
command -v "$PROMTOOL" >/dev/null || {
  echo "promtool is missing: run tools/install-debian-packages.sh, or set PROMTOOL to the program" >&2
  exit 1
}
rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT

"$HELM" lint --strict --quiet charts/nephoran-library
for folder in charts/*/; do
  chart=$(basename "$folder")
  [ "$chart" = nephoran-library ] && continue
  # From the folder beside it, so no network is needed; the archive it writes is not committed.
  "$HELM" dependency build --skip-refresh "$folder" >/dev/null
  for values in "$folder/values.yaml" "$folder"/ci/*-values.yaml; do
    "$HELM" lint --strict --quiet --values "$values" "$folder"
    "$HELM" template "$chart" "$folder" --namespace nephoran-system --values "$values" >"$rendered/$chart.yaml"
    grep -q '^kind: ' "$rendered/$chart.yaml" || {
      echo "$chart renders nothing with $values" >&2
      exit 1
    }
  done
  echo "$chart: linted and rendered"
done

"$PROMTOOL" check rules --lint=all --lint-fatal deploy/prometheus/rules.yaml
"$PROMTOOL" test rules deploy/prometheus/rules_test.yaml

# A JSON string is a YAML string: the dashboard's expressions become the rules of a file that promtool reads.
{
  echo 'groups: [{name: dashboard, rules: ['
  sed -n 's/^ *"expr": \(".*"\),$/{record: "dashboard:expression", expr: \1},/p' deploy/grafana/nephoran.json |
    sed 's/\$__rate_interval/5m/g'
  echo ']}]'
} >"$rendered/dashboard.yaml"
"$PROMTOOL" check rules --lint=none "$rendered/dashboard.yaml"
