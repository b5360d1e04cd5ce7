using Omnichannel.Journal;
using static Omnichannel.Customers.CustomerGate;

namespace Omnichannel.Customers;

/// <param name="Value">Normalised.</param>
public sealed record IdentityClaim(IdentityId Id, IdentityKind Kind, string Value, bool IsVerified);

public sealed record IdentityProof(IdentityId Id);

public sealed record IdentityRelease(IdentityId Id);

/// <summary>What the owner of an identity answered.</summary>
/// <param name="Sequence">Which request of the customer it answers.</param>
public sealed record IdentityAnswer(IdentityId Id, IdentityState Asked, long Sequence, bool IsGranted);

/// <summary>The rules of the identities of a customer. Pure. Who gets one is decided by the identity itself.</summary>
public static class IdentityBookDecider
{
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, IdentityClaim claim, DateTimeOffset now)
    {
        var status = Check(customer);
        if (status != CustomerStatus.None) return Reject(status);
        if (customer.Unsettled is not null) return Reject(CustomerStatus.MergeUnderWay);
        var known = customer.Identities.Find(claim.Id);
        if (known is null && customer.Identities.Count >= Limits.IdentitiesMax) return Reject(CustomerStatus.TooManyIdentities);
        return known is null
            ? new(CustomerStatus.Done, [new IdentityClaimBegun(now, claim.Id, claim.Kind, new(claim.Value), claim.IsVerified)])
            : Reject(CustomerStatus.AlreadyDone);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, IdentityProof proof, DateTimeOffset now)
    {
        var status = Check(customer);
        if (status != CustomerStatus.None) return Reject(status);
        if (customer.Unsettled is not null) return Reject(CustomerStatus.MergeUnderWay);
        if (customer.Identities.Find(proof.Id) is not { State: IdentityState.Owned } known) return Reject(CustomerStatus.IdentityNotFound);
        return known.IsVerified ? Reject(CustomerStatus.AlreadyDone) : new(CustomerStatus.Done, [new IdentityProven(now, proof.Id)]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, IdentityRelease release, DateTimeOffset now)
    {
        var status = Check(customer);
        if (status != CustomerStatus.None) return Reject(status);
        if (customer.Unsettled is not null) return Reject(CustomerStatus.MergeUnderWay);
        return customer.Identities.Find(release.Id)?.State switch
        {
            IdentityState.Owned => new(CustomerStatus.Done, [new IdentityReleaseBegun(now, release.Id)]),
            IdentityState.Releasing => Reject(CustomerStatus.AlreadyDone),
            _ => Reject(CustomerStatus.IdentityNotFound),
        };
    }

    /// <summary>Takes the next step. An answer to what was answered already changes nothing.</summary>
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, IdentityAnswer answer, DateTimeOffset now)
    {
        var known = customer.Identities.Find(answer.Id);
        if (customer.Erasure == ErasureStep.Erased || known is null || known.State != answer.Asked || known.Sequence != answer.Sequence) return Reject(CustomerStatus.AlreadyDone);
        return known.State switch
        {
            IdentityState.Claiming when answer.IsGranted => new(CustomerStatus.Done, [new IdentityClaimDone(now, answer.Id)]),
            IdentityState.Claiming => new(CustomerStatus.IdentityTaken, [new IdentityClaimRefused(now, answer.Id)]),
            IdentityState.Releasing => new(CustomerStatus.Done, [new IdentityReleaseDone(now, answer.Id)]),
            _ => Reject(CustomerStatus.AlreadyDone),
        };
    }
}
