package dev.errand.spring.declaration;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/** A method of a bean as a task. It is called on the bean as others see it, so that its transaction and its aspects apply. */
final class MethodTask implements BackgroundTask<Object, Object> {

    private final Supplier<Object> bean;
    private final Method method;

    MethodTask(Supplier<Object> bean, Method method) {
        this.bean = bean;
        this.method = method;
    }

    @Override
    @SuppressWarnings("NullAway") // null comes from a task without a result, which is one of Void
    public Object run(Object input, TaskContext context) throws Exception {
        Object target = bean.get();
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
