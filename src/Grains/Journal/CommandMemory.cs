using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Journal;

/// <summary>A command that had its effect, and a digest of its body: enough to know a retry from another command under the same id.</summary>
public sealed record RememberedCommand(CommandId Id, string Body)
{
    /// <summary>Whether the body says something about a person: its digest could be found by trying likely texts, so it is sealed like them.</summary>
    [JsonIgnore]
    public bool IsPersonal { get; init; }

    /// <summary>The parts of a body, each with its length, so that no two bodies read the same.</summary>
    public static RememberedCommand Of(CommandId id, params ReadOnlySpan<string?> parts)
    {
        var body = new StringBuilder();
        foreach (var part in parts) body.Append(part?.Length ?? -1).Append(':').Append(part);
        return new(id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.ToString())).AsSpan(0, 16)));
    }
}

/// <summary>The commands of an entity that may still be sent again, in the order in which they had their effect.</summary>
public sealed class CommandMemory
{
    private readonly Dictionary<CommandId, string> _bodies = [];
    private readonly Queue<CommandEntry> _order = [];

    public int Count => _bodies.Count;

    /// <summary>Whether no other command can be remembered now. What is old enough to be forgotten makes room: the event of the next command forgets it.</summary>
    public bool IsFull(int countMax, DateTimeOffset now) => Count >= countMax && !(_order.TryPeek(out var oldest) && IsOld(oldest, now));

    public bool Has(CommandId id) => _bodies.ContainsKey(id);

    /// <summary>Null when the id is new; else whether the body is the same again.</summary>
    public bool? IsRepeat(RememberedCommand command) => _bodies.TryGetValue(command.Id, out var body) ? body == command.Body : null;

    /// <summary>When a command had its effect; null when that is not remembered. Looks at all of them: for what is asked rarely.</summary>
    public DateTimeOffset? AtOf(CommandId id) => _order.FirstOrDefault(entry => entry.Command.Id == id)?.At;

    /// <summary>Those that had their effect then or later.</summary>
    public IEnumerable<CommandEntry> Since(DateTimeOffset at) => _order.Where(entry => entry.At >= at);

    public void Remember(RememberedCommand command, DateTimeOffset at)
    {
        _bodies.Add(command.Id, command.Body);
        _order.Enqueue(new(at, command));
    }

    /// <summary>Forgets what is older than <see cref="Limits.RememberedSeconds"/>.</summary>
    public void Forget(DateTimeOffset now)
    {
        while (_order.TryPeek(out var oldest) && IsOld(oldest, now))
        {
            _order.Dequeue();
            _bodies.Remove(oldest.Command.Id);
        }
    }

    private static bool IsOld(CommandEntry entry, DateTimeOffset now) => entry.At <= now.AddSeconds(-Limits.RememberedSeconds);

    public CommandEntry[] Capture() => [.. _order];

    public void Restore(IEnumerable<CommandEntry> entries)
    {
        foreach (var entry in entries) Remember(entry.Command, entry.At);
    }
}

/// <summary>The frozen form of one remembered command.</summary>
public sealed record CommandEntry(DateTimeOffset At, RememberedCommand Command);
