using System.Text.Json;
using Omnichannel.Audit.Identities.Checks;

namespace Omnichannel.Audit.Identities;

/// <summary>Folds the events of one identity from their JSON alone and holds every check at every prefix.</summary>
public sealed class IdentityFold : FactFold
{
    private static readonly ICheck<IdentityState, IdentityFact>[] _checks = [new IdentityOneOwner(), new IdentityInSequence()];

    internal IdentityFold(string entity, Findings findings) : base(entity, findings)
    {
    }

    /// <summary>The customer who has it; null when nobody does.</summary>
    public string? Owner => Identity.Owner;

    internal IdentityState Identity { get; } = new();

    protected override void Fold(JsonElement @event)
    {
        if (Read(@event, IdentityJson.Default.IdentityFact) is not { } fact) return;
        LastAt = fact.At;
        Judge(_checks, Identity, fact, Identity.Apply);
    }
}
