package dev.rollcall.security;

import java.util.List;
import java.util.Locale;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * A user of console and admin API who is signed in with a password.
 *
 * @param hash of the password, with the encoder's name in braces
 * @param role viewer, operator or admin
 */
record ConsoleUser(String username, String hash, String role) implements UserDetails {
    private static final long serialVersionUID = 1;

    @Override
    public List<? extends GrantedAuthority> getAuthorities() {
        return List.of(new SimpleGrantedAuthority("ROLE_" + role.toUpperCase(Locale.ROOT)));
    }

    @Override
    public String getPassword() {
        return hash;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public String toString() {
        return "ConsoleUser[username=" + username + ", role=" + role + "]";
    }
}
