using System.Collections;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Omnichannel.Cluster;

/// <summary>What crosses a grain call arrives as it was sent: every contract, through Orleans' own serializer.</summary>
public class ContractTests
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSerializer()
        .Configure<ExceptionSerializationOptions>(Silo.Cluster.ClusterSetup.Tell)
        .BuildServiceProvider();

    public static TheoryData<string> Contracts() => [.. Types().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Contract_ThroughTheWire_ArrivesAsItWasSent(string name)
    {
        var type = Types().Single(type => type.FullName == name);
        var sent = Sample(type, depth: 0)!;
        var serializer = Services.GetRequiredService<Serializer>();
        var arrived = serializer.Deserialize<object>(serializer.SerializeToArray<object>(sent))!;
        Assert.Equal(type, arrived.GetType());
        if (sent is Exception failure) Assert.Equal((failure.Message, Reason(failure)), (((Exception)arrived).Message, Reason(arrived)));
        else Assert.Equal(Inside(sent), Inside(arrived));
    }

    [Fact]
    public void Failure_WithACauseThatIsNoContract_ArrivesWithItsReason()
    {
        var sent = new GridUnavailableException(Unavailability.Busy, "later", new Journal.JournalUnknownException("who knows"));
        var serializer = Services.GetRequiredService<Serializer>();
        var arrived = Assert.IsType<GridUnavailableException>(serializer.Deserialize<object>(serializer.SerializeToArray<object>(sent)));
        Assert.Equal((sent.Reason, sent.Message), (arrived.Reason, arrived.Message));
    }

    private static IEnumerable<Type> Types() => new[] { typeof(Inventory.IStockGrain).Assembly, typeof(Inventory.StockGrain).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null && type is { IsAbstract: false, ContainsGenericParameters: false })
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static object? Reason(object failure) => failure.GetType().GetProperty("Reason")?.GetValue(failure);

    // Everything that is in it, to the last field, whatever lists are made of.
    private static string Inside(object? value) => value switch
    {
        null => "null",
        string or IFormattable or bool => $"{value}",
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(Inside))}]",
        _ => $"({string.Join(", ", value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => $"{field.Name} {Inside(field.GetValue(value))}"))})",
    };

    // Values that differ from the default of their type, as deep as contracts go, and lists as collection expressions make them.
    private static object? Sample(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Sample(inner, depth);
        if (type == typeof(string)) return $"text-{depth}";
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddDays(depth + 1);
        if (type == typeof(TimeSpan)) return TimeSpan.FromSeconds(depth + 1);
        if (type == typeof(Exception)) return null;
        if (type == typeof(bool)) return true;
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Last();
        if (type.IsPrimitive || type == typeof(decimal)) return Convert.ChangeType(depth + 1, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsArray) return Filled(type.GetElementType()!, depth, nameof(ArrayOf));
        if (typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType) return SampleOfMany(type, depth);
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(candidate => candidate.GetParameters() is not [{ } only] || only.ParameterType != type)
            .OrderByDescending(candidate => candidate.GetParameters().Length)
            .FirstOrDefault();
        if (constructor is null) return Activator.CreateInstance(type);
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => depth > 6 ? null : Sample(parameter.ParameterType, depth + 1))]);
    }

    private static object SampleOfMany(Type type, int depth)
    {
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 1) return Filled(arguments[0], depth, type.GetGenericTypeDefinition() == typeof(List<>) ? nameof(ListOf) : nameof(ExpressionOf));
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        map.Add(Sample(arguments[0], depth + 1)!, Sample(arguments[1], depth + 1));
        return map;
    }

    private static object Filled(Type element, int depth, string maker) =>
        typeof(ContractTests).GetMethod(maker, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(element)
            .Invoke(null, [Sample(element, depth + 1), Sample(element, depth + 2)])!;

    private static T[] ArrayOf<T>(T first, T second) => [first, second];

    private static List<T> ListOf<T>(T first, T second) => [first, second];

    private static IReadOnlyList<T> ExpressionOf<T>(T first, T second) => [first, second];
}
