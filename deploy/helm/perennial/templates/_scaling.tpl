{{/* SPDX-License-Identifier: Apache-2.0 */}}

{{/* Quickly up, one at a time down: each pod that goes moves partitions. Takes keda or hpa. */}}
{{- define "perennial.behavior" -}}
scaleDown:
  stabilizationWindowSeconds: {{ .scaleDownStabilizationSeconds }}
  policies:
    - type: Pods
      value: 1
      periodSeconds: 120
{{- end }}

{{/* What KEDA calls the mechanism. */}}
{{- define "perennial.kedaSasl" -}}
{{- if hasPrefix "SASL" .Values.kafka.security.protocol }}
{{- get (dict "PLAIN" "plaintext" "SCRAM-SHA-256" "scram_sha256" "SCRAM-SHA-512" "scram_sha512") .Values.kafka.sasl.mechanism }}
{{- else }}none{{ end }}
{{- end }}

{{/* The same Secrets that the pods have; KEDA reads them from the namespace of the release. */}}
{{- define "perennial.kedaSecrets" -}}
{{- with .Values.kafka.sasl }}
{{- if .existingSecret }}
- {parameter: username, name: {{ .existingSecret }}, key: {{ quote .keys.username }}}
- {parameter: password, name: {{ .existingSecret }}, key: {{ quote .keys.password }}}
{{- end }}
{{- end }}
{{- with .Values.kafka.tls }}
{{- if and .existingSecret .keys.ca }}
- {parameter: ca, name: {{ .existingSecret }}, key: {{ quote .keys.ca }}}
{{- end }}
{{- if .clientCertificate }}
{{- $client := .clientSecret | default .existingSecret }}
- {parameter: cert, name: {{ $client }}, key: {{ quote .keys.certificate }}}
- {parameter: key, name: {{ $client }}, key: {{ quote .keys.key }}}
{{- end }}
{{- end }}
{{- end }}
