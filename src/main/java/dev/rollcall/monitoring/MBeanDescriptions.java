package dev.rollcall.monitoring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.api.management.NotificationSenderAware;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.spring.spi.SpringManagementMBeanAssembler;
import org.apache.camel.support.management.MixinRequiredModelMBean;
import org.apache.camel.support.management.NotificationSenderAdapter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets Camel's MBeans share a description for each class. Camel describes each MBean anew, and there is one for every step of
 * every route.
 */
@Component
final class MBeanDescriptions implements CamelContextConfiguration {
    MBeanDescriptions() {}

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getCamelContextExtension().setManagementMBeanAssembler(new Assembler(camel));
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {}

    private static final class Assembler extends SpringManagementMBeanAssembler {
        private final Map<Class<?>, ModelMBeanInfo> known = new ConcurrentHashMap<>();

        Assembler(CamelContext camel) {
            super(camel);
        }

        @Override
        public @Nullable ModelMBean assemble(MBeanServer server, Object managed, ObjectName name) throws JMException {
            if (!managed.getClass().isAnnotationPresent(ManagedResource.class)
                    || managed instanceof ManagedInstance wrapper && describesItself(wrapper.getInstance())) {
                return super.assemble(server, managed, name);
            }
            ModelMBeanInfo description = known.get(managed.getClass());
            if (description == null) {
                description = assembler.getMBeanInfo(camelContext, managed, null, name.toString());
                if (description == null) {
                    return null;
                }
                known.put(managed.getClass(), description);
            }
            boolean mask = Boolean.TRUE.equals(
                    camelContext.getManagementStrategy().getManagementAgent().getMask());
            MixinRequiredModelMBean bean = new MixinRequiredModelMBean(description, mask, null, null);
            try {
                bean.setManagedResource(managed, "ObjectReference");
            } catch (InvalidTargetObjectTypeException e) {
                throw new JMException(e.getMessage());
            }
            if (managed instanceof NotificationSenderAware sender) {
                sender.setNotificationSender(new NotificationSenderAdapter(bean));
            }
            return bean;
        }

        private static boolean describesItself(@Nullable Object instance) {
            return instance != null
                    && (instance.getClass().isAnnotationPresent(ManagedResource.class)
                            || instance.getClass()
                                    .isAnnotationPresent(
                                            org.springframework.jmx.export.annotation.ManagedResource.class));
        }
    }
}
