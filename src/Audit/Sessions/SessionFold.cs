using System.Text.Json;
using Omnichannel.Audit.Sessions.Checks;

namespace Omnichannel.Audit.Sessions;

/// <summary>Folds the events of one session from their JSON alone and holds every check at every prefix.</summary>
public sealed class SessionFold : FactFold
{
    private static readonly ICheck<SessionState, SessionFact>[] _checks = [new SessionSteps(), new SessionEndsInTime()];

    internal SessionFold(string entity, Findings findings) : base(entity, findings)
    {
    }

    internal SessionState Session { get; } = new();

    protected override void Fold(JsonElement @event)
    {
        if (Read(@event, SessionJson.Default.SessionFact) is not { } fact) return;
        LastAt = fact.At;
        Judge(_checks, Session, fact, Session.Apply);
    }
}
