package dev.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.member.Member;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Explains one member: each value with where it came from, what the source sent, what happened to it. */
@Controller
final class MemberPage implements ConsolePage {
    private static final int CHANGES = 20;

    private final Settings settings;
    private final MembersController members;
    private final MemberHistoryController history;
    private final MemberRecordController records;
    private final RejectionsController rejections;

    MemberPage(
            Settings settings,
            MembersController members,
            MemberHistoryController history,
            MemberRecordController records,
            RejectionsController rejections) {
        this.settings = settings;
        this.members = members;
        this.history = history;
        this.records = records;
        this.rejections = rejections;
    }

    /** A field with its value and where that came from. */
    record Value(
            String label,
            String value,
            @Nullable String origin,
            @Nullable String attribute) {}

    /** A field that a change touched. */
    record Touched(String label, String before, String after) {}

    /** A change, with its fields in the order of their names. */
    record Change(MemberHistoryController.Entry entry, List<Touched> fields) {}

    @GetMapping("/console/members/{id}")
    String show(@PathVariable String id, @RequestParam(required = false) @Nullable Long before, Model model) {
        MemberView member = members.show(id);
        MemberHistoryController.History changes = history.history(member.id().toString(), before, CHANGES);
        MemberRecordController.SourceRecordView record = records.find(member.id());
        Set<String> custom = new LinkedHashSet<>();
        settings.current().customFields().stream()
                .map(RollcallSettings.CustomField::name)
                .forEach(custom::add);
        member.customFields().fieldNames().forEachRemaining(custom::add);
        List<Value> values = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (String field : Member.FIELDS) {
            value(member, field, member.fields().path(field), values, empty);
        }
        for (String field : custom) {
            value(member, Member.CUSTOM + field, member.customFields().path(field), values, empty);
        }
        model.addAttribute("member", member);
        model.addAttribute("name", name(member));
        model.addAttribute("values", values);
        model.addAttribute("empty", empty);
        model.addAttribute("record", record);
        model.addAttribute("hindered", member.source() == null ? null : rejections.of(member.id(), member.source()));
        model.addAttribute(
                "changes", changes.history().stream().map(MemberPage::change).toList());
        model.addAttribute("older", changes.nextCursor());
        return "member";
    }

    private static void value(MemberView member, String field, JsonNode value, List<Value> values, List<String> empty) {
        String label = Member.label(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            empty.add(label);
            return;
        }
        JsonNode origin = member.origins().path(field);
        values.add(new Value(
                label,
                value.asText(),
                origin.path("origin").isTextual() ? origin.path("origin").asText() : null,
                origin.path("attribute").isTextual() ? origin.path("attribute").asText() : null));
    }

    private static Change change(MemberHistoryController.Entry entry) {
        Set<String> names = new LinkedHashSet<>();
        entry.after().fieldNames().forEachRemaining(names::add);
        entry.before().fieldNames().forEachRemaining(names::add);
        return new Change(
                entry,
                names.stream()
                        .map(name -> new Touched(
                                Member.label(name),
                                text(entry.before().path(name)),
                                text(entry.after().path(name))))
                        .toList());
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.isTextual() ? value.asText() : value.toString();
    }

    private static String name(MemberView member) {
        JsonNode display = member.fields().path("display_name");
        if (display.isTextual()) {
            return display.asText();
        }
        String first = member.firstName() == null ? "" : member.firstName() + " ";
        String whole = first + (member.lastName() == null ? "" : member.lastName());
        return whole.isBlank() ? String.valueOf(member.userName()) : whole;
    }
}
