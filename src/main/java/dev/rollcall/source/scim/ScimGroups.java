package dev.rollcall.source.scim;

import java.util.List;
import org.springframework.stereotype.Component;

/** Groups are not imported, and that must neither stop a job nor pass unnoticed. */
@Component("scimGroups")
public class ScimGroups {
    private static final String REFUSAL =
            "This application provisions users only; groups are not imported, and users of the same job are not "
                    + "affected. Switch group provisioning off: Entra ID: Provisioning, Mappings, Provision Groups, Enabled: No; "
                    + "Okta: stop Push Groups";

    private final SourceNotes notes;

    ScimGroups(SourceNotes notes) {
        this.notes = notes;
    }

    /** GET /Groups: an empty list, whatever the filter. */
    public ScimAnswer list(ScimRequest request) {
        return ScimAnswer.list(List.of());
    }

    /** GET /Groups/{id}: there is none. */
    public ScimAnswer get(ScimRequest request) {
        throw new ScimException(404, null, "there is no such group: " + REFUSAL);
    }

    /** Every write: 501 with the switch to turn. */
    public ScimAnswer refuse(ScimRequest request) {
        throw refusal(request.sourceId());
    }

    /** The refusal of a write, which is noted for the source's page. */
    ScimException refusal(String sourceId) {
        notes.groupWrite(sourceId);
        return new ScimException(501, null, REFUSAL);
    }
}
