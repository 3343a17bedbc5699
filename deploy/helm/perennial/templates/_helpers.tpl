{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/* Names, labels, image. */}}

{{- define "perennial.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* 40 characters leave room for suffixes, for a StatefulSet's revision and for the number of a pod. */}}
{{- define "perennial.fullname" -}}
{{- $name := include "perennial.name" . }}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- .Values.fullnameOverride | default $full | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "perennial.selector" -}}
app.kubernetes.io/name: {{ include "perennial.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* What the workload's own pods have, and those of jobs and tests have not. */}}
{{- define "perennial.workloadSelector" -}}
{{ include "perennial.selector" . }}
app.kubernetes.io/component: service
{{- end }}

{{- define "perennial.labels" -}}
{{- $own := include "perennial.selector" . | fromYaml }}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_") }}
{{- $_ := set $own "app.kubernetes.io/version" .Chart.AppVersion }}
{{- $_ := set $own "app.kubernetes.io/managed-by" .Release.Service }}
{{- mergeOverwrite (deepCopy .Values.commonLabels) $own | toYaml }}
{{- end }}

{{/* Not the chart's version: a new one alone starts no pod again. Takes a dict of root and component. */}}
{{- define "perennial.podLabels" -}}
{{- $own := include "perennial.selector" .root | fromYaml }}
{{- $_ := set $own "app.kubernetes.io/component" .component }}
{{- mergeOverwrite (deepCopy .root.Values.commonLabels) .root.Values.podLabels $own | toYaml }}
{{- end }}

{{- define "perennial.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (ternary (include "perennial.fullname" .) "default" .Values.serviceAccount.create) }}
{{- end }}

{{- define "perennial.image" -}}
{{- $image := .Values.image }}
{{- $suffix := ternary .Values.gpu.imageTagSuffix "" .Values.gpu.enabled }}
{{- if $image.digest }}
{{- printf "%s@%s" $image.repository $image.digest }}
{{- else }}
{{- printf "%s:%s%s" $image.repository ($image.tag | default .Chart.AppVersion) $suffix }}
{{- end }}
{{- end }}

{{/* Whether something else sets the number of pods. */}}
{{- define "perennial.autoscaled" -}}
{{- if or .Values.keda.enabled .Values.hpa.enabled }}true{{ end }}
{{- end }}

{{/* The fewest and the most pods that there may be. */}}
{{- define "perennial.fewest" -}}
{{- if .Values.keda.enabled }}{{ .Values.keda.minReplicas }}
{{- else if .Values.hpa.enabled }}{{ .Values.hpa.minReplicas }}
{{- else }}{{ .Values.replicas }}{{ end }}
{{- end }}

{{- define "perennial.most" -}}
{{- if .Values.keda.enabled }}{{ .Values.keda.maxReplicas }}
{{- else if .Values.hpa.enabled }}{{ .Values.hpa.maxReplicas }}
{{- else }}{{ .Values.replicas }}{{ end }}
{{- end }}
