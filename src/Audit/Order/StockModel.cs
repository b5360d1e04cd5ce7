using System.Collections.Immutable;
using Omnichannel.Audit.History;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Order;

/// <summary>The rules of stock written down a second time, for one caller at a time: what an answer has to be, given everything before it. A value:
/// every step gives a new one.</summary>
internal sealed record StockModel
{
    private const string Expired = "expired";
    private const string Closed = "reservation-closed";
    private const string NotFound = "not-found";

    public static StockModel Empty { get; } = new();

    public long OnHand { get; init; }

    public long SafetyStock { get; init; }

    public long Reserved { get; init; }

    public long Version { get; init; }

    public long Available => Math.Max(0, OnHand - Reserved - SafetyStock);

    public ImmutableDictionary<string, ModelHold> Holds { get; init; } = ImmutableDictionary.Create<string, ModelHold>(StringComparer.Ordinal);

    public ImmutableDictionary<string, StockCall> Movements { get; init; } = ImmutableDictionary.Create<string, StockCall>(StringComparer.Ordinal);

    /// <summary>A number of all holds and movements: equal for equal ones, and kept along with every change instead of being counted anew.</summary>
    public ulong Mark { get; private init; }

    /// <summary>What this call is answered now. It changes nothing yet.</summary>
    public ModelAnswer Ask(StockCall call) => call.Kind switch
    {
        OperationKind.Reserve => AskReserve(call),
        OperationKind.Confirm => AskConfirm(call),
        OperationKind.Extend => AskExtend(call),
        OperationKind.Fulfill or OperationKind.Release => AskPart(call),
        OperationKind.SetSafetyStock => new(call.Quantity == SafetyStock ? Verdict.Repeat : Verdict.Done),
        OperationKind.ReadReservation => Holds.ContainsKey(call.Id) ? new(Verdict.Repeat) : ModelAnswer.Refused(NotFound),
        OperationKind.ReadStock or OperationKind.ReadStockStrong => new(Verdict.Repeat),
        _ => AskMove(call),
    };

    /// <summary>With the effect of a call that was answered with one.</summary>
    public StockModel Do(StockCall call, DateTimeOffset expiresAt = default) => call.Kind switch
    {
        OperationKind.Reserve => With(new(call.Id, call.Quantity!.Value, call.Channel, call.Reference, Version) { ExpiresAt = expiresAt }),
        OperationKind.Confirm => With(Holds[call.Id] with { State = HoldState.Confirmed }),
        OperationKind.Extend => With(Holds[call.Id] with { ExpiresAt = expiresAt }),
        OperationKind.Fulfill or OperationKind.Release => DoPart(call),
        OperationKind.SetSafetyStock => this with { SafetyStock = call.Quantity!.Value },
        _ => DoMove(call),
    };

    /// <summary>With a hold ended by its time. Null when it is not one that time can end.</summary>
    public StockModel? Expire(string id) =>
        Holds.TryGetValue(id, out var hold) && hold.State == HoldState.Reserved ? With(hold with { State = HoldState.Expired }) : null;

    /// <summary>The holds that give way to a movement, in the order in which they do: the newest unconfirmed first, until what is left is
    /// covered.</summary>
    public IReadOnlyList<ModelHold> GivingWay(StockCall movement)
    {
        var onHand = OnHand + DeltaOf(movement);
        if (onHand >= OnHand || Reserved <= onHand) return [];
        var giving = new List<ModelHold>();
        var reserved = Reserved;
        foreach (var hold in Holds.Values.Where(hold => hold.State == HoldState.Reserved).OrderByDescending(hold => hold.Sequence))
        {
            if (reserved <= onHand) break;
            giving.Add(hold);
            reserved -= hold.Open;
        }

        return giving;
    }

    /// <summary>Without an id whose time to be remembered is over.</summary>
    public StockModel ForgetHold(string id) => Holds.TryGetValue(id, out var hold)
        ? this with { Holds = Holds.Remove(id), Mark = unchecked(Mark - hold.Mark) }
        : this;

    /// <inheritdoc cref="ForgetHold"/>
    public StockModel ForgetMovement(string id) => Movements.ContainsKey(id)
        ? this with { Movements = Movements.Remove(id), Mark = unchecked(Mark - Marks.Of(id)) }
        : this;

    private StockModel With(ModelHold hold)
    {
        var held = Holds.GetValueOrDefault(hold.Id);
        var mark = unchecked(Mark - (held?.Mark ?? 0) + hold.Mark);
        return this with { Holds = Holds.SetItem(hold.Id, hold), Reserved = Reserved - (held?.Open ?? 0) + hold.Open, Mark = mark };
    }

    private ModelAnswer AskReserve(StockCall call)
    {
        if (!Holds.TryGetValue(call.Id, out var held))
            return call.Quantity > Available ? ModelAnswer.Refused("insufficient-stock") : new(Verdict.Done);
        if (held.Quantity != call.Quantity) return ModelAnswer.Refused("exists-with-different-quantity");
        if (held.Channel != call.Channel) return ModelAnswer.Refused("exists-with-different-channel");
        if (held.Reference != call.Reference) return ModelAnswer.Refused("exists-with-different-reference");
        return held.IsOpen ? new(Verdict.Repeat) : ModelAnswer.Refused(Closed);
    }

    private ModelAnswer AskConfirm(StockCall call) => !Holds.TryGetValue(call.Id, out var held) ? ModelAnswer.Refused(NotFound) : held.State switch
    {
        HoldState.Reserved => new(Verdict.Done),
        HoldState.Expired => ModelAnswer.Refused(Expired),
        HoldState.Released => ModelAnswer.Refused(Closed),
        _ => new(Verdict.Repeat),
    };

    private ModelAnswer AskExtend(StockCall call) => !Holds.TryGetValue(call.Id, out var held) ? ModelAnswer.Refused(NotFound) : held.State switch
    {
        HoldState.Reserved => new(Verdict.None),
        HoldState.Expired => ModelAnswer.Refused(Expired),
        HoldState.Confirmed => ModelAnswer.Refused("already-confirmed"),
        _ => ModelAnswer.Refused(Closed),
    };

    private ModelAnswer AskPart(StockCall call)
    {
        if (!Holds.TryGetValue(call.Id, out var held)) return ModelAnswer.Refused(NotFound);
        if (call.CommandId is { } command && held.Parts.TryGetValue(command, out var part))
            return part.IsSame(call.Kind, call.Quantity) ? new(Verdict.Repeat) : ModelAnswer.Refused("command-exists-with-different-body");
        if (held.State == HoldState.Expired) return ModelAnswer.Refused(Expired);
        if (!held.IsOpen) return call.Quantity is null && held.ClosedBy == call.Kind ? new(Verdict.Repeat) : ModelAnswer.Refused(Closed);
        if (call.Kind == OperationKind.Fulfill && held.State != HoldState.Confirmed) return ModelAnswer.Refused("not-confirmed");
        var quantity = call.Quantity ?? held.Open;
        if (quantity > held.Open) return ModelAnswer.Refused("quantity-exceeds-open");
        return call.Kind == OperationKind.Fulfill && quantity > OnHand ? ModelAnswer.Refused("insufficient-on-hand") : new(Verdict.Done);
    }

    private StockModel DoPart(StockCall call)
    {
        var held = Holds[call.Id];
        var quantity = call.Quantity ?? held.Open;
        var taken = With(held.Take(call.Kind, quantity, call.CommandId, call.Quantity is null));
        return call.Kind == OperationKind.Fulfill ? taken with { OnHand = OnHand - quantity } : taken;
    }

    private ModelAnswer AskMove(StockCall call)
    {
        if (Movements.TryGetValue(call.Id, out var earlier))
            return earlier == call ? new(Verdict.Repeat) : ModelAnswer.Refused("exists-with-different-body");
        if (call.ExpectedVersion is { } expected && expected != Version) return ModelAnswer.Refused("version-mismatch");
        if (call.Kind == OperationKind.TransferOut && call.Quantity > Available) return ModelAnswer.Refused("insufficient-stock");
        var onHand = OnHand + DeltaOf(call);
        return onHand is < 0 or > Promises.OnHandMax ? ModelAnswer.Refused("on-hand-out-of-range") : new(Verdict.Done);
    }

    private StockModel DoMove(StockCall call)
    {
        var moved = this;
        foreach (var hold in GivingWay(call)) moved = moved.With(hold.Take(OperationKind.Release, hold.Open, null, isAll: true));
        return moved with { OnHand = OnHand + DeltaOf(call), Movements = moved.Movements.SetItem(call.Id, call), Mark = unchecked(moved.Mark + Marks.Of(call.Id)) };
    }

    private long DeltaOf(StockCall call) => call.Kind switch
    {
        OperationKind.Count => call.Quantity!.Value - OnHand,
        OperationKind.Sell => -Math.Min(call.Quantity!.Value, OnHand),
        OperationKind.TransferOut => -call.Quantity!.Value,
        _ => call.Quantity!.Value,
    };
}
