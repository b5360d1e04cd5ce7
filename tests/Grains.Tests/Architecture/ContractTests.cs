using System.Reflection;
using System.Text;
using Omnichannel.Inventory;
using Orleans;

namespace Omnichannel.Architecture;

/// <summary>I15: what crosses a call has a name and numbers of its own, which never change.</summary>
public sealed class ContractTests
{
    private static readonly Assembly Interfaces = typeof(IStockGrain).Assembly;
    private static readonly Type[] Grains = [.. Interfaces.GetExportedTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrainWithStringKey)))];
    private static readonly Type[] Contracts = [.. Crossing()];

    public static TheoryData<string> ContractNames => [.. Contracts.Select(type => type.FullName!)];

    public static TheoryData<string> GrainNames => [.. Grains.Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(ContractNames))]
    public void Contract_HasAnAliasAndNumbersItsMembers(string name)
    {
        var type = Interfaces.GetType(name)!;
        Assert.True(type.GetCustomAttribute<GenerateSerializerAttribute>() is not null, $"{name} lacks [GenerateSerializer].");
        Assert.True(type.GetCustomAttribute<AliasAttribute>() is not null, $"{name} lacks [Alias].");
        if (type.IsEnum) return;

        var members = Members(type).ToArray();
        Assert.All(members, member => Assert.True(member.GetCustomAttribute<IdAttribute>() is not null, $"{name}.{member.Name} lacks [Id]."));
        Assert.Equal(members.Length, members.Select(member => member.GetCustomAttribute<IdAttribute>()!.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(GrainNames))]
    public void Grain_HasAnAliasAndItsMethodsToo(string name)
    {
        var type = Interfaces.GetType(name)!;
        Assert.True(type.GetCustomAttribute<AliasAttribute>() is not null, $"{name} lacks [Alias].");
        var aliases = type.GetMethods().Select(method => method.GetCustomAttribute<AliasAttribute>()?.Alias ?? "").ToArray();
        Assert.DoesNotContain("", aliases);
        Assert.Equal(aliases.Length, aliases.Distinct().Count());
        Assert.All(type.GetMethods(), method => Assert.True(!method.Name.EndsWith("Async", StringComparison.Ordinal) && method.ReturnType.IsAssignableTo(typeof(Task)), method.Name));
    }

    [Fact]
    public void Aliases_OfAllContracts_AreDifferent()
    {
        var aliases = Contracts.Concat(Grains).Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias).OfType<string>().ToArray();
        Assert.Equal(aliases.Length, aliases.Distinct(StringComparer.Ordinal).Count());
        Assert.All(aliases, alias => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", alias));
    }

    // Add lines freely. A line that goes or changes breaks every peer that still speaks the older version.
    [Fact]
    public void Contracts_AreWhatTheyAlwaysWere()
    {
        var lines = Contracts.Concat(Grains).SelectMany(Lines).Order(StringComparer.Ordinal);
        GoldenFiles.CheckLines("contracts.txt", [.. lines]);
    }

    // Whatever a grain takes, gives or throws, and what that is made of.
    private static HashSet<Type> Crossing()
    {
        var methods = Grains.SelectMany(grain => grain.GetMethods());
        var found = new HashSet<Type>();
        var open = new Queue<Type>(methods.SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)));
        foreach (var exception in Interfaces.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Exception)))) open.Enqueue(exception);
        while (open.TryDequeue(out var type))
        {
            foreach (var part in type.GetGenericArguments()) open.Enqueue(part);
            if (type.GetElementType() is { } element) open.Enqueue(element);
            if (type.Assembly != Interfaces || !found.Add(type)) continue;
            foreach (var member in Members(type)) open.Enqueue(member.PropertyType);
        }

        return found;
    }

    private static IEnumerable<string> Lines(Type type)
    {
        var alias = type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name;
        if (type.IsEnum) return Enum.GetNames(type).Select(value => $"{alias} = {Convert.ToInt64(Enum.Parse(type, value), null):D2} {value}");
        if (type.IsInterface) return type.GetMethods().Select(method => $"{alias} . {method.GetCustomAttribute<AliasAttribute>()?.Alias} ({Parameters(method)}) {Name(method.ReturnType)}");
        return Members(type).Select(member => $"{alias} : {member.GetCustomAttribute<IdAttribute>()?.Id:D2} {Name(member.PropertyType)}");
    }

    private static string Parameters(MethodInfo method) => string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)));

    // Wire names: CLR names of contracts may change.
    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Name(value)}?";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        var name = new StringBuilder(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name.Split('`')[0]);
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name.ToString();
    }

    // What a value is made of; what is worked out from it does not cross a call.
    private static IEnumerable<PropertyInfo> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(property => property.GetCustomAttribute<IdAttribute>() is not null || HasField(type, property));

    private static bool HasField(Type type, PropertyInfo property) =>
        type.GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
}
