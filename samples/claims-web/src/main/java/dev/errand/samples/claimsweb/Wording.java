package dev.errand.samples.claimsweb;

import dev.errand.spring.web.TaskHttpBuilderCustomizer;
import dev.errand.web.TypeWords;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What people call what tasks count. */
@Configuration
class Wording {

    @Bean
    TaskHttpBuilderCustomizer words() {
        return http -> http.words("export-claims", TypeWords.counting("rows"))
                .words("remind-members", TypeWords.counting("e-mails").irrevocably("sent", "sending"));
    }
}
