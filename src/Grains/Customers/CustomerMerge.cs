using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>Where a merge of two customers stands. The names are frozen: snapshots hold them.</summary>
public enum CustomerMergeStep
{
    None = 0,
    Started = 1,
    Refused = 2,
    Cleared = 3,
    Agreed = 4,
    Pointed = 5,
    Followed = 6,
    Finished = 7,
    UndoStarted = 8,
    UndoAgreed = 9,
    UndoParted = 10,
    UndoReopened = 11,
    UndoFinished = 12,
}

/// <summary>One merge of two customers, and its undoing.</summary>
public sealed class CustomerMerge : Machine<CustomerMergeEvent>
{
    private CustomerMergeSnapshot _facts = new(0, default, CustomerMergeStep.None, [], 0, 0, 0, CartStatus.None);

    public CustomerMergeStep Step => _facts.Step;

    public MergeCustomers? Order => _facts.Order;

    /// <summary>Why it, or the last attempt to undo it, was refused; else <see cref="CustomerStatus.None"/>.</summary>
    public CustomerStatus Refusal => _facts.Refusal ?? CustomerStatus.None;

    /// <summary>How often undoing was begun.</summary>
    public int Attempts => _facts.Attempts;

    public long SurvivorVersion => _facts.SurvivorVersion;

    public long AbsorbedVersion => _facts.AbsorbedVersion;

    /// <summary>Those that follow the merge, or its undoing.</summary>
    public IReadOnlyList<IdentityId> Identities => _facts.Identities;

    public CartId? BroughtCart => _facts.BroughtCart;

    public CartId? OpenCart => _facts.OpenCart;

    /// <summary>Once the carts have been parted: the cart that the other one has again.</summary>
    public CartId? ReturnedCart => _facts.ReturnedCart;

    public CartStatus CartStatus => _facts.CartStatus;

    public bool IsUnderWay => Step is not (CustomerMergeStep.None or CustomerMergeStep.Cleared or CustomerMergeStep.Finished or CustomerMergeStep.UndoFinished);

    // Until it has ended, somebody must come back to it, also when everybody who waited is gone.
    public override DateTimeOffset? DueAt => IsUnderWay ? LastEventAt.AddSeconds(Limits.CoordinatorRetrySeconds) : null;

    public override int EntriesCount => 1;

    protected override void On(CustomerMergeEvent @event) => _facts = @event switch
    {
        MergeStarted started => Advance(CustomerMergeStep.None, CustomerMergeStep.Started) with { Order = new(started.Survivor, started.Absorbed, started.Strategy) },
        MergeRefused refused => Advance(CustomerMergeStep.Started, CustomerMergeStep.Refused) with { Refusal = refused.Status },
        MergeCleared => Advance(CustomerMergeStep.Refused, CustomerMergeStep.Cleared),
        MergeAgreed agreed => Advance(CustomerMergeStep.Started, CustomerMergeStep.Agreed) with
        {
            SurvivorVersion = agreed.SurvivorVersion,
            Identities = agreed.Identities,
            BroughtCart = agreed.BroughtCart,
            OpenCart = agreed.OpenCart,
        },
        MergePointed pointed => Advance(CustomerMergeStep.Agreed, CustomerMergeStep.Pointed) with { AbsorbedVersion = pointed.AbsorbedVersion },
        MergeFollowed followed => Advance(CustomerMergeStep.Pointed, CustomerMergeStep.Followed) with { CartStatus = followed.CartStatus },
        MergeFinished => Advance(CustomerMergeStep.Followed, CustomerMergeStep.Finished),
        UndoStarted => Advance(CustomerMergeStep.Finished, CustomerMergeStep.UndoStarted) with { Attempts = Attempts + 1, Refusal = null },
        UndoRefused refused => Advance(CustomerMergeStep.UndoStarted, CustomerMergeStep.Finished) with { Refusal = refused.Status },
        UndoAgreed agreed => Advance(CustomerMergeStep.UndoStarted, CustomerMergeStep.UndoAgreed) with
        {
            SurvivorVersion = agreed.SurvivorVersion,
            Identities = agreed.Identities,
            ReturnedCart = agreed.ReturnedCart,
        },
        UndoParted parted => Advance(CustomerMergeStep.UndoAgreed, CustomerMergeStep.UndoParted) with { CartStatus = parted.CartStatus, ReturnedCart = parted.ReturnedCart },
        UndoReopened reopened => Advance(CustomerMergeStep.UndoParted, CustomerMergeStep.UndoReopened) with { AbsorbedVersion = reopened.AbsorbedVersion },
        UndoFinished => Advance(CustomerMergeStep.UndoReopened, CustomerMergeStep.UndoFinished),
        _ => throw new ArgumentException($"{@event.GetType().Name} is not an event of a merge of customers.", nameof(@event)),
    };

    protected override void CheckInvariants() => Invariant.Holds(69, Order is not null && Order.Survivor != Order.Absorbed, "a merge that has begun knows whom it joins");

    private CustomerMergeSnapshot Advance(CustomerMergeStep from, CustomerMergeStep to)
    {
        Invariant.Holds(69, Step == from, "a merge takes its steps in order, each once");
        return _facts with { Step = to };
    }

    public CustomerMergeSnapshot Capture() => _facts with { Version = Version, LastEventAt = LastEventAt };

    public static CustomerMerge Restore(CustomerMergeSnapshot snapshot)
    {
        var merge = new CustomerMerge { _facts = snapshot };
        merge.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        return merge;
    }
}

/// <summary>The frozen form of <see cref="CustomerMerge"/>.</summary>
public sealed record CustomerMergeSnapshot(
    long Version,
    DateTimeOffset LastEventAt,
    CustomerMergeStep Step,
    IdentityId[] Identities,
    int Attempts,
    long SurvivorVersion,
    long AbsorbedVersion,
    CartStatus CartStatus,
    MergeCustomers? Order = null,
    CustomerStatus? Refusal = null,
    CartId? BroughtCart = null,
    CartId? OpenCart = null,
    CartId? ReturnedCart = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CustomerMergeEvent[]))]
[JsonSerializable(typeof(CustomerMergeSnapshot))]
internal sealed partial class CustomerMergeJson : JsonSerializerContext;

/// <summary>Merges of customers in the journal.</summary>
public sealed class CustomerMergeCodec() : MachineCodec<CustomerMerge, CustomerMergeEvent>(CustomerMergeJson.Default.CustomerMergeEventArray)
{
    public static CustomerMergeCodec Instance { get; } = new();

    public override CustomerMerge Empty() => new();

    public override Func<byte[]> BeginSnapshot(CustomerMerge state)
    {
        var captured = state.Capture();
        return () => JsonSerializer.SerializeToUtf8Bytes(captured, CustomerMergeJson.Default.CustomerMergeSnapshot);
    }

    public override CustomerMerge DecodeSnapshot(ReadOnlySpan<byte> payload) => CustomerMerge.Restore(
        JsonSerializer.Deserialize(payload, CustomerMergeJson.Default.CustomerMergeSnapshot) ?? throw new JsonException("An empty snapshot."));
}
