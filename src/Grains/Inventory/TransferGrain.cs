using Omnichannel.Ids;
using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Inventory;

/// <summary>Drives one transfer, step by step, each under an id of its own, so that a step may be asked for any number of times.</summary>
[Reentrant]
public sealed class TransferGrain : MachineGrain<Transfer, TransferEvent>, ITransferGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "transfer";

    private readonly TransferId _id;
    private readonly TimeProvider _clock;

    public TransferGrain(GridServices services) : base(services, Kind, TransferCodec.Instance)
    {
        _id = TransferId.Create(this.GetPrimaryKeyString());
        _clock = services.Clock;
    }

    public async Task<TransferReply> Transfer(TransferStock command)
    {
        var started = await Execute(command, TransferDecider.Decide, static (_, _, status) => status);
        if (started is not (TransferStatus.None or TransferStatus.Transferred)) return new(started, command, 0, IsRepeat: false);
        var answered = await Drive();
        return await Query((IsRepeat: started == TransferStatus.Transferred, answered), static (transfer, told) => Reply(transfer, told.IsRepeat, told.answered));
    }

    public Task<TransferReply> Find() => Query(0, static (transfer, _) => Reply(transfer, isRepeat: true, MoveStatus.None));

    protected override Task OnWake() => Drive();

    // Returns the answer that led no further, if there was one.
    private async Task<MoveStatus> Drive()
    {
        while (true)
        {
            var (step, order, since) = await Query(0, static (transfer, _) => (transfer.Step, transfer.Order, transfer.LastEventAt));
            if (order is null || _clock.GetUtcNow() - since > TimeSpan.FromSeconds(Limits.StepAskedSeconds)) return MoveStatus.None;
            if (await Ask(step, order) is not { } answer) return MoveStatus.None;
            var taken = new TransferStepTaken(step, answer.Status, answer.Stock.Available);
            var next = await Execute(taken, TransferDecider.Decide, static (transfer, _, _) => transfer.Step);
            if (next == step) return answer.Status;
        }
    }

    private async Task<MoveReply?> Ask(TransferStep step, TransferStock order) => step switch
    {
        TransferStep.Started => await StockAt(order.Source, order).Move(Movement("out", MovementType.TransferOut, order)),
        TransferStep.Dispatched => await StockAt(order.Target, order).Move(Movement("in", MovementType.TransferIn, order)),
        TransferStep.TurnedBack => await StockAt(order.Source, order).Move(Movement("back", MovementType.TransferIn, order)),
        _ => null,
    };

    private IStockGrain StockAt(Location location, TransferStock order) => GrainFactory.GetGrain<IStockGrain>(new StockKey(order.Sku, location).ToString());

    private MoveStock Movement(string step, MovementType type, TransferStock order) =>
        new(CommandId.ForStep(Kind, _id.Value, step), type, order.Quantity, order.Reason, _id.Value);

    private static TransferReply Reply(Transfer transfer, bool isRepeat, MoveStatus answered) => transfer.Step switch
    {
        TransferStep.None => new(TransferStatus.NotFound, null, 0, isRepeat),
        TransferStep.Received => new(TransferStatus.Transferred, transfer.Order, 0, isRepeat),
        TransferStep.Refused or TransferStep.Returned => new(transfer.Refusal, transfer.Order, transfer.Available, isRepeat),
        TransferStep.Started when answered == MoveStatus.TooManyMovements => new(TransferStatus.SourceFull, transfer.Order, 0, isRepeat),
        _ => new(TransferStatus.UnderWay, transfer.Order, 0, isRepeat),
    };
}
