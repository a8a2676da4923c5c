package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stays of what was there when a PATCH says a part of it (RFC 7644 section 3.5.2). */
class PatchMergesTest {
    private static final String ENT = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String OURS = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

    /** Name, place, what is there, operation, what is there then; a missing place is {@code null}. */
    static Stream<Arguments> merges() {
        return Stream.of(
                Arguments.of(
                        "a manager's name leaves the manager",
                        "/" + ENT + "/manager",
                        "'" + ENT + "':{'manager':{'value':'m1','displayName':'A'}}",
                        "{'op':'replace','path':'" + ENT + ":manager','value':{'displayName':'B'}}",
                        "{'value':'m1','displayName':'B'}"),
                Arguments.of(
                        "another manager does not keep the name of the last",
                        "/" + ENT + "/manager",
                        "'" + ENT + "':{'manager':{'value':'m1','displayName':'A'}}",
                        "{'op':'add','value':{'" + ENT + "':{'manager':{'value':'m2'}}}}",
                        "{'value':'m2'}"),
                Arguments.of(
                        "nor where only the id is said",
                        "/" + ENT + "/manager",
                        "'" + ENT + "':{'manager':{'value':'m1','displayName':'A','$ref':'../Users/m1'}}",
                        "{'op':'replace','path':'" + ENT + ":manager.value','value':'m2'}",
                        "{'value':'m2'}"),
                Arguments.of(
                        "another manager's name may come first",
                        "/" + ENT + "/manager",
                        "'" + ENT + "':{'manager':{'value':'m1','displayName':'A','$ref':'../Users/m1'}}",
                        "{'op':'replace','value':{'" + ENT + ":manager.displayName':'B','" + ENT
                                + ":manager.value':'m2'}}",
                        "{'displayName':'B','value':'m2'}"),
                Arguments.of(
                        "the same manager keeps the name",
                        "/" + ENT + "/manager",
                        "'" + ENT + "':{'manager':{'value':'m1','displayName':'A'}}",
                        "{'op':'replace','path':'" + ENT + ":manager','value':'m1'}",
                        "{'value':'m1','displayName':'A'}"),
                Arguments.of(
                        "a blank part clears itself alone",
                        "/name",
                        "'name':{'familyName':'F','givenName':'G','honorificPrefix':'Dr'}",
                        "{'op':'replace','value':{'name':{'honorificPrefix':''}}}",
                        "{'familyName':'F','givenName':'G'}"),
                Arguments.of(
                        "a null part too, in a list of one",
                        "/name",
                        "'name':{'familyName':'F','givenName':'G'}",
                        "{'op':'add','path':'name','value':[{'givenName':null}]}",
                        "{'familyName':'F'}"),
                Arguments.of(
                        "a value without parts clears none",
                        "/name",
                        "'name':{'familyName':'F'}",
                        "{'op':'replace','path':'name','value':{}}",
                        "{'familyName':'F'}"),
                Arguments.of(
                        "the last part takes the name along",
                        "/name",
                        "'name':{'givenName':'G'}",
                        "{'op':'replace','path':'name','value':{'givenName':''}}",
                        "null"),
                Arguments.of(
                        "a manager whose id is blank is none",
                        "/" + ENT + "/manager",
                        "'" + ENT + "':{'manager':{'value':'m1','displayName':'A'}}",
                        "{'op':'replace','path':'" + ENT + ":manager','value':{'value':''}}",
                        "null"),
                Arguments.of(
                        "a manager whose name is blank has none",
                        "/" + ENT + "/manager",
                        "'" + ENT + "':{'manager':{'value':'m1','displayName':'A'}}",
                        "{'op':'replace','path':'" + ENT + ":manager','value':{'displayName':''}}",
                        "{'value':'m1'}"),
                Arguments.of(
                        "the same address in another order is the same",
                        "/addresses",
                        "'addresses':[{'type':'work','locality':'Leeds'}]",
                        "{'op':'add','path':'addresses','value':[{'locality':'Leeds','type':'work'}]}",
                        "[{'type':'work','locality':'Leeds'}]"),
                Arguments.of(
                        "an address is removed by its parts in another order",
                        "/addresses",
                        "'addresses':[{'type':'work','locality':'Leeds'},{'type':'home','locality':'York'}]",
                        "{'op':'remove','path':'addresses','value':[{'locality':'Leeds','type':'work'}]}",
                        "[{'type':'home','locality':'York'}]"),
                Arguments.of(
                        "the primary address that is replaced is primary still",
                        "/emails",
                        "'emails':[{'value':'h','type':'home'},{'value':'o','type':'other','primary':true,'display':'O'}]",
                        "{'op':'replace','path':'emails[primary eq true]','value':{'value':'n'}}",
                        "[{'value':'h','type':'home'},{'type':'other','primary':true,'value':'n'}]"),
                Arguments.of(
                        "unless the value says that it is not",
                        "/emails",
                        "'emails':[{'value':'o','primary':true}]",
                        "{'op':'replace','path':'emails[primary eq true]','value':{'value':'n','primary':false}}",
                        "[{'primary':false,'value':'n'}]"),
                Arguments.of(
                        "marks alone replace marks, and no address",
                        "/emails",
                        "'emails':[{'value':'w','type':'work'},{'value':'h','type':'home','primary':true}]",
                        "{'op':'replace','path':'emails[type eq `work`]','value':{'Primary':'True'}}",
                        "[{'value':'w','type':'work','primary':true},{'value':'h','type':'home','primary':false}]"),
                Arguments.of(
                        "of several that are to be primary the one that is so stays it",
                        "/emails",
                        "'emails':[{'value':'a','type':'work'},{'value':'b','type':'work','primary':true}]",
                        "{'op':'replace','path':'emails[type eq `work`].primary','value':'True'}",
                        "[{'value':'a','type':'work'},{'value':'b','type':'work','primary':true}]"),
                Arguments.of(
                        "or else the first",
                        "/emails",
                        "'emails':[{'value':'h','primary':true},{'value':'a','type':'work'},{'value':'b','type':'work'}]",
                        "{'op':'replace','path':'emails[type eq `work`].primary','value':true}",
                        "[{'value':'h','primary':false},{'value':'a','type':'work','primary':true},{'value':'b','type':'work'}]"),
                Arguments.of(
                        "an address that is not there takes the mark from none",
                        "/emails",
                        "'emails':[{'value':'h','type':'home'},{'value':'o','type':'other','primary':true}]",
                        "{'op':'add','path':'emails[type eq `work`].primary','value':true}",
                        "[{'value':'h','type':'home'},{'value':'o','type':'other','primary':true}]"),
                Arguments.of(
                        "a blank value clears the address beside its marks",
                        "/emails",
                        "'emails':[{'value':'w','type':'work'}]",
                        "{'op':'replace','path':'emails[type eq `work`]','value':{'type':'work','value':''}}",
                        "null"),
                Arguments.of(
                        "elements that become equal are one",
                        "/phoneNumbers",
                        "'phoneNumbers':[{'type':'work','value':'1'},{'type':'work','value':'2'}]",
                        "{'op':'replace','path':'phoneNumbers[type eq `work`].value','value':'9'}",
                        "[{'type':'work','value':'9'}]"),
                Arguments.of(
                        "a value is added to a custom field's list",
                        "/" + OURS + "/skills",
                        "'" + OURS + "':{'skills':['A']}",
                        "{'op':'add','path':'" + OURS + ":skills','value':['B','A']}",
                        "['A','B']"),
                Arguments.of(
                        "a value is removed from a custom field's list",
                        "/" + OURS + "/skills",
                        "'" + OURS + "':{'skills':['A','B']}",
                        "{'op':'remove','path':'" + OURS + ":skills','value':['B']}",
                        "['A']"),
                Arguments.of(
                        "the last value takes the list along",
                        "/" + OURS,
                        "'" + OURS + "':{'skills':['A']}",
                        "{'op':'remove','path':'" + OURS + ":skills','value':'A'}",
                        "null"),
                Arguments.of(
                        "a value is added to a custom field's only one",
                        "/" + OURS + "/skills",
                        "",
                        "{'op':'add','path':'" + OURS + ":skills','value':'A'},{'op':'add','path':'" + OURS
                                + ":SKILLS','value':'B'}",
                        "['A','B']"),
                Arguments.of(
                        "another value takes the only one of a list not away",
                        "/" + OURS + "/skills",
                        "'" + OURS + "':{'skills':'A'}",
                        "{'op':'remove','path':'" + OURS + ":skills','value':'B'}",
                        "['A']"),
                Arguments.of(
                        "a field of one value has the one that is added",
                        "/" + OURS + "/team",
                        "'" + OURS + "':{'team':'A'}",
                        "{'op':'add','path':'" + OURS + ":team','value':'B'}",
                        "'B'"),
                Arguments.of(
                        "values are removed by a condition",
                        "/" + OURS + "/skills",
                        "'" + OURS + "':{'skills':['A','B','C']}",
                        "{'op':'remove','path':'" + OURS + ":skills[value eq `b` or value eq `C`]'}",
                        "['A']"),
                Arguments.of(
                        "elements of any extension are removed by a condition",
                        "/urn:acme:2.0:User/badges",
                        "'urn:acme:2.0:User':{'badges':[{'no':7,'type':'door'},{'no':8}]}",
                        "{'op':'remove','path':'urn:acme:2.0:User:badges[type eq `door`]'}",
                        "[{'no':8}]"),
                Arguments.of(
                        "a list is replaced as a whole",
                        "/" + OURS + "/skills",
                        "'" + OURS + "':{'skills':['A']}",
                        "{'op':'replace','path':'" + OURS + ":skills','value':['B']}",
                        "['B']"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("merges")
    void keeps(String name, String place, String before, String operation, String after) {
        JsonNode patched = PatchOperations.parse(Json.patch(operation))
                .applyTo(
                        UserDocuments.canonical(Json.of("{'userName':'ana','active':true"
                                        + (before.isEmpty() ? "" : ",") + before + "}"))
                                .document(),
                        Set.of("skills"))
                .document()
                .at(place);
        assertThat(patched.isMissingNode() ? Json.of("null") : patched).isEqualTo(Json.of(after));
    }
}
