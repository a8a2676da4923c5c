package dev.rollcall.sync;

import dev.rollcall.failure.Causes;
import dev.rollcall.mapping.SettingsProblem;
import dev.rollcall.provisioning.Batch;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

/** Sends batches through the route {@code provision-batch}. */
@Component
class Pipeline {
    private final ProducerTemplate camel;

    Pipeline(ProducerTemplate camel) {
        this.camel = camel;
    }

    /**
     * The batch with its results. Throws what a step throws, as it was thrown where that is a {@link RunEnded}.
     *
     * @throws RunEnded where the settings were changed so that the source's users cannot be mapped any more
     */
    Batch send(Batch batch) {
        try {
            return camel.requestBody("direct:provision-batch", batch, Batch.class);
        } catch (CamelExecutionException e) {
            for (Throwable cause : Causes.of(e)) {
                if (cause instanceof RunEnded ended) {
                    throw ended;
                }
                if (cause instanceof SettingsProblem changed) {
                    throw RunEnded.failed("The settings were changed while the run was under way, and it cannot go on: "
                            + changed.getMessage() + " What was done until then stays.");
                }
            }
            throw e;
        }
    }
}
