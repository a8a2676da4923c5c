package dev.rollcall.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.catalina.Globals;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses query parameters of the admin API that an address does not have: were {@code statuss=active} passed over, the
 * answer would be everybody, and a script would act on them. One that is given twice is refused too.
 */
@Component
final class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {
    private static final int LONGEST_NAME = 60;
    /** Tomcat leaves out what it cannot decode, and says so here. */
    private static final String UNREADABLE = Globals.PARAMETER_PARSE_FAILED_ATTR;

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && isOurs(method)) {
            Set<String> names = known.computeIfAbsent(method.getMethod(), one -> names(method));
            Map<String, String[]> given = request.getParameterMap();
            if (request.getAttribute(UNREADABLE) != null) {
                throw ApiRefusal.badRequest("The parameters cannot be read. Write other characters than letters and"
                        + " digits as % and two hexadecimal digits, and the percent sign as %25.");
            }
            given.forEach((name, values) -> {
                if (!names.contains(name)) {
                    throw ApiRefusal.badRequest(unknown(name, names));
                }
                if (values.length > 1) {
                    throw ApiRefusal.badRequest("The parameter '" + name + "' is there twice. Give it once.");
                }
            });
        }
        return true;
    }

    /** Whether the answer is the admin API's own, and not the description that springdoc makes of it. */
    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getPackageName().equals(KnownParameters.class.getPackageName());
    }

    private static Set<String> names(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(RequestParam.class)) {
                parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
                names.add(Objects.requireNonNull(parameter.getParameterName()));
            }
        }
        return names;
    }

    private static String unknown(String name, Set<String> names) {
        String sentence =
                "There is no parameter '" + name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "' here. ";
        return names.isEmpty()
                ? sentence + "This address takes none: leave it out."
                : sentence + "The parameters of this address are "
                        + names.stream().map(one -> "'" + one + "'").collect(Collectors.joining(", ")) + ".";
    }
}
