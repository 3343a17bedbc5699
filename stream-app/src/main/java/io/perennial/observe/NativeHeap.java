// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What malloc keeps of what was freed: it is resident, and the next pass is served from it unseen. */
public final class NativeHeap {

    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String TRIM = "systemTrimNativeHeap";

    private NativeHeap() {}

    /**
     * Gives it back to the system, so that what is taken next shows in the resident memory. HotSpot on glibc does so
     * (jcmd's System.trim_native_heap, since 17.0.9); elsewhere this does nothing.
     */
    public static void trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), TRIM, new Object[0], new String[0]);
        } catch (JMException e) {
            return; // another JVM, or an older one
        }
    }
}
