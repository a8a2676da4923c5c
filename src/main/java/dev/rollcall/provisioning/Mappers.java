package dev.rollcall.provisioning;

import dev.rollcall.mapping.MemberMapper;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The compiled mapping of each source, made once a settings version. */
@Component
public class Mappers {
    private final Settings settings;
    private volatile Compiled compiled;

    private record Compiled(RollcallSettings settings, Map<String, MemberMapper> bySource) {}

    Mappers(Settings settings) {
        this.settings = settings;
        this.compiled = new Compiled(settings.current(), new ConcurrentHashMap<>());
    }

    /** The mapping of a source under the settings in force. */
    public MemberMapper of(String sourceId) {
        RollcallSettings current = settings.current();
        Compiled known = compiled;
        if (known.settings != current) {
            known = new Compiled(current, new ConcurrentHashMap<>());
            compiled = known;
        }
        return known.bySource.computeIfAbsent(sourceId, id -> MemberMapper.of(current, id));
    }
}
