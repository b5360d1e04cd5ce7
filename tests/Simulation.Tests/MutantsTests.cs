using Omnichannel.Simulation.Mutants;
using Xunit.Abstractions;

namespace Omnichannel.Simulation;

/// <summary>Audits the auditor: a check that cannot see the bug it is made for is worth nothing.</summary>
public sealed class MutantsTests(ITestOutputHelper output)
{
    private const ulong SeedsMax = 400;

    public static TheoryData<string> Names => [.. MutantHunt.All.Keys];

    [Fact]
    public void Names_AreAtLeastAsManyAsPromised() => Assert.True(MutantHunt.All.Count >= 25, $"There are only {MutantHunt.All.Count} mutants.");

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_WhenABugIsPutIn_IsNoticedByTheCheckThatIsMadeForIt(string name)
    {
        var hunt = MutantHunt.Run(name, SeedsMax);

        output.WriteLine(hunt.ToString());
        Assert.True(hunt.Seed is not null, hunt.ToString());
    }
}
