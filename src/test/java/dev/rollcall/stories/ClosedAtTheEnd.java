package dev.rollcall.stories;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** Stops every Rollcall after the last story, while its database still runs. */
final class ClosedAtTheEnd implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(ClosedAtTheEnd.class))
                .getOrComputeIfAbsent("running", key -> (CloseableResource) () -> {
                    for (Database database : Database.values()) {
                        database.close();
                    }
                });
    }
}
