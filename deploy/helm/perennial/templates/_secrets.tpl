{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/*
All secrets in one directory, /run/secrets/perennial: `--secrets` makes a variable of each file there, and leaves directories
alone. Only the keys that are named are mounted, under names of ours, so that no other key of a Secret becomes a variable.
*/}}
{{- define "perennial.secretSources" -}}
{{- $tls := .Values.kafka.tls }}
{{- if and $tls.existingSecret $tls.keys.ca }}
- secret:
    name: {{ $tls.existingSecret }}
    items:
      - {key: {{ quote $tls.keys.ca }}, path: ca.crt}
{{- end }}
{{- if $tls.clientCertificate }}
- secret:
    name: {{ $tls.clientSecret | default $tls.existingSecret }}
    items:
      - {key: {{ quote $tls.keys.certificate }}, path: tls.crt}
      - {key: {{ quote $tls.keys.key }}, path: tls.key}
{{- end }}
{{- with .Values.kafka.sasl }}
{{- if .existingSecret }}
- secret:
    name: {{ .existingSecret }}
    items:
      - {key: {{ quote .keys.username }}, path: KAFKA_USERNAME}
      - {key: {{ quote .keys.password }}, path: KAFKA_PASSWORD}
{{- end }}
{{- end }}
{{- with .Values.observeToken }}
{{- if .existingSecret }}
- secret:
    name: {{ .existingSecret }}
    items:
      - {key: {{ quote .key }}, path: PERENNIAL_OBSERVE_TOKEN}
{{- end }}
{{- end }}
{{- with .Values.s3 }}
{{- if .existingSecret }}
- secret:
    name: {{ .existingSecret }}
    items:
      - {key: {{ quote .key }}, path: aws/credentials}
{{- end }}
{{- end }}
{{- range .Values.secrets }}
- secret:
    name: {{ .name }}
    items:
      {{- range $variable, $key := .keys }}
      - {key: {{ quote $key }}, path: {{ quote $variable }}}
      {{- end }}
{{- end }}
{{- end }}
