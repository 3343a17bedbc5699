// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adapt.DriftOn;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.Pace;
import io.perennial.adaptation.method.PerennialOptions;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.ration.RationOptions;
import io.perennial.adaptation.view.TabularViews;
import io.perennial.adaptation.view.Views;
import io.perennial.adaptation.view.ViewsFor;
import io.perennial.config.AdaptSettings;
import io.perennial.config.DriftSettings;
import io.perennial.config.ExtensionSettings;
import io.perennial.config.PublishSettings;
import io.perennial.config.RationSettings;
import io.perennial.config.ScoreSettings;
import io.perennial.config.Settings;
import io.perennial.observe.Ends;
import io.perennial.publish.PredictionEncoder;
import io.perennial.publish.PublishOptions;
import io.perennial.publish.TemperatureChoice;
import io.perennial.score.CheckpointPolicy;
import io.perennial.score.PartitionModels;
import io.perennial.score.RationOn;
import io.perennial.store.InputContract;
import io.perennial.topology.Access;
import io.perennial.topology.Topics;
import io.perennial.weights.LearnedModel;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns the configuration's words into what the stages take. */
final class Options {

    /** Work on one batch may take so small a part of the time between two polls. */
    private static final int BATCHES_IN_A_POLL = 10;

    private Options() {}

    static Topics topics(Settings settings) {
        String labels = settings.publish()
                .labelsTopic()
                .filter(topic -> !topic.isBlank())
                .orElse(null);
        return new Topics(
                settings.record().topic(),
                labels,
                settings.record()
                        .controlTopic()
                        .filter(topic -> !topic.isBlank())
                        .orElse(null),
                settings.publish().predictionsTopic(),
                settings.publish().uncertaintyTopic(),
                settings.publish().driftTopic(),
                labels == null ? null : settings.publish().qualityTopic(),
                settings.record().deadLetterTopic());
    }

    /** @param creates whether the application creates its changelogs itself */
    static Access access(Settings settings, boolean creates) {
        return new Access(
                settings.application().id(),
                topics(settings),
                settings.publish().guarantee() == PublishSettings.Guarantee.EXACTLY_ONCE_V2,
                settings.observe().enabled() && settings.observe().control(),
                creates);
    }

    static PublishOptions publish(Settings settings) {
        ScoreSettings score = settings.score();
        PublishSettings publish = settings.publish();
        return new PublishOptions(
                PredictionEncoder.of(publish.format()),
                (float) score.abstainBelow(),
                score.abstainRisk(),
                TemperatureChoice.parse(score.temperature()),
                publish.setLevel(),
                publish.setRate(),
                publish.qualityWindow(),
                publish.labelRetention());
    }

    static PartitionModels.Options models(Settings settings) {
        AdaptSettings adapt = settings.adapt();
        MethodSpec method = method(adapt, settings.tensor().batchSize());
        return new PartitionModels.Options(
                settings.application().id(),
                method,
                method.selection(ParameterSelection.parse(adapt.parameters())),
                Map.of(LearnedModel.PARAMETERS, adapt.parameters(), LearnedModel.PACES, adapt.paces()),
                settings.score().sourceShadow(),
                sourceDevice(settings),
                adapt.enabled(),
                adapt.seed());
    }

    /** Of the frozen source model; there is no choosing by itself, for the two need different versions of CUDA. */
    static Device sourceDevice(Settings settings) {
        String device = settings.score().sourceDevice();
        try {
            return Device.parse(device);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "score.source-device refused: expected cpu, or cuda:0 and so on, got \"" + device
                            + "\"; correct it, or leave it out for cpu",
                    e);
        }
    }

    /** The engine of the configuration, on its device. */
    static Engine engine(Settings settings) {
        return Engine.named(settings.score().engine())
                .threads(settings.score().threads())
                .device(settings.score().device());
    }

    /** Why {@code auto} took the processor, in words; empty where it did not, or where the device was named. */
    static Optional<String> withoutGpu(Settings settings, Engine engine) {
        boolean left = settings.score().device().equals(Device.AUTO);
        return left && !engine.device().isCuda() ? engine.withoutGpu() : Optional.empty();
    }

    static Views views(AdaptSettings adapt, InputContract contract) {
        float strength = (float) adapt.viewStrength();
        float least = contract.modelMinimum();
        float most = contract.modelMaximum();
        return switch (adapt.viewKind()) {
            case AUTO, IMAGE -> ViewsFor.event(contract.shape(), least, most, strength);
            case TABULAR -> TabularViews.standardised(ViewsFor.TABLE_NOISE * strength, least, most);
        };
    }

    static CheckpointPolicy checkpoints(AdaptSettings adapt) {
        return new CheckpointPolicy(
                adapt.checkpoint().inlineLimit(), adapt.checkpoint().steps());
    }

    static DriftOn drift(DriftSettings drift) {
        return new DriftOn(
                drift.enabled(), drift.window(), drift.tolerance(), drift.learnReference(), drift.holdOnContract());
    }

    /** Null where adaptation is not rationed. */
    static RationOn ration(Settings settings) {
        RationSettings ration = settings.adapt().ration();
        if (!ration.enabled()) {
            return null;
        }
        Duration polls = new StreamsProperties(settings).pollsWithin();
        return new RationOn(
                new RationOptions(ration.lateness(), polls.dividedBy(BATCHES_IN_A_POLL)),
                new Ends(ration.lateness()),
                System::nanoTime);
    }

    private static MethodSpec method(AdaptSettings adapt, int batchSize) {
        String name = adapt.method().name().toLowerCase(Locale.ROOT).replace('_', '-');
        NormPolicy.Kind statistics = NormPolicy.Kind.valueOf(adapt.statistics().name());
        double share = statistics == NormPolicy.Kind.MIX ? adapt.mixShare() : adapt.statisticsMomentum();
        return new MethodSpec(
                name, statistics, share, batchSize, petal(adapt), guarded(adapt.guard(), name), perennial(adapt));
    }

    /** Peers run as published; the default is the method that is meant to be left alone. */
    private static boolean guarded(AdaptSettings.Guard guard, String method) {
        return switch (guard) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> method.equals(MethodSpec.DEFAULT);
        };
    }

    private static PetalOptions petal(AdaptSettings adapt) {
        return new PetalOptions(
                adapt.learningRate(),
                adapt.optimizer() == AdaptSettings.Optimizer.ADAM,
                adapt.teacherMomentum(),
                adapt.anchorThreshold(),
                adapt.views(),
                adapt.priorWeight(),
                adapt.priorDamping(),
                adapt.loss() == AdaptSettings.Loss.SYMMETRIC,
                restore(adapt),
                ExtensionOptions.of(adapt));
    }

    private static PerennialOptions perennial(AdaptSettings adapt) {
        return new PerennialOptions(
                Pace.list(adapt.paces()),
                adapt.window(),
                adapt.evidenceEvents(),
                adapt.evidenceSharpness(),
                adapt.classCheck(),
                adapt.domainEvents(),
                new PerennialOptions.Learning(adapt.memoryEvents(), adapt.memoryCertainty(), adapt.sourceShare()));
    }

    private static Restore restore(AdaptSettings adapt) {
        if (adapt.method() == AdaptSettings.Method.PETAL_SRES) {
            return new Restore.Stochastic(adapt.restoreProbability());
        }
        boolean tensor = adapt.restoreScope() == ExtensionSettings.RestoreScope.TENSOR;
        return switch (adapt.restoreRule()) {
            case EXACT ->
                tensor
                        ? new Restore.FisherByTensor(adapt.restoreQuantile())
                        : new Restore.Fisher(adapt.restoreQuantile());
            case THRESHOLD -> {
                if (tensor) {
                    throw new IllegalArgumentException("adapt.restore-scope refused: expected global with"
                            + " adapt.restore-rule: threshold, got tensor; leave one of the two at its default");
                }
                yield new Restore.FisherThreshold(adapt.restoreQuantile());
            }
        };
    }
}
