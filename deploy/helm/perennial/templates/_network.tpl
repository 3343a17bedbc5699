{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/* Ports that the release must reach, read off the addresses that it is given. */}}

{{- define "perennial.kafkaPorts" -}}
{{- $ports := list }}
{{- range .Values.networkPolicy.egress.kafkaPorts }}
{{- $ports = append $ports (int .) }}
{{- end }}
{{- if not $ports }}
{{- range splitList "," .Values.kafka.bootstrapServers }}
{{- $port := regexFind ":[0-9]+$" (trim .) | trimPrefix ":" }}
{{- if not $port }}
{{- fail (printf "kafka.bootstrapServers refused: expected host:port, got %s; add the port, or set networkPolicy.egress.kafkaPorts" .) }}
{{- end }}
{{- $ports = append $ports (int $port) }}
{{- end }}
{{- end }}
{{- $ports | uniq | toYaml }}
{{- end }}

{{- define "perennial.httpPorts" -}}
{{- $ports := list }}
{{- range .Values.networkPolicy.egress.httpPorts }}
{{- $ports = append $ports (int .) }}
{{- end }}
{{- if not $ports }}
{{- $ports = list 443 }}
{{- range list .Values.store.endpoint .Values.kafka.sasl.oauth.tokenEndpointUrl }}
{{- with . }}
{{- $address := urlParse . }}
{{- $port := regexFind ":[0-9]+$" $address.host | trimPrefix ":" }}
{{- $ports = append $ports (int ($port | default (ternary 80 443 (eq $address.scheme "http")))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $ports | uniq | toYaml }}
{{- end }}
