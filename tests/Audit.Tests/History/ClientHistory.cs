using System.Globalization;
using System.Text.Json;

namespace Omnichannel.Audit.History;

/// <summary>Clients' operations and the journal of one stock, both written by hand.</summary>
internal sealed class ClientHistory
{
    private const string Entity = "stock/MUG-1/london";
    private static readonly DateTimeOffset _at = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private readonly Findings _findings = new();
    private readonly FeedAudit _feed;
    private readonly HistoryAudit _history;
    private long _version;
    private long _seq;

    public ClientHistory()
    {
        _history = new(_findings);
        _feed = new(new Findings(), _history.Observe);
    }

    public ClientHistory Asked(
        OperationKind kind,
        string id,
        Outcome outcome,
        long? quantity = null,
        string? command = null,
        string? body = null,
        string? result = null,
        long? version = null)
    {
        var sent = new OperationSent("run", "c1", ++_seq, kind, id, "MUG-1", "london", quantity, command, body);
        _history.Add(new Operation(sent, outcome == Outcome.None ? null : new("run", "c1", _seq, outcome, Version: version, ResultSha: result)));
        return this;
    }

    public ClientHistory Received(string id, long quantity) => Movement("stock-received", id, quantity, quantity);

    public ClientHistory Movement(string tag, string id, long quantity, long delta) =>
        Row($$"""{"type":"{{tag}}","at":"{{At}}","movementId":"{{id}}","quantity":{{quantity}},"onHandDelta":{{delta}}}""");

    public ClientHistory Reserved(string id, long quantity) =>
        Row($$"""{"type":"stock-reserved","at":"{{At}}","reservationId":"{{id}}","quantity":{{quantity}},"expiresAt":"{{_at.AddSeconds(900):O}}"}""");

    public ClientHistory Confirmed(string id) => Row($$"""{"type":"reservation-confirmed","at":"{{At}}","reservationId":"{{id}}"}""");

    public ClientHistory Part(string tag, string id, long quantity, string? command = null) => Row(command is null
        ? $$"""{"type":"{{tag}}","at":"{{At}}","reservationId":"{{id}}","quantity":{{quantity}}}"""
        : $$"""{"type":"{{tag}}","at":"{{At}}","reservationId":"{{id}}","quantity":{{quantity}},"commandId":"{{command}}"}""");

    public ClientHistory Row(string json)
    {
        using var events = JsonDocument.Parse($"[{json}]");
        _feed.Shard(0).Add(new(_version + 1, Entity, _version, _version + 1, _at, events.RootElement));
        _version++;
        return this;
    }

    public void Breaks(AuditCheck check)
    {
        _history.Check();
        Assert.NotEmpty(_findings.Kept);
        Assert.All(_findings.Kept, finding => Assert.True(finding.Check == check, finding.ToString()));
    }

    public void IsGood()
    {
        _history.Check();
        Assert.Empty(_findings.Kept);
    }

    public static string At => _at.ToString("O", CultureInfo.InvariantCulture);
}
