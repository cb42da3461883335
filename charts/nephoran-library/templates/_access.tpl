{{/*
The ServiceAccount and what it may do. The rules are files/rules.yaml of the chart and nothing else, so that whoever
runs a controller outside Helm, as the tests do, gives it the same rights:
  clusterRules         in every namespace
  namespaceRules       in the controller's own namespace
  impersonationRules   in every namespace, only with impersonation.enabled
*/}}
{{- define "nephoran.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "nephoran.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
  {{- with .Values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}

{{- define "nephoran.rbac" -}}
{{- $rules := .Files.Get "files/rules.yaml" | fromYaml -}}
{{- if hasKey $rules "Error" }}{{ fail (printf "files/rules.yaml of %s is not YAML: %s" .Chart.Name $rules.Error) }}{{ end -}}
{{- $clusterRules := $rules.clusterRules -}}
{{- if (default dict .Values.impersonation).enabled -}}
{{- $clusterRules = concat $clusterRules $rules.impersonationRules -}}
{{- end -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ include "nephoran.name" . }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
rules:
  {{- toYaml $clusterRules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ include "nephoran.name" . }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ include "nephoran.name" . }}
subjects:
  {{- include "nephoran.subject" . | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ include "nephoran.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
rules:
  {{- toYaml $rules.namespaceRules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ include "nephoran.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ include "nephoran.name" . }}
subjects:
  {{- include "nephoran.subject" . | nindent 2 }}
{{- end }}

{{- define "nephoran.subject" -}}
- kind: ServiceAccount
  name: {{ include "nephoran.name" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}
