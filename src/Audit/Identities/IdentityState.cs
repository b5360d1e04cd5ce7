namespace Omnichannel.Audit.Identities;

/// <summary>The auditor's own fold of one identity.</summary>
internal sealed class IdentityState
{
    private readonly List<(string Customer, long Sequence)> _closed = [];

    public string? Owner { get; private set; }

    public bool IsVerified { get; private set; }

    /// <summary>Up to which of its own requests a customer is no longer heard; 0 for none.</summary>
    public long ClosedFor(string customer) => _closed.Find(closed => closed.Customer == customer).Sequence;

    public void Apply(IdentityFact fact)
    {
        switch (fact)
        {
            case IdentityFact.Claimed claimed: (Owner, IsVerified) = (claimed.Customer, claimed.IsVerified); break;
            case IdentityFact.Refused refused: Close(refused.Customer, refused.Sequence); break;
            case IdentityFact.Verified: IsVerified = true; break;
            case IdentityFact.Released released:
                if (Owner == released.Customer) (Owner, IsVerified) = (null, false);
                Close(released.Customer, released.Sequence);
                break;
            case IdentityFact.Moved moved:
                Owner = moved.Target;
                Close(moved.Source, moved.SourceSequence);
                break;
        }
    }

    private void Close(string customer, long sequence)
    {
        var closed = Math.Max(sequence, ClosedFor(customer));
        _closed.RemoveAll(other => other.Customer == customer);
        _closed.Add((customer, closed));
        if (_closed.Count > Promises.FormerOwnersMax) _closed.RemoveAt(0);
    }
}
