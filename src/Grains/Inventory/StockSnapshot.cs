using System.Text.Json.Serialization;
using Omnichannel.Ids;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>The frozen form of <see cref="Stock"/>. Members may be added, never renamed or given another meaning.</summary>
/// <param name="Open">In the order in which they were made.</param>
/// <param name="Finished">In the order of their end.</param>
/// <param name="Steps">Movements that coordinators asked for, in the order of their end.</param>
/// <param name="Refused">Reservations that are never made, in the order of their plans.</param>
/// <param name="RefusedUntil">See <see cref="Refusals.ForgottenUntil"/>.</param>
public sealed record StockSnapshot(
    [property: JsonRequired] long Version,
    [property: JsonRequired] DateTimeOffset LastEventAt,
    [property: JsonRequired] long OnHand,
    [property: JsonRequired] long SafetyStock,
    [property: JsonRequired] long Shortfall,
    [property: JsonRequired] ReservationSnapshot[] Open,
    [property: JsonRequired] FinishedSnapshot[] Finished,
    [property: JsonRequired] MovementSnapshot[] Steps,
    RefusalSnapshot[]? Refused = null,
    DateTimeOffset? RefusedUntil = null);

/// <summary>Either a reservation or a movement.</summary>
public sealed record FinishedSnapshot(DateTimeOffset At, ReservationSnapshot? Reservation, MovementSnapshot? Movement);

public sealed record ReservationSnapshot(
    ReservationId Id,
    ReservationState State,
    long Quantity,
    long Fulfilled,
    long Released,
    DateTimeOffset ExpiresAt,
    Channel? Channel,
    string? Reference,
    long Sequence,
    ReservationVerb? ClosedBy,
    ReservationCommand[]? Commands,
    DateTimeOffset? KeptFor = null)
{
    /// <summary>Of one that has ended.</summary>
    public static ReservationSnapshot Of(Reservation reservation) => new(
        reservation.Id,
        reservation.State,
        reservation.Quantity,
        reservation.Fulfilled,
        reservation.Released,
        reservation.ExpiresAt,
        reservation.Channel,
        reservation.Reference,
        reservation.Sequence,
        reservation.ClosedBy == ReservationVerb.None ? null : reservation.ClosedBy,
        reservation.CommandsCount == 0 ? null : [.. reservation.Commands],
        Told(reservation.KeptFor));

    internal static ReservationSnapshot Of(OpenReservation open) => new(
        open.Reservation.Id,
        open.State,
        open.Reservation.Quantity,
        open.Fulfilled,
        open.Released,
        open.ExpiresAt,
        open.Reservation.Channel,
        open.Reservation.Reference,
        open.Reservation.Sequence,
        null,
        open.Commands,
        Told(open.KeptFor));

    public Reservation Restore()
    {
        var reservation = new Reservation(Id, Quantity, ExpiresAt, Channel, Reference, Sequence)
        {
            State = State,
            Fulfilled = Fulfilled,
            Released = Released,
            ClosedBy = ClosedBy ?? ReservationVerb.None,
            KeptFor = KeptFor ?? default,
        };
        foreach (var command in Commands ?? []) reservation.Remember(command);
        return reservation;
    }

    private static DateTimeOffset? Told(DateTimeOffset keptFor) => keptFor == default ? null : keptFor;
}

public sealed record RefusalSnapshot(ReservationId Id, ReserveStatus Status, DateTimeOffset PlannedAt, DateTimeOffset At)
{
    public static RefusalSnapshot Of(ReservationRefused refused) => new(refused.ReservationId, refused.Status, refused.PlannedAt, refused.At);

    public ReservationRefused Restore() => new(At, Id, Status, PlannedAt);
}

public sealed record MovementSnapshot(
    CommandId Id,
    MovementType Type,
    long Quantity,
    string? Reason,
    string? Reference,
    long? ExpectedVersion,
    Channel? Channel,
    long OnHand,
    long Reserved,
    long SafetyStock,
    long Version,
    DateTimeOffset At,
    MoveStatus? Refusal)
{
    public static MovementSnapshot Of(RememberedMovement movement)
    {
        var command = movement.Command;
        return new(command.Id, command.Type, command.Quantity, command.Reason, command.Reference, command.ExpectedVersion, command.Channel,
            movement.OnHand, movement.Reserved, movement.SafetyStock, movement.Version, movement.At,
            movement.Status == MoveStatus.Moved ? null : movement.Status);
    }

    public RememberedMovement Restore() =>
        new(new(Id, Type, Quantity, Reason, Reference, ExpectedVersion, Channel), Refusal ?? MoveStatus.Moved, OnHand, Reserved, SafetyStock, Version, At);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StockEvent[]))]
[JsonSerializable(typeof(StockSnapshot))]
internal sealed partial class StockJson : JsonSerializerContext;

/// <summary>Stock in the journal.</summary>
public sealed class StockCodec() : MachineCodec<Stock, StockEvent>(StockJson.Default.StockEventArray)
{
    public static StockCodec Instance { get; } = new();

    public override Stock Empty() => new();

    public override Func<byte[]> BeginSnapshot(Stock state)
    {
        var captured = state.CaptureShallow();
        return () => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(captured.Snapshot(), StockJson.Default.StockSnapshot);
    }

    public override Stock DecodeSnapshot(ReadOnlySpan<byte> payload) => Stock.Restore(
        System.Text.Json.JsonSerializer.Deserialize(payload, StockJson.Default.StockSnapshot) ?? throw new System.Text.Json.JsonException("An empty snapshot."));
}
