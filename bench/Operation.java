/** What is measured. */
enum Operation {
    CREATE("POST /Users", 201),
    GET("GET /Users/{id}", 200),
    FIND("GET /Users?filter=userName eq", 200),
    PATCH("PATCH active", 200);

    final String title;
    final int expected;

    Operation(String title, int expected) {
        this.title = title;
        this.expected = expected;
    }
}
