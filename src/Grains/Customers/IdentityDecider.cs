using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <param name="Sequence">The version of the customer that asks.</param>
[GenerateSerializer, Immutable, Alias("take-identity")]
public sealed record TakeIdentity([property: Id(0)] CustomerId Customer, [property: Id(1)] long Sequence, [property: Id(2)] bool IsVerified);

[GenerateSerializer, Immutable, Alias("prove-identity")]
public sealed record ProveIdentity([property: Id(0)] CustomerId Customer);

/// <summary>Gives an identity up, and with it everything asked for up to this sequence, also what has not arrived yet.</summary>
[GenerateSerializer, Immutable, Alias("give-up-identity")]
public sealed record GiveUpIdentity([property: Id(0)] CustomerId Customer, [property: Id(1)] long Sequence);

/// <summary>Hands an identity from one customer to the other one of a merge.</summary>
[GenerateSerializer, Immutable, Alias("move-identity")]
public sealed record MoveIdentity(
    [property: Id(0)] CustomerId Source,
    [property: Id(1)] long SourceSequence,
    [property: Id(2)] CustomerId Target,
    [property: Id(3)] long Sequence);

/// <summary>Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("identity-status")]
public enum IdentityStatus
{
    None = 0,
    Done = 1,
    AlreadyDone = 2,
    /// <summary>Somebody else has it, or had it when this was asked first.</summary>
    Taken = 3,
}

/// <summary>The rules of identities. Pure.</summary>
public static class IdentityDecider
{
    public static Decision<IdentityStatus, IdentityEvent> Decide(Identity identity, TakeIdentity command, DateTimeOffset now)
    {
        if (identity.Owner == command.Customer) return Reject(IdentityStatus.AlreadyDone);
        if (command.Sequence <= identity.ClosedFor(command.Customer)) return Reject(IdentityStatus.Taken);
        return identity.Owner is null
            ? new(IdentityStatus.Done, [new IdentityClaimed(now, command.Customer, command.Sequence, command.IsVerified)])
            : new(IdentityStatus.Taken, [new IdentityRefused(now, command.Customer, command.Sequence)]);
    }

    public static Decision<IdentityStatus, IdentityEvent> Decide(Identity identity, ProveIdentity command, DateTimeOffset now)
    {
        if (identity.Owner != command.Customer) return Reject(IdentityStatus.Taken);
        return identity.IsVerified ? Reject(IdentityStatus.AlreadyDone) : new(IdentityStatus.Done, [new IdentityVerified(now, command.Customer)]);
    }

    public static Decision<IdentityStatus, IdentityEvent> Decide(Identity identity, GiveUpIdentity command, DateTimeOffset now)
    {
        // It was claimed again since: this one is late.
        if (identity.Owner == command.Customer && identity.OwnerSequence > command.Sequence) return Reject(IdentityStatus.AlreadyDone);
        if (identity.Owner != command.Customer && command.Sequence <= identity.ClosedFor(command.Customer)) return Reject(IdentityStatus.AlreadyDone);
        return new(IdentityStatus.Done, [new IdentityReleased(now, command.Customer, command.Sequence)]);
    }

    public static Decision<IdentityStatus, IdentityEvent> Decide(Identity identity, MoveIdentity command, DateTimeOffset now)
    {
        // Handed back since, or handed on: this one is late.
        var isLate = identity.Owner != command.Source || identity.OwnerSequence > command.SourceSequence;
        if (isLate) return Reject(identity.Owner == command.Target ? IdentityStatus.AlreadyDone : IdentityStatus.Taken);

        // The other one has given it up before it came: it is nobody's, and least of all that of whom it was taken from.
        return command.Sequence <= identity.ClosedFor(command.Target)
            ? new(IdentityStatus.Done, [new IdentityReleased(now, command.Source, command.SourceSequence)])
            : new(IdentityStatus.Done, [new IdentityMoved(now, command.Source, command.SourceSequence, command.Target, command.Sequence)]);
    }

    private static Decision<IdentityStatus, IdentityEvent> Reject(IdentityStatus status) => Decision<IdentityStatus, IdentityEvent>.Nothing(status);
}
