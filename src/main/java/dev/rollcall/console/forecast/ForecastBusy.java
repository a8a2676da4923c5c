package dev.rollcall.console.forecast;

/** As many forecasts as may run at once are running. */
public final class ForecastBusy extends RuntimeException {
    private static final long serialVersionUID = 1;

    ForecastBusy() {
        super("Others are looking at what a change would do. Try again in a few seconds.");
    }
}
