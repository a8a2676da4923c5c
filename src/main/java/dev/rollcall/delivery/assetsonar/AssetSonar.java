package dev.rollcall.delivery.assetsonar;

import dev.rollcall.delivery.http.HttpDelivery;
import dev.rollcall.delivery.http.MemberDelivery;
import dev.rollcall.delivery.http.Ownership;
import dev.rollcall.delivery.http.Refusal;
import dev.rollcall.delivery.http.TargetCalls;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The bean of routes/42-deliver-assetsonar.camel.yaml: delivers one change, lists members and roles. */
@Component("assetSonar")
public class AssetSonar {
    /** Shorter than a claim's lease. */
    private static final Duration ONE_CHANGE = Duration.ofSeconds(45);

    private static final Duration ONE_PAGE = Duration.ofMinutes(2);
    private static final Duration ALL_PAGES = Duration.ofMinutes(30);

    private final Settings settings;
    private final ProducerTemplate camel;
    private final Ownership ownership;
    private volatile Account account;

    AssetSonar(Settings settings, ProducerTemplate camel, Ownership ownership) {
        this.settings = settings;
        this.camel = camel;
        this.ownership = ownership;
        this.account = new Account(settings.current().targets().assetsonar());
    }

    /** The address of the account, such as {@code https://acme.assetsonar.com}. */
    public String url() {
        return settings.current().targets().assetsonar().url();
    }

    /** The access token; for request headers only. */
    public String token() {
        return settings.current().targets().assetsonar().token();
    }

    /**
     * Brings one member about.
     *
     * @param change a change of a delivery route's contract
     * @return the answer of the contract
     */
    public Map<String, Object> deliver(@Body Map<String, Object> change) {
        HttpDelivery delivery = HttpDelivery.of(change);
        Account here = account();
        try {
            TargetCalls calls = calls(ONE_CHANGE);
            AssetSonarApi api = new AssetSonarApi(delivery, here, calls);
            return delivery.delivered(new MemberDelivery(delivery, api, calls, ownership).run());
        } catch (Refusal e) {
            return delivery.rejected(e);
        }
    }

    /** A page of members, active ones first; see {@link AssetSonarMembers}. */
    public Map<String, @Nullable Object> members(@Body String cursor, @Variable("lines") String lines) {
        return new AssetSonarMembers(account(), calls(ONE_PAGE)).page(cursor, lines);
    }

    /** The names of the account's roles. */
    public List<String> roles() {
        return account().roles().names(calls(ALL_PAGES));
    }

    private TargetCalls calls(Duration time) {
        return new TargetCalls(camel, "direct:assetsonar-" + account().api() + "-", time);
    }

    /** What was learnt belongs to one account. */
    private Account account() {
        Targets.AssetSonar current = settings.current().targets().assetsonar();
        Account known = account;
        if (!known.isOf(current)) {
            known = new Account(current);
            account = known;
        }
        return known;
    }
}
