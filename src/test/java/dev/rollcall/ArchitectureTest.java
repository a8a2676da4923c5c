package dev.rollcall;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** Holds the direction of the packages: member ← mapping, source, delivery ← provisioning ← sync, source.scim ← console. */
@AnalyzeClasses(packages = "dev.rollcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String OURS = "dev.rollcall";
    private static final String[] PURE = {"dev.rollcall.member..", "dev.rollcall.mapping.."};

    @ArchTest
    static final ArchRule theCoreIsPure = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "org.apache.camel..", "java.io..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

    /** The rooms that each room knows (constants are not seen): all of them, so that one look tells the direction. */
    private static final String ROOMS = """
            audit
            console: audit console.forecast delivery mapping member provisioning requests security security.oidc settings source sync
            console.forecast: mapping member provisioning settings source
            database: failure
            delivery: failure member settings
            delivery.assetsonar: delivery delivery.http settings
            delivery.http: delivery failure member settings
            delivery.jdbc: database delivery member settings
            delivery.snipeit: delivery delivery.http settings
            failure
            google: failure settings
            launch
            mapping: member settings source
            member
            monitoring: audit delivery security settings sync
            provisioning: audit delivery mapping member settings source
            report: failure google member routing settings
            requests
            routing: failure settings
            security: audit security.oidc settings
            security.oidc: audit failure settings
            settings: audit
            source: member routing settings
            source.google: google settings source
            source.ldap: failure mapping settings source
            source.route: failure source
            source.scim: delivery failure mapping member provisioning settings source
            sync: delivery failure mapping member provisioning report routing settings source
            """;

    @ArchTest
    static void everyRoomKnowsTheseOthers(JavaClasses ours) {
        Map<String, Set<String>> known = new TreeMap<>();
        for (JavaClass type : ours) {
            String room = room(type);
            known.computeIfAbsent(room, none -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(OURS))
                    .map(ArchitectureTest::room)
                    .filter(other -> !other.equals(room))
                    .forEach(known.get(room)::add);
        }
        known.remove(""); // the application's class
        String rooms = known.entrySet().stream()
                .map(each -> each.getKey() + (each.getValue().isEmpty() ? "" : ": " + String.join(" ", each.getValue()))
                        + "\n")
                .collect(Collectors.joining());
        assertThat(rooms).isEqualTo(ROOMS);
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(OURS) ? "" : name.substring(OURS.length() + 1);
    }

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("dev.rollcall.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyReadsSerializedObjectsOrEvaluatesExpressions = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.springframework.expression..", "javax.script.."))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream");

    @ArchTest
    static final ArchRule onlyTheLdapSourceUsesJndi = noClasses()
            .that()
            .resideOutsideOfPackage("dev.rollcall.source.ldap..")
            .should()
            .dependOnClassesThat(resideInAPackage("javax.naming.."));

    @ArchTest
    static final ArchRule nobodyRunsStatementsWithoutParameters =
            noClasses().should().callMethod(java.sql.Connection.class, "createStatement");

    @ArchTest
    static final ArchRule controllersArePackagePrivate = classes()
            .that()
            .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
            .or()
            .areAnnotatedWith("org.springframework.context.annotation.Configuration")
            .should()
            .notHaveModifier(JavaModifier.PUBLIC);

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses ours) {
        Set<String> marked = ours.stream()
                .filter(type -> type.getSimpleName().equals("package-info") && type.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = ours.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(all).hasSizeGreaterThan(8).isEqualTo(marked);
    }
}
