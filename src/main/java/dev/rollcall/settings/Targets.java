package dev.rollcall.settings;

/** The asset systems that changes can be delivered to. */
public record Targets(Jdbc jdbc, AssetSonar assetsonar, SnipeIt snipeIt) {
    public Targets {
        jdbc = jdbc == null ? new Jdbc("", "", "") : jdbc;
        assetsonar = assetsonar == null ? new AssetSonar("", "", "", 0) : assetsonar;
        snipeIt = snipeIt == null ? new SnipeIt("", "", 0, false, false) : snipeIt;
    }

    /** The JDBC target; an empty URL means the schema {@code asset} in Rollcall's own database. */
    public record Jdbc(String url, String username, String password) {
        public Jdbc {
            url = url == null ? "" : url;
            username = username == null ? "" : username;
            password = password == null ? "" : password;
        }

        @Override
        public String toString() {
            return "Jdbc[url=***, username=" + username + ", password=***]";
        }
    }

    /**
     * The HTTP API of AssetSonar or EZO.
     *
     * @param url such as {@code https://acme.assetsonar.com}
     * @param api {@code v1} or {@code v2}
     * @param requestsPerMinute over all replicas
     */
    public record AssetSonar(String url, String token, String api, int requestsPerMinute) {
        public AssetSonar {
            url = url == null ? "" : url.replaceAll("/+$", "");
            token = token == null ? "" : token;
            api = api == null || api.isBlank() ? "v1" : api;
            requestsPerMinute = requestsPerMinute == 0 ? 60 : requestsPerMinute;
        }

        @Override
        public String toString() {
            return "AssetSonar[url=" + url + ", token=***, api=" + api + "]";
        }
    }

    /**
     * The HTTP API of Snipe-IT.
     *
     * @param url such as {@code https://assets.example.com}
     * @param requestsPerMinute over all replicas
     * @param createMissing whether departments, locations and companies that are not there are made
     * @param groupByRole whether a member is put into the group that is named as its role
     */
    public record SnipeIt(String url, String token, int requestsPerMinute, boolean createMissing, boolean groupByRole) {
        public SnipeIt {
            url = url == null ? "" : url.replaceAll("/+$", "");
            token = token == null ? "" : token;
            requestsPerMinute = requestsPerMinute == 0 ? 120 : requestsPerMinute;
        }

        @Override
        public String toString() {
            return "SnipeIt[url=" + url + ", token=***]";
        }
    }
}
