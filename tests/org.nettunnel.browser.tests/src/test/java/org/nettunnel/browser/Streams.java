package org.nettunnel.browser;

/// A list of connections as the API tells it, as long as one likes.
final class Streams {
    private static final String ONE = """
            {"id":"s%d","tunnel":"t","tunnelName":"Office","endpoint":"e","endpointName":"Website","direction":"inbound","client":"10.0.%d.%d:%d","target":"","state":"open",\
            "since":"2026-01-01T00:00:00Z","receivedBytes":%d,"sentBytes":%d,"compression":{"with":"none","decision":"","sent":{"plainBytes":0,"wireBytes":0,"ratio":1},\
            "received":{"plainBytes":0,"wireBytes":0,"ratio":1}}}""";

    private Streams() {
    }

    static String json(int count) {
        var text = new StringBuilder("{\"streams\":[");
        for (int i = 0; i < count; i++) text.append(i == 0 ? "" : ",").append(ONE.formatted(i, i / 250, i % 250, 40_000 + i % 20_000, i * 10, i * 3));
        return text.append("]}").toString();
    }
}
