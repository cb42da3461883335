{{- define "nephoran.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "nephoran.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "nephoran.selectorLabels" . | nindent 4 }}
  ports:
    - name: admin
      port: {{ .Values.admin.port }}
      targetPort: admin
    {{- if (default dict .Values.api).enabled }}
    - name: api
      port: {{ .Values.api.port }}
      targetPort: api
    {{- end }}
{{- end }}

{{- define "nephoran.serviceMonitor" -}}
{{- if .Values.serviceMonitor.enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "nephoran.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
    {{- with .Values.serviceMonitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "nephoran.selectorLabels" . | nindent 6 }}
  endpoints:
    - port: admin
      path: /metrics
      interval: {{ .Values.serviceMonitor.interval }}
{{- end }}
{{- end }}

{{/*
Nobody calls a controller but Prometheus and, through the node, the kubelet. What a controller calls (API servers, Git
remotes) has no fixed address, so egress stays open.
*/}}
{{- define "nephoran.networkPolicy" -}}
{{- if .Values.networkPolicy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "nephoran.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "nephoran.selectorLabels" . | nindent 6 }}
  policyTypes:
    - Ingress
  ingress:
    - ports:
        - port: admin
      {{- with .Values.networkPolicy.metricsFrom }}
      from:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    {{- if (default dict .Values.api).enabled }}
    - ports:
        - port: api
      {{- with .Values.api.from }}
      from:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "nephoran.podDisruptionBudget" -}}
{{- if .Values.podDisruptionBudget.enabled -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "nephoran.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "nephoran.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ .Values.podDisruptionBudget.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "nephoran.selectorLabels" . | nindent 6 }}
{{- end }}
{{- end }}
