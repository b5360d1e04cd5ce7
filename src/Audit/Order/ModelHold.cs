using Omnichannel.Audit.History;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Order;

/// <summary>One reservation in the model.</summary>
internal sealed record ModelHold(string Id, long Quantity, string? Channel, string? Reference, long Sequence)
{
    private static readonly Dictionary<string, ModelPart> _noParts = [];

    public HoldState State { get; init; } = HoldState.Reserved;

    public long Fulfilled { get; init; }

    public long Released { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What took the last of it.</summary>
    public OperationKind ClosedBy { get; init; }

    public IReadOnlyDictionary<string, ModelPart> Parts { get; init; } = _noParts;

    public bool IsOpen => State is HoldState.Reserved or HoldState.Confirmed;

    /// <summary>A number of all that is in it, but for its end.</summary>
    public ulong Mark
    {
        get
        {
            // Shifts drop what does not fit.
            var mark = Marks.Mix(Marks.Of(Id) ^ ((ulong)State << 56));
            mark = Marks.Mix(mark ^ (ulong)Fulfilled ^ ((ulong)Released << 24) ^ ((ulong)Sequence << 40));
            foreach (var part in Parts.Keys) mark ^= Marks.Of(part);
            return mark;
        }
    }

    public long Open => IsOpen ? Quantity - Fulfilled - Released : 0;

    /// <summary>With a part of it shipped or given back.</summary>
    public ModelHold Take(OperationKind verb, long quantity, string? commandId, bool isAll)
    {
        var taken = verb == OperationKind.Fulfill ? this with { Fulfilled = Fulfilled + quantity } : this with { Released = Released + quantity };
        if (commandId is not null)
            taken = taken with { Parts = new Dictionary<string, ModelPart>(Parts) { [commandId] = new(verb, quantity, isAll) } };
        if (taken.Open > 0) return taken;
        return taken with { State = taken.Fulfilled > 0 ? HoldState.Fulfilled : HoldState.Released, ClosedBy = verb };
    }
}

/// <summary>A fulfilment or release that carried an id of its own.</summary>
internal sealed record ModelPart(OperationKind Verb, long Quantity, bool IsAll)
{
    public bool IsSame(OperationKind verb, long? quantity) => verb == Verb && (IsAll ? quantity is null : quantity == Quantity);
}

/// <summary>What the model has to say to a call.</summary>
/// <param name="Verdict"><see cref="Verdict.None"/> when only a clock could tell a first answer from its repeat.</param>
internal readonly record struct ModelAnswer(Verdict Verdict, string? Code = null)
{
    public bool IsEffect => Verdict is Verdict.Done or Verdict.None;

    public static ModelAnswer Refused(string code) => new(Verdict.Refused, code);

    public override string ToString() => Code ?? (Verdict == Verdict.None ? "done or repeat" : Verdict.ToString());
}
