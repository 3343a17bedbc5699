{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/* What all pods of the chart have in common: the service, the Job for the topics, the test. */}}

{{- define "perennial.podDefaults" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- end }}

{{- define "perennial.containerDefaults" -}}
image: {{ include "perennial.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
{{- end }}

{{/* Arguments that say where configuration and secrets are. */}}
{{- define "perennial.configArguments" -}}
- --config
- /etc/perennial/perennial.yaml
{{- if include "perennial.secretSources" . | trim }}
- --secrets
- /run/secrets/perennial
{{- end }}
{{- end }}

{{- define "perennial.environment" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- if .Values.s3.existingSecret }}
- name: AWS_SHARED_CREDENTIALS_FILE
  value: /run/secrets/perennial/aws/credentials
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "perennial.mounts" -}}
- name: config
  mountPath: /etc/perennial
  readOnly: true
{{- if include "perennial.secretSources" . | trim }}
- name: secrets
  mountPath: /run/secrets/perennial
  readOnly: true
{{- end }}
- name: tmp
  mountPath: /tmp
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Takes a dict of root and the name of the ConfigMap. */}}
{{- define "perennial.volumes" -}}
- name: config
  configMap:
    name: {{ .config }}
{{- with .root }}
{{- with include "perennial.secretSources" . | trim }}
- name: secrets
  projected:
    # 0440: for the pod's group, which is the user's.
    defaultMode: 288
    sources:
      {{- . | nindent 6 }}
{{- end }}
- name: tmp
  emptyDir:
    sizeLimit: {{ .Values.tmp.sizeLimit }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- end }}

{{/* Which nodes will do. Takes a dict of root and gpu: whether GPUs' nodes are asked for. */}}
{{- define "perennial.placement" -}}
{{- $nodes := deepCopy .root.Values.nodeSelector }}
{{- $tolerations := .root.Values.tolerations }}
{{- if .gpu }}
{{- $nodes = mergeOverwrite $nodes .root.Values.gpu.nodeSelector }}
{{- $tolerations = concat $tolerations .root.Values.gpu.tolerations }}
{{- end }}
{{- with $nodes }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}
