package org.nettunnel.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;

/// Predicates over calls.
final class Calls {
    private Calls() {
    }

    /// Calls of any overload of a method, on the type or a subtype.
    static DescribedPredicate<JavaMethodCall> named(Class<?> owner, String method) {
        return DescribedPredicate.describe(owner.getSimpleName() + "." + method,
                call -> call.getName().equals(method) && call.getTargetOwner().isAssignableTo(owner));
    }

    /// Calls of the overload without arguments.
    static DescribedPredicate<JavaMethodCall> bare(Class<?> owner, String method) {
        return DescribedPredicate.and(named(owner, method), DescribedPredicate.describe("without arguments",
                call -> call.getTarget().getRawParameterTypes().isEmpty()));
    }
}
