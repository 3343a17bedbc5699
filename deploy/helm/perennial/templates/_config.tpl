{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/* perennial.yaml, as the application reads it. Every secret in it is a reference to a mounted file. */}}

{{- define "perennial.config" -}}
{{- include "perennial.checks" . }}
{{- $bundle := include "perennial.bundle" . | fromYaml }}
{{- $application := mergeOverwrite (dict "instances" (max 1 (include "perennial.fewest" . | int))) (deepCopy .Values.application) }}
{{- $score := deepCopy .Values.score }}
{{- if .Values.gpu.enabled }}
{{- $score = mergeOverwrite (dict "device" .Values.gpu.device) $score }}
{{- end }}
{{- $store := deepCopy .Values.store }}
{{- with $bundle.store }}
{{- $_ := set $store "uri" . }}
{{- end }}
{{- $config := dict "application" $application "bundle" $bundle.bundle "score" $score "store" $store }}
{{- range $word := list "record" "tensor" "adapt" "publish" "observe" }}
{{- $_ := set $config $word (index $.Values $word) }}
{{- end }}
{{- range $word, $keys := $config }}
{{- if not $keys }}
{{- $_ := unset $config $word }}
{{- end }}
{{- end }}
{{- $_ := set $config "kafka" (include "perennial.kafka" . | fromYaml) }}
{{- toYaml $config }}
{{- end }}

{{/* Where the model store is; empty for none. */}}
{{- define "perennial.storeUri" -}}
{{- $bundle := include "perennial.bundle" . | fromYaml }}
{{- $bundle.store | default .Values.store.uri | default "" }}
{{- end }}

{{/* The bundle's own word, and the store where an s3:// address names both. */}}
{{- define "perennial.bundle" -}}
{{- $uri := .Values.bundle.uri | default "" }}
{{- if regexMatch "^s3://[^/]+(/[^/]+)*/[^/@]+(@[^/@]+)?$" $uri }}
{{- $name := base $uri }}
{{- $store := trimSuffix (printf "/%s" $name) $uri }}
{{- $given := .Values.store.uri | default "" | trimSuffix "/" }}
{{- if and $given (ne $given $store) }}
{{- fail (printf "store.uri refused: expected nothing, or %s as in bundle.uri, got %s; leave store.uri out, or set bundle.uri to store:%s" $store $given $name) }}
{{- end }}
{{- dict "bundle" (printf "store:%s" $name) "store" $store | toYaml }}
{{- else if hasPrefix "store:" $uri }}
{{- if not .Values.store.uri }}
{{- fail (printf "bundle.uri refused: expected a store for %s, got none; set store.uri, or bundle.uri to s3://bucket/prefix/NAME" $uri) }}
{{- end }}
{{- dict "bundle" $uri | toYaml }}
{{- else if or (hasPrefix "builtin:" $uri) (hasPrefix "/" $uri) }}
{{- dict "bundle" $uri | toYaml }}
{{- else }}
{{- fail (printf "bundle.uri refused: expected builtin:digits, s3://bucket/prefix/NAME[@VERSION], store:NAME[@VERSION] or the path of a mounted directory, got %s; set bundle.uri" ($uri | default "nothing")) }}
{{- end }}
{{- end }}
