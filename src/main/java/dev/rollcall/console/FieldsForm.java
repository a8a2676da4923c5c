package dev.rollcall.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.RollcallSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The custom fields as a form, and back as a patch. */
final class FieldsForm {
    private FieldsForm() {}

    /** A custom field; options one a line. */
    record Row(String name, String type, boolean mandatory, String fallback, String options) {
        /** How high the box of options is. */
        public int lines() {
            return Math.max(2, Math.min(8, (int) options.lines().count()));
        }
    }

    static List<Row> rows(RollcallSettings settings) {
        return settings.customFields().stream()
                .map(field -> new Row(
                        field.name(),
                        field.type(),
                        field.mandatory(),
                        FormText.text(field.defaultValue()),
                        String.join("\n", field.options())))
                .toList();
    }

    static List<Row> rows(Map<String, String> form) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; form.containsKey("name" + i); i++) {
            if (i > RolesForm.MOST_ROWS) {
                throw RolesForm.tooMany();
            }
            String name = FormText.text(form.get("name" + i));
            if (!name.isEmpty()) {
                rows.add(new Row(
                        name,
                        FormText.text(form.get("type" + i)),
                        form.containsKey("mandatory" + i),
                        FormText.text(form.get("default" + i)),
                        FormText.lines(form.get("options" + i))));
            }
        }
        return rows;
    }

    static ObjectNode patch(List<Row> rows) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ArrayNode fields = patch.putArray("custom-fields");
        for (Row row : rows) {
            ObjectNode field = fields.addObject().put("name", row.name()).put("type", row.type());
            if (row.mandatory()) {
                field.put("mandatory", true);
            }
            if (!row.fallback().isEmpty()) {
                field.put("default", row.fallback());
            }
            if (!row.options().isEmpty()) {
                ArrayNode options = field.putArray("options");
                row.options().lines().forEach(options::add);
            }
        }
        return patch;
    }
}
