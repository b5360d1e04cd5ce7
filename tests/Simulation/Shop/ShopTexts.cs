using Omnichannel.Simulation.Swarm;

namespace Omnichannel.Simulation.Shop;

/// <summary>What was written about people, and who wants to be forgotten.</summary>
public sealed class ShopTexts(SwarmPlan plan)
{
    /// <summary>Begins every text, and nothing else.</summary>
    public const string Mark = "whispered";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _erasures = new(StringComparer.Ordinal);
    private readonly HashSet<string> _promised = new(StringComparer.Ordinal);

    /// <summary>Every text by what it was written under: a command, or the customer that it is the name of.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>Who was named when an erasure was asked for, by the command that asked.</summary>
    public IReadOnlyDictionary<string, string> Erasures => _erasures;

    /// <summary>Customers whose erasure was promised to somebody.</summary>
    public IReadOnlyCollection<string> Promised => _promised;

    public bool MayErase => _erasures.Count < plan.ErasuresMax;

    /// <summary>A text that no other one contains.</summary>
    public string Write(string id) => _texts[id] = $"{Mark} to {id} alone";

    public ShopAsk Erase(string customer, string id)
    {
        _erasures.Add(id, customer);
        return CustomerAsks.Erase(customer, id, () => _promised.Add(customer));
    }
}
