using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Inventory;

/// <summary>Drives one reservation over many owners. Every line is a reservation under the group's own id, so that it may be asked for any number of times.</summary>
[Reentrant]
public sealed class ReservationGroupGrain : MachineGrain<ReservationGroup, ReservationGroupEvent>, IReservationGroupGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "reservation-group";

    private readonly ReservationId _id;

    public ReservationGroupGrain(GridServices services) : base(services, Kind, ReservationGroupCodec.Instance) => _id = ReservationId.Create(this.GetPrimaryKeyString());

    public async Task<GroupReply> Reserve(ReserveGroup command)
    {
        var started = await Execute(command, ReservationGroupDecider.Decide, static (_, _, status) => status);
        if (started is not (GroupStatus.None or GroupStatus.Reserved)) return new(started, [], null, IsRepeat: false);
        await Drive();
        return await Query(started == GroupStatus.Reserved, Reply);
    }

    public Task<GroupReply> Find() => Query(true, Reply);

    protected override Task OnWake() => Drive();

    private async Task Drive()
    {
        var (step, order) = await Query(0, static (group, _) => (group.Step, group.Order));
        if (order is null) return;
        if (step == GroupStep.Started)
        {
            var answered = await Task.WhenAll(order.Lines.Select(line => ReserveLine(line, order)));
            step = await Execute(new LinesAnswered(answered), ReservationGroupDecider.Decide, static (group, _, _) => group.Step);
        }

        if (step != GroupStep.Rejected) return;
        var decided = await Query(0, static (group, _) => group.Outcomes);
        await Task.WhenAll(order.Lines.Where((_, index) => decided[index].IsHeld).Select(line => StockOf(line).Release(new(_id))));
        await Execute(new LinesCleared(), ReservationGroupDecider.Decide, static (_, _, status) => status);
    }

    // I24: whoever drives this group is told the same of a line, so that nothing is held but what the group knows of.
    private async Task<LineOutcome> ReserveLine(ReservationLine line, GroupStarted order)
    {
        // A coordinator that comes back late asks only for what is left of the hold, so that no line outlives the promise made at the start. The clock
        // may have been ahead when the group was started: no line is held for longer than was asked either.
        var (left, asked) = (order.ExpiresAt - Now, order.ExpiresAt - order.At);
        var second = TimeSpan.FromSeconds(Limits.HoldSecondsMin);
        var holdFor = left <= TimeSpan.Zero ? TimeSpan.Zero : left < second ? second : left < asked ? left : asked;
        var reply = await StockOf(line).Hold(new(_id, line.Quantity, holdFor, order.At, order.Channel, order.Reference));
        return reply.Status == ReserveStatus.HoldOutOfRange ? new(ReserveStatus.ReservationClosed, 0) : new(reply.Status, reply.Available);
    }

    private IStockGrain StockOf(ReservationLine line) => GrainFactory.GetGrain<IStockGrain>(new StockKey(line.Sku, line.Location).ToString());

    private static GroupReply Reply(ReservationGroup group, bool isRepeat)
    {
        if (group.Order is not { } order) return new(GroupStatus.NotFound, [], null, isRepeat);
        if (group.Step == GroupStep.Started) return new(GroupStatus.UnderWay, [], order.ExpiresAt, isRepeat);
        var lines = order.Lines.Zip(group.Outcomes, static (line, outcome) => new ReservationLineResult(line, outcome.Status, outcome.Available)).ToArray();
        var status = group.Step != GroupStep.Reserved ? GroupStatus.Rejected : group.Outcomes.All(outcome => outcome.IsHeld) ? GroupStatus.Reserved : GroupStatus.PartlyReserved;
        return new(status, lines, status == GroupStatus.Rejected ? null : order.ExpiresAt, isRepeat);
    }
}
