package dev.rollcall.provisioning;

import dev.rollcall.mapping.MemberMapper;
import dev.rollcall.mapping.SettingsProblem;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsCheck;
import dev.rollcall.settings.SourceWarnings;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Compiles every source's mapping before settings come into force, and tells what an admin should know of it. */
@Component
final class MappingCheck implements SettingsCheck, SourceWarnings {
    @Override
    public List<String> problems(RollcallSettings settings) {
        List<String> problems = new ArrayList<>();
        for (String sourceId : settings.sources().keySet()) {
            try {
                MemberMapper.of(settings, sourceId);
            } catch (SettingsProblem e) {
                problems.addAll(e.sentences());
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems.stream().distinct().toList();
    }

    @Override
    public List<String> warnings(RollcallSettings settings, String sourceId) {
        return MemberMapper.of(settings, sourceId).warnings();
    }
}
