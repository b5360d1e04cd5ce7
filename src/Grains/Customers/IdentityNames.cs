using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>Makes the name of an identity from its value, with a key that only the grid has: neither the journal nor a log can be searched for a value.</summary>
public sealed class IdentityNames(IDataKeys keys)
{
    /// <summary>Whose key it is. It is never destroyed: without it nobody would find anybody again.</summary>
    public const string KeyOwner = "identity-names";

    private const int NameBytes = 20;
    private SealingKey? _key;

    public async ValueTask<IdentityId> NameAsync(IdentityKind kind, string normalised)
    {
        _key ??= (await KeyAnswers.Ask(Unavailability.Busy, () => keys.GetOrCreateAsync(KeyOwner, CancellationToken.None))).Key
            ?? throw new DataKeyUnreadableException("The key of all identities was destroyed.");
        var name = IdentityText.NameOf(kind);
        return IdentityId.Create($"{name}:{Convert.ToHexStringLower(_key.NameOf($"{name}:{normalised}").AsSpan(0, NameBytes))}");
    }
}
