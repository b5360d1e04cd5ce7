using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Omnichannel.Audit.Stock;

/// <summary>Writes the journal of one stock by hand, one row per call, and folds it.</summary>
internal sealed class StockHistory
{
    public const string Entity = "stock/MUG-1/london";
    private static readonly DateTimeOffset _start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private readonly StockFold _fold;
    private long _version;

    public StockHistory() => _fold = new(Entity, Findings);

    public Findings Findings { get; } = new();

    public StockLevel State => _fold.State;

    /// <summary>Seconds since the start of the history.</summary>
    public int Seconds { get; private set; }

    public StockHistory After(int seconds)
    {
        Seconds += seconds;
        return this;
    }

    public StockHistory Receive(string id, long quantity, long? delta = null) => Row(Movement("stock-received", id, quantity, delta ?? quantity));

    public StockHistory Reserve(string id, long quantity, int holdFor = 900) => Row(Reserved(id, quantity, holdFor));

    public StockHistory Confirm(string id) => Row(OfReservation("reservation-confirmed", id));

    public StockHistory Fulfill(string id, long quantity, string? command = null) =>
        Row(OfReservation("reservation-fulfilled", id, quantity, command));

    public StockHistory Release(string id, long quantity, string? command = null) =>
        Row(OfReservation("reservation-released", id, quantity, command));

    public StockHistory Expire(string id, long quantity) => Row(OfReservation("reservation-expired", id, quantity));

    public StockHistory Extend(string id, int holdFor) =>
        Row($$"""{"type":"reservation-extended","at":"{{At()}}","reservationId":"{{id}}","expiresAt":"{{At(Seconds + holdFor)}}"}""");

    public StockHistory SafetyStock(long quantity) => Row($$"""{"type":"safety-stock-set","at":"{{At()}}","quantity":{{quantity}}}""");

    public string Reserved(string id, long quantity, int holdFor = 900) =>
        $$"""{"type":"stock-reserved","at":"{{At()}}","reservationId":"{{id}}","quantity":{{quantity}},"expiresAt":"{{At(Seconds + holdFor)}}"}""";

    public string Displaced(string id, long quantity, string movement) =>
        $$"""{"type":"reservation-displaced","at":"{{At()}}","reservationId":"{{id}}","quantity":{{quantity}},"movementId":"{{movement}}"}""";

    public string Shortfall(string movement, long unrecorded, long uncovered) =>
        $$"""{"type":"stock-shortfall","at":"{{At()}}","movementId":"{{movement}}","unrecorded":{{unrecorded}},"uncovered":{{uncovered}}}""";

    public string StepRefused(string id) =>
        $$"""{"type":"step-refused","at":"{{At()}}","step":{"id":"{{id}}","type":"TransferOut","quantity":5},"status":"InsufficientStock"}""";

    public string ReservationRefused(string id) =>
        $$"""{"type":"reservation-refused","at":"{{At()}}","reservationId":"{{id}}","status":"InsufficientStock","plannedAt":"{{At()}}"}""";

    public string Movement(string tag, string id, long quantity, long delta, string? reason = null, long? expectedVersion = null)
    {
        var json = new StringBuilder($$"""{"type":"{{tag}}","at":"{{At()}}","movementId":"{{id}}","quantity":{{quantity}},"onHandDelta":{{delta}}""");
        if (reason is not null) json.Append(CultureInfo.InvariantCulture, $",\"reason\":\"{reason}\"");
        if (expectedVersion is not null) json.Append(CultureInfo.InvariantCulture, $",\"expectedVersion\":{expectedVersion}");
        return json.Append('}').ToString();
    }

    public string OfReservation(string tag, string id, long? quantity = null, string? command = null)
    {
        var json = new StringBuilder($$"""{"type":"{{tag}}","at":"{{At()}}","reservationId":"{{id}}" """);
        if (quantity is not null) json.Append(CultureInfo.InvariantCulture, $",\"quantity\":{quantity}");
        if (command is not null) json.Append(CultureInfo.InvariantCulture, $",\"commandId\":\"{command}\"");
        return json.Append('}').ToString();
    }

    /// <summary>Events that became durable together.</summary>
    public StockHistory Row(params string[] events) => Row(_version, _version + events.Length, events);

    /// <summary>A row that says something else about its versions than follows from its place.</summary>
    public StockHistory Row(long expectedVersion, long version, params string[] events)
    {
        using var json = JsonDocument.Parse($"[{string.Join(",", events)}]");
        _fold.Add(new(_version, Entity, expectedVersion, version, _start.AddSeconds(Seconds), json.RootElement));
        _version = version;
        return this;
    }

    /// <summary>That this is found, and nothing else.</summary>
    public void Breaks(AuditCheck check)
    {
        Assert.NotEmpty(Findings.Kept);
        Assert.All(Findings.Kept, finding => Assert.True(finding.Check == check, finding.ToString()));
    }

    /// <summary>That this is among what is found.</summary>
    public void BreaksAtLeast(AuditCheck check) => Assert.Contains(Findings.Kept, finding => finding.Check == check);

    public void IsGood() => Assert.Empty(Findings.Kept);

    private string At() => At(Seconds);

    private static string At(int seconds) => _start.AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);
}
