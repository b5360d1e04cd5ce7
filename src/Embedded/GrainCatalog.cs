using System.Collections.Concurrent;
using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Omnichannel.Embedded;

/// <summary>The grain classes of some assemblies and the interfaces they answer to, checked before anything runs.</summary>
internal sealed class GrainCatalog
{
    private static readonly ConcurrentDictionary<Assembly, GrainCatalog> _scanned = [];

    private GrainCatalog(Type[] classes, Dictionary<Type, Type[]> interfaces) => (Classes, Interfaces) = (classes, interfaces);

    public Type[] Classes { get; }

    public Dictionary<Type, Type[]> Interfaces { get; }

    /// <summary>What <see cref="Scan"/> finds; a process with many hosts looks at an assembly once.</summary>
    public static GrainCatalog OfAssemblies(Assembly[] assemblies) =>
        assemblies is [var only] ? _scanned.GetOrAdd(only, static assembly => Scan([assembly])) : Scan(assemblies);

    private static GrainCatalog Scan(IEnumerable<Assembly> assemblies) => Of(assemblies.Distinct().SelectMany(assembly => assembly.GetTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(Grain))));

    /// <exception cref="OrleansConfigurationException">Says every rule that is broken, one a line.</exception>
    public static GrainCatalog Of(IEnumerable<Type> grainClasses)
    {
        var classes = grainClasses.OrderBy(type => type.FullName, StringComparer.Ordinal).ToArray();
        var interfaces = classes.SelectMany(type => GrainInterfaces(type).Select(implemented => (Type: type, Interface: implemented)))
            .GroupBy(pair => pair.Interface)
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Type).ToArray());

        string[] broken =
        [
            .. classes.Where(type => !type.IsDefined(typeof(ReentrantAttribute), inherit: false))
                .Select(type => $"{type.FullName} has no [Reentrant]: this host runs reentrant grains only."),
            .. classes.Where(type => !GrainInterfaces(type).Any()).Select(type => $"{type.FullName} implements no grain interface."),
            .. interfaces.Where(entry => entry.Value.Count(type => IsMostSpecific(entry.Key, type)) > 1)
                .Select(entry => $"{entry.Key.FullName} is implemented by more than one class: {Names(entry.Value)}."),
            .. interfaces.Keys.SelectMany(GrainMethods.Broken),
        ];
        if (broken.Length > 0) throw new OrleansConfigurationException(string.Join(Environment.NewLine, broken));
        return new(classes, interfaces);
    }

    public static string Names(IEnumerable<Type> types) => string.Join(", ", types.Select(type => type.FullName));

    private static IEnumerable<Type> GrainInterfaces(Type type) =>
        type.GetInterfaces().Where(found => found.IsAssignableTo(typeof(IGrainWithStringKey)) && found != typeof(IGrainWithStringKey));

    // An interface that a class has only because another one extends it may be shared by many classes.
    private static bool IsMostSpecific(Type grainInterface, Type type) =>
        !GrainInterfaces(type).Any(other => other != grainInterface && other.IsAssignableTo(grainInterface));
}
