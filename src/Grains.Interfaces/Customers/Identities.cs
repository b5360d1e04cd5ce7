using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>What a person is known by. The numbers are frozen.</summary>
[GenerateSerializer, Alias("identity-kind")]
public enum IdentityKind
{
    None = 0,
    Email = 1,
    Phone = 2,
    LoyaltyCard = 3,
    Device = 4,
    TillNumber = 5,
    SocialHandle = 6,
}

/// <param name="Value">As the person wrote it; it is normalised by the rules of its kind (docs/HTTP.md) before it is looked at.</param>
[GenerateSerializer, Immutable, Alias("claim-identity")]
public sealed record ClaimIdentity([property: Id(0)] IdentityKind Kind, [property: Id(1)] string Value, [property: Id(2)] bool IsVerified = false)
{
    /// <summary>Never the value: what is printed ends up in logs.</summary>
    public override string ToString() => $"{Kind} (personal)";
}

/// <summary>The numbers are frozen.</summary>
[GenerateSerializer, Alias("identity-state")]
public enum IdentityState
{
    None = 0,
    /// <summary>Asked for, and not answered yet. The grid goes on by itself.</summary>
    Claiming = 1,
    Owned = 2,
    Releasing = 3,
}

[GenerateSerializer, Immutable, Alias("identity-view")]
public sealed record IdentityView(
    [property: Id(0)] IdentityId Id,
    [property: Id(1)] IdentityKind Kind,
    [property: Id(2)] string? Value,
    [property: Id(3)] bool IsVerified,
    [property: Id(4)] IdentityState State);

[GenerateSerializer, Immutable, Alias("identity-reply")]
public sealed record IdentityReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] IdentityView? Identity);

/// <summary>The outcome of a look-up. Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("find-identity-status")]
public enum FindIdentityStatus
{
    None = 0,
    Found = 1,
    IdentityInvalid = 2,
    /// <summary>Nobody has it.</summary>
    NotFound = 3,
}

/// <param name="Owner">Who has it; after a merge possibly for a moment the old id, which answers as well.</param>
[GenerateSerializer, Immutable, Alias("find-identity-reply")]
public sealed record FindIdentityReply(
    [property: Id(0)] FindIdentityStatus Status,
    [property: Id(1)] IdentityId? Id,
    [property: Id(2)] CustomerId? Owner,
    [property: Id(3)] bool IsVerified);

/// <summary>Finds who has an identity. Holds nothing: it knows how an identity is named, and asks its owner. Its key is the name of an <see cref="IdentityKind"/>.</summary>
[Alias("identity-directory-grain")]
public interface IIdentityDirectoryGrain : IGrainWithStringKey
{
    [Alias("find")]
    Task<FindIdentityReply> Find(string value);
}

/// <summary>The one owner of an identity: at any time at most one customer has it. Its key is an <see cref="IdentityId"/>.</summary>
[Alias("identity-grain")]
public interface IIdentityGrain : IGrainWithStringKey
{
    [Alias("find")]
    Task<FindIdentityReply> Find();

    /// <summary>The events after a version, oldest first, at most <paramref name="limit"/> (1 to <see cref="Limits.EventsPageMax"/>).</summary>
    [Alias("events")]
    Task<EventPage> Events(long afterVersion, int limit);
}
