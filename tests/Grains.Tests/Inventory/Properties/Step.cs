using FsCheck;
using FsCheck.Fluent;
using Omnichannel.Ids;

namespace Omnichannel.Inventory.Properties;

public enum Verb
{
    Reserve,
    Hold,
    Confirm,
    Fulfill,
    Release,
    Extend,
    Move,
    SafetyStock,
    Wait,
}

/// <summary>One random command. Ids come from a small pool, so that most of them meet again.</summary>
/// <param name="Id">Of a reservation or a movement.</param>
/// <param name="Command">Of a part; 0 for none.</param>
/// <param name="Quantity">0 for none where a quantity may be left out.</param>
public sealed record Step(Verb Verb, int Id, int Command, long Quantity, int Seconds, MovementType Type)
{
    private static readonly Gen<Verb> Verbs = Gen.Elements(
        Verb.Reserve, Verb.Reserve, Verb.Reserve, Verb.Hold, Verb.Hold, Verb.Confirm, Verb.Confirm, Verb.Confirm,
        Verb.Fulfill, Verb.Fulfill, Verb.Release, Verb.Release, Verb.Extend, Verb.Move, Verb.Move, Verb.Move, Verb.SafetyStock, Verb.Wait);

    private static readonly Gen<MovementType> Types = Gen.Elements(
        MovementType.Receive, MovementType.Receive, MovementType.Adjust, MovementType.Count,
        MovementType.Sell, MovementType.Sell, MovementType.TransferOut, MovementType.TransferIn);

    public ReservationId Reservation => new($"r{Id}");

    // Every third movement is a step of a coordinator. Movements need more ids than reservations: each is good for one only.
    public CommandId Movement => Id % 3 == 0 ? CommandId.ForStep("transfer", $"t{Id}-{Quantity}", "out") : new($"m{Id}-{Quantity}");

    public CommandId? Part => Command == 0 ? null : new CommandId($"c{Command}");

    public long? PartQuantity => Quantity == 0 ? null : Quantity;

    /// <summary>Whether a hold may take less than it asks.</summary>
    public bool AllowsLess => Command == 1;

    /// <summary>The reservation that a hold extends instead, when it is there.</summary>
    public ReservationId? Existing => Command == 2 ? new($"r{Id + 1}") : null;

    public TimeSpan For => TimeSpan.FromSeconds(Seconds);

    public Channel? Channel => Command % 2 == 0 ? new Channel("web") : null;

    public override string ToString() => $"{Verb} {Id} c{Command} {Quantity} {Seconds}s {Type}";

    /// <summary>Sequences whose waits are among some lengths, with something on the shelf to begin with; shrunk by leaving steps out.</summary>
    public static Arbitrary<Step[]> Sequences(int idsCount, params int[] waits)
    {
        var opening = new Step(Verb.Move, 0, 0, 9, 0, MovementType.Receive);
        return Arb.From(Gen.Choose(1, 60).SelectMany(length => One(idsCount, waits).ArrayOf(length)).Select(steps => (Step[])[opening, .. steps]), Shorter);
    }

    private static Gen<Step> One(int idsCount, int[] waits) =>
        from verb in Verbs
        from id in Gen.Choose(1, idsCount)
        from command in Gen.Choose(0, 2)
        from quantity in QuantityOf(verb)
        from seconds in verb == Verb.Wait ? Gen.Elements(waits) : Gen.Elements(0, 1, 600, 600, 600, 3_000, Limits.HoldSecondsMax, Limits.HoldSecondsMax + 1)
        from type in Types
        select new Step(verb, id, command, verb == Verb.Move && type == MovementType.Adjust ? quantity - 4 : quantity, seconds, type);

    private static Gen<long> QuantityOf(Verb verb) => verb switch
    {
        Verb.Reserve or Verb.Hold => Gen.Elements(0L, 1, 2, 2, 2, 3, 4),
        Verb.Move => Gen.Elements(0L, 1, 2, 3, 5, 6, 8, 9),
        Verb.SafetyStock => Gen.Elements(0L, 0, 1, 2),
        _ => Gen.Elements(0L, 0, 1, 1, 2, 3),
    };

    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size) yield return [.. steps[..start], .. steps[(start + size)..]];
        }
    }
}
