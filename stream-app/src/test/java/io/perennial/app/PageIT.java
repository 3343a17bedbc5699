// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.demo.Demo;
import io.perennial.harness.Browser;
import io.perennial.harness.Topics;
import io.perennial.page.PageImages;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page of the running demo in a real browser, which is driven as people do it. */
class PageIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int RATE = 400;
    private static final int PHASE = 5000;
    private static final int BATCH = 64;
    private static final Path IMAGES = Path.of("..", "docs", "images");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static Browser browser;
    private static RunningDemo demo;
    private static String address;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open(1500, 1400);
        demo = new RunningDemo(RATE, PHASE);
        address = demo.page();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    @BeforeEach
    void look() {
        browser.system("light");
        browser.go("about:blank");
        browser.go(address);
        await().atMost(LONG)
                .until(() -> !browser.elements("#partitions tbody th").isEmpty());
    }

    private static long rows() {
        return (long) browser.run("return (await (await fetch('api/history')).json()).times.length");
    }

    private static JsonNode now() throws Exception {
        return MAPPER.readTree(
                URI.create(address.replaceFirst("#.*", "api/now")).toURL());
    }

    private static long step() {
        return Long.parseLong(browser.text("#step dd").replace(",", ""));
    }

    @Test
    void printsItsAddressAndKeepsTheTokenOutOfIt() {
        await().atMost(LONG).until(() -> demo.printed().contains("page: " + address));
        assertThat(address).matches("http://127\\.0\\.0\\.1:[0-9]+/#token=[0-9a-f]{32}");
        assertThat(browser.run("return location.hash")).isEqualTo("");
    }

    @Test
    void showsWhatIsHappeningAndGoesOnShowingIt() throws Exception {
        await().atMost(LONG).until(() -> browser.text("#sentence").startsWith("Adapting"));
        assertThat(browser.text("#about")).contains("perennial", "digits@1");
        assertThat(browser.text("#connection")).isEqualTo("live");
        await().atMost(LONG).until(() -> browser.text("#sentence").contains("the adapted model errs"));
        await().atMost(LONG).until(() -> browser.elements("#card-error canvas").size() == 1);
        assertThat(browser.text("#tiles")).contains("events/s", "error, source", "error, adapted", "step", "guard");
        assertThat(browser.elements("#strip li")).isNotEmpty();
        assertThat(browser.element("#strip canvas").getAttribute("aria-label")).contains("predicted");

        long before = rows();
        await().atMost(LONG).until(() -> rows() > before + 2);
        await().atMost(LONG)
                .until(() -> !browser.elements("#letters td.message").isEmpty());
        assertThat(browser.text("#letters")).contains("not-json", "payload is not JSON");

        assertThat(browser.complaints()).isEmpty();
        String origin = address.replaceFirst("/#.*", "/");
        assertThat(browser.requests()).isNotEmpty().allSatisfy(request -> assertThat(request)
                .containsPattern("\"url\":\"(" + origin + "|about:blank)"));
    }

    @Test
    void marksDriftWithinTwoWindowsOfThePhaseChange() throws Exception {
        Topics topics = new Topics(demo.broker());
        long change = eventTime(topics, PHASE);
        ConsumerRecord<byte[], byte[]> told =
                topics
                        .awaitCommitted(
                                Demo.TOPICS.drift(),
                                records -> inputDrift(records, change).isPresent(),
                                LONG)
                        .stream()
                        .filter(record -> isInputDrift(record, change))
                        .findFirst()
                        .orElseThrow();
        JsonNode drift = MAPPER.readTree(told.value());
        int window = drift.path("window").asInt();
        assertThat(window).isPositive();
        assertThat(told.timestamp())
                .as("told with the batch in which the second window ends at the latest")
                .isLessThanOrEqualTo(eventTime(topics, PHASE + 2 * window + BATCH));

        String since = drift.path("since").asText();
        await().atMost(LONG).until(() -> browser.texts("#drift [data-kind=input]")
                .contains(drift.path("severity").asText()));
        assertThat(browser.run("return [...document.querySelectorAll('#drift [data-kind=input] time')].map(t =>"
                        + " t.getAttribute('datetime'))"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains(since);
        assertThat(Integer.parseInt(browser.element("#card-error").getAttribute("data-marks")))
                .isPositive();
        assertThat(browser.element("#card-error .chart").getAttribute("aria-label"))
                .contains("drift events marked");
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> inputDrift(
            List<ConsumerRecord<byte[], byte[]>> records, long after) {
        return records.stream().filter(record -> isInputDrift(record, after)).findFirst();
    }

    private static boolean isInputDrift(ConsumerRecord<byte[], byte[]> record, long after) {
        String json = new String(record.value(), StandardCharsets.UTF_8);
        return record.timestamp() >= after
                && json.startsWith("{\"drift\":\"input\"")
                && !json.contains("\"severity\":\"none\"");
    }

    /** When the event with this number was sent. */
    private static long eventTime(Topics topics, int number) throws Exception {
        String id = Integer.toString(number);
        return topics
                .awaitCommitted(
                        Demo.TOPICS.events(),
                        records -> records.stream().anyMatch(record -> id.equals(key(record))),
                        LONG)
                .stream()
                .filter(record -> id.equals(key(record)))
                .findFirst()
                .orElseThrow()
                .timestamp();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    @Test
    void rollsBackByKeyboardAndSeesTheStepGoBack() throws Exception {
        await().atMost(LONG).until(() -> browser.elements("#checkpoints button").size() > 2);
        browser.run("window.steps = []; new MutationObserver(() => steps.push(Number(document.querySelector('#step"
                + " dd').textContent.replace(/,/g, '')))).observe(document.querySelector('#step'), {subtree: true,"
                + " childList: true, characterData: true})");

        browser.run("document.getElementById('partition').focus(); document.getElementById('main').focus()");
        int tabs = 0;
        while (!"Roll back…".equals(browser.focused().getText())) {
            browser.press(Keys.TAB);
            assertThat(++tabs).as("tabs until the first button").isLessThan(60);
        }
        browser.press(Keys.TAB, Keys.TAB); // two checkpoints further back
        String row = browser.focused().getAttribute("aria-label");
        assertThat(row).startsWith("Roll back to step ");
        assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                .as("the focus can be seen")
                .isNotEqualTo("none");

        browser.press(Keys.ENTER);
        await().atMost(LONG).until(() -> browser.element("#rollback").isDisplayed());
        assertThat(browser.text("#rollback-text")).contains("Partition 0 is at step", "Events go on being answered");
        assertThat(browser.focused().getAttribute("id"))
                .as("what does nothing has the focus")
                .isEqualTo("rollback-cancel");
        browser.press(Keys.ESCAPE);
        await().atMost(LONG).until(() -> !browser.element("#rollback").isDisplayed());
        assertThat(browser.focused().getAttribute("aria-label")).isEqualTo(row);
        assertThat(browser.text("#outcome")).isEmpty();

        browser.press(Keys.ENTER);
        await().atMost(LONG).until(() -> browser.element("#rollback").isDisplayed());
        String title = browser.text("#rollback-title");
        browser.press(Keys.TAB);
        assertThat(browser.focused().getAttribute("id")).isEqualTo("rollback-confirm");
        browser.press(Keys.ENTER);

        await().atMost(LONG).until(() -> browser.text("#outcome").startsWith("Rolled back"));
        String[] steps = browser.text("#outcome").replaceAll("[^0-9→]", "").split("→");
        long from = Long.parseLong(steps[0]);
        long to = Long.parseLong(steps[1]);
        assertThat(to).isLessThan(from);
        assertThat(title).isEqualTo("Go back to step " + String.format(Locale.ROOT, "%,d", to) + "?");
        assertThat(browser.elements("#drift [data-kind=control]")).isNotEmpty();
        await().atMost(LONG)
                .until(() -> Boolean.TRUE.equals(
                        browser.run("return steps.some((step, i) => i > 0 && step < steps[i - 1])")));
        assertThat(Integer.parseInt(browser.element("#card-error").getAttribute("data-marks")))
                .isPositive();
    }

    @Test
    void asksForTheTokenWhereItHasNone() throws Exception {
        browser.run("sessionStorage.clear()");
        browser.go(address.replaceFirst("#.*", ""));
        await().atMost(LONG)
                .until(() -> !browser.elements("#checkpoints button").isEmpty());
        browser.run("document.querySelector('#checkpoints button').focus()");
        browser.press(Keys.ENTER);
        await().atMost(LONG).until(() -> browser.element("#token").isDisplayed());
        browser.element("#token").sendKeys("not the token at all");
        long before = commands();
        browser.element("#rollback-confirm").click();
        await().atMost(LONG).until(() -> browser.text("#rollback-problem").contains("observe.token"));
        assertThat(browser.element("#rollback").isDisplayed()).isTrue();
        assertThat(browser.focused().getAttribute("id")).isEqualTo("token");
        assertThat(commands()).isEqualTo(before);
        browser.element("#rollback-cancel").click();
        browser.complaints(); // Chromium reports the refusal, as it should
    }

    @Test
    void aChartIsATableTooForWhoeverDoesNotSeeIt() {
        await().atMost(LONG).until(() -> browser.elements("#card-input canvas").size() == 1);
        var toggle = browser.element("#card-input .head button");
        assertThat(toggle.getAttribute("aria-expanded")).isEqualTo("false");
        toggle.sendKeys(Keys.ENTER);
        assertThat(toggle.getAttribute("aria-expanded")).isEqualTo("true");
        assertThat(browser.text("#card-input-table thead")).contains("time", "events/s", "dead letters/s");
        assertThat(browser.elements("#card-input-table tbody tr")).hasSizeGreaterThan(2);
        assertThat(browser.element("#card-input .chart").getAttribute("aria-label"))
                .startsWith("Now events/s ");
        toggle.sendKeys(Keys.ENTER);
        assertThat(browser.element("#card-input-table").isDisplayed()).isFalse();
    }

    @Test
    void followsTheSystemsColoursUntilSomebodyChooses() {
        assertThat(theme()).isEqualTo("light");
        browser.system("dark");
        await().atMost(LONG).until(() -> theme().equals("dark"));
        browser.element("#theme input[value=light]").click();
        assertThat(theme()).isEqualTo("light");
        browser.go("about:blank");
        browser.go(address);
        assertThat(theme()).as("the choice is remembered").isEqualTo("light");
        browser.element("#theme input[value=auto]").click();
        assertThat(theme()).isEqualTo("dark");
    }

    private static String theme() {
        return (String) browser.run("return document.documentElement.dataset.theme");
    }

    /** How many were carried out, or refused by the stream. */
    private static long commands() throws Exception {
        return now().path("drift").findValuesAsText("kind").stream()
                .filter("control"::equals)
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void nobodyIsLeftOut(String scheme) throws Exception {
        browser.system(scheme);
        await().atMost(LONG)
                .until(() -> !browser.elements("#checkpoints button").isEmpty());
        await().atMost(LONG).until(() -> browser.elements("#card-error canvas").size() == 1);
        browser.element("#card-error .head button").click();
        assertThat(browser.accessibilityProblems()).isEmpty();

        browser.run("document.querySelector('#checkpoints button').click()");
        assertThat(browser.accessibilityProblems()).isEmpty();
        browser.element("#rollback-cancel").click();
    }

    /** With {@code -Dperennial.refresh-docs=true}: the pictures of the documentation, when there is something on them. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void isWhatTheDocumentationShows(String scheme) throws Exception {
        assumeTrue(Boolean.getBoolean("perennial.refresh-docs"), "pictures are taken on request");
        await().atMost(Duration.ofMinutes(5)).until(() -> rows() > 75);
        browser.system(scheme);
        browser.run("document.querySelector('#span input[value=\"120\"]').click(); scrollTo(0, 0)");
        await().atMost(LONG).until(() -> browser.elements("#card-error canvas").size() == 1);
        Files.write(IMAGES.resolve("page-" + scheme + ".png"), browser.screenshot());
        PageImages.record(IMAGES);
    }
}
