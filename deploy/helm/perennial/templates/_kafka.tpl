{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/* Kafka's client properties. ${...} are the files in /run/secrets/perennial, see _secrets.tpl. */}}

{{- define "perennial.kafka" -}}
{{- $kafka := dict "bootstrap.servers" .Values.kafka.bootstrapServers "state.dir" "/var/lib/perennial" }}
{{- $_ := set $kafka "num.standby.replicas" (include "perennial.standbys" . | int) }}
{{- if include "perennial.static" . }}
{{- $_ := set $kafka "group.instance.id" "${POD_NAME}" }}
{{- end }}
{{- $security := merge (include "perennial.tls" . | fromYaml) (include "perennial.sasl" . | fromYaml) }}
{{- $_ := set $security "security.protocol" .Values.kafka.security.protocol }}
{{- mergeOverwrite $kafka $security (deepCopy .Values.kafka.properties) | toYaml }}
{{- end }}

{{/* Whether a pod keeps its place in the group while it is away: not where an autoscaler sends pods away for good. */}}
{{- define "perennial.static" -}}
{{- $static := .Values.kafka.staticMembership }}
{{- $wanted := ternary (not (include "perennial.autoscaled" .)) (eq (toString $static) "true") (eq (toString $static) "") }}
{{- if and (eq .Values.workload "StatefulSet") $wanted }}true{{ end }}
{{- end }}

{{- define "perennial.standbys" -}}
{{- $standbys := .Values.kafka.standbyReplicas }}
{{- if or (kindIs "invalid" $standbys) (eq (toString $standbys) "") }}
{{- ternary 1 0 (gt (include "perennial.most" . | int) 1) }}
{{- else }}
{{- $standbys }}
{{- end }}
{{- end }}

{{- define "perennial.tls" -}}
{{- $tls := .Values.kafka.tls }}
{{- $properties := dict }}
{{- if and $tls.existingSecret $tls.keys.ca }}
{{- $_ := set $properties "ssl.truststore.type" "PEM" }}
{{- $_ := set $properties "ssl.truststore.certificates" "${ca.crt}" }}
{{- end }}
{{- if $tls.clientCertificate }}
{{- $_ := set $properties "ssl.keystore.type" "PEM" }}
{{- $_ := set $properties "ssl.keystore.certificate.chain" "${tls.crt}" }}
{{- $_ := set $properties "ssl.keystore.key" "${tls.key}" }}
{{- end }}
{{- toYaml $properties }}
{{- end }}

{{- define "perennial.sasl" -}}
{{- $sasl := .Values.kafka.sasl }}
{{- $properties := dict }}
{{- if hasPrefix "SASL" .Values.kafka.security.protocol }}
{{- $_ := set $properties "sasl.mechanism" $sasl.mechanism }}
{{- $module := "org.apache.kafka.common.security.scram.ScramLoginModule" }}
{{- $user := "username=\"${KAFKA_USERNAME}\" password=\"${KAFKA_PASSWORD}\"" }}
{{- if eq $sasl.mechanism "PLAIN" }}
{{- $module = "org.apache.kafka.common.security.plain.PlainLoginModule" }}
{{- else if eq $sasl.mechanism "OAUTHBEARER" }}
{{- $module = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule" }}
{{- $user = "clientId=\"${KAFKA_USERNAME}\" clientSecret=\"${KAFKA_PASSWORD}\"" }}
{{- with $sasl.oauth.scope }}
{{- $user = printf "%s scope=%s" $user (quote .) }}
{{- end }}
{{- $_ := set $properties "sasl.login.callback.handler.class" "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler" }}
{{- $_ := set $properties "sasl.oauthbearer.token.endpoint.url" $sasl.oauth.tokenEndpointUrl }}
{{- end }}
{{- $_ := set $properties "sasl.jaas.config" (printf "%s required %s;" $module $user) }}
{{- end }}
{{- toYaml $properties }}
{{- end }}
