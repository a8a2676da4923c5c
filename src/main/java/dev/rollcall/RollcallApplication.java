package dev.rollcall;

import dev.rollcall.launch.StartCompilation;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts Rollcall: the SCIM server, the pipeline, the delivery queue and the admin API. */
@SpringBootApplication
public class RollcallApplication {
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(RollcallApplication.class);
        application.addListeners(new StartCompilation());
        application.run(arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
