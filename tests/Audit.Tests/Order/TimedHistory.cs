using System.Globalization;
using System.Text.Json;
using Omnichannel.Audit.History;
using Omnichannel.Audit.Order.Blind;

namespace Omnichannel.Audit.Order;

/// <summary>The journal of one stock, and clients who know when they asked, whom, and what they were told; all written by hand.</summary>
internal sealed class TimedHistory
{
    private static readonly DateTimeOffset _at = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private readonly Findings _findings = new();
    private readonly OrderAudit _order;
    private readonly HistoryAudit _history;
    private readonly BlindAudit _blind;
    private readonly FeedAudit _feed;
    private long _version;
    private long _seq;

    public TimedHistory(OrderPromise promise)
    {
        (_order, _history, _blind) = (new(_findings, promise), new(_findings), new(_findings, promise, stepsMax: 10_000));
        _feed = new(new Findings(), (entity, fact) =>
        {
            _order.Observe(entity, fact);
            _history.Observe(entity, fact);
        });
    }

    public TimedHistory Received(string id, long quantity) =>
        Row($$"""{"type":"stock-received","at":"{{At}}","movementId":"{{id}}","quantity":{{quantity}},"onHandDelta":{{quantity}}}""");

    public TimedHistory Reserved(string id, long quantity) => Row(
        $$"""{"type":"stock-reserved","at":"{{At}}","reservationId":"{{id}}","quantity":{{quantity}},"expiresAt":"{{_at.AddSeconds(900):O}}"}""");

    /// <summary>A call from one moment to another.</summary>
    /// <param name="verdict">None for a client that cannot tell a first answer from its repeat.</param>
    public TimedHistory Told(
        OperationKind kind, string id, (long From, long To) time, string target, Verdict verdict, long? version, long? quantity = null, long? available = null)
    {
        var sent = new OperationSent("run", "c", ++_seq, kind, id, "MUG-1", "london", quantity, Target: target, SentAt: time.From);
        var told = available is null ? null : new Told(Available: available);
        var outcome = verdict == Verdict.Refused ? Outcome.Fail : Outcome.Ok;
        var code = verdict == Verdict.Refused ? "insufficient-stock" : null;
        var operation = new Operation(sent, new("run", "c", _seq, outcome, Code: code, Version: version, AnsweredAt: time.To, Verdict: verdict, Told: told));
        _order.Add(operation);
        _history.Add(operation);
        _blind.Add(operation);
        return this;
    }

    public TimedHistory Reads((long From, long To) time, string target, long version, long available, OperationKind kind = OperationKind.ReadStock) =>
        Told(kind, "", time, target, Verdict.Repeat, version, available: available);

    /// <summary>That this is found, and nothing else.</summary>
    public void Breaks(params AuditCheck[] checks)
    {
        Check();
        Assert.Equal(checks.Order(), _findings.Kept.Select(finding => finding.Check).Distinct().Order());
    }

    public void IsGood()
    {
        Check();
        Assert.Empty(_findings.Kept);
    }

    /// <summary>That the clients' side alone gives it away, without any version and without the journal.</summary>
    public void BreaksBlindly()
    {
        _blind.Check();
        Assert.Equal(AuditCheck.Linearizable, Assert.Single(_findings.Kept).Check);
    }

    public void IsBlindlyGood()
    {
        _blind.Check();
        Assert.Equal((0, 1), (_findings.Count, _blind.LinearizableCount));
    }

    private static string At => _at.ToString("O", CultureInfo.InvariantCulture);

    private void Check()
    {
        _order.Check();
        _history.Check();
    }

    private TimedHistory Row(string json)
    {
        using var events = JsonDocument.Parse($"[{json}]");
        _feed.Shard(0).Add(new(_version + 1, "stock/MUG-1/london", _version, _version + 1, _at, events.RootElement));
        _version++;
        return this;
    }
}
