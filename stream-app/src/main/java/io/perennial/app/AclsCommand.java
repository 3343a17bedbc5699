// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Settings;
import io.perennial.topology.Access;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perennial acls}: what an administrator has to allow. */
@Command(
        name = "acls",
        description =
                "Lists exactly the rights that an application needs on a cluster with an authoriser. Asks no cluster.",
        footer = {
            "run       the service",
            "topics    perennial topics, for whoever creates them",
            "evaluate  perennial evaluate on the application's topics",
            "control   perennial control",
            "probe     perennial probe",
            "verify    perennial verify",
            "Exit status: 0 for success, 2 for a refused argument."
        },
        mixinStandardHelpOptions = true)
final class AclsCommand implements Callable<Integer> {

    /** How they are shown. */
    enum Format {
        TABLE,
        COMMANDS
    }

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--principal",
            required = true,
            paramLabel = "TYPE:NAME",
            description =
                    "who connects, such as User:perennial; with mTLS User:CN=perennial or what the cluster maps it to")
    private String principal;

    @Option(
            names = "--host",
            defaultValue = "*",
            paramLabel = "ADDRESS",
            description = "only from there (default: ${DEFAULT-VALUE}, anywhere)")
    private String host;

    @Option(
            names = "--for",
            defaultValue = "run",
            paramLabel = "ROLE",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Access.Role role;

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "table, or commands for kafka-acls.sh (default: ${DEFAULT-VALUE})")
    private Format format;

    @Option(
            names = "--creates-topics",
            description = "the service creates its changelogs itself; otherwise perennial topics create has done it")
    private boolean creates;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!principal.matches("\\w+:.+")) {
            throw new IllegalArgumentException(
                    "--principal refused: expected a type and a name such as User:perennial, got " + principal);
        }
        Settings settings = config.settings();
        AclLines lines = new AclLines(Options.access(settings, creates).of(role), principal, host);
        List<String> shown = format == Format.TABLE
                ? lines.table()
                : lines.commands(settings.kafka().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        PrintWriter out = spec.commandLine().getOut();
        shown.forEach(out::println);
        out.flush();
        return 0;
    }
}
