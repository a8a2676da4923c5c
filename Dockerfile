# Build: docker build -t rollcall .     Run: docs/operations.md, "Docker".
FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /src
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
# Formatting and tests are the concern of ./mvnw verify, which runs before anybody builds an image.
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -DskipTests -Dspotless.check.skip=true package \
 && java -Djarmode=tools -jar target/rollcall.jar extract --destination target/app

FROM eclipse-temurin:25-jre-noble
RUN groupadd --gid 10001 rollcall \
 && useradd --uid 10001 --gid rollcall --home-dir /app --no-create-home --shell /usr/sbin/nologin rollcall \
 && install -d -o rollcall -g rollcall /app /app/data
WORKDIR /app
COPY --from=build /src/target/app ./
# The two things that an integration team edits: mount your own over them.
COPY routes routes
COPY application.yaml application.yaml
# A first start whose loaded and linked classes are kept: later ones take about half of the processor time. It ends by itself
# 20 s after Camel began to start, so that the routes are started too; were they not by then, the build would fail.
RUN java -XX:AOTCacheOutput=rollcall.aot -jar rollcall.jar --rollcall.data-dir=/tmp/training --camel.main.duration-max-seconds=20 \
 && rm -rf /tmp/training
USER rollcall
VOLUME /app/data
EXPOSE 8080
# bash speaks TCP by itself, so the image needs no curl. HTTP/1.0, so that the server closes the connection.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# exec form: SIGTERM reaches Java, which finishes the requests in flight. JAVA_TOOL_OPTIONS adds options.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-XX:AOTCache=rollcall.aot", "-jar", "rollcall.jar"]
