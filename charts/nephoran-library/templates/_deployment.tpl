{{/*
The Deployment of a controller.
  chart         the chart's context
  environment   environment variables of this controller alone, as a list
  writable      folder the controller may write to, if it needs one
  configuration text of its configuration file, if it has one
  ports         further container ports, as a list
*/}}
{{- define "nephoran.deployment" -}}
{{- $chart := .chart -}}
{{- $values := .chart.Values -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "nephoran.name" $chart }}
  namespace: {{ $chart.Release.Namespace }}
  labels:
    {{- include "nephoran.labels" $chart | nindent 4 }}
spec:
  replicas: {{ $values.replicas }}
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      {{- include "nephoran.selectorLabels" $chart | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "nephoran.labels" $chart | nindent 8 }}
        {{- with $values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        kubectl.kubernetes.io/default-container: controller
        {{- with .configuration }}
        # A changed configuration starts new Pods.
        nephoran.com/configuration: {{ sha256sum . }}
        {{- end }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "nephoran.name" $chart }}
      automountServiceAccountToken: true
      # Service links would set NEPHORAN_*_PORT and the like, which look like arguments.
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
      {{- with $values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $values.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: controller
          image: {{ include "nephoran.image" $chart | quote }}
          imagePullPolicy: {{ $values.image.pullPolicy }}
          env:
            {{- include "nephoran.runtimeEnvironment" $chart | nindent 12 }}
            {{- with .environment }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
            {{- with $values.extraEnvironment }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          ports:
            - name: admin
              containerPort: {{ $values.admin.port }}
            {{- with .ports }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          livenessProbe:
            httpGet:
              path: /healthz
              port: admin
            initialDelaySeconds: 10
            periodSeconds: 10
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /readyz
              port: admin
            periodSeconds: 5
            timeoutSeconds: 5
          resources:
            {{- toYaml $values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop:
                - ALL
          {{- if or .writable .configuration }}
          volumeMounts:
            {{- with .writable }}
            - name: writable
              mountPath: {{ . }}
            {{- end }}
            {{- if .configuration }}
            - name: configuration
              mountPath: /etc/nephoran
              readOnly: true
            {{- end }}
          {{- end }}
      {{- if or .writable .configuration }}
      volumes:
        {{- if .writable }}
        - name: writable
          emptyDir: {}
        {{- end }}
        {{- if .configuration }}
        - name: configuration
          configMap:
            name: {{ include "nephoran.name" $chart }}-configuration
        {{- end }}
      {{- end }}
      {{- with $values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.topologySpreadConstraints }}
      topologySpreadConstraints:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}

{{/* The arguments every controller takes: crates/runtime/src/args.rs. */}}
{{- define "nephoran.runtimeEnvironment" -}}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: NEPHORAN_CONCURRENCY
  value: {{ .Values.controller.concurrency | quote }}
- name: NEPHORAN_SHARDS
  value: {{ .Values.controller.shards | quote }}
- name: NEPHORAN_LEASE_SECONDS
  value: {{ .Values.controller.leaseSeconds | quote }}
{{- with .Values.controller.backoff }}
{{- $overrides := list }}
{{- range $class, $backoff := . }}
{{- $overrides = append $overrides (printf "%s=%s" $class $backoff) }}
{{- end }}
- name: NEPHORAN_BACKOFF
  value: {{ join ";" $overrides | quote }}
{{- end }}
- name: NEPHORAN_ADMIN_ADDRESS
  value: {{ printf "%s:%v" .Values.admin.address .Values.admin.port | quote }}
- name: NEPHORAN_LOG_FORMAT
  value: {{ .Values.log.format }}
- name: NEPHORAN_LOG
  value: {{ .Values.log.filter | quote }}
{{- end }}
