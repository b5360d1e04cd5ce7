using Omnichannel.Inventory;
using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Carts;

/// <summary>Leads from a code to its cart.</summary>
[Reentrant]
public sealed class HandoverGrain : MachineGrain<Handover, HandoverEvent>, IHandoverGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "handover";

    public HandoverGrain(GridServices services) : base(services, Kind, HandoverCodec.Instance)
    {
    }

    public Task<bool> Register(CartId cart, HandoverId handover) => Execute(
        new HandoverRegistered(default, cart, handover),
        static (known, wanted, now) => known.Registered is null ? new(true, [wanted with { At = now }]) : Decision<bool, HandoverEvent>.Nothing(false),
        static (_, _, isNew) => isNew);

    public async Task<CartReply> Take(CartTokenHash token, Channel? channel)
    {
        var registered = await Query(0, static (known, _) => known.Registered);
        return registered is null
            ? new(CartStatus.CodeUnknown, null, [])
            : await GrainFactory.GetGrain<ICartGrain>(registered.CartId.Value).TakeHandover(new(this.GetPrimaryKeyString(), token, channel));
    }
}
