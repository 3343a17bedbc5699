// SPDX-License-Identifier: Apache-2.0
package io.perennial.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.graph.SoundModel;
import io.perennial.adaptation.network.Engine;
import io.perennial.inspect.Inspector;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to a model, it is read or refused in words, in bounded time. */
class HostileModelPropertyTest {

    private static final byte[] SOUND = SoundModel.images();
    private static final Engine ENGINE = Engine.named("torch").threads(1);

    @Example
    void whatIsDamagedWasSound() {
        assertThat(Inspector.inspect(SOUND, ENGINE).adaptable()).isTrue();
    }

    @Property
    void aDamagedModelIsReadOrRefused(@ForAll("mutations") Mutations damage) {
        byte[] changed = damage.apply(SOUND);
        inWords(() -> {
            Graph graph = Graph.read(changed);
            graph.statistics();
            graph.layout(new ParameterSelection.All());
            graph.initialisers().values().forEach(constant -> {
                constant.floats();
                constant.longs();
            });
            graph.nodes().forEach(node -> assertThat(node.qualifiedOp() + node.attributes())
                    .isNotNull());
        });
    }

    @Property
    void aDamagedModelIsInspectedOrRefused(@ForAll("mutations") Mutations damage) {
        byte[] changed = damage.apply(SOUND);
        inWords(() -> Inspector.inspect(changed, ENGINE));
    }

    private static void inWords(Runnable read) {
        try {
            read.run();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("refused: expected ");
        }
    }

    @Provide
    Arbitrary<Mutations> mutations() {
        return Mutations.some();
    }
}
