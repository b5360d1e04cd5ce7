using System.Reflection;
using Omnichannel.Simulation.Shop;

namespace Omnichannel.Simulation.Mutants;

/// <summary>Audits the auditor: runs seeds with a bug put in until the check that is made for it says so.</summary>
public static class MutantHunt
{
    /// <summary>All bugs there are, by name. A new one for every run: some keep state.</summary>
    public static IReadOnlyDictionary<string, Func<Mutant>> All { get; } = Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Mutant)) && type is { IsNested: false, IsAbstract: false })
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .ToDictionary<Type, string, Func<Mutant>>(type => type.Name, type => () => (Mutant)Activator.CreateInstance(type)!);

    /// <summary>Runs the first seeds with the bug until the check that is made for it notices.</summary>
    public static Hunt Run(string name, ulong seedsMax)
    {
        var others = new List<string>();
        var caughtBy = All[name]().CaughtBy.ToString();
        for (ulong seed = 1; seed <= seedsMax; seed++)
        {
            try
            {
                var mutant = All[name]();
                _ = mutant.IsOfShop ? new ShopRun(seed, mutant).Run() : new SimRun(seed, mutant).Run();
            }
            catch (Kernel.SimulationFailedException failure)
            {
                var sentences = failure.Message.Split(Environment.NewLine);
                if (Array.Find(sentences, line => line.Contains(caughtBy, StringComparison.Ordinal)) is { } sentence)
                    return new(name, seed, sentence, others);
                others.Add(sentences[0]);
            }
        }

        return new(name, null, $"{caughtBy} never noticed it.", others);
    }
}

/// <param name="Seed">The first whose run the check that is made for this bug found fault with; null when none was.</param>
/// <param name="Others">What stopped earlier seeds: other checks, or an assertion of the grid itself.</param>
public sealed record Hunt(string Mutant, ulong? Seed, string Sentence, IReadOnlyList<string> Others)
{
    public override string ToString() => Seed is null
        ? $"{Mutant}: NOT NOTICED, {Sentence} {Others.Count} seeds were stopped by others: {string.Join(" | ", Others.Take(3))}"
        : $"{Mutant}: seed {Seed} (others stopped {Others.Count} before it): {Sentence}";
}
