package dev.rollcall.security;

import dev.rollcall.audit.SignIns;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Notes who began a session of the console, and who ended one. A call with HTTP Basic begins none. */
@Component
final class SignInEvents {
    private final SignIns signIns;

    SignInEvents(SignIns signIns) {
        this.signIns = signIns;
    }

    @EventListener
    void in(InteractiveAuthenticationSuccessEvent event) {
        Authentication who = event.getAuthentication();
        signIns.in(
                who.getName(),
                who instanceof UsernamePasswordAuthenticationToken ? "password" : "OpenID Connect",
                address(who));
    }

    @EventListener
    void out(LogoutSuccessEvent event) {
        Authentication who = event.getAuthentication();
        signIns.out(who.getName(), address(who));
    }

    /** From where somebody asks to be let in; empty where nothing tells. */
    static String address(Authentication who) {
        return who.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
    }
}
