using System.Reflection;

namespace Omnichannel.Inventory;

/// <summary>No outcome without a row of a truth table that tells it.</summary>
public sealed class StatusCoverageTests
{
    public static TheoryData<string> Statuses => [.. StatusTypes.Select(type => type.Name)];

    private static IEnumerable<Type> StatusTypes => typeof(ReserveStatus).Assembly.GetTypes()
        .Where(type => type is { IsEnum: true, Namespace: "Omnichannel.Inventory" or "Omnichannel.Pricing" or "Omnichannel.Carts" } && type.Name.EndsWith("Status", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Outcomes_ForEachStatus_AreShownByATruthTable(string status)
    {
        var type = StatusTypes.Single(candidate => candidate.Name == status);
        var shown = Tables().SelectMany(OutcomesOf).Where(outcome => outcome.GetType() == type).ToHashSet();
        Assert.Empty(Enum.GetValues(type).Cast<Enum>().Where(value => Convert.ToInt32(value, null) != 0).Except(shown));
    }

    [Fact]
    public void Values_OfEveryStatus_StartWithNoneAndHaveDistinctNumbers()
    {
        Assert.NotEmpty(StatusTypes);
        Assert.All(StatusTypes, static type =>
        {
            var numbers = Enum.GetValues(type).Cast<Enum>().Select(value => Convert.ToInt32(value, null)).ToArray();
            Assert.Equal("None", Enum.GetName(type, 0));
            Assert.Equal(Enum.GetNames(type).Length, numbers.Distinct().Count());
        });
    }

    private static IEnumerable<Type> Tables() => typeof(StatusCoverageTests).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ITruthTable)));

    private static IEnumerable<Enum> OutcomesOf(Type table)
    {
        var getter = table.GetInterfaceMap(typeof(ITruthTable)).TargetMethods.Single();
        return (IEnumerable<Enum>)getter.Invoke(null, BindingFlags.NonPublic | BindingFlags.Static, null, null, null)!;
    }
}
