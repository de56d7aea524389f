package dev.errand.spring.actuate;

import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Says which types of tasks an application has. */
public final class ErrandInfoContributor implements InfoContributor {

    private final TaskEngine engine;

    /**
     * Tells about an engine.
     *
     * @param engine which one
     */
    public ErrandInfoContributor(TaskEngine engine) {
        this.engine = engine;
    }

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail(
                "errand",
                Map.of("types", engine.types().stream().map(TaskType::name).toList()));
    }
}
