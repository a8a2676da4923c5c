package dev.rollcall;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Rollcall: the SCIM server, the pipeline, the delivery queue and the admin API. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RollcallApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(RollcallApplication.class, arguments);
    }
}
