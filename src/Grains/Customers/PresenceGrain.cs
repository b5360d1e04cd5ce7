using Omnichannel.Inventory;
using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Customers;

/// <summary>Counts the live sessions of a channel, and asks those that nobody has heard of.</summary>
[Reentrant]
public sealed class PresenceGrain : MachineGrain<Presence, PresenceEvent>, IPresenceGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "presence";

    private readonly Channel _channel;

    public PresenceGrain(GridServices services) : base(services, Kind, PresenceCodec.Instance) =>
        _channel = Channel.Create(this.GetPrimaryKeyString());

    public Task<PresenceView> Presence() => Query(_channel, static (presence, channel) =>
        new PresenceView(channel, presence.Count, presence.Count >= Limits.PresenceSessionsMax, presence.Version));

    public Task Enter(SessionId id, DateTimeOffset askAt) =>
        Execute(new EnterPresence(id, askAt), Customers.Presence.Decide, static (_, _, isChange) => isChange);

    public Task Leave(SessionId id) => Execute(new LeavePresence(id), Customers.Presence.Decide, static (_, _, isChange) => isChange);

    protected override async Task OnWake()
    {
        var now = Now;
        var overdue = await Query(now, static (presence, now) => presence.Overdue(now, Limits.PresenceChecksPerTurnMax));
        await Task.WhenAll(overdue.Select(id => Check(id)));
    }

    private async Task Check(SessionId id)
    {
        var found = await GrainFactory.GetGrain<ISessionGrain>(id.Value).Find();
        if (found.Session?.ExpiresAt is { } expiresAt) await Execute(new ConfirmPresence(id, expiresAt), Customers.Presence.Decide, static (_, _, isChange) => isChange);
        else await Leave(id);
    }
}
