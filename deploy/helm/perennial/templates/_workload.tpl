{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/* The pod of the service, for StatefulSet and Deployment. */}}

{{- define "perennial.podTemplate" -}}
metadata:
  labels:
    {{- include "perennial.podLabels" (dict "root" . "component" "service") | nindent 4 }}
  annotations:
    # A change of the configuration rolls the pods, but for the number of them, which is looked at when a pod starts.
    checksum/config: {{ regexReplaceAll "(?m)^  instances: .*$" (include "perennial.config" .) "" | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- include "perennial.podDefaults" . | nindent 2 }}
  serviceAccountName: {{ include "perennial.serviceAccountName" . }}
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  {{- include "perennial.placement" (dict "root" . "gpu" .Values.gpu.enabled) | trim | nindent 2 }}
  {{- with .Values.runtimeClassName }}
  runtimeClassName: {{ . }}
  {{- end }}
  {{- include "perennial.spread" . | trim | nindent 2 }}
  containers:
    - name: perennial
      {{- include "perennial.containerDefaults" . | nindent 6 }}
      args:
        - run
        {{- include "perennial.configArguments" . | nindent 8 }}
      env:
        {{- include "perennial.environment" . | nindent 8 }}
        {{- with .Values.javaOptions }}
        - name: JDK_JAVA_OPTIONS
          value: {{ join " " . | quote }}
        {{- end }}
      ports:
        - name: http
          containerPort: {{ .Values.observe.port }}
          protocol: TCP
      startupProbe:
        httpGet: {path: /health/started, port: http}
        {{- toYaml .Values.probes.startup | nindent 8 }}
      readinessProbe:
        httpGet: {path: /health/ready, port: http}
        {{- toYaml .Values.probes.readiness | nindent 8 }}
      livenessProbe:
        httpGet: {path: /health/live, port: http}
        {{- toYaml .Values.probes.liveness | nindent 8 }}
      resources:
        {{- include "perennial.resources" . | nindent 8 }}
      volumeMounts:
        {{- include "perennial.mounts" . | nindent 8 }}
        - name: state
          mountPath: /var/lib/perennial
  volumes:
    {{- include "perennial.volumes" (dict "root" . "config" (include "perennial.fullname" .)) | nindent 4 }}
    {{- if not (include "perennial.claims" .) }}
    - name: state
      emptyDir:
        sizeLimit: {{ .Values.persistence.size }}
    {{- end }}
{{- end }}

{{/* Whether the pods have volumes that outlive them. */}}
{{- define "perennial.claims" -}}
{{- if and (eq .Values.workload "StatefulSet") .Values.persistence.enabled }}true{{ end }}
{{- end }}

{{- define "perennial.resources" -}}
{{- $resources := deepCopy .Values.resources }}
{{- if .Values.gpu.enabled }}
{{- $gpus := dict .Values.gpu.resourceName (.Values.gpu.count | int) }}
{{- $resources = mergeOverwrite $resources (dict "limits" $gpus) }}
{{- end }}
{{- toYaml $resources }}
{{- end }}

{{/* Away from each other: nodes by affinity, zones by constraints. */}}
{{- define "perennial.spread" -}}
{{- $selector := dict "matchLabels" (include "perennial.workloadSelector" . | fromYaml) }}
{{- $term := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" $selector }}
{{- if .Values.affinity }}
affinity:
  {{- toYaml .Values.affinity | nindent 2 }}
{{- else if eq .Values.podAntiAffinity "soft" }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          {{- toYaml $term | nindent 10 }}
{{- else if eq .Values.podAntiAffinity "hard" }}
affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - {{- toYaml $term | nindent 8 }}
{{- end }}
{{- with .Values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  - {{- mergeOverwrite (dict "labelSelector" $selector) . | toYaml | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}
