// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Which failures of S3 pass, and what to say about them. */
final class S3Failures {

    static final int CONDITION_FAILED = 412;

    /** Too slow, in conflict with another conditional write, too many requests, and what ails the server itself. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 429, 500, 502, 503, 504);

    private S3Failures() {}

    static boolean passing(Throwable failure) {
        if (failure instanceof SdkServiceException answer) {
            return PASSING.contains(answer.statusCode()) || answer.isThrottlingException();
        }
        if (failure instanceof AbortedException) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** The server's own words can name accounts and keys, so only its code is repeated. */
    static String described(Throwable failure) {
        if (failure instanceof SdkServiceException answer) {
            AwsErrorDetails details = failure instanceof AwsServiceException service ? service.awsErrorDetails() : null;
            String code = details == null || details.errorCode() == null ? "" : " " + details.errorCode();
            return "status " + answer.statusCode() + StoreNames.shown(code);
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + StoreNames.shown(root.getMessage() + "");
    }
}
