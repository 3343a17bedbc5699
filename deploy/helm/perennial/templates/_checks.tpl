{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/* What a schema cannot refuse: values that contradict each other. */}}

{{- define "perennial.checks" -}}
{{- $kafka := .Values.kafka }}
{{- $protocol := $kafka.security.protocol }}
{{- if not $kafka.bootstrapServers }}
{{- fail "kafka.bootstrapServers refused: expected brokers as host:port, got nothing; set kafka.bootstrapServers" }}
{{- end }}
{{- if and .Values.keda.enabled .Values.hpa.enabled }}
{{- fail "keda.enabled refused: expected one autoscaler, got two; disable keda or hpa" }}
{{- end }}
{{- if and .Values.keda.enabled (hasPrefix "SASL" $protocol) (eq $kafka.sasl.mechanism "OAUTHBEARER") }}
{{- fail "keda.enabled refused: expected a mechanism of Kafka that KEDA takes out of Secrets alone, SCRAM or PLAIN, got OAUTHBEARER; use hpa, or a ScaledObject of your own with the lag out of Prometheus" }}
{{- end }}
{{- range $name := list "keda" "hpa" }}
{{- $scaler := index $.Values $name }}
{{- if and $scaler.enabled (gt (int $scaler.minReplicas) (int $scaler.maxReplicas)) }}
{{- fail (printf "%s.minReplicas refused: expected at most %s.maxReplicas (%d), got %d; correct one of them" $name $name (int $scaler.maxReplicas) (int $scaler.minReplicas)) }}
{{- end }}
{{- end }}
{{- $certificates := or $kafka.tls.existingSecret $kafka.tls.clientSecret }}
{{- if and $certificates (not (has $protocol (list "SSL" "SASL_SSL"))) }}
{{- fail (printf "kafka.tls refused: expected kafka.security.protocol SSL or SASL_SSL with a Secret, got %s; set the protocol" $protocol) }}
{{- end }}
{{- if and $kafka.tls.clientCertificate (not $certificates) }}
{{- fail "kafka.tls.clientCertificate refused: expected a Secret with tls.crt and tls.key, got none; set kafka.tls.existingSecret" }}
{{- end }}
{{- if and $kafka.tls.clientSecret (not $kafka.tls.clientCertificate) }}
{{- fail (printf "kafka.tls.clientSecret refused: expected kafka.tls.clientCertificate true with %s, got false; set it, or leave the Secret out" $kafka.tls.clientSecret) }}
{{- end }}
{{- if hasPrefix "SASL" $protocol }}
{{- if not $kafka.sasl.existingSecret }}
{{- fail (printf "kafka.sasl.existingSecret refused: expected a Secret with the credentials for %s, got none; create it and name it" $protocol) }}
{{- end }}
{{- if and (eq $kafka.sasl.mechanism "OAUTHBEARER") (not $kafka.sasl.oauth.tokenEndpointUrl) }}
{{- fail "kafka.sasl.oauth.tokenEndpointUrl refused: expected the address that gives tokens for OAUTHBEARER, got nothing; set it" }}
{{- end }}
{{- else if $kafka.sasl.existingSecret }}
{{- fail (printf "kafka.sasl.existingSecret refused: expected kafka.security.protocol SASL_SSL or SASL_PLAINTEXT with it, got %s; set the protocol" $protocol) }}
{{- end }}
{{- range $name, $value := $kafka.properties }}
{{- if and (regexMatch "password|secret|jaas\\.config|keystore\\.key$|user\\.info" $name) (not (contains "${" (toString $value))) }}
{{- fail (printf "kafka.properties.%s refused: expected a reference ${NAME} to a mounted secret, got a plain value, which everybody could read in the ConfigMap; name its Secret in secrets" $name) }}
{{- end }}
{{- end }}
{{- if .Values.observe.token }}
{{- fail "observe.token refused: expected the token in a Secret, got it among the values, where everybody could read it in the ConfigMap; set observeToken.existingSecret" }}
{{- end }}
{{- if and .Values.observe.control (not .Values.observeToken.existingSecret) }}
{{- fail "observe.control refused: expected a Secret with the token, got none; set observeToken.existingSecret" }}
{{- end }}
{{- if and .Values.observe.control (not (index .Values.record "control-topic")) }}
{{- fail "observe.control refused: expected a topic for the commands, got none; set record.control-topic" }}
{{- end }}
{{- if eq (toString .Values.observe.enabled) "false" }}
{{- fail "observe.enabled refused: expected true, since the probes of the pods ask there, got false; leave it out, and switch off the page by observe.page" }}
{{- end }}
{{- if or (lt (int .Values.observe.port) 1024) (has .Values.observe.host (list "127.0.0.1" "localhost")) }}
{{- fail (printf "observe refused: expected an address that the probes reach and a port from 1024 that the container's user may open, got %s:%v; set observe.host to 0.0.0.0 and observe.port to 8080" .Values.observe.host .Values.observe.port) }}
{{- end }}
{{- end }}
