{{/*
Every object is named after its chart, whatever the release is called: a controller holds its Leases in its own
namespace, so a second installation would work on the same intents. Two releases therefore collide at install time.
*/}}
{{- define "nephoran.name" -}}
{{ .Chart.Name }}
{{- end }}

{{- define "nephoran.selectorLabels" -}}
app.kubernetes.io/name: {{ include "nephoran.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "nephoran.labels" -}}
{{ include "nephoran.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: {{ .Chart.Name | trimPrefix "nephoran-" }}
app.kubernetes.io/part-of: nephoran
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "nephoran.image" -}}
{{ .Values.image.repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}
