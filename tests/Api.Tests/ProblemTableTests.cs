using System.Reflection;
using System.Text.RegularExpressions;
using Omnichannel.Http;
using Omnichannel.Inventory;

namespace Omnichannel.Api;

public sealed partial class ProblemTableTests
{
    private static readonly string[] Successes =
    [
        "ReserveStatus.Reserved", "ReserveStatus.Exists", "ReservationStatus.Done", "ReservationStatus.AlreadyDone", "MoveStatus.Moved", "MoveStatus.Exists",
        "SafetyStockStatus.Set", "SafetyStockStatus.AlreadySet", "GroupStatus.Reserved", "GroupStatus.PartlyReserved", "GroupStatus.UnderWay",
        "TransferStatus.Transferred", "TransferStatus.UnderWay", "PriceStatus.Done", "PriceStatus.Exists", "CartStatus.Done", "CartStatus.Exists",
        "CustomerStatus.Done", "CustomerStatus.AlreadyDone", "CustomerMergeStatus.Merged", "CustomerMergeStatus.Undone", "CustomerMergeStatus.UnderWay",
        "FindIdentityStatus.Found", "SessionStatus.Done", "SessionStatus.AlreadyDone",
    ];

    public static TheoryData<Type> Statuses =>
        new(typeof(IStockGrain).Assembly.GetTypes().Where(type => type.IsEnum && IsOutcome(type)));

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Of_WhenAnyStatus_IsASuccessOrHasAProblem(Type status)
    {
        var of = typeof(StatusProblems).GetMethod("Of", [status]);
        Assert.True(of is not null, $"{status.Name} is not in the table.");
        foreach (var value in Enum.GetValues(status))
        {
            var kind = (ProblemKind?)of.Invoke(null, [value]);
            var name = $"{status.Name}.{value}";
            if (Convert.ToInt32(value, null) == 0) Assert.Same(ProblemKinds.Internal, kind);
            else if (Successes.Contains(name)) Assert.Null(kind);
            else Assert.True(kind is not null && kind != ProblemKinds.Internal, $"{name} is not in the table.");
        }
    }

    [Fact]
    public void All_WhenListed_HasEveryCodeOnceAndWellFormed()
    {
        Assert.Equal(ProblemKinds.All.Count, ProblemKinds.All.Select(kind => kind.Code).Distinct().Count());
        Assert.All(ProblemKinds.All, kind => Assert.Matches("^[a-z]+(-[a-z]+)*$", kind.Code));
        Assert.All(ProblemKinds.All, kind => Assert.InRange(kind.Status, 400, 503));
        Assert.Equal(typeof(ProblemKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Length, ProblemKinds.All.Count);
    }

    [Fact]
    public void Document_WhenCompared_ListsExactlyTheseProblems()
    {
        var listed = Row().Matches(File.ReadAllText(Repository.File("docs/HTTP.md"))).Select(row => $"{row.Groups[2].Value} {row.Groups[1].Value}");

        Assert.Equal(ProblemKinds.All.Select(kind => $"{kind.Status} {kind.Code}").Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `([a-z-]+)` \| (\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static bool IsOutcome(Type type) => type.Name.EndsWith("Status", StringComparison.Ordinal) || type == typeof(Unavailability);
}

/// <summary>Files of the repository that tests read.</summary>
internal static class Repository
{
    public static string File(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Omnichannel.sln"))) return Path.Combine(folder.FullName, path);
        }

        throw new FileNotFoundException("The tests do not run inside the repository.", path);
    }
}
