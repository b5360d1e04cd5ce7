using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>One hold, from its start until late retries of it are no longer expected.</summary>
public sealed class Reservation(ReservationId id, long quantity, DateTimeOffset expiresAt, Channel? channel, string? reference, long sequence)
{
    private Dictionary<CommandId, ReservationCommand>? _commands;

    public ReservationId Id => id;

    public long Quantity => quantity;

    public Channel? Channel => channel;

    public string? Reference => reference;

    /// <summary>The version at which it was made: a later hold has a higher one.</summary>
    public long Sequence => sequence;

    public ReservationState State { get; internal set; } = ReservationState.Reserved;

    public long Fulfilled { get; internal set; }

    public long Released { get; internal set; }

    /// <summary>What took the last of its units; <see cref="ReservationVerb.None"/> while it is open and when it expired.</summary>
    public ReservationVerb ClosedBy { get; internal set; }

    public DateTimeOffset ExpiresAt { get; internal set; } = expiresAt;

    /// <summary>The newest plan of a coordinator that was told it holds its units; the least time when none was.</summary>
    public DateTimeOffset KeptFor { get; internal set; }

    /// <summary>Its place among the open holds that may give way, or among those that are confirmed; null once it has ended.</summary>
    internal LinkedListNode<Reservation>? Place { get; set; }

    /// <summary>Units that are still held.</summary>
    public long Open => IsOpen ? quantity - Fulfilled - Released : 0;

    public bool IsOpen => State is ReservationState.Reserved or ReservationState.Confirmed;

    public int CommandsCount => _commands?.Count ?? 0;

    public IEnumerable<ReservationCommand> Commands => _commands?.Values ?? Enumerable.Empty<ReservationCommand>();

    public ReservationCommand? FindCommand(CommandId command) => _commands is not null && _commands.TryGetValue(command, out var found) ? found : null;

    public ReservationView View() =>
        new(id, State, quantity, Fulfilled, Released, channel, reference, State == ReservationState.Reserved ? ExpiresAt : null);

    internal void Remember(ReservationCommand command) => (_commands ??= []).Add(command.Id, command);
}

public enum ReservationVerb
{
    None = 0,
    Fulfill = 1,
    Release = 2,
}

/// <summary>A fulfilment or release that may be sent again.</summary>
/// <param name="IsAll">The caller gave no quantity: all that was open.</param>
public sealed record ReservationCommand(
    CommandId Id,
    ReservationVerb Verb,
    long Quantity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsAll = false)
{
    public bool IsSame(ReservationVerb verb, long? quantity) => verb == Verb && (IsAll ? quantity is null : quantity == Quantity);
}
