import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request as bytes, in which only a person's number and id are exchanged. */
final class Template {
    private static final String NUMBER = "#######";
    private static final String ID = "$".repeat(36);

    private final byte[] bytes;
    private final int[] numbers;
    private final int[] ids;

    private Template(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.numbers = offsets(text, NUMBER);
        this.ids = offsets(text, ID);
    }

    static Template create(Target target, String run) {
        String name = "u" + NUMBER + "-" + run;
        return request(target, "POST", "/scim/v2/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],\
                "externalId":"%1$s","userName":"%1$s@bench.example","active":true,"displayName":"Ada Bench %2$s",\
                "name":{"givenName":"Ada","familyName":"Bench %2$s","formatted":"Ada Bench %2$s"},"title":"Field Technician",\
                "emails":[{"primary":true,"type":"work","value":"%1$s@bench.example"}],\
                "phoneNumbers":[{"type":"work","value":"+44 20 7946 0123"},{"type":"mobile","value":"+44 7700 900123"}],\
                "addresses":[{"type":"work","streetAddress":"4 Quay Road","locality":"Leeds","region":"West Yorkshire",\
                "postalCode":"LS1 4AB","country":"GB"}],\
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"%2$s","department":"Stores",\
                "costCenter":"CC-100"}}""".formatted(name, NUMBER));
    }

    static Template get(Target target) {
        return request(target, "GET", "/scim/v2/Users/" + ID, "");
    }

    static Template find(Target target, String run) {
        String name = "u" + NUMBER + "-" + run + "@bench.example";
        return request(target, "GET", "/scim/v2/Users?filter=userName+eq+%22" + name.replace("@", "%40") + "%22", "");
    }

    /** As Entra sends it without the aadOptscim062020 flag. */
    static Template patch(Target target, String active) {
        return request(target, "PATCH", "/scim/v2/Users/" + ID, """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],\
                "Operations":[{"op":"Replace","path":"active","value":"%s"}]}""".formatted(active));
    }

    private static Template request(Target target, String method, String path, String body) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + target.host() + ":" + target.port()
                + "\r\nAuthorization: Bearer " + target.token() + "\r\nAccept: application/scim+json\r\n";
        if (!body.isEmpty()) {
            head += "Content-Type: application/scim+json; charset=utf-8\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        }
        return new Template(head + "\r\n" + body);
    }

    byte[] filled(int number, byte[] id) {
        for (int offset : numbers) {
            int rest = number;
            for (int i = NUMBER.length() - 1; i >= 0; i--, rest /= 10) {
                bytes[offset + i] = (byte) ('0' + rest % 10);
            }
        }
        for (int offset : ids) {
            System.arraycopy(id, 0, bytes, offset, ID.length());
        }
        return bytes;
    }

    private static int[] offsets(String text, String marker) {
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length())) {
            found.add(at);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
