using System.Reflection;

namespace Omnichannel.Embedded;

/// <summary>What a grain interface may declare.</summary>
internal static class GrainMethods
{
    /// <summary>All methods a reference has to implement, inherited ones too.</summary>
    public static IEnumerable<MethodInfo> Of(Type grainInterface) =>
        grainInterface.GetInterfaces().Append(grainInterface)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.IsAbstract);

    /// <summary>The result of a call; null when it has none.</summary>
    public static Type? ResultOf(MethodInfo method) => method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : null;

    public static bool IsValueTask(MethodInfo method) => Returns(method, typeof(ValueTask), typeof(ValueTask<>));

    /// <summary>One sentence for each method that no reference can carry.</summary>
    public static IEnumerable<string> Broken(Type grainInterface)
    {
        foreach (var method in Of(grainInterface))
        {
            var name = $"{grainInterface.FullName}.{method.Name}";
            if (method.IsSpecialName) yield return $"{name}: a grain interface has methods only.";
            if (method.IsGenericMethod) yield return $"{name}: a grain method has no type parameters here.";
            if (!Returns(method, typeof(Task), typeof(Task<>)) && !IsValueTask(method))
                yield return $"{name} returns {method.ReturnType.Name}; a grain method returns Task or ValueTask, with or without a result.";
            if (method.GetParameters().Any(parameter => parameter.ParameterType is { IsByRef: true } or { IsByRefLike: true } or { IsPointer: true }))
                yield return $"{name}: arguments are passed by value.";
        }
    }

    private static bool Returns(MethodInfo method, Type withoutResult, Type withResult) =>
        method.ReturnType == withoutResult || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == withResult);
}
