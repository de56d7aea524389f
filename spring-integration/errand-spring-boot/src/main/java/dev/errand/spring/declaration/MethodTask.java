package dev.errand.spring.declaration;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.spring.TaskDeclarationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ReflectionUtils;

/** A method of a bean as a task. It is called on the bean as others see it, so that its transaction and its aspects apply. */
final class MethodTask implements BackgroundTask<Object, Object> {

    private final ConfigurableListableBeanFactory beans;
    private final String bean;
    private final Method method;

    MethodTask(ConfigurableListableBeanFactory beans, String bean, Method method) {
        this.beans = beans;
        this.bean = bean;
        this.method = method;
    }

    /**
     * Refuses a method that the bean's proxy does not have, as one of the JDK's that has those of interfaces only. A bean that is
     * not made yet is not made for this.
     */
    void requireCallable(String where) {
        Object made = beans.containsSingleton(bean) ? beans.getSingleton(bean) : null;
        if (made == null || !AopUtils.isJdkDynamicProxy(made)) {
            return;
        }
        try {
            AopUtils.selectInvocableMethod(method, made.getClass());
        } catch (IllegalStateException notInAnInterface) {
            throw new TaskDeclarationException(
                    where
                            + " cannot be called: the bean has a proxy of the JDK's, which has methods of its interfaces only",
                    "Declare the method in an interface of the class, or set spring.aop.proxy-target-class to true.");
        }
    }

    @Override
    @SuppressWarnings("NullAway") // null comes from a task without a result, which is one of Void
    public Object run(Object input, TaskContext context) throws Exception {
        Object target = beans.getBean(bean);
        Method invocable = AopUtils.selectInvocableMethod(method, target.getClass());
        ReflectionUtils.makeAccessible(invocable);
        try {
            return invocable.invoke(target, arguments(input, context));
        } catch (InvocationTargetException e) {
            ReflectionUtils.rethrowException(e.getTargetException());
            throw e;
        }
    }

    private Object[] arguments(Object input, TaskContext context) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = method.getParameterTypes()[i] == TaskContext.class ? context : input;
        }
        return arguments;
    }
}
