{{/* The configuration file: the value `configuration`, with the HTTP API of the value `api`. */}}
{{- define "nephoran.configurationFile" -}}
{{- $configuration := deepCopy .Values.configuration -}}
{{- if .Values.api.enabled -}}
{{- $secret := required "api.tokenSecret.name: the HTTP API needs a token" .Values.api.tokenSecret.name -}}
{{- $address := printf "%s:%v" .Values.admin.address .Values.api.port -}}
{{- $_ := set $configuration "api" (dict "address" $address "tokenSecretRef" (dict "name" $secret "key" .Values.api.tokenSecret.key)) -}}
{{- end -}}
{{- toYaml $configuration -}}
{{- end }}
