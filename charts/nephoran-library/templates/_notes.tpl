{{- define "nephoran.notes" -}}
{{ .Chart.Name }} {{ .Chart.AppVersion }} runs in namespace {{ .Release.Namespace }}:

  kubectl --namespace {{ .Release.Namespace }} rollout status deployment/{{ include "nephoran.name" . }}
  kubectl --namespace {{ .Release.Namespace }} logs deployment/{{ include "nephoran.name" . }}
{{- if not (.Capabilities.APIVersions.Has "nephoran.com/v1") }}

It waits for its custom resources, which this cluster does not have yet. Install the chart nephoran-crds.
{{- end }}
{{- end }}
