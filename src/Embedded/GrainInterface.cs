namespace Omnichannel.Embedded;

/// <summary>A grain interface in one host, and the classes behind it.</summary>
internal sealed class GrainInterface(Type type, GrainClass[] classes)
{
    private Func<GrainClass, string, GrainReference>? _make;

    public GrainReference Refer(string key, string? classNamePrefix)
    {
        // Two threads may both get here first; the emitter gives both the same answer.
        var make = _make ??= ReferenceEmitter.Emit(type);
        return make(classNamePrefix is null && classes.Length == 1 ? classes[0] : Choose(classNamePrefix), key);
    }

    private GrainClass Choose(string? prefix)
    {
        var fitting = prefix is null ? classes : [.. classes.Where(grain => grain.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal))];
        return fitting.Length == 1
            ? fitting[0]
            : throw new ArgumentException(
                $"{fitting.Length} grain classes fit {type.FullName}{(prefix is null ? "" : $" and {prefix}...")}, out of "
                + $"{GrainCatalog.Names(classes.Select(grain => grain.Type))}. Ask for an interface that only one of them has.");
    }
}
