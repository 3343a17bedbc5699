// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.method.Cue;
import io.perennial.adaptation.method.DivergenceGate;
import io.perennial.adaptation.method.Experts;
import io.perennial.adaptation.method.Extensions;
import io.perennial.adaptation.method.Gate;
import io.perennial.adaptation.method.Lookahead;
import io.perennial.adaptation.method.Schedule;
import io.perennial.adaptation.uncertainty.ViewAverage;
import io.perennial.config.ExtensionSettings;

/** Turns the configuration's words for what is added to PETAL into what the methods take. */
final class ExtensionOptions {

    private ExtensionOptions() {}

    static Extensions of(ExtensionSettings adapt) {
        return new Extensions(
                viewing(adapt),
                lookahead(adapt),
                new DivergenceGate(
                        adapt.divergenceGate(),
                        DivergenceGate.From.valueOf(adapt.divergenceFrom().name())),
                new Cue.Options(adapt.labelWeight(), adapt.labelHalfLife()),
                schedule(adapt),
                new Experts.Options(adapt.experts(), adapt.expertsSpread()),
                adapt.clearMoments());
    }

    private static Extensions.Viewing viewing(ExtensionSettings adapt) {
        return new Extensions.Viewing(
                Gate.valueOf(adapt.gate().name()),
                ViewAverage.Mean.valueOf(adapt.viewAverage().name()),
                adapt.viewsAdaptive() ? adapt.viewsTolerance() : 0,
                adapt.viewEvents() == ExtensionSettings.ViewEvents.UNSURE,
                adapt.viewStatistics() == ExtensionSettings.ViewStatistics.FIRST);
    }

    private static Lookahead.Options lookahead(ExtensionSettings adapt) {
        Lookahead.Kind kind = Lookahead.Kind.valueOf(adapt.lookahead().name());
        return kind == Lookahead.Kind.NONE
                ? Lookahead.Options.NONE
                : new Lookahead.Options(kind, adapt.lookaheadSteps());
    }

    private static Schedule schedule(ExtensionSettings adapt) {
        return adapt.schedule() == ExtensionSettings.Schedule.CONSTANT
                ? Schedule.CONSTANT
                : new Schedule(
                        adapt.scheduleWarmup(), adapt.scheduleDecay(), adapt.scheduleFloor(), adapt.scheduleRewarm());
    }
}
