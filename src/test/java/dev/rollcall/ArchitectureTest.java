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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** Holds the direction of the packages: member ← mapping, delivery ← provisioning ← source.scim, console. */
@AnalyzeClasses(packages = "dev.rollcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {"dev.rollcall.member..", "dev.rollcall.mapping.."};

    @ArchTest
    static final ArchRule membersDependOnNothingOfOurs = noClasses()
            .that()
            .resideInAPackage("dev.rollcall.member..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.rollcall..")
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAPackage("dev.rollcall.member.."))));

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

    @ArchTest
    static final ArchRule mappingKnowsOnlyMembersSettingsAndRecords = noClasses()
            .that()
            .resideInAPackage("dev.rollcall.mapping..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rollcall.delivery..",
                    "dev.rollcall.provisioning..",
                    "dev.rollcall.source.scim..",
                    "dev.rollcall.source.ldap..",
                    "dev.rollcall.console..",
                    "dev.rollcall.security..",
                    "dev.rollcall.monitoring..");

    @ArchTest
    static final ArchRule deliveryKnowsNothingOfThePipeline = noClasses()
            .that()
            .resideInAPackage("dev.rollcall.delivery..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rollcall.mapping..",
                    "dev.rollcall.provisioning..",
                    "dev.rollcall.source..",
                    "dev.rollcall.console..",
                    "dev.rollcall.security..");

    @ArchTest
    static final ArchRule thePipelineKnowsNoWireForm = noClasses()
            .that()
            .resideInAPackage("dev.rollcall.provisioning..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rollcall.source.scim..",
                    "dev.rollcall.source.ldap..",
                    "dev.rollcall.delivery.jdbc..",
                    "dev.rollcall.console..",
                    "dev.rollcall.security..");

    @ArchTest
    static final ArchRule nothingKnowsTheConsole = noClasses()
            .that()
            .resideOutsideOfPackage("dev.rollcall.console..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rollcall.console..");

    @ArchTest
    static final ArchRule sourcesKnowNoTarget = noClasses()
            .that()
            .resideInAPackage("dev.rollcall.source..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.rollcall.delivery.jdbc..", "dev.rollcall.console..", "dev.rollcall.security..");

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
