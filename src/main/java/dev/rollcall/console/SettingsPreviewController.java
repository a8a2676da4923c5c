package dev.rollcall.console;

import dev.rollcall.console.forecast.Forecast;
import dev.rollcall.console.forecast.Forecasts;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what a change of settings would do to members, and changes nothing. */
@RestController
final class SettingsPreviewController {
    private final Forecasts forecasts;

    SettingsPreviewController(Forecasts forecasts) {
        this.forecasts = forecasts;
    }

    /** What a JSON merge patch, as PATCH /api/settings takes it, would do to how many members, with examples. */
    @PostMapping("/api/settings/preview")
    Forecast preview(InputStream patch) throws IOException {
        return forecasts.of(SettingsPatch.of(patch));
    }
}
