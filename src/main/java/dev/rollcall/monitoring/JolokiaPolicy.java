package dev.rollcall.monitoring;

import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What Jolokia, and Hawtio through it, may do: look at Camel and at the load of the JVM, start and stop routes. Everything
 * that is not named here is refused with 403: no attribute is written; no message is read, sent or traced; no route is made
 * or changed; and what may hold a secret (connection pools, system properties, command line) is not read.
 */
@Component
final class JolokiaPolicy implements Restrictor {
    private static final Set<RequestType> TYPES =
            Set.of(RequestType.READ, RequestType.EXEC, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION);

    private static final String CAMEL = "org.apache.camel";

    /** Types of Camel's MBeans whose attributes are read. */
    private static final Set<String> CAMEL_TYPES = Set.of(
            "components",
            "consumers",
            "context",
            "endpoints",
            "eventnotifiers",
            "health",
            "processors",
            "producers",
            "routes",
            "services",
            "threadpools");

    /** The message of a route's last exception can name a person; global options are anybody's. */
    private static final Set<String> NOT_OF_CAMEL = Set.of("LastError", "GlobalOptions");

    /** Types of the JVM's MBeans whose attributes are read, all of them. */
    private static final Set<String> JVM_TYPES = Set.of(
            "BufferPool",
            "ClassLoading",
            "Compilation",
            "GarbageCollector",
            "Memory",
            "MemoryManager",
            "MemoryPool",
            "OperatingSystem",
            "Threading");

    private static final Set<String> OF_RUNTIME = Set.of(
            "Name",
            "Pid",
            "SpecName",
            "SpecVendor",
            "SpecVersion",
            "StartTime",
            "Uptime",
            "VmName",
            "VmVendor",
            "VmVersion");

    /**
     * Operations by the type of Camel's MBean, as Jolokia is asked for them. Without parameters the dumps give routes as
     * they are written, with placeholders instead of values. The context cannot be stopped: it could not be started again.
     */
    private static final Map<String, Set<String>> OPERATIONS = Map.of(
            "context",
                    Set.of(
                            "componentNames()",
                            "dumpRoutesAsXml()",
                            "dumpRoutesStatsAsXml",
                            "dumpRoutesStatsAsXml(boolean,boolean)",
                            "resume()",
                            "start()",
                            "startAllRoutes()",
                            "suspend()"),
            "routes",
                    Set.of(
                            "dumpRouteAsXml()",
                            "dumpRouteStatsAsXml",
                            "dumpRouteStatsAsXml(boolean,boolean)",
                            "resume",
                            "resume()",
                            "start",
                            "start()",
                            "stop()",
                            "suspend()"));

    private static final Set<String> LOOKING = Set.of(
            "componentNames",
            "dumpRouteAsXml",
            "dumpRoutesAsXml",
            "dumpRouteStatsAsXml",
            "dumpRoutesStatsAsXml",
            "listRestServices");

    private static final Map<String, Set<String>> OF_SERVICES =
            Map.of("DefaultRestRegistry", Set.of("listRestServices()"));

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return true; // the filter chain knows more of the request
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        String type = property(name, "type");
        return switch (name.getDomain()) {
            case CAMEL -> CAMEL_TYPES.contains(type) && !NOT_OF_CAMEL.contains(attribute);
            case "java.lang", "java.nio" ->
                JVM_TYPES.contains(type) || type.equals("Runtime") && OF_RUNTIME.contains(attribute);
            default -> false;
        };
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return false;
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        if (name.isPattern() || !name.getDomain().equals(CAMEL)) {
            return false;
        }
        String type = property(name, "type");
        Set<String> allowed = type.equals("services")
                ? OF_SERVICES.getOrDefault(property(name, "name"), Set.of())
                : OPERATIONS.getOrDefault(type, Set.of());
        return allowed.contains(operation);
    }

    /** Whether an operation that is allowed changes nothing. */
    static boolean onlyLooks(String operation) {
        int signature = operation.indexOf('(');
        return LOOKING.contains(signature < 0 ? operation : operation.substring(0, signature));
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hosts) {
        return true; // the filter chain asks who it is
    }

    /** No other site is allowed to call (CORS); that none does so unseen is the filter chain's part. */
    @Override
    public boolean isOriginAllowed(@Nullable String origin, boolean strict) {
        return strict;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return false;
    }

    private static String property(ObjectName name, String key) {
        String value = name.getKeyProperty(key);
        return value == null ? "" : value;
    }
}
