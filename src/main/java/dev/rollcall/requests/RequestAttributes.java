package dev.rollcall.requests;

/** Under which names the filters of a SCIM request leave for others what they have found out. */
public final class RequestAttributes {
    /** The id of the source that the request's token belongs to, a String: by the token check. */
    public static final String SOURCE = "rollcall.source";

    /** The request's body, a byte[]: by the gate, which has read it. */
    public static final String BODY = "rollcall.body";

    private RequestAttributes() {}
}
