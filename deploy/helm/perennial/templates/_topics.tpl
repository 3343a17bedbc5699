{{/* SPDX-License-Identifier: Apache-2.0 */}}
{{/* Hooks come before all other objects, so the Job has an account and a ConfigMap of its own. Takes the hook's weight. */}}

{{- define "perennial.topicsHook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}
