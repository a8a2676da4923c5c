package dev.rollcall.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MappingResult.Mapped;
import dev.rollcall.mapping.MappingResult.Rejected;
import dev.rollcall.member.Member;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MappingPropertiesTest {
    private static final Set<String> ROLES = Set.of("Administrator", "Staff User", "Technician");
    private static final String FIELDS = """
            custom-fields: [{name: 'Team', type: 'multi-select', options: ['A', 'B'], default: 'A'}, {name: 'Size', type: 'number'},
                            {name: 'Hired', type: 'date'}, {name: 'Cover', type: 'boolean', mandatory: true, default: 'No'},
                            {name: 'Since', type: 'date-time'}, {name: 'Page', type: 'url'}, {name: 'Note', type: 'paragraph'}]
            """;
    private static final List<MemberMapper> MAPPERS = List.of(
            mapper("unknown: {policy: 'administrator'}"),
            mapper("unknown: {policy: 'staff-user'}"),
            mapper("unknown: {policy: 'do-not-provision'}"),
            mapper("unknown: {policy: 'hold'}"),
            mapper("custom-roles: false"));

    private static MemberMapper mapper(String roles) {
        return Settings.mapper(
                "roles: {catalogue: [{name: 'Administrator', protected: true, aliases: ['Admin']}, {name: 'Staff User'},"
                        + " {name: 'Technician'}], " + roles + "}, " + FIELDS,
                "");
    }

    @Property(tries = 300)
    void noDocumentMakesTheMapperThrow(
            @ForAll("documents") ObjectNode document, @ForAll boolean active, @ForAll("mappers") MemberMapper mapper) {
        MappingResult result = mapper.map(document, active, null);
        if (result instanceof Rejected rejected) {
            assertThat(rejected.problems()).isNotEmpty();
            assertThat(FailureText.of("AssetSonar", true, rejected.problems())).hasSizeLessThan(500);
        }
    }

    @Property(tries = 300)
    void mappingTheSameRecordAgainChangesNothing(
            @ForAll("documents") ObjectNode document, @ForAll boolean active, @ForAll("mappers") MemberMapper mapper) {
        ObjectNode named = document.put("userName", "kofi@fabrikam.example");
        if (mapper.map(named, active, null) instanceof Mapped first) {
            assertThat(mapper.map(named, active, first.member()))
                    .isInstanceOfSatisfying(
                            Mapped.class, again -> assertThat(again.member()).isEqualTo(first.member()));
        }
    }

    @Property(tries = 300)
    void whoLeavesIsNeverStopped(
            @ForAll("documents") ObjectNode before,
            @ForAll("documents") ObjectNode after,
            @ForAll("mappers") MemberMapper mapper) {
        if (mapper.map(before.put("userName", "kofi@fabrikam.example"), true, null) instanceof Mapped first) {
            MappingResult left = mapper.map(after, false, first.member());
            assertThat(left).isInstanceOfSatisfying(Mapped.class, mapped -> {
                assertThat(mapped.member().active()).isFalse();
                assertThat(mapped.member().fields()).containsKeys("email", "last_name", "role");
            });
        }
    }

    @Property(tries = 300)
    void noRoleOutsideTheCatalogueIsEverGiven(
            @ForAll("documents") ObjectNode document, @ForAll String role, @ForAll("mappers") MemberMapper mapper) {
        document.putArray("roles").addObject().put("value", role);
        if (mapper.map(document, true, null) instanceof Mapped mapped) {
            assertThat(mapped.member().role()).isIn(ROLES);
        }
    }

    @Property(tries = 300)
    void foldingIsStableAndBlindToFormAndCase(@ForAll String text) {
        String folded = ComparableText.fold(text);
        assertThat(ComparableText.fold(folded)).isEqualTo(folded);
        assertThat(ComparableText.fold(" " + Normalizer.normalize(text, Normalizer.Form.NFD) + "\u3000"))
                .isEqualTo(folded);
    }

    @Property(tries = 300)
    void everyValueOfAMappedMemberFits(
            @ForAll("documents") ObjectNode document, @ForAll("mappers") MemberMapper mapper) {
        if (mapper.map(document, true, null) instanceof Mapped mapped) {
            Member member = mapped.member();
            assertThat(member.fields().values())
                    .allSatisfy(v -> assertThat(v).isNotBlank().hasSizeLessThanOrEqualTo(255));
            assertThat(member.fields().keySet()).isSubsetOf(Member.FIELDS);
            assertThat(member.customFields().values())
                    .allSatisfy(v -> assertThat(v).isNotBlank());
        }
    }

    @Provide
    Arbitrary<MemberMapper> mappers() {
        return Arbitraries.of(MAPPERS);
    }

    /** Documents with the names that mappings read, and anything at all behind them. */
    @Provide
    Arbitrary<ObjectNode> documents() {
        Arbitrary<String> names = Arbitraries.of(
                "userName",
                "username",
                "displayName",
                "title",
                "name",
                "emails",
                "roles",
                "addresses",
                "phoneNumbers",
                "timezone",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                CustomFieldNames.SCHEMA);
        Arbitrary<String> inner = Arbitraries.of(
                "value",
                "VALUE",
                "type",
                "primary",
                "familyName",
                "formatted",
                "displayName",
                "manager",
                "employeeNumber",
                "team",
                "size",
                "hired",
                "cover",
                "since",
                "page",
                "note");
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300).map(JsonNodeFactory.instance::textNode),
                Arbitraries.of(
                                "kofi@fabrikam.example",
                                "Admin",
                                "A;B",
                                "{\"value\":\"Admin\"}",
                                "{",
                                "[[]]",
                                "2026-01-31",
                                "true",
                                "work",
                                "https://x.example",
                                "1e999999999",
                                "20260131093000Z")
                        .map(JsonNodeFactory.instance::textNode),
                Arbitraries.doubles().map(JsonNodeFactory.instance::numberNode),
                Arbitraries.of(true, false).map(JsonNodeFactory.instance::booleanNode),
                Arbitraries.just(JsonNodeFactory.instance.nullNode()));
        Arbitrary<JsonNode> flat = Arbitraries.oneOf(scalars, object(inner, scalars), array(scalars));
        Arbitrary<JsonNode> deep =
                Arbitraries.oneOf(flat, object(inner, flat), array(object(inner, flat)), array(flat));
        return object(names, deep).map(ObjectNode.class::cast);
    }

    private static Arbitrary<JsonNode> object(Arbitrary<String> names, Arbitrary<JsonNode> values) {
        return Arbitraries.maps(names, values).ofMaxSize(6).map((Map<String, JsonNode> map) -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            return object.setAll(map);
        });
    }

    private static Arbitrary<JsonNode> array(Arbitrary<JsonNode> values) {
        return values.list()
                .ofMaxSize(4)
                .map(list -> JsonNodeFactory.instance.arrayNode().addAll(list));
    }
}
