using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Customers;

/// <summary>What customers and merges ask of an identity. Not for callers of the grid: who has one is changed through its customer.</summary>
[Alias("identity-owner-grain")]
public interface IIdentityOwnerGrain : IIdentityGrain
{
    [Alias("take")]
    Task<IdentityStatus> Take(TakeIdentity command);

    [Alias("prove")]
    Task<IdentityStatus> Prove(ProveIdentity command);

    [Alias("give-up")]
    Task<IdentityStatus> GiveUp(GiveUpIdentity command);

    [Alias("move")]
    Task<IdentityStatus> Move(MoveIdentity command);
}

/// <summary>The shell around <see cref="Identity"/>.</summary>
[Reentrant]
public sealed class IdentityGrain : MachineGrain<Identity, IdentityEvent>, IIdentityOwnerGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "identity";

    private readonly IdentityId _id;

    public IdentityGrain(GridServices services) : base(services, Kind, IdentityCodec.Instance) => _id = IdentityId.Create(this.GetPrimaryKeyString());

    public Task<IdentityStatus> Take(TakeIdentity command) => Step(command, IdentityDecider.Decide);

    public Task<IdentityStatus> Prove(ProveIdentity command) => Step(command, IdentityDecider.Decide);

    public Task<IdentityStatus> GiveUp(GiveUpIdentity command) => Step(command, IdentityDecider.Decide);

    public Task<IdentityStatus> Move(MoveIdentity command) => Step(command, IdentityDecider.Decide);

    public Task<FindIdentityReply> Find() => Query(_id, static (identity, id) =>
        new FindIdentityReply(identity.Owner is null ? FindIdentityStatus.NotFound : FindIdentityStatus.Found, id, identity.Owner, identity.IsVerified));

    public Task<EventPage> Events(long afterVersion, int limit) => ReadEvents(afterVersion, limit);

    // Never answered from the past: whoever asks goes on as if "taken" and "nothing to do" were true.
    private async Task<IdentityStatus> Step<TCommand>(TCommand command, Func<Identity, TCommand, DateTimeOffset, Decision<IdentityStatus, IdentityEvent>> decide)
    {
        await CatchUp();
        return await Execute(command, decide, static (_, _, status) => status);
    }
}

/// <summary>Names identities, and asks their owners.</summary>
[Reentrant]
public sealed class IdentityDirectoryGrain(IdentityNames names) : Grain, IIdentityDirectoryGrain
{
    public async Task<FindIdentityReply> Find(string value)
    {
        var kind = IdentityText.KindOf(this.GetPrimaryKeyString());
        if (IdentityText.Normalise(kind, value) is not { } normalised) return new(FindIdentityStatus.IdentityInvalid, null, null, false);
        var id = await names.NameAsync(kind, normalised);
        return await GrainFactory.GetGrain<IIdentityGrain>(id.Value).Find();
    }
}
