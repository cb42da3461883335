{{/*
The arguments of the controllers that commit: crates/gitops/src/args.rs.
  values   the chart's values
  cache    writable folder for mirrors of repositories
*/}}
{{- define "nephoran.repositoryEnvironment" -}}
{{- with .values.repository.url }}
- name: NEPHORAN_REPOSITORY_URL
  value: {{ . | quote }}
{{- end }}
- name: NEPHORAN_REPOSITORY_BRANCH
  value: {{ .values.repository.branch | quote }}
- name: NEPHORAN_REPOSITORY_PATH
  value: {{ .values.repository.path | quote }}
{{- with .values.repository.secretName }}
- name: NEPHORAN_REPOSITORY_SECRET
  value: {{ . | quote }}
{{- end }}
- name: NEPHORAN_GIT_CACHE
  value: {{ .cache }}
- name: NEPHORAN_COMMIT_AUTHOR_NAME
  value: {{ .values.git.authorName | quote }}
- name: NEPHORAN_COMMIT_AUTHOR_EMAIL
  value: {{ .values.git.authorEmail | quote }}
- name: NEPHORAN_GIT_CONNECT_SECONDS
  value: {{ .values.git.connectSeconds | quote }}
{{- end }}
