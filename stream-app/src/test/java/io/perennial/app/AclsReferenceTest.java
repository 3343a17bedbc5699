// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of rights in the docs are what the command prints, and the command prints what an administrator can run. */
class AclsReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "howto", "secure.md");
    private static final Pattern LIST = Pattern.compile("<!-- acls: ([a-z]+) -->\\n```\\n(.*?)```", Pattern.DOTALL);
    private static final String REFRESH = "./mvnw -pl stream-app -am test -Dtest='*ReferenceTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dperennial.refresh-docs=true";
    private static final String EVERYTHING =
            """
            bundle: builtin:digits
            kafka:
              bootstrap.servers: broker:9093
            record:
              control-topic: perennial.control
            publish:
              labels-topic: perennial.labels
            """;

    @TempDir
    private Path directory;

    @Test
    void thePageShowsWhatIsPrinted() throws IOException {
        if (Boolean.getBoolean("perennial.refresh-docs")) {
            StringBuilder fresh = new StringBuilder();
            Matcher lists = LIST.matcher(Files.readString(PAGE));
            while (lists.find()) {
                String list = "<!-- acls: " + lists.group(1) + " -->\n```\n" + printed(lists.group(1)) + "```";
                lists.appendReplacement(fresh, Matcher.quoteReplacement(list));
            }
            Files.writeString(PAGE, lists.appendTail(fresh).toString());
        }
        List<String> shown = new ArrayList<>();
        for (var list : LIST.matcher(Files.readString(PAGE)).results().toList()) {
            assertThat(list.group(2)).as("stale; refresh it with: " + REFRESH).isEqualTo(printed(list.group(1)));
            shown.add(list.group(1));
        }
        assertThat(shown).containsExactly("run");
    }

    @Test
    void aCommandIsWhatKafkasToolTakes() throws IOException {
        CommandRun run = acls(EVERYTHING, "--format", "commands", "--principal", "User:CN=perennial, O=Example");
        assertThat(run.out().lines())
                .contains(
                        "kafka-acls.sh --bootstrap-server broker:9093 --command-config admin.properties --add"
                                + " --allow-principal 'User:CN=perennial, O=Example' --allow-host '*' --operation Write"
                                + " --transactional-id perennial- --resource-pattern-type prefixed",
                        "kafka-acls.sh --bootstrap-server broker:9093 --command-config admin.properties --add"
                                + " --allow-principal 'User:CN=perennial, O=Example' --allow-host '*' --operation Read"
                                + " --topic perennial.events");
        CommandRun topics = acls(EVERYTHING, "--format", "commands", "--for", "topics", "--host", "10.0.0.7");
        assertThat(topics.out())
                .contains("--allow-host 10.0.0.7 --operation DescribeConfigs --topic perennial-outcomes-changelog");
    }

    @Test
    void onlyWhatTheConfigurationNeedsIsListed() throws IOException {
        String least = "bundle: builtin:digits\nkafka: {bootstrap.servers: b}\npublish: {guarantee: at-least-once}\n";
        assertThat(acls(least).out())
                .contains("topic perennial.events", "group perennial")
                .doesNotContain("transactional", "outcomes", "quality ", "control", "labels", "CREATE");
        assertThat(acls(least, "--creates-topics").out()).contains("topic perennial-weights-changelog", "CREATE");
        String http = EVERYTHING + "observe: {control: true, token: '0123456789abcdef'}\n";
        assertThat(acls(http).out()).contains("commands that come by HTTP");
        assertThat(acls(EVERYTHING).out()).doesNotContain("commands that come by HTTP");
    }

    @Test
    void aNameWithoutATypeIsRefused() throws IOException {
        CommandRun run = acls(EVERYTHING, "--principal", "perennial");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--principal refused", "User:perennial");
    }

    private String printed(String role) throws IOException {
        return acls(EVERYTHING, "--for", role.toUpperCase(Locale.ROOT)).out();
    }

    private CommandRun acls(String yaml, String... more) throws IOException {
        Path config = Files.writeString(directory.resolve("perennial.yaml"), yaml);
        List<String> all = new ArrayList<>(List.of("acls", "--config", config.toString()));
        all.addAll(List.of(more));
        if (!all.contains("--principal")) {
            all.addAll(List.of("--principal", "User:perennial"));
        }
        return CommandRun.of(all);
    }
}
