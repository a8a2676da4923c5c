package dev.rollcall.stub;

/** Starts both stubs for a person to watch Rollcall deliver over HTTP; see docs/targets.md. */
public final class Stubs {
    private Stubs() {}

    /** Arguments: the port of AssetSonar's stub (9101) and of Snipe-IT's (9102). Ends with the process. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        int first = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9101;
        int second = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9102;
        try (AssetSonarStub assetSonar = new AssetSonarStub(first, "stub-token");
                SnipeItStub snipeIt = new SnipeItStub(second, "stub-token")) {
            System.out.println("AssetSonar " + assetSonar.url() + ", Snipe-IT " + snipeIt.url()
                    + ", token stub-token. Look: /_stub/members, /_stub/calls. Faults: docs/targets.md. Ctrl-C ends.");
            Thread.currentThread().join();
        }
    }
}
