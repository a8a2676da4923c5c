package dev.rollcall.database;

import dev.rollcall.failure.Causes;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;

/** Tells in the start log, without a stack trace, that {@code spring.datasource} is wrong: the pool was not even made. */
final class DatabaseSettingsAnalyzer implements FailureAnalyzer {
    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof BeanCreationException bean && "dataSource".equals(bean.getBeanName())) {
                Throwable root = NestedExceptionUtils.getMostSpecificCause(bean);
                DatabaseRefused refused = DatabaseRefused.settings(root);
                return new FailureAnalysis(refused.getMessage(), refused.wayOut(), refused);
            }
        }
        return null;
    }
}
