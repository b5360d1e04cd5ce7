using System.Security.Cryptography;
using System.Text;
using Omnichannel.Ids;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>The body of a command in short, so that a repeat can be told from another use of the same id.</summary>
internal static class Fingerprint
{
    private const int Bytes = 16;

    public static string Of(params ReadOnlySpan<object?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            var written = part switch
            {
                null => "-",
                DateTimeOffset at => at.ToUniversalTime().ToString("O"),
                IFormattable number => number.ToString(null, null),
                _ => part.ToString(),
            };
            // The length keeps parts apart whatever they hold.
            text.Append(written!.Length).Append(part is null ? '-' : ':').Append(written);
        }

        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes));
    }
}

/// <param name="Fingerprint">It could be found out by trying likely texts, so that in the journal it is sealed like them.</param>
public sealed record RememberedCommand(CommandId Id, PersonalText Fingerprint, DateTimeOffset At);

/// <summary>Ids that were used, for late retries: in the order of their use, each for <see cref="Limits.RememberedSeconds"/>.</summary>
public sealed class CommandMemory
{
    private readonly Dictionary<CommandId, RememberedCommand> _commands = [];
    private readonly Queue<RememberedCommand> _order = [];

    public int Count => _commands.Count;

    /// <summary>None for an id that is new; else whether the body is the same.</summary>
    public CustomerStatus Recall(CommandId id, string fingerprint) =>
        !_commands.TryGetValue(id, out var known) ? CustomerStatus.None
        : known.Fingerprint.Value == fingerprint ? CustomerStatus.AlreadyDone
        : CustomerStatus.ExistsWithDifferentBody;

    /// <summary>Whether there is room, or will be once the next event is applied.</summary>
    public bool CanRemember(DateTimeOffset now) => Count < Limits.CustomerRememberedIdsMax || (_order.TryPeek(out var oldest) && HasPassed(oldest, now));

    public void Remember(CommandId id, string fingerprint, DateTimeOffset at) => Add(new(id, new(fingerprint), at));

    public void Forget(DateTimeOffset now)
    {
        while (_order.TryPeek(out var oldest) && HasPassed(oldest, now)) _commands.Remove(_order.Dequeue().Id);
    }

    public RememberedCommand[] Capture() => [.. _order];

    public void Restore(RememberedCommand[] snapshot)
    {
        foreach (var command in snapshot) Add(command);
    }

    private void Add(RememberedCommand command)
    {
        _commands.Add(command.Id, command);
        _order.Enqueue(command);
    }

    private static bool HasPassed(RememberedCommand command, DateTimeOffset now) => command.At <= now.AddSeconds(-Limits.RememberedSeconds);
}
