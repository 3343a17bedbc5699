// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.AdaptSettings;
import java.util.Locale;
import java.util.Optional;

/** What a configuration allows and what measurements speak against. */
final class Advice {

    private Advice() {}

    /**
     * Under statistics that stand still, what a strong view of a photograph does to its colours looks like drift: on
     * {@code cifar10c/continual} petal-fim has 38 % error so, and 23 with the batch's own statistics.
     *
     * @param eventShape of one event, without the batch dimension
     */
    static Optional<String> onViews(AdaptSettings adapt, int... eventShape) {
        boolean petal =
                switch (adapt.method()) {
                    case PETAL_FIM, PETAL_SRES -> true;
                    default -> false;
                };
        boolean still =
                switch (adapt.statistics()) {
                    case EMA, SOURCE -> true;
                    default -> false;
                };
        boolean coloured = eventShape.length == 3 && eventShape[0] == 3;
        if (!(petal && still && coloured) || adapt.views() == 0 || adapt.viewStrength() == 0) {
            return Optional.empty();
        }
        return Optional.of("views of colour images under adapt.statistics: "
                + adapt.statistics().name().toLowerCase(Locale.ROOT)
                + " look like drift and make predictions worse; set adapt.statistics: batch, adapt.views: 0, or"
                + " adapt.method: perennial, and compare them with ./perennial evaluate");
    }
}
