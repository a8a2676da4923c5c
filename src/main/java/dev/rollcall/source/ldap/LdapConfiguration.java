package dev.rollcall.source.ldap;

import javax.naming.directory.DirContext;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** Gives the endpoint {@code ldap:ldapPage} the connection of the read that asks. */
@Configuration(proxyBeanMethods = false)
class LdapConfiguration {
    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    DirContext ldapPage(LdapPulls pulls) {
        return pulls.current().context();
    }
}
