package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.console.DeliverySummaryController.Breaker;
import dev.rollcall.console.DeliverySummaryController.Rate;
import dev.rollcall.console.DeliverySummaryController.Summary;
import dev.rollcall.settings.SettingsOf;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first page says when users without a role of the asset system become administrators, however settings say it. */
class WarningsTest {
    private static final Summary NOTHING_WAITS =
            new Summary("jdbc", 0, 0, 0, new Breaker("closed", null, 0), new Rate(0, 0), List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{roles: {unknown: {policy: 'administrator'}}} | 1",
                "{roles: {unknown: {policy: 'role', role: 'Administrator'}}} | 1",
                "{sources: {okta: {kind: 'scim', 'unknown-role': {policy: 'role', role: 'Administrator'}}}} | 1",
                "{roles: {unknown: {policy: 'role', role: 'Staff User'}}} | 0",
                "{roles: {unknown: {policy: 'hold', role: 'Administrator'}}} | 0",
            })
    void itWarnsOfAdministratorsByFallback(String settings, int warnings) {
        assertThat(Warnings.of(SettingsOf.json(settings), List.of(), NOTHING_WAITS, null))
                .filteredOn(warning -> warning.title().equals("Fallback to Administrators"))
                .hasSize(warnings);
    }
}
