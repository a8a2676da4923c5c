package dev.rollcall.console;

import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;

/** What the description at /api/docs says beyond what the controllers' signatures tell: who may call, and how calls fail. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    private static final String LOGIN = "login";

    /** What is read as it comes, so that no signature tells what it looks like. */
    private static final io.swagger.v3.oas.models.parameters.RequestBody PATCH =
            new io.swagger.v3.oas.models.parameters.RequestBody()
                    .description("A JSON merge patch (RFC 7396) over the children of rollcall")
                    .required(true)
                    .content(new Content()
                            .addMediaType(
                                    "application/merge-patch+json",
                                    new MediaType().schema(new Schema<>().type("object"))));

    @Bean
    OpenAPI adminApi() {
        String version = ApiDescription.class.getPackage().getImplementationVersion();
        Components components = new Components()
                .addSecuritySchemes(
                        LOGIN,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("basic")
                                .description("A user of the console: viewer, operator or admin"));
        ModelConverters.getInstance(true).readAll(ApiError.class).forEach(components::addSchemas);
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Rollcall's admin API")
                                .version(version == null ? "unknown" : version)
                                .description(
                                        "Lists have limit (1 to 200, default 50) and cursor: give nextCursor of a page to get"
                                                + " the next; it is null after the last. docs/admin-api.md has an example of each call."))
                .components(components)
                .addSecurityItem(new SecurityRequirement().addList(LOGIN));
    }

    /** How a call can fail, by what it takes. */
    @Bean
    OperationCustomizer failures() {
        return (operation, method) -> {
            failures(method)
                    .forEach((status, why) -> operation
                            .getResponses()
                            .addApiResponse(
                                    status,
                                    new ApiResponse()
                                            .description(why)
                                            .content(new Content()
                                                    .addMediaType(
                                                            "application/json",
                                                            new MediaType()
                                                                    .schema(new Schema<>()
                                                                            .$ref("#/components/schemas/ApiError"))))));
            limits(operation);
            if (takesPatch(method)) {
                operation.setRequestBody(PATCH);
            }
            return operation;
        };
    }

    private static Map<String, String> failures(HandlerMethod method) {
        Map<String, String> failures = new TreeMap<>(Map.of(
                "400", "Something that was sent is not understood; detail names it",
                "401", "User name or password is missing or wrong",
                "403", "The user's role does not allow it",
                "406", "It is answered in JSON alone",
                "503", "The database does not answer; Retry-After says when to try again"));
        if (Stream.of(method.getMethodParameters()).anyMatch(one -> one.hasParameterAnnotation(PathVariable.class))) {
            failures.put("404", "There is none with this id");
        }
        if (!method.hasMethodAnnotation(GetMapping.class)) {
            failures.put("408", "The body came too slowly");
            failures.put("409", "It cannot be as things stand; detail says why");
            failures.put("413", "The body has more than 1 MiB");
            failures.put("429", "Too much of this at once");
        }
        if (Stream.of(method.getMethodParameters()).anyMatch(ApiDescription::isBody)) {
            failures.put("415", "The Content-Type does not fit");
        }
        return failures;
    }

    private static boolean isBody(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(RequestBody.class) || isPatch(parameter);
    }

    private static boolean takesPatch(HandlerMethod method) {
        return Stream.of(method.getMethodParameters()).anyMatch(ApiDescription::isPatch);
    }

    /** Changes of settings alone are read as they come. */
    private static boolean isPatch(MethodParameter parameter) {
        return parameter.getParameterType() == InputStream.class;
    }

    private static void limits(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getName().equals("limit"))
                    .map(parameter -> parameter.getSchema())
                    .forEach(schema -> schema.minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(200)));
        }
    }

    /** Fields that can be null, as the code says it. */
    @Bean
    ModelConverter nullFields() {
        return new NullFields();
    }
}
