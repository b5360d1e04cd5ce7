using System.Text.Json;

namespace Omnichannel.Audit.Sessions;

/// <summary>Folds the count of one channel: only a session that is counted leaves it, and every one will be asked whether it still lives.</summary>
public sealed class PresenceFold : FactFold
{
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);

    internal PresenceFold(string entity, Findings findings) : base(entity, findings)
    {
    }

    /// <summary>The sessions that are counted.</summary>
    public IReadOnlySet<string> Sessions => _sessions;

    protected override void Fold(JsonElement @event)
    {
        if (Read(@event, SessionJson.Default.PresenceFact) is not { } fact) return;
        LastAt = fact.At;
        if (fact is PresenceFact.Entered entered) _sessions.Add(entered.SessionId);
        if (fact is PresenceFact.Left left && !_sessions.Remove(left.SessionId))
            Found(Version, AuditCheck.PresenceSteps, $"session {left.SessionId} left, and was not there.");
    }
}
