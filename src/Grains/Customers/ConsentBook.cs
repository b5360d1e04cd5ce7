using Omnichannel.Inventory;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>The last word of a person on one purpose on one channel.</summary>
/// <param name="Origin">The merge that brought it; null when it was said to this customer.</param>
[GenerateSerializer, Immutable, Alias("consent")]
public sealed record Consent(
    [property: Id(0)] string Purpose,
    [property: Id(1)] Channel Channel,
    [property: Id(2)] ConsentState State,
    [property: Id(3)] string TextVersion,
    [property: Id(4)] PersonalText By,
    [property: Id(5)] DateTimeOffset At,
    [property: Id(6)] CustomerMergeId? Origin = null)
{
    public ConsentView View() => new(Purpose, Channel, State, TextVersion, By.Value, At);
}

/// <summary>What a person has agreed to. Older words stay in the journal.</summary>
public sealed class ConsentBook
{
    private readonly SortedDictionary<string, Consent> _consents = new(StringComparer.Ordinal);

    public int Count => _consents.Count;

    public IEnumerable<Consent> Consents => _consents.Values;

    public Consent? Find(string purpose, Channel channel) => _consents.GetValueOrDefault(NameOf(purpose, channel));

    public void Set(Consent consent) => _consents[NameOf(consent.Purpose, consent.Channel)] = consent;

    public void Clear() => _consents.Clear();

    public void Unset(Consent consent) => _consents.Remove(NameOf(consent.Purpose, consent.Channel));

    // Neither part can hold a slash.
    private static string NameOf(string purpose, Channel channel) => $"{purpose}/{channel}";
}
