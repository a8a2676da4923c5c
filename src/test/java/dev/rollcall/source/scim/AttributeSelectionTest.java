package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeSelectionTest {
    private static final String USER =
            "{'schemas':[1],'id':'1','userName':'a','name':{'givenName':'G','familyName':'F'},'emails':[{'value':'v','type':'w','primary':true},{'value':'v2'}],'urn:x:2.0:User':{'a':1,'b':2},'meta':{'created':'c','version':'1'}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "userName, name.givenName, nothing || {'schemas':[1],'id':'1','userName':'a','name':{'givenName':'G'}}",
                "emails.value,EMAILS.type,urn:ietf:params:scim:schemas:core:2.0:User:userName || {'schemas':[1],'id':'1','userName':'a','emails':[{'value':'v','type':'w'},{'value':'v2'}]}",
                "emails[type eq \"w\"].value,name[givenName pr] || {'schemas':[1],'id':'1','name':{'givenName':'G','familyName':'F'},'emails':[{'value':'v'},{'value':'v2'}]}",
                "emails.type || {'schemas':[1],'id':'1','emails':[{'type':'w'}]}",
                "urn:ietf:params:scim:schemas:core:2.0:User || {'schemas':[1],'id':'1','userName':'a','name':{'givenName':'G','familyName':'F'},'emails':[{'value':'v','type':'w','primary':true},{'value':'v2'}]}",
                "name.givenName,URN:ietf:params:scim:schemas:core:2.0:user,urn:x:2.0:User:a || {'schemas':[1],'id':'1','userName':'a','name':{'givenName':'G','familyName':'F'},'emails':[{'value':'v','type':'w','primary':true},{'value':'v2'}],'urn:x:2.0:User':{'a':1}}",
                "| urn:ietf:params:scim:schemas:core:2.0:User | {'schemas':[1],'id':'1','urn:x:2.0:User':{'a':1,'b':2},'meta':{'created':'c','version':'1'}}",
                "urn:x:2.0:User || {'schemas':[1],'id':'1','urn:x:2.0:User':{'a':1,'b':2}}",
                "urn:x:2.0:User:b || {'schemas':[1],'id':'1','urn:x:2.0:User':{'b':2}}",
                "nothing || {'schemas':[1],'id':'1'}",
                "urn:,urn:x,.,a.,.b || {'schemas':[1],'id':'1'}",
                "| id,schemas,emails,meta,urn:x:2.0:User,name.givenName | {'schemas':[1],'id':'1','userName':'a','name':{'familyName':'F'}}",
                "| emails.primary,urn:x:2.0:User:a,name,meta.created | {'schemas':[1],'id':'1','userName':'a','emails':[{'value':'v','type':'w'},{'value':'v2'}],'urn:x:2.0:User':{'b':2},'meta':{'version':'1'}}",
            })
    void selects(String attributes, String excluded, String expected) {
        ObjectNode user = Json.object(USER);
        Map<String, String> parameters = new HashMap<>();
        if (attributes != null) {
            parameters.put("attributes", attributes);
        }
        if (excluded != null) {
            parameters.put("excludedattributes", excluded);
        }
        assertThat(AttributeSelection.of(parameters).apply(user)).isEqualTo(Json.of(expected));
        assertThat(user).as("the user is not touched").isEqualTo(Json.of(USER));
    }

    @Test
    void selectionAndExclusionExcludeEachOther() {
        assertRefused(
                () -> AttributeSelection.of(Map.of("attributes", "id", "excludedattributes", "name")), "invalidValue");
        ObjectNode user = Json.object(USER);
        assertThat(AttributeSelection.of(Map.of()).apply(user)).isEqualTo(user);
        assertThat(AttributeSelection.of(Map.of("excludedattributes", " ,")).apply(user))
                .isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:acme:ext:1.0", "urn:okta:app:1.0:user:custom", "urn:acme:person"})
    void anExtensionThatNobodyKnowsIsSelectedAsAWholeAndInParts(String urn) {
        ObjectNode user = Json.object("{'id':'1','" + urn + "':{'a':1,'b':2}}");
        assertThat(AttributeSelection.of(Map.of("attributes", urn)).apply(user)).isEqualTo(user);
        assertThat(AttributeSelection.of(Map.of("attributes", urn + ":A")).apply(user))
                .isEqualTo(Json.of("{'id':'1','" + urn + "':{'a':1}}"));
        assertThat(AttributeSelection.of(Map.of("excludedattributes", urn)).apply(user))
                .isEqualTo(Json.of("{'id':'1'}"));
    }

    @Test
    void partsOfAnExtensionsAttributesAreSelected() {
        String urn = UserSchema.ENTERPRISE;
        ObjectNode user =
                Json.object("{'id':'1','" + urn + "':{'department':'d','manager':{'value':'m','displayName':'M'}}}");
        assertThat(AttributeSelection.of(Map.of("attributes", urn + ":manager.value"))
                        .apply(user))
                .isEqualTo(Json.of("{'id':'1','" + urn + "':{'manager':{'value':'m'}}}"));
        assertThat(AttributeSelection.of(Map.of("excludedattributes", urn + ":manager.displayName"))
                        .apply(user))
                .isEqualTo(Json.of("{'id':'1','" + urn + "':{'department':'d','manager':{'value':'m'}}}"));
        assertThat(AttributeSelection.of(Map.of("attributes", urn + ":manager.value," + urn + ":manager"))
                        .apply(user))
                .isEqualTo(Json.of("{'id':'1','" + urn + "':{'manager':{'value':'m','displayName':'M'}}}"));
    }
}
