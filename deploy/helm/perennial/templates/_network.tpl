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

{{/* What the release reaches: name servers, brokers, the model store and the token endpoint. */}}
{{- define "perennial.egress" -}}
{{- include "perennial.checks" . }}
{{- $egress := .Values.networkPolicy.egress }}
- ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
    # Policies see the port of the pod behind the Service, and some name servers have this one.
    - {port: 5353, protocol: UDP}
    - {port: 5353, protocol: TCP}
- ports:
    {{- range include "perennial.kafkaPorts" . | fromYamlArray }}
    - {port: {{ int . }}, protocol: TCP}
    {{- end }}
  {{- with $egress.kafkaTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
- ports:
    {{- range include "perennial.httpPorts" . | fromYamlArray }}
    - {port: {{ int . }}, protocol: TCP}
    {{- end }}
  {{- with $egress.httpTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- if and (not .Values.s3.existingSecret) (hasPrefix "s3://" (include "perennial.storeUri" .)) }}
# Credentials of the node, or of the pod's account.
- ports:
    - {port: 80, protocol: TCP}
  to:
    - ipBlock: {cidr: 169.254.169.254/32}
    - ipBlock: {cidr: 169.254.170.23/32}
{{- end }}
{{- with $egress.extra }}
{{ toYaml . }}
{{- end }}
{{- end }}
