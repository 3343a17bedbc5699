// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;

/**
 * Kubernetes' own objects as two models of its API read them: one refuses fields that are not there and values of another
 * type, the other fields that are missing.
 */
final class StrictModels {

    private static final KubernetesSerialization KINDS = new KubernetesSerialization();
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                /** The models keep fields that they do not know; here these are errors. */
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return Boolean.FALSE;
                }
            });

    static {
        new JSON(); // fills in the adapters that the models' checks use
    }

    private StrictModels() {}

    static boolean knows(Manifest manifest) {
        return KINDS.getRegisteredKubernetesResource(manifest.apiVersion(), manifest.kind()) != null;
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException with the field that is wrong
     */
    static HasMetadata read(Manifest manifest) {
        Class<?> type = KINDS.getRegisteredKubernetesResource(manifest.apiVersion(), manifest.kind());
        try {
            HasMetadata read = (HasMetadata) MAPPER.treeToValue(manifest.json(), type);
            complete(manifest);
            return read;
        } catch (IOException e) {
            throw new IllegalArgumentException(manifest + ": " + e.getMessage(), e);
        }
    }

    private static void complete(Manifest manifest) {
        String version = manifest.apiVersion();
        String name = version.substring(version.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT) + manifest.kind();
        JsonElement json = JsonParser.parseString(manifest.json().toString());
        try {
            Class.forName("io.kubernetes.client.openapi.models." + name)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, json);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(manifest + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(manifest + ": no model " + name, e);
        }
    }
}
