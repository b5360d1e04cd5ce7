using System.Reflection;
using System.Text.RegularExpressions;
using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Architecture;

/// <summary>The rules know nothing of the world: no clock, no chance, no I/O, no host.</summary>
public sealed partial class PurityTests
{
    private static readonly string Grains = Path.Combine(GoldenFiles.RepositoryRoot(), "src", "Grains");

    public static TheoryData<string> PureFiles => [.. Pure()];

    [Theory]
    [MemberData(nameof(PureFiles))]
    public void File_OfStatesRulesAndEvents_TouchesNothingOutside(string path)
    {
        var lines = File.ReadAllLines(Path.Combine(Grains, path)).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => Impure().IsMatch(line));
    }

    // A rule that is found by its name must not be able to hide behind another one.
    [Fact]
    public void PureFiles_HoldEveryMachineAndEveryDecider()
    {
        var pure = Pure().Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet();
        var found = typeof(StockGrain).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsNested: false } && IsMachine(type) || type.Name.EndsWith("Decider", StringComparison.Ordinal))
            .Select(type => type.Name);
        Assert.DoesNotContain(found, name => !pure.Contains(name));
        Assert.True(pure.Count > 8);
    }

    [Fact]
    public void Grains_ReferToNoDatabaseNoBrokerAndNoHttp()
    {
        var referred = typeof(StockGrain).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();
        Assert.Contains("Omnichannel.Grains.Interfaces", referred);
        Assert.DoesNotContain(referred, name => BannedReference().IsMatch(name));
    }

    // Every event that the code can make has a tag; one without could be written by nobody and would fail at the first append.
    [Fact]
    public void Events_AllHaveATag()
    {
        var events = typeof(StockGrain).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(MachineEvent))).ToArray();
        Assert.NotEmpty(events);
        Assert.DoesNotContain(events, type => !HasTag(type));
    }

    // Sums of stock and money never wrap.
    [Fact]
    public void Arithmetic_InGrains_IsChecked()
    {
        var stock = new Stock();
        stock.Apply(new StockReceived(Shelf.Start, new("a"), 1, Limits.OnHandMax, null, null, null, null));
        Assert.Throws<OverflowException>(() => stock.Apply(new StockReceived(Shelf.Start, new("b"), 1, long.MaxValue, null, null, null, null)));
    }

    private static IEnumerable<string> Pure() => Directory.EnumerateFiles(Grains, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Grains, path).Replace('\\', '/'))
        .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
        .Where(path => PureName().IsMatch(path) || !path.EndsWith("Grain.cs", StringComparison.Ordinal) && File.ReadAllText(Path.Combine(Grains, path)).Contains(": Machine<", StringComparison.Ordinal));

    private static bool IsMachine(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(Machine<>)) return true;
        }

        return false;
    }

    private static bool HasTag(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.GetCustomAttributes<System.Text.Json.Serialization.JsonDerivedTypeAttribute>(inherit: false).Any(tag => tag.DerivedType == type)) return true;
        }

        return false;
    }

    [GeneratedRegex(@"(Decider|Events|Snapshot)\.cs$")]
    private static partial Regex PureName();

    [GeneratedRegex(
        @"\bUtcNow\b|\.Now\b|\bTimeProvider\b|\bStopwatch\b|\bRandom\b|\bNewGuid\b|\bTask\b|\basync\b|\bawait\b|\bThread\b|\bInterlocked\b|\bFile\b|\bDirectory\b|"
        + @"\bConsole\b|\bEnvironment\b|\bHttpClient\b|\bILogger\b|\bGrainFactory\b|\bIGrain|\bIJournal\b|\bfloat\b|\bdouble\b|\bunchecked\b")]
    private static partial Regex Impure();

    [GeneratedRegex(@"^(Npgsql|System\.Data|Microsoft\.Data|SQLite|Dapper|Microsoft\.AspNetCore|System\.Net|RabbitMQ|Confluent|Microsoft\.Extensions\.Hosting)")]
    private static partial Regex BannedReference();
}
